// Legacy workbooks by hand: records of BIFF8 in a compound file.
import * as XLSX from '@e965/xlsx';

export const rec = (type: number, data: Uint8Array | readonly number[] = []): Buffer => {
  const body = Buffer.from(data);
  const head = Buffer.alloc(4);
  head.writeUInt16LE(type, 0);
  head.writeUInt16LE(body.length, 2);
  return Buffer.concat([head, body]);
};
export const u16 = (...values: readonly number[]): Buffer => {
  const bytes = Buffer.alloc(values.length * 2);
  for (const [index, value] of values.entries()) bytes.writeUInt16LE(value, index * 2);
  return bytes;
};
const f64 = (value: number): Buffer => {
  const bytes = Buffer.alloc(8);
  bytes.writeDoubleLE(value);
  return bytes;
};
/** A text with its count and flags: one byte a letter where that is enough and `wide` is not asked for. */
export const str = (text: string, wide = false): Buffer => Buffer.concat([u16(text.length), Buffer.from([wide ? 1 : 0]), Buffer.from(text, wide ? 'utf16le' : 'latin1')]);
export const cell = (type: number, row: number, column: number, rest: Uint8Array, style = 0): Buffer => rec(type, Buffer.concat([u16(row, column, style), rest]));
export const number = (row: number, column: number, value: number, style = 0): Buffer => cell(0x0203, row, column, f64(value), style);
export const label = (row: number, column: number, text: string): Buffer => cell(0x0204, row, column, str(text));

export const bof = (kind: number, version = 0x0600): Buffer => rec(0x0809, u16(version, kind, 0, 0));
export const eof = rec(0x000a);

/** Styles 0 to 3: a number, a date, a date in a format of its own, a number of days in words. */
const styles = [rec(0x041e, Buffer.concat([u16(170), str('d\\-mmm\\-yyyy')])), rec(0x041e, Buffer.concat([u16(171), str('0" days"')])), ...[0, 14, 170, 171].map((format) => rec(0x00e0, Buffer.concat([u16(0, format), Buffer.alloc(16)])))];

/** The stream of a workbook with one sheet: `globals` stand before the sheet's name, `cells` in the sheet. */
export const xlsStream = (cells: readonly Uint8Array[], globals: readonly Uint8Array[] = []): Buffer => {
  const named = (at: number): Buffer => {
    const place = Buffer.alloc(4);
    place.writeUInt32LE(at);
    return rec(0x0085, Buffer.concat([place, Buffer.from([0, 0, 5, 0]), Buffer.from('Calls')]));
  };
  const front = [bof(5), ...styles, ...globals];
  const at = Buffer.concat([...front, named(0), eof]).length;
  return Buffer.concat([...front, named(at), eof, bof(0x10), ...cells, eof]);
};

export const compoundOf = (stream: Uint8Array, name = 'Workbook'): Buffer => {
  const container = XLSX.CFB.utils.cfb_new({ root: 'Root Entry' });
  XLSX.CFB.utils.cfb_add(container, `/${name}`, stream);
  return XLSX.CFB.write(container, { type: 'buffer' }) as Buffer;
};
export const xls = (cells: readonly Uint8Array[], globals: readonly Uint8Array[] = []): Buffer => compoundOf(xlsStream(cells, globals));
