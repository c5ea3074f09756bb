// An .xlsx workbook as a source of rows: streamed from the file, bounded in memory, every row of a sheet with its number.
import type { FileFailure } from '../../src-shared/failures.ts';
import { fail, ok, type Result } from '../../src-shared/result.ts';
import type { FileBytes } from './file-bytes.ts';
import { toFailure, type PartFault } from './part-fault.ts';
import { takeHead } from './take-head.ts';
import type { RawRow, Rows, Source, SourceFacts } from './source-types.ts';
import { createSheetRows } from './xlsx-rows.ts';
import { createSharedStrings, type SharedStrings } from './xlsx-shared-strings.ts';
import { readWorkbook } from './xlsx-workbook.ts';
import type { ZipParts } from './zip-parts.ts';

const BATCH = 1000;
/** A row may be 16,384 cells wide with a value in the last one only. */
const BATCH_CELLS = 250_000;
const LARGEST_PART = 4 * 1024 ** 3;

/** `part` is the workbook part of the package. Reads the whole file once for its hash. */
export const openXlsx = async (file: FileBytes, parts: ZipParts, part: string): Promise<Result<Source, FileFailure>> => {
  const digest = await file.digest();
  if (!digest.ok) return digest;
  const read = await readWorkbook(parts, part);
  if (!read.ok) return fail(toFailure(read.failure.fault, file.name, read.failure.part));
  const workbook = read.value;
  let hiddenRows: number | undefined;
  const facts: SourceFacts = {
    name: file.name, bytes: file.size, sha256: digest.value, format: 'xlsx', encoding: null,
    sheets: workbook.sheets.map(({ name, hidden }) => ({ name, hidden })),
  };

  let strings: Promise<Result<SharedStrings, FileFailure>> | undefined;
  const sharedStrings = (): Promise<Result<SharedStrings, FileFailure>> => (strings ??= readSharedStrings(file.name, parts, workbook.sharedStringsPart));

  /** The named sheet, or the first that is not hidden. */
  const sheetOf = (name: string | null) =>
    name === null ? (workbook.sheets.find(({ hidden }) => !hidden) ?? workbook.sheets[0]) : workbook.sheets.find((sheet) => sheet.name === name);

  async function* rows(options: { readonly sheet: string | null }): Rows {
    const sheet = sheetOf(options.sheet);
    if (sheet === undefined) {
      return fail({ type: 'SheetMissing', name: file.name, sheet: options.sheet ?? '', sheets: workbook.sheets.map(({ name }) => name) });
    }
    const shared = await sharedStrings();
    if (!shared.ok) return shared;
    const found = createSheetRows({ sharedString: shared.value.get, isDateStyle: workbook.isDateStyle, date1904: workbook.date1904 });
    const reading = parts.read(sheet.part, found.sink, LARGEST_PART);
    const broke = (fault: PartFault) => fail(toFailure(fault, file.name, sheet.part));
    let batch: RawRow[] = [];
    let cells = 0;
    let lines = 0;
    try {
      for (;;) {
        const step = await reading.next();
        const fault = found.fault() ?? (step.done === true ? step.value : null);
        if (fault !== null) return broke(fault);
        for (const row of found.take()) {
          // Rows the sheet leaves out are blank lines of it.
          while (lines < row.line) {
            lines += 1;
            const next = lines === row.line ? row : { line: lines, span: 1, cells: [''] };
            batch.push(next);
            cells += next.cells.length;
            if (batch.length >= BATCH || cells >= BATCH_CELLS) {
              yield batch;
              batch = [];
              cells = 0;
            }
          }
        }
        if (step.done === true) break;
      }
    } finally {
      await reading.return(null);
    }
    if (batch.length > 0) yield batch;
    hiddenRows = found.hidden();
    const again = await file.digest();
    if (!again.ok) return again;
    return again.value === facts.sha256 ? ok({ lines }) : fail({ type: 'FileChanged', name: file.name });
  }

  const head: Source['head'] = async (options, count) => {
    const first = await takeHead(rows({ sheet: options.sheet ?? null }), count);
    if (!first.ok) return first;
    return ok({ rows: first.value, delimiter: null, sheet: sheetOf(options.sheet ?? null)?.name ?? null });
  };

  return ok(Object.freeze({
    get facts() {
      return hiddenRows === undefined ? facts : { ...facts, hiddenRows };
    },
    head,
    rows,
  }));
};

const readSharedStrings = async (name: string, parts: ZipParts, part: string | null): Promise<Result<SharedStrings, FileFailure>> => {
  const { sink, fault, strings } = createSharedStrings();
  if (part === null || !parts.has(part)) return ok(strings);
  const reading = parts.read(part, sink, LARGEST_PART);
  try {
    for (;;) {
      const step = await reading.next();
      const wrong = fault() ?? (step.done === true ? step.value : null);
      if (wrong !== null) return fail(toFailure(wrong, name, part));
      if (step.done === true) return ok(strings);
    }
  } finally {
    await reading.return(null);
  }
};
