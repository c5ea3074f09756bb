// Turns a source's rows into batches that cross to the writing thread at little cost: numbers, claims and the rows' hashes, each row read once.
import type { ImportCount, Layout, Reading } from '../../src-shared/contract/imports.ts';
import { readAreaCodes } from '../../src-shared/domain/area-code-report.ts';
import { createFileRowReader } from '../../src-shared/domain/known-layouts/file-row-reader.ts';
import type { SetAside } from '../../src-shared/domain/reject.ts';
import type { FileFailure } from '../../src-shared/failures.ts';
import { ok, type Result } from '../../src-shared/result.ts';
import type { RawRow, Source } from '../intake/source.ts';
import type { StagedBatch } from '../ledger/repositories/staging.ts';
import { createRowHashes } from '../sealed-log/rows-tree.ts';
import { createEntryPacker } from './pack-entries.ts';
import { kindOfRow } from './preview-file.ts';
import { createVersionReader, type VersionFacts, type VersionReader, type Watermark } from './version-rows.ts';

export type RowBatch = {
  readonly staged: StagedBatch;
  /** The leaf hash of each row with numbers, one after another. */
  readonly hashes: Uint8Array<ArrayBuffer>;
  /** Lines by class, but for those the ledger decides on. */
  readonly counts: { readonly header: number; readonly ignored: number; readonly blank: number; readonly setAside: NonNullable<ImportCount['setAside']> };
  readonly rows: number;
  /** About the bytes its rows take in the file; 0 where that cannot be told (workbooks are packed). */
  readonly bytes: number;
};

/** The day of the import (ms since 1970), the log's origin, and 32 random bytes: what the rows' root is made with. */
export type RowTask = { readonly at: number; readonly log: string; readonly seed: Uint8Array; /** The user's own table, a line a code. */ readonly areaCodes?: string | null; readonly watermark?: Watermark | null };

/** `version`: absent where the file is read as nothing but a table. */
export type RowsEnd = { readonly lines: number; readonly hiddenRows?: number; readonly version?: VersionFacts };

/** Rows of a batch that crosses: enough that crossing costs nothing. A source gives fewer at once, since what lives briefly costs least. */
const batchRows = 2000;

/** Ends as the source's rows do: with the lines of the file, or why they cannot be trusted. */
export const readRowBatches = async function* (source: Source, layout: Layout, task: RowTask): AsyncGenerator<RowBatch, Result<RowsEnd, FileFailure>, void> {
  const given = source.rows({ sheet: layout.sheet, delimiter: layout.delimiter, cuts: layout.cuts ?? null });
  try {
    const version = await createVersionReader(source, layout, task.watermark ?? null);
    const packer = createPacker(source, layout, task, version);
    for (;;) {
      const next = await given.next();
      if (next.done !== true) {
        packer.add(next.value);
        if (packer.rows() >= batchRows) yield packer.take();
        continue;
      }
      // Only a sheet that was read to its end knows its hidden rows.
      if (!next.value.ok) return next.value;
      if (packer.rows() > 0) yield packer.take();
      const { hiddenRows = 0 } = source.facts;
      return ok({ ...next.value.value, ...(hiddenRows > 0 ? { hiddenRows } : {}), ...(version === null ? {} : { version: version.facts() }) });
    }
  } finally {
    // A reader that was left half-way still holds the file.
    await given.return(ok({ lines: 0 }));
  }
};

type Packer = { readonly add: (rows: readonly RawRow[]) => void; /** Since the last batch was taken. */ readonly rows: () => number; readonly take: () => RowBatch };

