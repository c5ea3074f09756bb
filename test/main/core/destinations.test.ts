// Destinations through the one door: what is wrong is named before anything is kept, and every trouble of a vendor has its own name.
import Sqlite from 'better-sqlite3';
import { createServer } from 'node:net';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createHttp } from '../../../src-main/ports/node-http.ts';
import { readOnlyClient } from '../../../src-main/practice/genesys/genesys-sign-in.ts';
import type { Fault, PracticeTenant } from '../../../src-main/practice/practice.ts';
import { startPractice } from '../../../src-main/practice/start-practice.ts';
import type { DestinationDraft, DestinationView } from '../../../src-shared/contract/destinations.ts';
import { beginLog, createTestCore, valueOf, type TestCore } from '../../helpers/create-test-core.ts';

let world: TestCore;
let tenants: PracticeTenant[] = [];
beforeEach(async () => {
  const http = createHttp({ userAgent: 'DNC-Desk-test' });
  // What waits thirty seconds for a vendor waits a fifth of one here.
  world = await createTestCore({ needs: { http: { ...http, send: (request) => http.send({ ...request, timeoutMs: 200 }) } } });
});
afterEach(async () => {
  expect(world.defects).toEqual([]);
  await world.close();
  await Promise.all(tenants.map((tenant) => tenant.close()));
  tenants = [];
});

const draft = (over: Partial<DestinationDraft> = {}): DestinationDraft => ({
  name: 'Contact centre', dialect: 'genesys-dnclists', settings: { region: 'mypurecloud.com', clientId: 'c' }, countries: [], lateExpiry: 'permanent', shared: false, ...over,
});
const create = (over: Partial<DestinationDraft> = {}) => world.client.call('destination.create', draft(over));
const leaves = (): number => {
  const db = new Sqlite(join(world.home, 'ledger.db'), { readonly: true });
  const n = db.prepare('SELECT count(*) FROM leaf').pluck().get() as number;
  db.close();
  return n;
};
const tenantOf = async (dialect: DestinationDraft['dialect'] = 'genesys-dnclists'): Promise<PracticeTenant> => {
  const tenant = valueOf(await startPractice(dialect, { propagationMs: 0 }));
  tenants.push(tenant);
  return tenant;
};
/** A destination as a real one is set up, only that its address is a loopback tenant's. */
const against = async (tenant: PracticeTenant, credentials: Readonly<Record<string, string>> = tenant.credentials): Promise<DestinationView> => {
  const forms = valueOf(await world.client.call('destination.forms', {}));
  const fields = forms.find(({ dialect }) => dialect === tenant.dialect)?.fields ?? [];
  const settings = Object.fromEntries(fields.filter(({ kind }) => kind !== 'secret').map(({ name, initial }) => [name, credentials[name] ?? initial]));
  const made = valueOf(await create({ name: `D ${tenants.length} ${Math.random()}`, dialect: tenant.dialect, settings: { ...settings, baseAddress: tenant.baseUrl } }));
  for (const { name } of fields.filter(({ kind }) => kind === 'secret')) {
    const secret = credentials[name];
    if (secret !== undefined) valueOf(await world.client.call('destination.save-secret', { destinationId: made.destinationId, field: name, secret }));
  }
  return made;
};
const check = ({ destinationId }: DestinationView) => world.client.call('destination.check', { destinationId });
const withFault = async (fault: Fault, on: 'any' | 'lists' = 'any') => {
  const tenant = await tenantOf();
  const made = await against(tenant);
  tenant.setFaults([{ on, fault }]);
  return check(made);
};

