// The practice CXone DNC entries answers as the guide says: 413 keeps nothing, a 200 may hold errors, a key counts once, and ended entries still show.
import { describe, expect, test } from 'vitest';
import type { PracticeOptions } from '../../../src-main/practice/practice.ts';
import { clientOf, phone, phones, plain, read, readText, signIn, startClient, startTenant, temporaryFolder, type Answered, type Client } from './practice-world.ts';

const dialect = 'cxone-dnc-entries';
const [lists, rules, entries] = ['/api/v2/dnc/lists', '/api/v2/dnc/rules', '/api/v2/dnc/entries'];

const on = async (client: Client, draft: object = {}) => {
  const id = readText(await client.ask('POST', lists, { name: 'Federal', type: 'MANUAL', ...draft }), 'id');
  const entry = (n: number, over: object = {}) => ({ phoneNumber: phone(n), listId: id, jurisdiction: 'US-CA', expirationDate: null, source: 'test', idempotencyKey: `k-${n}`, ...over });
  const page = (query = '') => client.ask('GET', `${entries}?listId=${id}${query}`);
  return { ...client, id, entry, page, push: (data: unknown) => client.ask('POST', entries, { data }), kept: () => client.tenant.contents(id) };
};
const withList = async (options: PracticeOptions = {}, draft: object = {}) => on(await startClient(dialect, options), draft);
const codes = (answer: Answered): readonly unknown[] => ((read(answer, 'errors') ?? []) as readonly { code: string }[]).map(({ code }) => code);

describe('signing in', () => {
  test('takes the form with all scopes, and tells a wrong client apart', async () => {
    const tenant = await startTenant(dialect);
    expect(read(await signIn(tenant), 'expires_in')).toBe(3600);
    expect((await signIn(tenant, { clientSecret: 'wrong' })).json).toMatchObject({ error: 'invalid_client' });
    const bare = await plain(tenant, 'POST', '/oauth/token', new URLSearchParams({ grant_type: 'client_credentials', client_id: 'practice-client', client_secret: 'practice-secret' }).toString());
    expect([bare.status, readText(bare, 'error')]).toEqual([400, 'invalid_scope']);
    expect((await plain(tenant, 'GET', lists)).status).toBe(401);
  });

  test('the allowance is the tenant\'s, whoever asks', async () => {
    const tenant = await startTenant(dialect, { rate: { requests: 2, perMs: 3000 } });
    const [a, b] = [await clientOf(tenant), await clientOf(tenant)];
    await a.ask('GET', lists);
    await b.ask('GET', lists);
    const refused = await a.ask('GET', lists);
    expect([refused.status, refused.headers.get('retry-after')]).toEqual([429, '3']);
  });
});

describe('lists and rules', () => {
  test('a list is made once per name, and a system\'s or an inactive one takes no entries', async () => {
    const world = await withList();
    expect((await world.ask('POST', lists, { name: 'Federal' })).status).toBe(409);
    for (const draft of [{ name: 'A', type: 'SYSTEM' }, { name: 'B', isActive: false }]) {
      const closed = readText(await world.ask('POST', lists, draft), 'id');
      expect((await world.push([world.entry(1, { listId: closed })])).status).toBe(409);
    }
    expect((await world.push([world.entry(1, { listId: 'nowhere' })])).status).toBe(404);
    expect(read(await world.ask('GET', lists), 'data')).toHaveLength(3);
  });

  test('a rule names lists that exist, and is changed as a whole', async () => {
    const world = await withList();
    const rule = { name: 'Block', scope: 'BOTH', priority: 5, listIds: [world.id], action: 'BLOCK', isActive: true };
    const id = readText(await world.ask('POST', rules, rule), 'id');
    for (const over of [{ scope: 'ALL' }, { priority: -1 }, { listIds: ['nowhere'] }, { action: 'ALLOW' }]) expect((await world.ask('POST', rules, { ...rule, ...over })).status).toBe(400);
    expect((await world.ask('PUT', `${rules}/${id}`, { ...rule, isActive: false })).json).toMatchObject({ id, isActive: false });
    expect((await world.ask('PUT', `${rules}/nowhere`, rule)).status).toBe(404);
    expect(read(await world.ask('GET', rules), 'data')).toMatchObject([{ id, isActive: false }]);
  });
});

