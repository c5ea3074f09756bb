// Genesys telephony DNC entries: what each answer means for each number, how one entry is removed, and which campaigns heed the entries.
import { readFileSync } from 'node:fs';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createGenesysDncEntriesBulk } from '../../../src-main/vendors/genesys-dnc-entries-bulk.ts';
import { bindCampaign } from '../../../src-main/vendors/genesys-dnc-entries-bulk-campaigns.ts';
import type { BatchNumber } from '../../../src-main/vendors/connector.ts';
import { createTestBatch, createTestCall, phoneAt, testToken } from '../../helpers/vendor-call.ts';
import { empty, html, inTurn, json, routes, startVendorServer, text, type Answer, type VendorServer } from '../../helpers/vendor-server.ts';

const bulk = createGenesysDncEntriesBulk();
const entries = '/api/v2/telephony/dnc/entries';
const campaigns = '/api/v2/campaigns/outbound/campaigns';
const date = 'Sat, 21 Nov 2026 10:00:00 GMT';
const recorded = (name: string, status = 207): Answer => text(status, readFileSync(new URL(`../../fixtures/vendors/genesys-dnc-entries-bulk/${name}.json`, import.meta.url), 'utf8'), { 'content-type': 'application/json', date });

let server: VendorServer;
beforeEach(async () => { server = await startVendorServer(); });
afterEach(() => server.close());
const call = (settings: Readonly<Record<string, string>> = {}) => createTestCall(server.base, settings);
const batchOf = (count: number, over: object = {}) => createTestBatch(count, { listRef: 'FEDERAL', ...over });
const bodyOf = (index: number): unknown => JSON.parse(server.seen[index]?.body ?? 'null');

describe('signing in', () => {
  const signIn = (settings: Readonly<Record<string, string>> = {}) =>
    bulk.signIn({ ...call(), settings: { clientId: 'id-1', baseAddress: `${server.base}/`, ...settings }, secrets: { clientSecret: 's1' } });

  it('asks for the scopes the guide names', async () => {
    server.answerWith(json(200, { access_token: 'tok', token_type: 'bearer', expires_in: 300 }));
    expect(await signIn()).toEqual({ kind: 'signed-in', token: 'tok', apiBase: server.base, expiresInMs: 300_000 });
    expect(server.seen[0]).toMatchObject({ method: 'POST', path: '/oauth/token', headers: { authorization: `Basic ${Buffer.from('id-1:s1').toString('base64')}` } });
    expect(Object.fromEntries(new URLSearchParams(server.seen[0]?.body))).toEqual({ grant_type: 'client_credentials', scope: 'dnc:write dnc:read campaign:read' });
  });

  it('names a scope that was not given before anything is pushed', async () => {
    server.answerWith(json(200, { access_token: 'tok', expires_in: 300, scope: 'dnc:read campaign:read' }));
    expect(await signIn()).toEqual({ kind: 'failed', failure: { type: 'PermissionMissing', permissions: ['dnc:write'] } });
  });

  it('says that a region does not exist without asking anybody', async () => {
    expect(await signIn({ baseAddress: '', region: 'mypurecloud.xx' })).toMatchObject({ failure: { type: 'RegionWrong', region: 'mypurecloud.xx' } });
    expect(bulk.invalidSetting({ clientId: 'a', region: 'mypurecloud.ie', campaignIds: 'a, ../b' })).toMatchObject({ field: 'campaignIds' });
  });
});

describe('lists', () => {
  it('are the four DNC types, each under a reference of its own, without asking the network', async () => {
    const found = await bulk.lists(call());
    expect(found.kind === 'lists' && found.lists.map(({ listRef, unsuitable }) => [listRef, unsuitable])).toEqual([['FEDERAL', null], ['STATE', null], ['CORPORATE', null], ['PERSONAL', null]]);
    expect(server.seen).toEqual([]);
  });

  it.each([['DNC FEDERAL', 'FEDERAL'], ['personal numbers', 'PERSONAL']])('called %s is %s', async (name, listRef) => {
    expect(await bulk.createList(call(), name)).toMatchObject({ kind: 'created', list: { listRef } });
  });

  it.each(['Mine', 'state and federal', 'FEDERALS', ''])('cannot be made as "%s"', async (name) => {
    expect(await bulk.createList(call(), name)).toMatchObject({ kind: 'failed', failure: { type: 'VendorRefused', code: 'list.fixed' } });
  });

  it('take only numbers of their own type', async () => {
    expect(await bulk.push(call(), createTestBatch(1, { listRef: 'STATE', dncType: 'FEDERAL' }))).toMatchObject({ kind: 'refused', failure: { type: 'ListMissing', list: 'STATE' } });
    expect(server.seen).toEqual([]);
  });
});

