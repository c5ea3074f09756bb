// Works on one run: asks the planner for the next step, does it, records it, and asks again, until the run rests.
import { planRun, type RunFacts } from '../../src-shared/domain/plan-run.ts';
import type { Failure, LedgerFailure } from '../../src-shared/failures.ts';
import type { Result } from '../../src-shared/result.ts';
import { failureWords } from '../../src-shared/words/failure-words.ts';
import type { Destination } from '../ledger/repositories/destinations.ts';
import type { Ledger } from '../ledger/open-ledger.ts';
import type { Run } from '../ledger/repositories/runs.ts';
import { createBreaker, probeAfter, type BreakerNeeds } from './circuit.ts';
import { cutRun } from './cut-run.ts';
import { giveUpUnknown } from './give-up-unknown.ts';
import { giveWay } from './give-way.ts';
import { holdBackKept } from './hold-back-kept.ts';
import { isOutage } from './judge.ts';
import { lookAtUnknown } from './look-at-unknown.ts';
import { reconcile } from './reconcile.ts';
import { recoverSending } from './recover-sending.ts';
import { beginSending, finishSending, judge, type SendEnd, type SendNeeds, type SendTarget } from './send-batch.ts';
import type { OpenDestination, OpenFailure } from './vendor-desk.ts';

export type PushRunnerNeeds = SendNeeds & {
  readonly open: (destination: Destination) => Promise<Result<OpenDestination, OpenFailure>>;
  readonly cooldownMs: (destination: Destination) => number;
  readonly hint: (run: Run) => void;
  /** A person should know now: the far side of a destination is left alone for a while. */
  readonly onOpen: (destination: Destination, ...facts: Parameters<NonNullable<BreakerNeeds['onOpen']>>) => void;
  /** Once lists were read back: what else a person should know of them. Never fails. */
  readonly afterReading?: (destination: Destination) => Promise<void>;
  readonly reportDefect: (thrown: unknown) => string;
  /** The ledger's file, and who hears that it takes no more writes: a full disk, a lock. */
  readonly ledgerPath: string;
  readonly onLedgerFailure: (runId: number, failure: LedgerFailure) => void;
  /** This process, as the lease names it. */
  readonly owner: string;
};

/** So many failures in a row, and the run stops for a person to look. */
const patience = 8;
/** Never longer without seeing that another process wants a stop. */
const longestWaitMs = 1000;

/** With the run's lease in hand. `wake` calls off waits and read-backs, never a request; `mustLeave` is asked before every step. */
export const workOn = async (needs: PushRunnerNeeds, runId: number, wake: AbortSignal, mustLeave: () => boolean): Promise<void> => {
  const { ledger } = needs;
  const destination = ledger.destinations.find(ledger.runs.find(runId)?.destinationId ?? 0);
  if (destination === null) throw new Error(`run ${runId} has no destination`);
  const opened = await needs.open(destination);
  if (!opened.ok) return stopRun(needs, runId, failureWords(opened.failure).title);
  const cooldownMs = needs.cooldownMs(destination);
  const breaker = createBreaker({ ...needs, probeMs: probeAfter(cooldownMs), onOpen: (side, circuit) => { needs.onOpen(destination, side, circuit); } }, destination.id);
  const target: SendTarget = { ...opened.value, destinationId: destination.id, cooldownMs, breaker };
  recoverSending(needs, target, runId);

  const lanes = new Set<Promise<void>>();
  try {
    await takeSteps(needs, { runId, target, destination, lanes, wake, mustLeave });
  } finally {
    // Whoever works on the run next must find every answer that came written down.
    await Promise.all(lanes);
  }
};

type Work = {
  readonly runId: number; readonly target: SendTarget; readonly destination: Destination;
  /** Requests under way; none of them ever rejects. */
  readonly lanes: Set<Promise<void>>;
  readonly wake: AbortSignal; readonly mustLeave: () => boolean;
};
type Course = { failures: number; blocked: Failure | null; broken: { readonly thrown: unknown } | null };

