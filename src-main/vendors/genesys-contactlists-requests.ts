// Builds the requests of Genesys contact lists, their contacts and campaigns (Platform API v2); pure, so each can be checked against the OpenAPI document.
import type { HttpRequest } from '../ports/http.ts';
import type { Access } from './access.ts';
import type { Columns } from './genesys-contactlists-form.ts';

export const pageSize = 100;

/** What is kept of a contact when the whole of it is sent back: the fields of WritableDialerContact. */
const writable = ['id', 'latestSmsEvaluations', 'latestEmailEvaluations', 'latestWhatsAppEvaluations', 'phoneNumberStatus', 'contactableStatus', 'dateCreated'] as const;

export type Contact = { readonly id: string; readonly data: Readonly<Record<string, string>>; readonly callable: boolean; readonly whole: Readonly<Record<string, unknown>> };

/** One page of at most 100 lists; `name` keeps to lists whose name equals it. */
export const listsRequest = (access: Access, page: number, name?: string): HttpRequest => {
  const query = new URLSearchParams({ includeSize: 'true', pageSize: String(pageSize), pageNumber: String(page) });
  if (name !== undefined) {
    query.set('filterType', 'Equals');
    query.set('name', name);
  }
  return request(access, 'GET', `contactlists?${query}`);
};

export const createListRequest = (access: Access, name: string, { phones, all }: Columns): HttpRequest =>
  request(access, 'POST', 'contactlists', { name, columnNames: all, phoneColumns: phones.map((columnName) => ({ columnName, type: columnName })) });

/** The contacts that carry one of these numbers in any of the columns. */
export const findContactsRequest = (access: Access, listRef: string, { all, unique }: Columns, phones: readonly string[], page: number): HttpRequest =>
  request(access, 'POST', `contactlists/${encodeURIComponent(listRef)}/contacts/search`, {
    pageNumber: page, pageSize, contactSorts: [{ fieldName: unique, direction: 'ASC' }],
    criteria: { filterType: 'OR', clauses: [{ filterType: 'OR', predicates: all.map((column) => ({ column, columnType: 'alphabetic', operator: 'IN', range: { inSet: phones } })) }] },
  });

/** All contacts, in the order of their unique ids, so that pages do not shift into each other. */
export const allContactsRequest = (access: Access, listRef: string, { unique }: Columns, page: number): HttpRequest =>
  request(access, 'POST', `contactlists/${encodeURIComponent(listRef)}/contacts/search`, { pageNumber: page, pageSize, contactSorts: [{ fieldName: unique, direction: 'ASC' }] });

/** The id comes from the number, so a repeat meets the same contact even while the search does not show it yet. */
export const addContactsRequest = (access: Access, listRef: string, { unique, phones: [column] }: Columns, phones: readonly string[]): HttpRequest =>
  request(access, 'POST', `contactlists/${encodeURIComponent(listRef)}/contacts`, phones.map((phone) => (
    { id: idFor(phone), contactListId: listRef, data: { [unique]: phone, [column]: phone }, callable: false })));

const idFor = (phone: string): string => `dnc-${phone.replace('+', '')}`;

/** PUT takes the full object: what is left out would be lost. */
export const changeContactRequest = (access: Access, listRef: string, { id, data, whole }: Contact, callable: boolean): HttpRequest =>
  request(access, 'PUT', `contactlists/${encodeURIComponent(listRef)}/contacts/${encodeURIComponent(id)}`, {
    ...Object.fromEntries(writable.filter((field) => whole[field] !== undefined).map((field) => [field, whole[field]])), contactListId: listRef, data, callable,
  });

export const campaignsRequest = (access: Access, listRef: string, page: number): HttpRequest =>
  request(access, 'GET', `campaigns?${new URLSearchParams({ contactListId: listRef, pageSize: String(pageSize), pageNumber: String(page) })}`);

export const campaignRequest = (access: Access, id: string): HttpRequest => request(access, 'GET', `campaigns/${encodeURIComponent(id)}`);

/** `campaign` is the full object with the version it was read with. */
export const changeCampaignRequest = (access: Access, id: string, campaign: Readonly<Record<string, unknown>>): HttpRequest =>
  request(access, 'PUT', `campaigns/${encodeURIComponent(id)}`, campaign);

/** Ids are GUIDs or of our own making; anything that would change the path is none. */
export const isRef = (ref: string): boolean => /^[\w-]{1,100}$/.test(ref);

const request = (access: Access, method: 'GET' | 'POST' | 'PUT', path: string, body?: unknown): HttpRequest => ({
  method,
  url: `${access.apiBase}/api/v2/outbound/${path}`,
  headers: { authorization: `Bearer ${access.token}`, accept: 'application/json', ...(body === undefined ? {} : { 'content-type': 'application/json' }) },
  ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  timeoutMs: 60_000,
  maxBytes: 20_000_000,
  signal: access.signal,
});
