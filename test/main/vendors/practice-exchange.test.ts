// One whole exchange per dialect with its practice tenant: sign in, make a list, push, meet trouble, read back, remove.
import { randomUUID } from 'node:crypto';
import { afterEach, describe, expect, it } from 'vitest';
import { dialects, type Dialect } from '../../../src-shared/domain/dnc.ts';
import type { FaultRule, PracticeOptions, PracticeTenant } from '../../../src-main/practice/practice.ts';
import { startPractice } from '../../../src-main/practice/start-practice.ts';
import { createHttp } from '../../../src-main/ports/node-http.ts';
import type { Batch, Call, Listed, PushOutcome } from '../../../src-main/vendors/connector.ts';
import { createConnectors } from '../../../src-main/vendors/registry.ts';
import { createSession, type Session } from '../../../src-main/vendors/session.ts';
import { createTestBatch, readSteps } from '../../helpers/vendor-call.ts';

const connectors = createConnectors();
const open: PracticeTenant[] = [];
afterEach(async () => { await Promise.all(open.splice(0).map((tenant) => tenant.close())); });

type World = { readonly tenant: PracticeTenant; readonly session: Session; readonly call: Call; readonly listRef: string };

const createWorld = async (dialect: Dialect, options: PracticeOptions = {}): Promise<World> => {
  const started = await startPractice(dialect, { propagationMs: 0, ...options });
  if (!started.ok) throw new Error(started.failure.why);
  const tenant = started.value;
  open.push(tenant);
  const { fields } = connectors[dialect].facts;
  const settings: Record<string, string> = Object.fromEntries(fields.filter((field) => field.kind !== 'secret').map((field) => [field.name, tenant.credentials[field.name] ?? field.initial]));
  settings['baseAddress'] = tenant.baseUrl;
  expect(connectors[dialect].invalidSetting(settings)).toBeNull();
  const session = createSession({
    connector: connectors[dialect], http: createHttp({ userAgent: 'dnc-desk-test' }), settings, secrets: tenant.credentials, now: () => Date.now(), signal: new AbortController().signal,
  });
  const signedIn = await session.call();
  if (!signedIn.ok) throw new Error(JSON.stringify(signedIn.failure));
  const made = await connectors[dialect].createList(signedIn.value, 'Federal');
  if (made.kind !== 'created') throw new Error(JSON.stringify(made));
  return { tenant, session, call: signedIn.value, listRef: made.list.listRef };
};

const readBack = async (dialect: Dialect, { tenant, call, listRef }: World): Promise<readonly Listed[]> => {
  const { readBack: read, facts: { readsExpiry } } = connectors[dialect];
  // Where nobody can read back, the tenant itself is asked what it holds.
  if (read === undefined) return tenant.contents(listRef).map(({ phone, expiresAt }) => ({ phone, expiresAt: readsExpiry ? expiresAt : null, jurisdiction: null }));
  const steps = await readSteps(read(call, listRef, Date.now()));
  expect(steps.filter((step) => step.kind === 'failed')).toEqual([]);
  return steps.flatMap((step) => (step.kind === 'listed' ? step.entries : []));
};

