// Decides on half a million held rows in the background, some at a time: other commands answer meanwhile, and what a crash cut off is finished or dropped.
import { setImmediate, setTimeout } from 'node:timers/promises';
import type { DecisionProgress, DecisionView } from '../../src-shared/contract/quarantine.ts';
import type { AlreadyPushed, AlreadySettled } from '../../src-shared/failures.ts';
import { fail, ok, type Result } from '../../src-shared/result.ts';
import type { Unfinished } from '../ledger/repositories/bulk-decisions.ts';
import type { Act, DecisionRow } from '../ledger/repositories/decisions.ts';
import type { HeldFilter } from '../ledger/repositories/held-filter.ts';
import type { LeafDraft } from '../ledger/repositories/log.ts';
import { createRowSealer } from '../ledger/seal-rows.ts';
import type { CoreContext } from './handlers.ts';

/** One short transaction of `limit` rows; `step` is told how many it got through, and answers false when there is nothing more to do. */
export type Slice = (limit: number) => 'more' | 'end' | 'clash';

export type Many = {
  readonly act: Act;
  readonly reason: string | null;
  readonly because: string | null;
  /** Shown as decided from the first moment on. */
  readonly hides: HeldFilter | null;
  /** Parts of the leaf besides the rows' root. */
  readonly body: LeafDraft['body'];
  readonly detail: LeafDraft['body'];
};

/** `taking` writes down the entries of the decision, in transactions of its own; false where that came to nothing. */
export type Taking = (decisionId: number, work: Work) => Promise<boolean>;

export type Work = {
  /** Slices of some milliseconds each, with room for others between them. False when the desk was closed meanwhile. */
  readonly inSlices: (slice: Slice) => Promise<boolean>;
  readonly tell: (progress: Partial<DecisionProgress>) => void;
};

export type DecideMany = {
  /** Null where nothing was taken. */
  readonly decide: (many: Many, taking: Taking) => Promise<Result<DecisionView | null, AlreadySettled>>;
  readonly undo: (decision: DecisionView) => Promise<Result<DecisionView | null, AlreadySettled | AlreadyPushed>>;
  /** Finishes what was cut off while it was settled or undone, and drops what was still being taken. */
  readonly resume: () => Promise<void>;
  readonly underWay: () => readonly DecisionView[];
  readonly progressOf: (decisionId: number) => DecisionProgress | null;
};

const leaseName = 'review';
const cutOff: AlreadySettled = { type: 'AlreadySettled', state: 'cut off when DNC Desk was closed; what was begun goes on when it is open again' };
const sliceMs = 6;
/** Looked for again this often while a file is being stored. */
const clashMs = 500;
const renewMs = 3000;
const lastAtOnce = 100;
/** Rows that come back are counted anew this often: counting half a million is not for every look. */
const freshMs = 1000;
const hintMs = 250;
const undoLeaf = (decision: DecisionView, restored: number, kept: number): LeafDraft =>
  ({ kind: 'decision', body: { act: 'undo', decision: decision.decisionId, entries: restored, of: decision.act, ...(kept === 0 ? {} : { kept }) } });

