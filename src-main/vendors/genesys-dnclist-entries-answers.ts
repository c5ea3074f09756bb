// Reads the answers of Genesys DNC list entries: counts must come to the whole batch before any number counts as accepted.
import { z } from 'zod';
import type { RemoteList } from '../../src-shared/contract/destinations.ts';
import type { VendorFailure } from '../../src-shared/failures.ts';
import type { HttpReply } from '../ports/http.ts';
import type { Asked } from './ask.ts';
import type { Batch, EntryResult, PushOutcome, SignIn } from './connector.ts';
import type { ListsPage } from './genesys-pages-of-lists.ts';
import { addressOf, failNoReply, type Reply } from './no-reply.ts';
import { quoteVendor } from './quote-vendor.ts';
import { isVendorsOwn, readAnswer } from './read-answer.ts';
import { readRetryAfter } from './retry-after.ts';

const tokenSchema = z.object({ access_token: z.string().regex(/^[\x21-\x7e]+$/), expires_in: z.number().positive() });
const tokenErrorSchema = z.object({ error: z.string(), error_description: z.string().nullish() });
const count = z.int().min(0);
/** The guide does not say what an item of `error` looks like: the number alone and an object that names it are both read. */
const errorItem = z.union([
  z.string().transform((phone) => ({ phone, code: null, message: null })),
  z.object({ phoneNumber: z.string(), code: z.string().nullish(), message: z.string().nullish() }).transform(({ phoneNumber, code, message }) => ({ phone: phoneNumber, code: code ?? null, message: message ?? null })),
]);
const countsSchema = z.object({ created: count, duplicate: count, updated: count, error: z.array(z.unknown()) });
const errorSchema = z.object({ code: z.string().nullish(), message: z.string().nullish(), error: z.string().nullish() });
const fieldErrorSchema = z.object({ field: z.string(), code: z.string().nullish(), message: z.string().nullish() });
type FieldError = z.output<typeof fieldErrorSchema>;
const fieldErrorsSchema = z.object({ errors: z.array(fieldErrorSchema) });
const listSchema = z.object({ id: z.string(), name: z.string(), size: z.number().nullish(), dncSourceType: z.string().nullish(), contactMethod: z.string().nullish() });
const pageSchema = z.object({ entities: z.array(listSchema), pageCount: z.number().nullish() });

export const readToken = (reply: HttpReply, { api, hidden }: { readonly api: string; readonly hidden: readonly string[] }): SignIn => {
  if (reply.kind !== 'reply') return { kind: 'failed', failure: failNoReply(reply, api) };
  const token = reply.status === 200 ? readAnswer(tokenSchema, reply.body) : null;
  if (token !== null) return { kind: 'signed-in', token: token.access_token, apiBase: api, expiresInMs: token.expires_in * 1_000 };
  if (reply.status === 429) return { kind: 'failed', failure: { type: 'VendorBusy', retryAfterMs: readRetryAfter(reply.headers) } };
  const error = readAnswer(tokenErrorSchema, reply.body);
  if (error !== null && reply.status >= 400 && reply.status < 500) {
    const said = quoteVendor([error.error, error.error_description ?? ''].join(' '), hidden);
    return { kind: 'failed', failure: { type: 'CredentialRefused', address: addressOf(api), why: `${said}; the client ID or secret is wrong, or the client belongs to another region` } };
  }
  return { kind: 'failed', failure: readFailure(reply, { url: api, list: null, hidden }) };
};

/** Null when the answer is no page of lists. `page` counts from 1. */
export const readPage = (reply: Reply, page: number): ListsPage | null => {
  const read = reply.status === 200 ? readAnswer(pageSchema, reply.body) : null;
  if (read === null) return null;
  const last = read.entities.length === 0 || (typeof read.pageCount === 'number' ? page >= read.pageCount : read.entities.length < 100);
  return { lists: read.entities.map(toRemoteList), last };
};

/** Null when the answer is no list. */
export const readList = (reply: Reply): RemoteList | null => {
  const read = reply.status >= 200 && reply.status < 300 ? readAnswer(listSchema, reply.body) : null;
  return read === null ? null : toRemoteList(read);
};

/** Numbers go to internal lists (rds) of phone numbers; what a gateway leaves unsaid is no objection. */
const toRemoteList = ({ id, name, size, dncSourceType, contactMethod }: z.output<typeof listSchema>): RemoteList => ({
  listRef: id,
  name,
  size: size ?? null,
  unsuitable: (dncSourceType ?? 'rds') !== 'rds' ? `${quoteVendor(dncSourceType ?? '', [])} source` : ['Phone', 'Any'].includes(contactMethod ?? 'Phone') ? null : `holds ${quoteVendor(contactMethod ?? '', [])} contacts`,
});

