// Reads the answers of Genesys Cloud outbound DNC lists; pure, and certain of nothing the answer does not say.
// Error codes: x-inin-error-codes of the published API description; 401 bad.credentials, 403 missing.permissions, 429 too.many.requests.
import { z } from 'zod';
import type { RemoteList } from '../../src-shared/contract/destinations.ts';
import type { VendorFailure } from '../../src-shared/failures.ts';
import type { HttpReply } from '../ports/http.ts';
import type { Asked } from './ask.ts';
import type { Batch, Pace, PushOutcome, SignIn } from './connector.ts';
import type { ListsPage } from './genesys-pages-of-lists.ts';
import { addressOf, failNoReply, type Reply } from './no-reply.ts';
import { quoteVendor } from './quote-vendor.ts';
import { isVendorsOwn, readAnswer, readJson } from './read-answer.ts';
import { readRetryAfter } from './retry-after.ts';

const tokenSchema = z.object({ access_token: z.string().regex(/^[\x21-\x7e]+$/), expires_in: z.number().positive() });
const tokenErrorSchema = z.object({ error: z.string(), error_description: z.string().optional() });
const errorSchema = z.object({
  code: z.string().optional(), message: z.string().optional(), status: z.number().optional(), contextId: z.string().optional(),
  errors: z.array(z.unknown()).optional(),
});
const listSchema = z.object({
  id: z.string(), name: z.string(), size: z.number().nullish(), dncSourceType: z.string(), contactMethod: z.string().nullish(),
});
const pageSchema = z.object({ entities: z.array(listSchema), pageCount: z.number().nullish() });

export type TokenFacts = { readonly login: string; readonly api: string; readonly hidden: readonly string[] };

