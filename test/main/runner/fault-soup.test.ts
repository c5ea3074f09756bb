// Any faults, in any order, with stops and restarts among them: once the vendor is well again, a person who goes on pressing the obvious button ends ACTIVE with every number on its list.
import { setTimeout } from 'node:timers/promises';
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Fault, FaultRule } from '../../../src-main/practice/practice.ts';
import { liveDialects } from '../../../src-shared/domain/dnc.ts';
import { valueOf } from '../../helpers/create-test-core.ts';
import { createPushWorld, phones, type PushWorld } from './push-world.ts';

const anyFault: fc.Arbitrary<Fault> = fc.oneof(
  fc.constantFrom<Fault>(
    { kind: 'status', status: 429 }, { kind: 'status', status: 500 }, { kind: 'status', status: 503 }, { kind: 'status', status: 413 }, { kind: 'status', status: 403 },
    { kind: 'html' }, { kind: 'half-json' }, { kind: 'reset-before' }, { kind: 'reset-mid-body' }, { kind: 'reset-after-applying' }, { kind: 'token-ended' },
  ),
  fc.integer({ min: 5, max: 60 }).map((ms): Fault => ({ kind: 'slow', ms })),
  fc.tuple(fc.constantFrom('refuse-some', 'omit-some', 'forget-some'), fc.integer({ min: 1, max: 7 })).map(([kind, every]): Fault => ({ kind, every })),
);
const anyRule: fc.Arbitrary<FaultRule> = fc.record({
  on: fc.constantFrom('push', 'push', 'push', 'token', 'read'), nth: fc.integer({ min: 1, max: 9 }), times: fc.integer({ min: 1, max: 3 }), fault: anyFault,
});
const anyBlow = fc.option(fc.record({ afterMs: fc.integer({ min: 0, max: 120 }), how: fc.constantFrom('stop', 'reopen') }));

/** What a person would do next, until there is nothing more to do. */
const carryOn = async (world: PushWorld): Promise<void> => {
  const { destinationId } = world;
  for (let turns = 0; turns < 12; turns += 1) {
    const { call } = world.desk().client;
    const { state, attention, runId } = await world.destination();
    if (state === 'ACTIVE') return;
    if (state === 'COOLING') await call('verify.start', { destinationId });
    else if (attention === 'interrupted') await world.resume(runId ?? 0);
    else if (attention === 'dead-letters') await world.rested(valueOf(await call('dead-letter.retry', { destinationId })).runId);
    else if (attention === 'differences') await world.rested(valueOf(await call('verify.push-missing', { destinationId })).runId);
    else await call('verify.start', { destinationId });
    await setTimeout(10);
  }
};

describe.each(liveDialects)('%s', (dialect) => {
  it('ends whole, whatever happened on the way', async () => {
    await fc.assert(fc.asyncProperty(fc.array(anyRule, { maxLength: 8 }), anyBlow, async (rules, blow) => {
      const world = await createPushWorld({ dialect, rows: phones(90), batchSize: 15, cooldownMs: 20 });
      try {
        world.faults(...rules);
        const { runId } = await world.start();
        if (blow !== null) {
          await setTimeout(blow.afterMs);
          if (blow.how === 'stop') await world.desk().client.call('run.stop', { runId });
          else await world.reopen();
        }
        await world.rested(runId);
        await world.account();
        world.faults();
        await carryOn(world);
        expect(await world.account()).toMatchObject({ state: 'ACTIVE', listed: 90, deadLetters: 0 });
        expect(world.contents()).toEqual(phones(90));
      } finally {
        await world.close();
      }
    }), { numRuns: 4, endOnFailure: true });
  }, 60_000);
});
