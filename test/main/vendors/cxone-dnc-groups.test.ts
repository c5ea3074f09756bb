// CXone DNC groups: what each answer means, result by result, page by page.
import * as fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createCxoneDncGroups } from '../../../src-main/vendors/cxone-dnc-groups.ts';
import { phoneToWire, wireToPhone } from '../../../src-main/vendors/cxone-dnc-groups-phones.ts';
import { createTestBatch, createTestCall, phoneAt, readSteps } from '../../helpers/vendor-call.ts';
import { empty, html, inTurn, json, routes, startVendorServer, type Answer, type VendorServer } from '../../helpers/vendor-server.ts';

const cxone = createCxoneDncGroups();
const date = 'Sat, 21 Nov 2026 10:00:00 GMT';
const at = Date.parse(date);

let server: VendorServer;
beforeEach(async () => { server = await startVendorServer(); });
afterEach(() => server.close());
const call = () => createTestCall(server.base);

describe('numbers on the wire', () => {
  it.each([['+12025550123', 2_025_550_123], ['+442079460000', 442_079_460_000], ['+2025550123', null], ['+1202555', null], ['12025550123', null], ['+0123456789', null]])('%s is %s', (phone, wire) => {
    expect(phoneToWire(phone)).toBe(wire);
  });
  it.each([['2025550123', '+12025550123'], ['12025550123', '+12025550123'], ['(202) 555-0123', '+12025550123'], ['+44 20 7946 0000', '+442079460000'], ['+20 25550123', '+2025550123'], ['', null], ['n/a', null]])('%s reads as %s', (text, phone) => {
    expect(wireToPhone(text)).toBe(phone);
  });
  it('whatever is written comes back as the same number', () => {
    fc.assert(fc.property(fc.stringMatching(/^\+[1-9]\d{6,14}$/), (phone) => {
      const wire = phoneToWire(phone);
      return wire === null || (Number.isSafeInteger(wire) && wireToPhone(String(wire)) === phone);
    }));
  });
});

describe('a refusal with 400', () => {
  const refused = async (body: unknown) => {
    server.answerWith(json(400, body));
    return cxone.push(call(), createTestBatch(2));
  };

  it.each([
    'The maximum of 1000000 active DNC records is reached.', 'Maximum number of active records exceeded', 'The DNC group is full.', 'Records limit has been reached',
  ])('that says "%s" means that the list is full, and says so', async (error_description) => {
    expect(await refused({ error: 'invalid_request', error_description })).toEqual({
      kind: 'refused', code: 'records.limit.exceeded', why: `list full: ${error_description}`, receipt: null,
      failure: { type: 'VendorRefused', status: 400, code: 'records.limit.exceeded', why: `list full: ${error_description}` },
    });
  });

  it.each([
    'At most 4500 records at once.', 'The maximum number of records per request is 4500', 'A record\'s phoneNumber exceeds the maximum length', 'expiredDate exceeds the limit of a record', 'Bad request', '',
  ])('that says "%s" may be about a number', async (error_description) => {
    expect(await refused({ error_description })).toMatchObject({ kind: 'refused', code: 'http.400' });
  });
});

describe('signing in', () => {
  const settings = { tokenWay: 'password', tenantId: 't 1', clientId: 'c', accessKeyId: 'k', apiVersion: 'v31.0' };
  const secrets = { clientSecret: 'cs', accessKeySecret: 'ks' };
  const signIn = (over: Readonly<Record<string, string>> = {}) => cxone.signIn({ ...call(), settings: { ...settings, baseAddress: server.base, ...over }, secrets });
  const vendor = (endpoint?: string): Answer => routes({
    'POST /auth/token': json(200, { access_token: 'tok', token_type: 'Bearer', expires_in: 3600 }),
    'POST /authentication/v1/token/access-key': json(200, { access_token: 'tok2', expires_in: '3600' }),
    'GET /.well-known/cxone-configuration': (response, seen) => json(200, { api_endpoint: endpoint ?? `${server.base}/` })(response, seen),
  });

  it('by password: the client as Basic, the access key as the user, then the discovery of the tenant', async () => {
    server.answerWith(vendor());
    expect(await signIn()).toEqual({ kind: 'signed-in', token: 'tok', apiBase: `${server.base}/inContactAPI/services/v31.0`, expiresInMs: 3_600_000 });
    expect(server.seen[0]).toMatchObject({ path: '/auth/token', body: 'grant_type=password&username=k&password=ks' });
    expect(server.seen[0]?.headers.authorization).toBe(`Basic ${Buffer.from('c:cs').toString('base64')}`);
    expect(server.seen[1]?.query.get('tenantId')).toBe('t 1');
  });

  it('by access key alone, as JSON', async () => {
    server.answerWith(vendor());
    expect(await signIn({ tokenWay: 'access-key', clientId: '' })).toMatchObject({ kind: 'signed-in', token: 'tok2' });
    expect(server.seen[0]).toMatchObject({ path: '/authentication/v1/token/access-key', body: '{"accessKeyId":"k","accessKeySecret":"ks"}' });
  });

  it.each(['https://evil.example', 'http://192.0.2.1', 'no address', 'https://a:b@127.0.0.1/'])('a practice discovery cannot send the token to %s', async (endpoint) => {
    server.answerWith(vendor(endpoint));
    expect(await signIn()).toMatchObject({ failure: { type: 'VendorAnswerUnreadable' } });
  });

  it('names an unknown tenant, and a discovery that is a web page', async () => {
    server.answerWith(routes({ 'POST /auth/token': json(200, { access_token: 'tok', expires_in: 1 }), 'GET /.well-known': json(404, { error: 'not_found' }) }));
    expect(await signIn()).toMatchObject({ failure: { type: 'VendorRefused', code: 'tenant.unknown' } });
    server.answerWith(routes({ 'POST /auth/token': json(200, { access_token: 'tok', expires_in: 1 }), 'GET /.well-known': html(200) }));
    expect(await signIn()).toMatchObject({ failure: { type: 'VendorAnswerUnreadable' } });
  });

  it.each([['tokenWay', 'magic'], ['tenantId', ''], ['accessKeyId', ' '], ['clientId', ''], ['apiVersion', '31']])('finds %s "%s" wrong without the network', (field, value) => {
    expect(cxone.invalidSetting({ ...settings, [field]: value })).toMatchObject({ field });
  });
});

