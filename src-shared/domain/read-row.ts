// One row under a layout: which numbers it holds, what each came to, and the facts that travel with them.
import type { AreaCodesOn } from './area-codes.ts';
import type { Layout, Reading } from '../contract/imports.ts';
import { readDate } from './dates.ts';
import { readJurisdiction } from './jurisdictions.ts';
import { createPhoneReader } from './phone-reader.ts';
import type { RejectReason } from './reject.ts';

export type CellFlag = { readonly column: number; readonly flag: 'formula_without_value' | 'cell_error' | 'date' };
export type RowCells = { readonly line: number; readonly cells: readonly string[]; readonly flags?: readonly CellFlag[] };

/** What decides about its numbers. All else a row says stays in its line and is shown from there. */
export type RowFacts = {
  /** The regulation code, '' where the row has none. */
  readonly code: string;
  readonly jurisdiction: string | null;
  /** End of the block, ms since 1970; null: permanent. */
  readonly expiresAt: number | null;
};

export type ReadRow = { readonly readings: readonly Reading[]; readonly facts: RowFacts };

export const readRow = (row: RowCells, layout: Layout): ReadRow => createRowReader(layout)(row);

/** `on`: the day for which area codes are asked, yyyy-mm-dd. For many rows of one file, which say the same few states and days over and over. */
export const createRowReader = (layout: Layout, on?: AreaCodesOn): ((row: RowCells) => ReadRow) => {
  const { phoneColumns, codeColumn, expiresColumn, jurisdictionColumn } = layout;
  const [firstColumn = 0] = phoneColumns;
  const readPhones = createPhoneReader(layout.region, on);
  const readDay = remember((text: string) => readDate(text, layout.dateOrder));
  const readPlace = remember((text: string) => readJurisdiction(text, layout.region));

  const readColumn = (row: RowCells, column: number): readonly Reading[] => {
    const raw = row.cells[column] ?? '';
    const flag = flagOf(row, column);
    return flag === undefined ? readPhones(raw) : [{ verdict: 'quarantined', raw, reason: flag, suggestion: null }];
  };

  return (row) => {
    const readings = phoneColumns.length === 1 ? readColumn(row, firstColumn) : phoneColumns.flatMap((column) => readColumn(row, column));
    const expiresText = cellOf(row, expiresColumn);
    const expires = expiresText === '' ? null : readDay(expiresText);
    const jurisdictionText = cellOf(row, jurisdictionColumn);
    const jurisdiction = jurisdictionText === '' ? null : readPlace(jurisdictionText);
    // A fact that decides how long, where or under which rule a number is blocked, and cannot be read, holds the row: it is never guessed.
    const unreadable: RejectReason | null =
      isLost(row, expiresColumn) || (expiresText !== '' && expires === null) ? 'date_unreadable'
        : isLost(row, jurisdictionColumn) || (jurisdictionText !== '' && jurisdiction === null) ? 'jurisdiction_unreadable'
          : isLost(row, codeColumn) ? (flagOf(row, codeColumn ?? -1) === 'cell_error' ? 'cell_error' : 'formula_without_value')
            : null;
    return {
      readings: unreadable === null ? readings : readings.map((reading) => hold(reading, unreadable)),
      facts: {
        code: cellOf(row, codeColumn) || (layout.fixedCode ?? ''),
        jurisdiction,
        expiresAt: expires === null ? null : expires.ms + endOfDayMs,
      },
    };
  };
};

const cellOf = (row: RowCells, column: number | null): string => (column === null ? '' : (row.cells[column] ?? '').trim());

const flagOf = (row: RowCells, column: number): CellFlag['flag'] | undefined => row.flags?.find((flag) => flag.column === column)?.flag;

/** A formula without its value or an error of the spreadsheet: something stands there, and nobody knows what. */
const isLost = (row: RowCells, column: number | null): boolean => {
  const flag = column === null || row.flags === undefined ? undefined : flagOf(row, column);
  return flag === 'formula_without_value' || flag === 'cell_error';
};

/** Answers a text seen before from memory; what it holds stays small, whatever the file. */
const remember = <T>(read: (text: string) => T): ((text: string) => T) => {
  const known = new Map<string, T>();
  return (text) => {
    const before = known.get(text);
    if (before !== undefined) return before;
    const answer = read(text);
    if (known.size >= 5000) known.clear();
    if (text.length <= 100) known.set(text, answer);
    return answer;
  };
};

const hold = (reading: Reading, reason: RejectReason): Reading =>
  reading.verdict === 'quarantined' ? reading : { verdict: 'quarantined', raw: reading.raw, reason, suggestion: reading.phone };

/** A block ends when its last day has ended everywhere: 24 h, and 12 more for the westernmost time zone. Never a day too early. */
const endOfDayMs = 36 * 3_600_000;
