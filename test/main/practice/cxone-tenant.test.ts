// The practice CXone answers as the vendor's documents say, traps included.
import { describe, expect, test } from 'vitest';
import type { PracticeOptions } from '../../../src-main/practice/practice.ts';
import { clientOf, phone, phones, plain, read, readText, signIn, startClient, startTenant, type Answered } from './practice-world.ts';

const api = '/inContactAPI/services/v31.0';
const groups = `${api}/dnc-groups`;
const day = 24 * 60 * 60_000;

const record = (phone: string, expiredDate?: string) => ({ phoneNumber: Number(phone.slice(2)), ...(expiredDate === undefined ? {} : { expiredDate }) });

const withGroup = async (options: PracticeOptions = {}) => {
  const client = await startClient('cxone-dnc-groups', options);
  const id = readText(await client.ask('POST', groups, { dncGroupName: 'Federal', dncGroupDescription: 'From the register' }), 'dncGroups.0.dncGroupId');
  const records = `${groups}/${id}/records`;
  return {
    ...client, id, records,
    push: (batch: readonly object[]) => client.ask('POST', records, { dncGroupRecords: batch }),
    remove: (batch: readonly object[]) => client.ask('DELETE', records, { dncGroupRecords: batch }),
  };
};

type Listed = { readonly phoneNumber: string; readonly expiredDate?: string };
const listed = (answer: Answered): readonly Listed[] => (answer.status === 204 ? [] : (read(answer, 'resultSet.dncRecords') as Listed[]));

describe('signing in', () => {
  test('either token call gives a token, and discovery names the base address of the API', async () => {
    const tenant = await startTenant('cxone-dnc-groups');
    const { accessKeyId, accessKeySecret, tenantId } = tenant.credentials;
    expect((await signIn(tenant)).status).toBe(200);
    const byKey = await plain(tenant, 'POST', '/authentication/v1/token/access-key', JSON.stringify({ accessKeyId, accessKeySecret }), { 'content-type': 'application/json' });
    expect(byKey.json).toMatchObject({ token_type: 'Bearer', expires_in: 3600 });
    const found = await plain(tenant, 'GET', `/.well-known/cxone-configuration?tenantId=${tenantId}`);
    expect(read(found, 'api_endpoint')).toBe(tenant.baseUrl);
    const asked = await plain(tenant, 'GET', groups, undefined, { authorization: `Bearer ${readText(byKey, 'access_token')}` });
    expect(asked.status).toBe(204);
  });

  test('a wrong client, a wrong key and a wrong tenant are told apart', async () => {
    const tenant = await startTenant('cxone-dnc-groups');
    expect((await signIn(tenant, { clientSecret: 'wrong' })).json).toMatchObject({ error: 'invalid_client' });
    expect((await signIn(tenant, { accessKeySecret: 'wrong' })).json).toMatchObject({ error: 'invalid_grant' });
    expect((await plain(tenant, 'POST', '/authentication/v1/token/access-key', '{}')).status).toBe(401);
    expect((await plain(tenant, 'GET', '/.well-known/cxone-configuration?tenantId=other')).status).toBe(404);
  });

  test('a token ends when its seconds are over', async () => {
    let now = Date.now();
    const { ask } = await startClient('cxone-dnc-groups', { tokenSeconds: 1, now: () => now });
    now += 1000;
    expect((await ask('GET', groups)).status).toBe(401);
  });

  test('any version of the address is served', async () => {
    const { ask } = await startClient('cxone-dnc-groups');
    expect((await ask('GET', '/inContactAPI/services/v23.0/dnc-groups')).status).toBe(204);
    expect((await ask('GET', '/inContactAPI/services/latest/dnc-groups')).status).toBe(404);
  });
});

