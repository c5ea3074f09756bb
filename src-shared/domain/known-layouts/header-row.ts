// Finds the header of a format by the names it must hold, whatever their case, blanks and underscores, below any title rows.
import type { SampleRow } from '../guess-layout.ts';

export type HeaderRow = {
  readonly line: number;
  /** Position of the first column of one of these names (plain: letters and digits in lower case); null where there is none. */
  readonly at: (...names: readonly string[]) => number | null;
  /** What stands below, the blank cells left out. */
  readonly under: (column: number) => readonly string[];
};

/** `needed`: of each group one name must be there. */
export const findHeaderRow = (rows: readonly SampleRow[], needed: readonly (readonly string[])[]): HeaderRow | null => {
  for (const row of rows) {
    const names = row.cells.map(plainName);
    const at = (...wanted: readonly string[]): number | null => {
      const found = names.findIndex((name) => wanted.includes(name));
      return found < 0 ? null : found;
    };
    if (!needed.every((group) => at(...group) !== null)) continue;
    const below = rows.filter(({ line }) => line > row.line);
    return { line: row.line, at, under: (column) => below.map(({ cells }) => (cells[column] ?? '').trim()).filter((cell) => cell !== '') };
  }
  return null;
};

/** "Days To Expiry" and "days_to_expiry" -> "daystoexpiry"; the mark of Salesforce's own fields goes. */
export const plainName = (header: string): string => header.normalize('NFKC').toLowerCase().replace(/__c$/, '').replace(/[^\p{L}\p{N}]/gu, '');

/** 1 where there is nothing that could disagree. */
export const shareOf = <T>(items: readonly T[], fits: (item: T) => boolean): number => (items.length === 0 ? 1 : items.filter(fits).length / items.length);