describe('groups', () => {
  const group = (dncGroupId: number, over: object = {}): object => ({ dncGroupId, dncGroupName: `G${dncGroupId}`, dncGroupDescription: '', validRecords: 2, isActive: true, isRemoved: false, ...over });

  it('are listed with the reason why one takes no numbers; 204 means there are none', async () => {
    server.answerWith(json(200, { resultSet: { totalGroups: 3, dncGroups: [group(1), group(2, { isActive: false }), group(3, { isRemoved: true })] } }));
    expect(await cxone.lists(call())).toEqual({ kind: 'lists', lists: [
      { listRef: '1', name: 'G1', size: 2, unsuitable: null }, { listRef: '2', name: 'G2', size: 2, unsuitable: 'inactive' }, { listRef: '3', name: 'G3', size: 2, unsuitable: 'removed' },
    ] });
    server.answerWith(empty(204));
    expect(await cxone.lists(call())).toEqual({ kind: 'lists', lists: [] });
    server.answerWith(json(200, { resultSet: {} }));
    expect(await cxone.lists(call())).toMatchObject({ kind: 'failed' });
  });

  it('are made once: a taken name gives the group that has it, if it is active', async () => {
    server.answerWith(json(200, { dncGroups: [group(9, { dncGroupName: 'New' })] }));
    expect(await cxone.createList(call(), 'New')).toMatchObject({ kind: 'created', list: { listRef: '9' } });
    const taken = (one: object): Answer => routes({ 'POST /dnc-groups': json(400, { error_description: 'exists' }), 'GET /dnc-groups': json(200, { resultSet: { totalGroups: 1, dncGroups: [one] } }) });
    server.answerWith(taken(group(8, { dncGroupName: 'New' })));
    expect(await cxone.createList(call(), 'New')).toMatchObject({ kind: 'created', list: { listRef: '8' } });
    server.answerWith(taken(group(8, { dncGroupName: 'New', isActive: false })));
    expect(await cxone.createList(call(), 'New')).toMatchObject({ failure: { type: 'ListUnsuitable', why: 'inactive' } });
    server.answerWith(taken(group(8)));
    expect(await cxone.createList(call(), 'New')).toMatchObject({ failure: { type: 'VendorRefused', why: 'exists' } });
  });
});

