// The planner of a run: every state against every circumstance, and what it must never say whatever the facts.
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { planRun, type RunFacts, type Step } from '../../src-shared/domain/plan-run.ts';
import { runStates } from '../../src-shared/domain/run.ts';

const now = 1_000_000;
const later = now + 500;
const muchLater = now + 900;

const idle: RunFacts = { state: 'running', stopWanted: false, inFlight: 0, lanes: 2, paceAt: now, nextWaiting: null, unknown: [], repeat: 'harmless', reads: true, readAt: now, readyAt: null };
const ready = { batchId: 1, readyAt: now };
const notYet = { batchId: 1, readyAt: later };
const lost = { batchId: 2, readyAt: now, keyExpiresAt: muchLater, answered: false };
const lostLate = { batchId: 3, readyAt: muchLater, keyExpiresAt: muchLater, answered: false };
const forgotten = { batchId: 4, readyAt: now, keyExpiresAt: now, answered: false };
const inPart = { ...lost, answered: true };

type Case = readonly [string, Partial<RunFacts>, Step];

const cases: readonly Case[] = [
  ['a run that has ended rests', { state: 'ended', nextWaiting: ready }, { do: 'rest' }],
  ['a stopped run rests', { state: 'stopped', nextWaiting: ready }, { do: 'rest' }],
  ['a cut is finished first', { state: 'cutting' }, { do: 'cut' }],
  ['a cut is finished even when a stop is wanted', { state: 'cutting', stopWanted: true }, { do: 'cut' }],
  ['a stop waits for what is under way', { stopWanted: true, inFlight: 1, nextWaiting: ready }, { do: 'join' }],
  ['a stop rests once nothing is under way', { stopWanted: true, nextWaiting: ready }, { do: 'rest' }],
  ['a stop leaves unknown batches for later', { stopWanted: true, unknown: [lost] }, { do: 'rest' }],
  ['a stop ends the wait of a cooldown, which goes on in the ledger', { state: 'cooling', stopWanted: true, readyAt: later }, { do: 'rest' }],
  ['a stop keeps a read-back from beginning', { state: 'verifying', stopWanted: true }, { do: 'rest' }],

  ['what is ready is pushed', { nextWaiting: ready }, { do: 'push', batchId: 1 }],
  ['what is ready is pushed beside another', { nextWaiting: ready, inFlight: 1 }, { do: 'push', batchId: 1 }],
  ['no more is pushed than there are lanes', { nextWaiting: ready, inFlight: 2 }, { do: 'join' }],
  ['a batch that must wait is waited for', { nextWaiting: notYet }, { do: 'wait', until: later }],
  ['the pace is waited for', { nextWaiting: ready, paceAt: later }, { do: 'wait', until: later }],
  ['the later of batch and pace counts', { nextWaiting: notYet, paceAt: muchLater }, { do: 'wait', until: muchLater }],
  ['the last answers are waited for', { inFlight: 1 }, { do: 'join' }],
  ['when all are answered the cooldown begins', {}, { do: 'cool' }],

  ['harmless: an unknown batch is repeated with its own key', { unknown: [lost] }, { do: 'repeat', batchId: 2 }],
  ['harmless: a repeat comes before the next batch', { unknown: [lost], nextWaiting: ready }, { do: 'repeat', batchId: 2 }],
  ['harmless: a repeat waits out its back-off', { unknown: [lostLate] }, { do: 'wait', until: muchLater }],
  ['harmless: others go on meanwhile', { unknown: [lostLate], nextWaiting: ready }, { do: 'push', batchId: 1 }],
  ['harmless: the earlier of both is waited for', { unknown: [lostLate], nextWaiting: notYet }, { do: 'wait', until: later }],

  ['verify-first: others go on before a look', { repeat: 'verify-first', unknown: [lost], nextWaiting: ready }, { do: 'push', batchId: 1 }],
  ['verify-first: what must wait goes before a look as well', { repeat: 'verify-first', unknown: [lost], nextWaiting: notYet }, { do: 'wait', until: later }],
  ['verify-first: no look while a request is under way', { repeat: 'verify-first', unknown: [lost], inFlight: 1 }, { do: 'join' }],
  ['verify-first: one look, when the last of the unknown has had its time', { repeat: 'verify-first', unknown: [lost, lostLate] }, { do: 'wait', until: muchLater }],
  ['verify-first: then it looks', { repeat: 'verify-first', unknown: [lost] }, { do: 'look' }],

  ['same-key: an unknown batch is repeated while the vendor remembers its key', { repeat: 'same-key', unknown: [lost] }, { do: 'repeat', batchId: 2 }],
  ['same-key: a key the vendor may have forgotten is not sent again: the list is looked at', { repeat: 'same-key', unknown: [forgotten] }, { do: 'look' }],
  ['same-key: what an answer left out is looked at, since a repeat would bring the same answer', { repeat: 'same-key', unknown: [inPart] }, { do: 'look' }],
  ['harmless: what an answer left out is repeated', { unknown: [inPart] }, { do: 'repeat', batchId: 2 }],
  ['a repeat leaves no earlier than the pace lets it', { unknown: [lost], paceAt: later }, { do: 'wait', until: later }],
  ['a repeat takes a lane like any other', { unknown: [lost], inFlight: 2 }, { do: 'join' }],
  ['a list that failed again and again is left alone for a while', { repeat: 'verify-first', unknown: [lost], readAt: later }, { do: 'wait', until: later }],
  ['unreadable: an unknown batch is repeated while the vendor remembers its key', { repeat: 'same-key', reads: false, unknown: [lost] }, { do: 'repeat', batchId: 2 }],
  ['unreadable: what an answer left out is given up to a person', { repeat: 'same-key', reads: false, unknown: [inPart], nextWaiting: ready }, { do: 'give-up', batchId: 2 }],
  ['unreadable: so is a batch whose key the vendor may have forgotten', { repeat: 'same-key', reads: false, unknown: [forgotten] }, { do: 'give-up', batchId: 4 }],
  ['unreadable: the run ends after its cooldown, and a person answers', { state: 'cooling', reads: false, readyAt: now }, { do: 'end' }],
  ['unreadable: the cooldown is waited out all the same', { state: 'cooling', reads: false, readyAt: later }, { do: 'wait', until: later }],
  ['a read-back waits while the far side is left alone', { state: 'cooling', readyAt: now, readAt: later }, { do: 'wait', until: later }],

  ['same-key: what can be repeated goes before a look', { repeat: 'same-key', unknown: [forgotten, lostLate] }, { do: 'wait', until: muchLater }],

  ['a cooldown is waited out', { state: 'cooling', readyAt: later }, { do: 'wait', until: later }],
  ['after the cooldown the lists are read back', { state: 'cooling', readyAt: now }, { do: 'reconcile' }],
  ['a read-back that was broken off begins again', { state: 'verifying', readyAt: now - 1 }, { do: 'reconcile' }],
];

