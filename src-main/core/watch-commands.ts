// Watch commands: which folders are watched is sealed, one look at a time imports from them, and a stop is told to whoever looks at the desk.
import { stat } from 'node:fs/promises';
import { join } from 'node:path';
import type { WatchPass, WatchView } from '../../src-shared/contract/watches.ts';
import type { NotFound } from '../../src-shared/failures.ts';
import { done, fail, ok, type Result } from '../../src-shared/result.ts';
import type { CoreContext, Handlers } from './handlers.ts';
import type { LeafDraft } from '../ledger/repositories/log.ts';
import { failureWords } from '../../src-shared/words/failure-words.ts';
import { schedulesFor } from './schedule.ts';
import { lookAtFolder, type WatchNeeds } from './watch-folder.ts';

const noteEveryMs = 60_000;

type WatchHandlers = Handlers<'watch.set' | 'watch.list' | 'watch.remove' | 'watch.resume' | 'watch.pause' | 'watch.file' | 'watch.schedule' | 'watch.sync'>;
export type WatchContext = CoreContext & { readonly signal: AbortSignal };

export const watchCommands = (context: WatchContext, ways: Pick<WatchNeeds, 'preview' | 'store'>): WatchHandlers => {
  const { ledger, needs, hint, signal } = context;
  const { watches, log } = ledger;
  let looking: Promise<readonly WatchPass[]> | null = null;

  const found = (watchId: number): Result<WatchView, NotFound> => {
    const watch = watches.find(watchId);
    return watch === null ? fail({ type: 'NotFound', what: 'watched folder', id: watchId }) : ok(watch);
  };
  const look = async (): Promise<readonly WatchPass[]> => {
    const passes: WatchPass[] = [];
    for (const watch of watches.all()) {
      if (signal.aborted) break;
      const pass = await lookAtFolder({ ledger, clock: needs.clock, signal, ...ways }, watch);
      passes.push(pass);
      if (signal.aborted) break;
      const now = needs.clock.now();
      // Each write wakes every window on this ledger.
      const isNews = pass.imported.length > 0 || pass.passedOver.some(({ why }) => why === 'seen');
      if (isNews || now - (watch.lookedAt ?? 0) > noteEveryMs) ledger.transact(() => { watches.looked(watch.watchId, now); });
      if (isNews) hint({ type: 'ledger.changed' });
      if (pass.stopped !== null && watch.stopped === null) {
        hint({ type: 'ledger.changed' });
        const { title, advice } = failureWords(pass.stopped.failure);
        hint({ type: 'attention', destinationId: null, title: `A watched folder has stopped: ${title}`, advice });
      }
    }
    return passes;
  };

  const act = (watchId: number, change: () => void, body: LeafDraft['body']): void => {
    ledger.transact(() => {
      change();
      log.append({ kind: 'decision', body: { ...body, watch: watchId } });
    });
    hint({ type: 'ledger.changed' });
  };

  return {
    'watch.set': async ({ ticket, layoutId, mostGone, mostHeld }) => {
      const file = needs.files.find(ticket);
      if (!file.ok) return file;
      if (layoutId !== null && ledger.layouts.find(layoutId) === null) return fail({ type: 'NotFound', what: 'saved layout', id: layoutId });
      const { path, name } = file.value;
      const isFolder = await stat(path).then((seen) => seen.isDirectory(), () => null);
      if (isFolder === null) return fail({ type: 'FileMissing', name });
      if (!isFolder) return fail({ type: 'SettingInvalid', field: 'folder', why: 'it is a file, not a folder' });
      const watchId = ledger.transact(() => {
        const id = watches.save({ folder: path, layoutId, mostGone, mostHeld }, needs.clock.now());
        log.append({ kind: 'decision', body: { act: 'watch.set', layout: layoutId, mostGone: String(mostGone), mostHeld: String(mostHeld), watch: id }, open: { detail: { folder: path.toWellFormed() } } });
        return id;
      });
      hint({ type: 'ledger.changed' });
      return found(watchId);
    },
    'watch.list': () => ok(watches.all()),
    'watch.remove': ({ watchId }) => {
      const watch = found(watchId);
      if (!watch.ok) return watch;
      act(watchId, () => { watches.remove(watchId); }, { act: 'watch.remove' });
      return done;
    },
    'watch.resume': async ({ watchId, skip, because }) => {
      const watch = found(watchId);
      if (!watch.ok) return watch;
      const { stopped, folder, pausedAt = null } = watch.value;
      if (stopped === null) {
        if (pausedAt !== null) act(watchId, () => { watches.resume(watchId); }, { act: 'watch.resume', skip: false, why: 'paused' });
        return found(watchId);
      }
      if (skip && because === '') return fail({ type: 'ReasonRequired' });
      const seen = skip && stopped.file !== '' ? await stat(join(folder, stopped.file)).catch(() => null) : null;
      ledger.transact(() => {
        watches.resume(watchId);
        if (seen !== null) watches.add(watchId, { name: stopped.file, bytes: seen.size, changedAt: Math.floor(seen.mtimeMs), sha256: '', outcome: 'skipped', importId: null }, needs.clock.now());
        log.append({ kind: 'decision', body: { act: 'watch.resume', skip, watch: watchId, why: stopped.failure.type }, open: { detail: { because: because.toWellFormed(), file: stopped.file.toWellFormed() } } });
      });
      hint({ type: 'ledger.changed' });
      return found(watchId);
    },
    'watch.pause': ({ watchId }) => {
      const watch = found(watchId);
      if (!watch.ok) return watch;
      // What has stopped rests already, and says why.
      if (watch.value.stopped === null && (watch.value.pausedAt ?? null) === null) act(watchId, () => { watches.pause(watchId, needs.clock.now()); }, { act: 'watch.pause' });
      return found(watchId);
    },
    'watch.file': ({ watchId }) => {
      const watch = found(watchId);
      if (!watch.ok) return watch;
      const { stopped, folder } = watch.value;
      if (stopped === null || stopped.file === '') return fail({ type: 'NotFound', what: 'file that stopped the watched folder', id: watchId });
      return ok({ ticket: needs.files.admit(join(folder, stopped.file), stopped.file), name: stopped.file });
    },
    'watch.schedule': ({ everyMinutes }) => ok(schedulesFor({ program: needs.program ?? ['dnc-desk'], home: needs.home, everyMinutes })),
    'watch.sync': async () => {
      // One look at a time: a second asker hears what the first finds.
      looking ??= look().finally(() => { looking = null; });
      return ok(await looking);
    },
  };
};
