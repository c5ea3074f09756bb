// Numbers the vendor refused: tried again, corrected, or given up with a written reason; none settles itself.
import { useCallback, useMemo, useState, type JSX } from 'react';
import { MailCheck } from 'lucide-react';
import type { Client } from '../../../src-shared/contract/contract.ts';
import type { DeadLetterView } from '../../../src-shared/contract/runs.ts';
import { countOf, formatCount } from '../../../src-shared/words/figures.ts';
import { Button } from '../../ui/button.tsx';
import { cx } from '../../ui/cx.ts';
import { ConfirmDialog, Dialog, DialogActions } from '../../ui/dialog.tsx';
import { EmptyState } from '../../ui/empty-state.tsx';
import { Checkbox, TextField } from '../../ui/fields.tsx';
import { KeyHints } from '../../ui/kbd.tsx';
import { Panel, Row } from '../../ui/layout.tsx';
import { Moment } from '../../ui/moment.tsx';
import { VirtualTable, type Column } from '../../ui/virtual-table.tsx';
import type { PushAct } from './push-store.ts';
import styles from './push.module.css';

export type DeadLetterListProps = {
  readonly client: Client;
  readonly destinationId: number;
  readonly version: number;
  /** Open ones, as the destination counts them. */
  readonly open: number;
  readonly acting: PushAct['act'] | null;
  /** A run is under way: a retry would be a second one. */
  readonly isBusy: boolean;
  readonly onAct: (act: PushAct) => void;
};

export const DeadLetterList = ({ client, destinationId, version, open, acting, isBusy, onAct }: DeadLetterListProps): JSX.Element => {
  const [showAll, setShowAll] = useState(false);
  const [chosen, setChosen] = useState<ReadonlySet<number>>(() => new Set());
  const [correcting, setCorrecting] = useState<DeadLetterView | null>(null);
  const [discarding, setDiscarding] = useState(false);
  const [current, setCurrent] = useState<DeadLetterView | null>(null);
  const loadPage = useCallback(async (offset: number, limit: number) => await client.call('dead-letter.page', { destinationId, state: showAll ? 'all' : 'open', offset, limit }), [client, destinationId, showAll]);
  const toggle = useCallback((letter: DeadLetterView): void => {
    if (letter.state !== 'open') return;
    setChosen((before) => {
      const next = new Set(before);
      if (!next.delete(letter.deadLetterId)) next.add(letter.deadLetterId);
      return next;
    });
  }, []);
  const columns = useMemo(() => [tickColumn(chosen, toggle), ...facts], [chosen, toggle]);
  const act = (what: PushAct): void => { setChosen(new Set()); onAct(what); };
  const these = chosen.size === 0 ? {} : { deadLetterIds: [...chosen] };
  const count = chosen.size === 0 ? open : chosen.size;
  const which = chosen.size > 0 ? `${formatCount(chosen.size)} chosen` : open === 0 ? 'all' : `all ${formatCount(open)}`;
  const canCorrect = current !== null && current.state === 'open' && !isBusy && acting === null;
  return (
    <Panel isFlush fill>
      <div className={cx(styles['bar'])}>
        <Row>
          <Button isDisabled={count === 0 || isBusy} isPending={acting === 'retry'} onPress={() => { act({ act: 'retry', ...these }); }}>Retry {which}</Button>
          <Button hint="C" isDisabled={!canCorrect} isPending={acting === 'correct'} onPress={() => { setCorrecting(current); }}>Correct this number</Button>
          <Button kind="danger" hint="D" isDisabled={count === 0} isPending={acting === 'discard'} onPress={() => { setDiscarding(true); }}>Discard {which}</Button>
        </Row>
        <Checkbox isSelected={showAll} onChange={setShowAll}>Show settled ones as well</Checkbox>
      </div>
      {isBusy ? <p className={cx(styles['busy'])}>A run is under way; retry and correct when it has ended.</p> : null}
      <div className={cx(styles['list'])}>
        <VirtualTable
          key={String(showAll)} label="Dead letters" columns={columns} loadPage={loadPage} version={version} takesFocus onCursor={setCurrent}
          onKey={(event, letter) => {
            if (letter === null) return false;
            switch (event.key) {
              case ' ': toggle(letter); return true;
              case 'c': case 'C': if (canCorrect) setCorrecting(letter); return true;
              case 'd': case 'D': if (count > 0) setDiscarding(true); return true;
              default: return false;
            }
          }}
          empty={<EmptyState title="No dead letters" icon={<MailCheck />}>{showAll ? 'This destination has never refused a number.' : 'No refused number waits for a decision.'}</EmptyState>}
        />
      </div>
      <div className={cx(styles['foot'])}><KeyHints hints={[{ keys: '↑ ↓', does: 'move' }, { keys: 'Space', does: 'choose' }, { keys: 'C', does: 'correct' }, { keys: 'D', does: 'discard' }]} /></div>
      <Dialog title="Correct a refused number" isOpen={correcting !== null} onClose={() => { setCorrecting(null); }}>
        {correcting === null ? null : <CorrectForm letter={correcting} onClose={() => { setCorrecting(null); }} onAct={act} />}
      </Dialog>
      <ConfirmDialog title="Discard refused numbers" isOpen={discarding} onClose={() => { setDiscarding(false); }} verb={`Discard ${countOf(count, 'number')}`} isDanger reasonLabel="Why?" onConfirm={(because) => { act({ act: 'discard', because, ...these }); }}>
        <p>{countOf(count, 'number')} will not be sent to this destination again. {count === 1 ? 'It stays' : 'They stay'} in the record with your reason. <strong>The vendor may go on calling {count === 1 ? 'it' : 'them'}.</strong></p>
      </ConfirmDialog>
    </Panel>
  );
};

