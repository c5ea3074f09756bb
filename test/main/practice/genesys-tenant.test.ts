// The practice Genesys answers as the vendor's documents say, traps included.
import { describe, expect, test } from 'vitest';
import { readOnlyClient } from '../../../src-main/practice/genesys/genesys-sign-in.ts';
import type { PracticeOptions } from '../../../src-main/practice/practice.ts';
import { clientOf, phone, phones, plain, readText, read, signIn, startClient, startTenant, type Answered, type Client } from './practice-world.ts';

const lists = '/api/v2/outbound/dnclists';
const minute = 60_000;
const day = 24 * 60 * minute;
const stamp = (at: number): string => `${new Date(at).toISOString().slice(0, 16)}Z`;

const create = async (client: Client, name: string, more: object = {}): Promise<string> =>
  readText(await client.ask('POST', lists, { name, dncSourceType: 'rds', contactMethod: 'Phone', ...more }), 'id');

const withList = async (options: PracticeOptions = {}) => {
  const client = await startClient('genesys-dnclists', options);
  const id = await create(client, 'Federal');
  const numbers = `${lists}/${id}/phonenumbers`;
  return { ...client, id, numbers, push: (batch: readonly string[], query = '') => client.ask('POST', numbers + query, batch) };
};

/** Starts an export, polls until its own is there, downloads it: number to expiration. */
const exportOf = async (client: Client, id: string, startedAt: number): Promise<Map<string, string>> => {
  await client.ask('POST', `${lists}/${id}/export`);
  for (let polls = 0; polls < 5; polls += 1) {
    const polled = await client.ask('GET', `${lists}/${id}/export`);
    if (polled.status === 200 && Date.parse(readText(polled, 'exportTimestamp')) >= startedAt) return rowsOf(await download(client, polled));
  }
  throw new Error('no export in five polls');
};
const download = (client: Client, polled: Answered): Promise<Answered> => client.ask('GET', readText(polled, 'uri').slice(client.tenant.baseUrl.length));
const rowsOf = (csv: Answered): Map<string, string> =>
  new Map(csv.text.split('\r\n').slice(1, -1).map((line) => line.split(',')).map((cells) => [cells[0] ?? '', cells[2] ?? '']));

describe('signing in', () => {
  test('an unknown client is refused with 400, a wrong secret with 401, each with OAuth words', async () => {
    const tenant = await startTenant('genesys-dnclists');
    const unknown = await signIn(tenant, { clientId: 'somebody' });
    const wrong = await signIn(tenant, { clientSecret: 'wrong' });
    expect([unknown.status, wrong.status]).toEqual([400, 401]);
    expect(Object.keys(wrong.json as object)).toEqual(['error', 'error_description']);
  });

  test('a token ends when its seconds are over, and a new one works', async () => {
    let now = 1_800_000_000_000;
    const tenant = await startTenant('genesys-dnclists', { tokenSeconds: 1, now: () => now });
    const client = await clientOf(tenant);
    now += 999;
    expect((await client.ask('GET', lists)).status).toBe(200);
    now += 1;
    const ended = await client.ask('GET', lists);
    expect([ended.status, readText(ended, 'code')]).toEqual([401, 'bad.credentials']);
    expect((await (await clientOf(tenant)).ask('GET', lists)).status).toBe(200);
  });

  test('expires_in says what the option says', async () => {
    expect(read(await signIn(await startTenant('genesys-dnclists', { tokenSeconds: 1 })), 'expires_in')).toBe(1);
    expect(read(await signIn(await startTenant('genesys-dnclists')), 'expires_in')).toBe(3600);
  });

  test('a read-only client may read and export, and is told the permission it lacks', async () => {
    const { tenant, id, numbers } = await withList();
    const reader = await clientOf(tenant, readOnlyClient);
    expect((await reader.ask('GET', lists)).status).toBe(200);
    expect((await reader.ask('POST', `${lists}/${id}/export`)).status).toBe(200);
    const refused = await reader.ask('POST', numbers, [phone(1)]);
    expect(refused.json).toMatchObject({ status: 403, code: 'missing.permissions', messageParams: { permissions: 'outbound:dnc:add' } });
    expect(tenant.contents(id)).toEqual([]);
  });
});

