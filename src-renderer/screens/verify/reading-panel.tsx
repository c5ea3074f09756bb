// One reading back in full: the sum, the probe, the failure if there was one, and what can be done about it.
import type { JSX, ReactNode } from 'react';
import type { DestinationView } from '../../../src-shared/contract/destinations.ts';
import type { ReconciliationView } from '../../../src-shared/contract/runs.ts';
import { countOf, formatCount, formatDuration } from '../../../src-shared/words/figures.ts';
import { Badge } from '../../ui/badge.tsx';
import { cx } from '../../ui/cx.ts';
import { DataTable, type DataColumn } from '../../ui/data-table.tsx';
import { Disclosure } from '../../ui/disclosure.tsx';
import { FailureNotice } from '../../ui/failure-notice.tsx';
import { Muted, Panel, Row } from '../../ui/layout.tsx';
import { Moment } from '../../ui/moment.tsx';
import { doesAddUp, readingStateWords, verdictWords } from './reading-words.ts';
import styles from './verify.module.css';

export type ReadingPanelProps = { readonly reading: ReconciliationView; readonly isNewest: boolean; readonly destination: DestinationView; readonly actions?: ReactNode; readonly onRetry?: (() => void) | undefined };

export const ReadingPanel = ({ reading, isNewest, destination, actions, onRetry }: ReadingPanelProps): JSX.Element => (
  <Panel
    title={<Row><span>{isNewest ? 'Last reading back' : `Reading back ${reading.reconciliationId}`}</span><Badge tone={readingStateWords[reading.state].tone}>{readingStateWords[reading.state].word}</Badge></Row>}
    actions={<Muted><Moment at={reading.at} seconds />{reading.endedAt === null ? '' : `, took ${formatDuration(reading.endedAt - reading.at)}`}</Muted>}
  >
    <p>{isNewest ? verdictWords(reading, destination) : verdictWords(reading, { shared: destination.shared, state: 'ACTIVE' })}</p>
    {reading.failure === null ? null : <FailureNotice failure={reading.failure} onRetry={onRetry} />}
    {reading.state === 'reading' || reading.state === 'failed' ? null : <Sum reading={reading} />}
    {reading.probe.length === 0 ? null : <ProbeResult probe={reading.probe} />}
    {actions}
  </Panel>
);

const Sum = ({ reading }: { readonly reading: ReconciliationView }): JSX.Element => (
  <div className={cx(styles['sum'])}>
    <Term name="expected" count={reading.expected} />
    <span>−</span><Term name="missing" count={reading.missing} isBad={reading.missing > 0} />
    <span>+</span><Term name="extra" count={reading.extra} />
    <span>{doesAddUp(reading) ? '=' : '→'}</span><Term name="found" count={reading.found} />
    <span className={cx(styles['aside'])}>of these <strong className={cx(reading.different > 0 && styles['bad'])}>{formatCount(reading.different)}</strong> with another expiry or jurisdiction</span>
  </div>
);

const Term = ({ name, count, isBad = false }: { readonly name: string; readonly count: number; readonly isBad?: boolean }): JSX.Element => <span className={cx(styles['term'], isBad && styles['bad'])}><strong>{formatCount(count)}</strong> {name}</span>;

type Probe = ReconciliationView['probe'][number];

/** What went wrong is in sight; the rest can be looked at. */
const ProbeResult = ({ probe }: { readonly probe: readonly Probe[] }): JSX.Element => {
  const wrong = probe.filter((one) => one.listed !== one.mustBeListed);
  const mustNot = probe.filter((one) => !one.mustBeListed).length;
  return (
    <div className={cx(styles['probe'])}>
      <h3>Probe</h3>
      <p>
        {countOf(probe.length, 'number')} looked up by themselves: {formatCount(probe.length - mustNot)} must be blocked, {formatCount(mustNot)} must not.{' '}
        {wrong.length === 0 ? <Badge tone="good">all as they must be</Badge> : <Badge tone="bad">{formatCount(wrong.length)} wrong</Badge>}
      </p>
      {wrong.length === 0 ? null : <ProbeTable label="Probe: answers that are wrong" probe={wrong} />}
      <Disclosure title="Show every answer"><ProbeTable label="Probe: numbers looked up by themselves" probe={probe} /></Disclosure>
    </div>
  );
};

const ProbeTable = ({ label, probe }: { readonly label: string; readonly probe: readonly Probe[] }): JSX.Element =>
  <DataTable label={label} rows={probe} rowKey={(one) => `${one.listName} ${one.phone} ${String(one.mustBeListed)}`} columns={probeColumns} />;

const probeColumns: readonly DataColumn<Probe>[] = [
  { key: 'list', title: 'List', cell: (one) => one.listName },
  { key: 'phone', title: 'Number', cell: (one) => one.phone },
  { key: 'must', title: 'Must be', cell: (one) => (one.mustBeListed ? 'blocked' : 'not blocked') },
  { key: 'is', title: 'The vendor says', cell: (one) => (one.listed ? 'blocked' : 'not blocked') },
  { key: 'held', title: 'Result', cell: (one) => (one.listed === one.mustBeListed ? <Badge tone="good">as it must be</Badge> : <Badge tone="bad">wrong</Badge>) },
];
