// The numbers of a group, one by one: why, where vendors have them, and what was decided; chosen ones are decided together.
import { useCallback, useMemo, useState, type JSX } from 'react';
import type { Client } from '../../../src-shared/contract/contract.ts';
import type { ReleaseGroup, ReleaseView } from '../../../src-shared/contract/releases.ts';
import { countOf, formatCount } from '../../../src-shared/words/figures.ts';
import { Button } from '../../ui/button.tsx';
import { cx } from '../../ui/cx.ts';
import { EmptyState } from '../../ui/empty-state.tsx';
import { TextField } from '../../ui/fields.tsx';
import { KeyHints } from '../../ui/kbd.tsx';
import { Panel, Row } from '../../ui/layout.tsx';
import { VirtualTable, type Column } from '../../ui/virtual-table.tsx';
import { ActDialog } from './act-dialog.tsx';
import type { ReleaseAct, ReleaseState } from './release-store.ts';
import { causeWords, placeWords } from './release-words.ts';
import styles from './releases.module.css';

export type NumberListProps = { readonly client: Client; readonly group: ReleaseGroup; readonly version: number; readonly acting: ReleaseState['acting']; readonly onAct: (act: ReleaseAct) => void };

type Asking = { readonly act: ReleaseAct['act']; readonly releaseIds: readonly number[]; readonly what: string };

/** Give it a `key` for each group: what was chosen in one means nothing in another. */
export const NumberList = ({ client, group, version, acting, onAct }: NumberListProps): JSX.Element => {
  const { state, cause, importId } = group;
  const [search, setSearch] = useState('');
  const [chosen, setChosen] = useState<ReadonlySet<number>>(() => new Set());
  const [current, setCurrent] = useState<ReleaseView | null>(null);
  const [asking, setAsking] = useState<Asking | null>(null);
  const loadPage = useCallback(async (offset: number, limit: number) => await client.call('release.page', { state, cause, importId, ...(search.trim() === '' ? {} : { search }), offset, limit }), [client, state, cause, importId, search]);
  const toggle = useCallback((release: ReleaseView): void => {
    setChosen((before) => {
      const next = new Set(before);
      if (!next.delete(release.releaseId)) next.add(release.releaseId);
      return next;
    });
  }, []);
  const canDecide = state === 'proposed' || state === 'approved';
  const columns = useMemo(() => [...(canDecide ? [tickColumn(chosen, toggle)] : []), ...(state === 'proposed' ? facts : decidedFacts)], [canDecide, state, chosen, toggle]);
  const ask = (act: ReleaseAct['act']): void => {
    if (acting !== null || (chosen.size === 0 && current === null)) return;
    setAsking(chosen.size > 0 ? { act, releaseIds: [...chosen], what: countOf(chosen.size, 'chosen number') } : { act, releaseIds: current === null ? [] : [current.releaseId], what: current?.phone ?? '' });
  };
  const which = chosen.size > 0 ? `${formatCount(chosen.size)} chosen` : (current?.phone ?? 'this number');
  const isNone = acting !== null || (chosen.size === 0 && current === null);
  return (
    <Panel isFlush fill title={causeWords(group)}>
      <div className={cx(styles['bar'])}>
        <Row>
          {state === 'proposed' ? <Button hint="A" isDisabled={isNone} isPending={acting === 'approve'} onPress={() => { ask('approve'); }}>Approve {which}</Button> : null}
          {state === 'proposed' ? <Button hint="D" isDisabled={isNone} isPending={acting === 'decline'} onPress={() => { ask('decline'); }}>Decline {which}</Button> : null}
          {state === 'approved' ? <Button hint="U" isDisabled={isNone} isPending={acting === 'take-back'} onPress={() => { ask('take-back'); }}>Take back {which}</Button> : null}
        </Row>
        <div className={cx(styles['search'])}><TextField label="Search by number" hideLabel type="search" placeholder="Search by number" value={search} onChange={setSearch} /></div>
      </div>
      <div className={cx(styles['list'])}>
        <VirtualTable
          label={`Numbers: ${causeWords(group)}`} columns={columns} loadPage={loadPage} version={version} onCursor={setCurrent}
          onKey={(event, release) => {
            if (release === null || !canDecide) return false;
            switch (event.key.toLowerCase()) {
              case ' ': toggle(release); return true;
              case 'a': if (state === 'proposed') ask('approve'); return true;
              case 'd': if (state === 'proposed') ask('decline'); return true;
              case 'u': if (state === 'approved') ask('take-back'); return true;
              default: return false;
            }
          }}
          empty={<EmptyState title="No such number">{search.trim() === '' ? 'They have been settled meanwhile.' : 'No number of this group contains these digits.'}</EmptyState>}
        />
      </div>
      {canDecide ? <div className={cx(styles['foot'])}><KeyHints hints={[{ keys: '↑ ↓', does: 'move' }, { keys: 'Space', does: 'choose' }, ...(state === 'proposed' ? [{ keys: 'A', does: 'approve' }, { keys: 'D', does: 'decline' }] : [{ keys: 'U', does: 'take back' }])]} /></div> : null}
      {asking === null ? null : (
        <ActDialog act={asking.act} what={asking.what} isOne={asking.releaseIds.length === 1} onClose={() => { setAsking(null); }}
          onConfirm={(because) => { setChosen(new Set()); onAct({ act: asking.act, which: { releaseIds: asking.releaseIds }, because }); }} />
      )}
    </Panel>
  );
};

const facts: readonly Column<ReleaseView>[] = [
  { key: 'phone', title: 'Number', width: '150px', cell: (release) => release.phone },
  { key: 'because', title: 'Why', width: 'minmax(160px, 2fr)', cell: (release) => <span title={reasonOf(release)}>{reasonOf(release)}</span> },
  { key: 'places', title: 'Where vendors have it', width: 'minmax(200px, 3fr)', cell: (release) => <span title={placeWords(release)}>{placeWords(release)}</span> },
];
const decidedFacts: readonly Column<ReleaseView>[] = [...facts, { key: 'by', title: 'Decided by', width: 'minmax(90px, 1fr)', isSpare: true, cell: (release) => release.settledBy ?? '' }];

/** Where nobody wrote a reason. */
const ownWords: Readonly<Record<ReleaseView['cause'], string>> = { undo: 'its import was taken back', gone: 'no longer in the list', request: '' };

const reasonOf = ({ because, settledBecause, cause }: ReleaseView): string => [because, settledBecause].filter((words) => words !== null && words !== '').join(' → ') || ownWords[cause];

const tickColumn = (chosen: ReadonlySet<number>, toggle: (release: ReleaseView) => void): Column<ReleaseView> => ({
  key: 'tick', title: 'Chosen', width: '76px', cell: (release) => <Tick release={release} isChosen={chosen.has(release.releaseId)} onToggle={toggle} />,
});

const Tick = ({ release, isChosen, onToggle }: { readonly release: ReleaseView; readonly isChosen: boolean; readonly onToggle: (release: ReleaseView) => void }): JSX.Element =>
  <input type="checkbox" tabIndex={-1} aria-label={`Choose ${release.phone}`} checked={isChosen} onChange={() => { onToggle(release); }} className={cx(styles['tick'])} />;
