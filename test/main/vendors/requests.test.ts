// Every request a connector sends is one its vendor's OpenAPI document describes.
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createConnectors } from '../../../src-main/vendors/registry.ts';
import { createRequestCheck } from '../../helpers/check-openapi.ts';
import { createTestBatch, createTestCall, readSteps, testToken } from '../../helpers/vendor-call.ts';
import { empty, json, routes, startVendorServer, text, type Answer, type VendorServer } from '../../helpers/vendor-server.ts';

const connectors = createConnectors();
const expiring = createTestBatch(2, { expiresAt: Date.UTC(2027, 0, 31, 12, 30, 45) });
let server: VendorServer;

beforeEach(async () => { server = await startVendorServer(); });
afterEach(() => server.close());

const exerciseAll = async (dialect: keyof typeof connectors, apiBase: string, answer: Answer): Promise<void> => {
  const connector = connectors[dialect];
  const call = createTestCall(apiBase);
  server.answerWith(answer);
  await connector.lists(call);
  await connector.createList(call, 'Näme & co');
  await connector.push(call, expiring);
  await connector.push(call, createTestBatch(2));
  await connector.remove(call, expiring);
  await readSteps(connector.readBack?.(call, '4711', 0));
  await connector.lookUp?.(call, '4711', '+12025550100');
};

describe('Genesys DNC lists', () => {
  const list = { id: '4711', name: 'Näme & co', dncSourceType: 'rds', contactMethod: 'Phone' };
  const answer = (): Answer => routes({
    'GET /api/v2/outbound/dnclists': json(200, { entities: [list], pageCount: 2 }),
    'POST /api/v2/outbound/dnclists': json(409, { code: 'name.taken', status: 409 }),
    'POST /api/v2/outbound/dnclists/4711/phonenumbers': empty(202),
    'PATCH /api/v2/outbound/dnclists/4711/phonenumbers': empty(204),
    'POST /api/v2/outbound/dnclists/4711/export': json(200, { id: 'x' }),
    'GET /api/v2/outbound/dnclists/4711/export': json(200, { uri: `${server.base}/download`, exportTimestamp: '2036-01-01T00:00:00.000Z' }),
    'GET /download': text(200, 'number,contact,expiration\r\n+12025550100,,\r\n'),
  });

  it('are asked as the document says, with the bearer and nothing in the query that it does not know', async () => {
    await exerciseAll('genesys-dnclists', server.base, answer());
    const check = createRequestCheck('genesys');
    const calls = server.seen.filter((one) => one.path !== '/download');
    expect(calls.flatMap(check)).toEqual([]);
    expect(calls.length).toBeGreaterThanOrEqual(9);
    expect(server.seen.every((one) => one.headers.authorization === `Bearer ${testToken}`)).toBe(true);
  });

  it('get a bare array of numbers and one expiration, to the minute', async () => {
    await exerciseAll('genesys-dnclists', server.base, answer());
    const [withExpiry, permanent] = server.seen.filter((one) => one.method === 'POST' && one.path.endsWith('/phonenumbers'));
    expect(withExpiry?.body).toBe('["+12025550100","+12025550101"]');
    expect(withExpiry?.query.get('expirationDateTime')).toBe('2027-01-31T12:30Z');
    expect(permanent?.query.has('expirationDateTime')).toBe(false);
    expect(server.seen.find((one) => one.method === 'PATCH')?.body).toBe('{"action":"Remove","phoneNumbers":["+12025550100","+12025550101"]}');
  });
});

describe('CXone DNC groups', () => {
  const version = '/inContactAPI/services/v31.0';
  const group = { dncGroupId: 4711, dncGroupName: 'Näme & co', isActive: true };
  const answer = routes({
    [`GET ${version}/dnc-groups`]: json(200, { resultSet: { totalGroups: 1, dncGroups: [group] } }),
    [`POST ${version}/dnc-groups`]: json(409, {}),
    [`POST ${version}/dnc-groups/4711/records`]: json(200, { resultSet: { errorCount: 0, recordResults: [] } }),
    [`DELETE ${version}/dnc-groups/4711/records`]: json(200, { errorCount: 0, recordResults: [] }),
    [`GET ${version}/dnc-groups/4711/records`]: empty(204),
    [`POST ${version}/dnc-groups/search`]: empty(204),
  });

  it('are asked as the document says, always for JSON', async () => {
    await exerciseAll('cxone-dnc-groups', `${server.base}${version}`, answer);
    expect(server.seen.flatMap(createRequestCheck('cxone'))).toEqual([]);
    expect(server.seen.length).toBeGreaterThanOrEqual(8);
    expect(server.seen.every((one) => one.headers.accept === 'application/json')).toBe(true);
  });

  it('get ten-digit integers for North America and bare digits for the rest', async () => {
    server.answerWith(answer);
    const numbers = ['+12025550100', '+442079460000'].map((phone) => ({ phone, jurisdiction: null }));
    await connectors['cxone-dnc-groups'].push(createTestCall(`${server.base}${version}`), createTestBatch(0, { numbers, expiresAt: Date.UTC(2027, 0, 31) }));
    expect(JSON.parse(server.seen[0]?.body ?? '')).toEqual({
      dncGroupRecords: [{ phoneNumber: 2_025_550_100, expiredDate: '2027-01-31T00:00:00.000Z' }, { phoneNumber: 442_079_460_000, expiredDate: '2027-01-31T00:00:00.000Z' }],
    });
  });

  it('are never asked to remove without naming numbers', async () => {
    await exerciseAll('cxone-dnc-groups', `${server.base}${version}`, answer);
    const removals = server.seen.filter((one) => one.method === 'DELETE');
    expect(removals.map((one) => JSON.parse(one.body) as unknown)).toEqual([{ dncGroupRecords: [{ phoneNumber: 2_025_550_100 }, { phoneNumber: 2_025_550_101 }] }]);
  });
});

it('the check of requests bites', () => {
  const check = createRequestCheck('cxone');
  const one = { headers: {}, query: new URLSearchParams(), body: '' };
  const groups = '/inContactAPI/services/v31.0/dnc-groups';
  expect(check({ ...one, method: 'GET', path: groups })).toEqual([]);
  expect(check({ ...one, method: 'GET', path: '/dnc-groups' })).toEqual(['GET /dnc-groups is in no document']);
  expect(check({ ...one, method: 'PATCH', path: groups })).not.toEqual([]);
  expect(check({ ...one, method: 'GET', path: groups, query: new URLSearchParams({ colour: 'red' }) })).toEqual(['GET /dnc-groups: unknown query colour']);
  expect(check({ ...one, method: 'GET', path: groups, body: '{}' })).toEqual(['GET /dnc-groups: a body is not expected']);
  expect(check({ ...one, method: 'POST', path: `${groups}/search` })).toEqual(['POST /dnc-groups/search: query phoneNumber is missing']);
  expect(check({ ...one, method: 'POST', path: `${groups}/1/records` })).toEqual(['POST /dnc-groups/{groupId}/records: the body is missing']);
  expect(check({ ...one, method: 'POST', path: `${groups}/1/records`, body: '{"dncGroupRecords":[{"phoneNumber":"1"}]}' })).not.toEqual([]);
  expect(check({ ...one, method: 'POST', path: `${groups}/1/records`, body: '{"dncGroupRecords":[{"phoneNumber":1}]}', headers: { 'content-type': 'text/plain' } })).not.toEqual([]);
  expect(check({ ...one, method: 'GET', path: `${groups}/1/records`, query: new URLSearchParams({ skip: 'x' }) })).not.toEqual([]);
});