describe('a push', () => {
  const batch = createTestBatch(4);
  const push = (recordResults: readonly object[], errorCount?: number) => {
    server.answerWith(json(200, { resultSet: { errorCount, recordResults } }, { date }));
    return cxone.push(call(), batch);
  };
  const resultsOf = async (recordResults: readonly object[], errorCount?: number): Promise<readonly string[]> => {
    const outcome = await push(recordResults, errorCount);
    if (outcome.kind !== 'answered') throw new Error(outcome.kind);
    expect(outcome.entries.map((entry) => entry.phone)).toEqual(batch.numbers.map((number) => number.phone));
    return outcome.entries.map((entry) => entry.result);
  };

  it('takes each number by its own result, in whatever order and form; one without a result is unknown', async () => {
    expect(await push([
      { success: false, error: 'Invalid\nnumber', formattedPhone: '202-555-0102' }, { success: true, formattedPhone: '(202) 555-0100' }, { success: true, formattedPhone: '12025550101' }, { success: true }, { success: true, formattedPhone: '9995550100' },
    ], 1)).toEqual({
      kind: 'answered', receipt: '', vendorDate: date, pace: null,
      entries: [
        { phone: '+12025550100', result: 'accepted' }, { phone: '+12025550101', result: 'accepted' },
        { phone: '+12025550102', result: 'refused', code: 'record.error', why: 'Invalid number' }, { phone: '+12025550103', result: 'unknown' },
      ],
    });
  });

  it('believes no success while more errors are counted than shown', async () => {
    const all = batch.numbers.map(({ phone }) => ({ success: true, formattedPhone: phone }));
    expect(await resultsOf(all, 0)).toEqual(['accepted', 'accepted', 'accepted', 'accepted']);
    expect(await resultsOf(all, 1)).toEqual(['unknown', 'unknown', 'unknown', 'unknown']);
    expect(await resultsOf(all.slice(0, 3), 1)).toEqual(['accepted', 'accepted', 'accepted', 'unknown']);
  });

  it('takes two results that contradict each other, or one that says nothing, as unknown', async () => {
    expect(await resultsOf([
      { success: true, formattedPhone: '2025550100' }, { success: false, formattedPhone: '2025550100' }, { formattedPhone: '2025550101' }, { success: true, formattedPhone: '2025550102' }, { success: true, formattedPhone: '2025550102' },
    ])).toEqual(['unknown', 'unknown', 'accepted', 'unknown']);
  });

  it('whatever results come back, every number of the batch has exactly one, and only a success is accepted', async () => {
    const row = fc.record({ success: fc.option(fc.boolean(), { nil: undefined }), formattedPhone: fc.constantFrom('2025550100', '(202) 555-0101', '+12025550102', '', '5') }, { requiredKeys: [] });
    await fc.assert(fc.asyncProperty(fc.array(row, { maxLength: 6 }), fc.option(fc.nat(3), { nil: undefined }), async (rows, errorCount) => {
      const results = await resultsOf(rows, errorCount);
      const accepted = results.filter((result) => result === 'accepted').length;
      expect(accepted).toBeLessThanOrEqual(rows.filter((one) => one.success === true).length);
      expect(results[3]).toBe('unknown');
    }), { numRuns: 40 });
  });

  it('refuses what CXone would read as another number, and sends the rest', async () => {
    server.answerWith(json(200, { resultSet: { errorCount: 0, recordResults: [{ success: true, formattedPhone: '2025550100' }] } }));
    const numbers = ['+2025550100', '+12025550100'].map((phone) => ({ phone, jurisdiction: null }));
    expect(await cxone.push(call(), createTestBatch(0, { numbers }))).toMatchObject({ entries: [{ phone: '+2025550100', result: 'refused', code: 'number.ambiguous' }, { phone: '+12025550100', result: 'accepted' }] });
    expect(server.seen[0]?.body).toBe('{"dncGroupRecords":[{"phoneNumber":2025550100}]}');
  });

  it('to an inactive group is refused as a whole', async () => {
    server.answerWith(json(409, {}));
    expect(await cxone.push(call(), batch)).toMatchObject({ kind: 'refused', failure: { type: 'ListUnsuitable', list: '4711', why: 'inactive' } });
  });

  it('a removal reads its results without the resultSet around them', async () => {
    server.answerWith(json(200, { errorCount: 0, recordResults: batch.numbers.map(({ phone }) => ({ success: true, formattedPhone: phone })) }));
    expect(await cxone.remove(call(), batch)).toMatchObject({ kind: 'answered', entries: batch.numbers.map(({ phone }) => ({ phone, result: 'accepted' })) });
  });
});

