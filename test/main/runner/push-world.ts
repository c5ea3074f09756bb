// A world in which a push can go wrong: numbers imported and mapped, a practice destination, and the accounts that must balance whatever happened.
import { createHash } from 'node:crypto';
import { setTimeout } from 'node:timers/promises';
import { expect } from 'vitest';
import { createSystemIds } from '../../../src-main/ports/ids.ts';
import { entryIdOf } from '../../../src-main/practice/genesys-dnc-entries-bulk/bulk-entries.ts';
import type { FaultRule, PracticeOptions, PracticeTenant } from '../../../src-main/practice/practice.ts';
import type { HttpRequest } from '../../../src-main/ports/http.ts';
import type { Batch } from '../../../src-main/vendors/connector.ts';
import { createConnectors } from '../../../src-main/vendors/registry.ts';
import type { CodeMapLine } from '../../../src-shared/contract/code-map.ts';
import type { DestinationView } from '../../../src-shared/contract/destinations.ts';
import type { BatchView, RunView } from '../../../src-shared/contract/runs.ts';
import { areaCodesOfTheUs } from '../../../src-shared/domain/area-code-table-us.ts';
import type { Dialect } from '../../../src-shared/domain/dnc.ts';
import { createTestCore, valueOf, type TestCore, type TestCoreOptions } from '../../helpers/create-test-core.ts';
import { queryLedger } from '../../helpers/look-in-ledger.ts';

/** Fictitious numbers only: exchange 555, lines 0100 to 0199, over the area codes of the US; in the order of the number. */
export const phones = (count: number, from = 0): readonly string[] => everyPhone.slice(from, from + count);

const areaCodes = areaCodesOfTheUs.trim().split('\n').flatMap((line) => {
  const [code = '', , since = ''] = line.split(' ');
  return since < '2020' ? [code] : [];
}).sort();
const everyPhone = areaCodes.flatMap((code) => Array.from({ length: 100 }, (_, i) => `+1${code}555${String(100 + i).padStart(4, '0')}`));

export type Row = { readonly phone: string; readonly code?: string; readonly expires?: string };

export const codeMap: readonly CodeMapLine[] = [
  { code: 'INT', dncType: 'CORPORATE', jurisdiction: null, reason: 'Asked us' },
  { code: 'FTC', dncType: 'FEDERAL', jurisdiction: 'US', reason: 'National registry' },
  { code: 'PER', dncType: 'PERSONAL', jurisdiction: null, reason: 'Asked an agent' },
];

export type WorldOptions = {
  readonly dialect?: Dialect;
  readonly rows: readonly (string | Row)[];
  readonly batchSize?: number;
  readonly shared?: boolean;
  readonly countries?: readonly string[];
  readonly lateExpiry?: 'permanent' | 'limit';
  readonly practice?: PracticeOptions;
  readonly cooldownMs?: number;
  readonly needs?: TestCoreOptions['needs'];
  /** A folder of the caller's; absent: one of its own. */
  readonly home?: string;
};

export type PushWorld = {
  readonly desk: () => TestCore;
  readonly destinationId: number;
  readonly tenant: PracticeTenant;
  readonly faults: (...rules: readonly FaultRule[]) => void;
  readonly importRows: (rows: readonly (string | Row)[]) => Promise<void>;
  readonly destination: () => Promise<DestinationView>;
  readonly listRef: (dncType?: string) => string;
  readonly start: () => Promise<RunView>;
  /** Starts a push and waits until nobody works on it any more. */
  readonly push: () => Promise<RunView>;
  readonly resume: (runId: number) => Promise<RunView>;
  readonly rested: (runId: number) => Promise<RunView>;
  readonly until: (runId: number, holds: (run: RunView) => boolean) => Promise<RunView>;
  readonly batches: (runId: number) => Promise<readonly BatchView[]>;
  // oxlint-disable-next-line typescript/no-unnecessary-type-parameters -- the caller names the columns it asks for
  readonly query: <T>(sql: string, ...values: readonly unknown[]) => readonly T[];
  /** Phones the tenant holds on a list, sorted. */
  readonly contents: (dncType?: string) => readonly string[];
  /** What must hold after anything: see `account` below. */
  readonly account: () => Promise<DestinationView>;
  readonly reopen: () => Promise<void>;
  readonly close: () => Promise<void>;
};

/** Retries come at once: jitter is nothing here. */
const hurriedIds = { ...createSystemIds(), random: () => 0 };

