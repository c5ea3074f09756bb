// Works on runs: asks the planner for the next step, does it, records it, and asks again, until the run rests.
import { planRun, type RunFacts } from '../../src-shared/domain/plan-run.ts';
import type { Failure, RunBusy } from '../../src-shared/failures.ts';
import { done, fail, type Result } from '../../src-shared/result.ts';
import { failureWords } from '../../src-shared/words/failure-words.ts';
import type { Destination } from '../ledger/repositories/destinations.ts';
import type { Run } from '../ledger/repositories/runs.ts';
import { cutRun } from './cut-run.ts';
import { lookAtUnknown } from './look-at-unknown.ts';
import { reconcile } from './reconcile.ts';
import { recoverSending } from './recover-sending.ts';
import { beginSending, finishSending, judge, type SendEnd, type SendNeeds, type SendTarget } from './send-batch.ts';
import type { OpenDestination, OpenFailure } from './vendor-desk.ts';

export type PushRunnerNeeds = SendNeeds & {
  readonly open: (destination: Destination) => Promise<Result<OpenDestination, OpenFailure>>;
  readonly cooldownMs: (destination: Destination) => number;
  readonly hint: (run: Run) => void;
  readonly reportDefect: (thrown: unknown) => string;
  /** This process, as the lease names it. */
  readonly owner: string;
};

export type PushRunner = {
  /** Takes the run's lease and works in the background until it rests; RunBusy when another process has it. */
  readonly work: (runId: number) => Result<null, RunBusy>;
  /** Lets what is under way answer; the run then stands still. */
  readonly stop: (runId: number) => void;
  /** Resolves when this process no longer works on the run. */
  readonly settled: (runId: number) => Promise<void>;
  readonly isWorking: (runId: number) => boolean;
  readonly close: () => Promise<void>;
};

/** So many failures in a row, and the run stops for a person to look. */
const patience = 8;
/** Never longer without renewing the lease or seeing that another process wants a stop. */
const longestWaitMs = 1000;

export const createPushRunner = (needs: PushRunnerNeeds): PushRunner => {
  const active = new Map<number, { readonly wake: AbortController; readonly ended: Promise<void> }>();
  let closing = false;
  const leaseOf = (runId: number): string => `run ${runId}`;

  const runLoop = async (runId: number, wake: AbortController): Promise<void> => {
    try {
      await workOn(needs, runId, wake.signal, () => closing || needs.ledger.leases.take(leaseOf(runId), needs.owner, needs.clock.now()) !== null);
    } catch (thrown) {
      const id = needs.reportDefect(thrown);
      stopRun(needs, runId, `An error of ours stopped this run (${id}). Nothing was lost: resume it.`);
    } finally {
      needs.ledger.leases.release(leaseOf(runId), needs.owner);
      active.delete(runId);
      const run = needs.ledger.runs.find(runId);
      if (run !== null) needs.hint(run);
    }
  };

  return {
    work: (runId) => {
      if (active.has(runId)) return done;
      const owner = needs.ledger.leases.take(leaseOf(runId), needs.owner, needs.clock.now());
      if (owner !== null) return fail({ type: 'RunBusy', runId, owner });
      const wake = new AbortController();
      // Begins after this call has returned, so that the caller sees the run before its first step.
      const ended = new Promise<void>((resolve) => { setImmediate(resolve); }).then(() => runLoop(runId, wake));
      active.set(runId, { wake, ended });
      return done;
    },
    stop: (runId) => {
      needs.ledger.transact(() => needs.ledger.runs.wantStop(runId, true));
      active.get(runId)?.wake.abort();
    },
    settled: async (runId) => { await active.get(runId)?.ended; },
    isWorking: (runId) => active.has(runId),
    close: async () => {
      closing = true;
      for (const { wake } of active.values()) wake.abort();
      await Promise.all([...active.values()].map(({ ended }) => ended));
    },
  };
};

