// Marks contacts as not to be called, or as callable again: found by number, changed as whole objects, and added where nobody has the number.
// Every step is harmless to repeat, so a batch that meets trouble anywhere is simply sent again: what is done already is seen and left alone.
import type { HttpReply, HttpRequest } from '../ports/http.ts';
import { accessOf, type Access } from './access.ts';
import type { Batch, Call, EntryResult, Pace, PushOutcome } from './connector.ts';
import { heldMs, readContacts, readKept, readReceipt, readTrouble } from './genesys-contactlists-answers.ts';
import { readColumns, type Columns } from './genesys-contactlists-form.ts';
import { addContactsRequest, changeContactRequest, findContactsRequest, pageSize, type Contact } from './genesys-contactlists-requests.ts';
import { readPace } from './genesys-dnclists-answers.ts';
import type { Reply } from './no-reply.ts';

/** Pages of a search for fifty numbers: more would repeat themselves. */
const mostPages = 200;

type Desk = {
  readonly batch: Batch; readonly columns: Columns;
  readonly send: (build: (access: Access) => HttpRequest) => Promise<Sent>;
  /** The last answer heard and how many requests it took so far. */
  readonly heard: () => { readonly reply: Reply | null; readonly requests: number };
  readonly hidden: () => readonly string[];
};
type Sent = { readonly reply: HttpReply; readonly trouble: () => PushOutcome };

export const blockNumbers = async (call: Call, batch: Batch): Promise<PushOutcome> => {
  const desk = openDesk(call, batch);
  const found = await findContacts(desk);
  if (found.kind !== 'found') return found.outcome;
  const changed = await changeContacts(desk, uniqueOf(found.byPhone).filter(({ callable }) => callable), false);
  if (changed.kind !== 'changed') return changed.outcome;
  const fresh = batch.numbers.map(({ phone }) => phone).filter((phone) => !found.byPhone.has(phone));
  const added = fresh.length === 0 ? new Map<string, Contact>() : await addContacts(desk, fresh);
  if (!(added instanceof Map)) return amid(added, changed.changes);
  // The dialler holds a record: the rest is done, and the repeat needs to do that one alone.
  if (changed.isHeld) return amid({ kind: 'throttled', retryAfterMs: heldMs }, changed.changes + added.size);
  return answer(desk, ({ phone }): EntryResult => {
    const contacts = found.byPhone.get(phone) ?? [];
    const first = contacts[0] ?? added.get(phone);
    return first === undefined ? { phone, result: 'unknown' } : resultOf(phone, contacts, changed.results, first.id);
  });
};

/** A number that no contact has needs nothing; one whose contact carries another number too is left to a person, or that other number would be called again. */
export const releaseNumbers = async (call: Call, batch: Batch): Promise<PushOutcome> => {
  const desk = openDesk(call, batch);
  const found = await findContacts(desk);
  if (found.kind !== 'found') return found.outcome;
  const isShared = (contact: Contact): boolean => !contact.callable && phonesOf(contact, desk.columns).size > 1;
  const free = [...found.byPhone.values()].filter((contacts) => !contacts.some(isShared));
  const changed = await changeContacts(desk, [...new Set(free.flat())].filter(({ callable }) => !callable), true);
  if (changed.kind !== 'changed') return changed.outcome;
  if (changed.isHeld) return amid({ kind: 'throttled', retryAfterMs: heldMs }, changed.changes);
  return answer(desk, ({ phone }): EntryResult => {
    const contacts = found.byPhone.get(phone) ?? [];
    if (contacts.some(isShared)) return { phone, result: 'refused', code: 'contact.several-numbers', why: 'its contact carries another number, which would be called again too' };
    return resultOf(phone, contacts, changed.results, contacts[0]?.id);
  });
};

const openDesk = (call: Call, batch: Batch): Desk => {
  let last: Reply | null = null;
  let requests = 0;
  const hidden = (): readonly string[] => [call.token()];
  return {
    batch, columns: readColumns(call.settings), hidden, heard: () => ({ reply: last, requests }),
    send: async (build) => {
      const request = build(accessOf(call));
      requests += 1;
      const reply = await call.http.send(request);
      if (reply.kind === 'reply') last = reply;
      return { reply, trouble: () => readTrouble(reply, request.url, batch.listRef, hidden()) };
    },
  };
};

type Trouble = { readonly kind: 'trouble'; readonly outcome: PushOutcome };

/** Said after some contacts were changed already. */
const amid = (outcome: PushOutcome, changes: number): PushOutcome => (changes === 0 || outcome.kind === 'answered' || outcome.kind === 'unknown' ? outcome : { ...outcome, partly: true });
type Found = { readonly kind: 'found'; readonly byPhone: ReadonlyMap<string, readonly Contact[]> };

