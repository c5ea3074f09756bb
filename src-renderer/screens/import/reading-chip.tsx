// What one cell came to: the number and whatever was done to it, or why it is held and what it may have meant.
import type { JSX } from 'react';
import { Check, Pause } from 'lucide-react';
import type { Reading } from '../../../src-shared/contract/imports.ts';
import { noteWords, rejectReasonWords } from '../../../src-shared/words/reason-words.ts';
import { Badge } from '../../ui/badge.tsx';
import { cx } from '../../ui/cx.ts';
import styles from './import.module.css';

export const ReadingChip = ({ reading }: { readonly reading: Reading }): JSX.Element => {
  if (reading.verdict === 'quarantined') {
    const { word, meaning } = rejectReasonWords[reading.reason];
    return <span className={cx(styles['reading'])} title={meaning}><Badge tone="warn" icon={<Pause aria-hidden="true" />}>{word}</Badge>{reading.suggestion === null ? null : <span className={cx(styles['note'])}>perhaps {reading.suggestion}</span>}</span>;
  }
  const notes = [placeOf(reading.country, reading.state), reading.extension === null ? null : `ext. ${reading.extension}`, ...reading.notes.map(noteWords)].filter((note) => note !== null);
  return <span className={cx(styles['reading'])}><Badge tone="good" icon={<Check aria-hidden="true" />}>{reading.phone}</Badge><span className={cx(styles['note'])} title={notes.join(' · ')}>{notes.join(' · ')}</span></span>;
};

/** "US-IL", or the country alone where its area code names no state. */
const placeOf = (country: string, state: string | null): string => {
  if (state === null) return country;
  return state.includes('-') ? state : `${country}-${state}`;
};
