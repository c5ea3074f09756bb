// Earlier imports, newest first; each leads to its rows, and to taking it back.
import { useCallback, useMemo, useState, type JSX } from 'react';
import type { Client } from '../../../src-shared/contract/contract.ts';
import type { ImportView } from '../../../src-shared/contract/imports.ts';
import { formatBytes, formatCount } from '../../../src-shared/words/figures.ts';
import { Badge } from '../../ui/badge.tsx';
import { Button } from '../../ui/button.tsx';
import { EmptyState } from '../../ui/empty-state.tsx';
import { Muted, Panel } from '../../ui/layout.tsx';
import { Moment } from '../../ui/moment.tsx';
import { VirtualTable, type Column } from '../../ui/virtual-table.tsx';
import { quarantinedCount } from './count-equation.tsx';

const columnsOf = (onOpen: (importId: number) => void): readonly Column<ImportView>[] => [
  { key: 'id', title: 'No.', width: '64px', cell: (view) => view.importId },
  { key: 'file', title: 'File', width: 'minmax(180px, 1fr)', cell: (view) => <span title={view.file}>{view.state === 'undone' ? <><Badge>taken back</Badge> </> : view.state === 'undoing' ? <><Badge tone="warn">being taken back</Badge> </> : null}<Button kind="inline" onPress={() => { onOpen(view.importId); }}>{view.file}</Button></span> },
  { key: 'at', title: 'Imported', width: '150px', cell: (view) => <Moment at={view.at} /> },
  { key: 'bytes', title: 'Size', width: '90px', align: 'end', isSpare: true, cell: (view) => formatBytes(view.bytes) },
  { key: 'lines', title: 'Lines', width: '90px', align: 'end', cell: (view) => formatCount(view.lines) },
  { key: 'accepted', title: 'Accepted', width: '90px', align: 'end', cell: (view) => formatCount(view.accepted) },
  { key: 'duplicate', title: 'Duplicate', width: '90px', align: 'end', cell: (view) => formatCount(view.duplicate) },
  { key: 'held', title: 'Held', width: '80px', align: 'end', cell: (view) => formatCount(quarantinedCount(view)) },
];

export const EarlierImports = ({ client, version, onOpen }: { readonly client: Client; readonly version: number; readonly onOpen: (importId: number) => void }): JSX.Element => {
  const loadPage = useCallback(async (offset: number, limit: number) => await client.call('import.page', { offset, limit }), [client]);
  const [total, setTotal] = useState(0);
  const columns = useMemo(() => columnsOf(onOpen), [onOpen]);
  return (
    <Panel title="Imports" actions={total === 0 ? undefined : <Muted>Open one to see its rows, or to take it back.</Muted>} isFlush fill>
      <VirtualTable label="Imports" columns={columns} loadPage={loadPage} version={version} onOpen={(view) => { onOpen(view.importId); }} onTotal={setTotal}
        empty={<EmptyState title="Nothing has been imported yet">The first import begins the ledger and its sealed log.</EmptyState>} />
    </Panel>
  );
};