const createPacker = ({ facts }: Source, layout: Layout, { at, log, seed, areaCodes = null }: RowTask, version: VersionReader | null): Packer => {
  const on = new Date(at).toISOString().slice(0, 10);
  const table = areaCodes === null ? null : readAreaCodes(areaCodes);
  const readRow = createFileRowReader(layout, on, table);
  const hashRow = createRowHashes(seed, log);
  const sizeOf = facts.format === 'text' || facts.unpackedBytes !== undefined ? createSizeOf(facts.encoding, facts.bytes / (facts.unpackedBytes ?? facts.bytes)) : null;
  const newEntries = createEntryPacker(layout, table === null ? on : { on, table });

  let entries = newEntries();
  let counts = noCounts();
  const hashes = createHashes();
  let taken = 0;
  let bytes = 0;

  const addRow = (row: RawRow): void => {
    if (sizeOf !== null) bytes += sizeOf(row);
    // Further lines of a quoted cell belong to the row above and carry nothing of their own.
    counts.ignored += row.span - 1;
    const kind = kindOfRow(row, layout, facts.sepLine === true && row.line === 1);
    const aside = version === null || kind !== 'data' ? null : version.see(row.cells);
    const read = kind !== 'data' ? null : aside === null ? readRow(row) : { readings: [], setAside: aside };
    if (read !== null && 'facts' in read && read.readings.length > 0) {
      entries.add(row, read);
      hashes.add(hashRow(canonicalRow(row.line, read.readings)));
      return;
    }
    if (read?.setAside !== undefined) counts.setAside[read.setAside] = (counts.setAside[read.setAside] ?? 0) + 1;
    const outcome = kind !== 'data' ? kind : read?.setAside === undefined ? 'blank' : 'ignored';
    counts[outcome] += 1;
    entries.addLine(row, outcome);
  };

  return {
    add: (rows) => {
      for (const row of rows) addRow(row);
      taken += rows.length;
    },
    rows: () => taken,
    take: () => {
      const batch: RowBatch = { staged: entries.end(), hashes: hashes.take(), counts, rows: taken, bytes };
      entries = newEntries();
      counts = noCounts();
      taken = 0;
      bytes = 0;
      return batch;
    },
  };
};

const noCounts = (): { header: number; ignored: number; blank: number; readonly setAside: Partial<Record<SetAside, number>> } => ({ header: 0, ignored: 0, blank: 0, setAside: {} });

/** Hashes of 32 latin-1 characters one after another as bytes, taken in one piece of memory that can be given to another thread. */
const createHashes = () => {
  let bytes = Buffer.from(new ArrayBuffer(32 * 4096));
  let length = 0;
  return {
    add: (latin1: string): void => {
      if (length === bytes.length) {
        const wider = Buffer.from(new ArrayBuffer(bytes.length * 2));
        bytes.copy(wider);
        bytes = wider;
      }
      length += bytes.write(latin1, length, 'latin1');
    },
    take: (): Uint8Array<ArrayBuffer> => {
      const taken = new Uint8Array(bytes.buffer, 0, length);
      bytes = Buffer.from(new ArrayBuffer(bytes.length));
      length = 0;
      return taken;
    },
  };
};

/** The bytes of a row in its file, but for quotes and letters of more than one byte; `packed`: the share that is left of them in a ZIP. */
const createSizeOf = (encoding: string | null, packed: number): ((row: RawRow) => number) => {
  const unit = (encoding?.startsWith('utf-16') === true ? 2 : 1) * packed;
  return ({ cells }) => {
    let letters = cells.length;
    for (const cell of cells) letters += cell.length;
    return letters * unit;
  };
};

/** What is sealed of a row: where it stood, what stood there and what it was read as. Canonical JSON written out: a third of the general writer's time. */
const canonicalRow = (line: number, readings: readonly Reading[]): string => {
  let numbers = '';
  for (const reading of readings) {
    if (numbers !== '') numbers += ',';
    numbers += reading.verdict === 'accepted'
      ? `{"phone":"${reading.phone}","raw":${jsonText(reading.raw)},"reason":null}`
      : `{"phone":null,"raw":${jsonText(reading.raw)},"reason":"${reading.reason}"}`;
  }
  return `{"line":${line},"numbers":[${numbers}]}`;
};

const jsonText = (text: string): string => (/^[ !#-[\]-~]*$/.test(text) ? `"${text}"` : JSON.stringify(text.toWellFormed()));
