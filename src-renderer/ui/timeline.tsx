// What happened when, as spans on lines of one time axis, with the same moments as a table beside it.
import type { JSX } from 'react';
import { formatDuration } from '../../src-shared/words/figures.ts';
import type { Tone } from './badge.tsx';
import styles from './charts.module.css';
import { cx } from './cx.ts';
import { DataTable, type DataColumn } from './data-table.tsx';
import { Disclosure } from './disclosure.tsx';
import { Moment } from './moment.tsx';

/** Moments in ms since 1970; `until` null: still going on (drawn to `now`). */
export type Span = { readonly key: string; readonly lane: string; readonly label: string; readonly from: number; readonly until: number | null; readonly tone?: Tone };

const ROW = 26;
const LABEL = 150;
const WIDTH = 760;

/** Lanes stand in the order in which they first appear. */
export const Timeline = ({ label, spans, now }: { readonly label: string; readonly spans: readonly Span[]; readonly now: number }): JSX.Element => {
  const lanes = [...new Set(spans.map((span) => span.lane))];
  const start = Math.min(...spans.map((span) => span.from), now);
  const end = Math.max(...spans.map((span) => span.until ?? now), start + 1);
  const at = (ms: number): number => LABEL + ((ms - start) / (end - start)) * (WIDTH - LABEL - 8);
  const height = lanes.length * ROW + 20;
  return (
    <figure className={cx(styles['figure'])}>
      {/* oxlint-disable-next-line jsx-a11y/prefer-tag-over-role -- an inline drawing follows the theme, an <img> does not */}
      <svg viewBox={`0 0 ${WIDTH} ${height}`} width={WIDTH} role="img" aria-label={`${label}: ${spans.map((span) => `${span.lane}, ${span.label}, ${formatDuration((span.until ?? now) - span.from)}`).join('; ')}`} className={cx(styles['svg'])}>
        {lanes.map((lane, index) => (
          <g key={lane}>
            <text x={LABEL - 10} y={index * ROW + 17} textAnchor="end" className={cx(styles['label'])}>{lane}</text>
            <line x1={LABEL} x2={WIDTH} y1={(index + 1) * ROW} y2={(index + 1) * ROW} className={cx(styles['axis'])} />
          </g>
        ))}
        {spans.map((span) => {
          const x = at(span.from);
          return <rect key={span.key} x={x} y={lanes.indexOf(span.lane) * ROW + 5} width={Math.max(3, at(span.until ?? now) - x)} height={16} rx={2} className={cx(styles['bar'], styles[span.tone ?? 'accent'])}><title>{span.label}</title></rect>;
        })}
        <text x={LABEL} y={height - 4} className={cx(styles['value'])}>0 s</text>
        <text x={WIDTH - 8} y={height - 4} textAnchor="end" className={cx(styles['value'])}>{formatDuration(end - start)}</text>
      </svg>
      <Disclosure title="Show as table">
        <DataTable
          label={label} rows={spans} rowKey={(span) => span.key}
          columns={[...columns, { key: 'took', title: 'Took', align: 'end', cell: (span) => formatDuration((span.until ?? now) - span.from) }]}
        />
      </Disclosure>
    </figure>
  );
};

const columns: readonly DataColumn<Span>[] = [
  { key: 'lane', title: 'Where', cell: (span) => span.lane },
  { key: 'label', title: 'What', cell: (span) => span.label },
  { key: 'from', title: 'From', cell: (span) => <Moment at={span.from} seconds /> },
  { key: 'until', title: 'Until', cell: (span) => (span.until === null ? 'still going on' : <Moment at={span.until} seconds />) },
];
