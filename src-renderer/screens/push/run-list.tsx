// Every run of the destination, newest first; Enter shows its batches.
import { useCallback, useMemo, type JSX } from 'react';
import type { Client } from '../../../src-shared/contract/contract.ts';
import type { RunView } from '../../../src-shared/contract/runs.ts';
import { countOf, formatCount } from '../../../src-shared/words/figures.ts';
import { runStateWords } from '../../../src-shared/words/state-words.ts';
import { Button } from '../../ui/button.tsx';
import { EmptyState } from '../../ui/empty-state.tsx';
import { Panel, ReadersOnly } from '../../ui/layout.tsx';
import { Moment } from '../../ui/moment.tsx';
import { VirtualTable, type Column } from '../../ui/virtual-table.tsx';
import { isInterrupted } from './run-panel.tsx';

const facts: readonly Column<RunView>[] = [
  { key: 'run', title: 'Run', width: '54px', align: 'end', cell: (run) => run.runId },
  { key: 'at', title: 'Began', width: '162px', cell: (run) => <Moment at={run.startedAt} /> },
  { key: 'state', title: 'State', width: 'minmax(104px, 1fr)', cell: (run) => `${isInterrupted(run) ? 'Interrupted' : runStateWords[run.state].word}${run.kind === 'release' ? ', release' : ''}` },
  { key: 'numbers', title: 'Numbers', width: '86px', align: 'end', cell: (run) => formatCount(run.numbers) },
  { key: 'accepted', title: 'Accepted', width: '90px', align: 'end', cell: (run) => formatCount(run.accepted) },
  { key: 'duplicate', title: 'Already', width: '82px', align: 'end', isSpare: true, cell: (run) => formatCount(run.duplicate) },
  { key: 'refused', title: 'Refused', width: '82px', align: 'end', cell: (run) => formatCount(run.refused) },
  { key: 'unknown', title: 'Unknown', width: '88px', align: 'end', cell: (run) => formatCount(run.unknown) },
];

export const RunList = ({ client, destinationId, version, onOpen }: { readonly client: Client; readonly destinationId: number; readonly version: number; readonly onOpen: (runId: number) => void }): JSX.Element => {
  const loadPage = useCallback(async (offset: number, limit: number) => await client.call('run.page', { destinationId, offset, limit }), [client, destinationId]);
  const columns = useMemo(() => [...facts, openColumn(onOpen)], [onOpen]);
  return <Panel isFlush fill><VirtualTable label="Runs" columns={columns} loadPage={loadPage} version={version} takesFocus onOpen={(run) => { onOpen(run.runId); }} empty={<EmptyState title="No run yet">Each push is listed here with what came of it.</EmptyState>} /></Panel>;
};

const openColumn = (onOpen: (runId: number) => void): Column<RunView> => ({
  key: 'open', title: 'Batches', width: '104px', cell: (run) => <OpenButton run={run} onOpen={onOpen} />,
});

const OpenButton = ({ run, onOpen }: { readonly run: RunView; readonly onOpen: (runId: number) => void }): JSX.Element => <Button kind="inline" onPress={() => { onOpen(run.runId); }}>{countOf(run.batches.total, 'batch', 'batches')}<ReadersOnly> of run {run.runId}</ReadersOnly></Button>;
