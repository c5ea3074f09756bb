// Genesys contact lists: a number is blocked by marking every contact that carries it as not callable; never checked against a live organisation.
// Platform API v2 with the limits of an integration guide: at most 50 contacts a POST; 409 means that the dialler holds the record, and is repeated after 500 ms without end.
// A contact knows no expiration and no jurisdiction: a number stays blocked until it is removed here, whatever its entry says. Numbers stand in contacts as E.164; one
// that is written otherwise is not found, and gets a contact of its own that nobody calls.
import { accessOf } from './access.ts';
import type { Batch, Call, Connector, ListsOutcome, PushOutcome, VendorFacts } from './connector.ts';
import { readList, readLists } from './genesys-contactlists-answers.ts';
import { contactCampaigns, findCampaignUses } from './genesys-contactlists-campaigns.ts';
import { contactFields, findContactFault, readColumns } from './genesys-contactlists-form.ts';
import { readBackContacts } from './genesys-contactlists-read-back.ts';
import { createListRequest, isRef, listsRequest } from './genesys-contactlists-requests.ts';
import { blockNumbers, releaseNumbers } from './genesys-contactlists-writes.ts';
import { readFailure } from './genesys-dnclists-answers.ts';
import { readListPages } from './genesys-pages-of-lists.ts';
import { signInToGenesys } from './genesys-sign-in.ts';
import { makeList } from './make-list.ts';

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

export const createGenesysContactlists = (): Connector => ({
  facts,
  invalidSetting: findContactFault,
  signIn: signInToGenesys,
  lists: (call) => findLists(call),
  createList,
  push: (call, batch) => write(call, batch, blockNumbers),
  remove: (call, batch) => write(call, batch, releaseNumbers),
  readBack: readBackContacts,
  uses: findCampaignUses,
  campaigns: contactCampaigns,
});

const findLists = (call: Call, name?: string): Promise<ListsOutcome> =>
  readListPages(call, (page) => listsRequest(accessOf(call), page, name), (reply, page) => readLists(reply, page, readColumns(call.settings)), readFailure);

/** A list that has the name but not the columns is no list of ours. */
const createList: Connector['createList'] = (call, name) => {
  const columns = readColumns(call.settings);
  return makeList(call, name, { request: createListRequest(accessOf(call), name, columns), read: (reply) => readList(reply, columns), find: () => findLists(call, name), readFailure });
};

const write = async (call: Call, batch: Batch, carryOut: (call: Call, batch: Batch) => Promise<PushOutcome>): Promise<PushOutcome> => {
  if (batch.numbers.length > facts.maxBatch) return { kind: 'too-large' };
  if (!isRef(batch.listRef)) {
    return { kind: 'refused', code: 'list.id', why: 'not the id of a contact list', failure: { type: 'ListMissing', list: batch.listRef }, receipt: null };
  }
  return batch.numbers.length === 0 ? { kind: 'answered', entries: [], receipt: '', vendorDate: null, pace: null } : carryOut(call, batch);
};