/** A region answers for clients it does not know just as for a wrong secret, so both are named. */
export const readToken = (reply: HttpReply, { login, api, hidden }: TokenFacts): SignIn => {
  if (reply.kind !== 'reply') return { kind: 'failed', failure: failNoReply(reply, login) };
  const address = addressOf(login);
  const token = reply.status === 200 ? readAnswer(tokenSchema, reply.body) : null;
  if (token !== null) return { kind: 'signed-in', token: token.access_token, apiBase: api, expiresInMs: token.expires_in * 1_000 };
  if (reply.status === 429) return { kind: 'failed', failure: { type: 'VendorBusy', retryAfterMs: readWait(reply) } };
  const error = readAnswer(tokenErrorSchema, reply.body);
  const said = error === null ? '' : quoteVendor([error.error, error.error_description ?? ''].join(' '), hidden);
  if (error !== null && reply.status >= 400 && reply.status < 500) {
    return { kind: 'failed', failure: { type: 'CredentialRefused', address, why: `${said}; the client ID or secret is wrong, or the client belongs to another region` } };
  }
  return { kind: 'failed', failure: readFailure(reply, { url: login, list: null, hidden }) };
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

/** Only internal lists (rds) of phone numbers take numbers: others answer dnc.source.operation.not.supported. */
const toRemoteList = ({ id, name, size, dncSourceType, contactMethod }: z.output<typeof listSchema>): RemoteList => ({
  listRef: id,
  name,
  size: size ?? null,
  unsuitable: dncSourceType !== 'rds' ? `${quoteVendor(dncSourceType, [])} source` : ['Phone', 'Any', null, undefined].includes(contactMethod) ? null : `holds ${quoteVendor(contactMethod ?? '', [])} contacts`,
});

/** Add and remove answer alike: with nothing, which is the documented success of the whole batch. */
export const readPush = (reply: HttpReply, batch: Batch, url: string, hidden: readonly string[]): PushOutcome => {
  if (reply.kind === 'unsent') return { kind: 'unsent', why: reply.why };
  if (reply.kind === 'unanswered') return { kind: 'unknown', why: reply.why };
  const { status } = reply;
  if (status === 401) return { kind: 'token-ended' };
  if (status === 429) return { kind: 'throttled', retryAfterMs: readWait(reply) };
  const error = readAnswer(errorSchema, reply.body);
  if (isSuccess(reply)) {
    return {
      kind: 'answered', entries: batch.numbers.map(({ phone }) => ({ phone, result: 'accepted' })), receipt: readReceipt(reply, hidden) ?? '',
      vendorDate: reply.headers['date'] ?? null, pace: readPace(reply),
    };
  }
  const why = describe(reply, hidden);
  // 408 and 5xx may come from a gateway that gave up waiting while the vendor went on.
  if (status < 400 || status === 408 || status >= 500) return { kind: 'unknown', why };
  if (status === 413 || error?.code === 'response.entity.too.large') return { kind: 'too-large' };
  // "The client did not produce a request with valid end of stream signaling": the body never arrived whole.
  if (error?.code === 'client.failed.request') return { kind: 'unsent', why };
  const code = quoteVendor(error?.code ?? `http.${status}`, hidden);
  return { kind: 'refused', code, why, failure: readFailure(reply, { url, list: batch.listRef, hidden }), receipt: readReceipt(reply, hidden) };
};

/** 207 is not documented here and would speak of parts; a body that is an error, or not JSON, is no success either. */
export const isSuccess = ({ status, body }: Reply): boolean => {
  if (status < 200 || status >= 300 || status === 207) return false;
  if (body.trim() === '') return true;
  const read = readJson(body);
  if (read === undefined) return false;
  const error = errorSchema.safeParse(read);
  return !error.success || (error.data.code === undefined && (error.data.status ?? 0) < 400 && (error.data.errors ?? []).length === 0);
};

/** The failure a reply stands for; `list` is the list it was about, if any. */
export const readFailure = (reply: Reply, { url, list, hidden }: Asked): VendorFailure => {
  const { status, body } = reply;
  const error = readAnswer(errorSchema, body);
  const code = error?.code ?? '';
  const why = describe(reply, hidden);
  if (status === 429) return { type: 'VendorBusy', retryAfterMs: readWait(reply) };
  if (status < 400 || !isVendorsOwn(body)) return { type: 'VendorAnswerUnreadable', address: addressOf(url), status, why };
  if (status === 401) return { type: 'CredentialRefused', address: addressOf(url), why };
  if (status === 403 && /^missing\..*permissions$/.test(code)) return { type: 'PermissionMissing', permissions: findPermissions(body) };
  if (list !== null && status === 404) return { type: 'ListMissing', list };
  if (list !== null && code === 'dnc.source.operation.not.supported') return { type: 'ListUnsuitable', list, why };
  return { type: 'VendorRefused', status, code: quoteVendor(code === '' ? `http.${status}` : code, hidden), why };
};

/** Names like outbound:dncList:view, in messageParams or in the message itself. */
const findPermissions = (body: string): readonly string[] => [...new Set(body.match(/\b[a-zA-Z]+:[a-zA-Z*]+:[a-zA-Z*]+/g))];

const describe = ({ status, body, headers }: Reply, hidden: readonly string[]): string => {
  if (status >= 300 && status < 400) return `the answer is a redirect (${status}), which is not followed`;
  if (!isVendorsOwn(body)) return `the answer (${status}, ${quoteVendor(headers['content-type'] ?? 'no type', hidden).slice(0, 60)}) is not what the vendor documents`;
  const error = readAnswer(errorSchema, body);
  const said = quoteVendor(error?.message ?? error?.code ?? '', hidden);
  return said === '' ? `answered ${status}` : said;
};

/** Retry-After is on every 429; the reset of the rate window stands in for it. Milliseconds. */
export const readWait = ({ headers }: Reply): number | null => readRetryAfter(headers) ?? readResetMs(headers);

/** inin-ratelimit-count, -allowed and -reset (seconds): what is left of this token's window. */
export const readPace = ({ headers }: Reply): Pace | null => {
  const [count, allowed, resetMs] = [readNumber(headers['inin-ratelimit-count']), readNumber(headers['inin-ratelimit-allowed']), readResetMs(headers)];
  return count === null || allowed === null || resetMs === null ? null : { left: Math.max(0, allowed - count), resetMs };
};

const readResetMs = (headers: Readonly<Record<string, string>>): number | null => {
  const seconds = readNumber(headers['inin-ratelimit-reset']);
  return seconds === null ? null : seconds * 1_000;
};

const readNumber = (text: string | undefined): number | null => (text !== undefined && /^\d{1,9}$/.test(text.trim()) ? Number(text) : null);

/** The id under which Genesys support finds the request again. */
const readReceipt = ({ headers, body }: Reply, hidden: readonly string[]): string | null => {
  const receipt = headers['inin-correlation-id'] ?? readAnswer(errorSchema, body)?.contextId;
  return receipt === undefined ? null : quoteVendor(receipt, hidden);
};
