// Reads a list of CXone DNC entries back page by page; ended entries are not listed, for they block nobody.
import { z } from 'zod';
import type { VendorFailure } from '../../src-shared/failures.ts';
import { accessOf } from './access.ts';
import type { Connector, Listed, ReadBackStep } from './connector.ts';
import { readFailure } from './cxone-dnc-entries-answers.ts';
import { isListRef, readEntriesRequest } from './cxone-dnc-entries-requests.ts';
import { addressOf, failNoReply } from './no-reply.ts';
import { findPagingFault } from './paging-fault.ts';
import { readAnswer } from './read-answer.ts';
import { readExpiry } from './read-expiry.ts';
import { readRetryAfter, readVendorSecondEnd } from './retry-after.ts';

const pollMs = 1_000;
const entrySchema = z.object({
  phoneNumber: z.string(), listId: z.union([z.string(), z.number()]).transform(String).nullish(), jurisdiction: z.string().nullish(), expirationDate: z.string().nullish(),
});
const pageSchema = z.object({ data: z.array(entrySchema), total: z.number().nullish() });
type Page = z.output<typeof pageSchema>;

export const readBackEntries: NonNullable<Connector['readBack']> = async function* (call, listRef, startedAt) {
  if (!isListRef(listRef)) {
    yield failed({ type: 'ListMissing', list: listRef });
    return;
  }
  let offset = 0;
  let firstBefore: string | null = null;
  for (let refusals = 0; ; ) {
    const request = readEntriesRequest(accessOf(call), listRef, offset);
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
    const page = reply.status === 200 ? readAnswer(pageSchema, reply.body) : null;
    if (page === null) {
      yield failed(readFailure(reply, { url: request.url, list: listRef, hidden: [call.token()] }));
      return;
    }
    const entries = readEntries(page, listRef, readVendorSecondEnd(reply.headers) ?? startedAt);
    const first = page.data[0] === undefined ? null : JSON.stringify(page.data[0]);
    const fault = entries === null ? 'an entry has no number, another list or an unreadable date' : findPagingFault({ rowsHere: page.data.length, given: offset + page.data.length, total: page.total ?? null, first, firstBefore, rows: 'entries' });
    if (entries === null || fault !== null) {
      yield failed({ type: 'VendorAnswerUnreadable', address: addressOf(request.url), status: reply.status, why: fault ?? '' });
      return;
    }
    if (entries.length > 0) yield { kind: 'listed', entries };
    offset += page.data.length;
    firstBefore = first;
    // A page of fewer than `limit` need not be the last: the vendor may cap it lower.
    if (page.data.length === 0 || (page.total != null && offset >= page.total)) return;
  }
};

/** Null when one entry cannot be read: then nothing can be said about the whole. A number in another form than E.164 is listed as it stands there: to the vendor it is another number. */
const readEntries = ({ data }: Page, listRef: string, now: number): readonly Listed[] | null => {
  const entries: Listed[] = [];
  for (const { phoneNumber, listId, jurisdiction, expirationDate } of data) {
    const expiresAt = readExpiry(expirationDate);
    if (!/^\+?[\d() ./-]{3,30}$/.test(phoneNumber) || (listId ?? listRef) !== listRef || expiresAt === undefined) return null;
    if (expiresAt === null || expiresAt > now) entries.push({ phone: phoneNumber, expiresAt, jurisdiction: jurisdiction?.slice(0, 20) ?? null });
  }
  return entries;
};

const failed = (failure: VendorFailure): ReadBackStep => ({ kind: 'failed', failure });
