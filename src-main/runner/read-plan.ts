// Reads a plan to its end, piece by piece, so that everybody else is answered in between.
import type { Reading } from '../ledger/repositories/readings.ts';
import { giveWay } from './give-way.ts';

/** Null where `mustLeave` said so before the end. The reading stays open, and whoever opened it closes it. */
export const readPlan = async <P>(reading: Reading & { readonly plan: () => P }, mustLeave: () => boolean): Promise<P | null> => {
  for (;;) {
    if (mustLeave()) return null;
    if (reading.step()) return reading.plan();
    await giveWay();
  }
};
