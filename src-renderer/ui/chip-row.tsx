// A filter as a row of chips with their counts; exactly one is pressed.
import type { JSX } from 'react';
import { formatCount } from '../../src-shared/words/figures.ts';
import styles from './chip-row.module.css';
import { cx } from './cx.ts';

export type Chip<V extends string> = { readonly value: V; readonly label: string; readonly count?: number };

export const ChipRow = <V extends string>({ label, chips, chosen, onChoose }: { readonly label: string; readonly chips: readonly Chip<V>[]; readonly chosen: V; readonly onChoose: (value: V) => void }): JSX.Element => (
  <ul className={cx(styles['chips'])} aria-label={label}>
    {chips.map((chip) => (
      <li key={chip.value}>
        <button type="button" className={cx(styles['chip'])} aria-pressed={chip.value === chosen} onClick={() => { onChoose(chip.value); }}>
          {chip.label}{chip.count === undefined ? null : <span className={cx(styles['count'])}>{formatCount(chip.count)}</span>}
        </button>
      </li>
    ))}
  </ul>
);
