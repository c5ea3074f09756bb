// Verify commands: read the lists back once the cooldown is over, show every difference, and push what is missing as new batches.
import { fail, ok } from '../../src-shared/result.ts';
import { reconcile } from '../runner/reconcile.ts';
import type { Handlers } from './handlers.ts';
import type { PushContext } from './push-context.ts';
import { resumeRun, startRun } from './run-commands.ts';

type VerifyHandlers = Handlers<'verify.start' | 'verify.page' | 'verify.differences' | 'verify.push-missing'>;

export const verifyCommands = (context: PushContext): VerifyHandlers => {
  const { ledger, needs, runner, desk, hint, signal } = context;
  return {
    'verify.start': async ({ destinationId }) => {
      const destination = ledger.destinations.find(destinationId);
      if (destination === null) return fail({ type: 'NotFound', what: 'destination', id: destinationId });
      const run = ledger.runs.unfinished(destinationId);
      if (run !== null) {
        const cools = run.state === 'cooling' || run.state === 'verifying';
        if (!cools) return fail({ type: 'RunUnfinished', runId: run.id, state: run.state });
        if (run.readyAt !== null && run.readyAt > needs.clock.now()) return fail({ type: 'NotReady', readyAt: run.readyAt });
        // A destination that cannot be opened would leave the last verdict standing as if it were this one's.
        const opened = await desk.open(destination);
        if (!opened.ok) return opened;
        // The run itself reads back as its last step; this only wakes it.
        const resumed = resumeRun(context, run);
        if (!resumed.ok) return resumed;
        await runner.settled(run.id);
      } else {
        if (ledger.batches.lastId(destinationId) === null) return fail({ type: 'NothingToPush' });
        const opened = await desk.open(destination);
        if (!opened.ok) return opened;
        hint({ type: 'verify.changed', destinationId });
        await reconcile({ ledger, clock: needs.clock, ids: needs.ids, signal }, opened.value, destination);
      }
      hint({ type: 'verify.changed', destinationId });
      const latest = ledger.reconciliations.page(destinationId, 0, 1).rows[0];
      return latest === undefined ? fail({ type: 'NothingToPush' }) : ok(latest);
    },
    'verify.page': ({ destinationId, offset, limit }) => ok(ledger.reconciliations.page(destinationId, offset, limit)),
    'verify.differences': ({ reconciliationId, kind, offset, limit }) =>
      ledger.reconciliations.find(reconciliationId) === null
        ? fail({ type: 'NotFound', what: 'reconciliation', id: reconciliationId })
        : ok(ledger.reconciliations.differences(reconciliationId, kind, offset, limit)),
    'verify.push-missing': ({ destinationId }) => {
      if (ledger.destinations.find(destinationId) === null) return fail({ type: 'NotFound', what: 'destination', id: destinationId });
      const latest = ledger.reconciliations.latest(destinationId);
      const missing = latest === null ? [] : ledger.reconciliations.repushable(latest.reconciliationId);
      return missing.length === 0 ? fail({ type: 'NothingMissing' }) : startRun(context, destinationId, missing);
    },
  };
};
