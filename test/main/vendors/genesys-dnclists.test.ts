// Genesys DNC lists: what each answer means, list by list, push by push, export by export.
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createGenesysDnclists } from '../../../src-main/vendors/genesys-dnclists.ts';
import { genesysHosts } from '../../../src-main/vendors/genesys-dnclists-form.ts';
import { createTestBatch, createTestCall, phoneAt, readSteps, testToken } from '../../helpers/vendor-call.ts';
import { cut, empty, html, inTurn, json, routes, startVendorServer, text, type Answer, type VendorServer } from '../../helpers/vendor-server.ts';

const genesys = createGenesysDnclists();
const lists = '/api/v2/outbound/dnclists';
const date = 'Sat, 21 Nov 2026 10:00:00 GMT';
const at = Date.parse(date);
const iso = (ms: number): string => new Date(ms).toISOString();

let server: VendorServer;
beforeEach(async () => { server = await startVendorServer(); });
afterEach(() => server.close());
const call = () => createTestCall(server.base);

describe('signing in', () => {
  const signIn = (settings: Readonly<Record<string, string>> = {}) =>
    genesys.signIn({ ...call(), settings: { clientId: 'id-1', baseAddress: `${server.base}/`, ...settings }, secrets: { clientSecret: 's1' } });

  it('sends the client as Basic and takes the life of the token from the answer', async () => {
    server.answerWith(json(200, { access_token: 'tok', token_type: 'bearer', expires_in: 300 }));
    expect(await signIn()).toEqual({ kind: 'signed-in', token: 'tok', apiBase: server.base, expiresInMs: 300_000 });
    expect(server.seen[0]).toMatchObject({ method: 'POST', path: '/oauth/token', body: 'grant_type=client_credentials' });
    expect(server.seen[0]?.headers).toMatchObject({ authorization: `Basic ${Buffer.from('id-1:s1').toString('base64')}`, 'content-type': 'application/x-www-form-urlencoded' });
  });

  it('never guesses how long a token lives', async () => {
    server.answerWith(json(200, { access_token: 'tok' }));
    expect(await signIn()).toMatchObject({ kind: 'failed', failure: { type: 'VendorAnswerUnreadable' } });
  });

  it('names region and secret as the possible reasons of a refusal', async () => {
    server.answerWith(json(400, { error: 'invalid_client', error_description: 'client not found: invalid_client' }));
    const outcome = await signIn();
    expect(outcome).toMatchObject({ failure: { type: 'CredentialRefused', address: server.base } });
    expect(JSON.stringify(outcome)).toMatch(/invalid_client.*secret.*region/);
  });

  it('says that a region does not exist without asking anybody', async () => {
    expect(await signIn({ baseAddress: '', region: 'mypurecloud.xx' })).toMatchObject({ failure: { type: 'RegionWrong', region: 'mypurecloud.xx' } });
    expect(genesysHosts).toHaveLength(18);
  });
});

