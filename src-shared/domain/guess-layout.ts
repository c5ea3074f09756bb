// A proposal where each meaning stands in a file, from its names and its cells; the analyst sees it and may change all of it.
import type { Layout } from '../contract/imports.ts';
import { findMeaning, type Meaning } from './column-names.ts';
import { createCountryReader } from './countries.ts';
import { guessDateOrder, isDateText, readDate } from './dates.ts';
import { guessRegion } from './guess-region.ts';
import { readJurisdiction } from './jurisdictions.ts';
import { readPhones } from './phone.ts';

export type SampleRow = { readonly line: number; readonly cells: readonly string[] };
export type LayoutHints = { readonly region?: string; readonly delimiter: Layout['delimiter']; readonly sheet: string | null };
/** No column reads as phone numbers: what the columns are called, or "Column 1" …. */
export type NoPhoneColumn = { readonly noPhoneColumn: readonly string[] };

/** `rows`: the first ones of the file, in order; a few dozen are enough, some hundred do no harm. */
export const guessLayout = (rows: readonly SampleRow[], hints: LayoutHints): Layout | NoPhoneColumn => {
  const region = hints.region ?? proposeRegion(rows);
  const header = findHeader(rows, region);
  const columns = columnsOf(header, dataUnder(header, rows));
  const phoneColumns = phoneColumnsOf(columns, region);
  if (phoneColumns.length === 0) return { noPhoneColumn: columnTitles(header ?? firstWords(rows), columns.length) };

  const dated = columns.filter(({ meaning }) => meaning === 'requested' || meaning === 'expires').flatMap((column) => column.cells);
  const dateOrder = guessDateOrder(dated, ['US', 'CA', 'PR'].includes(region) ? 'mdy' : 'dmy');
  const pick = (meaning: Meaning, fits: (cell: string) => boolean, share: number): number | null =>
    choose(columns.filter(({ at }) => !phoneColumns.includes(at)), meaning, (cells) => shareOf(cells, fits) >= share);
  const readCountry = createCountryReader();
  return {
    headerLine: header?.line ?? 0,
    phoneColumns: [...phoneColumns],
    codeColumn: pick('code', (cell) => cell.length <= 100, 1),
    fixedCode: null,
    requestedColumn: pick('requested', (cell) => readDate(cell, dateOrder) !== null, 0.5),
    // An expiry or a jurisdiction that cannot be read holds its row, so a column is proposed only where nearly all can be.
    expiresColumn: pick('expires', (cell) => readDate(cell, dateOrder) !== null, 0.8),
    reasonColumn: pick('reason', () => true, 0),
    jurisdictionColumn: pick('jurisdiction', (cell) => readJurisdiction(cell, region) !== null, 0.8),
    sourceColumn: pick('source', () => true, 0),
    countryColumn: pick('country', (cell) => readCountry(cell) !== null, 0.8),
    dateOrder, region, sheet: hints.sheet, delimiter: hints.delimiter,
  };
};

/**
 * Lines that reports add around their rows, known by their words, and only where the rest of the row is empty and no number is in it:
 * "Grand Totals (5,000 records)", "Copyright © 2000-2026 …", "Confidential Information - Do Not Distribute".
 */
export const isFooter = (cells: readonly string[]): boolean => {
  const first = cells.findIndex(isWritten);
  // Nearly every row holds more than one cell: that is told before anything is compared.
  for (let at = first + 1; at < cells.length; at += 1) if (isWritten(cells[at] ?? '')) return false;
  const only = (cells[first] ?? '').trim();
  if (!footerWords.test(only)) return false;
  return readPhones(only, 'US').every((reading) => reading.verdict === 'quarantined' && reading.suggestion === null);
};

const isWritten = (cell: string): boolean => cell.trim() !== '';

/** What would be the header if the file held anything below it: the first row of nothing but words. */
const firstWords = (rows: readonly SampleRow[]): SampleRow | null => {
  const first = rows.find(({ cells }) => cells.filter(isWritten).length > 1);
  return first !== undefined && first.cells.every((cell) => !isWritten(cell) || (/\p{L}/u.test(cell) && !/\d{2}/.test(cell))) ? first : null;
};

/** Header texts by column, or "Column 1" … where there is none. */
const columnTitles = (header: SampleRow | null, width: number): readonly string[] =>
  Array.from({ length: Math.max(width, header?.cells.length ?? 0) }, (_, at) => (header?.cells[at] ?? '').trim() || `Column ${at + 1}`);

const dataUnder = (header: SampleRow | null, rows: readonly SampleRow[]): readonly SampleRow[] => (header === null ? rows : rows.slice(rows.indexOf(header) + 1));

/** Before the region is known columns are told as in the US; where none reads so, every cell that could be a number is asked. */
const proposeRegion = (rows: readonly SampleRow[]): string => {
  const header = findHeader(rows, 'US');
  const columns = columnsOf(header, dataUnder(header, rows));
  const country = choose(columns, 'country', () => true);
  const numbers = phoneColumnsOf(columns, 'US').flatMap(cellsOf(columns));
  const perhaps = numbers.length > 0 ? numbers : columns.flatMap(({ cells }) => cells).filter((cell) => /(?:\d\D*){7}/.test(cell) && !isDateText(cell));
  return guessRegion(perhaps, country === null ? [] : cellsOf(columns)(country));
};

type Column = { readonly at: number; readonly meaning: Meaning | null; readonly rank: number; readonly cells: readonly string[] };

