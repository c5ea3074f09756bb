// Verify commands: read the lists back once the cooldown is over, show every difference, and push what is missing as new batches.
import type { NothingToPush, NotReady, RunUnfinished } from '../../src-shared/failures.ts';
import { fail, ok, type Result } from '../../src-shared/result.ts';
import { reconcile } from '../runner/reconcile.ts';
import { settleLeaving, type Judgement } from '../runner/settle-leaving.ts';
import { lookForSleepers } from './destination-uses.ts';
import type { Handlers } from './handlers.ts';
import type { PushContext } from './push-context.ts';
import { resumeRun, startRun } from './run-commands.ts';

type VerifyHandlers = Handlers<'verify.start' | 'verify.attest' | 'verify.page' | 'verify.differences' | 'verify.push-missing'>;

export const verifyCommands = (context: PushContext): VerifyHandlers => {
  const { ledger, needs, runner, desk, connectors, hint, signal, owner, reportDefect, breakerOf } = context;
  return {
    'verify.start': async ({ destinationId }) => {
      const destination = ledger.destinations.find(destinationId);
      if (destination === null) return fail({ type: 'NotFound', what: 'destination', id: destinationId });
      if (connectors[destination.dialect].readBack === undefined) return fail({ type: 'NotReadable', destinationId });
      const breaker = breakerOf(destination);
      const until = breaker.askAt('read-back');
      if (until > needs.clock.now()) return fail({ type: 'CircuitOpen', side: 'read-back', until, why: ledger.circuits.find(destinationId, 'read-back').why ?? '' });
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
        await reconcile({ ledger, clock: needs.clock, ids: needs.ids, owner, reportDefect, signal, breaker }, opened.value, destination);
        await lookForSleepers(context, destinationId);
      }
      hint({ type: 'verify.changed', destinationId });
      const latest = ledger.reconciliations.page(destinationId, 0, 1).rows[0];
      return latest === undefined ? fail({ type: 'NothingToPush' }) : ok(latest);
    },
    'verify.attest': async ({ destinationId, because }) => {
      const destination = ledger.destinations.find(destinationId);
      if (destination === null) return fail({ type: 'NotFound', what: 'destination', id: destinationId });
      if (connectors[destination.dialect].readBack !== undefined) return fail({ type: 'ReadBackPossible', destinationId });
      if (because === '') return fail({ type: 'ReasonRequired' });
      // Looked at inside the write lock: another process may be pushing.
      const attested = ledger.transact((): Result<Judgement, NothingToPush | NotReady | RunUnfinished> => {
        const run = ledger.runs.unfinished(destinationId);
        const now = needs.clock.now();
        if (run?.state === 'cooling' && (run.readyAt ?? 0) > now) return fail({ type: 'NotReady', readyAt: run.readyAt ?? now });
        if (run !== null && run.state !== 'cooling') return fail({ type: 'RunUnfinished', runId: run.id, state: run.state });
        // The process that counted the cooldown may have gone: nothing is left to do in that run but this.
        if (run !== null) ledger.runs.setState(run.id, 'ended', { endedAt: now });
        const lastBatchId = ledger.batches.lastId(destinationId);
        if (lastBatchId === null) return fail({ type: 'NothingToPush' });
        return ok(attest(context, destinationId, lastBatchId, because));
      });
      if (!attested.ok) return attested;
      hint({ type: 'verify.changed', destinationId });
      const view = ledger.reconciliations.find(attested.value.reconciliationId);
      if (view === null) throw new Error('an attestation just made is there');
      await settleLeaving({ ledger, ids: needs.ids, signal }, attested.value);
      hint({ type: 'verify.changed', destinationId });
      return ok(view);
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

/** Sealed as a decision of the person at the desk: what is answered for is the count of numbers and the newest batch, by place. */
const attest = ({ ledger, needs }: PushContext, destinationId: number, lastBatchId: number, because: string): Judgement => {
  const expected = ledger.listed.count(destinationId);
  const at = needs.clock.now();
  const id = ledger.reconciliations.attest({ destinationId, at, lastBatchId, expected, actor: ledger.log.actor(), because });
  ledger.reconciliations.setLeaf(id, ledger.log.append({
    kind: 'decision', body: { act: 'verify.attested', destination: destinationId, lastBatch: lastBatchId, numbers: expected, reconciliation: id },
    open: { detail: { because: because.toWellFormed() } },
  }));
  return { destinationId, reconciliationId: id, lastBatchId, at, reading: null };
};

/** What a person answered for and a process that died had not settled to its end: the word stands, and goes for all of it. */
export const answeredFor = ({ ledger, connectors }: PushContext): readonly Judgement[] =>
  ledger.destinations.all().flatMap(({ id, dialect }) => {
    const latest = connectors[dialect].readBack === undefined ? ledger.reconciliations.latest(id) : null;
    if (latest?.state !== 'attested' || latest.lastBatchId === null) return [];
    const judgement = { destinationId: id, reconciliationId: latest.reconciliationId, lastBatchId: latest.lastBatchId, at: latest.at, reading: null };
    return ledger.leaving.some({ ...judgement, after: null }, 1).length === 0 ? [] : [judgement];
  });
