// Genesys contact lists: whoever carries a number is marked whole, the dialler's records are repeated, nobody is doubled, and only what is asked for is set free.
import { readFileSync } from 'node:fs';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { startPractice } from '../../../src-main/practice/start-practice.ts';
import type { Call } from '../../../src-main/vendors/connector.ts';
import { contactCampaigns } from '../../../src-main/vendors/genesys-contactlists-campaigns.ts';
import { createGenesysContactlists } from '../../../src-main/vendors/genesys-contactlists.ts';
import { createOpenApiCheck } from '../../helpers/check-openapi.ts';
import { startOpenApiProxy } from '../../helpers/openapi-proxy.ts';
import { valueOf } from '../../helpers/create-test-core.ts';
import { createTestBatch, createTestCall, phoneAt, readSteps } from '../../helpers/vendor-call.ts';
import { inTurn, json, routes, startVendorServer, text, type Answer, type VendorServer } from '../../helpers/vendor-server.ts';

const contacts = createGenesysContactlists();
const under = '/api/v2/outbound/contactlists/4711/contacts';
const date = 'Sat, 21 Nov 2026 10:00:00 GMT';
const fixture = (name: string): string => readFileSync(new URL(`../../fixtures/vendors/genesys-contactlists/${name}.json`, import.meta.url), 'utf8');
const recorded = (name: string): Answer => text(200, fixture(name), { 'content-type': 'application/json', date });
/** Gives back what was sent, as the vendor does. */
const echo: Answer = (response, seen) => json(200, JSON.parse(seen.body), { date, 'inin-correlation-id': 'corr-1' })(response, seen);
const nobody = json(200, { entities: [], total: 0 });
const puts = (server: VendorServer) => server.seen.filter(({ method }) => method === 'PUT').map(({ path, body }) => ({ path, body: JSON.parse(body) as unknown }));

let server: VendorServer;
beforeEach(async () => { server = await startVendorServer(); });
afterEach(() => server.close());
const call = (settings: Readonly<Record<string, string>> = {}): Call => createTestCall(server.base, settings);
const resultsOf = async (count: number, which: 'push' | 'remove' = 'push') => {
  const outcome = await contacts[which](call(), createTestBatch(count));
  return outcome.kind === 'answered' ? outcome.entries : outcome;
};

