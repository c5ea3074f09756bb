// Whole runs of the two live dialects, through a proxy that holds every request and every answer against the vendor's documents: nothing goes unchecked.
import { afterEach, describe, expect, it } from 'vitest';
import { createSystemIds } from '../../../src-main/ports/ids.ts';
import { createHttp } from '../../../src-main/ports/node-http.ts';
import type { FaultRule, PracticeTenant } from '../../../src-main/practice/practice.ts';
import { startPractice } from '../../../src-main/practice/start-practice.ts';
import type { Batch, Call, PushOutcome } from '../../../src-main/vendors/connector.ts';
import { createConnectors } from '../../../src-main/vendors/registry.ts';
import { createSession } from '../../../src-main/vendors/session.ts';
import type { RunView } from '../../../src-shared/contract/runs.ts';
import { ok } from '../../../src-shared/result.ts';
import { createTestCore, valueOf } from '../../helpers/create-test-core.ts';
import { startOpenApiProxy, type OpenApiProxy } from '../../helpers/openapi-proxy.ts';
import { createTestBatch, phoneAt, readSteps } from '../../helpers/vendor-call.ts';
import { phones } from '../runner/push-world.ts';

type Live = 'genesys-dnclists' | 'cxone-dnc-groups';
const live = ['genesys-dnclists', 'cxone-dnc-groups'] as const;
const connectors = createConnectors();
const day = 86_400_000;

const open: (() => Promise<void>)[] = [];
afterEach(async () => { for (const close of open.splice(0).toReversed()) await close(); });

type Far = { readonly tenant: PracticeTenant; readonly proxy: OpenApiProxy; readonly faults: (...rules: readonly FaultRule[]) => void };

const startFar = async (dialect: Live): Promise<Far> => {
  const tenant = valueOf(await startPractice(dialect, { propagationMs: 0, rate: null, listLimit: 400 }));
  open.push(tenant.close);
  const proxy = await startOpenApiProxy(dialect === 'genesys-dnclists' ? 'genesys' : 'cxone', tenant);
  open.push(proxy.close);
  return { tenant, proxy, faults: (...rules) => tenant.setFaults(rules) };
};

/** A desk whose practice tenants all lie behind the proxy. */
const openDesk = async (dialect: Live) => {
  const far = await startFar(dialect);
  const desk = await createTestCore({
    practiceCooldownMs: 20,
    needs: { ids: { ...createSystemIds(), random: () => 0 }, practice: { open: async () => ok({ baseUrl: far.proxy.baseUrl, credentials: far.tenant.credentials }) } },
  });
  open.push(desk.close);
  const { call } = desk.client;
  const dates = [`,`, `,${new Date(Date.now() + 60 * day).toISOString().slice(0, 10)}`, `,${new Date(Date.now() + 90 * day).toISOString().slice(0, 10)}`];
  const lines = phones(120).map((phone, n) => `${phone},INT${dates[n % dates.length]}`);
  valueOf(await call('import.store', { ticket: desk.ticketFor('rows.csv', `phone,code,expires\n${lines.join('\n')}\n`) }));
  valueOf(await call('code-map.save', { lines: [{ code: 'INT', dncType: 'CORPORATE', jurisdiction: null, reason: 'Asked us' }] }));
  const { destinationId, name, settings } = valueOf(await call('practice.create', { dialect }));
  valueOf(await call('destination.update', { destinationId, name, settings: { ...settings, batchSize: '20' }, countries: [], lateExpiry: 'permanent', shared: false }));
  const rested = async (runId: number): Promise<RunView> => {
    for (const end = Date.now() + 15_000; Date.now() < end;) {
      const run = valueOf(await call('run.get', { runId }));
      if (!run.working) return run;
      await new Promise((resolve) => { setTimeout(resolve, 5); });
    }
    throw new Error(`the run does not rest: ${desk.defects.join('\n')}`);
  };
  return {
    ...far, desk, destinationId,
    push: async () => rested(valueOf(await call('run.start', { destinationId })).runId),
    resume: async (runId: number) => rested(valueOf(await call('run.resume', { runId })).runId),
    state: async () => valueOf(await call('destination.get', { destinationId })).state,
  };
};

