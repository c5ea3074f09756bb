// Follows a run or a cooldown to its next rest, drawing progress; the ledger is asked again and again, events only wake sooner.
import type { DestinationView } from '../../../src-shared/contract/destinations.ts';
import type { ReconciliationView, RunView } from '../../../src-shared/contract/runs.ts';
import type { Failure } from '../../../src-shared/failures.ts';
import { ok, type Result } from '../../../src-shared/result.ts';
import { formatCount, formatRemaining } from '../../../src-shared/words/figures.ts';
import { tame } from './print.ts';
import { createProgress, runLine } from './progress.ts';
import type { AtDesk } from './world.ts';

const lookEveryMs = 500;

/** Until every batch is answered, or the run stops. When `leave` aborts, the run is stopped and what is under way is waited for. */
export const followRun = async (at: AtDesk, runId: number, leave: AbortSignal): Promise<Result<RunView, Failure>> => {
  const { world, client } = at;
  const progress = createProgress(world);
  let stopping = false;
  try {
    for (;;) {
      if (leave.aborted && !stopping) {
        stopping = true;
        progress.end();
        world.err('Stopping after the requests that are under way; Ctrl-C again leaves at once.\n');
        // A run that has just ended by itself cannot be stopped, and need not be.
        await client.call('run.stop', { runId });
      }
      const run = await client.call('run.get', { runId });
      if (!run.ok) return run;
      const { state, working } = run.value;
      progress.show(runLine(run.value, world.clock.now()));
      // "stopped" is written when stopping is asked for; the process works on until the last answer is in.
      if (state === 'cooling' || state === 'verifying' || state === 'ended' || (state === 'stopped' && !working)) return run;
      await nextLook(at, stopping ? undefined : leave);
    }
  } finally {
    progress.end();
  }
};

/** Until the cooldown kept in the ledger is over; the answer is false when `leave` aborted first. */
export const waitCooldown = async (at: AtDesk, destination: DestinationView, leave: AbortSignal): Promise<Result<boolean, Failure>> => {
  const { world, client } = at;
  const progress = createProgress(world);
  try {
    for (;;) {
      if (leave.aborted) return ok(false);
      const now = world.clock.now();
      const fresh = await client.call('destination.get', { destinationId: destination.destinationId });
      if (!fresh.ok) return fresh;
      const left = fresh.value.state === 'COOLING' && fresh.value.readyAt !== null ? fresh.value.readyAt - now : 0;
      if (left <= 0) return ok(true);
      progress.show(`${tame(destination.name)}: cooling down, ${formatRemaining(left)} left; Ctrl-C leaves, the time is kept`);
      await world.clock.sleepUntil(now + Math.min(left, lookEveryMs), leave);
    }
  } finally {
    progress.end();
  }
};

/** Reads the lists back and waits until the comparison is written down; null when `leave` aborted first. A comparison already under way is joined. */
export const followVerify = async (at: AtDesk, destination: DestinationView, leave: AbortSignal): Promise<Result<ReconciliationView | null, Failure>> => {
  const { client, world } = at;
  const { destinationId } = destination;
  const started = await client.call('verify.start', { destinationId });
  if (started.ok && started.value.endedAt !== null) return started;
  if (!started.ok && started.failure.type !== 'RunBusy') return started;
  const progress = createProgress(world);
  try {
    for (;;) {
      if (leave.aborted) return ok(null);
      const latest = await client.call('verify.page', { destinationId, offset: 0, limit: 1 });
      if (!latest.ok) return latest;
      const [reconciliation] = latest.value.rows;
      if (reconciliation === undefined) return started;
      if (reconciliation.endedAt !== null) return ok(reconciliation);
      progress.show(`${tame(destination.name)}: reading back, ${formatCount(reconciliation.found)} of ${formatCount(reconciliation.expected)} found`);
      await nextLook(at, leave);
    }
  } finally {
    progress.end();
  }
};

/** Half a second, or sooner when something changed or somebody wants to leave; never more than ten looks a second. */
const nextLook = async ({ world, desk }: AtDesk, leave?: AbortSignal): Promise<void> => {
  const { clock } = world;
  const wake = new AbortController();
  const hurry = (): void => wake.abort();
  leave?.addEventListener('abort', hurry, { once: true });
  const deaf = desk.core.listen((event) => {
    if (event.type !== 'import.progress') wake.abort();
  });
  const now = clock.now();
  await clock.sleepUntil(now + lookEveryMs, wake.signal);
  deaf();
  leave?.removeEventListener('abort', hurry);
  if (clock.now() - now < 100) await clock.sleepUntil(now + 100);
};