describe('a push', () => {
  it('finds contacts by unique id and phone columns, sends each back whole as not callable, and adds who is missing', async () => {
    server.answerWith(routes({ [`POST ${under}/search`]: recorded('search'), [`PUT ${under}/`]: echo, [`POST ${under}`]: echo }));
    const outcome = await contacts.push(call({ uniqueColumn: 'id', phoneColumns: 'phone, mobile' }), createTestBatch(3));
    expect(outcome).toMatchObject({ kind: 'answered', receipt: 'corr-1', vendorDate: date, entries: [
      { phone: phoneAt(0), result: 'accepted', vendorRef: 'c-1' }, { phone: phoneAt(1), result: 'accepted', vendorRef: 'c-2' }, { phone: phoneAt(2), result: 'accepted', vendorRef: 'dnc-12025550102' },
    ] });
    const phones = [0, 1, 2].map(phoneAt);
    expect(JSON.parse(server.seen[0]?.body ?? '')).toMatchObject({ pageNumber: 1, pageSize: 100, criteria: { clauses: [{ filterType: 'OR', predicates: ['id', 'phone', 'mobile'].map((column) => ({ column, operator: 'IN', range: { inSet: phones } })) }] } });
    expect(puts(server)).toEqual([
      { path: `${under}/c-1`, body: { id: 'c-1', contactListId: '4711', data: { id: 'customer-1', phone: phoneAt(0), name: 'Jo' }, phoneNumberStatus: { phone: { callable: true } }, callable: false } },
      // One that says nothing of it is called.
      { path: `${under}/c-3`, body: { id: 'c-3', contactListId: '4711', data: { id: 'customer-3', phone: phoneAt(0) }, callable: false } },
    ]);
    expect(JSON.parse(server.seen.at(-1)?.body ?? '')).toEqual([{ id: 'dnc-12025550102', contactListId: '4711', data: { id: phoneAt(2), phone: phoneAt(2) }, callable: false }]);
    expect(server.seen.flatMap((seen) => createOpenApiCheck('genesys').request({ ...seen, type: 'application/json' }))).toEqual([]);
  });

  it('goes on past a record the dialler holds, then asks for half a second', async () => {
    let held = true;
    const search = JSON.parse(fixture('search')) as { entities: { id: string; callable?: boolean }[] };
    const dialler: Answer = (response, seen) => {
      const isHeld = held && seen.path.endsWith('/c-1');
      if (!isHeld) for (const entity of search.entities) if (seen.path.endsWith(`/${entity.id}`)) entity.callable = false;
      (isHeld ? json(409, { code: 'general.conflict', status: 409 }) : echo)(response, seen);
    };
    server.answerWith(routes({ [`POST ${under}/search`]: (response, seen) => json(200, search)(response, seen), [`PUT ${under}/`]: dialler, [`POST ${under}`]: echo }));
    expect(await resultsOf(3)).toEqual({ kind: 'throttled', retryAfterMs: 500, partly: true });
    expect(server.seen.map(({ method, path }) => `${method} ${path.slice(under.length)}`)).toEqual(['POST /search', 'PUT /c-1', 'PUT /c-3', 'POST ']);
    held = false;
    expect((await resultsOf(3))).toMatchObject([{ result: 'accepted' }, { result: 'accepted' }, { result: 'accepted' }]);
    // What had been done is left alone.
    expect(puts(server).map(({ path }) => path.slice(under.length))).toEqual(['/c-1', '/c-3', '/c-1']);
  });

  it.each<readonly [string, Answer, object]>([
    ['an end of the token', json(401, {}), { kind: 'token-ended' }],
    ['429', json(429, {}, { 'retry-after': '2' }), { kind: 'throttled', retryAfterMs: 2_000 }],
    ['500', json(500, {}), { kind: 'unknown' }],
    ['a contact that stayed callable', json(200, { id: 'c-1', contactListId: '4711', data: {}, callable: true }), { kind: 'unknown' }],
    ['no permission', json(403, { code: 'missing.permissions', message: 'outbound:contact:edit' }), { kind: 'refused', failure: { type: 'PermissionMissing', permissions: ['outbound:contact:edit'] } }],
  ])('is repeated, or stops, as a whole when changing a contact meets %s', async (_name, answer, outcome) => {
    server.answerWith(routes({ [`POST ${under}/search`]: recorded('search'), [`PUT ${under}/`]: answer, [`POST ${under}`]: echo }));
    expect(await resultsOf(3)).toMatchObject(outcome);
  });

  it('leaves a number unknown whose contact is gone, and gives one that is refused to a person', async () => {
    server.answerWith(routes({ [`POST ${under}/search`]: recorded('search'), [`PUT ${under}/c-1`]: json(404, {}), [`PUT ${under}/c-3`]: echo, [`POST ${under}`]: echo }));
    expect(await resultsOf(2)).toMatchObject([{ phone: phoneAt(0), result: 'unknown' }, { result: 'accepted' }]);
    server.answerWith(routes({ [`POST ${under}/search`]: recorded('search'), [`PUT ${under}/c-1`]: json(400, { code: 'invalid.value', message: 'no such column' }), [`PUT ${under}/c-3`]: echo, [`POST ${under}`]: echo }));
    expect(await resultsOf(2)).toMatchObject([{ phone: phoneAt(0), result: 'refused', code: 'invalid.value', why: 'no such column' }, { result: 'accepted' }]);
  });

  it('takes for added only whom the answer shows as not callable, once', async () => {
    const one = (index: number, callable: boolean) => ({ id: `x-${index}`, data: { id: phoneAt(index) }, callable });
    server.answerWith(routes({ [`POST ${under}/search`]: nobody, [`POST ${under}`]: json(200, [one(0, false), one(1, true), one(2, false), one(2, true)]) }));
    expect((await resultsOf(4) as readonly { result: string }[]).map(({ result }) => result)).toEqual(['accepted', 'unknown', 'unknown', 'unknown']);
  });

  it('reads every page of a search, and believes none that stops early', async () => {
    const page = (from: number, count: number, total: number) => json(200, { total, entities: Array.from({ length: count }, (_, n) => ({ id: `c-${from + n}`, data: { phone: phoneAt(0) }, callable: false })) });
    server.answerWith(inTurn(page(0, 100, 120), page(100, 20, 120)));
    expect(await resultsOf(1)).toMatchObject([{ result: 'accepted', vendorRef: 'c-0' }]);
    expect(server.seen).toHaveLength(2);
    server.answerWith(inTurn(page(0, 100, 120), page(0, 0, 120)));
    expect(await resultsOf(1)).toMatchObject({ kind: 'unknown' });
  });

  it('reckons the rest of its allowance in batches', async () => {
    server.answerWith(routes({ [`POST ${under}/search`]: nobody, [`POST ${under}`]: (response, seen) => json(200, JSON.parse(seen.body), { 'inin-ratelimit-count': '100', 'inin-ratelimit-allowed': '300', 'inin-ratelimit-reset': '30' })(response, seen) }));
    expect(await contacts.push(call(), createTestBatch(1))).toMatchObject({ pace: { left: 100, resetMs: 30_000 } });
  });

  it('writes to no address that a contact\'s id would bend', async () => {
    server.answerWith(routes({ [`POST ${under}/search`]: json(200, { total: 1, entities: [{ id: '..', data: { phone: phoneAt(0) }, callable: true }] }) }));
    expect(await resultsOf(1)).toMatchObject([{ result: 'refused', code: 'contact.id' }]);
    expect(puts(server)).toEqual([]);
  });
});

