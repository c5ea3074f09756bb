// The check that every other test leans on is able to fail.
import { expect, test } from 'vitest';
import { createRequestNotes } from '../../../src-main/practice/request-notes.ts';
import { createOpenApiCheck } from './openapi-check.ts';

const genesys = createOpenApiCheck('genesys-dnclists', '');
const cxone = createOpenApiCheck('cxone-dnc-groups', '/inContactAPI/services/v[0-9.]+');
const groups = '/inContactAPI/services/v31.0/dnc-groups';

test('an undocumented status, a wrong type, a missing field and a body where there is none are told', () => {
  expect(genesys('GET', '/api/v2/outbound/dnclists', 418, '{}')).toMatch(/undocumented 418/);
  expect(genesys('GET', '/api/v2/outbound/dnclists', 200, '{"entities":[{"name":1,"dncSourceType":"rds"}]}')).toMatch(/name must be string/);
  expect(genesys('GET', '/api/v2/outbound/dnclists/a', 200, '{"name":"a","dncSourceType":"other"}')).toMatch(/allowed values/);
  expect(genesys('POST', '/api/v2/outbound/dnclists/a/phonenumbers', 202, '{}')).toMatch(/has a body/);
  expect(genesys('GET', '/api/v2/outbound/dnclists/a/export', 404, '{"status":"404"}')).toMatch(/status must be integer/);
  expect(cxone('POST', `${groups}/search`, 200, '{}')).toMatch(/searchResults/);
  expect(cxone('DELETE', `${groups}/1/records`, 200, '{"resultSet":{}}')).not.toBeNull();
  expect(cxone('GET', groups, 204, '')).toBeNull();
});

test('the last 10,000 requests are kept in order', () => {
  const notes = createRequestNotes();
  for (let at = 0; at < 25_000; at += 1) notes.note({ at, method: 'GET', path: '/', query: '', kind: 'other', status: 0, correlationId: null, bodySha256: null });
  expect([notes.last().length, notes.last()[0]?.at, notes.last().at(-1)?.at]).toEqual([10_000, 15_000, 24_999]);
});
