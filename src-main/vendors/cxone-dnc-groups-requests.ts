// Builds the requests of CXone DNC groups (Admin API) and of signing in; pure, so a table can check each against the OpenAPI document.
// https://developer.niceincontact.com/API/AdminAPI (DNC Groups); Accept: application/json is always sent, or XML may come back.
import type { HttpRequest } from '../ports/http.ts';
import type { Access } from './access.ts';
import { toBasic } from './basic-credentials.ts';
import type { CxoneAddresses } from './cxone-dnc-groups-form.ts';

export type AccessKey = { readonly id: string; readonly secret: string };

export const pageSize = 1_000;

/** The access key is user name and password of the application's own client (Basic). */
export const passwordRequest = ({ token }: CxoneAddresses, client: AccessKey, key: AccessKey, signal: AbortSignal): HttpRequest => ({
  ...plain(signal),
  method: 'POST',
  url: `${token}/auth/token`,
  headers: { authorization: `Basic ${toBasic(client.id, client.secret)}`, 'content-type': 'application/x-www-form-urlencoded', accept: 'application/json' },
  body: new URLSearchParams({ grant_type: 'password', username: key.id, password: key.secret }).toString(),
});

export const accessKeyRequest = ({ accessKey }: CxoneAddresses, key: AccessKey, signal: AbortSignal): HttpRequest => ({
  ...plain(signal),
  method: 'POST',
  url: `${accessKey}/authentication/v1/token/access-key`,
  headers: { 'content-type': 'application/json', accept: 'application/json' },
  body: JSON.stringify({ accessKeyId: key.id, accessKeySecret: key.secret }),
});

/** Needs no token: it says where the tenant's API is. */
export const discoveryRequest = ({ discovery }: CxoneAddresses, tenantId: string, signal: AbortSignal): HttpRequest => ({
  ...plain(signal),
  method: 'GET',
  url: `${discovery}/.well-known/cxone-configuration?${new URLSearchParams({ tenantId })}`,
  headers: { accept: 'application/json' },
});

export const groupsRequest = (access: Access): HttpRequest => request(access, 'GET', '');

export const createGroupRequest = (access: Access, name: string): HttpRequest =>
  request(access, 'POST', '', { dncGroupName: name, dncGroupDescription: 'Kept by DNC Desk' });

/** `expiresAt` null: permanent, so expiredDate is left out. */
export const addRecordsRequest = (access: Access, group: string, phones: readonly number[], expiresAt: number | null): HttpRequest => {
  const expiry = expiresAt === null ? {} : { expiredDate: new Date(expiresAt).toISOString() };
  return request(access, 'POST', `/${group}/records`, { dncGroupRecords: phones.map((phoneNumber) => ({ phoneNumber, ...expiry })) });
};

/** Expires the records named in the body; `phones` must not be empty. */
export const removeRecordsRequest = (access: Access, group: string, phones: readonly number[]): HttpRequest =>
  request(access, 'DELETE', `/${group}/records`, { dncGroupRecords: phones.map((phoneNumber) => ({ phoneNumber })) });

/** In the order of their making, so that what is added meanwhile comes last and moves nothing. */
export const recordsRequest = (access: Access, group: string, skip: number): HttpRequest =>
  request(access, 'GET', `/${group}/records?${new URLSearchParams({ skip: String(skip), top: String(pageSize), orderBy: 'recordId' })}`);

/** Skills whose calls are held against the group. */
export const scrubbedSkillsRequest = (access: Access, group: string): HttpRequest => request(access, 'GET', `/${group}/scrubbed-skills?${new URLSearchParams({ skip: '0', top: String(pageSize) })}`);

export const searchRequest = (access: Access, phone: number): HttpRequest => request(access, 'POST', `/search?${new URLSearchParams({ phoneNumber: String(phone) })}`);

/** Group ids are whole numbers; anything else would change the path. */
export const isGroupRef = (listRef: string): boolean => /^\d{1,15}$/.test(listRef);

const plain = (signal: AbortSignal) => ({ timeoutMs: 30_000, maxBytes: 1_000_000, signal });

const request = (access: Access, method: 'GET' | 'POST' | 'DELETE', path: string, body?: unknown): HttpRequest => ({
  method,
  url: `${access.apiBase}/dnc-groups${path}`,
  headers: { authorization: `Bearer ${access.token}`, accept: 'application/json', ...(body === undefined ? {} : { 'content-type': 'application/json' }) },
  ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  timeoutMs: 60_000,
  maxBytes: 20_000_000,
  signal: access.signal,
});