describe('lists', () => {
  const list = (id: string, over: object = {}): object => ({ id, name: `List ${id}`, dncSourceType: 'rds', contactMethod: 'Phone', size: 3, ...over });

  it('come from all pages, each with the reason why it takes no numbers', async () => {
    server.answerWith(inTurn(
      json(200, { entities: [list('a'), list('b', { dncSourceType: 'dnc.com' })], pageNumber: 1, pageCount: 3 }),
      json(200, { entities: [list('c', { contactMethod: 'Email' }), list('d', { contactMethod: 'Any', size: undefined })], pageNumber: 2, pageCount: 3 }),
      json(200, { entities: [list('e', { contactMethod: undefined }), list('f', { dncSourceType: 'rds_custom' })], pageNumber: 3, pageCount: 3 }),
    ));
    expect(await genesys.lists(call())).toEqual({
      kind: 'lists',
      lists: [
        { listRef: 'a', name: 'List a', size: 3, unsuitable: null }, { listRef: 'b', name: 'List b', size: 3, unsuitable: 'dnc.com source' },
        { listRef: 'c', name: 'List c', size: 3, unsuitable: 'holds Email contacts' }, { listRef: 'd', name: 'List d', size: null, unsuitable: null },
        { listRef: 'e', name: 'List e', size: 3, unsuitable: null }, { listRef: 'f', name: 'List f', size: 3, unsuitable: 'rds_custom source' },
      ],
    });
    expect(server.seen.map((one) => one.query.get('pageNumber'))).toEqual(['1', '2', '3']);
  });

  it('name the permissions that are missing', async () => {
    const message = 'Unable to perform the requested action. You are missing the following permission(s): outbound:dncList:view, outbound:dnc:view';
    server.answerWith(json(403, { code: 'missing.permissions', status: 403, message, messageParams: { permissions: 'outbound:dncList:view' } }));
    expect(await genesys.lists(call())).toEqual({ kind: 'failed', failure: { type: 'PermissionMissing', permissions: ['outbound:dncList:view', 'outbound:dnc:view'] } });
  });

  it('are made once: a taken name gives the list that has it, if it takes numbers', async () => {
    server.answerWith(json(200, list('new', { name: 'Federal', size: undefined })));
    expect(await genesys.createList(call(), 'Federal')).toEqual({ kind: 'created', list: { listRef: 'new', name: 'Federal', size: null, unsuitable: null } });
    expect(JSON.parse(server.seen[0]?.body ?? '')).toEqual({ name: 'Federal', dncSourceType: 'rds', contactMethod: 'Phone' });

    const taken = (entity: object): Answer => routes({ [`POST ${lists}`]: json(409, { code: 'duplicate.name', status: 409 }), [`GET ${lists}`]: json(200, { entities: [entity], pageCount: 1 }) });
    server.answerWith(taken(list('old', { name: 'Federal' })));
    expect(await genesys.createList(call(), 'Federal')).toMatchObject({ kind: 'created', list: { listRef: 'old' } });
    server.answerWith(taken(list('old', { name: 'Federal', dncSourceType: 'gryphon' })));
    expect(await genesys.createList(call(), 'Federal')).toMatchObject({ failure: { type: 'ListUnsuitable', list: 'Federal', why: 'gryphon source' } });
    server.answerWith(taken(list('old', { name: 'Federal 2' })));
    expect(await genesys.createList(call(), 'Federal')).toMatchObject({ failure: { type: 'VendorRefused', status: 409, code: 'duplicate.name' } });
  });
});