describe('a read-back', () => {
  const record = (index: number, over: object = {}): object => ({ recordId: index, phoneNumber: phoneAt(index).slice(2), formattedPhone: phoneAt(index), ...over });
  const page = (totalRecords: number | undefined, dncRecords: readonly object[]): Answer => json(200, { resultSet: { totalRecords, dncRecords } }, { date });
  const read = (answer: Answer, startedAt = 0) => {
    server.answerWith(answer);
    return readSteps(cxone.readBack?.(call(), '4711', startedAt));
  };
  const phones = async (answer: Answer, startedAt?: number) => (await read(answer, startedAt)).flatMap((step) => (step.kind === 'listed' ? step.entries.map((entry) => entry.phone) : [step.kind]));

  it('goes through all pages, in stable order, also where the vendor gives fewer than asked', async () => {
    expect(await phones(inTurn(page(5, [record(0), record(1)]), page(5, [record(2), record(3)]), page(5, [record(4)])))).toEqual([0, 1, 2, 3, 4].map(phoneAt));
    expect(server.seen.map((one) => [one.query.get('skip'), one.query.get('top'), one.query.get('orderBy')])).toEqual([['0', '1000', 'recordId'], ['2', '1000', 'recordId'], ['4', '1000', 'recordId']]);
  });

  it('ends at 204, at an empty page, or when all were given', async () => {
    expect(await phones(empty(204))).toEqual([]);
    expect(await phones(inTurn(page(undefined, [record(0)]), empty(204)))).toEqual([phoneAt(0)]);
    expect(await phones(inTurn(page(undefined, [record(0)]), page(undefined, [])))).toEqual([phoneAt(0)]);
  });

  it('does not list what has expired by the clock of the vendor, or ours where it shows none', async () => {
    const rows = [record(0, { expiredDate: '2026-11-20T00:00:00Z' }), record(1, { expiredDate: '2026-11-21T10:00:01' }), record(2, { expiredDate: null }), record(3, { expiredDate: '9999-12-31T23:59:59Z' })];
    const steps = await read(page(4, rows));
    expect(steps).toEqual([{ kind: 'listed', entries: [
      { phone: phoneAt(1), expiresAt: at + 1_000, jurisdiction: null }, { phone: phoneAt(2), expiresAt: null, jurisdiction: null }, { phone: phoneAt(3), expiresAt: null, jurisdiction: null },
    ] }]);
    const undated: Answer = (response) => {
      response.sendDate = false;
      response.writeHead(200).end(JSON.stringify({ resultSet: { totalRecords: 4, dncRecords: rows } }));
    };
    expect(await phones(undated, at + 5_000)).toEqual([phoneAt(2), phoneAt(3)]);
  });

  it.each<readonly [string, Answer]>([
    ['stops early', inTurn(page(3, [record(0)]), page(3, []))],
    ['turns in circles', page(3, [record(0)])],
    ['holds a record without a number', page(1, [{ recordId: 1 }])],
    ['holds an unreadable date', page(1, [record(0, { expiredDate: 'soon' })])],
    ['is a web page', html(200)],
    ['has no resultSet', json(200, {})],
  ])('fails on paging that %s', async (_name, answer) => {
    expect((await read(answer)).at(-1)).toMatchObject({ kind: 'failed', failure: { type: 'VendorAnswerUnreadable' } });
  });

  it('names a group that is gone', async () => {
    expect(await read(json(404, {}))).toEqual([{ kind: 'failed', failure: { type: 'ListMissing', list: '4711' } }]);
  });

  it('repeats the same page after a token has ended', async () => {
    const steps = await read(inTurn(page(2, [record(0)]), json(401, {}), page(2, [record(1)])));
    expect(steps.map((step) => step.kind)).toEqual(['listed', 'token-ended', 'listed']);
    expect(server.seen.map((one) => one.query.get('skip'))).toEqual(['0', '1', '1']);
  });
});

describe('looking one number up', () => {
  const hit = (over: object = {}): object => ({ dncGroupId: 4711, dncGroupName: 'G', formattedPhone: '(202) 555-0100', expiredDate: '9999-12-31T00:00:00Z', ...over });
  const lookUp = async (answer: Answer) => {
    server.answerWith(answer);
    return cxone.lookUp?.(call(), '4711', '+12025550100');
  };
  const found = (...searchResults: readonly object[]): Answer => json(200, { searchResults }, { date });

  it('finds it in that group alone, and not when it has expired', async () => {
    expect(await lookUp(found(hit({ dncGroupId: 1 }), hit()))).toEqual({ kind: 'looked-up', listed: { phone: '+12025550100', expiresAt: null, jurisdiction: null } });
    expect(await lookUp(found(hit({ expiredDate: '2027-01-01T00:00:00Z' }), hit({ expiredDate: '2026-12-01T00:00:00Z' })))).toMatchObject({ listed: { expiresAt: Date.UTC(2027, 0, 1) } });
    for (const answer of [empty(204), found(), found(hit({ dncGroupId: 1 })), found(hit({ formattedPhone: '(202) 555-0101' })), found(hit({ expiredDate: '2026-01-01T00:00:00Z' }))]) {
      expect(await lookUp(answer)).toEqual({ kind: 'looked-up', listed: null });
    }
    expect(server.seen[0]).toMatchObject({ method: 'POST', path: '/dnc-groups/search' });
    expect(server.seen[0]?.query.get('phoneNumber')).toBe('2025550100');
  });

  it('never takes a bad answer for "not listed"', async () => {
    for (const answer of [html(200), json(200, {}), json(500, {}), found(hit({ expiredDate: 'soon' })), json(404, {})]) expect(await lookUp(answer)).toMatchObject({ kind: 'failed' });
    expect(await lookUp(json(401, {}))).toEqual({ kind: 'token-ended' });
  });
});
