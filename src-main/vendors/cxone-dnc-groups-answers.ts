// Reads the answers of CXone DNC groups; pure. Failures hide inside 200: a number counts as accepted only if its own result says so.
// recordResults carry formattedPhone, so results are matched by number, never by position; the order is documented nowhere.
import { z } from 'zod';
import type { RemoteList } from '../../src-shared/contract/destinations.ts';
import type { VendorFailure } from '../../src-shared/failures.ts';
import type { HttpReply } from '../ports/http.ts';
import type { Asked } from './ask.ts';
import type { Batch, EntryResult, PushOutcome } from './connector.ts';
import { wireToPhone } from './cxone-dnc-groups-phones.ts';
import { addressOf, type Reply } from './no-reply.ts';
import { quoteVendor } from './quote-vendor.ts';
import { isVendorsOwn, readAnswer, readJson } from './read-answer.ts';
import { readRetryAfter } from './retry-after.ts';

const groupSchema = z.object({
  dncGroupId: z.int(), dncGroupName: z.string(), isActive: z.boolean().nullish(), isRemoved: z.boolean().nullish(), validRecords: z.number().nullish(),
});
const groupListSchema = z
  .object({ totalGroups: z.number().nullish(), dncGroups: z.array(groupSchema).nullish() })
  .refine(({ totalGroups, dncGroups }) => totalGroups === 0 || Array.isArray(dncGroups));
const outerSchema = z.object({ resultSet: z.unknown() });
const resultsSchema = z.object({
  errorCount: z.number().nullish(),
  recordResults: z.array(z.object({ success: z.boolean().nullish(), error: z.string().nullish(), formattedPhone: z.string().nullish() })),
});
const errorSchema = z.object({
  error: z.string().nullish(), error_description: z.string().nullish(), message: z.string().nullish(), errorMessage: z.string().nullish(), code: z.string().nullish(),
});

/** The published descriptions disagree on whether a `resultSet` stands around the answer; both are read. */
const readInner = <S extends z.ZodType>(schema: S, body: string): z.output<S> | null => {
  const outer = readAnswer(outerSchema, body);
  const read = schema.safeParse(outer?.resultSet ?? readJson(body));
  return read.success ? read.data : null;
};

/** Null when the answer is no list of groups; 204 means there are none. */
export const readGroups = (reply: Reply): readonly RemoteList[] | null => {
  if (reply.status === 204) return [];
  const read = reply.status === 200 ? readInner(groupListSchema, reply.body) : null;
  return read === null ? null : (read.dncGroups ?? []).map(toRemoteList);
};

/** The group of that name out of the answer to making it; null when it is not there. */
export const readCreated = (reply: Reply, name: string): RemoteList | null =>
  reply.status >= 200 && reply.status < 300 ? (readGroups({ ...reply, status: 200 })?.find((group) => group.name === name) ?? null) : null;

const toRemoteList = ({ dncGroupId, dncGroupName, isActive, isRemoved, validRecords }: z.output<typeof groupSchema>): RemoteList => ({
  listRef: String(dncGroupId),
  name: dncGroupName,
  size: validRecords ?? null,
  unsuitable: isRemoved === true ? 'removed' : isActive === false ? 'inactive' : null,
});

/** `asked` are the numbers of the batch that were sent; `url` and `hidden` serve failures alone. */
export const readWrite = (reply: HttpReply, asked: Batch, url: string, hidden: readonly string[]): PushOutcome => {
  if (reply.kind === 'unsent') return { kind: 'unsent', why: reply.why };
  if (reply.kind === 'unanswered') return { kind: 'unknown', why: reply.why };
  const { status } = reply;
  if (status === 401) return { kind: 'token-ended' };
  if (status === 429) return { kind: 'throttled', retryAfterMs: readRetryAfter(reply.headers) };
  if (status === 413) return { kind: 'too-large' };
  if (status === 200) {
    const read = readInner(resultsSchema, reply.body);
    if (read === null) return { kind: 'unknown', why: describe(reply, hidden) };
    return { kind: 'answered', entries: readResults(read, asked, hidden), receipt: readReceipt(reply, hidden) ?? '', vendorDate: reply.headers['date'] ?? null, pace: null };
  }
  const why = describe(reply, hidden);
  // 408 and 5xx may come from a gateway that gave up waiting; another 2xx than 200 says nothing about single numbers.
  if (status < 400 || status === 408 || status >= 500) return { kind: 'unknown', why };
  const failure = readFailure(reply, { url, list: asked.listRef, hidden });
  const receipt = readReceipt(reply, hidden);
  if (status === 400 && isFull(why)) {
    const said = `list full: ${why}`;
    return { kind: 'refused', code: fullCode, why: said, failure: { type: 'VendorRefused', status, code: fullCode, why: said }, receipt };
  }
  return { kind: 'refused', code: `http.${status}`, why, failure, receipt };
};

