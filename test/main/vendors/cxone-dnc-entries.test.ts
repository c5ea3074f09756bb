// CXone DNC entries: what each answer means for each number, keys that stay, lists that come with a rule, and a read-back that shows whom it blocks.
import { readFileSync } from 'node:fs';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createCxoneDncEntries } from '../../../src-main/vendors/cxone-dnc-entries.ts';
import { createTestBatch, createTestCall, phoneAt, readSteps, testToken } from '../../helpers/vendor-call.ts';
import { inTurn, json, routes, startVendorServer, text, type Answer, type VendorServer } from '../../helpers/vendor-server.ts';

const cxone = createCxoneDncEntries();
const date = 'Sat, 21 Nov 2026 10:00:00 GMT';
const recorded = (name: string, status: number): Answer => text(status, readFileSync(new URL(`../../fixtures/vendors/cxone-dnc-entries/${name}.json`, import.meta.url), 'utf8'), { 'content-type': 'application/json', date });

let server: VendorServer;
beforeEach(async () => { server = await startVendorServer(); });
afterEach(() => server.close());
const call = () => createTestCall(server.base);
type Entry = { readonly phoneNumber: string; readonly jurisdiction: string; readonly expirationDate: string | null; readonly idempotencyKey: string };
const sent = (index: number): readonly Entry[] => (JSON.parse(server.seen[index]?.body ?? '{}') as { readonly data: readonly Entry[] }).data;

it('asks for its scopes in the form, and wants its token renewed at 80 % of its life', async () => {
  server.answerWith(json(200, { access_token: 'tok', expires_in: 3_600 }));
  const signedIn = await cxone.signIn({ ...call(), settings: { clientId: 'id-1', baseAddress: `${server.base}/` }, secrets: { clientSecret: 's1' } });
  expect(signedIn).toEqual({ kind: 'signed-in', token: 'tok', apiBase: server.base, expiresInMs: 3_600_000 });
  expect(Object.fromEntries(new URLSearchParams(server.seen[0]?.body))).toEqual({ grant_type: 'client_credentials', client_id: 'id-1', client_secret: 's1', scope: 'dnc:read dnc:write tenant:read' });
  expect(cxone.facts.renewal).toEqual({ afterShare: 0.8 });
});

describe('a push', () => {
  const resultsOf = async (answer: Answer) => {
    server.answerWith(answer);
    const outcome = await cxone.push(call(), createTestBatch(3));
    return outcome.kind === 'answered' ? outcome.entries : outcome;
  };

  it('sends list, jurisdiction, expiry and a key for every number; a permanent one says so, or the list\'s default would end it', async () => {
    server.answerWith(recorded('201-all', 201));
    await cxone.push(call(), createTestBatch(1, { expiresAt: Date.UTC(2027, 0, 31, 12, 30, 45, 678) }));
    await cxone.push(call(), createTestBatch(1));
    expect(server.seen[0]).toMatchObject({ method: 'POST', path: '/api/v2/dnc/entries', headers: { authorization: `Bearer ${testToken}` } });
    expect(sent(0)).toEqual([{ phoneNumber: phoneAt(0), listId: '4711', jurisdiction: 'US-CA', expirationDate: '2027-01-31T12:30:45.678Z', source: 'DNC Desk', idempotencyKey: expect.stringMatching(/^[0-9a-f]{64}$/) as string }]);
    expect(sent(1)[0]?.expirationDate).toBeNull();
  });

  it('gives a number the same key in every repeat of its batch, and another in another batch, list or number', async () => {
    server.answerWith(recorded('201-all', 201));
    const batches = [{}, {}, { idempotencyKey: 'another' }, { listRef: 'another' }];
    for (const over of batches) await cxone.push(call(), createTestBatch(2, over));
    const keys = batches.map((_, index) => sent(index).map(({ idempotencyKey }) => idempotencyKey));
    expect(keys[0]).toEqual(keys[1]);
    expect(new Set(keys.slice(1).flat()).size).toBe(6);
  });

  it('keeps the ids under which the entries are known', async () => {
    expect(await resultsOf(recorded('201-all', 201))).toEqual([0, 1, 2].map((index) => ({ phone: phoneAt(index), result: 'accepted', vendorRef: `e-${index + 1}` })));
  });

  it('tells accepted, refused and unmentioned numbers of a 200 apart', async () => {
    expect(await resultsOf(recorded('200-some', 200))).toEqual([
      { phone: phoneAt(0), result: 'accepted', vendorRef: 'e-1' },
      { phone: phoneAt(1), result: 'refused', code: 'phone.blocked', why: 'The number is not assignable.' },
      { phone: phoneAt(2), result: 'unknown' },
    ]);
  });

  it('takes no entry of another list, under another key, or both kept and refused for its own', async () => {
    expect(await resultsOf(recorded('200-odd', 200))).toEqual([0, 1, 2].map((index) => ({ phone: phoneAt(index), result: 'unknown' })));
  });

  it('takes nothing for accepted beside an error that names nobody', async () => {
    expect(await resultsOf(recorded('200-stray-error', 200))).toEqual([0, 1, 2].map((index) => ({ phone: phoneAt(index), result: 'unknown' })));
  });

  it('never sends a number without a jurisdiction', async () => {
    server.answerWith(recorded('201-all', 201));
    const [first, second] = createTestBatch(2).numbers;
    const numbers = [first, { phone: second?.phone ?? '', jurisdiction: null }, { phone: phoneAt(2), jurisdiction: '' }].flatMap((one) => one ?? []);
    const outcome = await cxone.push(call(), createTestBatch(0, { numbers }));
    expect(outcome).toMatchObject({ kind: 'answered', entries: [{ result: 'accepted' }, { result: 'refused', code: 'jurisdiction.missing' }, { result: 'refused', code: 'jurisdiction.missing' }] });
    expect(sent(0).map(({ phoneNumber }) => phoneNumber)).toEqual([phoneAt(0)]);
    await cxone.push(call(), createTestBatch(0, { numbers: numbers.slice(1) }));
    expect(server.seen).toHaveLength(1);
  });

  it('knows a full list from a bad number', async () => {
    expect(await resultsOf(json(400, { code: 'dnc.entries.limit.exceeded', message: 'full' }))).toMatchObject({ kind: 'refused', code: 'dnc.entries.limit.exceeded', why: 'full' });
    expect(await resultsOf(json(409, { code: 'list.closed', message: 'not active' }))).toMatchObject({ kind: 'refused', failure: { type: 'ListUnsuitable', list: '4711', why: 'not active' } });
  });
});

