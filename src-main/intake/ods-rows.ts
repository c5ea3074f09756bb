// The rows of one OpenDocument sheet from content.xml, repeated ones written out within limits; what pads the sheet to its end is left out.
import { createOdsText } from './ods-text.ts';
import { readOdsCell, readOdsTags, type OdsTags } from './ods-cells.ts';
import { broken, large, type PartFault } from './part-fault.ts';
import type { RawRow } from './source-types.ts';
import { attribute, eachAttribute, type XmlSink } from './xml-tokens.ts';

/** Sizes of the programs that write the format: 2^20 rows, 2^14 columns. */
const MOST_ROWS = 1_048_576;
const MOST_COLUMNS = 16_384;
const MOST_CELLS = MOST_ROWS * 256;
/** A row of twenty bytes may ask to be written out a million times; this many letters of copies are more than any list has. */
const MOST_COPIED = 64 << 20;

export interface OdsRows {
  readonly sink: XmlSink;
  readonly fault: () => PartFault | null;
  readonly take: () => RawRow[];
  readonly hidden: () => number;
  /** The sheet has ended; other sheets may follow. */
  readonly ended: () => boolean;
}

/** Where rows stand: directly in the table or in these. */
const rowContainers = new Set(['table-rows', 'table-header-rows', 'table-row-group']);

/** `index` counts the tables that stand directly in the spreadsheet. */
export const createOdsRows = (index: number): OdsRows => {
  let rows: RawRow[] = [];
  let fault: PartFault | null = null;
  let table = -1;
  let inTable = false;
  let ended = false;
  let beside = 0;
  let line = 0;
  let hidden = 0;
  /** Rows without a value, kept back until one with a value follows: sheets are padded to their last row. */
  let blankRows = 0;
  let blankHidden = 0;
  let places = 0;
  let copied = 0;
  let rowDepth = 0;
  let rowRepeated = 1;
  let rowHidden = false;
  let cells: string[] = [];
  let flags: NonNullable<RawRow['flags']>[number][] = [];
  let column = 0;
  let cellDepth = 0;
  let tags: OdsTags | null = null;
  const text = createOdsText();

  const openRow = (attributes: string, depth: number): void => {
    rowDepth = depth;
    rowRepeated = 1;
    rowHidden = false;
    cells = [];
    flags = [];
    column = 0;
    eachAttribute(attributes, (name, value) => {
      if (name === 'number-rows-repeated') rowRepeated = Number(value);
      else if (name === 'visibility') rowHidden = value === 'collapse' || value === 'filter';
    });
    if (!isCount(rowRepeated)) fault ??= broken(`a row repeated "${attribute(attributes, 'number-rows-repeated')?.slice(0, 20) ?? ''}" times`);
  };

  const closeCell = (): void => {
    if (tags === null || fault !== null) return;
    const read = readOdsCell(tags, text.shown());
    const { repeated } = tags;
    tags = null;
    if (text.tooLong() || read.text.length > 1 << 20) {
      fault = large('1 MB in one cell');
      return;
    }
    if (read.text === '' && read.flag === null) {
      column += repeated;
      return;
    }
    if (column + repeated > MOST_COLUMNS) {
      fault = large(`${MOST_COLUMNS} columns`);
      return;
    }
    copied += (repeated - 1) * read.text.length;
    if (copied > MOST_COPIED) {
      fault = large('64 MB of repeated cells');
      return;
    }
    if (cells.length < column) cells = cells.concat(blanks.slice(cells.length, column));
    for (let copy = 0; copy < repeated; copy += 1) {
      if (read.flag !== null) flags.push({ column, flag: read.flag });
      cells.push(read.text);
      column += 1;
    }
  };

  const closeRow = (): void => {
    if (fault !== null) return;
    if (cells.length === 0) {
      // Only padding may go past the last row.
      blankRows += rowRepeated;
      if (rowHidden) blankHidden += rowRepeated;
      return;
    }
    places += cells.length * rowRepeated;
    copied += (rowRepeated - 1) * cells.reduce((sum, cell) => sum + cell.length, 0);
    if (line + blankRows + rowRepeated > MOST_ROWS) fault = large(`${MOST_ROWS} rows`);
    else if (places > MOST_CELLS) fault = large(`${MOST_CELLS} cells`);
    else if (copied > MOST_COPIED) fault = large('64 MB of repeated cells');
    if (fault !== null) return;
    // The blank ones come out by the gap they leave.
    line += blankRows;
    hidden += blankHidden + (rowHidden ? rowRepeated : 0);
    blankRows = 0;
    blankHidden = 0;
    for (let copy = 0; copy < rowRepeated; copy += 1) {
      line += 1;
      rows.push(flags.length === 0 ? { line, span: 1, cells } : { line, span: 1, cells, flags });
    }
  };

  const sink: XmlSink = {
    open: (name, attributes, depth) => {
      if (depth === 1 && name !== 'document-content') fault ??= broken('no OpenDocument content');
      if (!inTable) {
        // office:document-content, office:body, office:spreadsheet, table:table; cached tables of links stand deeper.
        if (depth === 4 && name === 'table') {
          table += 1;
          inTable = table === index;
        }
      } else if (beside > 0) beside += 1;
      else if (cellDepth > 0) text.open(name, attributes);
      else if (rowDepth > 0) {
        if (name !== 'table-cell' && name !== 'covered-table-cell') {
          beside = 1;
          return;
        }
        cellDepth = depth;
        tags = readOdsTags(attributes);
        if (tags === null) fault ??= broken('an unknown entity');
        else if (!isCount(tags.repeated)) fault ??= broken('a cell repeated no number of times');
        text.start();
      } else if (name === 'table-row') openRow(attributes, depth);
      else if (!rowContainers.has(name)) beside = 1;
    },
    close: (name, depth) => {
      if (!inTable) return;
      if (beside > 0) beside -= 1;
      else if (cellDepth > 0) {
        if (depth > cellDepth) text.close(name);
        else {
          closeCell();
          cellDepth = 0;
        }
      } else if (rowDepth > 0) {
        closeRow();
        rowDepth = 0;
      } else if (depth === 4) {
        inTable = false;
        ended = true;
      }
    },
    text: (piece) => {
      if (cellDepth > 0 && beside === 0) text.add(piece);
    },
  };

  const take = (): RawRow[] => {
    const taken = rows;
    rows = [];
    return taken;
  };

  return Object.freeze({ sink, fault: () => fault, take, hidden: () => hidden, ended: () => ended });
};

const blanks: readonly string[] = Array.from({ length: MOST_COLUMNS }, () => '');

const isCount = (count: number): boolean => Number.isInteger(count) && count >= 1;