describe('settings', () => {
  it.each<[string, Partial<DestinationDraft>, object]>([
    ['a field the dialect does not have', { settings: { region: 'mypurecloud.com', clientId: 'c', colour: 'red' } }, { field: 'colour' }],
    ['a secret among them', { settings: { region: 'mypurecloud.com', clientId: 'c', clientSecret: 'hunter2' } }, { field: 'clientSecret' }],
    ['a region that does not exist', { settings: { region: 'evil.example', clientId: 'c' } }, { field: 'region' }],
    ['no client ID', { settings: { region: 'mypurecloud.com', clientId: ' ' } }, { field: 'clientId' }],
    ['an address that is none', { settings: { clientId: 'c', baseAddress: 'ftp://x' } }, { field: 'baseAddress' }],
    ['plain http to another machine', { settings: { clientId: 'c', baseAddress: 'http://example.com' } }, { field: 'baseAddress', why: 'plain http is allowed to this machine only; use https://' }],
    ['an address with a password', { settings: { clientId: 'c', baseAddress: 'https://a:b@example.com' } }, { field: 'baseAddress' }],
    ['fields of the other dialect', { settings: { tenantId: 't' } }, { field: 'tenantId' }],
  ])('with %s are refused, and nothing is kept', async (_what, over, failure) => {
    valueOf(await beginLog(world));
    const before = leaves();
    const refused = await create(over);
    expect(refused).toMatchObject({ ok: false, failure: { type: 'SettingInvalid', ...failure } });
    expect(JSON.stringify(refused)).not.toContain('hunter2');
    expect(valueOf(await world.client.call('destination.page', {}))).toEqual([]);
    expect(leaves()).toBe(before);
  });

  it('are checked again when they change, those of a practice destination as well', async () => {
    const { destinationId } = valueOf(await create());
    const { dialect: _dialect, ...rest } = draft();
    expect(await world.client.call('destination.update', { destinationId, ...rest, settings: { clientSecret: 'hunter2' } })).toMatchObject({ ok: false, failure: { type: 'SettingInvalid', field: 'clientSecret' } });
    const practice = valueOf(await world.client.call('practice.create', { dialect: 'genesys-dnclists' }));
    for (const settings of [{ clientSecret: 'hunter2' }, { colour: 'red' }]) {
      expect(await world.client.call('destination.update', { destinationId: practice.destinationId, ...rest, name: practice.name, settings })).toMatchObject({ ok: false, failure: { type: 'SettingInvalid' } });
    }
    expect(await world.client.call('destination.update', { destinationId: practice.destinationId, ...rest, name: 'Renamed', settings: practice.settings })).toMatchObject({ ok: true, value: { name: 'Renamed' } });
  });
});

describe('a name', () => {
  it('is taken in either case, also by the next one of many at once, and free again once its holder is gone', async () => {
    const { destinationId } = valueOf(await create());
    expect(await create({ name: ' CONTACT CENTRE ' })).toEqual({ ok: false, failure: { type: 'NameTaken', name: 'CONTACT CENTRE' } });
    const many = await Promise.all(Array.from({ length: 5 }, () => create({ name: 'Many' })));
    expect(many.filter(({ ok }) => ok)).toHaveLength(1);
    const other = valueOf(await create({ name: 'Other' }));
    const { dialect: _dialect, ...rest } = draft({ name: 'contact centre' });
    expect(await world.client.call('destination.update', { destinationId: other.destinationId, ...rest })).toMatchObject({ failure: { type: 'NameTaken' } });
    expect(await world.client.call('destination.update', { destinationId, ...rest })).toMatchObject({ ok: true, value: { name: 'contact centre' } });
    valueOf(await world.client.call('destination.remove', { destinationId }));
    expect((await create()).ok).toBe(true);
  });

  it('that a practice destination would have is counted on', async () => {
    const names: string[] = [];
    for (let i = 0; i < 3; i += 1) names.push(valueOf(await world.client.call('practice.create', { dialect: 'cxone-dnc-groups' })).name);
    expect(new Set(names).size).toBe(3);
    expect(await world.client.call('practice.create', { dialect: 'cxone-dnc-groups', name: names[0]?.toUpperCase() ?? '' })).toMatchObject({ failure: { type: 'NameTaken' } });
  });
});

