// Ends what taking an import back has begun: the worker withdraws its entries, the core proposes, closes and seals; it can be stopped, and goes on where it stood.
import { setTimeout } from 'node:timers/promises';
import type { ImportView } from '../../src-shared/contract/imports.ts';
import type { LedgerFailure } from '../../src-shared/failures.ts';
import { done, type Result } from '../../src-shared/result.ts';
import type { Ledger } from '../ledger/open-ledger.ts';
import type { CoreContext } from './handlers.ts';
import { intakeLease } from './intake-lease.ts';
import { runIntake } from './run-intake.ts';

export type Undoing = {
  /** The import lease is held by whoever calls. Also ok where it was stopped half-way. */
  readonly end: (importId: number) => Promise<Result<null, LedgerFailure>>;
  /** All that were begun and not ended. */
  readonly endAll: () => Promise<void>;
  /** Resolves when nothing of it goes on in this process. */
  readonly stop: (importId: number) => Promise<void>;
};

/** How often those who look are told that there is more. */
const hintEveryMs = 250;

/** `signal` is called off when the core closes. */
export const createUndoing = ({ ledger, needs, hint, signal }: CoreContext & { readonly signal: AbortSignal }): Undoing => {
  const going = new Map<number, { readonly calledOff: AbortController; readonly ended: Promise<unknown> }>();

  const work = async (importId: number, stopped: AbortSignal): Promise<Result<null, LedgerFailure>> => {
    let hintedAt = 0;
    // On a thread and a connection of its own: a million numbers lie on as many pages, and the core answers others meanwhile.
    const answer = await runIntake(needs.intakeWorker, { do: 'undo', ledgerPath: ledger.path, importId }, stopped, undefined, () => {
      if (needs.clock.now() - hintedAt < hintEveryMs) return;
      hintedAt = needs.clock.now();
      hint({ type: 'ledger.changed' });
    });
    // Stopped, or the desk is closed: the rest is taken back by whoever goes on.
    if (answer === null) return done;
    if (answer.type !== 'withdrawn') throw new Error('the intake worker answered another question');
    if (!answer.result.ok) return answer.result;
    // A plan that was made before must not become batches after the last look at what was pushed.
    while (isCutting(ledger, needs.clock.now())) {
      await setTimeout(50);
      if (stopped.aborted) return done;
    }
    ledger.transact(() => { finish(ledger, importId); });
    return done;
  };

  const end = async (importId: number): Promise<Result<null, LedgerFailure>> => {
    const calledOff = new AbortController();
    ledger.undo.leaveCopying(true);
    const ended = work(importId, AbortSignal.any([signal, calledOff.signal]));
    going.set(importId, { calledOff, ended: ended.catch(() => null) });
    try {
      return await ended;
    } finally {
      going.delete(importId);
      if (!signal.aborted) {
        ledger.undo.leaveCopying(false);
        hint({ type: 'ledger.changed' });
      }
    }
  };

  return {
    end,
    endAll: async () => {
      for (const importId of ledger.undo.begun()) {
        if (signal.aborted) return;
        await end(importId);
      }
    },
    stop: async (importId) => {
      const under = going.get(importId);
      under?.calledOff.abort();
      await under?.ended;
    },
  };
};

/** While it is half-way, whether a process works on it. */
export const viewUndoing = ({ ledger, needs }: Pick<CoreContext, 'ledger' | 'needs'>, view: ImportView): ImportView =>
  (view.state !== 'undoing' || view.undone == null ? view : { ...view, undone: { ...view.undone, isGoing: ledger.leases.holder(intakeLease, needs.clock.now()) !== null } });

const finish = (ledger: Ledger, importId: number): void => {
  ledger.undo.finish(importId);
  const undone = ledger.undo.find(importId);
  if (undone === null) throw new Error('what was just undone says so');
  const { withdrawn, held, inherited, proposed, because } = undone;
  ledger.log.append({
    kind: 'decision', body: { act: 'import.undone', held, import: importId, inherited, proposed, withdrawn },
    open: { detail: { because, file: ledger.imports.find(importId)?.file ?? '' } },
  });
};

const isCutting = ({ runs, leases }: Ledger, now: number): boolean =>
  runs.allUnfinished().some(({ id, state }) => state === 'cutting' && leases.holder(`run ${id}`, now) !== null);
