// The practice tenant for telephony DNC entries answers as the guide says: a word for each entry, and each key for one payload only.
import { randomUUID } from 'node:crypto';
import { appendFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { readOnlyClient } from '../../../src-main/practice/genesys-dnc-entries-bulk/bulk-sign-in.ts';
import type { PracticeOptions } from '../../../src-main/practice/practice.ts';
import { clientOf, phone, phones, read, readText, signIn, startClient, startTenant, temporaryFolder, type Answered, type Client } from './practice-world.ts';

const dialect = 'genesys-dnc-entries-bulk';
const entries = '/api/v2/telephony/dnc/entries';
const campaign = '/api/v2/campaigns/outbound/campaigns/practice-campaign';
const entry = (number: string, over: object = {}): object => ({ number, type: 'FEDERAL', reason: 'Registry', ...over });

const open = async (options: PracticeOptions = {}) => {
  const client = await startClient(dialect, options);
  return { ...client, push: (batch: unknown, key: string = randomUUID()) => client.ask('POST', `${entries}/bulk`, batch, { 'idempotency-key': key }) };
};
const statuses = ({ json }: Answered): readonly unknown[] => (json as readonly { status: string }[]).map(({ status }) => status);
const kept = (client: Pick<Client, 'tenant'>, type = 'FEDERAL'): readonly string[] => client.tenant.contents(type).map((one) => one.phone);

describe('signing in', () => {
  test('names the scopes, and a client without dnc:write may read campaigns and write nothing', async () => {
    const tenant = await startTenant(dialect);
    expect(readText(await signIn(tenant), 'scope')).toBe('dnc:write dnc:read campaign:read');
    expect([(await signIn(tenant, { clientId: 'somebody' })).status, (await signIn(tenant, { clientSecret: 'wrong' })).status]).toEqual([400, 401]);
    const reader = await clientOf(tenant, readOnlyClient);
    expect((await reader.ask('GET', campaign)).status).toBe(200);
    const refused = await reader.ask('POST', `${entries}/bulk`, [entry(phone(1))], { 'idempotency-key': randomUUID() });
    expect([refused.status, readText(refused, 'message')]).toEqual([403, 'The token lacks the scope dnc:write.']);
  });
});

describe('adding entries', () => {
  test('a 207 says of each entry whether it was taken, under one id for each number and type', async () => {
    const world = await open();
    const answer = await world.push([entry(phone(1)), entry('2025550102'), entry(phone(3), { type: 'OTHER' }), entry(phone(4), { expirationDate: 'soon' }), entry(phone(5), { expirationDate: '2001-01-01T00:00:00Z' }), entry(phone(6), { type: 'STATE', expirationDate: null })]);
    expect([answer.status, statuses(answer)]).toEqual([207, ['SUCCESS', 'ERROR', 'ERROR', 'ERROR', 'ERROR', 'SUCCESS']]);
    expect([kept(world), kept(world, 'STATE')]).toEqual([[phone(1)], [phone(6)]]);
    const again = await world.push([entry(phone(1)), entry(phone(1), { type: 'STATE' })]);
    expect(read(again, '0.id')).toBe(read(answer, '0.id'));
    expect(read(again, '1.id')).not.toBe(read(answer, '0.id'));
  });

  test('the last expiration wins', async () => {
    const world = await open();
    await world.push([entry(phone(1))]);
    await world.push([entry(phone(1), { expirationDate: '2040-01-01T00:00:00.500Z' })]);
    expect(world.tenant.contents('FEDERAL')).toMatchObject([{ phone: phone(1), expiresAt: Date.UTC(2040, 0, 1) + 500 }]);
  });

  test.each<readonly [string, unknown, number]>([['1,001 entries', phones(1001).map((number) => entry(number)), 413], ['no array', { entries: [] }, 400], ['nothing', [], 400]])('%s are refused and nothing is kept', async (_name, batch, status) => {
    const world = await open();
    expect((await world.push(batch)).status).toBe(status);
    expect(kept(world)).toEqual([]);
  });

  test('a full store refuses what is new and takes what is there', async () => {
    const world = await open({ listLimit: 2 });
    expect(statuses(await world.push(phones(3).map((number) => entry(number))))).toEqual(['SUCCESS', 'SUCCESS', 'ERROR']);
    expect(statuses(await world.push([entry(phone(0), { expirationDate: '2040-01-01T00:00:00Z' }), entry(phone(2))]))).toEqual(['SUCCESS', 'ERROR']);
  });

  test('nothing reads entries back', async () => {
    const world = await open();
    await world.push([entry(phone(1))]);
    for (const path of [entries, `${entries}/bulk`, `${entries}/x`]) expect((await world.ask('GET', path)).status).toBe(404);
  });
});

describe('a key', () => {
  test('is demanded, as a version 4 UUID', async () => {
    const { ask, push } = await open();
    expect((await ask('POST', `${entries}/bulk`, [entry(phone(1))])).status).toBe(400);
    expect((await push([entry(phone(1))], 'my-key')).status).toBe(400);
  });

  test('with the same payload gets the first answer, however the store looks by then', async () => {
    const world = await open();
    const key = randomUUID();
    world.tenant.setFaults([{ on: 'push', nth: 1, fault: { kind: 'refuse-some', every: 2 } }]);
    const first = await world.push([entry(phone(1)), entry(phone(2))], key);
    await world.ask('DELETE', `${entries}/${readText(first, '0.id')}`);
    expect((await world.push([entry(phone(1)), entry(phone(2))], key)).json).toEqual(first.json);
    expect(kept(world)).toEqual([]);
  });

  test('with another payload is a defect, and nothing of it is kept', async () => {
    const world = await open();
    const key = randomUUID();
    await world.push([entry(phone(1))], key);
    const other = await world.push([entry(phone(2))], key);
    expect([other.status, readText(other, 'code')]).toEqual([422, 'idempotency.key.reused']);
    expect(kept(world)).toEqual([phone(1)]);
  });

  test('is remembered for 24 hours and not longer, over a restart', async () => {
    let now = Date.UTC(2030, 0, 1);
    const store = temporaryFolder();
    const key = randomUUID();
    const before = await open({ store, now: () => now, tokenSeconds: 200_000 });
    await before.push([entry(phone(1))], key);
    await before.tenant.close();
    const world = await open({ store, now: () => now, tokenSeconds: 200_000 });
    now += 86_399_999;
    expect((await world.push([entry(phone(2))], key)).status).toBe(422);
    now += 1;
    expect((await world.push([entry(phone(2))], key)).status).toBe(207);
    expect(kept(world)).toEqual([phone(1), phone(2)]);
  });

  test('that a kill lost leaves its entries there, and the repeat adds nothing twice', async () => {
    const store = temporaryFolder();
    const before = await open({ store });
    await before.tenant.close();
    appendFileSync(join(store, `${dialect}.ndjson`), `\n${[{ t: 'list', id: 'FEDERAL', at: 1, name: 'Federal', about: {} }, { t: 'add', l: 'FEDERAL', at: 1, v: 1, x: null, p: [phone(1)] }].map((event) => JSON.stringify(event)).join('\n')}\n`);
    const world = await open({ store });
    expect(statuses(await world.push([entry(phone(1)), entry(phone(2))]))).toEqual(['SUCCESS', 'SUCCESS']);
    expect(kept(world)).toEqual([phone(1), phone(2)]);
  });
});

describe('removing an entry', () => {
  test('takes it away once; then, and for any id there never was, it is 404', async () => {
    const world = await open();
    const answer = await world.push([entry(phone(1)), entry(phone(2))]);
    const path = `${entries}/${readText(answer, '0.id')}`;
    expect([(await world.ask('DELETE', path)).status, (await world.ask('DELETE', path)).status, (await world.ask('DELETE', `${entries}/x`)).status]).toEqual([204, 404, 404]);
    expect(kept(world)).toEqual([phone(2)]);
  });
});

describe('faults', () => {
  test.each<readonly ['refuse-some' | 'omit-some' | 'duplicate-some' | 'forget-some', readonly string[], number]>([
    ['refuse-some', ['SUCCESS', 'ERROR', 'SUCCESS', 'ERROR'], 2],
    ['omit-some', ['SUCCESS', 'SUCCESS'], 4],
    ['duplicate-some', ['SUCCESS', 'SUCCESS', 'ERROR', 'SUCCESS', 'SUCCESS', 'ERROR'], 4],
    ['forget-some', ['SUCCESS', 'SUCCESS', 'SUCCESS', 'SUCCESS'], 2],
  ])('%s meets every second number', async (kind, expected, count) => {
    const world = await open({ faults: [{ on: 'push', fault: { kind, every: 2 } }] });
    expect(statuses(await world.push(phones(4).map((number) => entry(number))))).toEqual(expected);
    expect(kept(world)).toHaveLength(count);
  });

  test('a token that ends in mid-run, a 429 of the ceiling, and a fault of the wire are what they say', async () => {
    const world = await open({ rate: { requests: 2, perMs: 60_000 }, faults: [{ on: 'push', nth: 1, fault: { kind: 'status', status: 503 } }, { on: 'remove', fault: { kind: 'token-ended' } }] });
    expect((await world.push([entry(phone(1))])).json).toMatchObject({ status: 503, code: 'service.unavailable' });
    expect([(await world.push([entry(phone(1))])).status, (await world.push([entry(phone(2))])).status]).toEqual([207, 207]);
    const limited = await world.push([entry(phone(3))]);
    expect([limited.status, Number(limited.headers.get('retry-after')) > 0]).toEqual([429, true]);
    expect([(await world.ask('DELETE', `${entries}/x`)).status, (await world.push([entry(phone(3))])).status]).toEqual([401, 401]);
    expect(world.tenant.requests().map(({ kind }) => kind)).toEqual(['token', 'push', 'push', 'push', 'push', 'remove', 'push']);
  });
});

describe('the campaign', () => {
  test('blocks nothing until its rule says so, and keeps the rule over a restart', async () => {
    const store = temporaryFolder();
    const world = await open({ store });
    const fresh = await world.ask('GET', campaign);
    expect(read(fresh, 'dncRule.blockTypes')).toEqual([]);
    const dncRule = { blockTypes: ['FEDERAL'], blockInbound: true, priority: 2, description: 'Registries' };
    expect((await world.ask('PUT', campaign, { dncRule })).json).toMatchObject({ name: 'Practice campaign', dncRule });
    expect((await world.ask('PUT', campaign, { dncRule: { ...dncRule, blockTypes: ['X'] } })).status).toBe(400);
    expect((await world.ask('GET', `${campaign}s`)).status).toBe(404);
    await world.tenant.close();
    expect(read(await (await open({ store })).ask('GET', campaign), 'dncRule')).toEqual(dncRule);
  });
});