describe('a push', () => {
  const batch = createTestBatch(3);
  const push = (answer: Answer) => {
    server.answerWith(answer);
    return genesys.push(call(), batch);
  };

  it.each([200, 202, 204])('is accepted whole with an empty %s, with its receipt, date and pace', async (status) => {
    const headers = { date, 'ININ-Correlation-Id': 'corr-1', 'inin-ratelimit-count': '290', 'inin-ratelimit-allowed': '300', 'inin-ratelimit-reset': '31' };
    expect(await push(empty(status, headers))).toEqual({
      kind: 'answered', entries: batch.numbers.map(({ phone }) => ({ phone, result: 'accepted' })), receipt: 'corr-1', vendorDate: date, pace: { left: 10, resetMs: 31_000 },
    });
  });

  it('is not accepted by a 200 that holds an error', async () => {
    expect(await push(json(200, { code: 'internal.error', status: 500, message: 'oh' }))).toMatchObject({ kind: 'unknown' });
    expect(await push(json(200, { errors: [{ code: 'x' }] }))).toMatchObject({ kind: 'unknown' });
    expect(await push(json(200, {}))).toMatchObject({ kind: 'answered' });
  });

  it.each<readonly [number, string, object]>([
    [400, 'dnc.source.operation.not.supported', { kind: 'refused', failure: { type: 'ListUnsuitable', list: '4711' } }],
    [400, 'dnc.records.per.list.limit.exceeded', { kind: 'refused', code: 'dnc.records.per.list.limit.exceeded', failure: { type: 'VendorRefused', status: 400 } }],
    [400, 'dnc.phone.numbers.per.organization.limit.exceeded', { kind: 'refused', failure: { type: 'VendorRefused' } }],
    [400, 'invalid.date', { kind: 'refused', failure: { type: 'VendorRefused', code: 'invalid.date' } }],
    [400, 'response.entity.too.large', { kind: 'too-large' }],
    [413, 'whatever', { kind: 'too-large' }],
    [400, 'client.failed.request', { kind: 'unsent' }],
    [403, 'missing.permissions', { kind: 'refused', failure: { type: 'PermissionMissing' } }],
    [403, 'not.authorized', { kind: 'refused', failure: { type: 'VendorRefused', status: 403 } }],
    [404, 'dnc.list.not.found', { kind: 'refused', failure: { type: 'ListMissing', list: '4711' } }],
    [409, 'version', { kind: 'refused', failure: { type: 'VendorRefused', status: 409 } }],
    [401, 'bad.credentials', { kind: 'token-ended' }],
    [503, 'service.unavailable', { kind: 'unknown' }],
  ])('answered with %s %s is told apart', async (status, code, outcome) => {
    expect(await push(json(status, { code, status, message: 'the message', contextId: 'ctx' }))).toMatchObject(outcome);
  });

  it('throttled without Retry-After waits for the reset of the window', async () => {
    expect(await push(json(429, {}, { 'inin-ratelimit-reset': '12' }))).toEqual({ kind: 'throttled', retryAfterMs: 12_000 });
  });

  it('quotes the vendor on one line, at most 200 characters', async () => {
    const outcome = await push(json(400, { code: 'x', message: `a\u0000\n\u202Eb ${testToken} ${'long '.repeat(100)}` }));
    if (outcome.kind !== 'refused') throw new Error(outcome.kind);
    expect(outcome.why.startsWith('a b [hidden] long long')).toBe(true);
    expect(outcome.why.length).toBeLessThanOrEqual(200);
  });
});

