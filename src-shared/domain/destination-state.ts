// The state of a destination, derived from the ledger's facts and never stored: ACTIVE only while the last read-back, or a person's word where none is possible, covers everything pushed.
import type { DestinationView } from '../contract/destinations.ts';
import type { DestinationState } from './dnc.ts';
import type { RunState } from './run.ts';

export type DestinationFacts = {
  readonly unfinishedRun: RunState | null;
  /** A process works on that run now. */
  readonly isWorkedOn: boolean;
  readonly openDeadLetters: number;
  /** Newest batch ever cut for it; null: nothing was pushed. */
  readonly lastBatchId: number | null;
  /** The last reconciliation that ended. */
  readonly reconciliation: { readonly state: 'clean' | 'differences' | 'failed' | 'attested'; readonly lastBatchId: number | null } | null;
  /** The dialect can read its lists back; where it cannot, only a person's word counts, and where it can, no word does. */
  readonly reads: boolean;
};

export type StateOfDestination = { readonly state: DestinationState; readonly attention: DestinationView['attention'] };

export const destinationState = (facts: DestinationFacts): StateOfDestination => {
  const calm = (state: DestinationState): StateOfDestination => ({ state, attention: null });
  const alarm = (attention: DestinationView['attention']): StateOfDestination => ({ state: 'ATTENTION', attention });
  switch (facts.unfinishedRun) {
    case 'cutting':
    case 'running': return facts.isWorkedOn ? calm('PUSHING') : alarm('interrupted');
    case 'cooling':
    case 'verifying': return calm('COOLING');
    case 'stopped': return alarm('interrupted');
    case 'ended':
    case null: break;
    default: facts.unfinishedRun satisfies never;
  }
  if (facts.lastBatchId === null && facts.reconciliation === null) return calm('DRAFT');
  if (facts.openDeadLetters > 0) return alarm('dead-letters');
  const { reconciliation } = facts;
  if (reconciliation?.state === 'differences') return alarm('differences');
  if (reconciliation?.state === 'failed') return alarm('read-back-failed');
  // Pushed after the read-back began: not verified.
  const isVerdict = reconciliation !== null && (reconciliation.state === 'attested') !== facts.reads;
  return isVerdict && (reconciliation.lastBatchId ?? 0) >= (facts.lastBatchId ?? 0) ? calm('ACTIVE') : alarm(facts.reads ? 'not-verified' : 'not-attested');
};