describe('a removal', () => {
  it('makes the contacts callable again, and needs nothing where there are none', async () => {
    server.answerWith(routes({ [`POST ${under}/search`]: recorded('search'), [`PUT ${under}/`]: echo }));
    expect(await resultsOf(3, 'remove')).toMatchObject([{ result: 'accepted' }, { result: 'accepted' }, { result: 'accepted' }]);
    expect(puts(server)).toEqual([{ path: `${under}/c-2`, body: { id: 'c-2', contactListId: '4711', data: { id: 'customer-2', phone: phoneAt(1) }, callable: true } }]);
  });

  it('leaves a contact with another number to a person', async () => {
    const two = { id: 'c-1', data: { id: 'customer-1', phone: phoneAt(0), mobile: phoneAt(9) }, callable: false };
    server.answerWith(routes({ [`POST ${under}/search`]: json(200, { total: 1, entities: [two] }), [`PUT ${under}/`]: echo }));
    expect(await contacts.remove(call({ phoneColumns: 'phone,mobile' }), createTestBatch(1))).toMatchObject({ entries: [{ result: 'refused', code: 'contact.several-numbers' }] });
    expect(puts(server)).toEqual([]);
  });
});

describe('lists', () => {
  it('without the columns of the settings take no numbers', async () => {
    const list = (id: string, columnNames: readonly string[]) => ({ id, name: id, size: 3, columnNames });
    server.answerWith(json(200, { pageCount: 1, entities: [list('a', ['id', 'phone', 'name']), list('b', ['id', 'number'])] }));
    const found = await contacts.lists(call());
    expect(found.kind === 'lists' && found.lists.map(({ listRef, unsuitable }) => [listRef, unsuitable])).toEqual([['a', null], ['b', 'has no column phone']]);
  });

  it('are made with the columns of the settings', async () => {
    server.answerWith((response, seen) => json(200, { ...(JSON.parse(seen.body) as object), id: 'new' })(response, seen));
    expect(await contacts.createList(call({ uniqueColumn: 'customer', phoneColumns: 'home, cell' }), 'A')).toMatchObject({ kind: 'created', list: { listRef: 'new', unsuitable: null } });
    expect(JSON.parse(server.seen[0]?.body ?? '')).toMatchObject({ columnNames: ['customer', 'home', 'cell'], phoneColumns: [{ columnName: 'home' }, { columnName: 'cell' }] });
  });
});

