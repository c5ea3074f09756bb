// The rows of one sheet of a legacy workbook: its cells found first, in whatever order they were written, and then read row by row.
import { fail, ok, type Result } from '../../src-shared/result.ts';
import { broken, type PartFault } from './part-fault.ts';
import type { CellFlag, RawRow } from './source-types.ts';
import { exactNumber, serialToIso } from './xlsx-cells.ts';
import { record, recordAt, withContinues } from './xls-records.ts';
import type { XlsWorkbook } from './xls-workbook.ts';

/** The format's own width: columns A to IV. Its height of 65,536 rows is all that two bytes can say. */
const MOST_COLUMNS = 256;

export type XlsSheet = {
  /** Rows with a value, in order; the first fault ends them. */
  readonly rows: () => Generator<RawRow, PartFault | null, void>;
  /** Rows marked hidden, down to the last one with a value. */
  readonly hidden: number;
};

/** Records that hold cells, and the bytes that each has at least. */
const cellLengths: Readonly<Record<number, number>> = {
  [record.formula]: 14, [record.mulRk]: 6, [record.rString]: 8, [record.labelSst]: 10, [record.number]: 14, [record.label]: 8, [record.boolErr]: 8, [record.rk]: 10,
};

export const findXlsSheet = (stream: Buffer, at: number, workbook: XlsWorkbook): Result<XlsSheet, PartFault> => {
  const places: number[] = [];
  const hiddenRows = new Set<number>();
  let inOrder = true;
  let lastKey = -1;
  let lastRow = -1;

  const first = recordAt(stream, at);
  if (first?.type !== record.bof) return fail(broken('a sheet that is not where it should be'));
  // Charts within the sheet are substreams of their own, with cells of their own.
  let depth = 1;
  for (let here = first.next; depth > 0; ) {
    const found = recordAt(stream, here);
    if (found === null) return fail(broken('cut short'));
    const { type, data } = found;
    const least = cellLengths[type];
    if (type === record.bof) depth += 1;
    else if (type === record.eof) depth -= 1;
    else if (depth > 1) {
      here = found.next;
      continue;
    } else if (type === record.row) {
      if (data.length < 14) return fail(broken('a record cut short'));
      if ((data.readUInt16LE(12) & 0x20) !== 0) hiddenRows.add(data.readUInt16LE(0));
    } else if (least !== undefined) {
      if (data.length < least) return fail(broken('a record cut short'));
      const row = data.readUInt16LE(0);
      if (data.readUInt16LE(2) >= MOST_COLUMNS) return fail(broken(`a cell beyond column IV in row ${row + 1}`));
      const key = row * MOST_COLUMNS + data.readUInt16LE(2);
      inOrder &&= key > lastKey;
      lastKey = key;
      lastRow = Math.max(lastRow, row);
      places.push(here);
    }
    here = found.next;
  }

  const keyAt = (place: number): number => stream.readUInt16LE(place + 4) * MOST_COLUMNS + stream.readUInt16LE(place + 6);
  // Sorting keeps the order of equals: what was written last into a cell is what it holds.
  if (!inOrder) places.sort((one, other) => keyAt(one) - keyAt(other));

  function* rows(): Generator<RawRow, PartFault | null, void> {
    for (let from = 0; from < places.length; ) {
      const row = stream.readUInt16LE((places[from] as number) + 4);
      let to = from + 1;
      while (to < places.length && stream.readUInt16LE((places[to] as number) + 4) === row) to += 1;
      const read = readRow(stream, places.slice(from, to), row + 1, workbook);
      if (!read.ok) return read.failure;
      yield read.value;
      from = to;
    }
    return null;
  }

  return ok({ rows, hidden: [...hiddenRows].filter((row) => row <= lastRow).length });
};