describe('entries', () => {
  test('201 where all are kept; 200 with what was not', async () => {
    const world = await withList();
    const all = await world.push([world.entry(1), world.entry(2, { expirationDate: '2040-01-01T00:00:00.500Z' })]);
    expect([all.status, read(all, 'data.0.jurisdiction'), world.kept().map((one) => one.expiresAt)]).toEqual([201, 'US-CA', [null, Date.UTC(2040, 0, 1) + 500]]);
    const some = await world.push([world.entry(3), world.entry(4, { phoneNumber: '2025550100' }), world.entry(5, { jurisdiction: 'California' }), world.entry(6, { expirationDate: 'soon' }), world.entry(7, { idempotencyKey: undefined }), world.entry(8, { idempotencyKey: 'k-1' })]);
    expect([some.status, codes(some)]).toEqual([200, ['phone.invalid', 'jurisdiction.invalid', 'expiration.invalid', 'key.missing', 'key.reused']]);
    expect(world.kept()).toHaveLength(3);
  });

  test('101 are refused with 413 and nothing is kept', async () => {
    const world = await withList();
    expect((await world.push(phones(101).map((_, n) => world.entry(n)))).status).toBe(413);
    expect(world.kept()).toEqual([]);
    expect((await world.push(phones(100).map((_, n) => world.entry(n)))).status).toBe(201);
  });

  test('a key that comes again is answered alike and changes nothing; a new one does', async () => {
    const world = await withList();
    await world.push([world.entry(1)]);
    const ended = { expirationDate: '1970-01-01T00:00:00.000Z' };
    await world.push([world.entry(1, ended)]);
    expect(world.kept()).toMatchObject([{ expiresAt: null }]);
    await world.push([world.entry(1, { ...ended, idempotencyKey: 'another' })]);
    expect(world.kept()).toMatchObject([{ expiresAt: 0 }]);
    // An entry that has ended still shows; it counts no more.
    expect(read(await world.page(), 'data')).toMatchObject([{ phoneNumber: phone(1), expirationDate: '1970-01-01T00:00:00.000Z' }]);
    expect(read(await world.ask('GET', lists), 'data.0.entryCount')).toBe(0);
  });

  test('an entry that names no expiration gets the list\'s own; null means none', async () => {
    const world = await withList({}, { defaultExpirationDate: '2041-01-01T00:00:00.000Z' });
    await world.push([world.entry(1, { expirationDate: undefined }), world.entry(2)]);
    expect(world.kept().map((one) => one.expiresAt)).toEqual([Date.UTC(2041, 0, 1), null]);
  });

  test('are read in pages, once visible', async () => {
    let now = Date.now();
    const world = await withList({ propagationMs: 1500, now: () => now });
    await world.push(phones(5).map((_, n) => world.entry(n)));
    expect(read(await world.page(), 'total')).toBe(0);
    now += 1500;
    const second = await world.page('&limit=2&offset=2');
    expect([read(second, 'total'), (read(second, 'data') as readonly { phoneNumber: string }[]).map((one) => one.phoneNumber)]).toEqual([5, [phone(2), phone(3)]]);
    expect([(await world.page('&limit=x')).status, (await world.ask('GET', `${entries}?listId=nowhere`)).status]).toEqual([400, 404]);
  });

  test('a full list refuses the whole; ended entries do not count', async () => {
    const world = await withList({ listLimit: 2 });
    await world.push([world.entry(1), world.entry(2)]);
    expect(readText(await world.push([world.entry(3)]), 'code')).toBe('dnc.entries.limit.exceeded');
    await world.push([world.entry(1, { expirationDate: '1970-01-01T00:00:00.000Z', idempotencyKey: 'end' })]);
    expect((await world.push([world.entry(3)])).status).toBe(201);
  });

  test('entries, keys, jurisdictions and rules outlive a restart', async () => {
    const store = temporaryFolder();
    const world = await withList({ store });
    await world.push([world.entry(1)]);
    await world.ask('POST', rules, { name: 'Block', scope: 'BOTH', priority: 5, listIds: [world.id], action: 'BLOCK' });
    await world.tenant.close();
    const again = await startClient(dialect, { store });
    expect(codes(await again.ask('POST', entries, { data: [world.entry(2, { idempotencyKey: 'k-1' })] }))).toEqual(['key.reused']);
    expect(read(await again.ask('GET', `${entries}?listId=${world.id}`), 'data')).toMatchObject([{ phoneNumber: phone(1), jurisdiction: 'US-CA' }]);
    expect(read(await again.ask('GET', rules), 'data')).toHaveLength(1);
  });
});

test('faults refuse, leave out, say twice and forget single entries', async () => {
  const world = await withList();
  world.tenant.setFaults((['refuse-some', 'omit-some', 'duplicate-some', 'forget-some'] as const).map((kind, index) => ({ on: 'push' as const, nth: index + 1, fault: { kind, every: 2 } })));
  const push = (from: number) => world.push([world.entry(from), world.entry(from + 1)]);
  const counts = (answer: Answered) => [answer.status, (read(answer, 'data') as unknown[]).length, codes(answer).length];
  expect([counts(await push(0)), counts(await push(2)), counts(await push(4)), counts(await push(6))]).toEqual([[200, 1, 1], [201, 1, 0], [200, 2, 1], [201, 2, 0]]);
  expect(world.kept().map((one) => one.phone)).toEqual([0, 2, 3, 4, 5, 6].map(phone));
  expect(world.tenant.requests().filter(({ kind }) => kind === 'push')).toHaveLength(4);
  await world.push([world.entry(0, { expirationDate: '1970-01-01T00:00:00.000Z', idempotencyKey: 'end' })]);
  expect(world.tenant.requests().at(-1)?.kind).toBe('remove');
});