describe.each(live)('a push of the desk to %s', (dialect) => {
  it('asks and is answered as documented from the first sign-in to the last read-back', async () => {
    const here = await openDesk(dialect);
    expect(await here.push()).toMatchObject({ state: 'ended', accepted: 120 });
    expect(await here.state()).toBe('ACTIVE');
    expect(here.proxy.takeObjections()).toEqual([]);
    expect(here.proxy.counts().asked).toBe(here.tenant.requests().length);
    expect(here.proxy.counts().cut).toBe(0);
    expect(here.proxy.met()).toEqual(expect.arrayContaining([...pushed[dialect]]));
  });

  it('asks as documented on the worst of days, and what the vendor would never answer is all that is objected to', async () => {
    const here = await openDesk(dialect);
    here.faults(
      { on: 'push', nth: 1, fault: { kind: 'status', status: 429, retryAfterSeconds: 0 } }, { on: 'push', nth: 2, fault: { kind: 'token-ended' } },
      { on: 'push', nth: 3, fault: { kind: 'reset-before' } }, { on: 'push', nth: 4, fault: { kind: 'reset-after-applying' } },
      { on: 'push', nth: 6, fault: { kind: 'html' } }, { on: 'read', nth: 1, fault: { kind: 'status', status: 503 } },
      { on: 'read', nth: 3, fault: { kind: 'half-json' } }, { on: 'read', nth: 5, fault: { kind: 'reset-mid-body' } },
    );
    let run = await here.push();
    for (let turns = 0; run.state !== 'ended' && turns < 8; turns += 1) run = await here.resume(run.runId);
    expect(run).toMatchObject({ state: 'ended', accepted: 120, waiting: 0, refused: 0, unknown: 0 });
    expect(here.proxy.counts().cut).toBeGreaterThanOrEqual(2);
    const objections = here.proxy.takeObjections();
    expect(objections.filter((one) => !foreign.test(one))).toEqual([]);
    expect(objections.length).toBeGreaterThanOrEqual(2);
    expect(here.tenant.requests().filter(({ kind }) => kind === 'wipe')).toEqual([]);
  });
});

const dnclists = '/api/v2/outbound/dnclists';
const pushed: Readonly<Record<Live, readonly string[]>> = {
  'genesys-dnclists': [
    'GET /api/v2/downloads/{downloadId} 200', `GET ${dnclists}/{dncListId}/export 200`, `GET ${dnclists}/{dncListId}/export 404`,
    `POST ${dnclists} 200`, `POST ${dnclists}/{dncListId}/export 200`, `POST ${dnclists}/{dncListId}/phonenumbers 202`, 'POST /oauth/token 200',
  ],
  'cxone-dnc-groups': [
    'GET /.well-known/cxone-configuration 200', 'GET /dnc-groups/{groupId}/records 200',
    'POST /auth/token 200', 'POST /dnc-groups 200', 'POST /dnc-groups/search 200', 'POST /dnc-groups/search 204', 'POST /dnc-groups/{groupId}/records 200',
  ],
};
/** What only a gateway, a broken line or a login wall answers. */
const foreign = /^(?:POST .*\/(?:phonenumbers 200 has a body|records 200 is text\/html, not application\/json)|(?:GET|POST) .* is no JSON|.* answers an undocumented 503)$/;

type World = Far & { readonly call: Call; readonly listRef: string; readonly ask: (method: string, path: string, body?: unknown) => Promise<number> };

const openWorld = async (dialect: Live, over: Readonly<Record<string, string>> = {}): Promise<World> => {
  const far = await startFar(dialect);
  const connector = connectors[dialect];
  const settings: Record<string, string> = Object.fromEntries(connector.facts.fields.filter(({ kind }) => kind !== 'secret').map(({ name, initial }) => [name, far.tenant.credentials[name] ?? initial]));
  const session = createSession({
    connector, http: createHttp({ userAgent: 'dnc-desk-test' }), settings: { ...settings, baseAddress: far.proxy.baseUrl, ...over }, secrets: far.tenant.credentials, now: () => Date.now(), signal: new AbortController().signal,
  });
  const call = valueOf(await session.call());
  const made = await connector.createList(call, 'Federal');
  if (made.kind !== 'created') throw new Error(JSON.stringify(made));
  return {
    ...far, call, listRef: made.list.listRef,
    ask: async (method, path, body) => {
      const headers = { authorization: `Bearer ${call.token()}`, ...(body === undefined ? {} : { 'content-type': 'application/json' }) };
      return (await fetch(call.apiBase + path, { method, headers, ...(body === undefined ? {} : { body: JSON.stringify(body) }) })).status;
    },
  };
};

/** Everything a connector can do, and every refusal it can meet. */
const workAll = async (dialect: Live, world: World): Promise<void> => {
  const connector = connectors[dialect];
  const { call, listRef } = world;
  const batch = (count: number, over: Partial<Batch> = {}): Batch => createTestBatch(count, { listRef, ...over });
  const push = async (given: Batch): Promise<string> => said(await connector.push(call, given));
  expect((await connector.lists(call)).kind).toBe('lists');
  expect((await connector.createList(call, 'Federal')).kind).toBe('created');
  expect(await push(batch(20))).toBe('answered');
  expect(await push(batch(5, { expiresAt: Date.now() + 30 * day }))).toBe('answered');
  expect((await connector.remove(call, batch(3))).kind).toBe('answered');
  const steps = await readSteps(connector.readBack?.(call, listRef, Date.now()));
  expect(steps.flatMap((step) => (step.kind === 'listed' ? step.entries : []))).toHaveLength(17);
  for (const n of [0, 10, 99]) await connector.lookUp?.(call, listRef, phoneAt(n));
  await connector.uses?.(call, [listRef]);
  expect(await push(batch(390, { numbers: createTestBatch(800).numbers.slice(410) }))).toMatch(/limit\.exceeded$/);
  expect(await push(batch(1, { listRef: '4711' }))).toMatch(/not\.found|404/);
};

const said = (outcome: PushOutcome): string => (outcome.kind === 'refused' ? outcome.code : outcome.kind);