const readRow = (stream: Buffer, places: readonly number[], line: number, workbook: XlsWorkbook): Result<RawRow, PartFault> => {
  const cells: string[] = [];
  const flags = new Map<number, CellFlag>();
  const put = (column: number, text: string, flag: CellFlag | null): void => {
    while (cells.length < column) cells.push('');
    cells[column] = text;
    flags.delete(column);
    if (flag !== null) flags.set(column, flag);
  };
  const putNumber = (column: number, value: number, style: number): void => {
    const date = workbook.isDateStyle(style) ? serialToIso(value, workbook.date1904) : null;
    if (date === null) put(column, exactNumber(String(value)), null);
    else put(column, date, 'date');
  };

  for (const place of places) {
    const found = recordAt(stream, place);
    if (found === null) return fail(broken('cut short'));
    const { type, data, next } = found;
    const column = data.readUInt16LE(2);
    const style = data.readUInt16LE(4);
    switch (type) {
      case record.number: putNumber(column, data.readDoubleLE(6), style); break;
      case record.rk: putNumber(column, rkNumber(data, 6), style); break;
      case record.mulRk:
        // Six bytes a cell, and the last column behind them.
        for (let at = 4, here = column; at + 8 <= data.length; at += 6, here += 1) {
          if (here >= MOST_COLUMNS) return fail(broken(`a cell beyond column IV in row ${line}`));
          putNumber(here, rkNumber(data, at + 2), data.readUInt16LE(at));
        }
        break;
      case record.labelSst: {
        const text = workbook.strings[data.readUInt32LE(6)];
        if (text === undefined) return fail(broken(`row ${line} asks for a shared string that is not there`));
        put(column, text, null);
        break;
      }
      case record.label: case record.rString: {
        const text = workbook.textOf(withContinues(stream, data, next), 6);
        if (!text.ok) return text;
        put(column, text.value, null);
        break;
      }
      case record.boolErr: putBoolErr(column, data[6] ?? 0, data[7] === 1, put); break;
      default: {
        // A formula: its result stands with it (2.5.133), a text in a record of its own.
        if (data.readUInt16LE(12) !== 0xffff) putNumber(column, data.readDoubleLE(6), style);
        else if (data[6] === 0) {
          const text = textResult(stream, next, workbook);
          if (!text.ok) return text;
          if (text.value === null) put(column, '=', 'formula_without_value');
          else put(column, text.value, null);
        } else if (data[6] === 3) put(column, '', null);
        else putBoolErr(column, data[8] ?? 0, data[6] === 2, put);
      }
    }
  }
  const flagged = [...flags].map(([column, flag]) => ({ column, flag }));
  return ok(flagged.length === 0 ? { line, span: 1, cells } : { line, span: 1, cells, flags: flagged });
};

/** Shared and array formulas may stand between a formula and its text; null where there is no text. */
const textResult = (stream: Buffer, next: number, workbook: XlsWorkbook): Result<string | null, PartFault> => {
  for (let found = recordAt(stream, next); found !== null; found = recordAt(stream, found.next)) {
    if (found.type === record.string) return workbook.textOf(withContinues(stream, found.data, found.next), 0);
    if (!besideFormula.has(found.type)) return ok(null);
  }
  return ok(null);
};

/** SHRFMLA, ARRAY, TABLE and CONTINUE. */
const besideFormula: ReadonlySet<number> = new Set([0x04bc, 0x0221, 0x0236, record.continue]);

const putBoolErr = (column: number, value: number, isError: boolean, put: (column: number, text: string, flag: CellFlag | null) => void): void => {
  if (isError) put(column, errors[value] ?? `#ERR${value}`, 'cell_error');
  else put(column, value === 0 ? 'FALSE' : 'TRUE', null);
};

/** BErr (2.5.10). */
const errors: Readonly<Record<number, string>> = { 0: '#NULL!', 7: '#DIV/0!', 15: '#VALUE!', 23: '#REF!', 29: '#NAME?', 36: '#NUM!', 42: '#N/A' };

/** RkNumber (2.5.217): 30 bits of a double or of an integer, the lowest bit saying that it was a hundred times as much. */
const rkNumber = (data: Buffer, at: number): number => {
  const bits = data.readInt32LE(at);
  if ((bits & 2) !== 0) return (bits & 1) === 0 ? bits >> 2 : (bits >> 2) / 100;
  const eight = Buffer.alloc(8);
  eight.writeInt32LE(bits & ~3, 4);
  const value = eight.readDoubleLE(0);
  return (bits & 1) === 0 ? value : value / 100;
};