describe('reading back', () => {
  const contact = (id: string, index: number, callable: boolean) => ({ id, data: { id, phone: phoneAt(index) }, callable });

  it('lists a number only while no contact with it is callable, wherever that one stands', async () => {
    server.answerWith(inTurn(json(200, { total: 4, entities: [contact('a', 0, false), contact('b', 1, false)] }), json(200, { total: 4, entities: [contact('c', 2, true), contact('d', 0, true)] })));
    expect(await readSteps(contacts.readBack?.(call(), '4711', 0))).toEqual([{ kind: 'listed', entries: [{ phone: phoneAt(1), expiresAt: null, jurisdiction: null }] }]);
  });

  it.each([
    ['a page that comes again', [json(200, { total: 4, entities: [contact('a', 0, false)] })]],
    ['an end before the total', [json(200, { total: 4, entities: [contact('a', 0, false)] }), json(200, { total: 4, entities: [] })]],
  ] as const)('fails at %s, and lists nothing', async (_name, answers) => {
    server.answerWith(inTurn(...answers));
    expect(await readSteps(contacts.readBack?.(call(), '4711', 0))).toMatchObject([{ kind: 'failed', failure: { type: 'VendorAnswerUnreadable' } }]);
  });
});

describe('campaigns', () => {
  const campaign = JSON.parse(fixture('campaign')) as { readonly version: number; readonly campaignStatus: string };
  const path = '/api/v2/outbound/campaigns';
  const chosen = [{ dncType: 'CORPORATE', listRef: '4711', listName: 'Offers' }] as const;
  const wake = () => contactCampaigns.settle(call(), 'camp-1', chosen);
  const listed = json(200, { pageCount: 1, entities: [campaign, { ...campaign, id: 'camp-2', campaignStatus: 'off' }, { ...campaign, id: 'camp-3', contactList: { id: 'other' } }] });

  it('that dial a list are named with their state; a list that nobody dials is told', async () => {
    server.answerWith(listed);
    expect(await contacts.uses?.(call(), ['4711', 'nobody'])).toEqual({ kind: 'uses', lists: [
      { listRef: '4711', by: ['campaign Spring offers (complete)', 'campaign Spring offers (off)'], warnings: [], asleep: ['Spring offers'] },
      { listRef: 'nobody', by: [], warnings: ['no campaign dials this contact list'], asleep: [] },
    ] });
  });

  it('that are complete can be woken, and are set back to on as whole objects; no others', async () => {
    server.answerWith(routes({ [`GET ${path}`]: listed, [`GET ${path}/camp-1`]: json(200, campaign), [`GET ${path}/camp-2`]: json(200, { ...campaign, campaignStatus: 'off' }), [`PUT ${path}/camp-1`]: echo }));
    expect(await contactCampaigns.find(call(), chosen)).toMatchObject({ campaigns: [{ campaignId: 'camp-1', name: 'Spring offers', status: 'complete', lists: ['Offers'], can: 'wake' }, { campaignId: 'camp-2', can: null }] });
    expect(await wake()).toEqual({ kind: 'settled', changed: true });
    expect(await contactCampaigns.settle(call(), 'camp-2', chosen)).toEqual({ kind: 'settled', changed: false });
    expect(await contactCampaigns.settle(call(), '../x', chosen)).toMatchObject({ kind: 'failed', failure: { code: 'campaign.not.found' } });
    expect(puts(server)).toEqual([{ path: `${path}/camp-1`, body: { ...campaign, campaignStatus: 'on' } }]);
  });

  it('that somebody changed meanwhile are read again, three times at most', async () => {
    server.answerWith(routes({ [`GET ${path}`]: listed, [`GET ${path}/camp-1`]: inTurn(json(200, campaign), json(200, { ...campaign, version: 8 })), [`PUT ${path}/camp-1`]: inTurn(json(409, { code: 'general.conflict', status: 409 }), echo) }));
    expect(await wake()).toEqual({ kind: 'settled', changed: true });
    expect(puts(server).map(({ body }) => (body as { version: number }).version)).toEqual([7, 8]);
    server.answerWith(routes({ [`GET ${path}`]: listed, [`GET ${path}/camp-1`]: json(200, campaign), [`PUT ${path}/camp-1`]: json(409, { code: 'general.conflict', status: 409 }) }));
    expect(await wake()).toMatchObject({ kind: 'failed', failure: { type: 'VendorRefused', status: 409 } });
    expect(puts(server)).toHaveLength(5);
  });

  it('are not called awake by an answer that does not say so', async () => {
    server.answerWith(routes({ [`GET ${path}`]: listed, [`GET ${path}/camp-1`]: json(200, campaign), [`PUT ${path}/camp-1`]: json(200, campaign) }));
    expect(await wake()).toMatchObject({ kind: 'failed', failure: { type: 'VendorAnswerUnreadable' } });
  });
});

