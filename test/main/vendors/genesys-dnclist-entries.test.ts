// Entries of Genesys DNC lists: counts that must account for every number, field errors, lists, and the webhook.
import { readFileSync } from 'node:fs';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createGenesysDnclistEntries } from '../../../src-main/vendors/genesys-dnclist-entries.ts';
import { entriesWebhooks as webhooks } from '../../../src-main/vendors/genesys-dnclist-entries-webhooks.ts';
import { dncTypes } from '../../../src-shared/domain/dnc.ts';
import { createTestBatch, createTestCall, phoneAt, testToken } from '../../helpers/vendor-call.ts';
import { empty, html, inTurn, json, routes, startVendorServer, text, type Answer, type VendorServer } from '../../helpers/vendor-server.ts';

const connector = createGenesysDnclistEntries();
const lists = '/api/v2/outbound/dnclists';
const date = 'Sat, 21 Nov 2026 10:00:00 GMT';
const recorded = (name: string): Answer =>
  text(Number(name.slice(0, 3)), readFileSync(new URL(`../../fixtures/vendors/genesys-dnclist-entries/${name}.json`, import.meta.url), 'utf8'), { 'content-type': 'application/json', date });

let server: VendorServer;
beforeEach(async () => { server = await startVendorServer(); });
afterEach(() => server.close());
const call = () => createTestCall(server.base);
const bodyOf = (index: number): unknown => JSON.parse(server.seen[index]?.body ?? 'null');

describe('signing in', () => {
  const signIn = (settings: Readonly<Record<string, string>> = {}) =>
    connector.signIn({ ...call(), settings: { clientId: 'id-1', baseAddress: `${server.base}/`, ...settings }, secrets: { clientSecret: 's1' } });

  it('asks under the address of the interface itself', async () => {
    server.answerWith(json(200, { access_token: 'tok', expires_in: 300 }));
    expect(await signIn()).toEqual({ kind: 'signed-in', token: 'tok', apiBase: server.base, expiresInMs: 300_000 });
    expect(server.seen[0]).toMatchObject({ method: 'POST', path: '/oauth/token', body: 'grant_type=client_credentials', headers: { authorization: `Basic ${Buffer.from('id-1:s1').toString('base64')}` } });
  });

  it('says that a region does not exist without asking anybody, and renews tokens 30 s before their end', async () => {
    expect(await signIn({ baseAddress: '', region: 'mypurecloud.xx' })).toMatchObject({ failure: { type: 'RegionWrong' } });
    expect(connector.facts.renewal).toEqual({ aheadMs: 30_000 });
  });
});

describe('lists', () => {
  const list = (id: string, over: object = {}): object => ({ id, name: `List ${id}`, dncSourceType: 'rds', contactMethod: 'Phone', size: 3, ...over });

  it('come from all pages, each with the reason why it takes no numbers', async () => {
    server.answerWith(inTurn(
      json(200, { entities: [list('a'), list('b', { dncSourceType: 'dnc.com' })], pageCount: 2 }),
      json(200, { entities: [list('c', { contactMethod: 'Email' }), { id: 'd', name: 'List d' }], pageCount: 2 }),
    ));
    expect(await connector.lists(call())).toMatchObject({ lists: [{ listRef: 'a', unsuitable: null }, { unsuitable: 'dnc.com source' }, { unsuitable: 'holds Email contacts' }, { listRef: 'd', size: null, unsuitable: null }] });
    expect(server.seen.map(({ query }) => query.get('pageNumber'))).toEqual(['1', '2']);
  });

  it('are made once: a taken name gives the list that has it, if it takes numbers', async () => {
    const taken = (entity: object): Answer => routes({ [`POST ${lists}`]: json(409, { code: 'duplicate.name' }), [`GET ${lists}`]: json(200, { entities: [entity], pageCount: 1 }) });
    server.answerWith(json(200, list('new', { name: 'Federal' })));
    expect(await connector.createList(call(), 'Federal')).toMatchObject({ kind: 'created', list: { listRef: 'new' } });
    server.answerWith(taken(list('old', { name: 'Federal' })));
    expect(await connector.createList(call(), 'Federal')).toMatchObject({ kind: 'created', list: { listRef: 'old' } });
    server.answerWith(taken(list('old', { name: 'Federal', dncSourceType: 'gryphon' })));
    expect(await connector.createList(call(), 'Federal')).toMatchObject({ failure: { type: 'ListUnsuitable', why: 'gryphon source' } });
    server.answerWith(taken(list('old', { name: 'Federal 2' })));
    expect(await connector.createList(call(), 'Federal')).toMatchObject({ failure: { type: 'VendorRefused', status: 409, code: 'duplicate.name' } });
  });
});