it('removes by an entry that has ended long ago', async () => {
  server.answerWith(recorded('201-all', 201));
  expect(await cxone.remove(call(), createTestBatch(3, { expiresAt: Date.UTC(2030, 0, 1) }))).toMatchObject({ kind: 'answered', entries: [{ result: 'accepted' }, { result: 'accepted' }, { result: 'accepted' }] });
  expect(sent(0).map(({ expirationDate }) => expirationDate)).toEqual(Array.from({ length: 3 }, () => '1970-01-01T00:00:00.000Z'));
});

describe('lists', () => {
  const list = { id: 'l-1', name: 'Federal', type: 'MANUAL', isActive: true, defaultExpirationDate: null };
  const table = (over: Readonly<Record<string, Answer>>) => routes({ 'POST /api/v2/dnc/lists': json(201, list), 'GET /api/v2/dnc/rules': json(200, { data: [] }), 'POST /api/v2/dnc/rules': json(201, { id: 'r-1' }), ...over });

  it('say why no numbers go there', async () => {
    server.answerWith(json(200, { data: [list, { ...list, id: 2, type: 'SYSTEM' }, { ...list, id: 'l-3', isActive: false }] }));
    const found = await cxone.lists(call());
    expect(found.kind === 'lists' && found.lists.map(({ listRef, unsuitable }) => [listRef, unsuitable])).toEqual([['l-1', null], ['2', 'kept by the system'], ['l-3', 'inactive']]);
  });

  it('are made without a default expiration and with a rule that blocks both ways', async () => {
    server.answerWith(table({}));
    expect(await cxone.createList(call(), 'Federal')).toMatchObject({ kind: 'created', list: { listRef: 'l-1' } });
    expect(server.seen.map(({ method, path }) => `${method} ${path}`)).toEqual(['POST /api/v2/dnc/lists', 'GET /api/v2/dnc/rules', 'POST /api/v2/dnc/rules']);
    expect(JSON.parse(server.seen[0]?.body ?? '')).toMatchObject({ name: 'Federal', type: 'MANUAL', defaultExpirationDate: null, isActive: true });
    expect(JSON.parse(server.seen[2]?.body ?? '')).toMatchObject({ scope: 'BOTH', listIds: ['l-1'], action: 'BLOCK', isActive: true, priority: 100 });
  });

  it('that are there already get the rule they lack, before every narrower one, and no second one', async () => {
    const narrow = { name: 'Night', scope: 'OUTBOUND', priority: 10, listIds: [], action: 'BLOCK', isActive: true };
    const taken = { 'POST /api/v2/dnc/lists': json(409, { code: 'list.name.taken' }), 'GET /api/v2/dnc/lists': json(200, [list]) };
    server.answerWith(table({ ...taken, 'GET /api/v2/dnc/rules': json(200, { data: [narrow] }) }));
    expect(await cxone.createList(call(), 'Federal')).toMatchObject({ kind: 'created', list: { listRef: 'l-1' } });
    expect(JSON.parse(server.seen.at(-1)?.body ?? '')).toMatchObject({ priority: 9 });
    server.answerWith(table({ ...taken, 'GET /api/v2/dnc/rules': json(200, { data: [{ ...narrow, scope: 'BOTH', listIds: ['l-1'] }] }) }));
    expect(await cxone.createList(call(), 'Federal')).toMatchObject({ kind: 'created' });
    expect(server.seen.at(-1)?.method).toBe('GET');
  });

  it('are not called made while the rule failed', async () => {
    server.answerWith(table({ 'POST /api/v2/dnc/rules': json(403, { code: 'scope.missing', message: 'no' }) }));
    expect(await cxone.createList(call(), 'Federal')).toMatchObject({ kind: 'failed', failure: { type: 'PermissionMissing' } });
  });
});

