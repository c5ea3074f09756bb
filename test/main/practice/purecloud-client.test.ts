// The vendor's own JavaScript client, unmodified, signs in to the practice Genesys and works lists, numbers, exports, campaigns and contacts there; every exchange is documented.
import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import type { PracticeTenant } from '../../../src-main/practice/practice.ts';
import { startPractice } from '../../../src-main/practice/start-practice.ts';
import { startOpenApiProxy, type OpenApiProxy } from '../../helpers/openapi-proxy.ts';
import { phone, phones } from './practice-world.ts';

type Body = Readonly<Record<string, unknown>>;
/** The client's types name only few of its calls' shapes; what comes back is checked by the proxy and by each test. */
type Outbound = Readonly<Record<string, (...given: readonly unknown[]) => Promise<Body>>>;
type Library = {
  readonly ApiClient: { readonly instance: {
    readonly setGateway: (gateway: { readonly host: string; readonly protocol: string; readonly port: number }) => void;
    readonly loginClientCredentialsGrant: (id: string, secret: string) => Promise<{ readonly accessToken: string; readonly tokenExpiryTime: number }>;
    readonly setAccessToken: (token: string) => void;
    readonly config: { readonly setConfigPath: (path: string) => void };
  } };
  readonly OutboundApi: new () => Outbound;
};

const home = mkdtempSync(join(tmpdir(), 'purecloud-home-'));
let client: Library['ApiClient']['instance'];
let outbound: Outbound;
let tenant: PracticeTenant;
let proxy: OpenApiProxy;
let accessToken = '';

beforeAll(async () => {
  // Read by the library when it is loaded (its configuration lies under the home folder) and by axios at each request.
  vi.stubEnv('HOME', home);
  vi.stubEnv('USERPROFILE', home);
  vi.stubEnv('NO_PROXY', '127.0.0.1');
  vi.stubEnv('no_proxy', '127.0.0.1');
  const started = await startPractice('genesys-dnclists', { propagationMs: 0, listLimit: 50 });
  if (!started.ok) throw new Error(started.failure.why);
  tenant = started.value;
  proxy = await startOpenApiProxy('genesys', tenant);
  // A CommonJS module; a plain object of classes.
  const library = createRequire(import.meta.url)('purecloud-platform-client-v2') as Library;
  client = library.ApiClient.instance;
  client.setGateway({ host: '127.0.0.1', protocol: 'http', port: Number(new URL(proxy.baseUrl).port) });
  const { clientId = '', clientSecret = '' } = tenant.credentials;
  const auth = await client.loginClientCredentialsGrant(clientId, clientSecret);
  accessToken = auth.accessToken;
  outbound = new library.OutboundApi();
});

afterAll(async () => {
  // Stops its watch over the configuration.
  client.config.setConfigPath('');
  await proxy.close();
  await tenant.close();
  vi.unstubAllEnvs();
  rmSync(home, { recursive: true, force: true });
});

const call = (name: string, ...given: readonly unknown[]): Promise<Body> => {
  const method = outbound[name];
  if (method === undefined) throw new Error(`the client has no ${name}`);
  return method.apply(outbound, [...given]);
};
/** The vendor's error body: the client rejects with it. */
const refusal = (name: string, ...given: readonly unknown[]): Promise<unknown> => call(name, ...given).then(() => 'no refusal', (problem: unknown) => problem);
const idOf = (body: Body): string => String(body['id']);
const entitiesOf = (body: Body): readonly Body[] => body['entities'] as readonly Body[];
const newList = async (name: string): Promise<string> => idOf(await call('postOutboundDnclists', { name, dncSourceType: 'rds', contactMethod: 'Phone' }));
const contents = (id: string): readonly string[] => tenant.contents(id).map((entry) => entry.phone).toSorted();