export const readEntries = (reply: HttpReply, batch: Batch, url: string, hidden: readonly string[]): PushOutcome => {
  if (reply.kind === 'unsent') return { kind: 'unsent', why: reply.why };
  if (reply.kind === 'unanswered') return { kind: 'unknown', why: reply.why };
  const { status } = reply;
  const receipt = receiptOf(reply, hidden);
  const answered = (entries: readonly EntryResult[]): PushOutcome => ({ kind: 'answered', entries, receipt, vendorDate: reply.headers['date'] ?? null, pace: null });
  const why = describe(reply, hidden);
  if (status === 200 || status === 201) {
    const counts = readAnswer(countsSchema, reply.body);
    return counts === null ? { kind: 'unknown', why } : answered(toResults(counts, batch, hidden));
  }
  if (status === 401) return { kind: 'token-ended' };
  // 409: the same key is still in flight, so the same is asked again later.
  if (status === 429 || status === 409) return { kind: 'throttled', retryAfterMs: readRetryAfter(reply.headers) };
  if (status === 413) return { kind: 'too-large' };
  // 408 and 5xx may come from a gateway that gave up waiting while the vendor went on; another 2xx says nothing of the numbers.
  if (status < 400 || status === 408 || status >= 500) return { kind: 'unknown', why };
  const fields = status === 422 ? readAnswer(fieldErrorsSchema, reply.body)?.errors ?? [] : [];
  const refused = fields.length === 0 ? null : refuseAll(fields, batch, hidden);
  if (refused !== null) return answered(refused);
  // The date is wrong for every number alike: halves would fare no better.
  const isDate = fields.length > 0 && fields.every(({ field }) => field === 'expires');
  const code = isDate ? 'invalid.date' : quoteVendor(readAnswer(errorSchema, reply.body)?.code ?? `http.${status}`, hidden);
  return { kind: 'refused', code, why, failure: readFailure(reply, { url, list: batch.listRef, hidden }), receipt: receipt || null };
};

/** Numbers under `error` are refused. The others are accepted only where the counts account for every one of them; else nobody can say which. */
const toResults = (counts: z.output<typeof countsSchema>, batch: Batch, hidden: readonly string[]): readonly EntryResult[] => {
  const asked = new Set(batch.numbers.map(({ phone }) => phone));
  const refused = new Map<string, EntryResult>();
  for (const item of counts.error) {
    const read = errorItem.safeParse(item);
    if (!read.success || !asked.has(read.data.phone)) continue;
    const { phone, code, message } = read.data;
    refused.set(phone, { phone, result: 'refused', code: quoteVendor(code ?? 'entry.error', hidden), why: quoteVendor(message ?? '', hidden) || 'no reason given' });
  }
  const taken = counts.created + counts.duplicate + counts.updated;
  const isWhole = refused.size === counts.error.length && taken + refused.size === asked.size;
  const result = !isWhole ? 'unknown' : taken > 0 && counts.duplicate === taken ? 'duplicate' : 'accepted';
  return batch.numbers.map(({ phone }): EntryResult => refused.get(phone) ?? { phone, result });
};

/**
 * A 422 keeps nothing of the request. Where it names every number of the batch each gets its own words; where it names some, the rest are not
 * refused and not taken either: null, so that the batch is refused as a whole and its halves are sent under keys of their own.
 */
const refuseAll = (fields: readonly FieldError[], batch: Batch, hidden: readonly string[]): readonly EntryResult[] | null => {
  const named = new Map<string, EntryResult>();
  for (const { field, code, message } of fields) {
    const phone = batch.numbers[Number(/^phoneNumbers(?:\[|\.)(\d{1,6})\]?$/.exec(field)?.[1] ?? '-1')]?.phone;
    if (phone === undefined) return null;
    named.set(phone, { phone, result: 'refused', code: quoteVendor(code ?? 'field.error', hidden), why: quoteVendor(message ?? '', hidden) || 'no reason given' });
  }
  const entries = batch.numbers.flatMap(({ phone }) => named.get(phone) ?? []);
  return entries.length === batch.numbers.length ? entries : null;
};

/** The failure a reply stands for; `list` is the list it was about, if any. */
export const readFailure = (reply: Reply, { url, list, hidden }: Asked): VendorFailure => {
  const { status, body } = reply;
  const why = describe(reply, hidden);
  if (status === 429) return { type: 'VendorBusy', retryAfterMs: readRetryAfter(reply.headers) };
  if (status < 400 || !isVendorsOwn(body)) return { type: 'VendorAnswerUnreadable', address: addressOf(url), status, why };
  if (status === 401) return { type: 'CredentialRefused', address: addressOf(url), why };
  if (status === 403) return { type: 'PermissionMissing', permissions: [...new Set(body.match(/\b[a-zA-Z]+:[a-zA-Z*]+:[a-zA-Z*]+/g))] };
  if (list !== null && status === 404) return { type: 'ListMissing', list };
  return { type: 'VendorRefused', status, code: quoteVendor(readAnswer(errorSchema, body)?.code ?? `http.${status}`, hidden), why };
};

const describe = ({ status, body, headers }: Reply, hidden: readonly string[]): string => {
  if (status >= 300 && status < 400) return `the answer is a redirect (${status}), which is not followed`;
  if (status < 300 || !isVendorsOwn(body)) return `the answer (${status}, ${quoteVendor(headers['content-type'] ?? 'no type', hidden).slice(0, 60)}) is not what the guide describes`;
  const error = readAnswer(errorSchema, body);
  return quoteVendor(error?.message ?? error?.error ?? error?.code ?? '', hidden) || `answered ${status}`;
};

/** The guide names no receipt; gateways commonly name the request under one of these. */
const receiptOf = ({ headers }: Reply, hidden: readonly string[]): string =>
  quoteVendor(headers['inin-correlation-id'] ?? headers['x-correlation-id'] ?? headers['x-request-id'] ?? '', hidden);
