// Reads a contact list back page by page: a number is listed when some contact carries it and none of those that do is callable.
import type { VendorFailure } from '../../src-shared/failures.ts';
import { accessOf } from './access.ts';
import type { Connector, Listed, ReadBackStep } from './connector.ts';
import { readContacts } from './genesys-contactlists-answers.ts';
import { readColumns } from './genesys-contactlists-form.ts';
import { allContactsRequest, isRef } from './genesys-contactlists-requests.ts';
import { phonesOf } from './genesys-contactlists-writes.ts';
import { readFailure, readWait } from './genesys-dnclists-answers.ts';
import { addressOf, failNoReply } from './no-reply.ts';
import { findPagingFault } from './paging-fault.ts';

const pollMs = 2_000;
const listedAtOnce = 10_000;

/** Numbers are held as numbers, not as text, until the last page: a callable contact there may take one of the first back. */
export const readBackContacts: NonNullable<Connector['readBack']> = async function* (call, listRef) {
  if (!isRef(listRef)) {
    yield failed({ type: 'ListMissing', list: listRef });
    return;
  }
  const columns = readColumns(call.settings);
  const blocked = new Set<number>();
  const callable = new Set<number>();
  let firstBefore: string | null = null;
  for (let page = 1, given = 0, refusals = 0; ; ) {
    const request = allContactsRequest(accessOf(call), listRef, columns, page);
    const reply = await call.http.send(request);
    if (reply.kind !== 'reply') {
      yield failed(failNoReply(reply, request.url));
      return;
    }
    if (reply.status === 429) {
      yield { kind: 'not-ready', retryAfterMs: readWait(reply) ?? pollMs };
      continue;
    }
    if (reply.status === 401 && (refusals += 1) < 3) {
      yield { kind: 'token-ended' };
      continue;
    }
    refusals = 0;
    const read = readContacts(reply);
    if (read === null) {
      yield failed(readFailure(reply, { url: request.url, list: listRef, hidden: [call.token()] }));
      return;
    }
    const first = read.contacts[0]?.id ?? null;
    given += read.contacts.length;
    const fault = findPagingFault({ rowsHere: read.contacts.length, given, total: read.total, first, firstBefore, rows: 'contacts' });
    if (fault !== null) {
      yield failed({ type: 'VendorAnswerUnreadable', address: addressOf(request.url), status: reply.status, why: fault });
      return;
    }
    for (const contact of read.contacts) for (const phone of phonesOf(contact, columns)) (contact.callable ? callable : blocked).add(Number(phone.slice(1)));
    if (read.contacts.length === 0 || (read.total !== null && given >= read.total)) break;
    firstBefore = first;
    page += 1;
  }
  yield* listBlocked(blocked, callable);
};

const listBlocked = function* (blocked: ReadonlySet<number>, callable: ReadonlySet<number>): Generator<ReadBackStep, void, void> {
  let entries: Listed[] = [];
  for (const digits of blocked) {
    if (callable.has(digits)) continue;
    entries.push({ phone: `+${digits}`, expiresAt: null, jurisdiction: null });
    if (entries.length < listedAtOnce) continue;
    yield { kind: 'listed', entries };
    entries = [];
  }
  if (entries.length > 0) yield { kind: 'listed', entries };
};

const failed = (failure: VendorFailure): ReadBackStep => ({ kind: 'failed', failure });
