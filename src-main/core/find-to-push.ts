// Which destinations at rest have numbers to push: looked for in the background where it takes a while, and never said to be none before all were looked at.
import type { DestinationView } from '../../src-shared/contract/destinations.ts';
import { planQuestion } from '../runner/cut-run.ts';
import type { PushContext } from './push-context.ts';

/** Home waits so long for a look to end; most end sooner. */
const patienceMs = 60;

/**
 * Answers within some tens of milliseconds. A destination that is not looked through yet counts as one with numbers to push, since its dry run
 * is what would tell; a hint follows when it turns out that it has none.
 */
export const createFindToPush = (context: PushContext): ((destinations: readonly DestinationView[]) => Promise<ReadonlySet<number>>) => {
  const { ledger, needs, connectors, signal, hint, reportDefect } = context;
  const known = new Map<number, { readonly mark: string; readonly hasSome: boolean }>();
  let looking: Promise<void> | null = null;

  /** Ends at the first number: how many there are is the dry run's to say. */
  const look = async (destinationId: number): Promise<void> => {
    const destination = ledger.destinations.find(destinationId);
    if (destination === null) return;
    const now = needs.clock.now();
    const mark = ledger.plans.mark(destinationId, now);
    const reading = ledger.plans.open(planQuestion(ledger, destination, connectors[destination.dialect].facts, now, null), 'counts');
    try {
      for (let isOver = false; !isOver && reading.found() === 0;) {
        isOver = reading.step();
        await new Promise((resolve) => { setImmediate(resolve); });
        if (signal.aborted) return;
      }
      known.set(destinationId, { mark, hasSome: reading.found() > 0 });
    } finally {
      reading.close();
    }
  };
  const isKnown = (destinationId: number): boolean => known.get(destinationId)?.mark === ledger.plans.mark(destinationId, needs.clock.now());
  const lookThrough = async (ids: readonly number[]): Promise<void> => {
    try {
      for (const id of ids) await look(id);
    } catch (thrown) {
      // A ledger that is closed under it is nobody's fault.
      if (!signal.aborted) reportDefect(thrown);
    } finally {
      looking = null;
    }
  };

  return async (destinations) => {
    if (destinations.some(({ state }) => state === 'PUSHING')) return new Set();
    const resting = destinations.filter(({ state }) => state === 'DRAFT' || state === 'ACTIVE').map(({ destinationId }) => destinationId);
    const open = resting.filter((id) => !isKnown(id));
    if (open.length > 0) {
      looking ??= lookThrough(open);
      const look = looking;
      const enough = new AbortController();
      const isOver = await Promise.race([look.then(() => true), needs.clock.sleepUntil(needs.clock.now() + patienceMs, enough.signal).then(() => false)]);
      enough.abort();
      // Whoever was told less than the truth looks again.
      if (!isOver) void look.then(() => { if (!signal.aborted) hint({ type: 'ledger.changed' }); });
    }
    return new Set(resting.filter((id) => !isKnown(id) || known.get(id)?.hasSome === true));
  };
};
