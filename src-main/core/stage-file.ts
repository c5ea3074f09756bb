// Stages a whole file: every line gets exactly one class, the count closes against the bytes, and a salted root seals the rows.
import { setImmediate } from 'node:timers/promises';
import type { ImportCount, Layout } from '../../src-shared/contract/imports.ts';
import type { RejectReason, SetAside } from '../../src-shared/domain/reject.ts';
import type { FileFailure, ImportBusy } from '../../src-shared/failures.ts';
import { fail, ok, type Result } from '../../src-shared/result.ts';
import type { SourceFacts } from '../intake/source.ts';
import type { Staging } from '../ledger/open-staging.ts';
import type { StagedCount } from '../ledger/repositories/staging.ts';
import { createRowsTree } from '../sealed-log/rows-tree.ts';
import { judgeVersion, refuseEarly, type Version, type VersionTask } from './judge-version.ts';
import { createRests, type Rests } from './rests.ts';
import type { RowBatch, RowsEnd } from './row-batches.ts';
import type { Watermark } from './version-rows.ts';

export type StageTask = {
  readonly path: string; readonly name: string; readonly asked: Partial<Layout>; readonly at: number;
  /** The log's origin and 32 random bytes: what the rows' root is made with. */
  readonly log: string; readonly seed: Uint8Array;
  readonly areaCodes?: string | null;
  readonly watermark?: Watermark | null; readonly version?: VersionTask;
};

export type StagedFile = {
  readonly importId: number;
  readonly count: Omit<ImportCount, 'file'> & { readonly numbers: number };
  readonly sha256: string; readonly bytes: number;
  /** Base64url of the sub-tree over the rows that held numbers, and how many they are. */
  readonly root: string; readonly rows: number;
  readonly version: Version;
};

/** `bytes` are about those the rows so far take in the file, of `totalBytes`; both 0 where that cannot be told (workbooks are packed). */
export type StageProgress = { readonly rows: number; readonly bytes: number; readonly totalBytes: number };

/** A file that is open and whose layout is settled, read by another thread or by this one. */
export type OpenedRows = {
  readonly facts: Pick<SourceFacts, 'bytes' | 'sha256' | 'format' | 'encoding' | 'member'>;
  readonly layout: Layout;
  readonly batches: AsyncGenerator<RowBatch, Result<RowsEnd, FileFailure>, void>;
};

/**
 * The import lease is held by whoever calls. What an earlier process left half-done is dropped first; on any failure nothing stays
 * behind. `report` hears how far it is after each batch, and answers whether to go on; a file that was called off is dropped by the next import.
 */