describe('a push', () => {
  const push = (answer: Answer, count = 3) => {
    server.answerWith(answer);
    return bulk.push(call(), batchOf(count));
  };
  const resultsOf = async (answer: Answer) => {
    const outcome = await push(answer);
    return outcome.kind === 'answered' ? outcome.entries : outcome;
  };

  it('sends number, type, reason and, where there is one, the expiry, under the key of the batch', async () => {
    server.answerWith(recorded('207-mixed'));
    await bulk.push(call(), createTestBatch(1, { listRef: 'PERSONAL', dncType: 'PERSONAL', expiresAt: Date.UTC(2027, 0, 31, 12, 30, 45, 678) }));
    await bulk.push(call(), batchOf(1));
    expect(server.seen[0]).toMatchObject({ method: 'POST', path: `${entries}/bulk`, headers: { 'idempotency-key': '00000000-0000-4000-8000-000000000001', authorization: `Bearer ${testToken}` } });
    expect(bodyOf(0)).toEqual([{ number: phoneAt(0), type: 'PERSONAL', reason: expect.stringMatching(/person/) as string, expirationDate: '2027-01-31T12:30:45.678Z' }]);
    expect(bodyOf(1)).toEqual([{ number: phoneAt(0), type: 'FEDERAL', reason: 'National do-not-call registry' }]);
  });

  it('is the same to the byte when it is repeated', async () => {
    server.answerWith(empty(503));
    await bulk.push(call(), batchOf(50));
    await bulk.push(call(), batchOf(50));
    expect(server.seen[0]?.body).toBe(server.seen[1]?.body);
    expect(server.seen[0]?.headers['idempotency-key']).toBe(server.seen[1]?.headers['idempotency-key']);
  });

  it('is answered number by number, with the ids to remove by', async () => {
    expect(await push(recorded('207-mixed'))).toEqual({
      kind: 'answered', receipt: '', vendorDate: date, pace: null,
      entries: [
        { phone: '+12025550100', result: 'accepted', vendorRef: '6f1c9a2e-0001' },
        { phone: '+12025550101', result: 'refused', code: 'entry.error', why: 'Number is not dialable' },
        { phone: '+12025550102', result: 'accepted', vendorRef: '6f1c9a2e-0003' },
      ],
    });
  });

  it('takes the same from a 200 or 201 as from a 207', async () => {
    for (const status of [200, 201]) expect(await push(recorded('207-mixed', status))).toMatchObject({ kind: 'answered', entries: [{ result: 'accepted' }, { result: 'refused' }, { result: 'accepted' }] });
  });

  it('leaves a number unknown that is mentioned with two words, and without an id where it has two', async () => {
    expect(await resultsOf(recorded('207-twice'))).toEqual([
      { phone: '+12025550100', result: 'unknown' },
      { phone: '+12025550101', result: 'accepted', vendorRef: '6f1c9a2e-0002' },
      { phone: '+12025550102', result: 'accepted' },
    ]);
  });

  it('leaves unknown what has another status, another spelling or no mention, and keeps no id that would change a path', async () => {
    expect(await resultsOf(recorded('207-odd'))).toEqual([
      { phone: '+12025550100', result: 'unknown' }, { phone: '+12025550101', result: 'unknown' }, { phone: '+12025550102', result: 'accepted' },
    ]);
  });

  it.each<readonly [string, Answer]>([['an empty array', json(207, [])], ['an object', json(207, { results: [] })], ['nobody we asked for', json(207, [{ id: 'x', status: 'SUCCESS', number: '+12025550199' }])], ['nothing', empty(207)]])(
    'is unknown as a whole where the 207 holds %s', async (_name, answer) => {
      expect((await push(answer)).kind).toBe('unknown');
    });

  it.each<readonly [number, object, object]>([
    [409, { code: 'request.in.flight' }, { kind: 'throttled', retryAfterMs: null }],
    [422, { code: 'idempotency.key.reused', message: 'another payload' }, { kind: 'refused', code: 'idempotency.key.reused', failure: { type: 'VendorRefused', status: 422 } }],
    [403, { message: 'The token lacks the scope dnc:write.' }, { kind: 'refused', failure: { type: 'PermissionMissing', permissions: ['dnc:write'] } }],
    [400, { code: 'bad.request', message: 'no' }, { kind: 'refused', code: 'bad.request', why: 'no', failure: { type: 'VendorRefused', status: 400 } }],
  ])('answered with %s is told apart', async (status, body, outcome) => {
    expect(await push(json(status, body))).toMatchObject(outcome);
  });

  it('quotes a refusal without the token it repeats', async () => {
    const outcome = await resultsOf(json(207, [{ id: testToken, status: 'ERROR', message: `no ${testToken}\n${encodeURIComponent(testToken)}`, number: phoneAt(0) }]));
    expect(outcome).toMatchObject([{ result: 'refused', why: 'no [hidden] [hidden]' }, { result: 'unknown' }, { result: 'unknown' }]);
  });
});

