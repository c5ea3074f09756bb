// CXone DNC entries, as an integration guide describes the interface and gateways offer it; never checked against a live tenant.
// The guide: 50 to 100 entries a call, 413 above and nothing kept; 50 requests a second and tenant; tokens renewed at 80 % of their life; suppression 60 to 120 s
// after the answer, longer at high volume, so 180 s of cooldown; an entry without a jurisdiction blocks everywhere, so none leaves without one.
// It names no way to delete an entry: a number is removed by the same entry with an expiration that has passed, and counts as removed once the read-back no longer shows it.
// It does not say how long a key is remembered either: a day is assumed, after which the list is read back first.
import { accessOf, type Access } from './access.ts';
import { ask } from './ask.ts';
import { toBasic } from './basic-credentials.ts';
import type { Batch, Call, Connector, EntryResult, PushOutcome, SignIn, SignInCall, VendorFacts } from './connector.ts';
import { readFailure, readList, readLists, readToken, readWrite } from './cxone-dnc-entries-answers.ts';
import { entriesFields, findEntriesBase, findEntriesFault } from './cxone-dnc-entries-form.ts';
import { readBackEntries } from './cxone-dnc-entries-read-back.ts';
import { addEntriesRequest, createListRequest, endEntriesRequest, isListRef, listsRequest, tokenRequest, type EntryNumber } from './cxone-dnc-entries-requests.ts';
import { findRuleUses, provideRule } from './cxone-dnc-entries-rules.ts';
import type { HttpRequest } from '../ports/http.ts';
import { makeList } from './make-list.ts';

const facts: VendorFacts = {
  dialect: 'cxone-dnc-entries',
  label: 'CXone DNC entries',
  listWord: 'DNC list',
  fields: entriesFields,
  cooldownMs: 180_000,
  maxBatch: 100,
  verifies: 'read-back',
  countries: [],
  needsJurisdiction: true,
  writesAtOnce: 8,
  keyMemoryMs: 86_400_000,
  repeat: 'same-key',
  expiryLimitMs: null,
  rate: { requests: 50, perMs: 1_000 },
  readsExpiry: true,
  readsJurisdiction: true,
  expiryGrainMs: 1_000,
  renewal: { afterShare: 0.8 },
};

export const createCxoneDncEntries = (): Connector => ({
  facts,
  invalidSetting: findEntriesFault,
  signIn,
  lists: findLists,
  createList,
  push: (call, batch) => write(call, batch, addEntriesRequest),
  remove: (call, batch) => write(call, batch, endEntriesRequest),
  readBack: readBackEntries,
  uses: findRuleUses,
});

const signIn = async ({ http, settings, secrets, signal }: SignInCall): Promise<SignIn> => {
  const fault = findEntriesFault(settings);
  if (fault !== null) return { kind: 'failed', failure: { type: 'VendorRefused', status: 0, code: `setting.${fault.field}`, why: fault.why } };
  const base = findEntriesBase(settings);
  const [clientId, clientSecret] = [settings['clientId']?.trim() ?? '', secrets['clientSecret'] ?? ''];
  // The form carries the secret plainly; a gateway that speaks of it as Basic credentials is not quoted either.
  const hidden = [...Object.values(secrets), toBasic(clientId, clientSecret)];
  return readToken(await http.send(tokenRequest(base, clientId, clientSecret, signal)), base, hidden);
};

/** The guide shows no paging for lists: one answer holds all. */
const findLists: Connector['lists'] = async (call) => {
  const asked = await ask(call, listsRequest(accessOf(call)), readFailure);
  if (asked.kind !== 'answered') return asked;
  const lists = readLists(asked.reply);
  return lists === null ? asked.unreadable() : { kind: 'lists', lists };
};

/** A new list comes with the rule that makes it count. */
const createList: Connector['createList'] = async (call, name) => {
  const made = await makeList(call, name, { request: createListRequest(accessOf(call), name), read: readList, find: () => findLists(call), readFailure });
  if (made.kind !== 'created') return made;
  const ruled = await provideRule(call, made.list.listRef, name);
  return ruled.kind === 'provided' ? made : ruled;
};

/** A number without a jurisdiction is refused here and never sent: to the vendor it would be blocked everywhere. */
const write = async (call: Call, batch: Batch, build: (access: Access, batch: Batch, numbers: readonly EntryNumber[]) => HttpRequest): Promise<PushOutcome> => {
  if (batch.numbers.length > facts.maxBatch) return { kind: 'too-large' };
  if (!isListRef(batch.listRef)) {
    return { kind: 'refused', code: 'list.id', why: 'not the id of a DNC list', failure: { type: 'ListMissing', list: batch.listRef }, receipt: null };
  }
  const sendable = batch.numbers.filter(hasJurisdiction);
  if (sendable.length === 0) return { kind: 'answered', entries: batch.numbers.map(refuseGlobal), receipt: '', vendorDate: null, pace: null };
  const access = accessOf(call);
  const request = build(access, batch, sendable);
  const outcome = readWrite(await call.http.send(request), { ...batch, numbers: sendable }, request.url, [access.token]);
  if (outcome.kind !== 'answered' || sendable.length === batch.numbers.length) return outcome;
  const results = new Map(outcome.entries.map((entry) => [entry.phone, entry]));
  return { ...outcome, entries: batch.numbers.map((number) => results.get(number.phone) ?? refuseGlobal(number)) };
};

const hasJurisdiction = (number: Batch['numbers'][number]): number is EntryNumber => (number.jurisdiction ?? '') !== '';

const refuseGlobal = ({ phone }: { readonly phone: string }): EntryResult => ({
  phone, result: 'refused', code: 'jurisdiction.missing', why: 'without a jurisdiction this number would be blocked everywhere',
});
