// What a workbook's cell says, as text without loss: whole numbers with all their digits, dates as ISO 8601, faults by flag.
import type { CellFlag } from './source-types.ts';

/** A cell as its tags tell it (ECMA-376 part 1, 18.3.1.4); null where the tag is missing. */
export type CellTags = {
  readonly type: string;
  readonly style: number;
  readonly value: string | null;
  readonly formula: string | null;
  readonly inline: string | null;
};

export type CellContext = {
  readonly sharedString: (index: number) => string | null;
  readonly isDateStyle: (style: number) => boolean;
  readonly date1904: boolean;
};

export type CellText = { readonly text: string; readonly flag: CellFlag | null };

/** Null where a shared string is asked for that is not there. */
export const readCell = (cell: CellTags, context: CellContext): CellText | null => {
  const { type, value, formula } = cell;
  if (type === 's') {
    if (value === null || value === '') return plain('');
    const text = context.sharedString(Number(value));
    return text === null ? null : plain(text);
  }
  if (type === 'inlineStr') return plain(decodeEscapes(cell.inline ?? ''));
  // A formula whose result is an empty text says so by type "str"; any other without a value was never calculated.
  if (formula !== null && (value === null || (value === '' && type !== 'str'))) return { text: `=${formula}`, flag: 'formula_without_value' };
  if (value === null) return plain(cell.inline === null ? '' : decodeEscapes(cell.inline));
  switch (type) {
    case 'str': return plain(decodeEscapes(value));
    case 'b': return plain(value.trim() === '1' || value.trim() === 'true' ? 'TRUE' : 'FALSE');
    case 'e': return { text: value, flag: 'cell_error' };
    case 'd': return { text: value, flag: 'date' };
    default: return readNumber(value.trim(), cell.style, context);
  }
};

const plain = (text: string): CellText => ({ text, flag: null });

const readNumber = (value: string, style: number, context: CellContext): CellText => {
  if (value !== '' && context.isDateStyle(style)) {
    const date = serialToIso(Number(value), context.date1904);
    if (date !== null) return { text: date, flag: 'date' };
  }
  return plain(exactNumber(value));
};

/** Whole numbers as their digits, also from `1.2025550198E10` and `12025550198.0`; everything else as it is written. */
export const exactNumber = (value: string): string => {
  if (isWhole(value)) return value;
  const parts = /^(-?)(\d+)(?:\.(\d*))?(?:[eE]([+-]?\d{1,3}))?$/.exec(value);
  if (parts === null) return value;
  const [, sign = '', whole = '', fraction = '', exponent = '0'] = parts;
  const digits = whole + fraction.replace(/0+$/, '');
  const point = whole.length + Number(exponent);
  // Digits behind the point, or more of them than a double holds: the text is all there is.
  if (point < digits.length || point > 17) return value;
  const expanded = digits.padEnd(point, '0').replace(/^0+(?=\d)/, '');
  return Number.isSafeInteger(Number(expanded)) ? sign + expanded : value;
};

const isWhole = (value: string): boolean => {
  const from = value.charCodeAt(0) === 45 ? 1 : 0;
  for (let at = from; at < value.length; at += 1) {
    const code = value.charCodeAt(at);
    if (code < 48 || code > 57) return false;
  }
  return value.length > from;
};

const DAY = 86_400;
/** Midnight of day 0, in seconds since 1970: 1899-12-30, and 1904-01-01 in workbooks from old Macs. */
const EPOCH_1900 = -25_569 * DAY;
const EPOCH_1904 = -24_107 * DAY;
/** 9999-12-31, the last day Excel knows. */
const LAST_SERIAL = 2_958_466;

/** Days since the epoch to `2026-08-29`, `2026-08-29T08:00:00` or, without a day, `08:00:00`; null where the number is no date. */
export const serialToIso = (serial: number, date1904: boolean): string | null => {
  if (!(serial >= 0 && serial < LAST_SERIAL)) return null;
  const seconds = Math.round(serial * DAY);
  if (seconds < DAY) return seconds === 0 && !date1904 ? null : date1904 ? iso(EPOCH_1904 + seconds) : iso(seconds).slice(11);
  if (date1904) return iso(EPOCH_1904 + seconds);
  // The 1900 system counts a 29 February 1900 that never was (day 60); days before it stand one later than their number says.
  const day = Math.floor(seconds / DAY);
  if (day === 60) return null;
  return iso(EPOCH_1900 + seconds + (day < 60 ? DAY : 0));
};

const iso = (seconds: number): string => {
  const text = new Date(seconds * 1000).toISOString().slice(0, 19);
  return seconds % DAY === 0 ? text.slice(0, 10) : text;
};

/** Number formats that show a date or a time of day: the built-in ones (ECMA-376 part 1, 18.8.30) and codes with y, m, d, h or s. */
export const isDateFormat = (id: number, code: string | undefined): boolean => {
  if (code === undefined) return (id >= 14 && id <= 22) || (id >= 27 && id <= 36) || (id >= 50 && id <= 58) || id === 45 || id === 47;
  const [first = ''] = code.replaceAll(/"[^"]*"|\\.|[_*]./g, '').split(';');
  // [h], [mm] and [ss] count elapsed time: a length, not a date.
  if (/\[(?:h+|m+|s+)\]/i.test(first)) return false;
  return /[ymdhs]/i.test(first.replaceAll(/\[[^\]]*\]/g, '').replaceAll(/general/gi, ''));
};

/** `_x000D_` is how the format writes characters that XML cannot hold, `_x005F_` the underscore before such text (18.18.93). */
export const decodeEscapes = (text: string): string => {
  if (!text.includes('_x')) return text;
  const decoded = text.replaceAll(/_x([\dA-Fa-f]{4})_/g, (_whole, hex: string) => String.fromCharCode(Number.parseInt(hex, 16)));
  // Half a letter cannot be kept as UTF-8; what was written can.
  return decoded.isWellFormed() ? decoded : text;
};
