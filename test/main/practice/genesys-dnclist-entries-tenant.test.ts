// The practice tenant for DNC list entries answers as the guide says: counts for a request, field errors, and each key for one payload only.
import { randomUUID } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import { readOnlyClient } from '../../../src-main/practice/genesys-dnclist-entries/entries-sign-in.ts';
import type { PracticeOptions } from '../../../src-main/practice/practice.ts';
import { clientOf, phone, phones, read, readText, signIn, startClient, startTenant, temporaryFolder } from './practice-world.ts';

const dialect = 'genesys-dnclist-entries';
const lists = '/api/v2/outbound/dnclists';
const webhooks = '/api/v2/platform/webhooks';

const open = async (options: PracticeOptions = {}) => {
  const client = await startClient(dialect, options);
  const made = await client.ask('POST', lists, { name: 'Federal', dncSourceType: 'rds', contactMethod: 'Phone' });
  const id = made.status === 200 ? readText(made, 'id') : readText(await client.ask('GET', lists), 'entities.0.id');
  return {
    ...client, id, kept: () => client.tenant.contents(id).map((one) => one.phone),
    push: (phoneNumbers: unknown, over: object = {}, key: string = randomUUID()) =>
      client.ask('POST', `${lists}/${id}/entries`, { phoneNumbers, reason: 'REGULATORY', expires: null, ...over }, { 'idempotency-key': key }),
  };
};

describe('signing in', () => {
  test('a client that only reads is named the permission it lacks', async () => {
    const tenant = await startTenant(dialect);
    expect([(await signIn(tenant, { clientId: 'somebody' })).status, (await signIn(tenant, { clientSecret: 'wrong' })).status]).toEqual([400, 401]);
    const reader = await clientOf(tenant, readOnlyClient);
    expect([(await reader.ask('GET', lists)).status, (await reader.ask('POST', lists, { name: 'A', dncSourceType: 'rds' })).status]).toEqual([200, 403]);
  });
});

describe('lists', () => {
  test('are made once per name and found page by page', async () => {
    const { ask } = await open();
    for (const name of ['State', 'Other']) await ask('POST', lists, { name, dncSourceType: 'rds' });
    expect((await ask('POST', lists, { name: 'FEDERAL', dncSourceType: 'rds' })).status).toBe(409);
    expect((await ask('POST', lists, { name: 'B', dncSourceType: 'gryphon' })).status).toBe(400);
    expect([read(await ask('GET', `${lists}?pageSize=2&pageNumber=2`), 'entities.0.name'), read(await ask('GET', lists), 'total')]).toEqual(['Other', 3]);
    expect((await ask('GET', `${lists}?pageSize=101`)).status).toBe(400);
  });
});

describe('adding entries', () => {
  test('counts what is new, what was there and what got another expiry', async () => {
    const { push, kept } = await open();
    expect((await push([phone(1), phone(2)])).json).toEqual({ created: 2, duplicate: 0, updated: 0, error: [] });
    expect((await push([phone(1), phone(3), phone(3)])).json).toEqual({ created: 1, duplicate: 2, updated: 0, error: [] });
    expect((await push([phone(1), phone(4)], { expires: '2040-01-01T00:00:00Z' })).json).toEqual({ created: 1, duplicate: 0, updated: 1, error: [] });
    expect(kept()).toHaveLength(4);
  });

  test('names a number of a country that is not allowed and takes the others', async () => {
    const { push, kept } = await open();
    const answer = await push([phone(1), '+819012345678', '+442079460100', '+493012345678', '+33123456789']);
    expect(answer.json).toMatchObject({ created: 4, error: [{ phoneNumber: '+819012345678', code: 'country.not.allowed' }] });
    expect(kept()).toHaveLength(4);
  });

  test.each<readonly [string, object, readonly string[]]>([
    ['numbers', { phoneNumbers: [phone(1), '2025550102', 7] }, ['phoneNumbers[1]', 'phoneNumbers[2]']],
    ['reason', { reason: 'BECAUSE' }, ['reason']],
    ['expiry', { expires: 'soon' }, ['expires']],
    ['past expiry', { expires: '2001-01-01T00:00:00Z' }, ['expires']],
  ])('a wrong %s is a field error, and nothing is kept', async (_name, over, fields) => {
    const { push, kept } = await open();
    const answer = await push([phone(1)], over);
    expect([answer.status, (read(answer, 'errors') as readonly { field: string }[]).map(({ field }) => field)]).toEqual([422, fields]);
    expect(kept()).toEqual([]);
  });

  test('no list, no numbers, too many and no key are told apart', async () => {
    const { ask, push, id } = await open();
    expect([(await push([])).status, (await push(phones(1001))).status]).toEqual([400, 413]);
    expect((await ask('POST', `${lists}/${id}/entries`, { phoneNumbers: [phone(1)], reason: 'REGULATORY' })).status).toBe(400);
    expect((await ask('POST', `${lists}/nowhere/entries`, {}, { 'idempotency-key': randomUUID() })).status).toBe(404);
    for (const method of ['GET', 'DELETE']) expect((await ask(method, `${lists}/${id}/entries`)).status).toBe(404);
  });

  test('a full list names what it did not take', async () => {
    const { push } = await open({ listLimit: 1 });
    expect((await push([phone(1), phone(2)])).json).toMatchObject({ created: 1, error: [{ phoneNumber: phone(2), code: 'dnc.records.per.list.limit.exceeded' }] });
  });

  test('once throttled it takes fewer than 500 numbers, until a minute later', async () => {
    let now = Date.UTC(2030, 0, 1);
    const { push } = await open({ rate: { requests: 2, perMs: 1_000 }, now: () => now });
    expect([(await push(phones(500))).status, (await push([phone(1)])).status]).toEqual([200, 429]);
    now += 1_000;
    expect([(await push(phones(500))).status, (await push(phones(499))).status]).toEqual([413, 200]);
    now += 60_000;
    expect((await push(phones(500))).status).toBe(200);
  });
});

