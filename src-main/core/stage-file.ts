// Stages a whole file: every line gets exactly one class, the count closes against the bytes, and a salted root seals the rows.
import { setImmediate } from 'node:timers/promises';
import type { ImportCount, Layout } from '../../src-shared/contract/imports.ts';
import { createFileRowReader, type FileRow } from '../../src-shared/domain/known-layouts/file-row-reader.ts';
import type { RejectReason, SetAside } from '../../src-shared/domain/reject.ts';
import type { FileFailure, ImportBusy } from '../../src-shared/failures.ts';
import { fail, ok, type Result } from '../../src-shared/result.ts';
import type { RawRow } from '../intake/source.ts';
import type { Staging } from '../ledger/open-staging.ts';
import type { StagedRow, StageLine } from '../ledger/repositories/staging.ts';
import { createOpenings, createRowsTree } from '../sealed-log/rows-tree.ts';
import { kindOfRow, layOut } from './preview-file.ts';

export type StageTask = {
  readonly path: string; readonly name: string; readonly asked: Partial<Layout>; readonly at: number;
  /** The log's origin and 32 random bytes: what the rows' root is made with. */
  readonly log: string; readonly seed: Uint8Array;
};

export type StagedFile = {
  readonly importId: number;
  readonly count: Omit<ImportCount, 'file'> & { readonly numbers: number };
  readonly sha256: string; readonly bytes: number;
  /** Base64url of the sub-tree over the rows that held numbers, and how many they are. */
  readonly root: string; readonly rows: number;
};

/** A line without numbers has its outcome already; the others get theirs from the ledger. */
type ReadLine =
  | { readonly row: RawRow; readonly outcome: 'header' | 'ignored' | 'blank'; readonly setAside?: SetAside }
  | { readonly row: RawRow; readonly outcome: null; readonly read: FileRow };

type Tally = { header: number; ignored: number; blank: number; accepted: number; duplicate: number; numbers: number; held: number; quarantined: Partial<Record<RejectReason, number>>; setAside: Partial<Record<SetAside, number>> };

/** `bytes` are about those the rows so far take in the file, of `totalBytes`; both 0 where that cannot be told (workbooks are packed). */
export type StageProgress = { readonly rows: number; readonly bytes: number; readonly totalBytes: number };

/**
 * The import lease is held by whoever calls. What an earlier process left half-done is dropped first; on any failure nothing stays
 * behind. `report` hears how far it is after each batch, and answers whether to go on; a file that was called off is dropped by the next import.
 */