describe.each(dialects)('%s', (dialect) => {
  const connector = connectors[dialect];
  const expiresAt = Date.UTC(2035, 0, 31, 12, 30);
  const near = Math.min(expiresAt, Math.floor((Date.now() + 90 * 86_400_000) / 60_000) * 60_000);
  const batchOf = (world: World, count: number, over: Partial<Batch> = {}): Batch => createTestBatch(count, { listRef: world.listRef, expiresAt: near, idempotencyKey: randomUUID(), ...over });
  const underFault = async (world: World, rule: FaultRule, batch: Batch): Promise<PushOutcome> => {
    world.tenant.setFaults([rule]);
    const outcome = await connector.push(world.call, batch);
    world.tenant.setFaults([]);
    return outcome;
  };

  it('lists what was pushed with its expiry, and no longer what was removed', async () => {
    const world = await createWorld(dialect);
    expect(await connector.lists(world.call)).toMatchObject({ kind: 'lists', lists: expect.arrayContaining([expect.objectContaining({ listRef: world.listRef, name: expect.stringMatching(/federal/i) as string, unsuitable: null })]) as unknown });
    expect(await connector.createList(world.call, 'Federal')).toMatchObject({ kind: 'created', list: { listRef: world.listRef } });

    const pushed = await connector.push(world.call, batchOf(world, 20));
    expect(pushed).toMatchObject({ kind: 'answered', vendorDate: expect.any(String) as string });
    if (pushed.kind !== 'answered') throw new Error(pushed.kind);
    expect(pushed.entries.every((entry) => entry.result === 'accepted')).toBe(true);
    await connector.push(world.call, batchOf(world, 1, { expiresAt: null }));

    const listed = await readBack(dialect, world);
    expect(new Map(listed.map((one) => [one.phone, one.expiresAt]))).toEqual(new Map(batchOf(world, 20).numbers.map(({ phone }, index) => [phone, index === 0 || !connector.facts.readsExpiry ? null : near])));

    const gone = batchOf(world, 0, { numbers: pushed.entries.slice(0, 5).map((entry) => ({ phone: entry.phone, jurisdiction: 'US-CA', vendorRef: entry.result === 'accepted' ? (entry.vendorRef ?? null) : null })) });
    const isOffered = dialect !== 'genesys-dnclist-entries';
    expect(await connector.remove(world.call, gone)).toMatchObject({ kind: 'answered', entries: gone.numbers.map(({ phone }) => ({ phone, result: isOffered ? 'accepted' : 'refused' })) });
    expect(await readBack(dialect, world)).toHaveLength(isOffered ? 15 : 20);
    expect(world.tenant.requests().some((one) => one.kind === 'wipe')).toBe(false);
  });

  it('never takes trouble for success', async () => {
    const world = await createWorld(dialect);
    const batch = batchOf(world, 10);
    expect(await underFault(world, { on: 'push', fault: { kind: 'status', status: 429, retryAfterSeconds: 2 } }, batch)).toEqual({ kind: 'throttled', retryAfterMs: 2_000 });
    for (const fault of [{ kind: 'status', status: 503 }, { kind: 'html' }, { kind: 'reset-before' }, { kind: 'reset-after-applying' }] as const) {
      expect((await underFault(world, { on: 'push', fault }, batch)).kind).toBe('unknown');
    }
    expect((await underFault(world, { on: 'any', fault: { kind: 'token-ended' } }, batch)).kind).toBe('token-ended');
    expect((await world.session.renew(world.call.token())).ok).toBe(true);
    expect((await connector.push(world.call, batch)).kind).toBe('answered');
  });

  it('finds out what was promised and not kept', async () => {
    const world = await createWorld(dialect);
    expect((await underFault(world, { on: 'push', fault: { kind: 'forget-some', every: 5 } }, batchOf(world, 10))).kind).toBe('answered');
    expect(await readBack(dialect, world)).toHaveLength(8);
  });
});

describe('Genesys alone', () => {
  it('waits past an older export for its own', async () => {
    const world = await createWorld('genesys-dnclists');
    const batch = createTestBatch(3, { listRef: world.listRef });
    await connectors['genesys-dnclists'].push(world.call, batch);
    world.tenant.setFaults([{ on: 'read', nth: 1, times: 3, fault: { kind: 'older-export' } }]);
    const steps = await readSteps(connectors['genesys-dnclists'].readBack?.(world.call, world.listRef, Date.now()));
    expect(steps.some((step) => step.kind === 'not-ready')).toBe(true);
    expect(steps.at(-1)).toMatchObject({ kind: 'listed', entries: [{}, {}, {}] });
  });
});

describe('CXone alone', () => {
  const cxone = connectors['cxone-dnc-groups'];

  it('tells refused and unmentioned numbers apart', async () => {
    const world = await createWorld('cxone-dnc-groups');
    const batch = createTestBatch(6, { listRef: world.listRef });
    world.tenant.setFaults([{ on: 'push', nth: 1, fault: { kind: 'refuse-some', every: 3 } }, { on: 'push', nth: 2, fault: { kind: 'omit-some', every: 3 } }]);
    const results = async (): Promise<readonly string[]> => {
      const outcome = await cxone.push(world.call, batch);
      return outcome.kind === 'answered' ? outcome.entries.map((entry) => entry.result) : [outcome.kind];
    };
    const [refusing, omitting] = [await results(), await results()];
    expect([refusing.filter((one) => one === 'refused').length, omitting.filter((one) => one === 'unknown').length]).toEqual([2, 2]);
    expect([...refusing, ...omitting].filter((one) => one === 'accepted')).toHaveLength(8);
  });

  it('finds one number, and not one that was never pushed', async () => {
    const world = await createWorld('cxone-dnc-groups');
    await cxone.push(world.call, createTestBatch(1, { listRef: world.listRef }));
    expect(await cxone.lookUp?.(world.call, world.listRef, '+12025550100')).toEqual({ kind: 'looked-up', listed: { phone: '+12025550100', expiresAt: null, jurisdiction: null } });
    expect(await cxone.lookUp?.(world.call, world.listRef, '+12025550199')).toEqual({ kind: 'looked-up', listed: null });
  });
});
