// Reads a CXone DNC group back page by page; expired records still appear there for days and are not listed, for they block nobody.
import { z } from 'zod';
import type { VendorFailure } from '../../src-shared/failures.ts';
import { accessOf } from './access.ts';
import { ask } from './ask.ts';
import type { Connector, Listed, ReadBackStep } from './connector.ts';
import { readFailure } from './cxone-dnc-groups-answers.ts';
import { phoneToWire, wireToPhone } from './cxone-dnc-groups-phones.ts';
import { isGroupRef, recordsRequest, searchRequest } from './cxone-dnc-groups-requests.ts';
import { addressOf, failNoReply, type Reply } from './no-reply.ts';
import { findPagingFault } from './paging-fault.ts';
import { readAnswer } from './read-answer.ts';
import { readExpiry } from './read-expiry.ts';
import { readRetryAfter, readVendorSecondEnd } from './retry-after.ts';

const pollMs = 2_000;
const recordSchema = z.object({
  recordId: z.number().nullish(), phoneNumber: z.union([z.string(), z.number()]).nullish(), formattedPhone: z.string().nullish(), expiredDate: z.string().nullish(),
});
const pageSchema = z.object({ resultSet: z.object({ totalRecords: z.number().nullish(), dncRecords: z.array(recordSchema).nullish() }) });
const searchSchema = z.object({
  searchResults: z.array(z.object({ dncGroupId: z.number(), formattedPhone: z.string().nullish(), expiredDate: z.string().nullish() })),
});

type Page = { readonly rows: readonly z.output<typeof recordSchema>[]; readonly total: number | null };

export const readBackRecords: NonNullable<Connector['readBack']> = async function* (call, listRef, startedAt) {
  if (!isGroupRef(listRef)) {
    yield { kind: 'failed', failure: { type: 'ListMissing', list: listRef } };
    return;
  }
  let skip = 0;
  let firstBefore: string | null = null;
  for (let refusals = 0; ; ) {
    const request = recordsRequest(accessOf(call), listRef, skip);
    const reply = await call.http.send(request);
    if (reply.kind !== 'reply') {
      yield failed(failNoReply(reply, request.url));
      return;
    }
    if (reply.status === 429) {
      yield { kind: 'not-ready', retryAfterMs: readRetryAfter(reply.headers) ?? pollMs };
      continue;
    }
    if (reply.status === 401 && (refusals += 1) < 3) {
      yield { kind: 'token-ended' };
      continue;
    }
    refusals = 0;
    const page = readPage(reply);
    if (page === null) {
      yield failed(readFailure(reply, { url: request.url, list: listRef, hidden: [call.token()] }));
      return;
    }
    const entries = readEntries(page, readVendorSecondEnd(reply.headers) ?? startedAt);
    const first = page.rows[0] === undefined ? null : JSON.stringify(page.rows[0]);
    const fault = entries === null ? 'a record has no number or an unreadable date' : findPagingFault({ rowsHere: page.rows.length, given: skip + page.rows.length, total: page.total, first, firstBefore, rows: 'records' });
    if (entries === null || fault !== null) {
      yield failed({ type: 'VendorAnswerUnreadable', address: addressOf(request.url), status: reply.status, why: fault ?? '' });
      return;
    }
    if (entries.length > 0) yield { kind: 'listed', entries };
    skip += page.rows.length;
    firstBefore = first;
    if (page.rows.length === 0 || (page.total !== null && skip >= page.total)) return;
  }
};

/** Null when the answer is no page; 204 is an empty one. A page of fewer than `top` need not be the last: the vendor may cap it lower. */
const readPage = (reply: Reply): Page | null => {
  if (reply.status === 204) return { rows: [], total: null };
  const read = reply.status === 200 ? readAnswer(pageSchema, reply.body) : null;
  return read === null ? null : { rows: read.resultSet.dncRecords ?? [], total: read.resultSet.totalRecords ?? null };
};

/** Null when one record cannot be read: then nothing can be said about the whole. */
const readEntries = ({ rows }: Page, now: number): readonly Listed[] | null => {
  const entries: Listed[] = [];
  for (const row of rows) {
    const phone = wireToPhone(String(row.phoneNumber ?? '')) ?? wireToPhone(row.formattedPhone ?? '');
    const expiresAt = readRecordExpiry(row.expiredDate);
    if (phone === null || expiresAt === undefined) return null;
    if (expiresAt === null || expiresAt > now) entries.push({ phone, expiresAt, jurisdiction: null });
  }
  return entries;
};

/** A search result must carry an expiredDate, says its schema; the last year there is stands for "never". */
const readRecordExpiry = (text: string | null | undefined): number | null | undefined => (text?.startsWith('9999-') === true ? null : readExpiry(text));

/** POST /dnc-groups/search answers with every group the number is in; 204 with none. Without a Date header nothing counts as expired. */
export const lookUpRecord: NonNullable<Connector['lookUp']> = async (call, listRef, phone) => {
  const wire = phoneToWire(phone);
  if (wire === null || !isGroupRef(listRef)) return { kind: 'looked-up', listed: null };
  const request = searchRequest(accessOf(call), wire);
  const asked = await ask(call, request, readFailure);
  if (asked.kind !== 'answered') return asked;
  const { reply } = asked;
  if (reply.status === 204) return { kind: 'looked-up', listed: null };
  const read = reply.status === 200 ? readAnswer(searchSchema, reply.body) : null;
  if (read === null) return asked.unreadable();
  const now = readVendorSecondEnd(reply.headers) ?? Number.NEGATIVE_INFINITY;
  const hits = read.searchResults
    .filter((hit) => String(hit.dncGroupId) === listRef && wireToPhone(hit.formattedPhone ?? '') === phone)
    .map((hit) => readRecordExpiry(hit.expiredDate))
    .filter((expiresAt) => expiresAt === undefined || expiresAt === null || expiresAt > now);
  if (hits.includes(undefined)) {
    return { kind: 'failed', failure: { type: 'VendorAnswerUnreadable', address: addressOf(request.url), status: reply.status, why: 'the expiry of the record cannot be read' } };
  }
  // A number may have several records in a group: the one that blocks longest counts.
  const latest = hits.includes(null) ? null : Math.max(...hits.map((at) => at ?? 0));
  return { kind: 'looked-up', listed: hits.length === 0 ? null : { phone, expiresAt: latest, jurisdiction: null } };
};

const failed = (failure: VendorFailure): ReadBackStep => ({ kind: 'failed', failure });
