// What files of a saved layout are known by: the names of their columns, the name of the file, the width of their lines; never by a guess about content.
import type { LayoutLooks } from '../contract/layout-looks.ts';

export type LooksFacts = {
  readonly format: LayoutLooks['format'];
  readonly fileName: string;
  /** Under the layout in question. */
  readonly header: readonly string[];
  readonly columns: number;
  /** The first lines of a text as they stand; empty for workbooks. */
  readonly lines: readonly string[];
};

export const looksOf = ({ format, fileName, header, columns, lines }: LooksFacts): LayoutLooks => ({
  format, columns, fileName: fileNamePattern(fileName).slice(0, 300), lineLength: commonLength(lines),
  header: plainHeader(header),
});

/** How much a file looks like those of a saved layout, and why in words; null: not enough to propose it. */
export const compareLooks = (saved: LayoutLooks, found: LayoutLooks): { readonly confidence: number; readonly why: string } | null => {
  const isNamed = saved.fileName === found.fileName;
  if (isTable(saved.format) !== isTable(found.format)) return null;
  if (saved.header.length > 0) {
    if (!isSameHeader(saved.header, found.header)) return null;
    return isNamed ? { confidence: 0.99, why: 'the same column names, and a file name of the same form' } : { confidence: 0.95, why: 'the same column names in the same order' };
  }
  if (!isNamed || saved.columns !== found.columns || saved.lineLength !== found.lineLength) return null;
  return { confidence: 0.9, why: saved.lineLength === null ? 'a file name of the same form, and as many columns' : `a file name of the same form, and lines of ${saved.lineLength} characters` };
};

/** "Optouts_2026-11-21 (2).CSV" and "optouts_2026-12-01.csv" are two of a kind. */
const fileNamePattern = (name: string): string => name.normalize('NFC').toLowerCase().replace(/ ?\(\d+\)(?=\.[^.]*$)/, '').replaceAll(/\d+/g, '#');

/** The same names in the same order, whatever their case; blank cells at the end do not count. False where nothing is named. */
export const isSameHeader = (saved: readonly string[], cells: readonly string[]): boolean => {
  const found = plainHeader(cells);
  return saved.length > 0 && saved.length === found.length && saved.every((name, at) => name === found[at]);
};

const plainHeader = (cells: readonly string[]): string[] => {
  const names = cells.slice(0, 1000).map((cell) => cell.normalize('NFKC').trim().replaceAll(/\s+/g, ' ').toLowerCase().slice(0, 200));
  return names.slice(0, names.findLastIndex((name) => name !== '') + 1);
};

/** Text files differ from workbooks; a ZIP is as good as the text in it. */
const isTable = (format: LayoutLooks['format']): boolean => format === 'xlsx' || format === 'xls' || format === 'ods';

/** The length of nine in ten of the lines that are not blank. */
const commonLength = (lines: readonly string[]): number | null => {
  const lengths = lines.filter((line) => line.trim() !== '').map((line) => line.length);
  const [most] = [...Map.groupBy(lengths, (length) => length)].sort(([, one], [, other]) => other.length - one.length);
  return most !== undefined && lengths.length > 1 && most[1].length >= lengths.length * 0.9 ? most[0] : null;
};
