// Home says the one thing to do next at every station of the job, from what the ledger holds and after a restart the same.
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { HomeView } from '../../../src-shared/contract/log.ts';
import { createTestCore, valueOf, type TestCore } from '../../helpers/create-test-core.ts';

let world: TestCore;
let closing: TestCore;
beforeEach(async () => {
  world = await createTestCore();
  closing = world;
});
afterEach(async () => {
  expect(world.defects).toEqual([]);
  if (closing !== world) await closing.core.close();
  await world.close();
});

const home = async (of: TestCore = world): Promise<HomeView> => valueOf(await of.client.call('home.get', {}));
const next = async (of: TestCore = world) => {
  const { next: what, nextDestinationId } = await home(of);
  return nextDestinationId === null ? what : `${what} ${nextDestinationId}`;
};
const store = async (content: string) => valueOf(await world.client.call('import.store', { ticket: world.ticketFor('a.csv', content) }));
const map = async (code: string, dncType: 'FEDERAL' | 'STATE' | 'CORPORATE' = 'CORPORATE') => valueOf(await world.client.call('code-map.save', { lines: [{ code, dncType, jurisdiction: null, reason: 'x' }] }));
const practice = async () => valueOf(await world.client.call('practice.create', { dialect: 'cxone-dnc-groups' })).destinationId;
/** Waits for what must come by itself. */
const until = async (wanted: (view: HomeView) => boolean): Promise<HomeView> => {
  for (let i = 0; i < 300; i += 1) {
    const view = await home();
    if (wanted(view)) return view;
    await new Promise((resolve) => { setTimeout(resolve, 20); });
  }
  throw new Error(`home never got there: ${JSON.stringify(await home())}`);
};
const stateOf = (view: HomeView) => view.destinations[0]?.state;

describe('the next step', () => {
  it('leads from an empty desk to a sealed and exported proof', async () => {
    expect(await next()).toBe('import');
    await store('phone,code\n3035550101,A\n2125550101,A\n5550102,A\n');
    expect(await home()).toMatchObject({ imports: 1, numbers: 2, held: 1, unmapped: 2, next: 'map-codes' });
    await map('A');
    expect(await next()).toBe('review');
    const [held] = valueOf(await world.client.call('quarantine.page', { offset: 0, limit: 1 })).rows;
    valueOf(await world.client.call('quarantine.discard', { entryId: held?.entryId ?? 0, because: 'not a number' }));
    expect(await next()).toBe('add-destination');
    const id = await practice();
    expect(await next()).toBe(`push ${id}`);
    await store('phone,code\n3035550103,B\n3035550104,B\n3035550105,C\n');
    expect(await home()).toMatchObject({ unmapped: 3, unmappedCodes: 2, next: 'push', nextDestinationId: id });
    valueOf(await world.client.call('run.start', { destinationId: id }));
    const ended = await until((view) => stateOf(view) === 'ACTIVE' || stateOf(view) === 'ATTENTION');
    expect(ended.destinations[0]).toMatchObject({ state: 'ACTIVE', listed: 2 });
    expect(await next()).toBe('map-codes');
    valueOf(await world.client.call('code-map.save', { lines: ['A', 'B', 'C'].map((code) => ({ code, dncType: 'CORPORATE' as const, jurisdiction: null, reason: 'x' })) }));
    expect(await home()).toMatchObject({ unmapped: 0, unmappedCodes: 0, next: 'push', nextDestinationId: id });
    valueOf(await world.client.call('run.start', { destinationId: id }));
    await until((view) => view.next === 'export-log');
    valueOf(await world.client.call('log.export', {}));
    expect(await next()).toBe('nothing');
    closing = await world.reopen();
    expect(await next(closing)).toBe('nothing');
  });

  it('counts releases that wait for a decision, until somebody decides', async () => {
    await store('phone,code\n3035550101,A\n2125550101,A\n');
    expect(await home()).toMatchObject({ releasesProposed: 0 });
    valueOf(await world.client.call('release.request', { phone: '+13035550101', because: 'the person asked' }));
    expect(await home()).toMatchObject({ releasesProposed: 1 });
    valueOf(await world.client.call('release.decline', { cause: 'request', importId: null, because: 'no proof' }));
    expect(await home()).toMatchObject({ releasesProposed: 0 });
  });

  it('decides conflicts before rows are reviewed', async () => {
    await store('phone,code,state\n3035550101,A,TX\n5550102,A,\n');
    await map('A', 'STATE');
    expect(await home()).toMatchObject({ conflictsOpen: 1, next: 'decide-conflicts' });
    valueOf(await world.client.call('conflict.decide', { kind: 'state_mismatch', choice: 'hold' }));
    expect(await next()).toBe('review');
  });

  it('waits while a destination cools down, and after a restart too', async () => {
    await world.close();
    world = await createTestCore({ practiceCooldownMs: 60_000 });
    closing = world;
    await store('phone,code\n3035550101,A\n');
    await map('A');
    const id = await practice();
    valueOf(await world.client.call('run.start', { destinationId: id }));
    const cooling = await until((view) => stateOf(view) === 'COOLING');
    expect([cooling.next, cooling.nextDestinationId]).toEqual(['wait', id]);
    const readyAt = cooling.destinations[0]?.readyAt ?? 0;
    expect(readyAt).toBeGreaterThan(Date.now() + 30_000);
    closing = await world.reopen();
    expect((await home(closing)).destinations[0]).toMatchObject({ state: 'COOLING', readyAt });
    expect(await next(closing)).toBe(`wait ${id}`);
  });

  it.each([
    ['dead-letters', 'refuse-some'], ['look-at-differences', 'forget-some'],
  ] as const)('is %s where the vendor does %s', async (expected, kind) => {
    await store('phone,code\n3035550101,A\n3035550102,A\n');
    await map('A');
    const id = await practice();
    world.tenants[0]?.setFaults([{ on: 'push', fault: { kind, every: 2 } }]);
    valueOf(await world.client.call('run.start', { destinationId: id }));
    await until((view) => stateOf(view) === 'ATTENTION');
    expect(await next()).toBe(`${expected} ${id}`);
    // Trouble at a destination comes before work that can wait.
    await store('phone,code\n3035550109,B\n');
    expect(await next()).toBe(`${expected} ${id}`);
  });

  it('is to resume a run that was stopped', async () => {
    await store(`phone,code\n${Array.from({ length: 50 }, (_, i) => `30355501${String(i).padStart(2, '0')},A`).join('\n')}\n`);
    await map('A');
    const id = await practice();
    const { name, settings } = valueOf(await world.client.call('destination.get', { destinationId: id }));
    valueOf(await world.client.call('destination.update', { destinationId: id, name, settings: { ...settings, batchSize: '2' }, countries: [], lateExpiry: 'permanent', shared: false }));
    world.tenants[0]?.setFaults([{ on: 'push', fault: { kind: 'slow', ms: 200 } }]);
    const run = valueOf(await world.client.call('run.start', { destinationId: id }));
    expect(await next()).toBe(`wait ${id}`);
    valueOf(await world.client.call('run.stop', { runId: run.runId }));
    expect(await next()).toBe(`resume ${id}`);
    closing = await world.reopen();
    expect(await next(closing)).toBe(`resume ${id}`);
  });
});
