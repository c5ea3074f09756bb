// Every difference of a reading back, number by number: missing, extra, different.
import { useCallback, useState, type JSX } from 'react';
import type { Client } from '../../../src-shared/contract/contract.ts';
import type { Difference, ReconciliationView } from '../../../src-shared/contract/runs.ts';
import { formatCount } from '../../../src-shared/words/figures.ts';
import { Badge, type Tone } from '../../ui/badge.tsx';
import { ChipRow } from '../../ui/chip-row.tsx';
import { cx } from '../../ui/cx.ts';
import { EmptyState } from '../../ui/empty-state.tsx';
import { Panel } from '../../ui/layout.tsx';
import { ROW_HEIGHT, VirtualTable, type Column } from '../../ui/virtual-table.tsx';
import styles from './verify.module.css';

const tones: Readonly<Record<Difference['kind'], Tone>> = { missing: 'bad', extra: 'plain', different: 'warn' };

const columns: readonly Column<Difference>[] = [
  { key: 'kind', title: 'What', width: '110px', cell: (one) => <Badge tone={tones[one.kind]}>{one.kind}</Badge> },
  { key: 'phone', title: 'Number', width: '160px', cell: (one) => one.phone },
  { key: 'list', title: 'List', width: 'minmax(120px, 1fr)', cell: (one) => <span title={one.listName}>{one.listName}</span> },
  { key: 'expected', title: 'Pushed as', width: 'minmax(140px, 1fr)', cell: (one) => one.expected ?? 'not pushed from here' },
  { key: 'found', title: 'Found as', width: 'minmax(140px, 1fr)', cell: (one) => one.found ?? 'not found' },
];

const HEAD_AND_EDGE = 46;

export const DifferenceList = ({ client, reading, version }: { readonly client: Client; readonly reading: ReconciliationView; readonly version: number }): JSX.Element => {
  const [kind, setKind] = useState<Difference['kind'] | 'all'>('all');
  const { reconciliationId, missing, extra, different } = reading;
  const loadPage = useCallback(async (offset: number, limit: number) => await client.call('verify.differences', { reconciliationId, kind, offset, limit }), [client, reconciliationId, kind]);
  const shown = { all: missing + extra + different, missing, extra, different }[kind];
  return (
    <Panel isFlush title="Differences">
      <div className={cx(styles['filter'])}>
        <ChipRow label="Kind of difference" chosen={kind} onChoose={setKind} chips={[
          { value: 'all', label: 'All', count: missing + extra + different }, { value: 'missing', label: 'Missing', count: missing },
          { value: 'extra', label: 'Extra', count: extra }, { value: 'different', label: 'Different', count: different },
        ]} />
      </div>
      <VirtualTable label="Differences" columns={columns} loadPage={loadPage} version={version} height={`min(46vh, ${HEAD_AND_EDGE + ROW_HEIGHT * shown}px)`} empty={<EmptyState title={kind === 'all' ? 'No differences' : `Nothing ${kind}`}>{`${formatCount(reading.found)} numbers were read back.`}</EmptyState>} />
    </Panel>
  );
};
