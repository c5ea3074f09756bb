// NICE CXone DNC groups, spoken as the Admin API's own clients do; never checked against a live tenant.
// https://developer.niceincontact.com/API/AdminAPI : at most 4,500 records a request, 1,000,000 active records in all; rate limits are unpublished.
import type { HttpRequest } from '../ports/http.ts';
import { accessOf, type Access } from './access.ts';
import { ask } from './ask.ts';
import type { Batch, Call, Connector, EntryResult, PushOutcome, VendorFacts } from './connector.ts';
import { readCreated, readFailure, readGroups, readWrite } from './cxone-dnc-groups-answers.ts';
import { cxoneFields, findCxoneFault } from './cxone-dnc-groups-form.ts';
import { phoneToWire } from './cxone-dnc-groups-phones.ts';
import { lookUpRecord, readBackRecords } from './cxone-dnc-groups-records.ts';
import { addRecordsRequest, createGroupRequest, groupsRequest, isGroupRef, removeRecordsRequest } from './cxone-dnc-groups-requests.ts';
import { signInToCxone } from './cxone-dnc-groups-sign-in.ts';
import { findGroupUses } from './cxone-dnc-groups-uses.ts';
import { makeList } from './make-list.ts';

const facts: VendorFacts = {
  dialect: 'cxone-dnc-groups',
  label: 'NICE CXone',
  listWord: 'DNC group',
  fields: cxoneFields,
  cooldownMs: 180_000,
  maxBatch: 4_500,
  verifies: 'read-back',
  countries: [],
  needsJurisdiction: false,
  writesAtOnce: 2,
  keyMemoryMs: null,
  repeat: 'verify-first',
  expiryLimitMs: null,
  rate: null,
  readsExpiry: true,
  listLimit: 1_000_000,
  readsJurisdiction: false,
  // expiredDate names a day; the time of day is not promised back.
  expiryGrainMs: 86_400_000,
};

export const createCxoneDncGroups = (): Connector => ({
  facts,
  invalidSetting: findCxoneFault,
  signIn: signInToCxone,
  lists: findGroups,
  createList: createGroup,
  push: (call, batch) => write(call, batch, (access, phones) => addRecordsRequest(access, batch.listRef, phones, batch.expiresAt)),
  remove: (call, batch) => write(call, batch, (access, phones) => removeRecordsRequest(access, batch.listRef, phones)),
  readBack: readBackRecords,
  lookUp: lookUpRecord,
  uses: findGroupUses,
});

/** GET /dnc-groups has no paging: one answer holds all groups. */
const findGroups: Connector['lists'] = async (call) => {
  const asked = await ask(call, groupsRequest(accessOf(call)), readFailure);
  if (asked.kind !== 'answered') return asked;
  const lists = readGroups(asked.reply);
  return lists === null ? asked.unreadable() : { kind: 'lists', lists };
};

const createGroup: Connector['createList'] = (call, name) =>
  makeList(call, name, { request: createGroupRequest(accessOf(call), name), read: (reply) => readCreated(reply, name), find: () => findGroups(call), readFailure });

/** Numbers the wire cannot tell from another number are refused here and never sent. */
const write = async (call: Call, batch: Batch, build: (access: Access, phones: readonly number[]) => HttpRequest): Promise<PushOutcome> => {
  if (batch.numbers.length > facts.maxBatch) return { kind: 'too-large' };
  if (!isGroupRef(batch.listRef)) {
    return { kind: 'refused', code: 'list.id', why: 'not the id of a DNC group', failure: { type: 'ListMissing', list: batch.listRef }, receipt: null };
  }
  const sendable = batch.numbers.filter(({ phone }) => phoneToWire(phone) !== null);
  if (sendable.length === 0) return { kind: 'answered', entries: batch.numbers.map(refuseAmbiguous), receipt: '', vendorDate: null, pace: null };
  const access = accessOf(call);
  const request = build(access, sendable.map(({ phone }) => phoneToWire(phone) ?? 0));
  const outcome = readWrite(await call.http.send(request), { ...batch, numbers: sendable }, request.url, [access.token]);
  if (outcome.kind !== 'answered' || sendable.length === batch.numbers.length) return outcome;
  const results = new Map(outcome.entries.map((entry) => [entry.phone, entry]));
  return { ...outcome, entries: batch.numbers.map((number) => results.get(number.phone) ?? refuseAmbiguous(number)) };
};

const refuseAmbiguous = ({ phone }: { readonly phone: string }): EntryResult => ({
  phone, result: 'refused', code: 'number.ambiguous', why: 'CXone takes bare digits and would read these as another number',
});