describe('a removal', () => {
  const numbersOf = (...refs: readonly (string | null)[]): readonly BatchNumber[] => refs.map((vendorRef, index) => ({ phone: phoneAt(index), jurisdiction: null, vendorRef }));
  const remove = (answer: Answer, ...refs: readonly (string | null)[]) => {
    server.answerWith(answer);
    return bulk.remove(call(), batchOf(0, { numbers: numbersOf(...refs) }));
  };

  it('asks for each entry by its id and takes 404 for already gone', async () => {
    expect(await remove(inTurn(empty(204, { date }), json(404, { code: 'not.found' }), json(200, { id: 'c' })), 'a', 'b', 'c')).toMatchObject({
      kind: 'answered', entries: [0, 1, 2].map((index) => ({ phone: phoneAt(index), result: 'accepted' })),
    });
    expect(server.seen.map(({ method, path, body }) => [method, path, body])).toEqual([['DELETE', `${entries}/a`, ''], ['DELETE', `${entries}/b`, ''], ['DELETE', `${entries}/c`, '']]);
  });

  it('refuses a number whose id is not known, and one whose id would change the path', async () => {
    const outcome = await remove(empty(204), null, '..', 'a/b', '', 'good');
    expect(outcome).toMatchObject({ kind: 'answered', entries: [{ code: 'entry.id.unknown' }, { code: 'entry.id.unknown' }, { code: 'entry.id.unknown' }, { code: 'entry.id.unknown' }, { result: 'accepted' }] });
    expect(server.seen.map(({ path }) => path)).toEqual([`${entries}/good`]);
  });

  it.each<readonly [string, Answer]>([['a web page with 404', html(404)], ['403', json(403, {})]])('does not take %s for gone', async (_name, answer) => {
    expect((await remove(answer, 'a')).kind).toBe('refused');
  });

  it.each<readonly [string, Answer, string]>([
    ['is throttled', json(429, {}), 'unknown'], ['gets no clear answer', empty(503), 'unknown'], ['gets half an answer', text(200, '{'), 'unknown'],
  ])('that %s on the way leaves the rest unknown and asks no further', async (_name, answer, rest) => {
    expect(await remove(inTurn(empty(204), answer), 'a', 'b', 'c')).toMatchObject({ kind: 'answered', entries: [{ result: 'accepted' }, { result: rest }, { result: rest }] });
    expect(server.seen).toHaveLength(2);
  });

  it('goes on past one entry the vendor refuses', async () => {
    expect(await remove(inTurn(empty(204), json(400, { code: 'locked', message: 'legal hold' }), empty(204)), 'a', 'b', 'c')).toMatchObject({
      entries: [{ result: 'accepted' }, { result: 'refused', code: 'locked', why: 'legal hold' }, { result: 'accepted' }],
    });
  });

  it('is begun again when the token ends on the way: what is gone answers 404', async () => {
    expect((await remove(inTurn(empty(204), json(401, {})), 'a', 'b')).kind).toBe('token-ended');
  });
});

