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

/** The plan alone; the reading is closed, and nothing of it stays behind. Throws where `signal` calls it off before its end. */
export const takePlan = async <P>(reading: Reading & { readonly plan: () => P }, signal: AbortSignal): Promise<P> => {
  try {
    const plan = await readPlan(reading, () => signal.aborted);
    if (plan === null) throw new Error('the core was closed before the plan was made');
    return plan;
  } finally {
    reading.close();
  }
};
