// What the registries of the US and Canada share: a number in two pieces, and a name that tells date and area code.
import { findAreaCode } from '../area-codes.ts';
import type { RowCells } from '../read-row.ts';
import { shareOf } from './header-row.ts';
import { bareColumns, type FileHead, type Likeness, type RowView } from './known-layout.ts';

/** The country of most area codes in the rows, "818 | 2596712"; null where the rows have another shape. */
export const registryCountry = (head: FileHead): 'US' | 'CA' | null => {
  const rows = head.rows.filter(({ cells }) => cells.some((cell) => cell.trim() !== ''));
  if (rows.length === 0 || shareOf(rows, ({ cells }) => cells.length === 2 && isPair(cells)) < 0.9) return null;
  // Any two columns of small numbers have this shape; a registry's are nearly all whole, and of area codes that there are.
  const isWhole = shareOf(rows, ({ cells }) => (cells[1] ?? '').trim().length === 7) >= 0.5;
  if (!isWhole || shareOf(rows, ({ cells }) => findAreaCode((cells[0] ?? '').trim()) !== null) < 0.5) return null;
  const inCountry = (country: string): number => rows.filter(({ cells }) => findAreaCode((cells[0] ?? '').trim())?.country === country).length;
  const canadian = inCountry('CA');
  // The US registry also holds the numbers of the other countries and territories of the plan that it serves.
  return canadian > rows.length / 2 ? 'CA' : 'US';
};

/** A registry's layout: both columns make one number, and each row carries the registry's code. */
export const registryLikeness = (head: FileHead, region: 'US' | 'CA', fixedCode: string): Likeness => {
  const name = readRegistryName(head.member ?? head.fileName) ?? readRegistryName(head.fileName);
  const shape = head.isRegistryXml ? 'a registry’s XML' : 'lines of an area code, a comma and seven digits';
  return {
    confidence: name === null ? 0.85 : 0.97,
    why: name === null ? shape : `${shape}, and a name that says ${name.date} and area code ${name.areaCode}`,
    layout: { ...bareColumns, phoneColumns: [0, 1], fixedCode, region, dateOrder: 'ymd' },
  };
};

/** Both cells as one number; zeros that a spreadsheet took are put back. Any other row is read as it stands, and so held. */
export const joinRegistryPair = ({ cells }: RowCells): RowView => {
  if (cells.length !== 2) return {};
  const [areaCode = '', number = ''] = cells;
  // Nearly every line of some hundred million.
  if (areaCode.length === 3 && number.length === 7 && tenDigits.test(areaCode + number)) return { cells: [areaCode + number] };
  return isPair(cells) ? { cells: [areaCode.trim() + number.trim().padStart(7, '0')] } : {};
};

const tenDigits = /^\d{10}$/;

export type RegistryName = { readonly date: string; readonly areaCode: string; readonly id: string };

/**
 * "2026-8-9_202_4F1A.txt.zip" -> 2026-08-09, 202, 4F1A: the registry writes month and day without zeros, and the name is the
 * evidence of when the list was obtained. Null for any other name, and for a day that is none.
 */
export const readRegistryName = (name: string): RegistryName | null => {
  const parts = /^(\d{4})-(\d{1,2})-(\d{1,2})_(\d{3})_([\w-]+)\.(?:txt|xml)(?:\.zip)?$/i.exec(name.split(/[/\\]/).at(-1) ?? '')
    ?? /^(\d{4})-(\d{1,2})-(\d{1,2})_(\d{3})_([\w-]+)\.zip$/i.exec(name.split(/[/\\]/).at(-1) ?? '');
  if (parts === null) return null;
  const [, year = '', month = '', day = '', areaCode = '', id = ''] = parts;
  const date = new Date(Date.UTC(Number(year), Number(month) - 1, Number(day)));
  if (date.getUTCMonth() !== Number(month) - 1 || date.getUTCDate() !== Number(day)) return null;
  return { date: date.toISOString().slice(0, 10), areaCode, id };
};

const isPair = (cells: readonly string[]): boolean => /^\d{3}$/.test((cells[0] ?? '').trim()) && /^\d{1,7}$/.test((cells[1] ?? '').trim());