describe('what is not there', () => {
  it('is said by every command that is asked about it', async () => {
    const missing = { ok: false, failure: { type: 'NotFound', what: 'destination', id: 99 } };
    const { dialect: _dialect, ...rest } = draft();
    const answers = await Promise.all([
      world.client.call('destination.get', { destinationId: 99 }), world.client.call('destination.update', { destinationId: 99, ...rest }), world.client.call('destination.remove', { destinationId: 99 }),
      world.client.call('destination.save-secret', { destinationId: 99, field: 'clientSecret', secret: 'x' }), world.client.call('destination.check', { destinationId: 99 }),
      world.client.call('destination.set-list', { destinationId: 99, dncType: 'STATE', listRef: 'x' }), world.client.call('destination.create-list', { destinationId: 99, dncType: 'STATE', name: 'x' }),
      world.client.call('run.start', { destinationId: 99 }), world.client.call('run.plan', { destinationId: 99 }), world.client.call('verify.start', { destinationId: 99 }),
    ]);
    for (const answer of answers) expect(answer).toEqual(missing);
    expect([...world.keychain.secrets.keys()].filter((account) => !account.startsWith('log-') && !account.startsWith('subject-pepper/'))).toEqual([]);
  });

  it('is said when it goes while something is done with it', async () => {
    const { destinationId } = valueOf(await create());
    const [saved, removed] = await Promise.all([
      world.client.call('destination.save-secret', { destinationId, field: 'clientSecret', secret: 'hunter2' }), world.client.call('destination.remove', { destinationId }),
    ]);
    expect(removed).toMatchObject({ ok: true });
    expect(saved.ok || saved.failure.type === 'NotFound').toBe(true);
    expect([...world.keychain.secrets.keys()].filter((account) => account.startsWith('destination/'))).toEqual([]);
  });
});

describe('lists', () => {
  it('serve one type each, also when two are chosen at the same moment', async () => {
    const tenant = await tenantOf();
    const made = await against(tenant);
    const { destinationId } = made;
    const federal = valueOf(await world.client.call('destination.create-list', { destinationId, dncType: 'FEDERAL', name: 'Federal' }));
    const listRef = federal.lists[0]?.listRef ?? '';
    expect(await world.client.call('destination.set-list', { destinationId, dncType: 'STATE', listRef })).toMatchObject({ ok: false, failure: { type: 'SettingInvalid', field: 'listRef' } });
    expect(await world.client.call('destination.set-list', { destinationId, dncType: 'FEDERAL', listRef })).toMatchObject({ ok: true });
    const state = valueOf(await world.client.call('destination.create-list', { destinationId, dncType: 'STATE', name: 'State' }));
    const other = valueOf(await world.client.call('destination.create-list', { destinationId, dncType: 'STATE', name: 'State two' }));
    expect(other.lists).toHaveLength(2);
    const free = state.lists.find(({ dncType }) => dncType === 'STATE')?.listRef ?? '';
    const both = await Promise.all((['CORPORATE', 'PERSONAL'] as const).map((dncType) => world.client.call('destination.set-list', { destinationId, dncType, listRef: free })));
    expect(both.filter(({ ok }) => ok)).toHaveLength(1);
    expect(both.find(({ ok }) => !ok)).toMatchObject({ failure: { type: 'SettingInvalid', field: 'listRef' } });
  });

  it('that take one type only are chosen for no other, and one chosen wrongly before is named by the check', async () => {
    const { destinationId } = await against(await tenantOf('genesys-dnc-entries-bulk'));
    expect(await world.client.call('destination.set-list', { destinationId, dncType: 'FEDERAL', listRef: 'STATE' })).toEqual({
      ok: false, failure: { type: 'SettingInvalid', field: 'listRef', why: 'it takes STATE numbers only; choose the one for FEDERAL' },
    });
    const db = new Sqlite(join(world.home, 'ledger.db'));
    db.prepare("INSERT INTO destination_list (destination_id, dnc_type, list_ref, list_name) VALUES (?, 'FEDERAL', 'STATE', 'Entries')").run(destinationId);
    db.close();
    expect(await world.client.call('destination.check', { destinationId })).toMatchObject({ ok: false, failure: { type: 'ListUnsuitable', list: 'Entries', why: 'it takes STATE numbers only, and is chosen for FEDERAL' } });
  });

  it('that are not at the vendor are not chosen', async () => {
    const { destinationId } = await against(await tenantOf());
    expect(await world.client.call('destination.set-list', { destinationId, dncType: 'STATE', listRef: 'nowhere' })).toEqual({ ok: false, failure: { type: 'ListMissing', list: 'nowhere' } });
  });
});

