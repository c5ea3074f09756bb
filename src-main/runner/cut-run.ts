// Cuts a run's plan, of one moment, into batches, slice by slice, so that the core answers others in between; a cut that was broken off goes on.
import type { PlanQuestion } from '../ledger/repositories/plan-sort.ts';
import type { Ledger } from '../ledger/open-ledger.ts';
import type { Destination } from '../ledger/repositories/destinations.ts';
import type { PlannedGroup, TakeNumbers } from '../ledger/repositories/planned.ts';
import type { Run } from '../ledger/repositories/runs.ts';
import type { Clock } from '../ports/clock.ts';
import type { VendorFacts } from '../vendors/connector.ts';
import { cutSlice, type CutNeeds } from './cut-batches.ts';
import { giveWay } from './give-way.ts';
import { readPlan } from './read-plan.ts';

/** Some milliseconds' worth. */
const numbersPerSlice = 2000;

export const cutRun = async (needs: CutNeeds & { readonly clock: Clock }, run: Run, destination: Destination, facts: VendorFacts, mustLeave: () => boolean): Promise<void> => {
  const { ledger, clock } = needs;
  const question = planQuestion(ledger, destination, facts, clock.now(), ledger.runs.scope(run.id));
  const cut = async (groups: readonly PlannedGroup[], take: TakeNumbers): Promise<void> => {
    for (const group of groups) {
      let after: string | null = '';
      while (after !== null) {
        after = cutSlice(needs, run.id, take, group, after, batchRules(destination, facts), clock.now(), numbersPerSlice);
        await giveWay();
        if (mustLeave()) return;
      }
    }
    ledger.transact(() => ledger.runs.setState(run.id, 'running'));
  };
  const reading = run.kind === 'release' ? ledger.releasePlans.open(question, 'numbers') : ledger.plans.open(question, 'numbers');
  try {
    const plan = await readPlan<{ readonly groups: readonly PlannedGroup[] }>(reading, mustLeave);
    if (plan !== null) await cut(plan.groups, reading.take);
  } finally {
    reading.close();
  }
};

/** The destination's own batch size where it is set, never above the dialect's. */
export const batchRules = ({ settings }: Destination, facts: VendorFacts): { readonly maxBatch: number; readonly keyMemoryMs: number | null } => {
  const wanted = Number(settings['batchSize']);
  return { maxBatch: Number.isInteger(wanted) && wanted > 0 ? Math.min(wanted, facts.maxBatch) : facts.maxBatch, keyMemoryMs: facts.keyMemoryMs };
};

/** What the ledger must know to plan for a destination now. */
export const planQuestion = (
  ledger: Ledger, destination: Destination, facts: VendorFacts, now: number,
  only: PlanQuestion['only'],
): PlanQuestion => ({
  only, now, destinationId: destination.id, codeMapVersion: ledger.codeMaps.currentVersion(), choices: ledger.conflicts.choices(),
  countries: allowedCountries(destination, facts), needsJurisdiction: facts.needsJurisdiction, lateExpiry: destination.lateExpiry,
  horizon: facts.expiryLimitMs === null ? null : horizonOf(now + facts.expiryLimitMs),
});

/** What both the destination and the interface take; empty: any. Where they have nothing in common, no number may leave. */
const allowedCountries = ({ countries }: Destination, facts: VendorFacts): readonly string[] => {
  if (countries.length === 0 || facts.countries.length === 0) return countries.length === 0 ? facts.countries : countries;
  const both = countries.filter((country) => facts.countries.includes(country));
  return both.length === 0 ? ['none'] : both;
};

/** An hour inside the limit, on a whole hour: clocks differ, and one horizon makes one batch. */
const horizonOf = (limit: number): number => Math.floor(limit / 3_600_000 - 1) * 3_600_000;
