// The quarantine in three panes: reasons with their counts, the held rows, and the one under the cursor.
import { useMemo, type JSX, type Ref } from 'react';
import { CircleCheck } from 'lucide-react';
import type { Client } from '../../../src-shared/contract/contract.ts';
import type { QuarantineEntry } from '../../../src-shared/contract/quarantine.ts';
import type { RejectReason } from '../../../src-shared/domain/reject.ts';
import { countOf, formatCount } from '../../../src-shared/words/figures.ts';
import { rejectReasonWords } from '../../../src-shared/words/reason-words.ts';
import { Button } from '../../ui/button.tsx';
import { ChipRow } from '../../ui/chip-row.tsx';
import { cx } from '../../ui/cx.ts';
import { EmptyState } from '../../ui/empty-state.tsx';
import { FailureNotice, Loading } from '../../ui/failure-notice.tsx';
import { TextField } from '../../ui/fields.tsx';
import { KeyHints } from '../../ui/kbd.tsx';
import { Menu } from '../../ui/menu.tsx';
import { Muted, Panel, Screen } from '../../ui/layout.tsx';
import type { LoadPage } from '../../ui/row-window.ts';
import { Tabs } from '../../ui/tabs.tsx';
import { VirtualTable, type Column } from '../../ui/virtual-table.tsx';
import { DecisionList } from './decision-list.tsx';
import { EntryDetail, type Doing, type ShownGroup } from './entry-detail.tsx';
import { CorrectionsDialog } from './corrections-dialog.tsx';
import { DecisionsUnderWay } from './decision-progress.tsx';
import type { ReadCorrections } from './exchange.ts';
import type { Act, GroupFilter, QuarantineState, Suggested } from './quarantine-store.ts';
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
  readonly reasonsRef: Ref<HTMLElement>;
  readonly onTab: (tab: string) => void;
  readonly onChoose: (reason: RejectReason | null, adds: boolean) => void;
  readonly onSuggested: (suggested: Suggested) => void;
  readonly onSearch: (text: string) => void;
  readonly onEntry: (entry: QuarantineEntry | null) => void;
  readonly onDoing: (doing: Doing) => void;
  readonly onAct: (act: Act) => void;
  readonly group: ShownGroup | null;
  /** How many rows the list has now. */
  readonly found: Found;
  readonly onFound: (found: Found) => void;
  readonly corrections: ReadCorrections | null;
  readonly onExport: (format: 'xlsx' | 'csv') => void;
  readonly onCorrections: () => void;
  readonly onCorrect: () => void;
  readonly onLeaveCorrections: () => void;
  readonly onRetry: () => void;
  readonly onImport: () => void;
  readonly onAllImports: () => void;
  readonly onNext: () => void;
  readonly focusList: () => void;
};

/** `more`: there are more than were counted. */
export type Found = { readonly total: number; readonly more: boolean };

const hints = [
  { keys: '↑ ↓', does: 'move' }, { keys: 'F', does: 'fix' }, { keys: 'A', does: 'accept' }, { keys: 'Shift A', does: 'accept all' },
  { keys: 'D', does: 'discard' }, { keys: 'Shift D', does: 'discard all' }, { keys: 'R', does: 'reasons' }, { keys: 'U', does: 'undo' }, { keys: '/', does: 'search' }, { keys: 'E', does: 'export' }, { keys: 'I', does: 'import corrections' },
];

