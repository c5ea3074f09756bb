// Counts as bars, largest first, with the same figures as a table beside them.
import type { JSX } from 'react';
import { formatCount, formatShare } from '../../src-shared/words/figures.ts';
import styles from './charts.module.css';
import { cx } from './cx.ts';
import { DataTable } from './data-table.tsx';
import { Disclosure } from './disclosure.tsx';
import type { Tone } from './badge.tsx';

export type Bar = { readonly key: string; readonly label: string; readonly value: number; readonly tone?: Tone };

const ROW = 22;
const LABEL = 168;
const WIDTH = 640;
const FIGURE = 74;

/** `unit` names what is counted: "rows". */
export const BarChart = ({ label, bars, unit }: { readonly label: string; readonly bars: readonly Bar[]; readonly unit: string }): JSX.Element => {
  const sorted = [...bars].sort((one, other) => other.value - one.value);
  const most = Math.max(1, ...sorted.map((bar) => bar.value));
  const whole = sorted.reduce((sum, bar) => sum + bar.value, 0);
  const span = WIDTH - LABEL - FIGURE;
  return (
    <figure className={cx(styles['figure'])}>
      {/* oxlint-disable-next-line jsx-a11y/prefer-tag-over-role -- an inline drawing follows the theme, an <img> does not */}
      <svg viewBox={`0 0 ${WIDTH} ${sorted.length * ROW}`} width={WIDTH} role="img" aria-label={`${label}: ${sorted.map((bar) => `${bar.label} ${formatCount(bar.value)}`).join(', ')}`} className={cx(styles['svg'])}>
        {sorted.map((bar, index) => {
          const length = Math.max(2, (bar.value / most) * span);
          return (
            <g key={bar.key} transform={`translate(0 ${index * ROW})`}>
              <text x={LABEL - 10} y={15} textAnchor="end" className={cx(styles['label'])}>{bar.label}</text>
              <rect x={LABEL} y={4} width={length} height={14} rx={2} className={cx(styles['bar'], styles[bar.tone ?? 'accent'])} />
              <text x={LABEL + length + 7} y={15} className={cx(styles['value'])}>{formatCount(bar.value)}</text>
            </g>
          );
        })}
      </svg>
      <Disclosure title="Show as table">
        <DataTable
          label={label} rows={sorted} rowKey={(bar) => bar.key}
          columns={[
            { key: 'label', title: 'What', cell: (bar) => bar.label },
            { key: 'value', title: unit.charAt(0).toUpperCase() + unit.slice(1), align: 'end', cell: (bar) => formatCount(bar.value) },
            { key: 'share', title: 'Share', align: 'end', cell: (bar) => formatShare(bar.value, whole) },
          ]}
        />
      </Disclosure>
    </figure>
  );
};