describe('a push', () => {
  const push = (answer: Answer, count = 3) => {
    server.answerWith(answer);
    return connector.push(call(), createTestBatch(count));
  };
  const results = async (answer: Answer, count = 3): Promise<readonly string[]> => {
    const outcome = await push(answer, count);
    return outcome.kind === 'answered' ? outcome.entries.map(({ result }) => result) : [outcome.kind];
  };

  it('sends one reason and one expiry for all, under the key of the batch', async () => {
    server.answerWith(recorded('200-duplicates'));
    await connector.push(call(), createTestBatch(2, { expiresAt: Date.UTC(2027, 0, 31, 12, 30) }));
    expect(server.seen[0]).toMatchObject({ method: 'POST', path: `${lists}/4711/entries`, headers: { 'idempotency-key': '00000000-0000-4000-8000-000000000001', authorization: `Bearer ${testToken}` } });
    expect(bodyOf(0)).toEqual({ phoneNumbers: [phoneAt(0), phoneAt(1)], reason: 'REGULATORY', expires: '2027-01-31T12:30:00.000Z' });
  });

  it('says REGULATORY for registries and CUSTOMER_REQUEST for what people asked for; null is permanent', async () => {
    server.answerWith(recorded('200-duplicates'));
    for (const dncType of dncTypes) await connector.push(call(), createTestBatch(1, { dncType }));
    expect(server.seen.map((_, index) => bodyOf(index))).toEqual(['REGULATORY', 'REGULATORY', 'CUSTOMER_REQUEST', 'CUSTOMER_REQUEST'].map((reason) => ({ phoneNumbers: [phoneAt(0)], reason, expires: null })));
  });

  it('is accepted but for the numbers under error, when the counts come to the whole batch', async () => {
    expect(await push(recorded('200-mixed'))).toEqual({
      kind: 'answered', receipt: '', vendorDate: date, pace: null,
      entries: [
        { phone: '+12025550100', result: 'accepted' },
        { phone: '+12025550101', result: 'refused', code: 'country.not.allowed', why: 'Numbers of this country are not allowed.' },
        { phone: '+12025550102', result: 'accepted' },
      ],
    });
    expect(await results(recorded('200-bare-numbers'))).toEqual(['accepted', 'refused', 'accepted']);
  });

  it('is duplicate where every number was there already, and where only some were nobody can say which', async () => {
    expect(await results(recorded('200-duplicates'))).toEqual(['duplicate', 'duplicate', 'duplicate']);
    expect(await results(json(200, { created: 1, duplicate: 2, updated: 0, error: [] }))).toEqual(['accepted', 'accepted', 'accepted']);
  });

  it.each<readonly [string, Answer, readonly string[]]>([
    ['too few', recorded('200-short'), ['unknown', 'unknown', 'unknown']],
    ['too many', json(200, { created: 4, duplicate: 0, updated: 0, error: [] }), ['unknown', 'unknown', 'unknown']],
    ['a number counted and refused', json(200, { created: 3, duplicate: 0, updated: 0, error: [phoneAt(1)] }), ['unknown', 'refused', 'unknown']],
    ['an error that names nobody', json(200, { created: 2, duplicate: 0, updated: 0, error: [{}] }), ['unknown', 'unknown', 'unknown']],
    ['an error that names a stranger', json(200, { created: 2, duplicate: 0, updated: 0, error: ['+12025550199'] }), ['unknown', 'unknown', 'unknown']],
    ['the same error twice', json(200, { created: 1, duplicate: 0, updated: 0, error: [phoneAt(1), phoneAt(1)] }), ['unknown', 'refused', 'unknown']],
    ['nothing at all', json(200, { created: 0, duplicate: 0, updated: 0, error: [] }), ['unknown', 'unknown', 'unknown']],
    ['a negative count', json(200, { created: 4, duplicate: -1, updated: 0, error: [] }), ['unknown']],
    ['no error list', json(200, { created: 3, duplicate: 0, updated: 0 }), ['unknown']],
    ['an empty body', empty(204), ['unknown']],
  ])('is unknown where the counts are %s', async (_name, answer, expected) => {
    expect(await results(answer)).toEqual(expected);
  });

  it('waits with the same key while a request under it is in flight', async () => {
    expect(await push(json(409, { code: 'request.in.flight' }, { 'retry-after': '2' }))).toEqual({ kind: 'throttled', retryAfterMs: 2_000 });
  });

  it('gives each number its own words where field errors name them all', async () => {
    expect(await push(recorded('422-all'))).toMatchObject({
      kind: 'answered', entries: [{ result: 'refused', code: 'invalid.number', why: 'Too long.' }, { why: 'Too short.' }, { code: 'field.error', why: 'no reason given' }],
    });
  });

  it('is refused as a whole where field errors name some: the others are neither refused nor taken', async () => {
    expect(await push(recorded('422-some'))).toMatchObject({ kind: 'refused', code: 'field.errors', failure: { type: 'VendorRefused', status: 422 } });
    expect(await push(json(422, { code: 'idempotency.key.reused', errors: [] }))).toMatchObject({ kind: 'refused', code: 'idempotency.key.reused' });
  });

  it('names a wrong date as what it is, since it is wrong for all numbers alike', async () => {
    expect(await push(recorded('422-date'))).toMatchObject({ kind: 'refused', code: 'invalid.date' });
  });

  it('names a list that is gone and a permission that is missing', async () => {
    expect(await push(json(404, { code: 'dnc.list.not.found' }))).toMatchObject({ kind: 'refused', failure: { type: 'ListMissing', list: '4711' } });
    expect(await push(json(403, { message: 'Missing outbound:dnc:add' }))).toMatchObject({ failure: { type: 'PermissionMissing', permissions: ['outbound:dnc:add'] } });
  });

  it('quotes an error without the token it repeats', async () => {
    const outcome = await push(json(200, { created: 2, duplicate: 0, updated: 0, error: [{ phoneNumber: phoneAt(0), code: testToken, message: `no ${testToken}` }] }));
    expect(outcome).toMatchObject({ entries: [{ code: '[hidden]', why: 'no [hidden]' }, {}, {}] });
  });

  it('holds fewer than 500 numbers, five writes at once, and the countries the guide allows', () => {
    expect([connector.facts.maxBatch, connector.facts.writesAtOnce, connector.facts.countries]).toEqual([499, 5, ['US', 'CA', 'GB', 'DE', 'FR']]);
  });
});

