// There is one thing to do next, and it is the one that keeps people from being protected longest.
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { DestinationView } from '../../src-shared/contract/destinations.ts';
import type { LogStatus } from '../../src-shared/contract/log.ts';
import { destinationState, type DestinationFacts } from '../../src-shared/domain/destination-state.ts';
import { decideNext, type NextFacts } from '../../src-shared/domain/next-step.ts';

const destination = (destinationId: number, state: DestinationView['state'], attention: DestinationView['attention'] = null): DestinationView => ({
  destinationId, name: `D${destinationId}`, dialect: 'genesys-dnclists', practice: true, settings: {}, savedSecrets: [], countries: [], lateExpiry: 'permanent', shared: false, lists: [],
  state, attention, verifies: 'read-back', verifiedBy: null, attestedBy: null, lastGood: null, latency: null, circuits: [], readyAt: null, checkedAt: null, activeSince: null, listed: 0, deadLetters: 0, runId: null,
});
const log: LogStatus = { origin: 'o', leaves: 3, root: 'r', checkpointAt: 0, fingerprint: 'f', lastExportAt: null, lastExportLeaves: null };
const ready: NextFacts = { destinations: [destination(1, 'ACTIVE')], imports: 1, held: 0, unmapped: 0, conflictsOpen: 0, log: { ...log, lastExportAt: 1, lastExportLeaves: 3 }, secretsUsable: true, toPush: new Set(), now: 0 };
const next = (facts: Partial<NextFacts>) => {
  const { next: what, nextDestinationId } = decideNext({ ...ready, ...facts });
  return nextDestinationId === null ? what : `${what} ${nextDestinationId}`;
};

describe('what to do next', () => {
  it.each<[string, Partial<NextFacts>, string]>([
    ['nothing is left', {}, 'nothing'],
    ['no secret can be kept', { secretsUsable: false, imports: 0 }, 'unlock-secrets'],
    ['nothing was imported', { imports: 0, destinations: [] }, 'import'],
    ['nothing was imported, though a destination is there', { imports: 0, destinations: [destination(1, 'DRAFT')] }, 'import'],
    ['codes have no meaning yet', { unmapped: 5, conflictsOpen: 1, held: 1 }, 'map-codes'],
    ['numbers are ready for a destination, though other codes have no meaning yet and conflicts are open', { toPush: new Set([1]), unmapped: 5, conflictsOpen: 1, held: 1 }, 'push 1'],
    ['a cooldown is long over, though codes have no meaning yet', { destinations: [{ ...destination(1, 'COOLING'), readyAt: 1000 }], now: 120_000, unmapped: 5 }, 'verify 1'],
    ['conflicts are open', { conflictsOpen: 1, held: 1 }, 'decide-conflicts'],
    ['rows are held', { held: 1, destinations: [] }, 'review'],
    ['there is nowhere to push to', { destinations: [] }, 'add-destination'],
    ['a destination is pushed to', { destinations: [destination(1, 'ACTIVE'), destination(2, 'PUSHING')] }, 'wait 2'],
    ['a destination cools down', { destinations: [destination(1, 'DRAFT'), destination(2, 'COOLING')] }, 'wait 2'],
    ['a destination was never pushed to', { destinations: [destination(1, 'ACTIVE'), destination(2, 'DRAFT')], toPush: new Set([2]) }, 'push 2'],
    ['there are new numbers for an ACTIVE one, though rows are held', { destinations: [destination(1, 'ACTIVE'), destination(2, 'DRAFT')], toPush: new Set([1]), held: 3 }, 'push 1'],
    ['a cooldown is long over and nobody read back', { destinations: [{ ...destination(1, 'COOLING'), readyAt: 1000 }], now: 120_000, held: 3 }, 'verify 1'],
    ['a run was interrupted', { destinations: [destination(1, 'ACTIVE'), destination(2, 'ATTENTION', 'interrupted')], held: 9 }, 'resume 2'],
    ['numbers were refused', { destinations: [destination(2, 'ATTENTION', 'dead-letters')], unmapped: 9 }, 'dead-letters 2'],
    ['a list differs', { destinations: [destination(2, 'ATTENTION', 'differences')] }, 'look-at-differences 2'],
    ['a read-back failed', { destinations: [destination(2, 'ATTENTION', 'read-back-failed')] }, 'verify 2'],
    ['a push was never verified', { destinations: [destination(2, 'ATTENTION', 'not-verified')] }, 'verify 2'],
    ['ends of blocks are proposed', { log, releasesProposed: 2 }, 'decide-releases'],
    ['the log was never taken out', { log }, 'export-log'],
    ['there is no log to take out', { log: null }, 'nothing'],
  ])('when %s', (_when, facts, expected) => {
    expect(next(facts)).toBe(expected);
  });

  it('is about a destination exactly where it is something to do there', () => {
    const states = fc.constantFrom<DestinationView>(destination(1, 'DRAFT'), destination(2, 'PUSHING'), destination(3, 'COOLING'), destination(4, 'ACTIVE'), destination(5, 'ATTENTION', 'differences'), destination(6, 'ATTENTION', 'dead-letters'));
    fc.assert(fc.property(fc.array(states, { maxLength: 4 }), fc.nat(2), fc.nat(2), fc.nat(2), fc.nat(2), fc.boolean(), (destinations, imports, held, unmapped, conflictsOpen, secretsUsable) => {
      const decided = decideNext({ ...ready, destinations, imports, held, unmapped, conflictsOpen, secretsUsable });
      const about = ['push', 'resume', 'wait', 'verify', 'look-at-differences', 'dead-letters'].includes(decided.next);
      expect(decided.nextDestinationId !== null).toBe(about);
      if (about) expect(destinations.some(({ destinationId }) => destinationId === decided.nextDestinationId)).toBe(true);
      // Trouble at a destination is never hidden behind work that can wait.
      if (secretsUsable && destinations.some(({ state }) => state === 'ATTENTION')) expect(decided.nextDestinationId).toBeGreaterThan(4);
    }));
  });
});