describe('groups', () => {
  test('none is 204; made by body or by query, once per name', async () => {
    const { ask } = await startClient('cxone-dnc-groups');
    const before = await ask('GET', groups);
    expect([before.status, before.text]).toEqual([204, '']);
    await ask('POST', groups, { dncGroupName: 'Federal' });
    await ask('POST', `${groups}?dncGroupName=State&dncGroupDescription=By%20state`);
    expect((await ask('POST', groups, { dncGroupName: 'Federal' })).status).toBe(400);
    expect((await ask('POST', groups, {})).status).toBe(400);
    const all = await ask('GET', groups);
    expect(all.json).toMatchObject({ resultSet: { totalGroups: 2, dncGroups: [{ dncGroupId: 1001, dncGroupName: 'Federal' }, { dncGroupId: 1002, dncGroupDescription: 'By state' }] } });
    expect(readText(await ask('GET', `${groups}/1002`), 'resultSet.dncGroups.0.dncGroupName')).toBe('State');
    expect((await ask('GET', `${groups}/1003`)).status).toBe(404);
  });

  test('an inactive group takes no records: 409', async () => {
    const { ask, id, push } = await withGroup();
    await ask('PUT', `${groups}/${id}?isActive=false`);
    expect((await push([record(phone(1))])).status).toBe(409);
    await ask('PUT', `${groups}/${id}?isActive=true`);
    expect((await push([record(phone(1))])).status).toBe(200);
  });
});

describe('adding records', () => {
  test('a number that cannot be one fails inside the 200, the others are kept', async () => {
    const { push, tenant, id } = await withGroup();
    const answer = await push([record(phone(1)), { phoneNumber: 12025550123 }, { phoneNumber: 2025 }, { phoneNumber: 442079460000 }, record(phone(2), 'soon')]);
    expect(answer.json).toEqual({ resultSet: { errorCount: 3, recordResults: [
      { success: true, formattedPhone: '(201) 555-0101' },
      { success: false, error: 'Invalid phone number.', formattedPhone: '12025550123' },
      { success: false, error: 'Invalid phone number.', formattedPhone: '2025' },
      { success: true, formattedPhone: '+442079460000' },
      { success: false, error: 'Invalid expiredDate.', formattedPhone: '(201) 555-0102' },
    ] } });
    expect(tenant.contents(id).map((entry) => entry.phone)).toEqual([phone(1), '+442079460000']);
  });

  test('4,500 records are taken, one more is refused whole', async () => {
    const { push, tenant, id } = await withGroup();
    expect((await push(phones(4501).map((phone) => record(phone)))).status).toBe(400);
    expect(tenant.contents(id)).toEqual([]);
    expect(read(await push(phones(4500).map((phone) => record(phone))), 'resultSet.errorCount')).toBe(0);
    expect(tenant.contents(id)).toHaveLength(4500);
  });

  test('a phone number as text is refused', async () => {
    const { push } = await withGroup();
    expect((await push([{ phoneNumber: '2025550123' }])).status).toBe(400);
  });

  test('active records are limited over all groups; expired ones do not count', async () => {
    const { push, remove } = await withGroup({ listLimit: 100 });
    await push(phones(100).map((phone) => record(phone)));
    expect((await push([record(phone(100))])).status).toBe(400);
    await remove([record(phone(0))]);
    expect((await push([record(phone(100))])).status).toBe(200);
  });
});

describe('removing records', () => {
  test('they expire and stay listed, and the answer has no resultSet', async () => {
    const { ask, push, remove, records, id } = await withGroup();
    await push([record(phone(1)), record(phone(2))]);
    const answer = await remove([record(phone(1)), record(phone(3))]);
    expect(answer.json).toMatchObject({ errorCount: 1, recordResults: [{ success: true }, { success: false }] });
    const [first, second] = listed(await ask('GET', records));
    expect(Date.parse(first?.expiredDate ?? '')).toBeLessThanOrEqual(Date.now());
    expect(second?.expiredDate).toBeUndefined();
    expect(read(await ask('GET', `${groups}/${id}`), 'resultSet.dncGroups.0.validRecords')).toBe(1);
  });

  test('an expired record that is added again blocks again', async () => {
    const { ask, push, remove, records } = await withGroup();
    await push([record(phone(1))]);
    await remove([record(phone(1))]);
    await push([record(phone(1))]);
    const [only, ...others] = listed(await ask('GET', records));
    expect([only?.expiredDate, others.length]).toEqual([undefined, 0]);
  });
});