describe('lists', () => {
  test('a name is taken once, whatever its case', async () => {
    const client = await startClient('genesys-dnclists');
    await create(client, 'Federal');
    expect((await client.ask('POST', lists, { name: 'FEDERAL', dncSourceType: 'rds' })).status).toBe(409);
    expect(read(await client.ask('GET', lists), 'total')).toBe(1);
  });

  test('two requests for one name at once make one list', async () => {
    const client = await startClient('genesys-dnclists');
    const made = await Promise.all([1, 2, 3].map(() => client.ask('POST', lists, { name: 'Federal', dncSourceType: 'rds' })));
    expect(made.map(({ status }) => status).sort((a, b) => a - b)).toEqual([200, 409, 409]);
  });

  test('they come page by page, and only those whose name begins as asked', async () => {
    const client = await startClient('genesys-dnclists');
    for (let n = 0; n < 7; n += 1) await create(client, `List ${n}`);
    await create(client, 'Other');
    const names: string[] = [];
    for (let page = 1; page <= 3; page += 1) {
      const answer = await client.ask('GET', `${lists}?pageSize=3&pageNumber=${page}&name=list`);
      expect([read(answer, 'total'), read(answer, 'pageCount')]).toEqual([7, 3]);
      names.push(...(read(answer, 'entities') as { name: string }[]).map(({ name }) => name));
    }
    expect(names).toEqual([0, 1, 2, 3, 4, 5, 6].map((n) => `List ${n}`));
    expect((await client.ask('GET', `${lists}?pageSize=101`)).status).toBe(400);
  });

  test('the size is a field only where it is asked for', async () => {
    const { ask, id, push } = await withList();
    await push(phones(250));
    expect(read(await ask('GET', `${lists}/${id}?includeSize=true`), 'size')).toBe(250);
    expect(read(await ask('GET', `${lists}/${id}`), 'size')).toBeUndefined();
    expect(read(await ask('GET', `${lists}?includeSize=true`), 'entities.0.size')).toBe(250);
  });

  test('a list that is not there is named as missing', async () => {
    const { ask } = await withList();
    expect(readText(await ask('GET', `${lists}/nowhere`), 'code')).toBe('dnc.list.not.found');
    expect((await ask('GET', `${lists}/nowhere/importstatus`)).status).toBe(404);
  });
});

describe('adding numbers', () => {
  test('the answer is an empty 2xx that says nothing about any number', async () => {
    const { push, tenant, id } = await withList();
    const answer = await push(phones(3));
    expect([answer.status, answer.text]).toEqual([202, '']);
    expect(tenant.contents(id).map((entry) => entry.phone)).toEqual(phones(3));
  });

  test('the last expiration wins, and the same batch again changes nothing', async () => {
    const { push, tenant, id } = await withList();
    const later = Math.floor((Date.now() + 30 * day) / minute) * minute;
    await push([phone(1), phone(2)]);
    await push([phone(1)], `?expirationDateTime=${stamp(later)}`);
    await push([phone(1)], `?expirationDateTime=${stamp(later)}`);
    expect(tenant.contents(id).map(({ phone, expiresAt }) => [phone, expiresAt])).toEqual([[phone(1), later], [phone(2), null]]);
  });

  test.each([['2025550123'], ['+1 202 555 0123'], ['12025550123'], ['+0'], ['']])('one number that is not E.164 (%s) refuses the whole batch', async (wrong) => {
    const { push, tenant, id } = await withList();
    const refused = await push([phone(1), wrong]);
    expect(refused.json).toMatchObject({ status: 400, code: 'constraint.validation', details: [{ fieldName: 'phoneNumbers[1]' }], errors: [] });
    expect(tenant.contents(id)).toEqual([]);
  });

  test('more than 1,000 numbers are too large and none is kept', async () => {
    const { push, tenant, id } = await withList();
    expect((await push(phones(1001))).status).toBe(413);
    expect(tenant.contents(id)).toEqual([]);
    expect((await push(phones(1000))).status).toBe(202);
  });

  test('an expiration beyond 180 days, or in another form, is an invalid date', async () => {
    const { push } = await withList();
    const codeFor = async (date: string) => readText(await push([phone(1)], `?expirationDateTime=${date}`), 'code');
    expect(await codeFor(stamp(Date.now() + 181 * day))).toBe('invalid.date');
    expect(await codeFor('2026-02-30T10:00Z')).toBe('invalid.date');
    expect(await codeFor('2026-12-01T10:00:00.000Z')).toBe('invalid.date');
    expect((await push([phone(1)], `?expirationDateTime=${stamp(Date.now() + 180 * day)}`)).status).toBe(202);
  });

  test('a list of another source takes no numbers', async () => {
    const client = await startClient('genesys-dnclists');
    const id = await create(client, 'Bought', { dncSourceType: 'dnc.com' });
    const refused = await client.ask('POST', `${lists}/${id}/phonenumbers`, [phone(1)]);
    expect([refused.status, readText(refused, 'code')]).toEqual([400, 'dnc.source.operation.not.supported']);
  });

  test('a full list, and a full organisation, take no new number but the old ones again', async () => {
    const { ask, push, ...client } = await withList({ listLimit: 100 });
    expect((await push(phones(100))).status).toBe(202);
    expect((await push(phones(100))).status).toBe(202);
    expect((await push([phone(100)])).json).toMatchObject({ code: 'dnc.records.per.list.limit.exceeded', limit: { value: 100 } });
    const [second, third] = [await create({ ask, ...client }, 'Second'), await create({ ask, ...client }, 'Third')];
    await ask('POST', `${lists}/${second}/phonenumbers`, phones(100));
    expect(readText(await ask('POST', `${lists}/${third}/phonenumbers`, [phone(1)]), 'code')).toBe('dnc.phone.numbers.per.organization.limit.exceeded');
  });

  test('a body that is no JSON array, or not called JSON, is refused', async () => {
    const { ask, numbers } = await withList();
    expect((await ask('POST', numbers, { phoneNumbers: [phone(1)] })).status).toBe(400);
    expect((await ask('POST', numbers, [phone(1)], { 'content-type': 'text/plain' })).status).toBe(415);
  });
});

