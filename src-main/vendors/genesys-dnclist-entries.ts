// Entries of Genesys DNC lists with a reason, as an integration guide describes the interface and gateways offer it; never checked against a live tenant.
// The guide: reason and expiry hold for a whole request, an Idempotency-Key, counts of what was created, at most 5 writes at once. It names no way to read
// entries back or to remove one, and no call that finds or makes lists: those two are the ones of the DNC lists its path hangs from (Platform API v2).
import type { RemoteList } from '../../src-shared/contract/destinations.ts';
import type { Batch, Call, Connector, PushOutcome, SignIn, SignInCall, VendorFacts } from './connector.ts';
import { readEntries, readFailure, readList, readPage, readToken, type Trouble } from './genesys-dnclist-entries-answers.ts';
import { entriesFields, findEntriesBase, findEntriesFault } from './genesys-dnclist-entries-form.ts';
import { addEntriesRequest, createListRequest, isListRef, listsRequest, toBasic, tokenRequest, type Access } from './genesys-dnclist-entries-requests.ts';
import { entriesWebhooks } from './genesys-dnclist-entries-webhooks.ts';
import { failNoReply } from './no-reply.ts';

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

/** A list of lists longer than this repeats itself. */
const mostPages = 500;

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

const findLists = async (call: Call): Promise<{ readonly kind: 'lists'; readonly lists: readonly RemoteList[] } | Trouble> => {
  const lists = new Map<string, RemoteList>();
  for (let page = 1; page <= mostPages; page += 1) {
    const request = listsRequest(accessOf(call), page);
    const reply = await call.http.send(request);
    if (reply.kind !== 'reply') return { kind: 'failed', failure: failNoReply(reply, request.url) };
    if (reply.status === 401) return { kind: 'token-ended' };
    const read = readPage(reply, page);
    if (read === null) return { kind: 'failed', failure: readFailure(reply, { url: request.url, list: null, hidden: [call.token()] }) };
    for (const list of read.lists) lists.set(list.listRef, list);
    if (read.last) break;
  }
  return { kind: 'lists', lists: [...lists.values()] };
};

/** A name that is taken is no failure when the list that has it takes numbers: the first attempt may have been answered into the void. */
const createList: Connector['createList'] = async (call, name) => {
  const request = createListRequest(accessOf(call), name);
  const reply = await call.http.send(request);
  if (reply.kind !== 'reply') return { kind: 'failed', failure: failNoReply(reply, request.url) };
  if (reply.status === 401) return { kind: 'token-ended' };
  const created = readList(reply);
  if (created !== null) return { kind: 'created', list: created };
  const failure = readFailure(reply, { url: request.url, list: null, hidden: [call.token()] });
  if (reply.status !== 409 && reply.status !== 400) return { kind: 'failed', failure };
  const found = await findLists(call);
  if (found.kind !== 'lists') return found;
  const list = found.lists.find((one) => one.name === name);
  if (list === undefined) return { kind: 'failed', failure };
  return list.unsuitable === null ? { kind: 'created', list } : { kind: 'failed', failure: { type: 'ListUnsuitable', list: name, why: list.unsuitable } };
};

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

const accessOf = (call: Call): Access => ({ apiBase: call.apiBase, token: call.token(), signal: call.signal });
