// The batches of a run, each with the ids under which it left and what was answered.
import { useCallback, useState, type JSX } from 'react';
import type { Client } from '../../../src-shared/contract/contract.ts';
import type { BatchView } from '../../../src-shared/contract/runs.ts';
import type { BatchState } from '../../../src-shared/domain/run.ts';
import { formatCount, formatDuration } from '../../../src-shared/words/figures.ts';
import { batchStateWords } from '../../../src-shared/words/state-words.ts';
import { Badge, type Tone } from '../../ui/badge.tsx';
import { cx } from '../../ui/cx.ts';
import { EmptyState } from '../../ui/empty-state.tsx';
import { KeyValueList, Mono, Muted, Panel, type Fact } from '../../ui/layout.tsx';
import { Moment } from '../../ui/moment.tsx';
import { VirtualTable, type Column } from '../../ui/virtual-table.tsx';
import styles from './push.module.css';

const tones: Readonly<Record<BatchState, Tone>> = { waiting: 'plain', sending: 'accent', answered: 'good', refused: 'bad', unknown: 'warn', verified: 'good', unverifiable: 'bad', superseded: 'plain' };

const columns: readonly Column<BatchView>[] = [
  { key: 'ordinal', title: 'Batch', width: '70px', align: 'end', cell: (batch) => batch.ordinal },
  { key: 'state', title: 'State', width: '112px', cell: (batch) => <Badge tone={tones[batch.state]}>{batchStateWords[batch.state].word}</Badge> },
  { key: 'list', title: 'List', width: 'minmax(110px, 1fr)', cell: (batch) => <span title={batch.listName}>{batch.listName}</span> },
  { key: 'numbers', title: 'Numbers', width: '88px', align: 'end', cell: (batch) => formatCount(batch.numbers) },
  { key: 'attempts', title: 'Tries', width: '60px', align: 'end', cell: (batch) => batch.attempts },
  { key: 'correlation', title: 'Correlation id', width: 'minmax(110px, 1.3fr)', isSpare: true, cell: (batch) => <code title={batch.correlationId}>{batch.correlationId}</code> },
];

export const BatchList = ({ client, runId, version }: { readonly client: Client; readonly runId: number | null; readonly version: number }): JSX.Element => {
  const [batch, setBatch] = useState<BatchView | null>(null);
  const loadPage = useCallback(async (offset: number, limit: number) => await client.call('run.batches', { runId: runId ?? 0, offset, limit }), [client, runId]);
  if (runId === null) return <EmptyState title="No batches yet">They are cut when you push; each is listed here with its ids before it leaves.</EmptyState>;
  return (
    <div className={cx(styles['panes'])}>
      <Panel isFlush fill>
        <VirtualTable label={`Batches of run ${runId}`} columns={columns} loadPage={loadPage} version={version} takesFocus onCursor={setBatch} empty={<EmptyState title="No batches yet">They are being cut.</EmptyState>} />
      </Panel>
      <aside aria-label="Batch" className={cx(styles['detail'])}>{batch === null ? <Muted>Choose a batch to see all of it.</Muted> : <BatchDetail batch={batch} />}</aside>
    </div>
  );
};

const BatchDetail = ({ batch }: { readonly batch: BatchView }): JSX.Element => (
  <>
    <h2>Batch {batch.ordinal}</h2>
    <Badge tone={tones[batch.state]}>{batchStateWords[batch.state].word}</Badge>
    <p>{batchStateWords[batch.state].meaning}{batch.replaces === null ? '' : ` It sends again what batch ${batch.replaces} left open.`}</p>
    {batch.why === null ? null : <p>{batch.why}</p>}
    <KeyValueList facts={factsOf(batch)} />
  </>
);

const factsOf = (batch: BatchView): readonly Fact[] => [
  { name: 'DNC type', value: batch.dncType },
  { name: 'List', value: batch.listName },
  { name: 'Numbers', value: formatCount(batch.numbers) },
  { name: 'Expiry', value: batch.expiresAt === null ? 'permanent' : <Moment at={batch.expiresAt} /> },
  { name: 'Sent', value: batch.sentAt === null ? 'not yet' : <Moment at={batch.sentAt} seconds /> },
  { name: 'Answered', value: batch.answeredAt === null ? 'not yet' : <><Moment at={batch.answeredAt} seconds />{batch.sentAt === null ? '' : `, after ${formatDuration(batch.answeredAt - batch.sentAt)}`}</> },
  { name: 'Tries', value: batch.attempts },
  { name: 'Vendor’s id of the request', value: batch.receipt === null || batch.receipt === '' ? 'none' : <Mono>{batch.receipt}</Mono> },
  { name: 'Our correlation id', value: <Mono>{batch.correlationId}</Mono> },
  { name: 'Key', value: <Mono>{batch.idempotencyKey}</Mono> },
  { name: 'Key holds until', value: <Moment at={batch.keyExpiresAt} /> },
];