/** Ends as the runner knows a limit: fewer numbers at once would not help, so the batch is kept whole and a person is asked. */
const fullCode = 'records.limit.exceeded';

/**
 * The documents give 400 no body, and mean by it both too many records a request and the 1,000,000 active records of a tenant. The first is
 * never sent, so words about a maximum of records mean the second; words about a request, a number or a date mean something else.
 */
const isFull = (why: string): boolean =>
  /\b(?:maximum|limit|quota|capacity|full|exceed(?:s|ed|ing)?)\b/i.test(why) && /\b(?:records?|groups?)\b/i.test(why) && !/request|at once|batch|phone|date|digit|length|character/i.test(why);

const readResults = (read: z.output<typeof resultsSchema>, asked: Batch, hidden: readonly string[]): readonly EntryResult[] => {
  const byPhone = new Map<string, EntryResult>();
  for (const { success, error, formattedPhone } of read.recordResults) {
    const phone = wireToPhone(formattedPhone ?? '');
    if (phone === null) continue;
    const result: EntryResult =
      success === true ? { phone, result: 'accepted' }
      : success === false ? { phone, result: 'refused', code: 'record.error', why: quoteVendor(error ?? '', hidden) || 'no reason given' }
      : { phone, result: 'unknown' };
    const before = byPhone.get(phone);
    byPhone.set(phone, before === undefined || before.result === result.result ? result : { phone, result: 'unknown' });
  }
  const entries = asked.numbers.map(({ phone }): EntryResult => byPhone.get(phone) ?? { phone, result: 'unknown' });
  // More errors counted than results that could be one: some of the "accepted" are none.
  const open = entries.filter((entry) => entry.result !== 'accepted').length;
  return (read.errorCount ?? 0) > open ? entries.map((entry) => (entry.result === 'accepted' ? { phone: entry.phone, result: 'unknown' } : entry)) : entries;
};

/** The failure a reply stands for; `list` is the group it was about, if any. 409 on records: the group is inactive. */
export const readFailure = (reply: Reply, { url, list, hidden }: Asked): VendorFailure => {
  const { status, body } = reply;
  const why = describe(reply, hidden);
  if (status === 429) return { type: 'VendorBusy', retryAfterMs: readRetryAfter(reply.headers) };
  if (status < 400 || !isVendorsOwn(body)) return { type: 'VendorAnswerUnreadable', address: addressOf(url), status, why };
  if (status === 401) return { type: 'CredentialRefused', address: addressOf(url), why };
  // The vendor does not say which permission; the form's help names them.
  if (status === 403) return { type: 'PermissionMissing', permissions: [] };
  if (list !== null && status === 404) return { type: 'ListMissing', list };
  if (list !== null && status === 409) return { type: 'ListUnsuitable', list, why: 'inactive' };
  return { type: 'VendorRefused', status, code: `http.${status}`, why };
};

export const describe = ({ status, body, headers }: Reply, hidden: readonly string[]): string => {
  if (status >= 300 && status < 400) return `the answer is a redirect (${status}), which is not followed`;
  if (status < 300 || !isVendorsOwn(body)) return `the answer (${status}, ${quoteVendor(headers['content-type'] ?? 'no type', hidden).slice(0, 60)}) is not what the vendor documents`;
  const error = readAnswer(errorSchema, body);
  return quoteVendor(error?.error_description ?? error?.message ?? error?.errorMessage ?? error?.error ?? error?.code ?? '', hidden) || `answered ${status}`;
};

/** No receipt is documented; gateways commonly name the request under one of these. */
const readReceipt = ({ headers }: Reply, hidden: readonly string[]): string | null => {
  const receipt = headers['x-correlation-id'] ?? headers['x-request-id'] ?? headers['request-id'];
  return receipt === undefined ? null : quoteVendor(receipt, hidden);
};