export const stageFile = async (staging: Staging, task: StageTask, report: (progress: StageProgress) => boolean): Promise<Result<StagedFile, FileFailure | ImportBusy>> => {
  for (const abandoned of staging.abandoned()) await dropRows(staging, abandoned);
  const laidOut = await layOut(task.path, task.name, task.asked);
  if (!laidOut.ok) return laidOut;
  const { source, layout } = laidOut.value;
  const { sha256, bytes, format, encoding } = source.facts;
  const importId = staging.chunk(() => staging.begin({
    name: task.name, bytes, sha256, format, encoding, sheet: layout.sheet, region: layout.region, layout: JSON.stringify(layout), at: task.at,
  }));
  const batches = source.rows({ sheet: layout.sheet, delimiter: layout.delimiter, cuts: layout.cuts ?? null });
  try {
    const tally: Tally = { header: 0, ignored: 0, blank: 0, accepted: 0, duplicate: 0, numbers: 0, held: 0, quarantined: {}, setAside: {} };
    const tree = createRowsTree(task.seed, task.log);
    const open = createOpenings(task.seed, task.log);
    const readRow = createFileRowReader(layout, new Date(task.at).toISOString().slice(0, 10));
    const readOne = (row: RawRow): ReadLine => {
      const kind = kindOfRow(row, layout, source.facts.sepLine === true && row.line === 1);
      const read = kind === 'data' ? readRow(row) : null;
      if (read?.setAside !== undefined) return { row, outcome: 'ignored', setAside: read.setAside };
      return read === null || read.readings.length === 0 ? { row, outcome: kind === 'data' ? 'blank' : kind } : { row, outcome: null, read };
    };
    // Further lines of a quoted cell belong to the row above and carry nothing of their own.
    const linesBelow = (row: RawRow): readonly StageLine[] => Array.from({ length: row.span - 1 }, (_, i) => ({ line: row.line + 1 + i, cells: [], outcome: 'ignored' }));
    const linesOf = (line: ReadLine): StageLine[] => {
      const { row } = line;
      const own: StageLine = line.outcome === null ? { line: row.line, cells: row.cells, outcome: null, read: line.read } : { line: row.line, cells: row.cells, outcome: line.outcome };
      return row.span === 1 ? [own] : [own, ...linesBelow(row)];
    };
    const countOne = (line: ReadLine, staged: StagedRow | null): void => {
      tally.ignored += line.row.span - 1;
      if (line.outcome !== null) {
        tally[line.outcome] += 1;
        if (line.setAside !== undefined) tally.setAside[line.setAside] = (tally.setAside[line.setAside] ?? 0) + 1;
      }
      else if (staged !== null) {
        count(tally, staged);
        const opening = Buffer.from(`\0${open(canonicalRow(line.row.line, staged, line.read.readings.map((reading) => reading.raw)))}`);
        tree.addOpenings(opening, Uint32Array.of(opening.length));
      }
    };

    const sizeOf = format === 'text' ? createSizeOf(encoding) : null;
    let rows = 0;
    let read = 0;
    let next = await batches.next();
    while (next.done !== true) {
      const batch = next.value;
      // Reading and sealing are most of the work and need no lock: the core finds the ledger free more often than not.
      const lines = batch.map(readOne);
      const toStage = lines.flatMap(linesOf);
      const staged = staging.chunk(() => staging.stageLines(importId, toStage));
      let at = 0;
      for (const line of lines) {
        countOne(line, staged[at] ?? null);
        at += line.row.span;
      }
      rows += batch.length;
      if (sizeOf !== null) for (const row of batch) read += sizeOf(row);
      if (!report({ rows, bytes: Math.min(read, bytes), totalBytes: sizeOf === null ? 0 : bytes })) return fail({ type: 'ImportBusy' });
      next = await batches.next();
    }
    if (!next.value.ok) return await drop(staging, importId, next.value.failure);
    const { lines } = next.value.value;
    const { header, ignored, blank, accepted, duplicate, held } = tally;
    const sum = header + ignored + blank + accepted + duplicate + held;
    if (sum !== lines) return await drop(staging, importId, { type: 'CountNotClosed', name: task.name, lines, sum, line: Math.min(sum, lines) + 1 });
    const { root, rows: sealed } = tree.end();
    return ok({
      importId, sha256, bytes, root: root.toString('base64url'), rows: sealed,
      count: { lines, header, ignored, blank, accepted, duplicate, quarantined: tally.quarantined, setAside: tally.setAside, numbers: tally.numbers },
    });
  } catch (thrown) {
    // Another process took the lease, which this one had let end, and dropped what was staged here.
    if (!staging.abandoned().includes(importId)) return fail({ type: 'ImportBusy' });
    await drop(staging, importId, null);
    throw thrown;
  } finally {
    // A reader that was left half-way still holds the file.
    await batches.return(ok({ lines: 0 }));
  }
};

const drop = async <F>(staging: Staging, importId: number, failure: F): Promise<Result<never, F>> => {
  await dropRows(staging, importId);
  return fail(failure);
};

/** In short transactions with a pause between: others may write while a million rows go. */
const dropRows = async (staging: Staging, importId: number): Promise<void> => {
  while (!staging.chunk(() => staging.dropSome(importId))) await setImmediate();
};

/** The bytes of a row in its file, but for quotes and letters of more than one byte. */
const createSizeOf = (encoding: string | null): ((row: RawRow) => number) => {
  const unit = encoding?.startsWith('utf-16') === true ? 2 : 1;
  return ({ cells }) => {
    let letters = cells.length;
    for (const cell of cells) letters += cell.length;
    return letters * unit;
  };
};

const count = (tally: Tally, row: StagedRow): void => {
  tally.numbers += row.numbers.filter((number) => number.verdict === 'accepted').length;
  if (row.outcome === 'accepted') tally.accepted += 1;
  else if (row.outcome === 'duplicate') tally.duplicate += 1;
  else if (row.reason !== null) {
    tally.held += 1;
    tally.quarantined[row.reason] = (tally.quarantined[row.reason] ?? 0) + 1;
  }
};

/** Canonical JSON written out: keys in order, strings well-formed. Half the time of the general writer, over millions of rows. */
const canonicalRow = (line: number, row: StagedRow, raws: readonly string[]): string => {
  const numbers = row.numbers.map(({ phone, reason, verdict }, i) =>
    `{"phone":${phone === null ? 'null' : `"${phone}"`},"raw":${JSON.stringify((raws[i] ?? '').toWellFormed())},"reason":${reason === null ? 'null' : `"${reason}"`},"verdict":"${verdict}"}`);
  return `{"line":${line},"numbers":[${numbers.join(',')}],"outcome":"${row.outcome}"}`;
};