describe('signing in', () => {
  it('gives a token that lasts, and refuses a wrong secret', async () => {
    expect(accessToken).not.toBe('');
    await expect(client.loginClientCredentialsGrant(tenant.credentials['clientId'] ?? '', 'wrong')).rejects.toMatchObject({ response: { status: 401, data: { error: 'invalid_client' } } });
  });

  it('is asked for again with 401 when the token is not known', async () => {
    client.setAccessToken('another');
    try {
      expect(await refusal('getOutboundDnclists')).toMatchObject({ status: 401, code: 'bad.credentials' });
    } finally {
      client.setAccessToken(accessToken);
    }
  });
});

describe('lists', () => {
  it('are made, found by name and page by page, read with their size, renamed with their version and deleted', async () => {
    const id = await newList('Made here');
    await newList('Made there');
    expect(await refusal('postOutboundDnclists', { name: 'Made here', dncSourceType: 'rds' })).toMatchObject({ status: 409 });
    expect(await refusal('postOutboundDnclists', { name: 'No source' })).toMatchObject({ status: 400 });
    const page = await call('getOutboundDnclists', { pageSize: 1, pageNumber: 1, name: 'made', filterType: 'Prefix', includeSize: true, includeImportStatus: true });
    expect(page).toMatchObject({ total: 2, pageCount: 2, entities: [{ id, name: 'Made here', size: 0, dncSourceType: 'rds', contactMethod: 'Phone' }] });
    expect(entitiesOf(await call('getOutboundDnclists', { name: 'Made', sortOrder: 'descending' })).map((list) => list['name'])).toEqual(['Made there', 'Made here']);
    expect(entitiesOf(await call('getOutboundDnclistsDivisionviews', { name: 'made here', filterType: 'Equals' }))).toMatchObject([{ id }]);
    expect(await call('getOutboundDnclistsDivisionview', id, { includeSize: true })).toMatchObject({ id, size: 0 });

    const list = await call('getOutboundDnclist', id);
    expect(list['size']).toBeUndefined();
    expect(await call('putOutboundDnclist', id, { ...list, name: 'Renamed' })).toMatchObject({ id, name: 'Renamed', version: Number(list['version']) + 1 });
    expect(await refusal('putOutboundDnclist', id, { ...list, name: 'Too late' })).toMatchObject({ status: 409 });
    expect(await refusal('getOutboundDnclistImportstatus', id)).toMatchObject({ status: 404 });

    await call('deleteOutboundDnclist', id);
    expect(await refusal('getOutboundDnclist', id)).toMatchObject({ status: 404, code: 'dnc.list.not.found' });
    expect(await newList('Renamed')).not.toBe(id);
  });
});

describe('phone numbers', () => {
  it('are added with and without an expiration, added and removed by PATCH, and emptied by expiry or wholly', async () => {
    const id = await newList('Numbers');
    await call('postOutboundDnclistPhonenumbers', id, phones(3));
    await call('postOutboundDnclistPhonenumbers', id, [phone(3)], { expirationDateTime: `${new Date(Date.now() + 86_400_000).toISOString().slice(0, 16)}Z` });
    await call('patchOutboundDnclistPhonenumbers', id, { action: 'Add', phoneNumbers: [phone(4)] });
    await call('patchOutboundDnclistPhonenumbers', id, { action: 'Remove', phoneNumbers: [phone(0), phone(99)] });
    expect(contents(id)).toEqual([1, 2, 3, 4].map(phone));
    expect(await call('getOutboundDnclist', id, { includeSize: true })).toMatchObject({ size: 4 });

    expect(await refusal('postOutboundDnclistPhonenumbers', id, ['12'])).toMatchObject({ status: 400, code: 'constraint.validation' });
    expect(await refusal('postOutboundDnclistPhonenumbers', id, [phone(5)], { expirationDateTime: '2099-01-01T00:00Z' })).toMatchObject({ status: 400, code: 'invalid.date' });
    expect(await refusal('postOutboundDnclistPhonenumbers', id, phones(60))).toMatchObject({ status: 400, code: 'dnc.records.per.list.limit.exceeded', limit: { value: 50 } });
    const foreign = idOf(await call('postOutboundDnclists', { name: 'Of another', dncSourceType: 'dnc.com', contactMethod: 'Phone', loginId: 'me', dncCodes: ['B'] }));
    expect(await refusal('postOutboundDnclistPhonenumbers', foreign, [phone(1)])).toMatchObject({ status: 400, code: 'dnc.source.operation.not.supported' });
    expect(contents(id)).toHaveLength(4);

    await call('deleteOutboundDnclistPhonenumbers', id, { expiredOnly: true });
    expect(contents(id)).toHaveLength(4);
    await call('deleteOutboundDnclistPhonenumbers', id);
    expect(contents(id)).toEqual([]);
    expect(tenant.requests().filter(({ kind }) => kind === 'wipe').length).toBeGreaterThanOrEqual(2);
  });
});

