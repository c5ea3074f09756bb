// Reads a plan to its end, piece by piece, so that everybody else is answered in between.
import type { Plan } from '../ledger/repositories/planned.ts';
import type { PlanReading } from '../ledger/repositories/plans.ts';
import { giveWay } from './give-way.ts';

/** Null where `mustLeave` said so before the end. The reading stays open, and whoever opened it closes it. */
export const readPlan = async (reading: PlanReading, mustLeave: () => boolean): Promise<Plan | null> => {
  for (;;) {
    if (mustLeave()) return null;
    if (reading.step()) return reading.plan();
    await giveWay();
  }
};
