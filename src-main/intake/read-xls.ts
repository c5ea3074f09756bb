// A compound file as a source of rows where it is a legacy .xls workbook, or a refusal by name; read whole, so only up to a size.
import type { FileFailure } from '../../src-shared/failures.ts';
import { fail, ok, type Result } from '../../src-shared/result.ts';
import { readCompoundFile, type CompoundFile } from './compound-file.ts';
import type { FileBytes } from './file-bytes.ts';
import { toFailure } from './part-fault.ts';
import { createRowBatches } from './row-batches.ts';
import type { Rows, Source, SourceFacts } from './source-types.ts';
import { takeHead } from './take-head.ts';
import { findXlsSheet } from './xls-rows.ts';
import { readXlsWorkbook, type XlsWorkbook } from './xls-workbook.ts';

/** 65,536 rows of 50 columns; what is larger carries pictures or is no list. */
export const LARGEST_XLS = 30 * 1024 * 1024;

export const openCompound = async (file: FileBytes, head: Buffer): Promise<Result<Source, FileFailure>> => {
  if (file.size > LARGEST_XLS) return fail(await refuseLarge(file, head));
  const digest = await file.digest();
  if (!digest.ok) return digest;
  const bytes = await file.slice(0, file.size);
  if (!bytes.ok) return bytes;
  const changed = await file.unchanged();
  if (changed !== null) return fail(changed);

  const compound = readCompoundFile(bytes.value);
  const other = nameOther(compound.ok ? compound.value.names.join('\n') : bytes.value.toString('utf16le', 0, 1 << 20), file.name);
  if (other !== null) return fail(other);
  if (!compound.ok) return fail(toFailure(compound.failure, file.name, 'compound file'));
  const found = workbookStream(compound.value);
  if (found === null) return fail({ type: 'FileNotTabular', name: file.name, looksLike: UNKNOWN });
  if (!found.stream.ok) return fail(toFailure(found.stream.failure, file.name, found.part));
  const stream = found.stream.value;
  const workbook = readXlsWorkbook(stream);
  return workbook.ok ? ok(createXlsSource(file, digest.value, stream, workbook.value)) : fail(toFailure(workbook.failure, file.name, found.part));
};

const UNKNOWN = 'compound file';

const workbookStream = (compound: CompoundFile) => {
  for (const part of ['Workbook', 'Book'] as const) {
    const stream = compound.stream(part);
    if (stream !== null) return { part, stream };
  }
  return null;
};

/** Documents of other programs, and any Office document under a password (MS-OFFCRYPTO 2.3), by the names of what they hold; null for a workbook. */
const nameOther = (names: string, name: string): FileFailure | null => {
  const looksLike = (what: string): FileFailure => ({ type: 'FileNotTabular', name, looksLike: what });
  if (names.includes('EncryptedPackage')) return { type: 'WorkbookEncrypted', name };
  if (names.includes('WordDocument')) return looksLike('doc');
  if (names.includes('PowerPoint Document')) return looksLike('ppt');
  return names.includes('Workbook') || names.includes('Book') ? null : looksLike(UNKNOWN);
};

/** Not read for its rows, but a workbook under a password is called that whatever its size: its directory says so (MS-CFB 2.2, 2.6). */
const refuseLarge = async (file: FileBytes, head: Buffer): Promise<FileFailure> => {
  const at = (head.readUInt32LE(48) + 1) * (1 << Math.min(head.readUInt16LE(30), 16));
  const directory = await file.slice(Math.min(at, file.size), 64 * 1024);
  if (!directory.ok) return directory.failure;
  const other = nameOther(head.toString('utf16le') + directory.value.toString('utf16le'), file.name);
  const isSure = other !== null && (other.type !== 'FileNotTabular' || other.looksLike !== UNKNOWN);
  return isSure ? other : { type: 'FileTooLarge', name: file.name, bytes: file.size, limit: LARGEST_XLS };
};

const createXlsSource = (file: FileBytes, sha256: string, stream: Buffer, workbook: XlsWorkbook): Source => {
  const { sheets } = workbook;
  let hiddenRows: number | undefined;
  const facts: SourceFacts = { name: file.name, bytes: file.size, sha256, format: 'xls', encoding: null, sheets: sheets.map(({ name, hidden }) => ({ name, hidden })) };

  /** The named sheet, or the first that is not hidden. */
  const sheetOf = (name: string | null) => (name === null ? (sheets.find(({ hidden }) => !hidden) ?? sheets[0]) : sheets.find((sheet) => sheet.name === name));

  async function* rows(options: { readonly sheet: string | null }): Rows {
    const sheet = sheetOf(options.sheet);
    if (sheet === undefined) return fail({ type: 'SheetMissing', name: file.name, sheet: options.sheet ?? '', sheets: sheets.map(({ name }) => name) });
    const found = findXlsSheet(stream, sheet.at, workbook);
    if (!found.ok) return fail(toFailure(found.failure, file.name, sheet.name));
    const batches = createRowBatches();
    const reading = found.value.rows();
    for (let step = reading.next(); ; step = reading.next()) {
      if (step.done !== true) {
        yield* batches.add(step.value);
        continue;
      }
      if (step.value !== null) return fail(toFailure(step.value, file.name, sheet.name));
      break;
    }
    yield* batches.end();
    hiddenRows = found.value.hidden;
    const changed = await file.unchanged();
    return changed === null ? ok({ lines: batches.lines() }) : fail(changed);
  }

  const head: Source['head'] = async (options, count) => {
    const first = await takeHead(rows({ sheet: options.sheet ?? null }), count);
    return first.ok ? ok({ rows: first.value, delimiter: null, sheet: sheetOf(options.sheet ?? null)?.name ?? null }) : first;
  };

  return Object.freeze({
    get facts() {
      return hiddenRows === undefined ? facts : { ...facts, hiddenRows };
    },
    head,
    rows,
  });
};
