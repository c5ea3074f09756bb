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
  /** Batches that may have been applied, the earliest ready first. `answered`: an answer came and left numbers out. */
  readonly unknown: readonly { readonly batchId: number; readonly readyAt: number; readonly keyExpiresAt: number; readonly answered: boolean }[];
  /** What the dialect lets us do with those; `same-key` until the batch's key is forgotten, or its one answer has come. */
  readonly repeat: 'harmless' | 'same-key' | 'verify-first';
  /** The lists can be read back; where they cannot, a person answers for them. */
  readonly reads: boolean;
  /** When the lists may be read back again (ms since 1970), after failures in a row. */
  readonly readAt: number;
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
  /** Nobody will ever know what became of some of its numbers: they wait for a person. */
  | { readonly do: 'give-up'; readonly batchId: number }
  /** Wait for a request under way. */
  | { readonly do: 'join' }
  | { readonly do: 'wait'; readonly until: number }
  | { readonly do: 'cool' }
  | { readonly do: 'reconcile' }
  /** Nothing can be read back: the run is over, and a person must answer for the lists. */
  | { readonly do: 'end' }
  | { readonly do: 'rest' };

export const planRun = (run: RunFacts, now: number): Step => {
  if (run.state === 'ended' || run.state === 'stopped') return { do: 'rest' };
  // A cut is finished first: a run that stopped with half its batches would look whole. A cooldown goes on by itself, in the ledger.
  if (run.stopWanted && run.state !== 'cutting') return run.inFlight > 0 ? { do: 'join' } : { do: 'rest' };
  switch (run.state) {
    case 'cutting': return { do: 'cut' };
    case 'running': return planRunning(run, now);
    case 'cooling':
    case 'verifying': return planReading(run, now);
    default: return run.state satisfies never;
  }
};

const planReading = (run: RunFacts, now: number): Step => {
  const readyAt = Math.max(run.state === 'cooling' ? (run.readyAt ?? now) : now, run.reads ? run.readAt : now);
  if (readyAt > now) return { do: 'wait', until: readyAt };
  return { do: run.reads ? 'reconcile' : 'end' };
};

const planRunning = (run: RunFacts, now: number): Step => {
  const { repeatable = [], lookable = [] } = Object.groupBy(run.unknown, ({ keyExpiresAt, answered }) =>
    // A vendor that keeps keys answers a repeat with its first answer: what that left out, no repeat will tell.
    run.repeat === 'harmless' || (run.repeat === 'same-key' && !answered && keyExpiresAt > now) ? 'repeatable' : 'lookable');
  const lost = run.reads ? null : (lookable[0] ?? null);
  if (lost !== null) return { do: 'give-up', batchId: lost.batchId };
  const hasLane = run.inFlight < run.lanes;
  const first = repeatable[0] ?? null;
  const repeatAt = first === null ? null : Math.max(first.readyAt, run.paceAt);
  if (first !== null && repeatAt !== null && repeatAt <= now && hasLane) return { do: 'repeat', batchId: first.batchId };
  const pushAt = run.nextWaiting === null ? null : Math.max(run.nextWaiting.readyAt, run.paceAt);
  if (run.nextWaiting !== null && pushAt !== null && pushAt <= now && hasLane) return { do: 'push', batchId: run.nextWaiting.batchId };
  if (run.inFlight > 0 && (pushAt === null || !hasLane)) return { do: 'join' };
  // Looking costs a whole read-back: once, when nothing else is left to do and the last of the unknown has had its time.
  if (lookable.length > 0 && repeatable.length === 0 && pushAt === null) {
    const lookAt = Math.max(run.readAt, ...lookable.map((batch) => batch.readyAt));
    return lookAt <= now ? { do: 'look' } : { do: 'wait', until: lookAt };
  }
  const waits = [pushAt, repeatAt].filter((at) => at !== null);
  if (waits.length > 0) return { do: 'wait', until: Math.min(...waits) };
  return { do: 'cool' };
};