describe('a key', () => {
  test('with the same payload gets the first answer, over a restart', async () => {
    const store = temporaryFolder();
    const key = randomUUID();
    const before = await open({ store });
    expect((await before.push([phone(1)], {}, key)).json).toMatchObject({ created: 1, duplicate: 0 });
    await before.tenant.close();
    const world = await open({ store });
    expect((await world.push([phone(1)], {}, key)).json).toMatchObject({ created: 1, duplicate: 0 });
    expect(world.kept()).toEqual([phone(1)]);
  });

  test('with another payload, or for another list, is a defect', async () => {
    const { ask, push, kept } = await open();
    const key = randomUUID();
    await push([phone(1)], {}, key);
    const other = readText(await ask('POST', lists, { name: 'State', dncSourceType: 'rds' }), 'id');
    const elsewhere = await ask('POST', `${lists}/${other}/entries`, { phoneNumbers: [phone(1)], reason: 'REGULATORY', expires: null }, { 'idempotency-key': key });
    expect([elsewhere.status, readText(await push([phone(2)], {}, key), 'code')]).toEqual([422, 'idempotency.key.reused']);
    expect(kept()).toEqual([phone(1)]);
  });

  test('in flight is told apart, and six writes at once are one too many: whatever was answered 200 is kept', async () => {
    const { push, kept } = await open({ store: temporaryFolder() });
    const key = randomUUID();
    const same = await Promise.all(Array.from({ length: 12 }, () => push(phones(400), {}, key)));
    expect(same.every(({ status }) => [200, 409, 429].includes(status))).toBe(true);
    expect(same.filter(({ status }) => status === 200).every(({ json }) => (json as { created: number }).created === 400)).toBe(true);
    const many = await Promise.all(phones(100).slice(50, 74).map((one) => push([one])));
    expect(many.every(({ status }) => [200, 429].includes(status))).toBe(true);
    expect(kept()).toHaveLength(400);
  });
});

describe('faults', () => {
  test.each<readonly ['refuse-some' | 'omit-some' | 'duplicate-some' | 'forget-some', number, number, number]>([
    ['refuse-some', 2, 2, 2], ['omit-some', 2, 0, 4], ['duplicate-some', 4, 2, 4], ['forget-some', 4, 0, 2],
  ])('%s shows in counts and contents', async (kind, created, errors, count) => {
    const { push, kept } = await open({ faults: [{ on: 'push', fault: { kind, every: 2 } }] });
    const answer = await push(phones(4));
    expect([read(answer, 'created'), (read(answer, 'error') as readonly unknown[]).length, kept().length]).toEqual([created, errors, count]);
  });

  test('a token that ends in mid-run ends for all', async () => {
    const { push, tenant } = await open({ faults: [{ on: 'push', nth: 2, fault: { kind: 'token-ended' } }] });
    expect([(await push([phone(1)])).status, (await push([phone(2)])).status, (await push([phone(3)])).status]).toEqual([200, 401, 401]);
    expect(tenant.requests().map(({ kind }) => kind)).toEqual(['token', 'lists', 'push', 'push', 'push']);
  });
});

describe('webhooks', () => {
  const webhook = {
    name: 'Entries', description: '', enabled: true, eventDefinition: { eventType: 'OUTBOUND_DNCLIST_ENTRY_CREATED' },
    httpTarget: { url: 'https://hooks.example/dnc', httpMethod: 'POST', contentType: 'application/json', authentication: { type: 'BEARER', token: 'hook-secret' } },
  };

  test('are registered and kept without what authenticates them', async () => {
    const { ask } = await open();
    const made = await ask('POST', webhooks, webhook);
    expect([made.status, made.text.includes('hook-secret')]).toEqual([201, false]);
    expect(read(await ask('GET', webhooks), 'entities.0.id')).toBe(readText(made, 'id'));
  });

  test('of another event, or incomplete, are refused', async () => {
    const { ask } = await open();
    expect((await ask('POST', webhooks, { ...webhook, eventDefinition: { eventType: 'OTHER' } })).status).toBe(422);
    expect((await ask('POST', webhooks, { ...webhook, httpTarget: { url: 'no address' } })).status).toBe(400);
  });
});
