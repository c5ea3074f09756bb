// Builds the requests of Genesys Cloud outbound DNC lists (Platform API v2); pure, so a table can check each against the OpenAPI document.
// https://developer.genesys.cloud/routing/outbound/ and the public SDKs' OutboundApi. What clears a whole list is deliberately not among them.
import type { HttpRequest } from '../ports/http.ts';
import type { Access } from './access.ts';
import { toBasic } from './basic-credentials.ts';
import type { Batch } from './connector.ts';

const answerLimit = 20_000_000;

/** Client credentials grant (RFC 6749, 4.4). */
export const tokenRequest = (login: string, clientId: string, clientSecret: string, signal: AbortSignal): HttpRequest => ({
  method: 'POST',
  url: `${login}/oauth/token`,
  headers: { authorization: `Basic ${toBasic(clientId, clientSecret)}`, 'content-type': 'application/x-www-form-urlencoded', accept: 'application/json' },
  body: 'grant_type=client_credentials',
  timeoutMs: 30_000,
  maxBytes: 1_000_000,
  signal,
});

/** One page of at most 100 lists; `name` keeps to lists whose name equals it. */
export const listsRequest = (access: Access, page: number, name?: string): HttpRequest => {
  const query = new URLSearchParams({ includeSize: 'true', includeImportStatus: 'true', pageSize: '100', pageNumber: String(page) });
  if (name !== undefined) {
    query.set('filterType', 'Equals');
    query.set('name', name);
  }
  return request(access, 'GET', `?${query}`);
};

/** One page of at most 100 campaigns; each names the DNC lists it scrubs against. */
export const campaignsRequest = (access: Access, page: number): HttpRequest => ({
  ...request(access, 'GET', ''), url: `${access.apiBase}/api/v2/outbound/campaigns?${new URLSearchParams({ pageSize: '100', pageNumber: String(page) })}`,
});

/** contactMethod is required for an internal list, says DncListCreate. */
export const createListRequest = (access: Access, name: string): HttpRequest =>
  request(access, 'POST', '', { name, dncSourceType: 'rds', contactMethod: 'Phone' });

/** The body is a bare array; the one expiration of the request stands in the query, at the grain of a minute. */
export const addRequest = (access: Access, batch: Batch): HttpRequest => {
  const query = batch.expiresAt === null ? '' : `?${new URLSearchParams({ expirationDateTime: toMinute(batch.expiresAt) })}`;
  return request(access, 'POST', `${pathOf(batch.listRef)}/phonenumbers${query}`, batch.numbers.map((number) => number.phone));
};

/** PATCH names the numbers it takes away. The same path has a method that empties the list when its body is lost: it is never used. */
export const removeRequest = (access: Access, batch: Batch): HttpRequest =>
  request(access, 'PATCH', `${pathOf(batch.listRef)}/phonenumbers`, { action: 'Remove', phoneNumbers: batch.numbers.map((number) => number.phone) });

export const startExportRequest = (access: Access, listRef: string): HttpRequest => request(access, 'POST', `${pathOf(listRef)}/export`);

export const findExportRequest = (access: Access, listRef: string): HttpRequest => request(access, 'GET', `${pathOf(listRef)}/export`);

/** `timeoutMs` is the longest pause between two pieces. A list holds at most 1,000,000 numbers; a line is far under 1,000 bytes. */
export const downloadRequest = (access: Access, uri: string): HttpRequest => ({
  method: 'GET', url: uri, headers: { authorization: `Bearer ${access.token}`, accept: 'text/csv, */*' }, timeoutMs: 60_000, maxBytes: 1_000_000_000, signal: access.signal,
});

/** yyyy-MM-ddTHH:mmZ, rounded down. */
const toMinute = (at: number): string => `${new Date(at).toISOString().slice(0, 16)}Z`;

/** List ids are GUIDs; anything that would change the path is no list id. */
export const isListRef = (listRef: string): boolean => /^[\w-]{1,100}$/.test(listRef);

const pathOf = (listRef: string): string => `/${encodeURIComponent(listRef)}`;

const request = (access: Access, method: 'GET' | 'POST' | 'PATCH', path: string, body?: unknown): HttpRequest => ({
  method,
  url: `${access.apiBase}/api/v2/outbound/dnclists${path}`,
  headers: { authorization: `Bearer ${access.token}`, accept: 'application/json', ...(body === undefined ? {} : { 'content-type': 'application/json' }) },
  ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  timeoutMs: 60_000,
  maxBytes: answerLimit,
  signal: access.signal,
});
