// The pure planner of a run: given the ledger's facts and the time, the one next step.
import type { RunState } from './run.ts';

export type RunFacts = {
  readonly state: RunState;
  readonly stopWanted: boolean;
  /** Requests that have left and are not answered. */
  readonly inFlight: number;
  /** How many may be under way at once. */
  readonly lanes: number;
  /** When the vendor's limits let the next request leave (ms since 1970). */
  readonly paceAt: number;
  readonly nextWaiting: { readonly batchId: number; readonly readyAt: number } | null;
  /** Batches that may have been applied, the earliest ready first. */
  readonly unknown: readonly { readonly batchId: number; readonly readyAt: number; readonly keyExpiresAt: number }[];
  /** What the dialect lets us do with those; `same-key` until the batch's key is forgotten. */
  readonly repeat: 'harmless' | 'same-key' | 'verify-first';
  /** End of the cooldown; null before the last answer. */
  readonly readyAt: number | null;
};

export type Step =
  | { readonly do: 'cut' }
  | { readonly do: 'push'; readonly batchId: number }
  /** Send an unknown batch again as it is, with its own key. */
  | { readonly do: 'repeat'; readonly batchId: number }
  /** Read the lists back to learn what became of the unknown batches. */
  | { readonly do: 'look' }
  /** Wait for a request under way. */
  | { readonly do: 'join' }
  | { readonly do: 'wait'; readonly until: number }
  | { readonly do: 'cool' }
  | { readonly do: 'reconcile' }
  | { readonly do: 'rest' };

export const planRun = (run: RunFacts, now: number): Step => {
  if (run.state === 'ended' || run.state === 'stopped') return { do: 'rest' };
  // A cut is finished first: a run that stopped with half its batches would look whole. A cooldown goes on by itself, in the ledger.
  if (run.stopWanted && run.state !== 'cutting') return run.inFlight > 0 ? { do: 'join' } : { do: 'rest' };
  switch (run.state) {
    case 'cutting': return { do: 'cut' };
    case 'running': return planRunning(run, now);
    case 'cooling': return run.readyAt !== null && run.readyAt > now ? { do: 'wait', until: run.readyAt } : { do: 'reconcile' };
    case 'verifying': return { do: 'reconcile' };
    default: return run.state satisfies never;
  }
};

const planRunning = (run: RunFacts, now: number): Step => {
  const { repeatable = [], lookable = [] } = Object.groupBy(run.unknown, ({ keyExpiresAt }) =>
    run.repeat === 'harmless' || (run.repeat === 'same-key' && keyExpiresAt > now) ? 'repeatable' : 'lookable');
  const first = repeatable[0] ?? null;
  if (first !== null && first.readyAt <= now) return { do: 'repeat', batchId: first.batchId };
  const pushAt = run.nextWaiting === null ? null : Math.max(run.nextWaiting.readyAt, run.paceAt);
  if (run.nextWaiting !== null && pushAt !== null && pushAt <= now && run.inFlight < run.lanes) return { do: 'push', batchId: run.nextWaiting.batchId };
  if (run.inFlight > 0 && (pushAt === null || run.inFlight >= run.lanes)) return { do: 'join' };
  // Looking costs a whole read-back: once, when nothing else is left to do and the last of the unknown has had its time.
  if (lookable.length > 0 && repeatable.length === 0 && pushAt === null) {
    const lookAt = Math.max(...lookable.map((batch) => batch.readyAt));
    return lookAt <= now ? { do: 'look' } : { do: 'wait', until: lookAt };
  }
  const waits = [pushAt, first?.readyAt ?? null].filter((at) => at !== null);
  if (waits.length > 0) return { do: 'wait', until: Math.min(...waits) };
  return { do: 'cool' };
};