const takeSteps = async (needs: PushRunnerNeeds, { runId, target, destination, lanes, wake, mustLeave }: Work): Promise<void> => {
  const { ledger, clock } = needs;
  const course: Course = { failures: 0, blocked: null, broken: null };
  const heed = (end: SendEnd): void => {
    course.failures = end.kind === 'settled' ? 0 : course.failures + 1;
    if (end.kind === 'blocked' || (end.kind === 'trouble' && course.failures >= patience)) course.blocked = end.failure;
    if (end.kind === 'trouble') ledger.transact(() => ledger.runs.setState(runId, 'running', { trouble: failureWords(end.failure).title }));
    else if (end.kind === 'settled' && ledger.runs.find(runId)?.trouble != null) ledger.transact(() => ledger.runs.setState(runId, 'running', { trouble: null }));
  };

  for (;;) {
    if (course.broken !== null) throw course.broken.thrown;
    const run = ledger.runs.find(runId);
    if (run === null || mustLeave()) return;
    if (course.blocked !== null) {
      await Promise.all(lanes);
      return stopRun(needs, runId, failureWords(course.blocked).title);
    }
    const step = planRun(factsOf(needs, target, run, lanes.size), clock.now());
    needs.hint(run);
    switch (step.do) {
      case 'cut':
        await cutRun(needs, run, destination, target.connector.facts, mustLeave);
        break;
      case 'push':
      case 'repeat': {
        const call = await target.session.call();
        if (!call.ok) {
          target.pacing.throttled(null, course.failures + 1);
          // A door that does not open is as bad as a room that does not answer.
          if (isOutage(call.failure)) target.breaker.failed('push', failureWords(call.failure).title);
          heed(judge(call.failure));
          break;
        }
        const sending = ledger.transact(() => (holdBackKept(needs, target, destination, step.batchId) ? null : beginSending(needs, target, step.batchId)));
        if (sending === null) break;
        const lane: Promise<void> = finishSending(needs, target, call.value, sending)
          .then(heed)
          .catch((thrown: unknown) => { course.broken ??= { thrown }; })
          .finally(() => { lanes.delete(lane); });
        lanes.add(lane);
        // Writing a batch down takes its time: whoever asks the core something is answered before the next one is.
        await giveWay();
        break;
      }
      case 'give-up':
        giveUpUnknown(needs, target, step.batchId);
        break;
      case 'look': {
        const looked = await lookAtUnknown({ ...needs, signal: wake }, target, runId);
        if (looked.ok) target.breaker.succeeded('read-back');
        else if (!wake.aborted && isOutage(looked.failure)) target.breaker.failed('read-back', failureWords(looked.failure).title);
        if (looked.ok) break;
        // The batches stay unknown, and are looked at again after a while.
        heed(judge(looked.failure));
        await clock.sleepUntil(target.pacing.throttled(null, course.failures), wake);
        break;
      }
      case 'join':
        await Promise.race([...lanes, clock.sleepUntil(clock.now() + longestWaitMs, undefined)]);
        break;
      case 'wait':
        await Promise.race([...lanes, clock.sleepUntil(Math.min(step.until, clock.now() + longestWaitMs), wake)]);
        break;
      case 'cool':
        ledger.transact(() => ledger.runs.setState(runId, 'cooling', { trouble: null, readyAt: clock.now() + target.cooldownMs }));
        break;
      case 'reconcile': {
        ledger.transact(() => ledger.runs.setState(runId, 'verifying'));
        const { state } = await reconcile({ ...needs, signal: wake, breaker: target.breaker }, target, destination);
        // Called off by us, not failed by the vendor: nobody gave a verdict, so it is read back another time.
        if (state === 'failed' && wake.aborted) ledger.transact(() => ledger.runs.setState(runId, 'cooling'));
        else ledger.transact(() => ledger.runs.setState(runId, 'ended', { endedAt: clock.now() }));
        if (state !== 'failed') await needs.afterReading?.(destination);
        break;
      }
      case 'end':
        ledger.transact(() => ledger.runs.setState(runId, 'ended', { endedAt: clock.now() }));
        break;
      case 'rest':
        if (run.state === 'running') stopRun(needs, runId, null);
        // A cooldown is only left alone: the next process, or a verify, goes on with it.
        else if (run.stopWanted) ledger.transact(() => ledger.runs.wantStop(runId, false));
        return;
      default:
        step satisfies never;
    }
  }
};

const factsOf = ({ ledger }: PushRunnerNeeds, target: SendTarget, run: Run, inFlight: number): RunFacts => ({
  state: run.state, stopWanted: run.stopWanted, readyAt: run.readyAt, inFlight,
  // One request alone tries whether the far side is back.
  lanes: target.breaker.isOpen('push') ? 1 : target.pacing.lanes(target.connector.facts.writesAtOnce), repeat: target.connector.facts.repeat, reads: target.connector.readBack !== undefined, readAt: target.breaker.askAt('read-back'),
  paceAt: Math.max(target.pacing.nextAt(), target.breaker.askAt('push')),
  nextWaiting: ledger.batches.nextWaiting(run.id), unknown: unknownOf(ledger, target, run),
});

/** What is gone stays gone: where nobody can read, a removal is asked for again some times before a person must answer for it. */
const unknownOf = ({ batches }: Ledger, { connector }: SendTarget, { id, kind }: Run): RunFacts['unknown'] =>
  kind === 'push' || connector.readBack !== undefined ? batches.unknown(id) : batches.unknown(id).map((batch) => ({ ...batch, answered: batch.answered && (batches.find(batch.batchId)?.attempts ?? 0) >= removalAttempts }));
const removalAttempts = 5;

/** A stop is a decision or a trouble; either way the log says that the run rests and how far it came, unless the log itself is the trouble: then only the run says it. */
export const stopRun = ({ ledger }: PushRunnerNeeds, runId: number, trouble: string | null): void => {
  ledger.transact(() => {
    const run = ledger.runs.find(runId);
    if (run === null || run.state === 'ended') return;
    const { accepted, duplicate, refused, unknown, waitingNumbers } = ledger.runs.totals(runId);
    // A run that cools or verifies keeps that state: there is nothing left to push, only to read back.
    const state = run.state === 'cooling' || run.state === 'verifying' ? 'cooling' : run.state === 'cutting' ? 'cutting' : 'stopped';
    ledger.runs.setState(runId, state, { trouble });
    if (ledger.log.lockedFor() !== null) return;
    ledger.log.append({ kind: 'decision', body: { act: 'run.rested', accepted, duplicate, refused, run: runId, unknown, waiting: waitingNumbers, wanted: run.stopWanted }, open: { detail: { why: trouble } } });
  });
};
