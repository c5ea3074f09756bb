// Builds the requests of CXone DNC entries; pure. Every entry names its list, its jurisdiction and a key of its own.
import { createHash } from 'node:crypto';
import type { HttpRequest } from '../ports/http.ts';
import type { Access } from './access.ts';
import type { Batch, BatchNumber } from './connector.ts';

export const pageSize = 1_000;

/** What ends an entry: the interface has no other word for "no longer". Long past, so that no two clocks can disagree about it. */
const ended = '1970-01-01T00:00:00.000Z';

export const tokenRequest = (base: string, clientId: string, clientSecret: string, signal: AbortSignal): HttpRequest => ({
  method: 'POST',
  url: `${base}/oauth/token`,
  headers: { 'content-type': 'application/x-www-form-urlencoded', accept: 'application/json' },
  body: new URLSearchParams({ grant_type: 'client_credentials', client_id: clientId, client_secret: clientSecret, scope: 'dnc:read dnc:write tenant:read' }).toString(),
  timeoutMs: 30_000,
  maxBytes: 1_000_000,
  signal,
});

export const listsRequest = (access: Access): HttpRequest => request(access, 'GET', 'lists');

/** Without a default expiration, or permanent entries would end with it. */
export const createListRequest = (access: Access, name: string): HttpRequest =>
  request(access, 'POST', 'lists', { name, description: 'Kept by DNC Desk', type: 'MANUAL', defaultExpirationDate: null, isActive: true });

export const rulesRequest = (access: Access): HttpRequest => request(access, 'GET', 'rules');

export const createRuleRequest = (access: Access, name: string, listRef: string, priority: number): HttpRequest =>
  request(access, 'POST', 'rules', { name, description: 'Kept by DNC Desk', scope: 'BOTH', priority, listIds: [listRef], action: 'BLOCK', isActive: true });

export type EntryNumber = BatchNumber & { readonly jurisdiction: string };

export const addEntriesRequest = (access: Access, batch: Batch, numbers: readonly EntryNumber[]): HttpRequest =>
  entriesRequest(access, batch, numbers, batch.expiresAt === null ? null : new Date(batch.expiresAt).toISOString());

export const endEntriesRequest = (access: Access, batch: Batch, numbers: readonly EntryNumber[]): HttpRequest => entriesRequest(access, batch, numbers, ended);

export const readEntriesRequest = (access: Access, listRef: string, offset: number): HttpRequest =>
  request(access, 'GET', `entries?${new URLSearchParams({ listId: listRef, limit: String(pageSize), offset: String(offset) })}`);

/**
 * SHA-256 (hex) of number, list and the key of the batch, which plays the part of the guide's ingestion timestamp: it is written down before the batch
 * leaves for the first time, so every repeat carries the same key, and a later batch with the same number another.
 */
export const entryKey = (phone: string, { listRef, idempotencyKey }: Pick<Batch, 'listRef' | 'idempotencyKey'>): string =>
  createHash('sha256').update(JSON.stringify([phone, listRef, idempotencyKey])).digest('hex');

/** Anything that would change the query is no list id. */
export const isListRef = (listRef: string): boolean => /^[\w-]{1,100}$/.test(listRef);

const entriesRequest = (access: Access, batch: Batch, numbers: readonly EntryNumber[], expirationDate: string | null): HttpRequest => ({
  ...request(access, 'POST', 'entries', {
    data: numbers.map(({ phone, jurisdiction }) => ({
      phoneNumber: phone, listId: batch.listRef, jurisdiction, expirationDate, source: 'DNC Desk', idempotencyKey: entryKey(phone, batch),
    })),
  }, { 'x-correlation-id': batch.correlationId }),
});

const request = (access: Access, method: 'GET' | 'POST', path: string, body?: unknown, more: Readonly<Record<string, string>> = {}): HttpRequest => ({
  method,
  url: `${access.apiBase}/api/v2/dnc/${path}`,
  headers: { authorization: `Bearer ${access.token}`, accept: 'application/json', ...(body === undefined ? {} : { 'content-type': 'application/json' }), ...more },
  ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  timeoutMs: 60_000,
  maxBytes: 20_000_000,
  signal: access.signal,
});
