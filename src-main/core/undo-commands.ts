// Taking an import back: one act with a reason and one leaf, done in short pieces that a crash only interrupts.
import { setTimeout } from 'node:timers/promises';
import type { ImportView } from '../../src-shared/contract/imports.ts';
import type { AlreadySettled, ImportBusy, LedgerFailure, NotFound } from '../../src-shared/failures.ts';
import { done, fail, ok, type Result } from '../../src-shared/result.ts';
import type { Ledger } from '../ledger/open-ledger.ts';
import type { CoreContext, Handlers } from './handlers.ts';
import type { Alone } from './intake-lease.ts';
import { runIntake } from './run-intake.ts';

type UndoContext = CoreContext & { readonly signal: AbortSignal };

export const undoCommands = (context: UndoContext, alone: Alone): Handlers<'import.undo'> => {
  const { ledger, needs, hint } = context;
  return {
    'import.undo': async ({ importId, because }) => {
      if (because === '') return fail({ type: 'ReasonRequired' });
      const wasBegun = ledger.undo.begun().includes(importId);
      return alone(async (): Promise<Result<ImportView, NotFound | AlreadySettled | ImportBusy | LedgerFailure>> => {
        const begun = ledger.transact((): Result<null, NotFound | AlreadySettled> => {
          const found = ledger.imports.find(importId);
          if (found === null) return fail({ type: 'NotFound', what: 'import', id: importId });
          // A process that died had begun it; it has just been ended, with the reason given then.
          if (wasBegun) return ok(null);
          if (found.state !== 'stored') return fail({ type: 'AlreadySettled', state: found.state ?? 'undone' });
          ledger.undo.begin(importId, { at: needs.clock.now(), because: because.toWellFormed(), actor: ledger.log.actor() });
          return ok(null);
        });
        if (!begun.ok) return begun;
        const ended = wasBegun ? done : await endUndoing(context, importId);
        if (!ended.ok) return ended;
        // The desk closes: whoever imports next goes on.
        if (context.signal.aborted) return fail({ type: 'ImportBusy' });
        hint({ type: 'ledger.changed' });
        const view = ledger.imports.find(importId);
        if (view === null) throw new Error('an import taken back stays in the ledger');
        return ok(view);
      });
    },
  };
};

/** Where a process that died stopped, the next one that may import goes on. */
export const endWhatWasUndone = async (context: UndoContext): Promise<void> => {
  for (const importId of context.ledger.undo.begun()) {
    await endUndoing(context, importId);
    context.hint({ type: 'ledger.changed' });
  }
};

const endUndoing = async ({ ledger, needs, signal }: UndoContext, importId: number): Promise<Result<null, LedgerFailure>> => {
  // On a thread and a connection of its own: a million numbers lie on as many pages, and the core answers others meanwhile.
  const answer = await runIntake(needs.intakeWorker, { do: 'undo', ledgerPath: ledger.path, importId }, signal);
  // Closing the desk: the rest is taken back by whoever imports next.
  if (answer === null) return done;
  if (answer.type !== 'withdrawn') throw new Error('the intake worker answered another question');
  if (!answer.result.ok) return answer.result;
  // A plan that was made before must not become batches after the last look at what was pushed.
  while (isCutting(ledger, needs.clock.now())) {
    await setTimeout(50);
    if (signal.aborted) return done;
  }
  ledger.transact(() => {
    ledger.undo.finish(importId);
    const undone = ledger.undo.find(importId);
    if (undone === null) throw new Error('what was just undone says so');
    const { withdrawn, held, inherited, proposed, because } = undone;
    ledger.log.append({
      kind: 'decision', body: { act: 'import.undone', held, import: importId, inherited, proposed, withdrawn },
      open: { detail: { because, file: ledger.imports.find(importId)?.file ?? '' } },
    });
  });
  return done;
};

const isCutting = ({ runs, leases }: Ledger, now: number): boolean =>
  runs.allUnfinished().some(({ id, state }) => state === 'cutting' && leases.holder(`run ${id}`, now) !== null);
