// Reads the answers of Genesys telephony DNC entries: a 207 is no success by itself, and an entry it does not mention is unknown.
import { z } from 'zod';
import type { VendorFailure } from '../../src-shared/failures.ts';
import type { HttpReply } from '../ports/http.ts';
import type { Asked } from './ask.ts';
import type { Batch, EntryResult, PushOutcome, SignIn } from './connector.ts';
import { isEntryRef } from './genesys-dnc-entries-bulk-requests.ts';
import { addressOf, failNoReply, type Reply } from './no-reply.ts';
import { quoteVendor } from './quote-vendor.ts';
import { isVendorsOwn, readAnswer, readJson } from './read-answer.ts';
import { readRetryAfter } from './retry-after.ts';

const tokenSchema = z.object({ access_token: z.string().regex(/^[\x21-\x7e]+$/), expires_in: z.number().positive(), scope: z.string().nullish() });
const tokenErrorSchema = z.object({ error: z.string(), error_description: z.string().nullish() });
const errorSchema = z.object({ code: z.string().nullish(), message: z.string().nullish(), error: z.string().nullish(), status: z.number().nullish() });
const entrySchema = z.object({ id: z.string().nullish(), status: z.string(), message: z.string().nullish(), number: z.string() });

export type TokenFacts = { readonly login: string; readonly api: string; readonly hidden: readonly string[] };

/** An answer that names its scopes and leaves out dnc:write (RFC 6749, 5.1) is a token that cannot do our work. */
export const readToken = (reply: HttpReply, { login, api, hidden }: TokenFacts): SignIn => {
  if (reply.kind !== 'reply') return { kind: 'failed', failure: failNoReply(reply, login) };
  const token = reply.status === 200 ? readAnswer(tokenSchema, reply.body) : null;
  if (token !== null) {
    const scopes = token.scope?.trim().split(/\s+/) ?? ['dnc:write'];
    return scopes.includes('dnc:write')
      ? { kind: 'signed-in', token: token.access_token, apiBase: api, expiresInMs: token.expires_in * 1_000 }
      : { kind: 'failed', failure: { type: 'PermissionMissing', permissions: ['dnc:write'] } };
  }
  if (reply.status === 429) return { kind: 'failed', failure: { type: 'VendorBusy', retryAfterMs: readRetryAfter(reply.headers) } };
  const error = readAnswer(tokenErrorSchema, reply.body);
  if (error !== null && reply.status >= 400 && reply.status < 500) {
    const said = quoteVendor([error.error, error.error_description ?? ''].join(' '), hidden);
    return { kind: 'failed', failure: { type: 'CredentialRefused', address: addressOf(login), why: `${said}; the client ID or secret is wrong, or the client belongs to another region` } };
  }
  return { kind: 'failed', failure: readFailure(reply, { url: login, list: null, hidden }) };
};

export const readBulk = (reply: HttpReply, batch: Batch, url: string, hidden: readonly string[]): PushOutcome => {
  const trouble = readTrouble(reply, { url, list: batch.listRef, hidden });
  if (trouble.kind !== 'fine') return trouble;
  const read = readJson(trouble.reply.body);
  const entries = Array.isArray(read) ? readEntries(read, batch, hidden) : [];
  // An answer that says nothing of any number is none.
  if (entries.every(({ result }) => result === 'unknown')) return { kind: 'unknown', why: describe(trouble.reply, hidden) };
  return { kind: 'answered', entries, ...receiptOf(trouble.reply, hidden), pace: null };
};

/** `read` comes from outside: whatever in it is no entry is passed over. */
const readEntries = (read: readonly unknown[], batch: Batch, hidden: readonly string[]): readonly EntryResult[] => {
  const byPhone = new Map<string, EntryResult>();
  for (const one of read) {
    const entry = entrySchema.safeParse(one);
    if (!entry.success) continue;
    const said = toResult(entry.data, hidden);
    const before = byPhone.get(said.phone);
    byPhone.set(said.phone, before === undefined ? said : agree(before, said));
  }
  return batch.numbers.map(({ phone }): EntryResult => byPhone.get(phone) ?? { phone, result: 'unknown' });
};

