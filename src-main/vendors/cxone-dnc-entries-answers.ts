// Reads the answers of CXone DNC entries; pure. Failures hide inside 200, so a number counts as accepted only if the answer gives back its own entry.
import { z } from 'zod';
import type { RemoteList } from '../../src-shared/contract/destinations.ts';
import type { VendorFailure } from '../../src-shared/failures.ts';
import type { HttpReply } from '../ports/http.ts';
import type { Asked } from './ask.ts';
import type { Batch, EntryResult, PushOutcome, SignIn } from './connector.ts';
import { entryKey } from './cxone-dnc-entries-requests.ts';
import { addressOf, failNoReply, type Reply } from './no-reply.ts';
import { quoteVendor } from './quote-vendor.ts';
import { isVendorsOwn, readAnswer } from './read-answer.ts';
import { readRetryAfter } from './retry-after.ts';

const tokenSchema = z.object({ access_token: z.string().regex(/^[\x21-\x7e]+$/), expires_in: z.coerce.number().positive().default(3_600) });
const errorSchema = z.object({
  error: z.union([z.string(), z.object({ code: z.string().nullish(), message: z.string().nullish() })]).nullish(),
  error_description: z.string().nullish(), message: z.string().nullish(), code: z.string().nullish(),
});
const id = z.union([z.string(), z.number()]).transform(String);
const listSchema = z.object({ id, name: z.string(), type: z.string().nullish(), isActive: z.boolean().nullish(), entryCount: z.number().nullish() });
const ruleSchema = z.object({
  name: z.string(), scope: z.string(), priority: z.number(), listIds: z.array(id), action: z.string(), isActive: z.boolean().nullish(),
});
const writtenSchema = z.object({
  data: z.array(z.object({ id: id.nullish(), phoneNumber: z.string().nullish(), listId: id.nullish(), idempotencyKey: z.string().nullish() })),
  errors: z.array(z.object({ phoneNumber: z.string().nullish(), idempotencyKey: z.string().nullish(), code: z.string().nullish(), message: z.string().nullish() })).nullish(),
});

export type Rule = z.output<typeof ruleSchema>;

/** `hidden`: the secrets, in the forms in which they were sent. */
export const readToken = (reply: HttpReply, base: string, hidden: readonly string[]): SignIn => {
  if (reply.kind !== 'reply') return { kind: 'failed', failure: failNoReply(reply, base) };
  const token = reply.status === 200 ? readAnswer(tokenSchema, reply.body) : null;
  if (token !== null) return { kind: 'signed-in', token: token.access_token, apiBase: base, expiresInMs: token.expires_in * 1_000 };
  const refused = [400, 401, 403].includes(reply.status) && isVendorsOwn(reply.body);
  return { kind: 'failed', failure: refused ? { type: 'CredentialRefused', address: addressOf(base), why: describe(reply, hidden) } : readFailure(reply, { url: base, list: null, hidden }) };
};

/** Null when the answer is no list of lists. */
export const readLists = (reply: Reply): readonly RemoteList[] | null => (reply.status === 200 ? readMany(listSchema, reply.body)?.map(toRemoteList) ?? null : null);

/** Null when the answer is no list. */
export const readList = (reply: Reply): RemoteList | null => {
  const read = reply.status === 200 || reply.status === 201 ? readAnswer(z.union([z.object({ data: listSchema }).transform(({ data }) => data), listSchema]), reply.body) : null;
  return read === null ? null : toRemoteList(read);
};

/** Null when the answer is no list of rules. */
export const readRules = (reply: Reply): readonly Rule[] | null => (reply.status === 200 ? readMany(ruleSchema, reply.body) : null);

/** In `data`, as entries are, or bare: the guide shows both. */
const readMany = <S extends z.ZodType>(one: S, body: string): readonly z.output<S>[] | null =>
  readAnswer(z.union([z.array(one), z.object({ data: z.array(one) }).transform(({ data }) => data)]), body);

const toRemoteList = ({ id: listRef, name, type, isActive, entryCount }: z.output<typeof listSchema>): RemoteList => ({
  listRef, name, size: entryCount ?? null, unsuitable: type === 'SYSTEM' ? 'kept by the system' : isActive === false ? 'inactive' : null,
});

