// What a file was understood as, in words that need no manual: what it is, what gave it away, and what its first rows come to.
import type { Preview } from '../../../src-shared/contract/imports.ts';
import { setAsides } from '../../../src-shared/domain/reject.ts';
import { countOf, formatCount } from '../../../src-shared/words/figures.ts';
import { knownLayoutWords } from '../../../src-shared/words/layout-words.ts';
import { setAsideWords } from '../../../src-shared/words/reason-words.ts';

export type Understanding = { readonly what: string; readonly why: string; readonly means: string | null };

export const understandingOf = ({ layout, known = null, saved = null, columns }: Preview): Understanding => {
  const means = layout.known === undefined || layout.known === null ? null : knownLayoutWords[layout.known].means;
  if (saved !== null) return { what: `Your layout “${saved.name}”`, why: saved.why, means };
  if (known !== null) return { what: known.label, why: known.why, means };
  if (layout.cuts?.length === 1) return { what: 'Fixed-width text', why: 'not cut into columns yet', means: 'Click below where each column begins. The column with the phone numbers is then found by itself.' };
  if ((layout.cuts ?? null) !== null) return { what: 'Fixed-width text', why: `${countOf(columns.length, 'column')}, each at its own place in the line`, means: 'Check the edges below: a number cut in the wrong place is another number.' };
  return { what: layout.phoneColumns.length === 1 && columns.length === 1 ? 'A list of numbers' : 'A table', why: `${countOf(columns.length, 'column')}, ${layout.headerLine === 0 ? 'no header row' : `names on line ${formatCount(layout.headerLine)}`}`, means: null };
};

/** Another country than the US was taken for numbers that say none, and neither a format, a saved layout nor a column says so. */
export const isCountryGuessed = ({ layout, known = null, saved = null, rows }: Preview): boolean =>
  layout.region !== 'US' && known === null && saved === null && (layout.countryColumn ?? null) === null
  && rows.some(({ readings }) => readings.some(({ verdict, raw }) => verdict === 'accepted' && !raw.trim().startsWith('+')));

/** Lines there are, and none of them gives a number, is set aside or is held with a suggestion: most likely another column is meant. */
export const hasNoNumbers = ({ rows }: Preview): boolean => {
  const data = rows.filter(({ kind }) => kind === 'data');
  return data.length > 0 && rows.every(({ setAside }) => setAside === undefined) && data.every(({ readings }) => readings.every((reading) => reading.verdict === 'quarantined' && reading.suggestion === null));
};

/** "Of the first 40 lines: 36 with numbers accepted, 2 held, 1 clear." */
export const firstRowsOf = ({ rows }: Preview): string => {
  const accepted = rows.filter(({ readings }) => readings.length > 0 && readings.every(({ verdict }) => verdict === 'accepted')).length;
  const held = rows.filter(({ readings }) => readings.some(({ verdict }) => verdict === 'quarantined')).length;
  const aside = setAsides.flatMap((why) => {
    const lines = rows.filter(({ setAside }) => setAside === why).length;
    return lines === 0 ? [] : [`${formatCount(lines)} ${setAsideWords[why].word}`];
  });
  const empty = rows.filter(({ kind, readings }) => kind === 'data' && readings.length === 0).length;
  const parts = [`${formatCount(accepted)} accepted`, ...(held === 0 ? [] : [`${formatCount(held)} held for review`]), ...aside, ...(empty === 0 ? [] : [`${formatCount(empty)} without a number`])];
  return `Of the first ${countOf(rows.length, 'line')}: ${parts.join(', ')}.`;
};