const toResult = ({ id, status, message, number: phone }: z.output<typeof entrySchema>, hidden: readonly string[]): EntryResult => {
  if (status === 'SUCCESS') return { phone, result: 'accepted', ...(typeof id === 'string' && isEntryRef(id) ? { vendorRef: id } : {}) };
  if (status === 'ERROR') return { phone, result: 'refused', code: 'entry.error', why: quoteVendor(message ?? '', hidden) || 'no reason given' };
  return { phone, result: 'unknown' };
};

/** Said twice with different words is unknown; with two ids it is not known which one to remove by. */
const agree = (before: EntryResult, said: EntryResult): EntryResult => {
  if (before.result !== said.result) return { phone: said.phone, result: 'unknown' };
  return before.result === 'accepted' && said.result === 'accepted' && before.vendorRef !== said.vendorRef ? { phone: said.phone, result: 'accepted' } : before;
};

export type Removal =
  | { readonly kind: 'done'; readonly entry: EntryResult; readonly receipt: string; readonly vendorDate: string | null }
  | Exclude<PushOutcome, { readonly kind: 'answered' }>;

/** 404 in the vendor's own words: already gone, as was wanted. A web page with 404 comes from something that does not know the interface. */
export const readRemoval = (reply: HttpReply, phone: string, url: string, hidden: readonly string[]): Removal => {
  const done = (fine: Reply): Removal => ({ kind: 'done', entry: { phone, result: 'accepted' }, ...receiptOf(fine, hidden) });
  if (reply.kind === 'reply' && reply.status === 404 && isVendorsOwn(reply.body)) return done(reply);
  const trouble = readTrouble(reply, { url, list: null, hidden });
  if (trouble.kind !== 'fine') return trouble;
  const error = readAnswer(errorSchema, trouble.reply.body);
  const isDone = trouble.reply.status !== 207 && isVendorsOwn(trouble.reply.body) && (error?.code ?? error?.error ?? null) === null;
  return isDone ? done(trouble.reply) : { kind: 'unknown', why: describe(trouble.reply, hidden) };
};

type Trouble = { readonly kind: 'fine'; readonly reply: Reply } | Exclude<PushOutcome, { readonly kind: 'answered' }>;

/** Everything but a 2xx. */
const readTrouble = (reply: HttpReply, asked: Asked): Trouble => {
  if (reply.kind === 'unsent') return { kind: 'unsent', why: reply.why };
  if (reply.kind === 'unanswered') return { kind: 'unknown', why: reply.why };
  const { status } = reply;
  if (status >= 200 && status < 300) return { kind: 'fine', reply };
  if (status === 401) return { kind: 'token-ended' };
  // 409: the same key is still being worked on, so the same is asked again later.
  if (status === 429 || status === 409) return { kind: 'throttled', retryAfterMs: readRetryAfter(reply.headers) };
  if (status === 413) return { kind: 'too-large' };
  const why = describe(reply, asked.hidden);
  // 408 and 5xx may come from a gateway that gave up waiting while the vendor went on.
  if (status < 400 || status === 408 || status >= 500) return { kind: 'unknown', why };
  const code = quoteVendor(readAnswer(errorSchema, reply.body)?.code ?? `http.${status}`, asked.hidden);
  return { kind: 'refused', code, why, failure: readFailure(reply, asked), receipt: receiptOf(reply, asked.hidden).receipt || null };
};

/** The failure a reply stands for; `list` is the list it was about, if any. */
export const readFailure = (reply: Reply, { url, list, hidden }: Asked): VendorFailure => {
  const { status, body } = reply;
  const why = describe(reply, hidden);
  if (status === 429) return { type: 'VendorBusy', retryAfterMs: readRetryAfter(reply.headers) };
  if (status < 400 || !isVendorsOwn(body)) return { type: 'VendorAnswerUnreadable', address: addressOf(url), status, why };
  if (status === 401) return { type: 'CredentialRefused', address: addressOf(url), why };
  // The scope a body names, or none: the form's help names them all.
  if (status === 403) return { type: 'PermissionMissing', permissions: [...new Set(body.match(/\b(?:dnc|campaign):(?:read|write)\b/g))] };
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
const receiptOf = ({ headers }: Reply, hidden: readonly string[]): { readonly receipt: string; readonly vendorDate: string | null } => ({
  receipt: quoteVendor(headers['inin-correlation-id'] ?? headers['x-correlation-id'] ?? headers['x-request-id'] ?? '', hidden),
  vendorDate: headers['date'] ?? null,
});
