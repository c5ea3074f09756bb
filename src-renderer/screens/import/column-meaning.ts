// What each column of a file means, as one choice a column, and the layout that follows from a choice.
import type { Layout } from '../../../src-shared/contract/imports.ts';

export const columnMeanings = ['none', 'phone', 'code', 'requested', 'expires', 'reason', 'jurisdiction', 'source', 'country', 'flag'] as const;
export type ColumnMeaning = (typeof columnMeanings)[number];

export const columnMeaningWords: Readonly<Record<ColumnMeaning, string>> = {
  none: 'Not used', phone: 'Phone number', code: 'Regulation code', requested: 'Request date', expires: 'Expiry date', reason: 'Reason', jurisdiction: 'Jurisdiction', source: 'Source',
  country: 'Country of the number', flag: 'Do not call: yes or no',
};

const single = {
  code: 'codeColumn', requested: 'requestedColumn', expires: 'expiresColumn', reason: 'reasonColumn', jurisdiction: 'jurisdictionColumn', source: 'sourceColumn',
  country: 'countryColumn', flag: 'flagColumn',
} as const;
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

/** The columns of each meaning that has any, in the order of the meanings. */
export const usedColumns = (layout: Layout): readonly { readonly meaning: Exclude<ColumnMeaning, 'none'>; readonly columns: readonly number[] }[] => [
  { meaning: 'phone', columns: layout.phoneColumns },
  ...singles.flatMap(([meaning, field]) => {
    const column = layout[field] ?? null;
    return column === null ? [] : [{ meaning, columns: [column] }];
  }),
];

/** Every column of a meaning goes where `move` says; two that come together are one. */
export const moveColumns = (layout: Layout, move: (column: number) => number): Layout => {
  const moved = { ...layout, phoneColumns: [...new Set(layout.phoneColumns.map(move))].sort((one, other) => one - other) };
  for (const [, field] of singles) {
    const column = layout[field] ?? null;
    if (column !== null) moved[field] = moved.phoneColumns.includes(move(column)) ? null : move(column);
  }
  return moved;
};
