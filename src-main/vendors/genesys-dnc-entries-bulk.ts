// Genesys telephony DNC entries (bulk), as an integration guide describes the interface and gateways offer it; never checked against a live tenant.
// The guide: at most 1,000 entries a call, 207 with a word for each entry, an Idempotency-Key that is remembered for 24 hours.
// It names no way to read entries back, no list beside the type of an entry, and no address for tokens: Genesys Cloud's own is used.
import { dncTypes } from '../../src-shared/domain/dnc.ts';
import type { RemoteList } from '../../src-shared/contract/destinations.ts';
import { accessOf } from './access.ts';
import { toBasic } from './basic-credentials.ts';
import type { Batch, Call, Connector, EntryResult, PushOutcome, SignIn, SignInCall, VendorFacts } from './connector.ts';
import { readBulk, readRemoval, readToken } from './genesys-dnc-entries-bulk-answers.ts';
import { bulkCampaigns, findCampaignUses } from './genesys-dnc-entries-bulk-campaigns.ts';
import { bulkFields, findBulkAddresses, findBulkFault } from './genesys-dnc-entries-bulk-form.ts';
import { addEntriesRequest, isEntryRef, removeEntryRequest, tokenRequest } from './genesys-dnc-entries-bulk-requests.ts';

const facts: VendorFacts = {
  dialect: 'genesys-dnc-entries-bulk',
  label: 'Genesys DNC entries',
  listWord: 'suppression list',
  fields: bulkFields,
  cooldownMs: 180_000,
  maxBatch: 1_000,
  verifies: 'attestation',
  countries: [],
  needsJurisdiction: false,
  offers: ['bind-campaigns'],
  writesAtOnce: 4,
  keyMemoryMs: 86_400_000,
  repeat: 'same-key',
  expiryLimitMs: null,
  rate: null,
  readsExpiry: false,
  readsJurisdiction: false,
  expiryGrainMs: 1_000,
};

export const createGenesysDncEntriesBulk = (): Connector => ({
  facts,
  invalidSetting: findBulkFault,
  signIn,
  lists: () => Promise.resolve({ kind: 'lists', lists }),
  createList,
  push,
  remove,
  uses: findCampaignUses,
  campaigns: bulkCampaigns,
});

/** There is one store, and every entry names its type: so each type stands for a list, under a reference of its own. */
const lists: readonly RemoteList[] = dncTypes.map((type) => ({ listRef: type, name: `Telephony DNC entries ${type}`, size: null, unsuitable: null, dncType: type }));

const signIn = async ({ http, settings, secrets, signal }: SignInCall): Promise<SignIn> => {
  const addresses = findBulkAddresses(settings);
  if (addresses === null) return { kind: 'failed', failure: { type: 'RegionWrong', region: settings['region'] ?? '', why: 'Genesys Cloud has no such region' } };
  const clientId = settings['clientId']?.trim() ?? '';
  const clientSecret = secrets['clientSecret'] ?? '';
  const reply = await http.send(tokenRequest(addresses.login, clientId, clientSecret, signal));
  return readToken(reply, { ...addresses, hidden: [...Object.values(secrets), toBasic(clientId, clientSecret)] });
};

/** Nothing can be made; a name that says its type means the list that is there already. */
const createList: Connector['createList'] = (_call, name) => {
  const named = lists.filter(({ listRef }) => name.toUpperCase().split(/[^A-Z]+/).includes(listRef));
  const [list] = named;
  return Promise.resolve(list !== undefined && named.length === 1
    ? { kind: 'created', list }
    : { kind: 'failed', failure: { type: 'VendorRefused', status: 0, code: 'list.fixed', why: 'there is one list for each DNC type and no other can be made: choose one of them' } });
};

const push = async (call: Call, batch: Batch): Promise<PushOutcome> => {
  const early = findEarlyEnd(batch);
  if (early !== null) return early;
  const access = accessOf(call);
  const request = addEntriesRequest(access, batch);
  return readBulk(await call.http.send(request), batch, request.url, [access.token]);
};

/**
 * One DELETE for each entry, by the id its adding was answered with. An end of the token in between loses nothing: what is gone already answers 404.
 * Any other trouble leaves those not yet asked for unknown; as the first answer it speaks for the whole batch.
 */
const remove = async (call: Call, batch: Batch): Promise<PushOutcome> => {
  const early = findEarlyEnd(batch);
  if (early !== null) return early;
  const entries: EntryResult[] = [];
  let [receipt, vendorDate, asked]: [string, string | null, number] = ['', null, 0];
  for (const [index, { phone, vendorRef }] of batch.numbers.entries()) {
    if (vendorRef === undefined || vendorRef === null || !isEntryRef(vendorRef)) {
      entries.push({ phone, result: 'refused', code: 'entry.id.unknown', why: 'the vendor removes by the id of the entry, and none is known for this number' });
      continue;
    }
    const access = accessOf(call);
    const request = removeEntryRequest(access, vendorRef);
    const removal = readRemoval(await call.http.send(request), phone, request.url, [access.token]);
    if (removal.kind === 'done') {
      entries.push(removal.entry);
      [receipt, vendorDate] = [removal.receipt, removal.vendorDate];
    } else if (asked === 0) return removal;
    else if (removal.kind === 'token-ended') return { ...removal, partly: true };
    else if (removal.kind === 'refused' && removal.failure.type === 'VendorRefused' && removal.failure.status === 400) entries.push({ phone, result: 'refused', code: removal.code, why: removal.why });
    else {
      entries.push(...batch.numbers.slice(index).map((number): EntryResult => ({ phone: number.phone, result: 'unknown' })));
      break;
    }
    asked += 1;
  }
  return { kind: 'answered', entries, receipt, vendorDate, pace: null };
};

const findEarlyEnd = (batch: Batch): PushOutcome | null => {
  if (batch.numbers.length > facts.maxBatch) return { kind: 'too-large' };
  if (batch.listRef !== batch.dncType) {
    return { kind: 'refused', code: 'list.id', why: 'not the list of this DNC type', failure: { type: 'ListMissing', list: batch.listRef }, receipt: null };
  }
  return batch.numbers.length === 0 ? { kind: 'answered', entries: [], receipt: '', vendorDate: null, pace: null } : null;
};