const columnsOf = (header: SampleRow | null, data: readonly SampleRow[]): readonly Column[] =>
  Array.from({ length: Math.max(header?.cells.length ?? 0, ...data.map((row) => row.cells.length), 0) }, (_, at) => ({
    at,
    ...(findMeaning(header?.cells[at] ?? '') ?? { meaning: null, rank: 0 }),
    cells: data.map((row) => (row.cells[at] ?? '').trim()).filter((cell) => cell !== ''),
  }));

const cellsOf = (columns: readonly Column[]) => (at: number): readonly string[] => columns[at]?.cells ?? [];

/** The column whose name says it best, of those whose cells agree; the first of equals. */
const choose = (columns: readonly Column[], meaning: Meaning, agree: (cells: readonly string[]) => boolean): number | null =>
  columns.filter((column) => column.meaning === meaning && agree(column.cells)).reduce<Column | null>((best, next) => (best === null || next.rank < best.rank ? next : best), null)?.at ?? null;

/** 1 where there is nothing to disagree. */
const shareOf = (cells: readonly string[], fits: (cell: string) => boolean): number => (cells.length === 0 ? 1 : cells.filter(fits).length / cells.length);

const isPhone = (cell: string, region: string): boolean => readPhones(cell, region).some((reading) => reading.verdict === 'accepted');

/** All columns that are called phones, unless their cells say otherwise; else those that read as phones; else the one that does so best. */
const phoneColumnsOf = (columns: readonly Column[], region: string): readonly number[] => {
  const phones = (column: Column): number => (column.cells.length === 0 ? 0 : shareOf(column.cells, (cell) => isPhone(cell, region)));
  const longDigits = (column: Column): number => shareOf(column.cells, (cell) => (cell.match(/\p{Nd}/gu)?.length ?? 0) >= 5);
  const named = columns.filter((column) =>
    (column.meaning === 'phone' && (column.cells.length < 3 || longDigits(column) >= 0.2)) || (column.meaning === 'phone-perhaps' && phones(column) >= 0.5));
  if (named.length > 0) return named.map(({ at }) => at);
  const unnamed = columns.filter(({ meaning }) => meaning === null || meaning === 'phone-perhaps');
  const sure = unnamed.filter((column) => phones(column) >= 0.7);
  if (sure.length > 0) return sure.map(({ at }) => at);
  const best = unnamed.reduce<Column | null>((one, next) => (phones(next) > (one === null ? 0.3 : phones(one)) ? next : one), null);
  return best === null ? [] : [best.at];
};

/** The row above the first number that says most about its columns; titles above it and files without one are both usual. */
const findHeader = (rows: readonly SampleRow[], region: string): SampleRow | null => {
  const isData = (row: SampleRow): boolean => row.cells.some((cell) => isPhone(cell, region));
  const firstData = rows.findIndex(isData);
  const above = (firstData === -1 ? rows : rows.slice(0, firstData)).filter((row) => row.line <= 1000);
  const known = (row: SampleRow): number => row.cells.filter((cell) => findMeaning(cell) !== null).length;
  const written = (row: SampleRow): number => row.cells.filter((cell) => cell.trim() !== '').length;
  const length = (row: SampleRow): number => row.cells.join('').length;
  const says = (row: SampleRow): boolean => row.cells.some((cell) => findMeaning(cell)?.meaning.startsWith('phone') === true) || known(row) >= 2;
  const better = (one: SampleRow, other: SampleRow): boolean =>
    known(one) !== known(other) ? known(one) > known(other) : written(one) !== written(other) ? written(one) > written(other) : length(one) < length(other);
  const best = above.filter(says).reduce<SampleRow | null>((one, next) => (one === null || better(next, one) ? next : one), null);
  return best ?? headerByShape(above.at(-1), rows[firstData], region);
};

/** Names nobody foresaw: words, all different, where the row below has numbers. */
const headerByShape = (above: SampleRow | undefined, below: SampleRow | undefined, region: string): SampleRow | null => {
  if (above === undefined || below === undefined) return null;
  const phones = below.cells.flatMap((cell, at) => (isPhone(cell, region) ? [at] : []));
  const texts = above.cells.map((cell) => cell.trim().toLowerCase()).filter((cell) => cell !== '');
  const isName = (at: number): boolean => /^\p{L}[\p{L}\s_.#/-]*\d?$/u.test((above.cells[at] ?? '').trim()) && !emptyWords.test((above.cells[at] ?? '').trim());
  return phones.every(isName) && new Set(texts).size === texts.length && texts.every((text) => !/\d{2}/.test(text)) ? above : null;
};

/** What people write where they have no number. */
const emptyWords = /^(?:unknown|none|null|n\/?a|private|anonymous|blocked|restricted|withheld|unavailable|no|x+|sin|keine?|aucun|test)$/i;

const footerWords = new RegExp(String.raw`^[\s*_=–—-]*(?:${[
  'grand totals?', 'sub-?totals?', 'totals?', 'total (?:records|rows|count)', 'copyright', String.raw`\(c\)`, '©', 'confidential', 'generated (?:by|on|at)', 'exported (?:by|on|at|from)',
  'report (?:generated|run|created)', 'end of (?:file|report|list|data)', String.raw`page \d+`, String.raw`(?:records|rows|count)\s*:`, String.raw`\d+ (?:records|rows)(?: selected)?`, 'as of',
  'total general', 'total général', 'gesamtsumme', 'summe', 'vertraulich', 'confidentiel', 'confidencial',
].join('|')})(?:[\s:;,.!()*_=–—-]|$)`, 'iu');