const workOn = async (needs: PushRunnerNeeds, runId: number, wake: AbortSignal, mustLeave: () => boolean): Promise<void> => {
  const { ledger, clock } = needs;
  const destination = ledger.destinations.find(ledger.runs.find(runId)?.destinationId ?? 0);
  if (destination === null) throw new Error(`run ${runId} has no destination`);
  const opened = await needs.open(destination);
  if (!opened.ok) return stopRun(needs, runId, failureWords(opened.failure).title);
  const target: SendTarget = { ...opened.value, destinationId: destination.id, cooldownMs: needs.cooldownMs(destination) };
  recoverSending(needs, target, runId);

  const lanes = new Set<Promise<void>>();
  let failures = 0;
  let blocked: Failure | null = null;
  const heed = (end: SendEnd): void => {
    failures = end.kind === 'settled' ? 0 : failures + 1;
    if (end.kind === 'blocked' || (end.kind === 'trouble' && failures >= patience)) blocked = end.failure;
    if (end.kind === 'trouble') ledger.transact(() => ledger.runs.setState(runId, 'running', { trouble: failureWords(end.failure).title }));
    else if (end.kind === 'settled' && ledger.runs.find(runId)?.trouble != null) ledger.transact(() => ledger.runs.setState(runId, 'running', { trouble: null }));
  };

  for (;;) {
    const run = ledger.runs.find(runId);
    if (run === null || mustLeave()) break;
    if (blocked !== null) {
      await Promise.all(lanes);
      return stopRun(needs, runId, failureWords(blocked).title);
    }
    const step = planRun(factsOf(needs, target, run, lanes.size), clock.now());
    needs.hint(run);
    switch (step.do) {
      case 'cut':
        await cutRun(needs, run, destination, target.connector.facts);
        break;
      case 'push': {
        const call = await target.session.call();
        if (!call.ok) {
          target.pacing.throttled(null, failures + 1);
          heed(judge(call.failure));
          break;
        }
        const sending = beginSending(needs, target, step.batchId);
        const lane: Promise<void> = finishSending(needs, target, call.value, sending).then(heed).finally(() => { lanes.delete(lane); });
        lanes.add(lane);
        break;
      }
      case 'repeat':
        ledger.transact(() => ledger.batches.repeat(step.batchId, clock.now()));
        break;
      case 'look': {
        const looked = await lookAtUnknown({ ...needs, signal: wake }, target, runId);
        if (looked.ok) break;
        // The batches stay unknown, and are looked at again after a while.
        heed(judge(looked.failure));
        await clock.sleepUntil(target.pacing.throttled(null, failures), wake);
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
      case 'reconcile':
        ledger.transact(() => ledger.runs.setState(runId, 'verifying'));
        await reconcile({ ...needs, signal: wake }, target, destination);
        ledger.transact(() => ledger.runs.setState(runId, 'ended', { endedAt: clock.now() }));
        break;
      case 'rest':
        if (run.state === 'running') stopRun(needs, runId, null);
        return;
      default:
        step satisfies never;
    }
  }
  await Promise.all(lanes);
};

const factsOf = ({ ledger }: PushRunnerNeeds, target: SendTarget, run: Run, inFlight: number): RunFacts => ({
  state: run.state, stopWanted: run.stopWanted, readyAt: run.readyAt, inFlight,
  lanes: target.connector.facts.writesAtOnce, repeat: target.connector.facts.repeat, paceAt: target.pacing.nextAt(),
  nextWaiting: ledger.batches.nextWaiting(run.id), unknown: ledger.batches.unknown(run.id),
});

/** A stop is a decision or a trouble; either way the log says that the run rests and how far it came. */
const stopRun = ({ ledger }: PushRunnerNeeds, runId: number, trouble: string | null): void => {
  ledger.transact(() => {
    const run = ledger.runs.find(runId);
    if (run === null || run.state === 'ended') return;
    const { accepted, duplicate, refused, unknown, waitingNumbers } = ledger.runs.totals(runId);
    // A run that cools or verifies keeps that state: there is nothing left to push, only to read back.
    const state = run.state === 'cooling' || run.state === 'verifying' ? 'cooling' : run.state === 'cutting' ? 'cutting' : 'stopped';
    ledger.runs.setState(runId, state, { trouble });
    ledger.log.append({ kind: 'decision', body: { act: 'run.rested', accepted, duplicate, refused, run: runId, unknown, waiting: waitingNumbers, wanted: run.stopWanted }, open: { detail: { why: trouble } } });
  });
};
