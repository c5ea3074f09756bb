// Lets others write between the short transactions of a long piece of work: it rests once it has held the ledger for a while.
import { setTimeout } from 'node:timers/promises';

/** Who waits for the ledger looks again every 25 ms at first and ever more seldom: a rest of that length within its first looks ends its wait. */
const restMs = 26;
const heldAtMost = 100;
/** Gaps of some milliseconds after each transaction are as good as a rest, since whoever waits finds one of many. */
const worthOfGap = 8;

export type Rests = {
  /** A transaction, by its time. */
  readonly hold: <T>(work: () => T) => T;
  /** Waits for something else, while the ledger is free. */
  readonly gap: <T>(wait: () => Promise<T>) => Promise<T>;
  readonly rest: () => Promise<void>;
};

export const createRests = (): Rests => {
  let heldMs = 0;
  return {
    hold: (work) => {
      const startedAt = performance.now();
      try {
        return work();
      } finally {
        heldMs += performance.now() - startedAt;
      }
    },
    gap: async (wait) => {
      const startedAt = performance.now();
      const waited = await wait();
      heldMs = Math.max(0, heldMs - (performance.now() - startedAt) * worthOfGap);
      return waited;
    },
    rest: async () => {
      if (heldMs < heldAtMost) return;
      heldMs = 0;
      await setTimeout(restMs);
    },
  };
};