describe('taking numbers away', () => {
  test('PATCH adds and removes single numbers', async () => {
    const { ask, numbers, tenant, id } = await withList();
    expect((await ask('PATCH', numbers, { action: 'Add', phoneNumbers: phones(3) })).status).toBe(204);
    expect((await ask('PATCH', numbers, { action: 'Remove', phoneNumbers: [phone(1)] })).status).toBe(204);
    expect(tenant.contents(id).map((entry) => entry.phone)).toEqual([phone(0), phone(2)]);
  });

  test('DELETE wipes the whole list even when its body names one number', async () => {
    const { ask, numbers, push, tenant, id } = await withList();
    await push(phones(500));
    await ask('DELETE', numbers, [phone(1)]);
    expect(tenant.contents(id)).toEqual([]);
    expect(tenant.requests().at(-1)).toMatchObject({ method: 'DELETE', kind: 'wipe', path: numbers });
  });

  test('DELETE with expiredOnly wipes the expired ones', async () => {
    let now = Date.parse('2026-11-20T12:00:00Z');
    const { ask, numbers, push, tenant, id } = await withList({ now: () => now });
    await push([phone(1)], '?expirationDateTime=2026-11-20T12:05Z');
    await push([phone(2)]);
    now += 6 * minute;
    await ask('DELETE', `${numbers}?expiredOnly=true`);
    expect(tenant.contents(id).map((entry) => entry.phone)).toEqual([phone(2)]);
  });
});

describe('reading back', () => {
  test('the first poll of a first export finds nothing, the second the whole list with its expirations', async () => {
    const { ask, push, id, ...client } = await withList();
    const later = stamp(Date.now() + 10 * day);
    await push(phones(900));
    await push([phone(7)], `?expirationDateTime=${later}`);
    await ask('POST', `${lists}/${id}/export`);
    expect((await ask('GET', `${lists}/${id}/export`)).status).toBe(404);
    const rows = rowsOf(await download({ ask, ...client }, await ask('GET', `${lists}/${id}/export`)));
    expect([rows.size, rows.get(phone(7)), rows.get(phone(8))]).toEqual([900, later, '']);
  });

  test('the download needs the bearer', async () => {
    const { ask, id, tenant } = await withList();
    await ask('POST', `${lists}/${id}/export`);
    await ask('GET', `${lists}/${id}/export`);
    const { pathname } = new URL(readText(await ask('GET', `${lists}/${id}/export`), 'uri'));
    expect((await plain(tenant, 'GET', pathname)).status).toBe(401);
    expect((await ask('GET', pathname)).text).toBe('PhoneNumber,ContactMethod,ExpirationDate\r\n');
  });

  test('while a second export is made, the first poll answers with the first one', async () => {
    let now = Date.parse('2026-11-20T12:00:00Z');
    const { ask, push, id, ...client } = await withList({ now: () => now });
    const poll = () => ask('GET', `${lists}/${id}/export`);
    await push([phone(1)]);
    await ask('POST', `${lists}/${id}/export`);
    await poll();
    now += minute;
    await push([phone(2)]);
    await ask('POST', `${lists}/${id}/export`);
    const [early, late] = [await poll(), await poll()];
    expect([readText(early, 'exportTimestamp'), readText(late, 'exportTimestamp')]).toEqual(['2026-11-20T12:00:00.000Z', '2026-11-20T12:01:00.000Z']);
    expect(rowsOf(await download({ ask, ...client }, early)).size).toBe(1);
    expect(rowsOf(await download({ ask, ...client }, late)).size).toBe(2);
  });

  test('a fault answers every poll with an export older than the one asked for', async () => {
    const { ask, push, id, tenant } = await withList();
    await push([phone(1)]);
    tenant.setFaults([{ on: 'read', fault: { kind: 'older-export' } }]);
    const started = Date.now();
    await ask('POST', `${lists}/${id}/export`);
    for (let polls = 0; polls < 3; polls += 1) {
      const polled = await ask('GET', `${lists}/${id}/export`);
      expect(Date.parse(readText(polled, 'exportTimestamp'))).toBeLessThan(started);
      expect((await ask('GET', readText(polled, 'uri').slice(tenant.baseUrl.length))).text.split('\r\n')).toHaveLength(2);
    }
  });

  test('an accepted number stays invisible until it has propagated, and a changed expiration shows the old one', async () => {
    let now = Date.now();
    const { push, id, ...client } = await withList({ propagationMs: 1500, now: () => now });
    const later = Math.floor((now + 10 * day) / minute) * minute;
    await push([phone(1)]);
    expect([...await exportOf(client, id, now)]).toEqual([]);
    expect(read(await client.ask('GET', `${lists}/${id}?includeSize=true`), 'size')).toBe(0);
    now += 1500;
    await push([phone(1), phone(2)], `?expirationDateTime=${stamp(later)}`);
    expect([...await exportOf(client, id, now)]).toEqual([[phone(1), '']]);
    now += 1500;
    expect([...await exportOf(client, id, now)]).toEqual([[phone(1), stamp(later)], [phone(2), stamp(later)]]);
  });
});

