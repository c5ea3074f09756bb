// A moment in the analyst's own time zone, with the exact one for machines.
import type { JSX } from 'react';
import { formatMoment } from '../../src-shared/words/figures.ts';
import { cx } from './cx.ts';
import styles from './layout.module.css';

/** `at`: milliseconds since 1970. With `seconds` the zone stands behind; else it is told on pointing at it. `isHidden`: only for readers. */
export const Moment = ({ at, seconds = false, isHidden = false }: { readonly at: number; readonly seconds?: boolean; readonly isHidden?: boolean }): JSX.Element => (
  <time dateTime={new Date(at).toISOString()} title={formatMoment(at, { timeZone: localZone(), seconds: true, zone: true })} className={cx(isHidden && styles['readersOnly'])}>{formatMoment(at, { timeZone: localZone(), seconds, zone: seconds })}</time>
);

const localZone = (): string => new Intl.DateTimeFormat().resolvedOptions().timeZone;
