// Keeps a lease while something is worked on, however long one step takes, so that nobody takes its process for dead.
import type { Ledger } from '../ledger/open-ledger.ts';
import type { Clock } from '../ports/clock.ts';

export type KeepLeaseNeeds = { readonly ledger: Pick<Ledger, 'leases'>; readonly clock: Clock; readonly owner: string; readonly reportDefect: (thrown: unknown) => unknown };

/** Far below the life of a lease. */
const renewEveryMs = 1000;

/** Renews until `over` aborts; never rejects. */
export const keepLease = async ({ ledger, clock, owner, reportDefect }: KeepLeaseNeeds, name: string, over: AbortSignal): Promise<void> => {
  try {
    while (!over.aborted) {
      await clock.sleepUntil(clock.now() + renewEveryMs, over);
      if (!over.aborted) ledger.leases.take(name, owner, clock.now());
    }
  } catch (thrown) {
    reportDefect(thrown);
  }
};
