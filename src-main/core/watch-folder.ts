// One look at a watched folder: what is new and stands still is imported in order; the first doubt stops the folder and is kept for a person to see.
import { readdir, stat } from 'node:fs/promises';
import { join } from 'node:path';
import type { ImportView, Preview } from '../../src-shared/contract/imports.ts';
import type { WatchPass, WatchView } from '../../src-shared/contract/watches.ts';
import { readRegistryName } from '../../src-shared/domain/known-layouts/registry-shape.ts';
import type { Failure } from '../../src-shared/failures.ts';
import type { Result } from '../../src-shared/result.ts';
import type { FileMark } from '../ledger/repositories/watches.ts';
import type { Ledger } from '../ledger/open-ledger.ts';
import type { Clock } from '../ports/clock.ts';
import type { TicketedFile } from '../ports/files.ts';
import type { Limits } from './store-version.ts';

/** How the folder's files are looked at and stored: the same ways as by hand, with limits since nobody looks on. */
export type WatchNeeds = {
  readonly ledger: Ledger; readonly clock: Clock; readonly signal: AbortSignal;
  readonly preview: (file: TicketedFile, layoutId: number | undefined) => Promise<Result<Omit<Preview, 'seenBefore'>, Failure>>;
  readonly store: (file: TicketedFile, layoutId: number | undefined, limits: Limits) => Promise<Result<ImportView, Failure>>;
};

/** A file that another program writes changes within this. */
const stillMs = 1000;
const unfinished = /^(?:\.|~\$)|\.(?:part|partial|tmp|temp|crdownload|download|filepart|swp|lock)$|~$/i;

/** A stopped folder is not looked at, for its files may build on the one that stopped it; nor is one that a person paused. */
export const lookAtFolder = async (needs: WatchNeeds, watch: WatchView): Promise<WatchPass> => {
  const { ledger, clock } = needs;
  const imported: WatchPass['imported'][number][] = [];
  const passedOver: WatchPass['passedOver'][number][] = [];
  const end = (stopped: WatchPass['stopped'], busy = false): WatchPass => ({ watchId: watch.watchId, folder: watch.folder, imported, passedOver, stopped, busy });
  if (watch.stopped !== null) return end(watch.stopped);
  if ((watch.pausedAt ?? null) !== null) return { ...end(null), paused: true };
  const stop = (file: string, failure: Failure): WatchPass => {
    const stopped = { file, at: clock.now(), failure };
    ledger.transact(() => { ledger.watches.stop(watch.watchId, stopped); });
    return end(stopped);
  };
  const done = (mark: FileMark, sha256: string, outcome: 'imported' | 'seen', importId: number): void => {
    ledger.transact(() => { ledger.watches.add(watch.watchId, { ...mark, sha256, outcome, importId }, clock.now()); });
  };

  const listed = await listFiles(watch.folder);
  if (!Array.isArray(listed)) return stop('', { type: 'FileUnreadable', name: watch.folder, code: listed.code });
  const fresh = listed.filter((mark) => {
    const outcome = ledger.watches.outcomeOf(watch.watchId, mark);
    if (outcome === 'skipped') passedOver.push({ file: mark.name, why: 'skipped' });
    return outcome === null;
  });
  if (fresh.length > 0) await clock.sleepUntil(clock.now() + stillMs, needs.signal);
  for (const mark of fresh) {
    if (needs.signal.aborted) break;
    if (!(await isStill(watch.folder, mark))) {
      passedOver.push({ file: mark.name, why: 'growing' });
      continue;
    }
    const file: TicketedFile = { path: join(watch.folder, mark.name), name: mark.name };
    const shown = await needs.preview(file, watch.layout?.layoutId);
    if (!shown.ok) return stop(mark.name, shown.failure);
    const { sha256 } = shown.value.file;
    const seen = ledger.imports.seenBefore(sha256);
    if (seen !== null) {
      done(mark, sha256, 'seen', seen.importId);
      passedOver.push({ file: mark.name, why: 'seen' });
      continue;
    }
    const saved = shown.value.saved ?? null;
    const isKnown = saved !== null || (shown.value.layout.known ?? null) !== null;
    if (!isKnown) return stop(mark.name, { type: 'LayoutUnfit', name: mark.name, layout: watch.layout?.name ?? '' });
    const stored = await needs.store(file, saved?.layoutId, { gone: watch.mostGone, held: watch.mostHeld });
    if (!stored.ok) {
      if (stored.failure.type === 'ImportBusy') return end(null, true);
      // It began to grow after all.
      if (stored.failure.type === 'FileChanged') {
        passedOver.push({ file: mark.name, why: 'growing' });
        continue;
      }
      return needs.signal.aborted ? end(null) : stop(mark.name, stored.failure);
    }
    const { importId, accepted, duplicate, quarantined } = stored.value;
    done(mark, sha256, 'imported', importId);
    imported.push({ file: mark.name, importId, accepted, duplicate, held: Object.values(quarantined).reduce((sum, rows) => sum + rows, 0) });
  }
  return end(null);
};

/** The oldest first, by the day a registry put into the name, else by when it was written: a version follows the one before. */
const listFiles = async (folder: string): Promise<FileMark[] | { readonly code: string }> => {
  try {
    const names = (await readdir(folder, { withFileTypes: true })).filter((entry) => entry.isFile() && !unfinished.test(entry.name)).map(({ name }) => name);
    const marks = await Promise.all(names.map((name) => markOf(folder, name)));
    return marks.filter((mark) => mark !== null).sort((one, other) => dayOf(one) - dayOf(other) || one.changedAt - other.changedAt || (one.name < other.name ? -1 : 1));
  } catch (thrown) {
    return { code: thrown instanceof Error && 'code' in thrown ? String(thrown.code) : 'UNKNOWN' };
  }
};

const dayOf = ({ name, changedAt }: FileMark): number => {
  const named = readRegistryName(name);
  return named === null ? Math.floor(changedAt / dayMs) : Math.floor(Date.parse(named.date) / dayMs);
};
const dayMs = 86_400_000;

/** Null: it has gone meanwhile. */
const markOf = async (folder: string, name: string): Promise<FileMark | null> => {
  try {
    const { size, mtimeMs } = await stat(join(folder, name));
    return { name, bytes: size, changedAt: Math.floor(mtimeMs) };
  } catch {
    return null;
  }
};

const isStill = async (folder: string, mark: FileMark): Promise<boolean> => {
  const now = await markOf(folder, mark.name);
  return now !== null && now.bytes === mark.bytes && now.changedAt === mark.changedAt && mark.bytes > 0;
};