it('works with its practice tenant within the vendor\'s documents: add, mark, free, use and wake', async () => {
  const tenant = valueOf(await startPractice('genesys-contactlists', { propagationMs: 0 }));
  const proxy = await startOpenApiProxy('genesys', tenant);
  try {
    const signedIn = await contacts.signIn({ ...call(), settings: { clientId: 'practice-client', baseAddress: proxy.baseUrl }, secrets: tenant.credentials });
    if (signedIn.kind !== 'signed-in') throw new Error(JSON.stringify(signedIn));
    const there = createTestCall(proxy.baseUrl, {}, { token: () => signedIn.token });
    const made = await contacts.createList(there, 'Offers');
    if (made.kind !== 'created') throw new Error(JSON.stringify(made));
    const { listRef } = made.list;
    const headers = { authorization: `Bearer ${signedIn.token}`, 'content-type': 'application/json' };
    const ask = async (method: string, path: string, body: unknown) => (await fetch(`${proxy.baseUrl}/api/v2/outbound/${path}`, { method, headers, body: JSON.stringify(body) })).json() as Promise<{ readonly id: string }>;
    await ask('POST', `contactlists/${listRef}/contacts`, [{ id: 'customer-7', contactListId: listRef, data: { id: 'customer-7', phone: phoneAt(0) }, callable: true }]);
    await ask('POST', 'campaigns', { name: 'Spring', contactList: { id: listRef }, dialingMode: 'preview', phoneColumns: [{ columnName: 'phone', type: 'cell' }], callerName: 'P', callerAddress: '+12025550199', campaignStatus: 'complete' });
    for (let times = 0; times < 2; times += 1) expect(await contacts.push(there, createTestBatch(3, { listRef }))).toMatchObject({ kind: 'answered', entries: [{ vendorRef: 'customer-7' }, { result: 'accepted' }, { result: 'accepted' }] });
    expect(tenant.contents(listRef).map(({ phone }) => phone).sort()).toEqual([0, 1, 2].map(phoneAt));
    expect(await contacts.lists(there)).toMatchObject({ lists: [{ listRef, size: 3 }] });
    await contacts.remove(there, createTestBatch(1, { listRef }));
    expect(await readSteps(contacts.readBack?.(there, listRef, 0))).toMatchObject([{ kind: 'listed', entries: [{ phone: phoneAt(1) }, { phone: phoneAt(2) }] }]);
    const on = [{ dncType: 'CORPORATE', listRef, listName: 'Offers' }] as const;
    expect(await contacts.uses?.(there, [listRef])).toMatchObject({ lists: [{ asleep: ['Practice campaign', 'Spring'] }] });
    const found = await contactCampaigns.find(there, on);
    for (const { campaignId } of found.kind === 'campaigns' ? found.campaigns : []) expect(await contactCampaigns.settle(there, campaignId, on)).toEqual({ kind: 'settled', changed: true });
    expect(await contacts.uses?.(there, [listRef])).toMatchObject({ lists: [{ by: ['campaign Practice campaign (on)', 'campaign Spring (on)'], asleep: [] }] });
    expect(proxy.takeObjections()).toEqual([]);
    expect(tenant.requests().filter(({ kind }) => kind === 'remove')).toHaveLength(1);
  } finally {
    await proxy.close();
    await tenant.close();
  }
});