describe('checking the connection', () => {
  it('finds the lists, and says when', async () => {
    const tenant = await tenantOf();
    const made = await against(tenant);
    expect(made.checkedAt).toBeNull();
    valueOf(await world.client.call('destination.create-list', { destinationId: made.destinationId, dncType: 'STATE', name: 'State' }));
    const checked = valueOf(await check(made));
    expect(checked.lists.map(({ name }) => name)).toEqual(['State']);
    expect(valueOf(await world.client.call('destination.get', { destinationId: made.destinationId })).checkedAt).toBe(checked.checkedAt);
  });

  it.each(['genesys-dnclists', 'cxone-dnc-groups'] as const)('of %s names a wrong secret, and one never saved', async (dialect) => {
    const tenant = await tenantOf(dialect);
    const secrets = Object.fromEntries(Object.entries(tenant.credentials).map(([name, value]) => [name, /secret/i.test(name) ? 'not-the-one' : value]));
    expect(await check(await against(tenant, secrets))).toMatchObject({ ok: false, failure: { type: 'CredentialRefused' } });
    const none = Object.fromEntries(Object.entries(tenant.credentials).filter(([name]) => !/secret/i.test(name)));
    expect(await check(await against(tenant, none))).toMatchObject({ ok: false, failure: { type: 'CredentialMissing', fields: expect.any(Array) as unknown[] } });
  });

  it('works once the right secret is saved', async () => {
    const tenant = await tenantOf();
    const made = await against(tenant, { ...tenant.credentials, clientSecret: 'not-the-one' });
    expect((await check(made)).ok).toBe(false);
    valueOf(await world.client.call('destination.save-secret', { destinationId: made.destinationId, field: 'clientSecret', secret: tenant.credentials['clientSecret'] ?? '' }));
    expect((await check(made)).ok).toBe(true);
  });

  it('names an address where nobody listens', async () => {
    const server = createServer();
    await new Promise<void>((resolve) => { server.listen(0, '127.0.0.1', resolve); });
    const { port } = server.address() as AddressInfo;
    await new Promise((resolve) => { server.close(resolve); });
    const tenant = await tenantOf();
    const made = valueOf(await create({ settings: { clientId: 'c', baseAddress: `http://127.0.0.1:${port}` } }));
    valueOf(await world.client.call('destination.save-secret', { destinationId: made.destinationId, field: 'clientSecret', secret: tenant.credentials['clientSecret'] ?? '' }));
    expect(await check(made)).toMatchObject({ ok: false, failure: { type: 'VendorUnreachable' } });
  });

  it('names an address whose host name is not known', async () => {
    const http = createHttp({ userAgent: 'DNC-Desk-test' });
    const far = await createTestCore({ needs: { http: { ...http, send: async () => ({ kind: 'unsent', why: 'no such host', cause: 'dns' }) } } });
    const made = valueOf(await far.client.call('destination.create', draft()));
    valueOf(await far.client.call('destination.save-secret', { destinationId: made.destinationId, field: 'clientSecret', secret: 'x' }));
    expect(await far.client.call('destination.check', { destinationId: made.destinationId })).toMatchObject({ ok: false, failure: { type: 'VendorUnreachable', address: 'https://login.mypurecloud.com', why: 'no such host' } });
    await far.close();
  });

  it('names a permission that is missing, at the latest where it is needed', async () => {
    const tenant = await tenantOf();
    const { destinationId } = await against(tenant, { ...tenant.credentials, ...readOnlyClient });
    expect(await world.client.call('destination.create-list', { destinationId, dncType: 'STATE', name: 'State' })).toMatchObject({ ok: false, failure: { type: 'PermissionMissing', permissions: expect.any(Array) as unknown[] } });
    const other = await against(tenant);
    tenant.setFaults([{ on: 'lists', fault: { kind: 'status', status: 403 } }]);
    expect(await check(other)).toMatchObject({ ok: false, failure: { type: 'PermissionMissing' } });
  });

  it('names a list that is gone', async () => {
    const tenant = await tenantOf();
    const made = await against(tenant);
    valueOf(await world.client.call('destination.create-list', { destinationId: made.destinationId, dncType: 'STATE', name: 'State' }));
    const empty = await tenantOf();
    const { dialect: _dialect, ...rest } = draft({ name: made.name, settings: { ...made.settings, baseAddress: empty.baseUrl } });
    valueOf(await world.client.call('destination.update', { destinationId: made.destinationId, ...rest }));
    expect(await check(made)).toEqual({ ok: false, failure: { type: 'ListMissing', list: 'State' } });
  });

  it.each<[string, Fault, object]>([
    ['a web page', { kind: 'html' }, { type: 'VendorAnswerUnreadable' }],
    ['half a body', { kind: 'half-json' }, { type: 'VendorAnswerUnreadable' }],
    ['a connection that ends in the middle of the answer', { kind: 'reset-mid-body' }, { type: 'VendorNoAnswer' }],
    ['a connection that is reset', { kind: 'reset-before' }, { type: 'VendorNoAnswer' }],
    ['no answer at all', { kind: 'hang' }, { type: 'VendorNoAnswer', onlyLooked: true }],
    ['too many requests', { kind: 'status', status: 429, retryAfterSeconds: 7 }, { type: 'VendorBusy', retryAfterMs: 7000 }],
    ['an error of its own', { kind: 'status', status: 500 }, { type: expect.stringMatching(/VendorRefused|VendorBusy|VendorNoAnswer/) as string }],
    ['a token that ends again and again', { kind: 'token-ended' }, { type: 'CredentialRefused' }],
  ])('names %s, and the destination is not called checked', async (_what, fault, failure) => {
    expect(await withFault(fault, 'lists')).toMatchObject({ ok: false, failure });
    expect(valueOf(await world.client.call('destination.page', {}))[0]?.checkedAt).toBeNull();
  });

  it('names the same troubles of the sign-in', async () => {
    for (const [fault, type] of [[{ kind: 'html' }, 'VendorAnswerUnreadable'], [{ kind: 'hang' }, 'VendorNoAnswer'], [{ kind: 'status', status: 429, retryAfterSeconds: 1 }, 'VendorBusy']] as const) {
      expect(await withFault(fault)).toMatchObject({ ok: false, failure: { type } });
    }
  });
});