describe('files', () => {
  it('are uploaded to a signed address, and a failed import is told as the status of the list', async () => {
    const id = await newList('Imported');
    const upload = async (csv: string): Promise<number> => {
      const { url, headers } = await call('postOutboundDnclistsUploads', { id, contentType: 'text/csv', phoneColumns: 'phone', expirationDateTimeColumn: 'until' });
      // The headers that the answer asks for.
      return (await fetch(String(url), { method: 'PUT', headers: headers as Record<string, string>, body: csv })).status;
    };
    expect(await upload(`name,phone,until\r\n"Doe, Jane",${phone(1)},\r\n,${phone(2)},${new Date(Date.now() + 86_400_000).toISOString().slice(0, 16)}Z\r\n`)).toBe(200);
    expect(contents(id)).toEqual([phone(1), phone(2)]);
    expect(await refusal('getOutboundDnclistImportstatus', id)).toMatchObject({ status: 404 });
    for (const csv of [`phone\n${phone(3)}\n`, `phone,until\n555,\n`, `phone,until\n${phone(3)},2099-01-01T00:00Z\n`, `phone,until\n${phones(60).join(',\n')},\n`]) {
      await upload(csv);
      expect(await call('getOutboundDnclistImportstatus', id)).toMatchObject({ state: 'FAILED', failureReason: expect.stringMatching(/./) as string });
    }
    expect(await call('getOutboundDnclist', id, { includeImportStatus: true })).toMatchObject({ importStatus: { state: 'FAILED' } });
    expect(contents(id)).toHaveLength(2);
    await upload(`phone,until\n${phone(3)},\n`);
    expect((await call('getOutboundDnclist', id, { includeImportStatus: true }))['importStatus']).toBeUndefined();
    expect(contents(id)).toHaveLength(3);
    expect(await refusal('postOutboundDnclistsUploads', { id: 'nowhere', contentType: 'text/csv' })).toMatchObject({ status: 404 });
  });
});

describe('exports', () => {
  it('are started, polled until they are there, and downloaded with the same token', async () => {
    const id = await newList('Exported');
    await call('postOutboundDnclistPhonenumbers', id, phones(2));
    expect(await refusal('getOutboundDnclistExport', id)).toMatchObject({ status: 404 });
    const before = Date.now();
    expect(idOf(await call('postOutboundDnclistExport', id))).not.toBe('');
    expect(await refusal('getOutboundDnclistExport', id)).toMatchObject({ status: 404 });
    const { uri, exportTimestamp } = await call('getOutboundDnclistExport', id);
    expect(Date.parse(String(exportTimestamp))).toBeGreaterThanOrEqual(before);
    const download = await fetch(String(uri), { headers: { authorization: `Bearer ${accessToken}` } });
    expect((await download.text()).split('\r\n').slice(1, -1)).toEqual(phones(2).map((one) => `${one},Phone,`));
  });
});

