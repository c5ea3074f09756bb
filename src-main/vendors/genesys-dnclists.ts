// Genesys Cloud outbound DNC lists, spoken as the vendor's own clients do; never checked against a live organisation.
// Platform API v2: https://developer.genesys.cloud/routing/outbound/ ; limits: https://developer.genesys.cloud/organization/organization/limits
// (300 requests a minute and token, 1,000,000 numbers a list). Numbers per request are not published: 1,000, halved on 413.
import type { RemoteList } from '../../src-shared/contract/destinations.ts';
import type { VendorFailure } from '../../src-shared/failures.ts';
import type { HttpRequest } from '../ports/http.ts';
import type { Batch, Call, Connector, PushOutcome, SignIn, SignInCall, VendorFacts } from './connector.ts';
import { readFailure, readList, readPage, readPush, readToken } from './genesys-dnclists-answers.ts';
import { readBackExport } from './genesys-dnclists-export.ts';
import { findGenesysAddresses, findGenesysFault, genesysFields } from './genesys-dnclists-form.ts';
import { addRequest, createListRequest, isListRef, listsRequest, removeRequest, toBasic, tokenRequest, type Access } from './genesys-dnclists-requests.ts';
import { findListUses } from './genesys-dnclists-uses.ts';
import { failNoReply } from './no-reply.ts';

const facts: VendorFacts = {
  dialect: 'genesys-dnclists',
  label: 'Genesys Cloud',
  listWord: 'DNC list',
  fields: genesysFields,
  cooldownMs: 180_000,
  maxBatch: 1_000,
  verifies: 'read-back',
  countries: [],
  needsJurisdiction: false,
  writesAtOnce: 4,
  keyMemoryMs: null,
  // Adding is an upsert: the last expiration wins.
  repeat: 'harmless',
  // Documented for imports: "at most 180 days".
  expiryLimitMs: 180 * 86_400_000,
  rate: { requests: 300, perMs: 60_000 },
  readsExpiry: true,
  listLimit: 1_000_000,
  readsJurisdiction: false,
  expiryGrainMs: 60_000,
};

/** A list of lists longer than this repeats itself. */
const mostPages = 500;

export const createGenesysDnclists = (): Connector => ({
  facts,
  invalidSetting: findGenesysFault,
  signIn,
  lists: (call) => findLists(call),
  createList,
  push: (call, batch) => write(call, batch, addRequest),
  remove: (call, batch) => write(call, batch, removeRequest),
  readBack: readBackExport,
  uses: findListUses,
});

const signIn = async ({ http, settings, secrets, signal }: SignInCall): Promise<SignIn> => {
  const addresses = findGenesysAddresses(settings);
  if (addresses === null) return { kind: 'failed', failure: { type: 'RegionWrong', region: settings['region'] ?? '', why: 'Genesys Cloud has no such region' } };
  const clientId = settings['clientId']?.trim() ?? '';
  const clientSecret = secrets['clientSecret'] ?? '';
  const reply = await http.send(tokenRequest(addresses.login, clientId, clientSecret, signal));
  return readToken(reply, { ...addresses, hidden: [...Object.values(secrets), toBasic(clientId, clientSecret)] });
};

type Found = { readonly kind: 'lists'; readonly lists: readonly RemoteList[] } | Trouble;
type Trouble = { readonly kind: 'token-ended' } | { readonly kind: 'failed'; readonly failure: VendorFailure };

const findLists = async (call: Call, name?: string): Promise<Found> => {
  const lists = new Map<string, RemoteList>();
  for (let page = 1; page <= mostPages; page += 1) {
    const request = listsRequest(accessOf(call), page, name);
    const reply = await call.http.send(request);
    if (reply.kind !== 'reply') return { kind: 'failed', failure: failNoReply(reply, request.url) };
    if (reply.status === 401) return { kind: 'token-ended' };
    const read = readPage(reply, page);
    if (read === null) return { kind: 'failed', failure: readFailure(reply, askedFor(call, request, null)) };
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
  const failure = readFailure(reply, askedFor(call, request, null));
  if (reply.status !== 409 && reply.status !== 400) return { kind: 'failed', failure };
  const found = await findLists(call, name);
  if (found.kind !== 'lists') return found;
  const list = found.lists.find((one) => one.name === name);
  if (list === undefined) return { kind: 'failed', failure };
  return list.unsuitable === null ? { kind: 'created', list } : { kind: 'failed', failure: { type: 'ListUnsuitable', list: name, why: list.unsuitable } };
};

const write = async (call: Call, batch: Batch, build: (access: Access, batch: Batch) => HttpRequest): Promise<PushOutcome> => {
  if (batch.numbers.length === 0) return { kind: 'answered', entries: [], receipt: '', vendorDate: null, pace: null };
  if (batch.numbers.length > facts.maxBatch) return { kind: 'too-large' };
  if (!isListRef(batch.listRef)) {
    return { kind: 'refused', code: 'list.id', why: 'not the id of a DNC list', failure: { type: 'ListMissing', list: batch.listRef }, receipt: null };
  }
  const access = accessOf(call);
  const request = build(access, batch);
  return readPush(await call.http.send(request), batch, request.url, [access.token]);
};

const accessOf = (call: Call): Access => ({ apiBase: call.apiBase, token: call.token(), signal: call.signal });

const askedFor = (call: Call, request: HttpRequest, list: string | null) => ({ url: request.url, list, hidden: [call.token()] });