describe('the state of a destination', () => {
  const facts: DestinationFacts = { unfinishedRun: null, isWorkedOn: false, openDeadLetters: 0, lastBatchId: 7, reconciliation: { state: 'clean', lastBatchId: 7 }, reads: true };
  it.each<[string, Partial<DestinationFacts>, string]>([
    ['nothing was ever pushed', { lastBatchId: null, reconciliation: null }, 'DRAFT'],
    ['batches are going out', { unfinishedRun: 'running', isWorkedOn: true }, 'PUSHING'],
    ['the process that pushed has died', { unfinishedRun: 'running' }, 'ATTENTION interrupted'],
    ['the run was stopped', { unfinishedRun: 'stopped' }, 'ATTENTION interrupted'],
    ['it cools, whoever waits', { unfinishedRun: 'cooling' }, 'COOLING'],
    ['it is read back', { unfinishedRun: 'verifying', isWorkedOn: true }, 'COOLING'],
    ['the last read-back found everything', {}, 'ACTIVE'],
    ['something was pushed after the last read-back began', { lastBatchId: 8 }, 'ATTENTION not-verified'],
    ['it was never read back', { reconciliation: null }, 'ATTENTION not-verified'],
    ['numbers were refused, though the read-back was clean', { openDeadLetters: 1 }, 'ATTENTION dead-letters'],
    ['the lists differ', { reconciliation: { state: 'differences', lastBatchId: 7 } }, 'ATTENTION differences'],
    ['the read-back failed', { reconciliation: { state: 'failed', lastBatchId: 7 } }, 'ATTENTION read-back-failed'],
  ])('when %s', (_when, given, expected) => {
    const { state, attention } = destinationState({ ...facts, ...given });
    expect(attention === null ? state : `${state} ${attention}`).toBe(expected);
  });

  it('is ACTIVE only under a clean read-back that covers every batch, with nothing open', () => {
    fc.assert(fc.property(
      fc.constantFrom<DestinationFacts['unfinishedRun']>(null, 'cutting', 'running', 'stopped', 'cooling', 'verifying', 'ended'), fc.boolean(), fc.nat(2), fc.option(fc.nat(3)),
      fc.option(fc.record({ state: fc.constantFrom('clean' as const, 'differences' as const, 'failed' as const), lastBatchId: fc.option(fc.nat(3)) })),
      (unfinishedRun, isWorkedOn, openDeadLetters, lastBatchId, reconciliation) => {
        const { state } = destinationState({ unfinishedRun, isWorkedOn, openDeadLetters, lastBatchId, reconciliation, reads: true });
        if (state !== 'ACTIVE') return;
        expect([openDeadLetters, reconciliation?.state, unfinishedRun === null || unfinishedRun === 'ended']).toEqual([0, 'clean', true]);
        expect(reconciliation?.lastBatchId ?? 0).toBeGreaterThanOrEqual(lastBatchId ?? 0);
      }));
  });
});
