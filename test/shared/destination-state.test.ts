// What a destination is said to be: ACTIVE only while the last read-back that came to a result was clean and covers everything pushed.
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { destinationState, type DestinationFacts } from '../../src-shared/domain/destination-state.ts';
import { runStates } from '../../src-shared/domain/run.ts';

const whole: DestinationFacts = { unfinishedRun: null, isWorkedOn: false, openDeadLetters: 0, lastBatchId: 7, reconciliation: { state: 'clean', lastBatchId: 7 }, reads: true };

const cases: readonly (readonly [string, Partial<DestinationFacts>, string, string | null])[] = [
  ['read back clean is ACTIVE', {}, 'ACTIVE', null],
  ['never pushed to is DRAFT', { lastBatchId: null, reconciliation: null }, 'DRAFT', null],
  ['a run being worked on is PUSHING', { unfinishedRun: 'running', isWorkedOn: true }, 'PUSHING', null],
  ['a run being cut is PUSHING', { unfinishedRun: 'cutting', isWorkedOn: true }, 'PUSHING', null],
  ['a run nobody works on is interrupted', { unfinishedRun: 'running' }, 'ATTENTION', 'interrupted'],
  ['a cut nobody works on is interrupted', { unfinishedRun: 'cutting' }, 'ATTENTION', 'interrupted'],
  ['a stopped run is interrupted', { unfinishedRun: 'stopped' }, 'ATTENTION', 'interrupted'],
  ['a cooldown is COOLING whether or not a process lives', { unfinishedRun: 'cooling' }, 'COOLING', null],
  ['a read-back under way is COOLING still', { unfinishedRun: 'verifying', isWorkedOn: true }, 'COOLING', null],
  ['one open dead letter keeps it from ACTIVE', { openDeadLetters: 1 }, 'ATTENTION', 'dead-letters'],
  ['differences keep it from ACTIVE', { reconciliation: { state: 'differences', lastBatchId: 7 } }, 'ATTENTION', 'differences'],
  ['a failed read-back keeps it from ACTIVE', { reconciliation: { state: 'failed', lastBatchId: 7 } }, 'ATTENTION', 'read-back-failed'],
  ['a read-back older than the last batch verifies nothing', { lastBatchId: 8 }, 'ATTENTION', 'not-verified'],
  ['pushed and never read back is not verified', { reconciliation: null }, 'ATTENTION', 'not-verified'],
  ['a read-back from before the first batch verifies nothing', { reconciliation: { state: 'clean', lastBatchId: null } }, 'ATTENTION', 'not-verified'],
  ['a person’s word makes a list that cannot be read ACTIVE', { reads: false, reconciliation: { state: 'attested', lastBatchId: 7 } }, 'ACTIVE', null],
  ['a list that cannot be read waits for a person’s word', { reads: false, reconciliation: null }, 'ATTENTION', 'not-attested'],
  ['a word given before the last batch covers it not', { reads: false, lastBatchId: 8, reconciliation: { state: 'attested', lastBatchId: 7 } }, 'ATTENTION', 'not-attested'],
  ['a word does not stand in for a read-back that is possible', { reconciliation: { state: 'attested', lastBatchId: 7 } }, 'ATTENTION', 'not-verified'],
];

const anyFacts: fc.Arbitrary<DestinationFacts> = fc.record({
  unfinishedRun: fc.option(fc.constantFrom(...runStates)), isWorkedOn: fc.boolean(), openDeadLetters: fc.integer({ min: 0, max: 2 }),
  lastBatchId: fc.option(fc.integer({ min: 1, max: 5 })),
  reconciliation: fc.option(fc.record({ state: fc.constantFrom('clean', 'differences', 'failed', 'attested'), lastBatchId: fc.option(fc.integer({ min: 1, max: 5 })) })),
  reads: fc.boolean(),
});

describe('the state of a destination', () => {
  it.each(cases)('%s', (_, facts, state, attention) => {
    expect(destinationState({ ...whole, ...facts })).toEqual({ state, attention });
  });

  it('is never ACTIVE unless all of it was verified and nothing is open', () => {
    fc.assert(fc.property(anyFacts, (facts) => {
      if (destinationState(facts).state !== 'ACTIVE') return;
      expect(facts.unfinishedRun === null || facts.unfinishedRun === 'ended').toBe(true);
      expect(facts.openDeadLetters).toBe(0);
      expect(facts.reconciliation?.state).toBe(facts.reads ? 'clean' : 'attested');
      expect(facts.reconciliation?.lastBatchId ?? 0).toBeGreaterThanOrEqual(facts.lastBatchId ?? 0);
    }), { numRuns: 2000 });
  });

  it('says why exactly when it asks for attention', () => {
    fc.assert(fc.property(anyFacts, (facts) => {
      const { state, attention } = destinationState(facts);
      expect(attention !== null).toBe(state === 'ATTENTION');
    }), { numRuns: 2000 });
  });
});
