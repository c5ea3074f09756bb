// How far something is: a bar, its figures, how fast it goes and how long it will still take.
import type { JSX } from 'react';
import { ProgressBar as AriaProgressBar } from 'react-aria-components/ProgressBar';
import { formatCount, formatRate, formatRemaining, formatShare } from '../../src-shared/words/figures.ts';
import { cx } from './cx.ts';
import styles from './progress-bar.module.css';

export type ProgressProps = {
  readonly label: string;
  readonly value: number;
  /** Null: nobody knows how much there is. */
  readonly total: number | null;
  /** What is counted, for the figures: "rows", "numbers". */
  readonly unit: string;
  readonly perSecond?: number | null;
  readonly timeLeftMs?: number | null;
  /** Instead of "1,000 of 2,000 rows". */
  readonly figures?: string;
};

export const ProgressBar = ({ label, value, total, unit, perSecond = null, timeLeftMs = null, figures }: ProgressProps): JSX.Element => {
  const amount = figures ?? (total === null ? `${formatCount(value)} ${unit}` : `${formatCount(value)} of ${formatCount(total)} ${unit}`);
  const pieces = [amount, total === null ? null : formatShare(value, total), perSecond === null ? null : formatRate(perSecond), timeLeftMs === null ? null : `${formatRemaining(timeLeftMs)} left`];
  const text = pieces.filter((piece) => piece !== null).join(' · ');
  const share = total === null || total === 0 ? 0 : Math.min(1, value / total);
  return (
    <AriaProgressBar className={cx(styles['progress'])} aria-label={label} value={share} maxValue={1} isIndeterminate={total === null} valueLabel={text}>
      <div className={cx(styles['words'])}><span className={cx(styles['label'])}>{label}</span><span>{text}</span></div>
      <div className={cx(styles['track'])}>
        <div className={cx(styles['fill'], total === null && styles['roaming'])} style={total === null ? {} : { width: `${share * 100}%` }} />
      </div>
    </AriaProgressBar>
  );
};