describe('campaigns', () => {
  const draft = { name: 'Spring offers', dialingMode: 'preview', contactList: { id: 'practice-contacts' }, phoneColumns: [{ columnName: 'phone', type: 'cell' }], callerName: 'Practice', callerAddress: '+12025550100' };

  it('are bound to a list with the full object and its version, and a stale version is a conflict', async () => {
    const list = await newList('Bound');
    const [first] = entitiesOf(await call('getOutboundCampaigns'));
    const id = idOf(first ?? {});
    const campaign = await call('getOutboundCampaign', id);
    const bound = await call('putOutboundCampaign', id, { ...campaign, dncLists: [{ id: list }] });
    expect(bound).toMatchObject({ version: Number(campaign['version']) + 1, dncLists: [{ id: list, name: 'Bound' }] });
    expect(await refusal('putOutboundCampaign', id, { ...campaign, dncLists: [] })).toMatchObject({ status: 409 });
    expect(await refusal('putOutboundCampaign', id, { name: campaign['name'], version: bound['version'] })).toMatchObject({ status: 400 });
    expect(await refusal('putOutboundCampaign', id, { ...bound, dncLists: [{ id: 'nowhere' }] })).toMatchObject({ status: 400 });
    expect(entitiesOf(await call('getOutboundCampaigns', { dncListIds: list })).map(idOf)).toEqual([id]);
    expect(entitiesOf(await call('getOutboundCampaigns', { dncListIds: await newList('Unbound') }))).toEqual([]);
  });

  it('are made, started, stopped, recycled, looked at and deleted', async () => {
    const id = idOf(await call('postOutboundCampaigns', draft));
    const status = async (): Promise<unknown> => (await call('getOutboundCampaign', id))['campaignStatus'];
    expect(await status()).toBe('off');
    await call('postOutboundCampaignStart', id);
    expect(await status()).toBe('on');
    expect(await refusal('deleteOutboundCampaignProgress', id)).toMatchObject({ status: 400 });
    await call('postOutboundCampaignStop', id);
    expect(await status()).toBe('off');

    await call('putOutboundCampaign', id, { ...await call('getOutboundCampaign', id), campaignStatus: 'complete' });
    await call('deleteOutboundCampaignProgress', id);
    expect(await status()).toBe('off');
    await call('patchOutboundCampaign', id, { outboundLineCount: 3 });
    expect(await call('getOutboundCampaign', id)).toMatchObject({ outboundLineCount: 3 });

    expect(await call('getOutboundCampaignProgress', id)).toMatchObject({ campaign: { id }, contactList: { id: 'practice-contacts' }, percentage: 0 });
    expect(await call('postOutboundCampaignsProgress', [id, 'nowhere'])).toHaveLength(1);
    expect(await call('getOutboundCampaignStats', id)).toMatchObject({ outstandingCalls: 0 });
    expect(await call('getOutboundCampaignDiagnostics', id)).toMatchObject({ callableContacts: { dncLists: [] } });
    expect(await call('getOutboundCampaignInteractions', id)).toMatchObject({ campaign: { id } });
    expect(entitiesOf(await call('getOutboundCampaignsDivisionviews', { name: 'Spring' })).map(idOf)).toEqual([id]);
    expect(await call('getOutboundCampaignsDivisionview', id)).toMatchObject({ id });

    expect(await call('deleteOutboundCampaign', id)).toMatchObject({ id });
    expect(await refusal('getOutboundCampaign', id)).toMatchObject({ status: 404 });
  });
});