export const createPushWorld = async (options: WorldOptions): Promise<PushWorld> => {
  const { dialect = 'genesys-dnclists' } = options;
  let desk = await createTestCore({
    ...(options.home === undefined ? {} : { home: options.home }), practice: { rate: null, ...options.practice }, practiceCooldownMs: options.cooldownMs ?? 20, needs: { ids: hurriedIds, ...options.needs },
  });
  const call: TestCore['client']['call'] = (name, input) => desk.client.call(name, input);
  let files = 0;
  const importRows = async (rows: readonly (string | Row)[]): Promise<void> => {
    files += 1;
    const lines = rows.map((row) => (typeof row === 'string' ? { phone: row } : row)).map(({ phone, code = 'INT', expires = '' }) => `${phone},${code},${expires}`);
    const stored = await call('import.store', { ticket: desk.ticketFor(`rows-${files}.csv`, `phone,code,expires\n${lines.join('\n')}\n`) });
    expect(desk.defects).toEqual([]);
    expect(valueOf(stored).quarantined).toEqual({});
  };
  await importRows(options.rows);
  // Where a number without a jurisdiction would be held back, every code has one.
  const { needsJurisdiction } = createConnectors()[dialect].facts;
  valueOf(await call('code-map.save', { lines: codeMap.map((line) => ({ ...line, jurisdiction: line.jurisdiction ?? (needsJurisdiction ? 'US' : null) })) }));
  const made = valueOf(await call('practice.create', { dialect }));
  const { destinationId, name, settings } = made;
  valueOf(await call('destination.update', {
    destinationId, name, settings: { ...settings, batchSize: String(options.batchSize ?? 1000) },
    countries: [...(options.countries ?? [])], lateExpiry: options.lateExpiry ?? 'permanent', shared: options.shared ?? false,
  }));
  const tenant = desk.tenants[0];
  if (tenant === undefined) throw new Error('the practice tenant did not start');

  const get = async (runId: number): Promise<RunView> => valueOf(await call('run.get', { runId }));
  const until = async (runId: number, holds: (run: RunView) => boolean): Promise<RunView> => {
    for (const end = Date.now() + 15_000; ;) {
      const run = await get(runId);
      if (holds(run)) return run;
      if (Date.now() > end) throw new Error(`waited in vain: ${JSON.stringify(run)}; ${desk.defects.join('\n')}`);
      await setTimeout(5);
    }
  };
  const rested = (runId: number): Promise<RunView> => until(runId, ({ working }) => !working);
  const query: PushWorld['query'] = (sql, ...values) => queryLedger(desk.home, sql, ...values);
  const listRef = (dncType = 'CORPORATE'): string => made.lists.find((list) => list.dncType === dncType)?.listRef ?? '';
  const world: PushWorld = {
    desk: () => desk, destinationId, tenant, importRows, until, rested, query, listRef,
    faults: (...rules) => tenant.setFaults(rules),
    destination: async () => valueOf(await call('destination.get', { destinationId })),
    start: async () => valueOf(await call('run.start', { destinationId })),
    push: async () => rested(valueOf(await call('run.start', { destinationId })).runId),
    resume: async (runId) => rested(valueOf(await call('run.resume', { runId })).runId),
    batches: async (runId) => valueOf(await call('run.batches', { runId, offset: 0, limit: 500 })).rows,
    contents: (dncType) => tenant.contents(listRef(dncType)).map(({ phone }) => phone).sort(),
    account: () => account(world, made),
    reopen: async () => { desk = await desk.reopen(); },
    close: () => desk.close(),
  };
  return world;
};

type StoredNumber = { readonly runId: number; readonly batchId: number; readonly state: string; readonly listRef: string; readonly phone: string; readonly result: string };

/**
 * The books: every number once, every request a batch we wrote down, nothing emptied, the log valid,
 * and a destination that says ACTIVE has on its lists exactly what the ledger says.
 */
const account = async (world: PushWorld, { dialect, lists }: DestinationView): Promise<DestinationView> => {
  const { query, tenant } = world;
  const desk = world.desk();
  expect(desk.defects).toEqual([]);
  everyNumberOnce(world);
  await everyRequestIsABatch(world, dialect);
  nothingWiped(tenant);

  for (const { id } of query<{ id: number }>('SELECT id FROM run')) {
    const run = valueOf(await desk.client.call('run.get', { runId: id }));
    expect(run.accepted + run.duplicate + run.refused + run.unknown + run.waiting).toBe(run.numbers);
  }

  const view = await world.destination();
  const differing = lists.flatMap(({ listRef }) => {
    const there = new Map(tenant.contents(listRef).map(({ phone, expiresAt }) => [phone, expiresAt]));
    const expected = query<{ phone: string; expiresAt: number | null }>('SELECT phone, expires_at AS expiresAt FROM listed WHERE list_ref = ?', listRef);
    const known = new Set(expected.map(({ phone }) => phone));
    return [
      ...expected.filter(({ phone, expiresAt }) => !there.has(phone) || minute(there.get(phone) ?? null) !== minute(expiresAt)).map(({ phone }) => phone),
      ...[...there.keys()].filter((phone) => !known.has(phone) && !view.shared),
    ];
  });
  if (view.state === 'ACTIVE') expect(differing).toEqual([]);
  else if (view.attention === 'differences') {
    const named = query<{ phone: string }>('SELECT phone FROM difference WHERE reconciliation_id = (SELECT max(id) FROM reconciliation)').map(({ phone }) => phone);
    expect([...new Set(named)].sort()).toEqual([...new Set(differing)].sort());
  }

  const exported = valueOf(await desk.client.call('log.export', {}));
  expect(valueOf(await desk.client.call('log.check', { ticket: exported.ticket })).verdict).toBe('valid');
  return view;
};

