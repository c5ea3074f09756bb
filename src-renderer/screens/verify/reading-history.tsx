// All readings back as a timeline and as a table; each can be looked at again.
import type { JSX } from 'react';
import type { ReconciliationView } from '../../../src-shared/contract/runs.ts';
import { formatCount, formatDuration } from '../../../src-shared/words/figures.ts';
import { Badge } from '../../ui/badge.tsx';
import { Button } from '../../ui/button.tsx';
import { useNow } from '../../ui/clock.tsx';
import { DataTable, type DataColumn } from '../../ui/data-table.tsx';
import { Muted, Panel } from '../../ui/layout.tsx';
import { Moment } from '../../ui/moment.tsx';
import { Timeline } from '../../ui/timeline.tsx';
import { readingStateWords } from './reading-words.ts';

export type ReadingHistoryProps = { readonly readings: readonly ReconciliationView[]; readonly total: number; readonly chosen: number | null; readonly onChoose: (reconciliationId: number) => void };

export const ReadingHistory = (props: ReadingHistoryProps): JSX.Element => {
  const { readings, total } = props;
  const now = useNow(1000);
  const last = readings.some((one) => one.state === 'reading') ? now : Math.max(...readings.map((one) => one.endedAt ?? one.at));
  return (
    <Panel title={total > readings.length ? `The last ${formatCount(readings.length)} of ${formatCount(total)} readings back` : 'All readings back'}>
      {readings.length < 2 ? null : (
        <Timeline
          label="Readings back" now={last}
          spans={[...readings].reverse().map((one) => ({ key: String(one.reconciliationId), lane: readingStateWords[one.state].word, label: `Reading ${one.reconciliationId}`, from: one.at, until: one.endedAt, tone: readingStateWords[one.state].tone }))}
        />
      )}
      <DataTable label="Readings back, newest first" rows={readings} rowKey={(one) => one.reconciliationId} columns={[...columns, showColumn(props)]} />
    </Panel>
  );
};

const columns: readonly DataColumn<ReconciliationView>[] = [
  { key: 'at', title: 'Began', cell: (one) => <Moment at={one.at} seconds /> },
  { key: 'took', title: 'Took', align: 'end', cell: (one) => (one.endedAt === null ? '…' : formatDuration(one.endedAt - one.at)) },
  { key: 'state', title: 'Result', cell: (one) => <Badge tone={readingStateWords[one.state].tone}>{readingStateWords[one.state].word}</Badge> },
  { key: 'expected', title: 'Expected', align: 'end', cell: (one) => formatCount(one.expected) },
  { key: 'found', title: 'Found', align: 'end', cell: (one) => formatCount(one.found) },
  { key: 'missing', title: 'Missing', align: 'end', cell: (one) => formatCount(one.missing) },
  { key: 'extra', title: 'Extra', align: 'end', cell: (one) => formatCount(one.extra) },
  { key: 'different', title: 'Different', align: 'end', cell: (one) => formatCount(one.different) },
];

const showColumn = ({ chosen, onChoose }: ReadingHistoryProps): DataColumn<ReconciliationView> => ({
  key: 'show', title: 'Look', cell: (one) => <ShowButton reading={one} isShown={one.reconciliationId === chosen} onChoose={onChoose} />,
});

const ShowButton = ({ reading, isShown, onChoose }: { readonly reading: ReconciliationView; readonly isShown: boolean; readonly onChoose: (reconciliationId: number) => void }): JSX.Element =>
  isShown ? <Muted>shown above</Muted> : <Button kind="inline" onPress={() => { onChoose(reading.reconciliationId); }}>Show reading {reading.reconciliationId}</Button>;
