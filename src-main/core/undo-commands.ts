// Taking an import back: one act with a reason and one leaf, done in short pieces that a crash or a stop only interrupts.
import type { ImportView } from '../../src-shared/contract/imports.ts';
import type { AlreadySettled, ImportBusy, LedgerFailure, NotFound } from '../../src-shared/failures.ts';
import { fail, ok, type Result } from '../../src-shared/result.ts';
import type { CoreContext, Handlers } from './handlers.ts';
import type { Alone } from './intake-lease.ts';
import { viewUndoing, type Undoing } from './undo-import.ts';

export const undoCommands = (context: CoreContext & { readonly signal: AbortSignal }, alone: Alone, undoing: Undoing): Handlers<'import.undo' | 'import.stop-undo'> => {
  const { ledger, needs, hint } = context;
  const view = (importId: number): Result<ImportView, NotFound> => {
    const found = ledger.imports.find(importId);
    return found === null ? fail({ type: 'NotFound', what: 'import', id: importId }) : ok(viewUndoing(context, found));
  };
  return {
    'import.undo': async ({ importId, because }) => {
      if (because === '') return fail({ type: 'ReasonRequired' });
      const wasBegun = ledger.undo.begun().includes(importId);
      return alone(async (): Promise<Result<ImportView, NotFound | AlreadySettled | ImportBusy | LedgerFailure>> => {
        const begun = ledger.transact((): Result<null, NotFound | AlreadySettled> => {
          const found = ledger.imports.find(importId);
          if (found === null) return fail({ type: 'NotFound', what: 'import', id: importId });
          // It was begun before; it has just been ended, with the reason given then.
          if (wasBegun) return ok(null);
          if (found.state !== 'stored') return fail({ type: 'AlreadySettled', state: found.state ?? 'undone' });
          ledger.undo.begin(importId, { at: needs.clock.now(), because: because.toWellFormed(), actor: ledger.log.actor() });
          return ok(null);
        });
        if (!begun.ok) return begun;
        const ended = wasBegun ? begun : await undoing.end(importId);
        if (!ended.ok) return ended;
        // The desk closes: whoever imports next goes on.
        if (context.signal.aborted) return fail({ type: 'ImportBusy' });
        hint({ type: 'ledger.changed' });
        return view(importId);
      });
    },
    'import.stop-undo': async ({ importId }) => {
      await undoing.stop(importId);
      return context.signal.aborted ? fail({ type: 'NotFound', what: 'import', id: importId }) : view(importId);
    },
  };
};