describe('campaigns', () => {
  const uses = (settings: Readonly<Record<string, string>>, ...listRefs: readonly string[]) => bulk.uses?.(call(settings), listRefs);

  it('use a list by blocking its type, and one that does not is a warning', async () => {
    server.answerWith(routes({ [`GET ${campaigns}/c-1`]: recorded('campaign', 200), [`GET ${campaigns}/c-2`]: json(200, { id: 'c-2', dncRule: null }), [`GET ${campaigns}/gone`]: json(404, { code: 'not.found' }) }));
    expect(await uses({ campaignIds: 'c-1, c-2;gone' }, 'FEDERAL', 'PERSONAL')).toEqual({
      kind: 'uses',
      lists: [
        { listRef: 'FEDERAL', by: ['campaign Spring offers'], warnings: ['campaign c-2 has no DNC rule', 'campaign gone does not exist'] },
        { listRef: 'PERSONAL', by: [], warnings: ['campaign c-2 has no DNC rule', 'campaign gone does not exist', 'campaign Spring offers does not block PERSONAL'] },
      ],
    });
  });

  it('that nobody named leave every list unused, with the reason', async () => {
    expect(await uses({}, 'STATE')).toMatchObject({ lists: [{ listRef: 'STATE', by: [], warnings: [expect.stringMatching(/name no campaign/)] }] });
    expect(server.seen).toEqual([]);
  });

  it.each<readonly [string, Answer, object]>([
    ['an ended token', json(401, {}), { kind: 'token-ended' }],
    ['a missing scope', json(403, { message: 'campaign:read is missing' }), { kind: 'failed', failure: { type: 'PermissionMissing', permissions: ['campaign:read'] } }],
    ['a web page', html(200), { kind: 'failed', failure: { type: 'VendorAnswerUnreadable' } }],
    ['a web page with 404', html(404), { kind: 'failed', failure: { type: 'VendorAnswerUnreadable' } }],
    ['another shape', json(200, []), { kind: 'failed', failure: { type: 'VendorAnswerUnreadable' } }],
  ])('that answer with %s are no campaigns without a rule', async (_name, answer, outcome) => {
    server.answerWith(answer);
    expect(await uses({ campaignIds: 'c-1' }, 'STATE')).toMatchObject(outcome);
  });

  it('are bound by adding the types to the rule that is there, the rest as it was', async () => {
    server.answerWith(routes({ [`GET ${campaigns}/c-1`]: recorded('campaign', 200), [`PUT ${campaigns}/c-1`]: (response, seen) => json(200, JSON.parse(seen.body))(response, seen) }));
    expect(await bindCampaign(call(), 'c-1', ['PERSONAL', 'STATE'])).toEqual({ kind: 'settled', changed: true });
    expect(bodyOf(1)).toEqual({ id: 'c-1', name: 'Spring offers', status: 'on', dncRule: { blockTypes: ['FEDERAL', 'STATE', 'PERSONAL'], blockInbound: false, priority: 1, description: 'Registries' } });
    expect(await bindCampaign(call(), 'c-1', ['STATE'])).toEqual({ kind: 'settled', changed: false });
    expect(server.seen.filter(({ method }) => method === 'PUT')).toHaveLength(1);
  });

  it('are not bound when the answer does not show it, nor when there is none', async () => {
    server.answerWith(recorded('campaign', 200));
    expect(await bindCampaign(call(), 'c-1', ['PERSONAL'])).toMatchObject({ kind: 'failed', failure: { type: 'VendorAnswerUnreadable' } });
    expect(await bindCampaign(call(), '../x', ['PERSONAL'])).toMatchObject({ kind: 'failed', failure: { code: 'campaign.not.found' } });
  });
});