describe('a read-back', () => {
  const header = 'PhoneNumber,ContactMethod,ExpirationDate\r\n';
  const exportOf = (csv: Answer, polls: readonly Answer[] = [ready()], before: Answer = json(404, { code: 'no.available.list.export.uri' })): Answer => routes({
    [`POST ${lists}/4711/export`]: json(200, { id: 'e' }, { date }),
    [`GET ${lists}/4711/export`]: inTurn(before, ...polls),
    'GET /download': csv,
  });
  function ready(madeAt = at + 500, uri = () => `${server.base}/download`): Answer {
    return (response, seen) => json(200, { uri: uri(), exportTimestamp: iso(madeAt) })(response, seen);
  }
  const read = (answer: Answer, startedAt = 0) => {
    server.answerWith(answer);
    return readSteps(genesys.readBack?.(call(), '4711', startedAt));
  };

  it('gives number and expiry of every line', async () => {
    const csv = `${header}+12025550100,Phone,2027-01-31T12:30Z\r\n"+12025550101","Phone, or ""any""\r\nline",\r\n+12025550102,,2027-01-31T12:30:00.000+02:00`;
    expect(await read(exportOf(text(200, `\uFEFF${csv}`)))).toEqual([{
      kind: 'listed',
      entries: [
        { phone: '+12025550100', expiresAt: Date.UTC(2027, 0, 31, 12, 30), jurisdiction: null },
        { phone: '+12025550101', expiresAt: null, jurisdiction: null },
        { phone: '+12025550102', expiresAt: Date.UTC(2027, 0, 31, 10, 30), jurisdiction: null },
      ],
    }]);
  });

  it('does not list what had expired when the export was made', async () => {
    const steps = await read(exportOf(text(200, `${header}+12025550100,,${iso(at - 86_400_000)}\r\n+12025550101,,${iso(at + 86_400_000)}\r\n`)));
    expect(steps.flatMap((step) => (step.kind === 'listed' ? step.entries.map((entry) => entry.phone) : []))).toEqual(['+12025550101']);
  });

  it('gives an empty list for a header alone', async () => {
    expect(await read(exportOf(text(200, header)))).toEqual([]);
  });

  it('waits while there is no export, or only one older than its own request', async () => {
    const polls = [json(400, {}), json(404, { code: 'no.available.list.export.uri' }), json(200, {}), ready(at - 60_000), ready()];
    const steps = await read(exportOf(text(200, `${header}+12025550100,,\r\n`), polls));
    expect(steps.map((step) => step.kind)).toEqual(['not-ready', 'not-ready', 'not-ready', 'not-ready', 'listed']);
  });

  const startedBy = (start: Answer, ...polls: readonly Answer[]): Answer => routes({
    [`POST ${lists}/4711/export`]: start, [`GET ${lists}/4711/export`]: inTurn(json(404, {}), ...polls), 'GET /download': text(200, `${header}+12025550100,,\r\n`),
  });
  it.each([202, 204])('waits only a short time for an export whose start was answered with nothing (%i), and says so', async (status) => {
    const steps = await read(startedBy(empty(status), json(404, {})));
    const waited = steps.reduce((sum, step) => sum + (step.kind === 'not-ready' ? step.retryAfterMs : 0), 0);
    expect(waited / 60_000).toBeCloseTo(2, 1);
    expect(steps.at(-1)).toMatchObject({ kind: 'failed', failure: { type: 'VendorAnswerUnreadable', status, why: expect.stringContaining('answered with nothing') } });
    expect((await read(startedBy(empty(status), json(404, {}), ready()))).map(({ kind }) => kind)).toEqual(['not-ready', 'listed']);
  });

  it('waits for nothing where the start was answered by a web page or by an error in disguise', async () => {
    for (const start of [html(200), json(200, { status: 500, code: 'internal.server.error', message: 'no' })])
      expect(await read(startedBy(start, ready()))).toMatchObject([{ kind: 'failed', failure: { type: 'VendorAnswerUnreadable', status: 200 } }]);
  });

  it('waits past the export that lay there before, were it only a moment older', async () => {
    const steps = await read(exportOf(text(200, `${header}+12025550100,,\r\n`), [ready(at - 200), ready(at - 100)], ready(at - 200)));
    expect(steps.map((step) => step.kind)).toEqual(['not-ready', 'listed']);
  });

  it('measures "older" by the clock of the vendor, and by ours where the vendor shows none', async () => {
    expect((await read(exportOf(text(200, `${header}+12025550100,,\r\n`)), at + 3_600_000)).at(-1)?.kind).toBe('listed');
    const answer = exportOf(text(200, header), [ready(at - 1), ready(at + 1), ready(at + 10)]);
    server.answerWith((response, seen) => {
      if (seen.method === 'GET') return answer(response, seen);
      response.sendDate = false;
      json(200, { id: 'e' })(response, seen);
    });
    expect((await readSteps(genesys.readBack?.(call(), '4711', at + 10))).map((step) => step.kind)).toEqual(['not-ready', 'not-ready']);
  });

  it('takes up a renewed token where it stood', async () => {
    let token = 'first';
    const guarded = (answer: Answer): Answer => (response, seen) => (seen.headers.authorization === 'Bearer first' ? json(401, {}) : answer)(response, seen);
    server.answerWith(routes({ [`POST ${lists}/4711/export`]: json(200, { id: 'e' }, { date }), [`GET ${lists}/4711/export`]: inTurn(json(404, {}), ready()), 'GET /download': guarded(text(200, `${header}+12025550100,,\r\n`)) }));
    const steps = await readSteps(genesys.readBack?.(createTestCall(server.base, {}, { token: () => token }), '4711', 0), () => { token = 'second'; return true; });
    expect(steps.map((step) => step.kind)).toEqual(['token-ended', 'listed']);
    expect(server.seen.filter((one) => one.method === 'POST')).toHaveLength(1);
  });

  it.each<readonly [string, () => string]>([
    ['a foreign host', () => 'https://evil.example/download'],
    ['plain http elsewhere', () => 'http://192.0.2.1/download'],
    ['a name that ends alike', () => 'https://localhost.evil.example/x'],
    ['no address', () => 'http://['],
    ['a user name', () => `http://me@127.0.0.1:${new URL(server.base).port}/download`],
  ])('never takes the token to %s', async (_name, uri) => {
    const steps = await read(exportOf(text(200, header), [ready(at + 500, uri)]));
    expect(steps).toMatchObject([{ kind: 'failed', failure: { type: 'VendorAnswerUnreadable' } }]);
    expect(server.seen.some((one) => one.path === '/download')).toBe(false);
  });

  it.each<readonly [string, Answer, string]>([
    ['half a file', cut(`${header}+12025550100,,\r\n`, 900), 'VendorNoAnswer'],
    ['a web page', html(200), 'VendorAnswerUnreadable'],
    ['a redirect', text(302, '', { location: 'https://bucket.example/x' }), 'VendorAnswerUnreadable'],
    ['no header', text(200, '+12025550100,Phone,\r\n'), 'VendorAnswerUnreadable'],
    ['nothing', text(200, ''), 'VendorAnswerUnreadable'],
    ['a line too short', text(200, `${header}+12025550100\r\n`), 'VendorAnswerUnreadable'],
    ['an unreadable date', text(200, `${header}+12025550100,,tomorrow\r\n`), 'VendorAnswerUnreadable'],
    ['words for a number', text(200, `${header}nobody,,\r\n`), 'VendorAnswerUnreadable'],
    ['a quote that never closes', text(200, `${header}"+12025550100,,\r\n+12025550101,,\r\n`), 'VendorAnswerUnreadable'],
    ['bytes that are no text', (response) => { response.writeHead(200).end(Buffer.from([0x50, 0xff, 0xfe, 0x0a])); }, 'VendorAnswerUnreadable'],
    ['500', json(500, {}), 'VendorAnswerUnreadable'],
    ['no length', (response) => { response.useChunkedEncodingByDefault = false; response.shouldKeepAlive = false; response.writeHead(200); response.write(header); response.end(); }, 'VendorAnswerUnreadable'],
  ])('fails on a download that is %s', async (_name, csv, type) => {
    expect((await read(exportOf(csv))).at(-1)).toMatchObject({ kind: 'failed', failure: { type } });
  });

  it.each<readonly [string, Answer, string]>([
    ['the list is gone', json(404, { code: 'dnc.list.not.found', status: 404 }), 'ListMissing'],
    ['it may not be read', json(403, { code: 'missing.permissions', message: 'outbound:dnc:view' }), 'PermissionMissing'],
    ['the vendor is down', json(500, {}), 'VendorRefused'],
  ])('fails when %s', async (_name, answer, type) => {
    expect(await read(answer)).toMatchObject([{ kind: 'failed', failure: { type } }]);
  });

  it('streams a long list in pieces of some thousand', async () => {
    const count = 12_000;
    const csv = header + Array.from({ length: count }, (_, index) => `"${phoneAt(index)}",Phone,2027-01-31T12:30Z\r\n`).join('');
    const steps = await read(exportOf(text(200, csv)));
    expect(steps.map((step) => (step.kind === 'listed' ? step.entries.length : step.kind))).toEqual([5_000, 5_000, 2_000]);
    expect(new Set(steps.flatMap((step) => (step.kind === 'listed' ? step.entries.map((entry) => entry.phone) : []))).size).toBe(count);
  });
});
