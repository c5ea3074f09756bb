// Genesys Cloud outbound DNC lists, spoken as the vendor's own clients do; never checked against a live organisation.
// Platform API v2: https://developer.genesys.cloud/routing/outbound/ ; limits: https://developer.genesys.cloud/organization/organization/limits
// (300 requests a minute and token, 1,000,000 numbers a list). Numbers per request are not published: 1,000, halved on 413.
import type { HttpRequest } from '../ports/http.ts';
import { accessOf, type Access } from './access.ts';
import type { Batch, Call, Connector, ListsOutcome, PushOutcome, VendorFacts } from './connector.ts';
import { readFailure, readList, readPage, readPush } from './genesys-dnclists-answers.ts';
import { readBackExport } from './genesys-dnclists-export.ts';
import { findGenesysFault, genesysFields } from './genesys-dnclists-form.ts';
import { addRequest, createListRequest, isListRef, listsRequest, removeRequest } from './genesys-dnclists-requests.ts';
import { findListUses } from './genesys-dnclists-uses.ts';
import { readListPages } from './genesys-pages-of-lists.ts';
import { signInToGenesys } from './genesys-sign-in.ts';
import { makeList } from './make-list.ts';

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

export const createGenesysDnclists = (): Connector => ({
  facts,
  invalidSetting: findGenesysFault,
  signIn: signInToGenesys,
  lists: (call) => findLists(call),
  createList,
  push: (call, batch) => write(call, batch, addRequest),
  remove: (call, batch) => write(call, batch, removeRequest),
  readBack: readBackExport,
  uses: findListUses,
});

const findLists = (call: Call, name?: string): Promise<ListsOutcome> => readListPages(call, (page) => listsRequest(accessOf(call), page, name), readPage, readFailure);

const createList: Connector['createList'] = (call, name) =>
  makeList(call, name, { request: createListRequest(accessOf(call), name), read: readList, find: () => findLists(call, name), readFailure });

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
