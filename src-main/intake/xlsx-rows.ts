// The rows of one sheet from its XML, in order and each once; a sheet that says otherwise is broken, for its count could not close.
import { broken, large, type PartFault } from './part-fault.ts';
import type { RawRow } from './source-types.ts';
import { readCell, type CellContext } from './xlsx-cells.ts';
import { LONGEST_STRING } from './xlsx-shared-strings.ts';
import { eachAttribute, type XmlSink } from './xml-tokens.ts';

/** Excel's own sizes: 2^20 rows and 2^14 columns, to XFD. */
const MOST_ROWS = 1_048_576;
const MOST_COLUMNS = 16_384;
/** Places up to the last value of each row: Excel's full height at 256 columns. Few bytes can ask for far more. */
const MOST_CELLS = MOST_ROWS * 256;

export interface SheetRows {
  readonly sink: XmlSink;
  readonly fault: () => PartFault | null;
  /** Rows completed since the last call. Rows that the sheet leaves out are left out here too. */
  readonly take: () => RawRow[];
  readonly hidden: () => number;
}

export const createSheetRows = (context: CellContext): SheetRows => {
  let rows: RawRow[] = [];
  let fault: PartFault | null = null;
  let hidden = 0;
  let inData = false;
  let line = 0;
  let cells: string[] = [];
  let flags: NonNullable<RawRow['flags']>[number][] = [];
  let places = 0;
  let column = -1;
  let highest = -1;
  let type = '';
  let style = 0;
  let value: string | null = null;
  let formula: string | null = null;
  let inline: string | null = null;
  let phonetic = false;
  let target: 'value' | 'formula' | 'inline' | null = null;

  let reference = '';
  const cellAttribute = (name: string, text: string): void => {
    if (name === 'r') reference = text;
    else if (name === 't') type = text;
    else if (name === 's') style = Number(text);
  };

  const openRow = (attributes: string): void => {
    let next = line + 1;
    eachAttribute(attributes, (name, text) => {
      if (name === 'r') next = Number(text);
      else if (name === 'hidden' && (text === '1' || text === 'true')) hidden += 1;
    });
    if (!Number.isInteger(next) || next <= line) fault ??= broken(`row ${line} is not followed by a later one`);
    if (next > MOST_ROWS) fault ??= large(`${MOST_ROWS} rows`);
    line = next;
    cells = [];
    flags = [];
    highest = -1;
  };

  const openCell = (attributes: string): void => {
    reference = '';
    type = '';
    style = 0;
    value = null;
    formula = null;
    inline = null;
    eachAttribute(attributes, cellAttribute);
    column = reference === '' ? highest + 1 : columnOf(reference);
    if (column < 0) fault ??= broken(`a cell called ${reference.slice(0, 20)}`);
    else if (column >= MOST_COLUMNS) fault ??= large(`${MOST_COLUMNS} columns`);
    else if (column <= highest) fault ??= broken(`row ${line} has cells out of order`);
    else highest = column;
  };

  const closeCell = (): void => {
    if (fault !== null || (value === null && formula === null && inline === null)) return;
    const read = readCell({ type, style, value, formula, inline }, context);
    if (read === null) {
      fault = broken(`row ${line} asks for a shared string that is not there`);
      return;
    }
    if (read.text === '' && read.flag === null) return;
    const next = cells.length;
    if (next < column) cells = cells.concat(blanks.slice(next, column));
    cells.push(read.text);
    places += cells.length - next;
    if (places > MOST_CELLS) fault = large(`${MOST_CELLS} cells`);
    if (read.flag !== null) flags.push({ column, flag: read.flag });
  };

  const sink: XmlSink = {
    open: (name, attributes, depth) => {
      if (depth < 3) {
        if (name === 'sheetData') inData = true;
        else if (depth === 1 && name !== 'worksheet') fault ??= broken('no worksheet');
      } else if (!inData) return;
      else if (depth === 3) {
        if (name === 'row') openRow(attributes);
      } else if (depth === 4) {
        if (name === 'c') openCell(attributes);
      } else if (name === 'v' && depth === 5) {
        value = '';
        target = 'value';
      } else if (name === 'f' && depth === 5) {
        formula = '';
        target = 'formula';
      } else if (name === 'is' && depth === 5) inline = '';
      else if (name === 'rPh') phonetic = true;
      else if (name === 't' && inline !== null && !phonetic) target = 'inline';
    },
    close: (name, depth) => {
      if (!inData) return;
      if (depth === 4) {
        if (name === 'c') closeCell();
      } else if (depth === 3) {
        if (name === 'row') rows.push(flags.length === 0 ? { line, span: 1, cells: cellsOf(cells) } : { line, span: 1, cells, flags });
      } else if (depth === 2) inData = false;
      else {
        target = null;
        if (name === 'rPh') phonetic = false;
      }
    },
    text: (text) => {
      if (target === null) return;
      if (target === 'value') value = (value ?? '') + text;
      else if (target === 'formula') formula = (formula ?? '') + text;
      else inline = (inline ?? '') + text;
      if ((value?.length ?? 0) + (formula?.length ?? 0) + (inline?.length ?? 0) > LONGEST_STRING) fault ??= large('1 MB in one cell');
    },
  };

  const take = (): RawRow[] => {
    const taken = rows;
    rows = [];
    return taken;
  };

  return Object.freeze({ sink, fault: () => fault, take, hidden: () => hidden });
};

/** Copied from in one go: a wide gap filled cell by cell takes longer than reading the row. */
const blanks: readonly string[] = Array.from({ length: MOST_COLUMNS }, () => '');

const cellsOf = (cells: string[]): string[] => (cells.length === 0 ? [''] : cells);

/** `C12` to 2; -1 where it is no reference. */
const columnOf = (reference: string): number => {
  let column = 0;
  for (let at = 0; at < reference.length; at += 1) {
    const code = reference.charCodeAt(at);
    const letter = code >= 97 ? code - 96 : code - 64;
    if (letter >= 1 && letter <= 26) {
      column = column * 26 + letter;
      if (column > MOST_COLUMNS * 26) return column;
    } else return code >= 48 && code <= 57 ? column - 1 : -1;
  }
  return -1;
};
