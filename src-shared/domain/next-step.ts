// The one thing to do next, decided from the ledger: what keeps people from being protected comes first.
import type { DestinationView } from '../contract/destinations.ts';
import type { HomeView, LogStatus } from '../contract/log.ts';

export type NextFacts = {
  readonly destinations: readonly DestinationView[];
  readonly imports: number; readonly held: number; readonly unmapped: number; readonly conflictsOpen: number; readonly releasesProposed?: number;
  readonly log: LogStatus | null; readonly secretsUsable: boolean;
  /** Destinations at rest for which the dry run has numbers to push. */
  readonly toPush: ReadonlySet<number>;
  readonly now: number;
};

type Next = Pick<HomeView, 'next' | 'nextDestinationId'>;

export const decideNext = (facts: NextFacts): Next => {
  const { destinations } = facts;
  const go = (next: HomeView['next'], destination?: DestinationView): Next => ({ next, nextDestinationId: destination?.destinationId ?? null });
  if (!facts.secretsUsable) return go('unlock-secrets');
  const attention = destinations.find(({ state }) => state === 'ATTENTION');
  if (attention !== undefined) {
    if (attention.attention === 'dead-letters') return go('dead-letters', attention);
    if (attention.attention === 'interrupted') return go('resume', attention);
    return go(attention.attention === 'differences' ? 'look-at-differences' : 'verify', attention);
  }
  if (facts.imports === 0) return go('import');
  // The process that counted the cooldown has gone: nobody reads back unless somebody asks.
  const overdue = destinations.find(({ state, readyAt }) => state === 'COOLING' && readyAt !== null && readyAt + patienceMs < facts.now);
  if (overdue !== undefined) return go('verify', overdue);
  const waiting = destinations.find(({ destinationId }) => facts.toPush.has(destinationId));
  // What is ready does not wait for what is held back: nobody is protected by a number that lies here.
  if (waiting !== undefined) return go('push', waiting);
  if (facts.unmapped > 0) return go('map-codes');
  if (facts.conflictsOpen > 0) return go('decide-conflicts');
  if (facts.held > 0) return go('review');
  if (destinations.length === 0) return go('add-destination');
  const pushing = destinations.find(({ state }) => state === 'PUSHING' || state === 'COOLING');
  if (pushing !== undefined) return go('wait', pushing);
  if ((facts.releasesProposed ?? 0) > 0) return go('decide-releases');
  if (facts.log !== null && facts.log.lastExportLeaves === null) return go('export-log');
  return go('nothing');
};

/** A read-back that is under way may take a while longer than its cooldown. */
const patienceMs = 60_000;