const CorrectForm = ({ letter, onClose, onAct }: { readonly letter: DeadLetterView; readonly onClose: () => void; readonly onAct: (act: PushAct) => void }): JSX.Element => {
  const [phone, setPhone] = useState(letter.phone);
  const [because, setBecause] = useState('');
  return (
    <form className={cx(styles['form'])} onSubmit={(event) => {
      event.preventDefault();
      if (phone.trim() === '' || phone.trim() === letter.phone) return;
      onAct({ act: 'correct', deadLetterId: letter.deadLetterId, phone: phone.trim(), because: because.trim() });
      onClose();
    }}>
      <p>{letter.phone} was refused: {letter.why}{letter.receipt == null ? '' : `. The vendor’s own id of the request, for its support: ${letter.receipt}`}</p>
      <TextField label="The right number" type="tel" value={phone} onChange={setPhone} takesFocus help="It is sent at once, in a new batch; the import keeps what the file said." />
      <TextField label="Why (goes into the record)" value={because} onChange={setBecause} />
      <DialogActions><Button onPress={onClose}>Cancel</Button><Button type="submit" kind="primary" isDisabled={phone.trim() === '' || phone.trim() === letter.phone}>Correct and send</Button></DialogActions>
    </form>
  );
};

const stateWords: Readonly<Record<DeadLetterView['state'], string>> = { open: 'open', retried: 'sent again', corrected: 'corrected', discarded: 'discarded' };

const facts: readonly Column<DeadLetterView>[] = [
  { key: 'phone', title: 'Number', width: '134px', cell: (letter) => letter.phone },
  { key: 'list', title: 'List', width: 'minmax(138px, 1fr)', cell: (letter) => letter.listName },
  { key: 'code', title: 'Vendor’s code', width: '118px', isSpare: true, cell: (letter) => <code>{letter.code}</code> },
  { key: 'why', title: 'Why it was refused', width: 'minmax(200px, 2fr)', cell: (letter) => <span title={letter.receipt == null ? letter.why : `${letter.why} (request ${letter.receipt})`}>{letter.why}</span> },
  { key: 'at', title: 'When', width: '146px', isSpare: true, cell: (letter) => <Moment at={letter.at} /> },
  { key: 'state', title: 'State', width: 'minmax(90px, 1fr)', cell: (letter) => <span title={letter.because ?? ''}>{stateWords[letter.state]}{letter.because === null || letter.because === '' ? '' : `: ${letter.because}`}</span> },
];

const tickColumn = (chosen: ReadonlySet<number>, toggle: (letter: DeadLetterView) => void): Column<DeadLetterView> => ({
  key: 'tick', title: 'Chosen', width: '76px', cell: (letter) => <Tick letter={letter} isChosen={chosen.has(letter.deadLetterId)} onToggle={toggle} />,
});

const Tick = ({ letter, isChosen, onToggle }: { readonly letter: DeadLetterView; readonly isChosen: boolean; readonly onToggle: (letter: DeadLetterView) => void }): JSX.Element | null =>
  letter.state === 'open' ? <input type="checkbox" tabIndex={-1} aria-label={`Choose ${letter.phone}`} checked={isChosen} onChange={() => { onToggle(letter); }} className={cx(styles['tick'])} /> : null;
