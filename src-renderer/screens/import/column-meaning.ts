// What each column of a file means, as one choice a column, and the layout that follows from a choice.
import type { Layout } from '../../../src-shared/contract/imports.ts';

export const columnMeanings = ['none', 'phone', 'code', 'requested', 'expires', 'reason', 'jurisdiction', 'source'] as const;
export type ColumnMeaning = (typeof columnMeanings)[number];

export const columnMeaningWords: Readonly<Record<ColumnMeaning, string>> = {
  none: 'Not used', phone: 'Phone number', code: 'Regulation code', requested: 'Request date', expires: 'Expiry date', reason: 'Reason', jurisdiction: 'Jurisdiction', source: 'Source',
};

const single = { code: 'codeColumn', requested: 'requestedColumn', expires: 'expiresColumn', reason: 'reasonColumn', jurisdiction: 'jurisdictionColumn', source: 'sourceColumn' } as const;
const singles = Object.entries(single) as readonly (readonly [keyof typeof single, (typeof single)[keyof typeof single]])[];

export const meaningOf = (layout: Layout, column: number): ColumnMeaning => {
  if (layout.phoneColumns.includes(column)) return 'phone';
  return singles.find(([, field]) => layout[field] === column)?.[0] ?? 'none';
};

/** A meaning that only one column can have moves here from the other. Null: no phone column would be left. */
export const withMeaning = (layout: Layout, column: number, meaning: ColumnMeaning): Layout | null => {
  const others = layout.phoneColumns.filter((phone) => phone !== column);
  const phoneColumns = meaning === 'phone' ? [...others, column].sort((one, other) => one - other) : others;
  if (phoneColumns.length === 0) return null;
  const cleared = { ...layout, phoneColumns };
  for (const [, field] of singles) if (cleared[field] === column) cleared[field] = null;
  if (meaning !== 'phone' && meaning !== 'none') cleared[single[meaning]] = column;
  return cleared;
};
