// Entries of Genesys DNC lists with a reason, as an integration guide describes the interface and gateways offer it; never checked against a live tenant.
// The guide: reason and expiry hold for a whole request, an Idempotency-Key, counts of what was created, at most 5 writes at once. It names no way to read
// entries back or to remove one, and no call that finds or makes lists: those two are the ones of the DNC lists its path hangs from (Platform API v2).
import { accessOf } from './access.ts';
import { toBasic } from './basic-credentials.ts';
import type { Batch, Call, Connector, ListsOutcome, PushOutcome, SignIn, SignInCall, VendorFacts } from './connector.ts';
import { readEntries, readFailure, readList, readPage, readToken } from './genesys-dnclist-entries-answers.ts';
import { entriesFields, findEntriesBase, findEntriesFault } from './genesys-dnclist-entries-form.ts';
import { addEntriesRequest, createListRequest, isListRef, listsRequest, tokenRequest } from './genesys-dnclist-entries-requests.ts';
import { entriesWebhooks } from './genesys-dnclist-entries-webhooks.ts';
import { readListPages } from './genesys-pages-of-lists.ts';
import { makeList } from './make-list.ts';

const facts: VendorFacts = {
  dialect: 'genesys-dnclist-entries',
  label: 'Genesys DNC list entries',
  listWord: 'DNC list',
  fields: entriesFields,
  cooldownMs: 180_000,
  // "Fewer than 500 when throttled": always, so that a batch never has to be cut, and so get a new key, while its own may still be in flight.
  maxBatch: 499,
  verifies: 'attestation',
  countries: ['US', 'CA', 'GB', 'DE', 'FR'],
  needsJurisdiction: false,
  offers: ['webhooks'],
  writesAtOnce: 5,
  // The guide does not say how long; its sister for telephony entries says 24 hours.
  keyMemoryMs: 86_400_000,
  repeat: 'same-key',
  expiryLimitMs: null,
  renewal: { aheadMs: 30_000 },
  rate: null,
  readsExpiry: false,
  readsJurisdiction: false,
  removes: false,
  expiryGrainMs: 1_000,
};

export const createGenesysDnclistEntries = (): Connector => ({
  facts,
  invalidSetting: findEntriesFault,
  signIn,
  lists: findLists,
  createList,
  push,
  remove: (_call, batch) => Promise.resolve(refuseRemoval(batch)),
  webhooks: entriesWebhooks,
});

const signIn = async ({ http, settings, secrets, signal }: SignInCall): Promise<SignIn> => {
  const api = findEntriesBase(settings);
  if (api === null) return { kind: 'failed', failure: { type: 'RegionWrong', region: settings['region'] ?? '', why: 'Genesys Cloud has no such region' } };
  const clientId = settings['clientId']?.trim() ?? '';
  const clientSecret = secrets['clientSecret'] ?? '';
  const reply = await http.send(tokenRequest(api, clientId, clientSecret, signal));
  return readToken(reply, { api, hidden: [...Object.values(secrets), toBasic(clientId, clientSecret)] });
};

const findLists = (call: Call): Promise<ListsOutcome> => readListPages(call, (page) => listsRequest(accessOf(call), page), readPage, readFailure);

const createList: Connector['createList'] = (call, name) =>
  makeList(call, name, { request: createListRequest(accessOf(call), name), read: readList, find: () => findLists(call), readFailure });

const push = async (call: Call, batch: Batch): Promise<PushOutcome> => {
  const early = findEarlyEnd(batch);
  if (early !== null) return early;
  const access = accessOf(call);
  const request = addEntriesRequest(access, batch);
  return readEntries(await call.http.send(request), batch, request.url, [access.token]);
};

/** Refused number by number: a person takes them out by hand, and nobody believes them gone. */
const refuseRemoval = (batch: Batch): PushOutcome => findEarlyEnd(batch) ?? {
  kind: 'answered', receipt: '', vendorDate: null, pace: null,
  entries: batch.numbers.map(({ phone }) => ({ phone, result: 'refused', code: 'remove.not.offered', why: 'this interface has no call that removes a number' })),
};

const findEarlyEnd = (batch: Batch): PushOutcome | null => {
  if (batch.numbers.length > facts.maxBatch) return { kind: 'too-large' };
  if (!isListRef(batch.listRef)) {
    return { kind: 'refused', code: 'list.id', why: 'not the id of a DNC list', failure: { type: 'ListMissing', list: batch.listRef }, receipt: null };
  }
  return batch.numbers.length === 0 ? { kind: 'answered', entries: [], receipt: '', vendorDate: null, pace: null } : null;
};