export const stageFile = async (
  staging: Staging, task: StageTask, open: () => Promise<Result<OpenedRows, FileFailure>>, report: (progress: StageProgress) => boolean,
): Promise<Result<StagedFile, FileFailure | ImportBusy>> => {
  for (const abandoned of staging.abandoned()) await dropRows(staging, abandoned);
  const opened = await open();
  if (!opened.ok) return opened;
  const { facts: { sha256, bytes, format, encoding, member = null }, layout, batches } = opened.value;
  const asked = task.version ?? { layoutId: null, mode: null, obtained: null, isShorter: false, limits: null };
  const on = new Date(task.at).toISOString().slice(0, 10);
  const early = refuseEarly(staging, layout, { fileName: task.name, member, sha256 }, asked, on);
  if (!early.ok) {
    await batches.return(ok({ lines: 0 }));
    return early;
  }
  const importId = staging.chunk(() => staging.begin({
    name: task.name, bytes, sha256, format, encoding, sheet: layout.sheet, region: layout.region, layout: JSON.stringify(layout), at: task.at,
  }));
  try {
    const tree = createRowsTree(task.seed, task.log);
    const tally = createTally();
    let progress: StageProgress = { rows: 0, bytes: 0, totalBytes: 0 };
    const rests = createRests();
    let next = await batches.next();
    while (next.done !== true) {
      const batch = next.value;
      if (staging.mustLearn()) staging.learn();
      tally.add(batch, rests.hold(() => staging.chunk(() => staging.stageBatch(importId, batch.staged))));
      // Sealing is a good part of the work and needs no lock: the core finds the ledger free more often than not.
      tree.addHashes(batch.hashes);
      if (staging.mustSettle()) tally.lose(await settle(staging, importId, rests));
      progress = { rows: progress.rows + batch.rows, bytes: Math.min(bytes, progress.bytes + batch.bytes), totalBytes: batch.bytes === 0 ? progress.totalBytes : bytes };
      if (!report(progress)) return fail({ type: 'ImportBusy' });
      await rests.rest();
      next = await rests.gap(() => batches.next());
    }
    if (!next.value.ok) return await drop(staging, importId, next.value.failure);
    tally.lose(await settle(staging, importId, rests));
    staging.chunk(() => staging.finish(importId));
    const { lines, hiddenRows, version: facts = null } = next.value.value;
    const sum = tally.sum();
    if (sum !== lines) return await drop(staging, importId, { type: 'CountNotClosed', name: task.name, lines, sum, line: Math.min(sum, lines) + 1 });
    const version = await judgeVersion(staging, { importId, name: task.name, task: asked, layout, facts, ...tally.rows() }, on);
    if (!version.ok) return await drop(staging, importId, version.failure);
    const { root, rows } = tree.end();
    return ok({ importId, sha256, bytes, root: root.toString('base64url'), rows, version: version.value, count: { lines, ...tally.count(), ...(hiddenRows === undefined ? {} : { hiddenRows }) } });
  } catch (thrown) {
    // Another process took the lease, which this one had let end, and dropped what was staged here.
    if (!staging.abandoned().includes(importId)) return fail({ type: 'ImportBusy' });
    await drop(staging, importId, null);
    throw thrown;
  } finally {
    await batches.return(ok({ lines: 0 }));
  }
};

/** In short transactions with a pause between: others may write while a million rows come or go. */
const settle = async (staging: Staging, importId: number, rests: Rests): Promise<Lost> => {
  const lost = { numbers: 0, rows: 0 };
  for (;;) {
    const { done, numbers, rows } = rests.hold(() => staging.chunk(() => staging.settleSome(importId)));
    lost.numbers += numbers;
    lost.rows += rows;
    if (done) return lost;
    await rests.rest();
    await setImmediate();
  }
};

/** Numbers that somebody accepted in review while the file was staged, and rows that are duplicates by that. */
type Lost = { readonly numbers: number; readonly rows: number };

const dropRows = async (staging: Staging, importId: number): Promise<void> => {
  while (!staging.chunk(() => staging.dropSome(importId))) await setImmediate();
};

const drop = async <F>(staging: Staging, importId: number, failure: F): Promise<Result<never, F>> => {
  await dropRows(staging, importId);
  return fail(failure);
};

const createTally = () => {
  const lines = { header: 0, ignored: 0, blank: 0, accepted: 0, duplicate: 0 };
  const quarantined: Partial<Record<RejectReason, number>> = {};
  const setAside: Partial<Record<SetAside, number>> = {};
  let held = 0;
  let numbers = 0;
  return {
    add: ({ counts }: RowBatch, staged: StagedCount): void => {
      for (const outcome of ['header', 'ignored', 'blank'] as const) lines[outcome] += counts[outcome];
      for (const outcome of ['accepted', 'duplicate'] as const) lines[outcome] += staged[outcome];
      held += staged.held;
      numbers += staged.numbers;
      addEach(quarantined, staged.quarantined);
      addEach(setAside, counts.setAside);
    },
    lose: (lost: Lost): void => {
      numbers -= lost.numbers;
      lines.accepted -= lost.rows;
      lines.duplicate += lost.rows;
    },
    rows: () => ({ rows: lines.accepted + lines.duplicate + held, held }),
    sum: () => lines.header + lines.ignored + lines.blank + lines.accepted + lines.duplicate + held,
    count: () => ({ ...lines, quarantined, setAside, numbers }),
  };
};

const addEach = <K extends string>(sums: Partial<Record<K, number>>, more: Readonly<Partial<Record<K, number>>>): void => {
  // Object.entries forgets the keys' type.
  for (const [key, many] of Object.entries(more) as [K, number][]) sums[key] = (sums[key] ?? 0) + many;
};