const anyBatch = fc.record({ batchId: fc.integer({ min: 1, max: 9 }), readyAt: fc.integer({ min: now - 50, max: now + 50 }), keyExpiresAt: fc.integer({ min: now - 50, max: now + 50 }), answered: fc.boolean() });
const anyFacts: fc.Arbitrary<RunFacts> = fc.record({
  state: fc.constantFrom(...runStates), stopWanted: fc.boolean(),
  lanes: fc.integer({ min: 1, max: 4 }), inFlight: fc.integer({ min: 0, max: 5 }), paceAt: fc.integer({ min: now - 50, max: now + 50 }),
  nextWaiting: fc.option(anyBatch), repeat: fc.constantFrom('harmless', 'same-key', 'verify-first'),
  unknown: fc.array(anyBatch, { maxLength: 3 }).map((batches) => batches.toSorted((a, b) => a.readyAt - b.readyAt).map((batch, i) => ({ ...batch, batchId: 100 + i }))),
  reads: fc.boolean(), readAt: fc.integer({ min: now - 50, max: now + 50 }),
  readyAt: fc.option(fc.integer({ min: now - 50, max: now + 50 })),
});
const holds = (check: (facts: RunFacts, step: Step) => boolean): void => {
  fc.assert(fc.property(anyFacts, (facts) => check(facts, planRun(facts, now))), { numRuns: 3000 });
};

describe('the planner', () => {
  it.each(cases)('%s', (_, facts, step) => {
    expect(planRun({ ...idle, ...facts }, now)).toEqual(step);
  });

  it('never pushes more than there are lanes', () => holds(({ inFlight, lanes }, step) => step.do !== 'push' || inFlight < lanes));

  it('never pushes anything but the batch that waits, and never before its time', () =>
    holds(({ nextWaiting, paceAt }, step) => step.do !== 'push' || (step.batchId === nextWaiting?.batchId && nextWaiting.readyAt <= now && paceAt <= now)));

  it('repeats an unknown batch only where that is harmless, and looks only where it is not', () =>
    holds(({ repeat, unknown }, step) => {
      const isKnown = ({ keyExpiresAt, answered }: RunFacts['unknown'][number]): boolean => repeat === 'harmless' || (repeat === 'same-key' && !answered && keyExpiresAt > now);
      if (step.do === 'repeat') return unknown.some((batch) => batch.batchId === step.batchId && batch.readyAt <= now && isKnown(batch));
      return step.do !== 'look' || (unknown.length > 0 && unknown.every((batch) => batch.readyAt <= now && !isKnown(batch)));
    }));

  it('gives up only where nobody can read the list, and only what no repeat can tell', () =>
    holds(({ reads, repeat, unknown }, step) => {
      if (step.do !== 'give-up') return true;
      const batch = unknown.find(({ batchId }) => batchId === step.batchId);
      return !reads && repeat !== 'harmless' && batch !== undefined && (repeat === 'verify-first' || batch.answered || batch.keyExpiresAt <= now);
    }));

  it('neither looks nor reads back where nobody can read', () => holds(({ reads }, step) => reads || (step.do !== 'look' && step.do !== 'reconcile')));

  it('never cools while anything waits, is under way or unknown', () =>
    holds(({ inFlight, nextWaiting, unknown }, step) => step.do !== 'cool' || (inFlight === 0 && nextWaiting === null && unknown.length === 0)));

  it('never reads back before the cooldown is over', () =>
    holds(({ state, readyAt }, step) => step.do !== 'reconcile' || state === 'verifying' || (state === 'cooling' && (readyAt ?? 0) <= now)));

  it('never sends anything once a stop is wanted', () => holds(({ stopWanted, state }, step) => !stopWanted || state === 'cutting' || step.do === 'join' || step.do === 'rest'));

  it('never rests with a request under way', () => holds(({ state, inFlight }, step) => step.do !== 'rest' || state !== 'running' || inFlight === 0));

  it('only waits for what is still to come, so that it never spins', () => holds((_, step) => step.do !== 'wait' || step.until > now));

  it('only joins requests that are under way', () => holds(({ inFlight }, step) => step.do !== 'join' || inFlight > 0));
});
