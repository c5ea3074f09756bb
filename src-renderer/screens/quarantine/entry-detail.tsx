// The row under the cursor in full, and what can be done about it.
import { useState, type JSX } from 'react';
import type { QuarantineEntry } from '../../../src-shared/contract/quarantine.ts';
import { isPlaceholder } from '../../../src-shared/domain/phone-placeholder.ts';
import { countOf, formatCount } from '../../../src-shared/words/figures.ts';
import { rejectReasonWords } from '../../../src-shared/words/reason-words.ts';
import { Badge } from '../../ui/badge.tsx';
import { Button } from '../../ui/button.tsx';
import { cx } from '../../ui/cx.ts';
import { ConfirmDialog } from '../../ui/dialog.tsx';
import { Checkbox, TextField } from '../../ui/fields.tsx';
import { KeyValueList, Muted } from '../../ui/layout.tsx';
import styles from './quarantine.module.css';
import type { Act, GroupFilter } from './quarantine-store.ts';
import { RawText } from './raw-text.tsx';

export type Doing = 'looking' | 'fixing' | 'discarding' | 'discarding-all';

/** The chosen reasons, or what was found. `suggested`: how many have one; null: nobody counted. `more`: there are more than counted. */
export type ShownGroup = { readonly name: string; readonly held: number; readonly suggested: number | null; readonly more: boolean; readonly filter: GroupFilter };

export type EntryDetailProps = {
  readonly entry: QuarantineEntry | null;
  /** What is shown as a whole; null while it is everything. */
  readonly group: ShownGroup | null;
  readonly doing: Doing;
  readonly isActing: boolean;
  readonly onDoing: (doing: Doing) => void;
  readonly onAct: (act: Act) => void;
};

export const EntryDetail = ({ entry, group, doing, isActing, onDoing, onAct }: EntryDetailProps): JSX.Element => (
  <aside aria-label="Row" className={cx(styles['detail'])}>
    {entry === null ? <Muted>Choose a row to see all of it.</Muted> : (
      <>
        <Badge tone="warn">{rejectReasonWords[entry.reason].word}</Badge>
        <p className={cx(styles['big'])}><RawText text={entry.raw} /></p>
        <p>{rejectReasonWords[entry.reason].meaning}</p>
        <KeyValueList facts={[
          { name: 'Suggestion', value: entry.suggestion ?? 'none' },
          { name: 'Code', value: entry.code ?? 'none' },
          { name: 'Stands in', value: `${entry.file}, line ${formatCount(entry.line)}` },
        ]} />
        {doing === 'fixing' ? <FixForm key={entry.entryId} entry={entry} onAct={onAct} onLeave={() => { onDoing('looking'); }} /> : (
          <div className={cx(styles['actions'])}>
            <Button hint="F" isDisabled={isActing} onPress={() => { onDoing('fixing'); }}>Fix</Button>
            <Button hint="A" isDisabled={isActing || entry.suggestion === null} onPress={() => { onAct({ act: 'accept', reason: entry.reason, entryId: entry.entryId }); }}>Accept</Button>
            <Button hint="D" kind="danger" isDisabled={isActing} onPress={() => { onDoing('discarding'); }}>Discard</Button>
          </div>
        )}
        <h2>The whole row</h2>
        <ol className={cx(styles['cells'])}>{positioned(entry.cells).map(({ column, text }) => <li key={column}><span>{column + 1}</span><RawText text={text} /></li>)}</ol>
      </>
    )}
    {group === null || group.held === 0 ? null : <WholeGroup group={group} onDoing={onDoing} onAct={onAct} />}
    <ConfirmDialog title="Discard this row" isOpen={doing === 'discarding' && entry !== null} onClose={() => { onDoing('looking'); }} verb="Discard" isDanger reasonLabel="Why?"
      onConfirm={(because) => { if (entry !== null) onAct({ act: 'discard', because, entryId: entry.entryId }); }}>
      <p>{entry === null ? '' : <>“{entry.raw.trim()}” will not be pushed anywhere. It stays in the record with your reason, and can be taken back.</>}</p>
    </ConfirmDialog>
    <ConfirmDialog title="Discard all that is shown" isOpen={doing === 'discarding-all' && group !== null} onClose={() => { onDoing('looking'); }} verb={`Discard ${amountOf(group)}`} isDanger reasonLabel="Why?"
      onConfirm={(because) => { if (group !== null) onAct({ act: 'discard-group', because, group: group.filter }); }}>
      <p>{group === null ? '' : `${amountOf(group)} (${group.name}) will not be pushed anywhere. They stay in the record with your reason, and can be taken back.`}</p>
    </ConfirmDialog>
  </aside>
);

const positioned = (cells: readonly string[]): readonly { readonly column: number; readonly text: string }[] => cells.map((text, column) => ({ column, text }));

const amountOf = (group: ShownGroup | null): string => (group?.more === true ? `more than ${countOf(group.held, 'row')}` : countOf(group?.held ?? 0, 'row'));

const WholeGroup = ({ group, onDoing, onAct }: Pick<EntryDetailProps, 'onDoing' | 'onAct'> & { readonly group: ShownGroup }): JSX.Element => (
  <div className={cx(styles['whole'])}>
    <h2>All of {group.name}</h2>
    <div className={cx(styles['actions'])}>
      <Button hint="⇧A" isDisabled={group.suggested === 0} onPress={() => { onAct({ act: 'accept-group', group: group.filter }); }}>{group.suggested === null ? 'Accept all suggestions' : `Accept ${countOf(group.suggested, 'suggestion')}`}</Button>
      <Button hint="⇧D" kind="danger" onPress={() => { onDoing('discarding-all'); }}>{`Discard ${formatCount(group.held)}${group.more ? '+' : ''}`}</Button>
    </div>
  </div>
);

const FixForm = ({ entry, onAct, onLeave }: { readonly entry: QuarantineEntry; readonly onAct: (act: Act) => void; readonly onLeave: () => void }): JSX.Element => {
  const [phone, setPhone] = useState(entry.suggestion ?? entry.raw.trim());
  const [sure, setSure] = useState(false);
  const isFiller = isPlaceholder(phone.replaceAll(/\D/g, ''));
  return (
    // Escape leaves the form wherever the focus is inside it
    // oxlint-disable-next-line jsx-a11y/no-noninteractive-element-interactions
    <form className={cx(styles['fix'])} onKeyDown={(event) => { if (event.key === 'Escape') onLeave(); }} onSubmit={(event) => {
      event.preventDefault();
      if (phone.trim() !== '') onAct({ act: 'fix', entryId: entry.entryId, phone: phone.trim(), ...(isFiller && sure ? { sure } : {}) });
    }}>
      <TextField label="The right number" value={phone} onChange={setPhone} type="tel" takesFocus help="With its country code, or as written in the import’s country." />
      {isFiller ? <Checkbox isSelected={sure} onChange={setSure}>It looks like a filler. Yes, I mean it: this is somebody’s number.</Checkbox> : null}
      <div className={cx(styles['actions'])}>
        <Button type="submit" kind="primary" hint="Enter" isDisabled={phone.trim() === ''}>Save</Button>
        <Button hint="Esc" onPress={onLeave}>Cancel</Button>
      </div>
    </form>
  );
};