describe('all that the connectors can do is documented, and so is every refusal', () => {
  it('Genesys DNC lists', async () => {
    const world = await openWorld('genesys-dnclists');
    await workAll('genesys-dnclists', world);
    const { call, listRef, ask } = world;
    const genesys = connectors['genesys-dnclists'];
    expect(said(await genesys.push(call, createTestBatch(1, { listRef, expiresAt: Date.now() + 200 * day })))).toBe('invalid.date');
    expect(said(await genesys.push(call, createTestBatch(1, { listRef, numbers: [{ phone: '12', jurisdiction: null }] })))).toBe('constraint.validation');
    expect(await ask('POST', dnclists, { name: 'Foreign', dncSourceType: 'dnc.com', contactMethod: 'Phone' })).toBe(200);
    const lists = await genesys.lists(call);
    const foreignList = lists.kind === 'lists' ? lists.lists.find(({ name }) => name === 'Foreign') : undefined;
    expect(said(await genesys.push(call, createTestBatch(1, { listRef: foreignList?.listRef ?? '' })))).toBe('dnc.source.operation.not.supported');
    expect(await ask('GET', `${dnclists}/${listRef}?includeSize=true`)).toBe(200);
    expect(await ask('GET', `${dnclists}/${listRef}/importstatus`)).toBe(404);
    world.tenant.setFaults([400, 401, 403, 404, 409, 413, 415, 429, 500, 503, 504].map((status, index) => ({ on: 'any', nth: index + 1, fault: { kind: 'status', status } })));
    for (let n = 0; n < 11; n += 1) await genesys.push(call, createTestBatch(1, { listRef }));
    expect(world.proxy.takeObjections()).toEqual([]);
    expect(world.proxy.met().filter((one) => one.startsWith(`POST ${dnclists}/{dncListId}/phonenumbers`))).toHaveLength(12);
    // The vendor's own client works all of these but those of other columns than phone numbers: purecloud-client.test.ts.
    expect(world.proxy.missed().filter((one) => !/\/(?:campaigns|contactlists)/.test(one))).toEqual([
      `DELETE ${dnclists}/{dncListId}`, `DELETE ${dnclists}/{dncListId}/customexclusioncolumns`, `DELETE ${dnclists}/{dncListId}/emailaddresses`, `DELETE ${dnclists}/{dncListId}/phonenumbers`, `DELETE ${dnclists}/{dncListId}/whatsappnumbers`,
      `GET ${dnclists}/divisionviews`, `GET ${dnclists}/divisionviews/{dncListId}`,
      `PATCH ${dnclists}/{dncListId}/customexclusioncolumns`, `PATCH ${dnclists}/{dncListId}/emailaddresses`, `PATCH ${dnclists}/{dncListId}/whatsappnumbers`,
      `POST ${dnclists}/uploads`, `POST ${dnclists}/{dncListId}/emailaddresses`, `PUT ${dnclists}/{dncListId}`, 'PUT /uploads/{uploadKey}',
    ]);
  });

  it('CXone DNC groups, signed in either way', async () => {
    const byKey = await openWorld('cxone-dnc-groups', { tokenWay: 'access-key' });
    expect(byKey.proxy.takeObjections()).toEqual([]);
    const world = await openWorld('cxone-dnc-groups', { tokenWay: 'password' });
    await workAll('cxone-dnc-groups', world);
    const { call, listRef, ask } = world;
    for (const kind of ['scrubbed-skills', 'contributing-skills']) {
      const skills = `/dnc-groups/${listRef}/${kind}`;
      const statuses = [await ask('GET', skills), await ask('POST', `${skills}/7`), await ask('POST', `${skills}/8`), await ask('GET', `${skills}?skip=1&top=1`), await ask('DELETE', `${skills}/7`), await ask('DELETE', `${skills}/7`)];
      expect(statuses).toEqual([204, 200, 200, 200, 200, 404]);
      expect(await ask('GET', `/dnc-groups/9/${kind}`)).toBe(404);
    }
    expect(await ask('GET', `/dnc-groups/${listRef}`)).toBe(200);
    expect(await ask('GET', `/dnc-groups/${listRef}/records?skip=9999&top=10&orderBy=recordId`)).toBe(204);
    expect(await ask('PUT', `/dnc-groups/${listRef}?isActive=false`)).toBe(200);
    expect(await connectors['cxone-dnc-groups'].push(call, createTestBatch(1, { listRef }))).toMatchObject({ kind: 'refused', failure: { type: 'ListUnsuitable' } });
    world.tenant.setFaults([400, 401, 403, 404, 409, 429].map((status, index) => ({ on: 'any', nth: index + 1, fault: { kind: 'status', status } })));
    for (let n = 0; n < 6; n += 1) await connectors['cxone-dnc-groups'].push(call, createTestBatch(1, { listRef }));
    expect(world.proxy.takeObjections()).toEqual([]);
    expect(world.proxy.missed()).toEqual(['POST /authentication/v1/token/access-key']);
    expect(byKey.proxy.missed()).not.toContain('POST /authentication/v1/token/access-key');
  });
});