describe('pace and words', () => {
  test('every answer counts against the token, and the one too many says when to come back', async () => {
    let now = Date.now();
    const { ask } = await startClient('genesys-dnclists', { rate: { requests: 2, perMs: 10_000 }, now: () => now });
    const headersOf = ({ headers }: Answered) => ['count', 'allowed', 'reset'].map((name) => headers.get(`inin-ratelimit-${name}`));
    expect(headersOf(await ask('GET', lists))).toEqual(['1', '2', '10']);
    now += 4000;
    expect(headersOf(await ask('GET', lists))).toEqual(['2', '2', '6']);
    const refused = await ask('GET', lists);
    expect([refused.status, readText(refused, 'code'), refused.headers.get('retry-after'), ...headersOf(refused)]).toEqual([429, 'too.many.requests', '6', '3', '2', '6']);
    now += 6000;
    expect((await ask('GET', lists)).status).toBe(200);
  });

  test('300 a minute is the usual ceiling', async () => {
    const { ask } = await startClient('genesys-dnclists');
    expect((await ask('GET', lists)).headers.get('inin-ratelimit-allowed')).toBe('300');
  });

  test('each answer tells the tenant\'s own time', async () => {
    const { ask } = await startClient('genesys-dnclists', { now: () => Date.parse('2026-11-20T12:00:00Z') });
    expect((await ask('GET', lists)).headers.get('date')).toBe('Fri, 20 Nov 2026 12:00:00 GMT');
  });

  test('each answer carries a correlation id, in errors the contextId, and it is noted', async () => {
    const { ask, tenant } = await startClient('genesys-dnclists');
    const missing = await ask('GET', `${lists}/nowhere`);
    const id = missing.headers.get('inin-correlation-id');
    expect(id).toMatch(/^[0-9a-f-]{36}$/);
    expect(readText(missing, 'contextId')).toBe(id);
    expect(tenant.requests().at(-1)?.correlationId).toBe(id);
    await ask('GET', lists, undefined, { 'inin-correlation-id': 'mine' });
    expect(tenant.requests().at(-1)?.correlationId).toBe('mine');
  });

  test('the same payload is noted with the same hash', async () => {
    const { push, tenant } = await withList();
    await push(phones(3));
    await push(phones(3));
    await push(phones(4));
    const hashes = tenant.requests().slice(-3).map(({ bodySha256 }) => bodySha256);
    expect(hashes[0]).toMatch(/^[0-9a-f]{64}$/);
    expect(hashes[1]).toBe(hashes[0]);
    expect(hashes[2]).not.toBe(hashes[0]);
  });

  test('a campaign is bound by putting the full object with its version', async () => {
    const { ask, id } = await withList();
    const path = '/api/v2/outbound/campaigns/practice-campaign';
    const campaign = (await ask('GET', path)).json as object;
    const bound = await ask('PUT', path, { ...campaign, dncLists: [{ id }] });
    expect([read(bound, 'version'), read(bound, 'dncLists.0.id')]).toEqual([2, id]);
    expect((await ask('PUT', path, campaign)).status).toBe(409);
    expect((await ask('PUT', path, { version: 2, dncLists: [] })).status).toBe(400);
  });
});
