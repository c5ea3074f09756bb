// Reads a reading to its end, piece by piece, so that everybody else is answered in between.
import type { Reading } from '../ledger/repositories/readings.ts';
import { giveWay } from './give-way.ts';

/** False where `mustLeave` said so before the end. The reading stays open, and whoever opened it closes it. */
export const readToEnd = async (reading: Reading, mustLeave: () => boolean): Promise<boolean> => {
  for (;;) {
    if (mustLeave()) return false;
    if (reading.step()) return true;
    await giveWay();
  }
};

/** Null where `mustLeave` said so before the end. */
export const readPlan = async <P>(reading: Reading & { readonly plan: () => P }, mustLeave: () => boolean): Promise<P | null> =>
  (await readToEnd(reading, mustLeave)) ? reading.plan() : null;
