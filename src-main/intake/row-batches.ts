// Rows of a sheet in batches, those the sheet leaves out as blank lines of it.
import type { RawRow } from './source-types.ts';

const BATCH = 1000;
/** A row may be 16,384 cells wide with a value in the last one only. */
const BATCH_CELLS = 250_000;

export interface RowBatches {
  /** `row` comes after all rows so far; yields each batch that is full. */
  readonly add: (row: RawRow) => Generator<RawRow[], void, void>;
  readonly end: () => Generator<RawRow[], void, void>;
  /** The number of the last row. */
  readonly lines: () => number;
}

export const createRowBatches = (): RowBatches => {
  let batch: RawRow[] = [];
  let cells = 0;
  let lines = 0;

  function* add(row: RawRow): Generator<RawRow[], void, void> {
    while (lines < row.line) {
      lines += 1;
      const next = lines === row.line ? row : { line: lines, span: 1, cells: [''] };
      batch.push(next);
      cells += next.cells.length;
      if (batch.length >= BATCH || cells >= BATCH_CELLS) yield* end();
    }
  }

  function* end(): Generator<RawRow[], void, void> {
    if (batch.length === 0) return;
    const full = batch;
    batch = [];
    cells = 0;
    yield full;
  }

  return Object.freeze({ add, end, lines: () => lines });
};
