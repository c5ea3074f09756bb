// An OpenDocument spreadsheet as a source of rows: streamed from the file, bounded in memory, every row of a sheet with its number.
import type { FileFailure } from '../../src-shared/failures.ts';
import { fail, ok, type Result } from '../../src-shared/result.ts';
import type { FileBytes } from './file-bytes.ts';
import { createOdsRows } from './ods-rows.ts';
import { broken, toFailure, type PartFault } from './part-fault.ts';
import { createRowBatches } from './row-batches.ts';
import type { Rows, Source, SourceFacts } from './source-types.ts';
import { takeHead } from './take-head.ts';
import { attribute } from './xml-tokens.ts';
import type { ZipParts } from './zip-parts.ts';

const LARGEST_PART = 4 * 1024 ** 3;

type Sheet = { readonly name: string; readonly hidden: boolean; readonly index: number };

/** `part` is content.xml. Reads it once to its end for the sheets, and the whole file for its hash. */
export const openOds = async (file: FileBytes, parts: ZipParts, part: string): Promise<Result<Source, FileFailure>> => {
  const digest = await file.digest();
  if (!digest.ok) return digest;
  const listed = await listSheets(parts, part);
  if (!listed.ok) return fail(toFailure(listed.failure, file.name, part));
  const sheets = listed.value;
  let hiddenRows: number | undefined;
  const facts: SourceFacts = {
    name: file.name, bytes: file.size, sha256: digest.value, format: 'ods', encoding: null, sheets: sheets.map(({ name, hidden }) => ({ name, hidden })),
  };

  /** The named sheet, or the first that is not hidden. */
  const sheetOf = (name: string | null): Sheet | undefined =>
    name === null ? (sheets.find(({ hidden }) => !hidden) ?? sheets[0]) : sheets.find((sheet) => sheet.name === name);

  async function* rows(options: { readonly sheet: string | null }): Rows {
    const sheet = sheetOf(options.sheet);
    if (sheet === undefined) return fail({ type: 'SheetMissing', name: file.name, sheet: options.sheet ?? '', sheets: sheets.map(({ name }) => name) });
    const found = createOdsRows(sheet.index);
    const batches = createRowBatches();
    const reading = parts.read(part, found.sink, LARGEST_PART);
    try {
      for (;;) {
        const step = await reading.next();
        const fault = found.fault() ?? (step.done === true ? step.value : null);
        if (fault !== null) return fail(toFailure(fault, file.name, part));
        for (const row of found.take()) yield* batches.add(row);
        // What follows was read when the sheets were listed, and the hash below says it is the same still.
        if (found.ended() || step.done === true) break;
      }
    } finally {
      await reading.return(null);
    }
    yield* batches.end();
    hiddenRows = found.hidden();
    const again = await file.digest();
    if (!again.ok) return again;
    return again.value === facts.sha256 ? ok({ lines: batches.lines() }) : fail({ type: 'FileChanged', name: file.name });
  }

  const head: Source['head'] = async (options, count) => {
    const first = await takeHead(rows({ sheet: options.sheet ?? null }), count);
    return first.ok ? ok({ rows: first.value, delimiter: null, sheet: sheetOf(options.sheet ?? null)?.name ?? null }) : first;
  };

  return ok(Object.freeze({
    get facts() {
      return hiddenRows === undefined ? facts : { ...facts, hiddenRows };
    },
    head,
    rows,
  }));
};

/** LibreOffice keeps what other files said in tables of this style; they are no sheets of this one. */
const externalStyle = 'ta_extref';

const listSheets = async (parts: ZipParts, part: string): Promise<Result<readonly Sheet[], PartFault>> => {
  const sheets: Sheet[] = [];
  const hiddenStyles = new Set<string>();
  let tables = 0;
  let style = '';
  const reading = parts.read(part, {
    open: (name, attributes, depth) => {
      if (depth > 4) return;
      if (name === 'style' && depth === 3) style = attribute(attributes, 'family') === 'table' ? (attribute(attributes, 'name') ?? '') : '';
      else if (name === 'table-properties' && style !== '' && attribute(attributes, 'display') === 'false') hiddenStyles.add(style);
      else if (name === 'table' && depth === 4) {
        const ofTable = attribute(attributes, 'style-name') ?? '';
        if (ofTable !== externalStyle) sheets.push({ name: attribute(attributes, 'name') ?? '', hidden: hiddenStyles.has(ofTable), index: tables });
        tables += 1;
      }
    },
    close: () => undefined,
    text: () => undefined,
  }, LARGEST_PART);
  for (;;) {
    const step = await reading.next();
    if (step.done !== true) continue;
    if (step.value !== null) return fail(step.value);
    return sheets.length === 0 ? fail(broken('no sheet')) : ok(sheets);
  }
};