const findContacts = async ({ batch, columns, send }: Desk): Promise<Found | Trouble> => {
  const phones = batch.numbers.map(({ phone }) => phone);
  const contacts = new Map<string, Contact>();
  for (let page = 1, given = 0; page <= mostPages; page += 1) {
    const { reply, trouble } = await send((access) => findContactsRequest(access, batch.listRef, columns, phones, page));
    const read = reply.kind === 'reply' ? readContacts(reply) : null;
    if (read === null) return { kind: 'trouble', outcome: trouble() };
    for (const contact of read.contacts) contacts.set(contact.id, contact);
    given += read.contacts.length;
    if (read.total === null ? read.contacts.length < pageSize : given >= read.total) break;
    // A contact that is not shown would stay callable.
    if (read.contacts.length === 0) return { kind: 'trouble', outcome: { kind: 'unknown', why: `the search gave ${given} of ${read.total ?? 0} contacts` } };
  }
  const byPhone = new Map<string, Contact[]>();
  for (const contact of contacts.values()) {
    const carried = phonesOf(contact, columns);
    for (const phone of phones) if (carried.has(phone)) byPhone.set(phone, [...(byPhone.get(phone) ?? []), contact]);
  }
  return { kind: 'found', byPhone };
};

export const phonesOf = ({ data }: Contact, { all }: Columns): ReadonlySet<string> => new Set(all.flatMap((column) => (/^\+[1-9]\d{6,14}$/.test(data[column] ?? '') ? [data[column] ?? ''] : [])));

const uniqueOf = (byPhone: ReadonlyMap<string, readonly Contact[]>): readonly Contact[] => [...new Set([...byPhone.values()].flat())];

type Changed = { readonly kind: 'changed'; readonly isHeld: boolean; /** How many were changed. */ readonly changes: number; readonly results: ReadonlyMap<string, Change> };
type Change = { readonly result: 'unknown' } | { readonly result: 'refused'; readonly code: string; readonly why: string };

/** Goes on past a record that the dialler holds; any other trouble ends it. `results`: by contact, those that did not go well. */
const changeContacts = async ({ batch, send }: Desk, contacts: readonly Contact[], callable: boolean): Promise<Changed | Trouble> => {
  const results = new Map<string, Change>();
  let isHeld = false;
  let changes = 0;
  for (const contact of contacts) {
    // As a path these would mean the list itself.
    if (/^\.{0,2}$/.test(contact.id)) {
      results.set(contact.id, { result: 'refused', code: 'contact.id', why: 'the id of its contact cannot be written into an address' });
      continue;
    }
    const { reply, trouble } = await send((access) => changeContactRequest(access, batch.listRef, contact, callable));
    if (reply.kind === 'reply' && reply.status === 409) isHeld = true;
    // Gone since it was found: the repeat finds out what is there now.
    else if (reply.kind === 'reply' && reply.status === 404) results.set(contact.id, { result: 'unknown' });
    else if (reply.kind !== 'reply' || readKept(reply)?.some((one) => one.id === contact.id && one.callable === callable) !== true) {
      const outcome = trouble();
      if (outcome.kind !== 'refused' || outcome.failure.type !== 'VendorRefused' || outcome.failure.status !== 400) return { kind: 'trouble', outcome: amid(outcome, changes) };
      results.set(contact.id, { result: 'refused', code: outcome.code, why: outcome.why });
    } else changes += 1;
  }
  return { kind: 'changed', isHeld, changes, results };
};

/** By number: those that the answer shows as kept and not callable. */
const addContacts = async ({ batch, columns, send }: Desk, phones: readonly string[]): Promise<Map<string, Contact> | PushOutcome> => {
  const { reply, trouble } = await send((access) => addContactsRequest(access, batch.listRef, columns, phones));
  const kept = reply.kind === 'reply' ? readKept(reply) : null;
  if (kept === null) return trouble();
  const byPhone = Map.groupBy(kept, ({ data }) => data[columns.unique] ?? '');
  return new Map([...byPhone].flatMap(([phone, said]) => (said[0] === undefined || said.some(({ callable }) => callable) ? [] : [[phone, said[0]] as const])));
};

const resultOf = (phone: string, contacts: readonly Contact[], results: ReadonlyMap<string, Change>, vendorRef: string | undefined): EntryResult => {
  const troubles = contacts.flatMap(({ id }) => results.get(id) ?? []);
  const worst = troubles.find(({ result }) => result === 'unknown') ?? troubles[0];
  return worst === undefined ? { phone, result: 'accepted', ...(vendorRef === undefined ? {} : { vendorRef }) } : { phone, ...worst };
};

const answer = ({ batch, heard, hidden }: Desk, resultFor: (number: Batch['numbers'][number]) => EntryResult): PushOutcome => {
  const { reply, requests } = heard();
  return {
    kind: 'answered', entries: batch.numbers.map(resultFor), receipt: reply === null ? '' : (readReceipt(reply, hidden()) ?? ''),
    vendorDate: reply?.headers['date'] ?? null, pace: reply === null ? null : inBatches(readPace(reply), requests),
  };
};

/** The vendor counts requests, the caller batches: as many more as this one took are reckoned for the next. */
const inBatches = (pace: Pace | null, requests: number): Pace | null => (pace === null ? null : { ...pace, left: Math.floor(pace.left / Math.max(1, requests)) });