it('says what uses a list: nobody, a rule that is off, a rule for inbound calls alone, and a wider rule that a narrower one shadows', async () => {
  server.answerWith(recorded('rules', 200));
  const used = await cxone.uses?.(call(), ['l-federal', 'l-state', 'l-callers', 'l-night']);
  expect(used).toEqual({ kind: 'uses', lists: [
    { listRef: 'l-federal', by: ['rule Block federal (BOTH, priority 100)'], warnings: ['rule Night shift (OUTBOUND, priority 10) is narrower and comes before rule Block federal (BOTH, priority 100)'] },
    { listRef: 'l-state', by: [], warnings: ['no active rule blocks this list: it protects nobody', 'rule Old rule (BOTH, priority 1) is off'] },
    { listRef: 'l-callers', by: ['rule Callers (INBOUND, priority 200)'], warnings: ['no rule blocks outbound calls'] },
    { listRef: 'l-night', by: ['rule Night shift (OUTBOUND, priority 10)'], warnings: [] },
  ] });
});

describe('reading back', () => {
  const read = async () => readSteps(cxone.readBack?.(call(), '4711', Date.parse(date)));
  const entry = (index: number, over: object = {}) => ({ phoneNumber: phoneAt(index), listId: '4711', jurisdiction: 'US-CA', expirationDate: null, ...over });

  it('lists what blocks, with its jurisdiction; what has ended is left out, and a number in another form stands as it is', async () => {
    server.answerWith(recorded('page', 200));
    expect(await read()).toEqual([{ kind: 'listed', entries: [
      { phone: phoneAt(0), expiresAt: null, jurisdiction: 'US-CA' },
      { phone: phoneAt(1), expiresAt: Date.parse('2027-01-31T12:30:45.678Z'), jurisdiction: 'US' },
      { phone: '2025550103', expiresAt: null, jurisdiction: null },
    ] }]);
    expect(Object.fromEntries(server.seen[0]?.query ?? [])).toEqual({ listId: '4711', limit: '1000', offset: '0' });
  });

  it('goes on where a page ended, to an empty one where no total is told', async () => {
    server.answerWith(inTurn(json(200, { data: [entry(0), entry(1)] }), json(200, { data: [entry(2)] }), json(200, { data: [] })));
    expect((await read()).flatMap((step) => (step.kind === 'listed' ? step.entries.map(({ phone }) => phone) : [step.kind]))).toEqual([0, 1, 2].map(phoneAt));
    expect(server.seen.map(({ query }) => query.get('offset'))).toEqual(['0', '2', '3']);
  });

  it.each([
    ['a page that comes again', [json(200, { data: [entry(0)] }), json(200, { data: [entry(0)] })]],
    ['an end before the total', [json(200, { data: [entry(0)], total: 5 }), json(200, { data: [], total: 5 })]],
    ['an entry of another list', [json(200, { data: [entry(0, { listId: 'x' })] })]],
    ['a date that is none', [json(200, { data: [entry(0, { expirationDate: 'soon' })] })]],
    ['a number that is none', [json(200, { data: [entry(0, { phoneNumber: 'Jo' })] })]],
  ] as const)('fails at %s', async (_name, answers) => {
    server.answerWith(inTurn(...answers));
    expect((await read()).at(-1)).toMatchObject({ kind: 'failed', failure: { type: 'VendorAnswerUnreadable' } });
  });
});
