// The quarantine in three panes: reasons with their counts, the held rows, and the one under the cursor.
import { useCallback, type JSX, type Ref } from 'react';
import { CircleCheck } from 'lucide-react';
import type { Client } from '../../../src-shared/contract/contract.ts';
import type { QuarantineEntry } from '../../../src-shared/contract/quarantine.ts';
import type { RejectReason } from '../../../src-shared/domain/reject.ts';
import { countOf, formatCount } from '../../../src-shared/words/figures.ts';
import { rejectReasonWords } from '../../../src-shared/words/reason-words.ts';
import { Button } from '../../ui/button.tsx';
import { cx } from '../../ui/cx.ts';
import { EmptyState } from '../../ui/empty-state.tsx';
import { FailureNotice, Loading } from '../../ui/failure-notice.tsx';
import { TextField } from '../../ui/fields.tsx';
import { KeyHints } from '../../ui/kbd.tsx';
import { Panel, Screen } from '../../ui/layout.tsx';
import { Tabs } from '../../ui/tabs.tsx';
import { VirtualTable, type Column } from '../../ui/virtual-table.tsx';
import { DecisionList } from './decision-list.tsx';
import { EntryDetail, type Doing } from './entry-detail.tsx';
import type { Act, QuarantineState } from './quarantine-store.ts';
import { RawText } from './raw-text.tsx';
import { ReasonList } from './reason-list.tsx';
import styles from './quarantine.module.css';

export type QuarantineViewProps = {
  readonly state: QuarantineState;
  readonly client: Client;
  readonly importId: number | null;
  readonly entry: QuarantineEntry | null;
  readonly doing: Doing;
  readonly tab: string;
  readonly listRef: Ref<HTMLDivElement>;
  readonly searchRef: Ref<HTMLInputElement>;
  readonly onTab: (tab: string) => void;
  readonly onChoose: (reason: RejectReason | null) => void;
  readonly onSearch: (text: string) => void;
  readonly onEntry: (entry: QuarantineEntry | null) => void;
  readonly onDoing: (doing: Doing) => void;
  readonly onAct: (act: Act) => void;
  readonly onRetry: () => void;
  readonly onImport: () => void;
  readonly onAllImports: () => void;
  readonly onNext: () => void;
  readonly focusList: () => void;
};

const hints = [
  { keys: '↑ ↓', does: 'move' }, { keys: 'F', does: 'fix' }, { keys: 'A', does: 'accept' }, { keys: 'Shift A', does: 'accept all' },
  { keys: 'D', does: 'discard' }, { keys: 'U', does: 'undo' }, { keys: '/', does: 'search' },
];

export const QuarantineView = (props: QuarantineViewProps): JSX.Element => {
  const { state, importId } = props;
  return (
    <Screen
      title="Quarantine" fill
      lead={importId === null ? 'Rows that could not be read as a number with certainty. Nothing leaves this list without a decision that is written down.' : `Held rows of import ${importId} only.`}
      actions={importId === null ? undefined : <Button onPress={props.onAllImports}>Show all imports</Button>}
    >
      {state.failure === null ? null : <FailureNotice failure={state.failure} onRetry={props.onRetry} />}
      {state.summary === null ? (state.failure === null ? <Loading what="the quarantine" /> : null) : (
        <Tabs label="Quarantine" chosen={props.tab} onChoose={props.onTab} tabs={[
          { id: 'held', label: 'Held', count: state.summary.held, view: <HeldPanes {...props} /> },
          { id: 'decisions', label: 'Decisions', view: <DecisionList client={props.client} version={state.version} onUndo={(decisionId) => { props.onAct({ act: 'undo', decisionId }); }} /> },
        ]} />
      )}
    </Screen>
  );
};

const HeldPanes = ({ listRef, searchRef, ...props }: QuarantineViewProps): JSX.Element => {
  const { state, client, importId, entry } = props;
  const { reason, search } = state;
  const loadPage = useCallback(
    async (offset: number, limit: number) => await client.call('quarantine.page', {
      offset, limit, ...(reason === null ? {} : { reason }), ...(importId === null ? {} : { importId }), ...(search.trim() === '' ? {} : { search: search.trim() }),
    }),
    [client, importId, reason, search],
  );
  const groups = state.summary?.groups ?? [];
  return (
    <div className={cx(styles['panes'])}>
      <ReasonList held={state.summary?.held ?? 0} groups={groups} chosen={reason} onChoose={props.onChoose} />
      <Panel isFlush fill>
        <div className={cx(styles['find'])}>
          <TextField label="Search raw text, code or file" hideLabel type="search" placeholder="Search raw text, code or file" value={search} onChange={props.onSearch} inputRef={searchRef} />
        </div>
        <div ref={listRef} tabIndex={-1} className={cx(styles['list'])}>
          <VirtualTable
            label="Held rows" columns={reason === null ? columns : columnsOfOneReason} loadPage={loadPage} version={state.version} takesFocus={search === ''} onCursor={props.onEntry} onOpen={() => { props.onDoing('fixing'); }}
            onTotal={(total) => { if (total === 0) { props.onEntry(null); if (document.activeElement === document.body) props.focusList(); } }}
            empty={<NothingHeld {...props} />}
          />
        </div>
        <div className={cx(styles['foot'])}><KeyHints hints={hints} /></div>
      </Panel>
      <EntryDetail entry={entry} doing={props.doing} isActing={state.acting} group={groups.find((group) => group.reason === reason) ?? null} onDoing={props.onDoing} onAct={props.onAct} />
    </div>
  );
};

const columns: readonly Column<QuarantineEntry>[] = [
  { key: 'raw', title: 'Raw text', width: 'minmax(102px, 1fr)', cell: (entry) => <RawText text={entry.raw} /> },
  { key: 'reason', title: 'Reason', width: '140px', cell: (entry) => rejectReasonWords[entry.reason].word },
  { key: 'suggestion', title: 'Suggestion', width: '122px', cell: (entry) => entry.suggestion ?? '–' },
  { key: 'code', title: 'Code', width: '76px', isSpare: true, cell: (entry) => entry.code ?? '' },
  { key: 'line', title: 'Line', width: '68px', align: 'end', isSpare: true, cell: (entry) => <span title={entry.file}>{formatCount(entry.line)}</span> },
];

const columnsOfOneReason = columns.filter((column) => column.key !== 'reason');

const NothingHeld = ({ state, onSearch, onChoose, onNext, onImport }: Pick<QuarantineViewProps, 'state' | 'onSearch' | 'onChoose' | 'onNext' | 'onImport'>): JSX.Element => {
  if (state.search.trim() !== '') return <EmptyState title="Nothing found" action={<Button onPress={() => { onSearch(''); }}>Clear the search</Button>}>No held row has “{state.search.trim()}” in its text, code or file name.</EmptyState>;
  if (state.reason !== null) return <EmptyState title={`${rejectReasonWords[state.reason].word}: all settled`} action={<Button onPress={() => { onChoose(null); }}>Show all reasons</Button>}>{`${countOf(state.summary?.held ?? 0, 'row')} of other reasons still held.`}</EmptyState>;
  return <EmptyState title="Nothing is held" icon={<CircleCheck />} action={<div className={cx(styles['actions'])}><Button kind="primary" onPress={onNext}>Go on to the code map</Button><Button onPress={onImport}>Import a file</Button></div>}>Every number that came in so far could be read, or has been decided on.</EmptyState>;
};