describe('a practice tenant that fails while it is set up', () => {
  it('leaves no half of a destination behind', async () => {
    const ill = await createTestCore({ practice: { faults: [{ on: 'any', nth: 4, times: 100, fault: { kind: 'status', status: 500 } }] } });
    expect(await ill.client.call('practice.create', { dialect: 'genesys-dnclists', name: 'Practice' })).toMatchObject({ ok: false });
    expect(valueOf(await ill.client.call('destination.page', {}))).toEqual([]);
    expect(ill.defects).toEqual([]);
    await ill.close();
  });
});

describe('removing', () => {
  it('takes the secrets along, and is refused once something was pushed', async () => {
    const tenant = await tenantOf();
    const made = await against(tenant);
    expect([...world.keychain.secrets.keys()].some((account) => account.startsWith('destination/'))).toBe(true);
    valueOf(await world.client.call('destination.remove', { destinationId: made.destinationId }));
    expect([...world.keychain.secrets.keys()].some((account) => account.startsWith('destination/'))).toBe(false);

    const practice = valueOf(await world.client.call('practice.create', { dialect: 'genesys-dnclists' }));
    valueOf(await world.client.call('import.store', { ticket: world.ticketFor('a.csv', 'phone,code\n3035550101,A\n') }));
    valueOf(await world.client.call('code-map.save', { lines: [{ code: 'A', dncType: 'CORPORATE', jurisdiction: null, reason: 'x' }] }));
    valueOf(await world.client.call('run.start', { destinationId: practice.destinationId }));
    expect(await world.client.call('destination.remove', { destinationId: practice.destinationId })).toEqual({ ok: false, failure: { type: 'AlreadySettled', state: 'pushed' } });
  });
});
