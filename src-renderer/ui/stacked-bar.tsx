// The parts of one whole as a single bar, in a fixed order, with the same figures as a legend and as a table.
import type { JSX } from 'react';
import { formatCount, formatShare } from '../../src-shared/words/figures.ts';
import type { Bar } from './bar-chart.tsx';
import styles from './charts.module.css';
import { cx } from './cx.ts';
import { DataTable } from './data-table.tsx';
import { Disclosure } from './disclosure.tsx';

const WIDTH = 760;
const HEIGHT = 22;

/** Parts of nothing are left out of the picture and stay in the table. `unit` names what is counted: "batches". */
export const StackedBar = ({ label, parts, unit }: { readonly label: string; readonly parts: readonly Bar[]; readonly unit: string }): JSX.Element => {
  const whole = parts.reduce((sum, part) => sum + part.value, 0);
  const shown = parts.filter((part) => part.value > 0);
  const starts = shown.map((_, index) => shown.slice(0, index).reduce((sum, part) => sum + part.value, 0));
  const scale = WIDTH / Math.max(1, whole);
  return (
    <figure className={cx(styles['figure'])}>
      {/* oxlint-disable-next-line jsx-a11y/prefer-tag-over-role -- an inline drawing follows the theme, an <img> does not */}
      <svg viewBox={`0 0 ${WIDTH} ${HEIGHT}`} role="img" preserveAspectRatio="none" aria-label={`${label}: ${shown.map((part) => `${part.label} ${formatCount(part.value)}`).join(', ')}`} className={cx(styles['stack'])}>
        <rect x={0} y={0} width={WIDTH} height={HEIGHT} className={cx(styles['ground'])} />
        {shown.map((part, index) => (
          <rect key={part.key} x={(starts[index] ?? 0) * scale} y={0} width={Math.max(2, part.value * scale - 1.5)} height={HEIGHT} className={cx(styles['bar'], styles[part.tone ?? 'accent'])} />
        ))}
      </svg>
      <ul className={cx(styles['legend'])}>
        {shown.map((part) => <li key={part.key}><span aria-hidden="true" className={cx(styles['key'], styles[`${part.tone ?? 'accent'}Key`])} />{part.label} <strong>{formatCount(part.value)}</strong></li>)}
      </ul>
      <Disclosure title="Show as table">
        <DataTable
          label={label} rows={parts} rowKey={(part) => part.key}
          columns={[
            { key: 'label', title: 'What', cell: (part) => part.label },
            { key: 'value', title: unit.charAt(0).toUpperCase() + unit.slice(1), align: 'end', cell: (part) => formatCount(part.value) },
            { key: 'share', title: 'Share', align: 'end', cell: (part) => formatShare(part.value, whole) },
          ]}
        />
      </Disclosure>
    </figure>
  );
};