/** `asked` are the numbers of the batch that were sent; `url` and `hidden` serve failures alone. */
export const readWrite = (reply: HttpReply, asked: Batch, url: string, hidden: readonly string[]): PushOutcome => {
  if (reply.kind === 'unsent') return { kind: 'unsent', why: reply.why };
  if (reply.kind === 'unanswered') return { kind: 'unknown', why: reply.why };
  const { status } = reply;
  if (status === 401) return { kind: 'token-ended' };
  if (status === 429) return { kind: 'throttled', retryAfterMs: readRetryAfter(reply.headers) };
  // "413 above 100 and nothing is kept", says the guide.
  if (status === 413) return { kind: 'too-large' };
  const why = describe(reply, hidden);
  if (status === 200 || status === 201) {
    const read = readAnswer(writtenSchema, reply.body);
    if (read === null) return { kind: 'unknown', why };
    return { kind: 'answered', entries: readResults(read, asked, hidden), receipt: readReceipt(reply, hidden) ?? '', vendorDate: reply.headers['date'] ?? null, pace: null };
  }
  // 408 and 5xx may come from a gateway that gave up waiting; another 2xx says nothing about single numbers.
  if (status < 400 || status === 408 || status >= 500) return { kind: 'unknown', why };
  const code = quoteVendor(readAnswer(errorSchema, reply.body)?.code ?? '', hidden) || `http.${status}`;
  return { kind: 'refused', code, why, failure: readFailure(reply, { url, list: asked.listRef, hidden }), receipt: readReceipt(reply, hidden) };
};

type Named = { readonly listId?: string | null | undefined; readonly idempotencyKey?: string | null | undefined };

/** By number, never by position. An entry of another list or under another key is none of ours; one that was both kept and refused is unknown. */
const readResults = (read: z.output<typeof writtenSchema>, asked: Batch, hidden: readonly string[]): readonly EntryResult[] => {
  const isOurs = (phone: string, { listId, idempotencyKey }: Named): boolean =>
    (listId ?? asked.listRef) === asked.listRef && (idempotencyKey ?? entryKey(phone, asked)) === entryKey(phone, asked);
  const kept = new Map(read.data.flatMap((one) => (one.phoneNumber != null && isOurs(one.phoneNumber, one) ? [[one.phoneNumber, one] as const] : [])));
  const errors = new Map((read.errors ?? []).flatMap((one) => (one.phoneNumber != null && isOurs(one.phoneNumber, one) ? [[one.phoneNumber, one] as const] : [])));
  const entries = asked.numbers.map(({ phone }): EntryResult => {
    const [entry, error] = [kept.get(phone), errors.get(phone)];
    if ((entry === undefined) === (error === undefined)) return { phone, result: 'unknown' };
    if (error !== undefined) return { phone, result: 'refused', code: quoteVendor(error.code ?? '', hidden) || 'entry.error', why: quoteVendor(error.message ?? '', hidden) || 'no reason given' };
    const vendorRef = quoteVendor(entry?.id ?? '', hidden);
    return { phone, result: 'accepted', ...(vendorRef === '' ? {} : { vendorRef }) };
  });
  // An error that names no number of ours may mean any of them.
  const phones = new Set(asked.numbers.map(({ phone }) => phone));
  const isStray = (read.errors ?? []).some((one) => one.phoneNumber == null || !phones.has(one.phoneNumber) || !isOurs(one.phoneNumber, one));
  return isStray ? entries.map((entry) => (entry.result === 'accepted' ? { phone: entry.phone, result: 'unknown' } : entry)) : entries;
};

/** The failure a reply stands for; `list` is the list it was about, if any. */
export const readFailure = (reply: Reply, { url, list, hidden }: Asked): VendorFailure => {
  const { status, body } = reply;
  const why = describe(reply, hidden);
  if (status === 429) return { type: 'VendorBusy', retryAfterMs: readRetryAfter(reply.headers) };
  if (status < 400 || !isVendorsOwn(body)) return { type: 'VendorAnswerUnreadable', address: addressOf(url), status, why };
  if (status === 401) return { type: 'CredentialRefused', address: addressOf(url), why };
  if (status === 403) return { type: 'PermissionMissing', permissions: ['dnc:read', 'dnc:write', 'tenant:read'] };
  if (list !== null && status === 404) return { type: 'ListMissing', list };
  if (list !== null && status === 409) return { type: 'ListUnsuitable', list, why };
  return { type: 'VendorRefused', status, code: quoteVendor(readAnswer(errorSchema, body)?.code ?? '', hidden) || `http.${status}`, why };
};

export const describe = ({ status, body, headers }: Reply, hidden: readonly string[]): string => {
  if (status >= 300 && status < 400) return `the answer is a redirect (${status}), which is not followed`;
  if (status < 300 || !isVendorsOwn(body)) return `the answer (${status}, ${quoteVendor(headers['content-type'] ?? 'no type', hidden).slice(0, 60)}) is not what the vendor documents`;
  const read = readAnswer(errorSchema, body);
  const inner = typeof read?.error === 'string' ? read.error : (read?.error?.message ?? read?.error?.code);
  return quoteVendor(read?.error_description ?? read?.message ?? inner ?? read?.code ?? '', hidden) || `answered ${status}`;
};

/** The guide names no receipt; gateways commonly name the request under one of these. */
const readReceipt = ({ headers }: Reply, hidden: readonly string[]): string | null => {
  const receipt = headers['x-correlation-id'] ?? headers['x-request-id'] ?? headers['request-id'];
  return receipt === undefined ? null : quoteVendor(receipt, hidden);
};