describe('reading back', () => {
  test('pages hold every record once, in a stable order, and end with 204', async () => {
    const { ask, push, records } = await withGroup();
    await push(phones(250).map((phone) => record(phone)));
    const seen: string[] = [];
    for (let skip = 0; ; skip += 100) {
      const page = await ask('GET', `${records}?skip=${skip}&top=100&orderBy=phoneNumber`);
      if (page.status === 204) break;
      expect(read(page, 'resultSet.totalRecords')).toBe(250);
      seen.push(...listed(page).map(({ phoneNumber }) => phoneNumber));
    }
    expect(seen).toEqual(phones(250).map((phone) => phone.slice(2)).sort());
  });

  test('orderBy takes a field and a direction, and refuses what it does not know', async () => {
    const { ask, push, records } = await withGroup();
    await push([record(phone(2), new Date(Date.now() + 9 * day).toISOString()), record(phone(1)), record(phone(3), new Date(Date.now() + day).toISOString())]);
    const order = async (orderBy: string) => listed(await ask('GET', `${records}?orderBy=${orderBy}`)).map(({ phoneNumber }) => phoneNumber.slice(-1));
    expect(await order('recordId')).toEqual(['2', '1', '3']);
    expect(await order('phoneNumber%20desc')).toEqual(['3', '2', '1']);
    expect(await order('expiredDate')).toEqual(['3', '2', '1']);
    expect((await ask('GET', `${records}?orderBy=colour`)).status).toBe(400);
    expect((await ask('GET', `${records}?top=-1`)).status).toBe(400);
  });

  test('an accepted number is neither listed nor found until it has propagated', async () => {
    let now = Date.now();
    const { ask, push, records } = await withGroup({ propagationMs: 1500, now: () => now });
    await push([record(phone(1))]);
    const search = () => ask('POST', `${groups}/search?phoneNumber=${phone(1).slice(2)}`);
    expect([(await ask('GET', records)).status, (await search()).status]).toEqual([204, 204]);
    now += 1500;
    expect([(await ask('GET', records)).status, (await search()).status]).toEqual([200, 200]);
  });

  test('one number is looked up over all groups', async () => {
    const { ask, push, id } = await withGroup();
    const expiredDate = '2030-01-01T00:00:00.000Z';
    await push([record(phone(1), expiredDate), record(phone(2))]);
    const found = await ask('POST', `${groups}/search?phoneNumber=${phone(1).slice(2)}`);
    expect(found.json).toMatchObject({ searchResults: [{ dncGroupId: Number(id), formattedPhone: '(201) 555-0101', expiredDate }] });
    expect(readText(await ask('POST', `${groups}/search?phoneNumber=${phone(2).slice(2)}`), 'searchResults.0.expiredDate')).toMatch(/^9999-/);
    expect((await ask('POST', `${groups}/search?phoneNumber=${phone(3).slice(2)}`)).status).toBe(204);
    expect((await ask('POST', `${groups}/search`)).status).toBe(400);
  });
});

test.each(['scrubbed-skills', 'contributing-skills'])('%s are bound and unbound, and none is 204', async (kind) => {
  const { ask, id } = await withGroup();
  const skills = `${groups}/${id}/${kind}`;
  expect((await ask('GET', skills)).status).toBe(204);
  await ask('POST', `${skills}/7`);
  await ask('POST', `${skills}/7`);
  expect((await ask('GET', skills)).json).toMatchObject({ totalRecords: 1, [kind === 'scrubbed-skills' ? 'scrubbedSkills' : 'contributingSkills']: [{ skillId: 7 }] });
  expect((await ask('DELETE', `${skills}/7`)).status).toBe(200);
  expect((await ask('DELETE', `${skills}/7`)).status).toBe(404);
});

test('requests are unlimited unless a rate is set; then 429 says when to come back', async () => {
  const free = await startClient('cxone-dnc-groups');
  for (let n = 0; n < 310; n += 1) await plain(free.tenant, 'GET', '/.well-known/cxone-configuration');
  const tenant = await startTenant('cxone-dnc-groups', { rate: { requests: 1, perMs: 3000 } });
  const { ask } = await clientOf(tenant);
  expect((await ask('GET', groups)).status).toBe(204);
  const refused = await ask('GET', groups);
  expect([refused.status, refused.headers.get('retry-after')]).toEqual([429, '3']);
});