export const createDecideMany = ({ ledger, needs: { clock, ids }, hint, owner }: CoreContext, signal: AbortSignal): DecideMany => {
  const { quarantine, log } = ledger;
  const { bulk } = quarantine;
  /** By decision, of those that this process works on. */
  const going = new Map<number, DecisionProgress>();
  const hiding = new Map<symbol, HeldFilter>();
  let tail: Promise<unknown> = Promise.resolve();
  let renewedAt = 0;
  let hintedAt = 0;

  /** One after the other, and one process at a time. */
  const alone = <T>(work: () => Promise<Result<T, AlreadySettled | AlreadyPushed>>): Promise<Result<T | null, AlreadySettled | AlreadyPushed>> => {
    const turn = tail.then(async () => {
      if (signal.aborted) return ok(null);
      if (ledger.leases.take(leaseName, owner, clock.now()) !== null) return fail({ type: 'AlreadySettled', state: 'another window is deciding on held rows' } as const);
      renewedAt = clock.now();
      const release = (): void => { ledger.leases.release(leaseName, owner); };
      signal.addEventListener('abort', release, { once: true });
      try {
        for (const unfinished of bulk.unfinished()) await resumeOne(unfinished);
        return signal.aborted ? ok(null) : await work();
      } finally {
        signal.removeEventListener('abort', release);
        if (!signal.aborted) {
          release();
          hint({ type: 'ledger.changed' });
        }
      }
    });
    tail = turn.catch(() => null);
    return turn;
  };

  const tellOf = (decisionId: number): Work['tell'] => (progress) => {
    const before = going.get(decisionId) ?? { doing: 'taking', done: 0, total: 0, timeLeftMs: null, stands: null };
    going.set(decisionId, { ...before, ...progress });
    if (clock.now() - hintedAt < hintMs) return;
    hintedAt = clock.now();
    hint({ type: 'ledger.changed' });
  };
  const workOn = (decisionId: number, hides: boolean): Work => {
    const tell = tellOf(decisionId);
    let seenAt = 0;
    return {
      tell,
      inSlices: async (slice) => {
        let limit = 200;
        for (;;) {
          if (signal.aborted) return false;
          if (clock.now() - renewedAt > renewMs) {
            ledger.leases.take(leaseName, owner, clock.now());
            renewedAt = clock.now();
          }
          const startedAt = clock.now();
          const isUnseen = hides || clock.now() - seenAt < freshMs;
          if (!isUnseen) seenAt = clock.now();
          const came = bulk.slice(() => slice(limit), isUnseen);
          const took = clock.now() - startedAt;
          if (came === 'end') return true;
          // Slices grow and shrink with what the machine can do in the time.
          limit = Math.max(50, Math.min(20_000, Math.round(limit * Math.min(2, Math.max(0.5, sliceMs / Math.max(1, took))))));
          tell({ stands: came === 'clash' ? 'import' : null });
          if (came === 'clash') await setTimeout(clashMs);
          // Two turns: what came in while this slice ran is answered before the next one.
          await setImmediate();
          await setImmediate();
        }
      },
    };
  };

  const dropTaken = (decisionId: number, { inSlices }: Work): Promise<boolean> => inSlices((limit) => (bulk.dropSome(decisionId, limit) ? 'end' : 'more'));

  /** From the first entry on: those settled before a crash are only read again, for the root over all of them. */
  const settle = async (decisionId: number, act: Act, total: number, { body, detail }: Pick<Many, 'body' | 'detail'>, { inSlices, tell }: Work): Promise<DecisionView | null> => {
    const seed = ids.bytes(32);
    const sealer = createRowSealer(log.signer()?.origin ?? '', seed);
    const pace = createPace(clock.now(), total);
    let after = 0;
    let done = 0;
    const isDone = await inSlices((limit) => {
      const settled = bulk.settleSome(decisionId, act, after, limit);
      if (settled === null) return 'end';
      if (settled === 'clash') return 'clash';
      for (const row of settled.rows) sealer.add(openRow(row));
      after = settled.last;
      done += settled.rows.length;
      tell({ doing: 'deciding', done, total, timeLeftMs: pace(clock.now(), done) });
      return 'more';
    });
    if (!isDone) return null;
    return ledger.transact(() => {
      bulk.total(decisionId);
      const decision = found(decisionId);
      const { act: shown, reason, entries, duplicates } = decision;
      const { root, rows, open } = sealer.end();
      quarantine.seal(decisionId, log.append({
        kind: 'decision',
        body: { act: shown, decision: decisionId, duplicates, entries, reason, ...body, root, rows },
        open: { ...open, detail },
      }));
      return decision;
    });
  };
  const found = (decisionId: number): DecisionView => {
    const decision = quarantine.findDecision(decisionId);
    if (decision === null) throw new Error(`decision ${decisionId} is gone`);
    return decision;
  };

  const takeBack = async (decision: DecisionView, total: number, { inSlices, tell }: Work): Promise<DecisionView | null> => {
    const { decisionId } = decision;
    const pace = createPace(clock.now(), total);
    let restored = 0;
    let kept = 0;
    const undoSome = (limit: number): 'more' | 'clash' => {
      const some = bulk.undoSome(decisionId, limit);
      if (some === 'clash') return 'clash';
      restored += some?.restored ?? 0;
      kept += some?.kept ?? 0;
      tell({ doing: 'undoing', done: restored + kept, total, timeLeftMs: pace(clock.now(), restored + kept) });
      return 'more';
    };
    if (!await inSlices((limit) => (bulk.left(decisionId, lastAtOnce + 1) > lastAtOnce ? undoSome(limit) : 'end'))) return null;
    // The last ones and the leaf are one transaction: an undo is either under way or sealed.
    while (ledger.transact(() => {
      if (undoSome(lastAtOnce) === 'clash') return true;
      log.append(undoLeaf(decision, decision.entries - total + restored, kept));
      return false;
    })) {
      await setTimeout(clashMs);
      if (signal.aborted) return null;
    }
    return { ...found(decisionId), ...(kept === 0 ? {} : { kept }) };
  };

  const withProgress = async <T>(decisionId: number, work: (at: Work) => Promise<T>, hides = false): Promise<T> => {
    const at = workOn(decisionId, hides);
    try {
      return await work(at);
    } finally {
      going.delete(decisionId);
    }
  };

  const resumeOne = async ({ decisionId, act, state, entries }: Unfinished): Promise<void> => {
    await withProgress(decisionId, async (at) => {
      const decision = found(decisionId);
      if (state === 'taking') await dropTaken(decisionId, at);
      else if (state === 'settling') await settle(decisionId, act, entries, { body: { resumed: true }, detail: decision.because === null ? {} : { because: decision.because } }, at);
      else await takeBack(decision, bulk.left(decisionId, Number.MAX_SAFE_INTEGER), at);
    });
  };

  return {
    decide: (many, taking) => {
      const mark = Symbol('hides');
      const show = (): void => {
        hiding.delete(mark);
        quarantine.hide([...hiding.values()]);
      };
      if (many.hides !== null) {
        hiding.set(mark, many.hides);
        quarantine.hide([...hiding.values()]);
      }
      const decided = alone(async () => {
        const decisionId = ledger.transact(() => bulk.begin(many.act, many.reason, many.because, { at: clock.now(), actor: log.actor() }));
        return withProgress(decisionId, async (at) => {
          at.tell({ doing: 'taking' });
          const isTaken = await taking(decisionId, at).catch(async (thrown: unknown) => {
            if (!signal.aborted) await dropTaken(decisionId, at);
            throw thrown;
          });
          if (signal.aborted) return ok(null);
          const entries = isTaken ? ledger.transact(() => bulk.allTaken(decisionId)) : 0;
          if (entries === 0) {
            await dropTaken(decisionId, at);
            return ok(null);
          }
          return ok(await settle(decisionId, many.act, entries, many, at));
        }, many.hides !== null);
      });
      // A decision asks for nothing that was pushed.
      return decided.then((result) => (signal.aborted ? fail(cutOff) : result)).finally(show) as Promise<Result<DecisionView | null, AlreadySettled>>;
    },
    undo: (decision) => alone(() => withProgress(decision.decisionId, async (at) => {
      const { decisionId, entries } = decision;
      at.tell({ doing: 'undoing', total: entries });
      let after = 0;
      let phones = 0;
      const isLookedAt = decision.act === 'discard' || await at.inSlices((limit) => {
        const some = bulk.pushedSome(decisionId, after, limit);
        if (some === null) return 'end';
        after = some.last;
        phones += some.pushed;
        return 'more';
      });
      if (!isLookedAt) return ok(null);
      if (phones > 0) return fail({ type: 'AlreadyPushed', phones });
      if (found(decisionId).undone) return fail({ type: 'AlreadySettled', state: 'undone' });
      ledger.transact(() => { bulk.beginUndo(decisionId, clock.now()); });
      return ok(await takeBack(decision, entries, at));
    })).then((result) => (signal.aborted ? fail(cutOff) : result)),
    resume: async () => {
      // Whoever has the turn finishes first what was left over.
      if (bulk.unfinished().some(({ decisionId }) => !going.has(decisionId))) await alone(async () => ok(null));
    },
    underWay: () => bulk.unfinished().flatMap(({ decisionId }) => quarantine.findDecision(decisionId) ?? []),
    progressOf: (decisionId) => going.get(decisionId) ?? null,
  };
};

/** A row as it is sealed. */
export const openRow = ({ entryId, phone, raw, because }: DecisionRow): { readonly entry: number; readonly phone: string | null; readonly raw: string; readonly because?: string } =>
  (because === undefined ? { entry: entryId, phone, raw } : { entry: entryId, phone, raw, because });

/** Milliseconds left, from the pace so far; null until it can be told. */
const createPace = (startedAt: number, total: number) => (now: number, done: number): number | null => {
  const took = now - startedAt;
  return took < 300 || done === 0 ? null : (took / done) * Math.max(0, total - done);
};