it('refuses every removal by name, without asking: the interface has none', async () => {
  expect(await connector.remove(call(), createTestBatch(2))).toMatchObject({ kind: 'answered', entries: [{ result: 'refused', code: 'remove.not.offered' }, { result: 'refused', code: 'remove.not.offered' }] });
  expect(server.seen).toEqual([]);
});

describe('a webhook', () => {
  const target = { name: 'Entries', url: 'https://hooks.example/dnc', token: null };

  it('is registered for created entries', async () => {
    server.answerWith(json(201, { id: 'w-1' }));
    expect(await webhooks.register(call(), target)).toEqual({ kind: 'registered', webhookId: 'w-1' });
    expect(server.seen[0]).toMatchObject({ method: 'POST', path: '/api/v2/platform/webhooks' });
    expect(bodyOf(0)).toEqual({
      name: 'Entries', description: 'Registered by DNC Desk: tells of new entries of DNC lists', enabled: true, eventDefinition: { eventType: 'OUTBOUND_DNCLIST_ENTRY_CREATED' },
      httpTarget: { url: 'https://hooks.example/dnc', httpMethod: 'POST', contentType: 'application/json', authentication: { type: 'NONE' } },
    });
  });

  it.each(['http://hooks.example/dnc', 'ftp://hooks.example', 'hooks.example', 'https://me:pw@hooks.example', 'https://hooks.example/?key=1'])('is never told to call %s', (url) => {
    expect(webhooks.findFault({ ...target, url })).toMatchObject({ field: 'url' });
  });

  it('may call this machine, and has a name', () => {
    expect(webhooks.findFault({ ...target, url: 'http://127.0.0.1:4000/dnc' })).toBeNull();
    expect(webhooks.findFault({ ...target, name: ' ' })).toMatchObject({ field: 'name' });
  });

  it('is listed with the others, and removed by its own id alone', async () => {
    server.answerWith(json(200, { entities: [{ id: 'w-1', name: 'Entries', enabled: false, httpTarget: { url: target.url } }, { id: 'w-2' }] }));
    expect(await webhooks.list(call())).toEqual({ kind: 'webhooks', webhooks: [{ webhookId: 'w-1', name: 'Entries', url: target.url, enabled: false }, { webhookId: 'w-2', name: '', url: '', enabled: true }] });
    server.answerWith((response) => { response.writeHead(204).end(); });
    expect(await webhooks.remove(call(), 'w-1')).toEqual({ kind: 'removed' });
    expect(server.seen.at(-1)).toMatchObject({ method: 'DELETE', path: '/api/v2/platform/webhooks/w-1' });
    expect(await webhooks.remove(call(), '')).toMatchObject({ kind: 'failed' });
    server.answerWith(json(404, { code: 'not.found' }));
    expect(await webhooks.remove(call(), 'w-1')).toEqual({ kind: 'removed' });
    server.answerWith(json(403, { message: 'Missing platform:webhook:delete' }));
    expect(await webhooks.remove(call(), 'w-1')).toMatchObject({ failure: { type: 'PermissionMissing', permissions: ['platform:webhook:delete'] } });
    expect(server.seen.filter(({ method }) => method === 'DELETE')).toHaveLength(3);
  });

  it.each<readonly [string, Answer, object]>([
    ['401', json(401, {}), { kind: 'token-ended' }], ['HTML', html(200), { failure: { type: 'VendorAnswerUnreadable' } }], ['no id', json(201, {}), { failure: { type: 'VendorAnswerUnreadable' } }],
    ['422', json(422, { code: 'field.errors' }), { failure: { type: 'VendorRefused', code: 'field.errors' } }],
  ])('answered with %s is not registered', async (_name, answer, outcome) => {
    server.answerWith(answer);
    expect(await webhooks.register(call(), target)).toMatchObject(outcome);
  });

  it('lets neither token nor the secret of its target out', async () => {
    server.answerWith(json(400, { message: `${testToken} hook-secret-1` }));
    const outcome = JSON.stringify(await webhooks.register(call(), { ...target, token: 'hook-secret-1' }));
    expect(outcome).not.toMatch(new RegExp(`${testToken}|hook-secret-1`));
  });
});
