// Builds the requests of Genesys DNC list entries; pure, and the same batch makes the same bytes, since its key stands for them.
import type { DncType } from '../../src-shared/domain/dnc.ts';
import type { HttpRequest } from '../ports/http.ts';
import type { Access } from './access.ts';
import { toBasic } from './basic-credentials.ts';
import type { Batch } from './connector.ts';

const listsPath = '/api/v2/outbound/dnclists';
const answerLimit = 20_000_000;

/** Client credentials grant (RFC 6749, 4.4). */
export const tokenRequest = (api: string, clientId: string, clientSecret: string, signal: AbortSignal): HttpRequest => ({
  method: 'POST',
  url: `${api}/oauth/token`,
  headers: { authorization: `Basic ${toBasic(clientId, clientSecret)}`, 'content-type': 'application/x-www-form-urlencoded', accept: 'application/json' },
  body: 'grant_type=client_credentials',
  timeoutMs: 30_000,
  maxBytes: 1_000_000,
  signal,
});

export const listsRequest = (access: Access, page: number): HttpRequest =>
  request(access, 'GET', `${listsPath}?${new URLSearchParams({ includeSize: 'true', pageSize: '100', pageNumber: String(page) })}`);

export const createListRequest = (access: Access, name: string): HttpRequest => request(access, 'POST', listsPath, { body: { name, dncSourceType: 'rds', contactMethod: 'Phone' } });

/** A null `expires` means permanent. */
export const addEntriesRequest = (access: Access, batch: Batch): HttpRequest =>
  request(access, 'POST', `${listsPath}/${encodeURIComponent(batch.listRef)}/entries`, {
    body: { phoneNumbers: batch.numbers.map(({ phone }) => phone), reason: reasons[batch.dncType], expires: batch.expiresAt === null ? null : new Date(batch.expiresAt).toISOString() },
    headers: { 'idempotency-key': batch.idempotencyKey },
  });

/** Registries are law; the company's own lists are somebody's wish. The guide's third word, UNSPECIFIED, is never needed: every number has its type. */
const reasons: Readonly<Record<DncType, 'REGULATORY' | 'CUSTOMER_REQUEST'>> = {
  FEDERAL: 'REGULATORY', STATE: 'REGULATORY', CORPORATE: 'CUSTOMER_REQUEST', PERSONAL: 'CUSTOMER_REQUEST',
};

/** List ids are GUIDs; anything that would change the path is no list id. */
export const isListRef = (listRef: string): boolean => /^[\w-]{1,100}$/.test(listRef);

type More = { readonly body?: unknown; readonly headers?: Readonly<Record<string, string>> };

const request = (access: Access, method: 'GET' | 'POST', path: string, { body, headers = {} }: More = {}): HttpRequest => ({
  method,
  url: `${access.apiBase}${path}`,
  headers: { authorization: `Bearer ${access.token}`, accept: 'application/json', ...(body === undefined ? {} : { 'content-type': 'application/json' }), ...headers },
  ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  timeoutMs: 60_000,
  maxBytes: answerLimit,
  signal: access.signal,
});