/** Nothing we ever do may take numbers away. */
export const nothingWiped = (tenant: PracticeTenant): void =>
  expect(tenant.requests().filter(({ kind, method }) => kind === 'wipe' || kind === 'remove' || method === 'DELETE')).toEqual([]);

const minute = (at: number | null): number | null => (at === null ? null : Math.floor(at / 60_000));

/** Within a run each number of a list has one result that counts; all others handed it on. */
export const everyNumberOnce = ({ query }: Pick<PushWorld, 'query'>): void => {
  const numbers = query<StoredNumber>(`
    SELECT b.run_id AS runId, b.id AS batchId, b.state, b.list_ref AS listRef, n.phone, n.result FROM batch_number n JOIN batch b ON b.id = n.batch_id`);
  const byNumber = Map.groupBy(numbers, ({ runId, listRef, phone }) => `${runId} ${listRef} ${phone}`);
  const wrong = [...byNumber].filter(([, rows]) => rows.filter(({ result }) => result !== 'superseded').length !== 1);
  expect(wrong).toEqual([]);
  const certain = new Set(['accepted', 'duplicate', 'refused', 'superseded']);
  expect(numbers.filter(({ state, result }) => ['answered', 'verified', 'refused', 'superseded'].includes(state) && !certain.has(result))).toEqual([]);
};

type StoredBatch = Omit<Batch, 'numbers'> & { readonly id: number; readonly attempts: number; readonly kind: 'push' | 'release' };

/** By this correlation id a push of somebody else is known. */
export const foreignClient = 'a-foreign-client';

/** Every push and removal that arrived is a batch as it was cut, at most as often as the ledger says it was sent. */
export const everyRequestIsABatch = async ({ query, tenant }: Pick<PushWorld, 'query' | 'tenant'>, dialect: Dialect): Promise<void> => {
  const allowed = new Map<string, number>();
  for (const { id, attempts, kind, ...batch } of query<StoredBatch>(`
    SELECT b.id, list_ref AS listRef, dnc_type AS dncType, expires_at AS expiresAt, idempotency_key AS idempotencyKey, correlation_id AS correlationId, attempts, r.kind FROM batch b JOIN run r ON r.id = b.run_id`)) {
    const numbers = query<Batch['numbers'][number]>('SELECT phone, jurisdiction FROM batch_number WHERE batch_id = ? ORDER BY n', id)
      // The one practice tenant whose entries are removed by id makes the id of type and number.
      .map((number) => (dialect === 'genesys-dnc-entries-bulk' ? { ...number, vendorRef: entryIdOf(batch.dncType, number.phone) } : number));
    for (const body of await requestsFor(dialect, { ...batch, numbers }, kind)) allowed.set(body, (allowed.get(body) ?? 0) + attempts);
  }
  const sent = tenant.requests().filter(({ kind, correlationId }) => (kind === 'push' || kind === 'remove') && correlationId !== foreignClient).map(({ path, query: asked, bodySha256 }) => `${path}${asked} ${bodySha256}`);
  for (const body of new Set(sent)) expect(sent.filter((one) => one === body).length, body).toBeLessThanOrEqual(allowed.get(body) ?? 0);
};

/** What the connector sends for a batch, caught before it leaves: address and sum of the body. */
const requestsFor = async (dialect: Dialect, batch: Batch, kind: StoredBatch['kind']): Promise<readonly string[]> => {
  const caught: HttpRequest[] = [];
  const unsent = { kind: 'unsent', why: 'caught' } as const;
  // A search that comes before it finds nobody.
  const nobody = { kind: 'reply', status: 200, headers: {}, body: '{"entities":[],"total":0}', millis: 0 } as const;
  // Removed one by one: the next is asked for once the one before it is gone.
  const gone = { kind: 'reply', status: 204, headers: {}, body: '', millis: 0 } as const;
  const http = {
    send: (request: HttpRequest) => {
      caught.push(request);
      if (dialect === 'genesys-dnc-entries-bulk' && kind === 'release') return Promise.resolve(gone);
      return Promise.resolve(request.url.endsWith('/contacts/search') ? nobody : unsent);
    },
    stream: () => Promise.resolve(unsent),
  };
  const apiBase = `http://far${dialect === 'cxone-dnc-groups' ? '/inContactAPI/services/v31.0' : ''}`;
  await createConnectors()[dialect][kind === 'push' ? 'push' : 'remove']({ http, settings: {}, apiBase, token: () => '', signal: new AbortController().signal }, batch);
  return caught.map(({ url, body }) => `${url.slice('http://far'.length)} ${body === undefined ? null : createHash('sha256').update(body).digest('hex')}`);
};
