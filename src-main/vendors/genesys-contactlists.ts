// Genesys contact lists: a number is blocked by marking every contact that carries it as not callable; never checked against a live organisation.
// Platform API v2 with the limits of an integration guide: at most 50 contacts a POST; 409 means that the dialler holds the record, and is repeated after 500 ms without end.
// A contact knows no expiration and no jurisdiction: a number stays blocked until it is removed here, whatever its entry says. Numbers stand in contacts as E.164; one
// that is written otherwise is not found, and gets a contact of its own that nobody calls.
import type { RemoteList } from '../../src-shared/contract/destinations.ts';
import type { VendorFailure } from '../../src-shared/failures.ts';
import type { HttpRequest } from '../ports/http.ts';
import type { Batch, Call, Connector, PushOutcome, SignIn, SignInCall, VendorFacts } from './connector.ts';
import { readList, readLists } from './genesys-contactlists-answers.ts';
import { contactCampaigns, findCampaignUses } from './genesys-contactlists-campaigns.ts';
import { contactFields, findContactFault, readColumns } from './genesys-contactlists-form.ts';
import { readBackContacts } from './genesys-contactlists-read-back.ts';
import { createListRequest, isRef, listsRequest } from './genesys-contactlists-requests.ts';
import { blockNumbers, releaseNumbers } from './genesys-contactlists-writes.ts';
import { readFailure, readToken } from './genesys-dnclists-answers.ts';
import { findGenesysAddresses } from './genesys-dnclists-form.ts';
import { toBasic, tokenRequest, type Access } from './genesys-dnclists-requests.ts';
import { failNoReply } from './no-reply.ts';

const facts: VendorFacts = {
  dialect: 'genesys-contactlists',
  label: 'Genesys contact lists',
  listWord: 'contact list',
  fields: contactFields,
  cooldownMs: 180_000,
  maxBatch: 50,
  verifies: 'read-back',
  countries: [],
  needsJurisdiction: false,
  offers: ['wake-campaigns'],
  writesAtOnce: 2,
  keyMemoryMs: null,
  // Marking twice is marking once, and a new contact's id comes from its number.
  repeat: 'harmless',
  expiryLimitMs: null,
  // 300 requests a minute and token; a batch takes two at least, and what it really took narrows the pace.
  rate: { requests: 150, perMs: 60_000 },
  readsExpiry: false,
  readsJurisdiction: false,
  expiryGrainMs: 60_000,
};

/** A list of lists longer than this repeats itself. */
const mostPages = 500;

export const createGenesysContactlists = (): Connector => ({
  facts,
  invalidSetting: findContactFault,
  signIn,
  lists: (call) => findLists(call),
  createList,
  push: (call, batch) => write(call, batch, blockNumbers),
  remove: (call, batch) => write(call, batch, releaseNumbers),
  readBack: readBackContacts,
  uses: findCampaignUses,
  campaigns: contactCampaigns,
});

const signIn = async ({ http, settings, secrets, signal }: SignInCall): Promise<SignIn> => {
  const addresses = findGenesysAddresses(settings);
  if (addresses === null) return { kind: 'failed', failure: { type: 'RegionWrong', region: settings['region'] ?? '', why: 'Genesys Cloud has no such region' } };
  const clientId = settings['clientId']?.trim() ?? '';
  const clientSecret = secrets['clientSecret'] ?? '';
  const reply = await http.send(tokenRequest(addresses.login, clientId, clientSecret, signal));
  return readToken(reply, { ...addresses, hidden: [...Object.values(secrets), toBasic(clientId, clientSecret)] });
};

type Found = { readonly kind: 'lists'; readonly lists: readonly RemoteList[] } | { readonly kind: 'token-ended' } | { readonly kind: 'failed'; readonly failure: VendorFailure };

const findLists = async (call: Call, name?: string): Promise<Found> => {
  const lists = new Map<string, RemoteList>();
  for (let page = 1; page <= mostPages; page += 1) {
    const request = listsRequest(accessOf(call), page, name);
    const reply = await call.http.send(request);
    if (reply.kind !== 'reply') return { kind: 'failed', failure: failNoReply(reply, request.url) };
    if (reply.status === 401) return { kind: 'token-ended' };
    const read = readLists(reply, page, readColumns(call.settings));
    if (read === null) return { kind: 'failed', failure: readFailure(reply, askedFor(call, request)) };
    for (const list of read.lists) lists.set(list.listRef, list);
    if (read.last) break;
  }
  return { kind: 'lists', lists: [...lists.values()] };
};

/** A name that is taken is no failure when the list that has it has the columns: the first attempt may have been answered into the void. */
const createList: Connector['createList'] = async (call, name) => {
  const columns = readColumns(call.settings);
  const request = createListRequest(accessOf(call), name, columns);
  const reply = await call.http.send(request);
  if (reply.kind !== 'reply') return { kind: 'failed', failure: failNoReply(reply, request.url) };
  if (reply.status === 401) return { kind: 'token-ended' };
  const created = readList(reply, columns);
  if (created !== null) return { kind: 'created', list: created };
  const failure = readFailure(reply, askedFor(call, request));
  if (reply.status !== 409 && reply.status !== 400) return { kind: 'failed', failure };
  const found = await findLists(call, name);
  if (found.kind !== 'lists') return found;
  const list = found.lists.find((one) => one.name === name);
  if (list === undefined) return { kind: 'failed', failure };
  return list.unsuitable === null ? { kind: 'created', list } : { kind: 'failed', failure: { type: 'ListUnsuitable', list: name, why: list.unsuitable } };
};

const write = async (call: Call, batch: Batch, carryOut: (call: Call, batch: Batch) => Promise<PushOutcome>): Promise<PushOutcome> => {
  if (batch.numbers.length > facts.maxBatch) return { kind: 'too-large' };
  if (!isRef(batch.listRef)) {
    return { kind: 'refused', code: 'list.id', why: 'not the id of a contact list', failure: { type: 'ListMissing', list: batch.listRef }, receipt: null };
  }
  return batch.numbers.length === 0 ? { kind: 'answered', entries: [], receipt: '', vendorDate: null, pace: null } : carryOut(call, batch);
};

const accessOf = (call: Call): Access => ({ apiBase: call.apiBase, token: call.token(), signal: call.signal });

const askedFor = (call: Call, request: HttpRequest) => ({ url: request.url, list: null, hidden: [call.token()] });