export const QuarantineView = (props: QuarantineViewProps): JSX.Element => {
  const { state, importId } = props;
  return (
    <Screen
      title="Quarantine" fill
      lead={importId === null ? 'Rows that could not be read as a number with certainty. Nothing leaves this list without a decision that is written down.' : `Held rows of import ${importId} only.`}
      actions={(
        <>
          {importId === null ? null : <Button onPress={props.onAllImports}>Show all imports</Button>}
          <Menu label="Export held rows" trigger={<Button hint="E">Export</Button>} actions={[
            { id: 'xlsx', label: 'Workbook (.xlsx), to be corrected', act: () => { props.onExport('xlsx'); } },
            { id: 'csv', label: 'Text (.csv)', act: () => { props.onExport('csv'); } },
          ]} />
          <Button hint="I" onPress={props.onCorrections}>Import corrections</Button>
        </>
      )}
    >
      <CorrectionsDialog count={props.corrections?.count ?? null} onClose={props.onLeaveCorrections} onConfirm={props.onCorrect} />
      <DecisionsUnderWay decisions={state.summary?.underWay ?? []} />
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

const HeldPanes = ({ listRef, searchRef, reasonsRef, found, onFound, ...props }: QuarantineViewProps): JSX.Element => {
  const { state, client, importId, entry } = props;
  const { reasons, search, suggested, filter } = state;
  const loadPage = useMemo(() => createLoadHeld(client, importId, filter, onFound), [client, importId, filter, onFound]);
  const groups = state.summary?.groups ?? [];
  return (
    <div className={cx(styles['panes'])}>
      <ReasonList held={state.summary?.held ?? 0} groups={groups} chosen={reasons} onChoose={props.onChoose} onLeave={props.focusList} navRef={reasonsRef} />
      <Panel isFlush fill>
        <div className={cx(styles['find'])}>
          <TextField label="Search the raw text" hideLabel type="search" placeholder="Search the raw text" value={search} onChange={props.onSearch} inputRef={searchRef} />
          <div className={cx(styles['narrow'])}>
            <ChipRow label="Suggestion" chips={suggestionChips} chosen={suggested} onChoose={props.onSuggested} />
            <output aria-live="polite"><Muted>{foundWords(found)}</Muted></output>
          </div>
        </div>
        <div ref={listRef} tabIndex={-1} className={cx(styles['list'])}>
          <VirtualTable
            label="Held rows" columns={reasons.length === 1 ? columnsOfOneReason : columns} loadPage={loadPage} version={state.version} takesFocus={search === ''} onCursor={props.onEntry} onOpen={() => { props.onDoing('fixing'); }}
            onTotal={(total) => { if (total === 0) { props.onEntry(null); if (document.activeElement === document.body) props.focusList(); } }}
            empty={<NothingHeld {...props} />}
          />
        </div>
        <div className={cx(styles['foot'])}><KeyHints hints={hints} /></div>
      </Panel>
      <EntryDetail entry={entry} doing={props.doing} isActing={state.acting} group={props.group} onDoing={props.onDoing} onAct={props.onAct} />
    </div>
  );
};

const createLoadHeld = (client: Client, importId: number | null, filter: GroupFilter, onFound: (found: Found) => void): LoadPage<QuarantineEntry> => async (offset, limit) => {
  const page = await client.call('quarantine.page', { offset, limit, ...(importId === null ? {} : { importId }), ...filter });
  if (page.ok) onFound({ total: page.value.total, more: page.value.capped === true });
  return page;
};

const suggestionChips = [{ value: 'any', label: 'All' }, { value: 'with', label: 'With a suggestion' }, { value: 'without', label: 'Without' }] as const;

const foundWords = ({ total, more }: Found): string => (more ? `${formatCount(total)}+ rows; search for more of the text to see fewer` : countOf(total, 'row'));

const columns: readonly Column<QuarantineEntry>[] = [
  { key: 'raw', title: 'Raw text', width: 'minmax(102px, 1fr)', cell: (entry) => <RawText text={entry.raw} /> },
  { key: 'reason', title: 'Reason', width: '140px', cell: (entry) => rejectReasonWords[entry.reason].word },
  { key: 'suggestion', title: 'Suggestion', width: '122px', cell: (entry) => entry.suggestion ?? '–' },
  { key: 'code', title: 'Code', width: '76px', isSpare: true, cell: (entry) => entry.code ?? '' },
  { key: 'line', title: 'Line', width: '68px', align: 'end', isSpare: true, cell: (entry) => <span title={entry.file}>{formatCount(entry.line)}</span> },
];

const columnsOfOneReason = columns.filter((column) => column.key !== 'reason');

const NothingHeld = ({ state, onSearch, onChoose, onSuggested, onNext, onImport }: Pick<QuarantineViewProps, 'state' | 'onSearch' | 'onChoose' | 'onSuggested' | 'onNext' | 'onImport'>): JSX.Element => {
  const isUnderWay = state.summary?.underWay.some(({ undone }) => !undone) === true;
  if (state.search.trim() !== '' && !isUnderWay) return <EmptyState title="Nothing found" action={<Button onPress={() => { onSearch(''); }}>Clear the search</Button>}>No held row has “{state.search.trim()}” in its raw text.</EmptyState>;
  // Nothing is called settled before its decision is sealed.
  if (isUnderWay) return <EmptyState title="Being decided">These rows leave the list with the decision that is under way. Other rows can be worked on meanwhile.</EmptyState>;
  if (state.suggested !== 'any') return <EmptyState title={state.suggested === 'with' ? 'Nothing suggested' : 'Everything has a suggestion'} action={<Button onPress={() => { onSuggested('any'); }}>Show all</Button>}>No row that is shown here {state.suggested === 'with' ? 'has' : 'lacks'} a suggestion.</EmptyState>;
  if (state.reasons.length > 0) return <EmptyState title={`${state.reasons.map((reason) => rejectReasonWords[reason].word).join(', ')}: all settled`} action={<Button onPress={() => { onChoose(null, false); }}>Show all reasons</Button>}>{`${countOf(state.summary?.held ?? 0, 'row')} of other reasons still held.`}</EmptyState>;
  return <EmptyState title="Nothing is held" icon={<CircleCheck />} action={<div className={cx(styles['actions'])}><Button kind="primary" onPress={onNext}>Go on to the code map</Button><Button onPress={onImport}>Import a file</Button></div>}>Every row that has come in could be read with certainty, or has been decided on.</EmptyState>;
};