describe('contact lists and contacts', () => {
  it('are made, filled, searched by a column, changed as whole objects and deleted', async () => {
    const contactListId = idOf(await call('postOutboundContactlists', { name: 'Customers', columnNames: ['id', 'phone'], phoneColumns: [{ columnName: 'phone', type: 'cell' }] }));
    expect(await refusal('postOutboundContactlists', { name: 'Customers', columnNames: ['id'] })).toMatchObject({ status: 409 });
    const made = await call('postOutboundContactlistContacts', contactListId, [0, 1, 2].map((n) => ({ contactListId, data: { id: `c-${n}`, phone: phone(n) }, callable: true }))) as unknown as readonly Body[];
    expect(made).toHaveLength(3);
    expect(await refusal('postOutboundContactlistContacts', contactListId, [{ contactListId, data: { colour: 'red' } }])).toMatchObject({ status: 400 });
    expect(await refusal('postOutboundContactlistContacts', contactListId, phones(1001).map((one) => ({ contactListId, data: { phone: one } })))).toMatchObject({ status: 413 });

    const found = await call('postOutboundContactlistContactsSearch', contactListId, {
      pageNumber: 1, pageSize: 10, criteria: { filterType: 'AND', clauses: [{ filterType: 'AND', predicates: [{ column: 'id', columnType: 'alphabetic', operator: 'EQUALS', value: 'c-1' }] }] },
    });
    expect(found).toMatchObject({ total: 1, contactsCount: 1, entities: [{ data: { id: 'c-1', phone: phone(1) }, callable: true }] });
    const [contact = {}] = entitiesOf(found);
    expect(await call('putOutboundContactlistContact', contactListId, idOf(contact), { ...contact, callable: false })).toMatchObject({ id: idOf(contact), callable: false });
    expect(await call('getOutboundContactlistContact', contactListId, idOf(contact))).toMatchObject({ callable: false });
    expect(await call('postOutboundContactlistContactsBulk', contactListId, made.map(idOf))).toHaveLength(3);

    const list = await call('getOutboundContactlist', contactListId, { includeSize: true });
    expect(list).toMatchObject({ size: 3 });
    expect(await call('putOutboundContactlist', contactListId, { ...list, name: 'Clients' })).toMatchObject({ name: 'Clients' });
    expect(await refusal('putOutboundContactlist', contactListId, { ...list, name: 'Too late' })).toMatchObject({ status: 409 });
    expect(entitiesOf(await call('getOutboundContactlists', { name: 'Clients' })).map(idOf)).toEqual([contactListId]);
    expect(entitiesOf(await call('getOutboundContactlistsDivisionviews', { name: 'Clients' })).map(idOf)).toEqual([contactListId]);
    expect(await call('getOutboundContactlistsDivisionview', contactListId)).toMatchObject({ columnNames: ['id', 'phone'] });

    await call('deleteOutboundContactlistContact', contactListId, idOf(contact));
    await call('deleteOutboundContactlistContacts', contactListId, [idOf(made[0] ?? {})]);
    expect(await call('getOutboundContactlist', contactListId, { includeSize: true })).toMatchObject({ size: 1 });
    await call('postOutboundContactlistClear', contactListId);
    expect(await call('getOutboundContactlist', contactListId, { includeSize: true })).toMatchObject({ size: 0 });
    await call('deleteOutboundContactlist', contactListId);
    const other = idOf(await call('postOutboundContactlists', { name: 'Others', columnNames: ['phone'] }));
    await call('deleteOutboundContactlists', [other]);
    expect(await refusal('getOutboundContactlist', other)).toMatchObject({ status: 404 });
  });
});

// Asked last: what all of the above sent and was answered.
it('every exchange was as the documents say, none was cut, and the calls nobody practises are these', () => {
  // Not of the client's making: this file asked for these two on purpose.
  expect(proxy.takeObjections()).toEqual([
    expect.stringContaining("POST /api/v2/outbound/dnclists: data must have required property 'dncSourceType'"),
    expect.stringContaining("PUT /api/v2/outbound/campaigns/{campaignId}: data must have required property 'contactList'"),
  ]);
  expect(proxy.counts()).toMatchObject({ cut: 0 });
  expect(proxy.missed()).toEqual([
    'DELETE /api/v2/outbound/dnclists/{dncListId}/customexclusioncolumns', 'DELETE /api/v2/outbound/dnclists/{dncListId}/emailaddresses', 'DELETE /api/v2/outbound/dnclists/{dncListId}/whatsappnumbers',
    'PATCH /api/v2/outbound/dnclists/{dncListId}/customexclusioncolumns', 'PATCH /api/v2/outbound/dnclists/{dncListId}/emailaddresses', 'PATCH /api/v2/outbound/dnclists/{dncListId}/whatsappnumbers',
    'POST /api/v2/outbound/dnclists/{dncListId}/emailaddresses',
  ]);
});

it('the client leaves nothing behind in the home folder', () => {
  expect(readdirSync(home)).toEqual([]);
});
