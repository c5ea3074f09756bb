// Releases end to end: pushed, approved, taken off in a run of its own, and done only when the read-back no longer shows them.
import { join } from 'node:path';
import Sqlite from 'better-sqlite3';
import { expect, test, vi } from 'vitest';
import type { Dialect } from '../../../src-shared/domain/dnc.ts';
import type { RunView } from '../../../src-shared/contract/runs.ts';
import { valueOf } from '../../helpers/create-test-core.ts';
import { everyNumberOnce, phones, type PushWorld, type WorldOptions } from './push-world.ts';
import { openWorld } from './world-of-test.ts';

vi.setConfig({ testTimeout: 30_000 });

/** CXone where the dialect is not the matter: its lists are read back at once. */
const worldOf = (options: WorldOptions): Promise<PushWorld> => openWorld({ dialect: 'cxone-dnc-groups', ...options });
const call = (world: PushWorld) => world.desk().client.call;
const request = async (world: PushWorld, ...numbers: readonly string[]) => valueOf(await call(world)('release.request', { phone: numbers.join('\n'), because: 'They asked us to call again' }));
const approve = async (world: PushWorld) => valueOf(await call(world)('release.approve', { cause: 'request', importId: null, because: 'Consent on file' }));
const plan = async (world: PushWorld) => valueOf(await call(world)('release.plan', { destinationId: world.destinationId }));
const release = async (world: PushWorld): Promise<RunView> => world.rested(valueOf(await call(world)('release.start', { destinationId: world.destinationId })).runId);
const states = (world: PushWorld) => world.query<{ phone: number; state: string; done: number }>('SELECT phone, state, done_at IS NOT NULL AS done FROM release ORDER BY id');
const leaves = (world: PushWorld, kind: string) => world.query<{ body: string }>("SELECT body FROM leaf WHERE body ->> '$.kind' = ? ORDER BY seq", kind).map(({ body }) => (JSON.parse(body) as { body: Record<string, unknown> }).body);
const sealHolds = async (world: PushWorld): Promise<void> => {
  expect(world.desk().defects).toEqual([]);
  const exported = valueOf(await call(world)('log.export', {}));
  expect(valueOf(await call(world)('log.check', { ticket: exported.ticket })).verdict).toBe('valid');
};

const readable: readonly Dialect[] = ['genesys-dnclists', 'cxone-dnc-groups', 'cxone-dnc-entries', 'genesys-contactlists'];

test.for(readable)('%s: a released number is taken off, read back as gone, and all others stay', async (dialect) => {
  const numbers = phones(5);
  const world = await worldOf({ dialect, rows: numbers });
  await world.push();
  expect((await world.destination()).state).toBe('ACTIVE');
  const [gone = ''] = numbers;

  expect(await request(world, gone)).toEqual({ requested: 1, already: 0, refused: [] });
  expect((await plan(world)).numbers).toBe(0);
  expect(await approve(world)).toEqual({ releases: 1, numbers: 1, entries: 1, stillWanted: 0, sent: 0 });
  expect(await plan(world)).toMatchObject({ numbers: 1, batches: 1, kept: [], canRemove: true });
  expect(world.contents()).toEqual([...numbers]);

  const run = await release(world);
  expect(run).toMatchObject({ kind: 'release', state: 'ended', numbers: 1, accepted: 1, refused: 0 });
  const view = await world.destination();
  expect(view).toMatchObject({ state: 'ACTIVE', listed: 4 });
  expect(live(world)).toEqual(numbers.slice(1));
  expect(states(world)).toEqual([{ phone: Number(gone.slice(1)), state: 'approved', done: 1 }]);
  expect(leaves(world, 'delete.request').map(({ act }) => act)).toEqual(['approve', 'ask-vendor', 'vendor-answer']);
  expect(leaves(world, 'delete.done')).toMatchObject([{ destination: world.destinationId, numbers: 1, shown: 'read-back' }]);
  everyNumberOnce(world);
  await sealHolds(world);
});

/** What the tenant still blocks: CXone keeps removed records for days, as expired. */
const live = (world: PushWorld, dncType = 'CORPORATE'): readonly string[] =>
  world.tenant.contents(world.listRef(dncType)).filter(({ expiresAt }) => expiresAt === null || expiresAt > Date.now()).map(({ phone }) => phone).sort();

test('more numbers than one transaction should hold are sealed as gone in parts, and each of them once', async () => {
  const numbers = phones(1990);
  const world = await worldOf({ rows: numbers });
  await world.push();
  for (const from of [0, 995]) await request(world, ...numbers.slice(from, from + 995));
  expect(await approve(world)).toMatchObject({ releases: 1990, entries: 1990 });
  expect(await release(world)).toMatchObject({ state: 'ended', accepted: 1990 });
  const done = leaves(world, 'delete.done');
  expect(done).toMatchObject([{ numbers: 1000, shown: 'read-back' }, { numbers: 990, shown: 'read-back', first: expect.any(Number) as unknown }]);
  expect(states(world).every((each) => each.done === 1)).toBe(true);
  expect(await world.destination()).toMatchObject({ state: 'ACTIVE', listed: 0 });
  await sealHolds(world);
});

test('a number wanted again after its release is pushed again', async () => {
  const numbers = phones(3);
  const world = await worldOf({ rows: numbers });
  await world.push();
  const [gone = ''] = numbers;
  await request(world, gone);
  await approve(world);
  await release(world);
  await world.importRows([gone]);
  const run = await world.push();
  expect(run).toMatchObject({ kind: 'push', accepted: 1 });
  expect(live(world)).toEqual([...numbers]);
  expect((await world.destination()).state).toBe('ACTIVE');
  // The old approval is used up: it does not cover the new wish.
  expect(await plan(world)).toMatchObject({ numbers: 0, kept: [] });
});

test('a number that is wanted again before its removal left stays where it is', async () => {
  const numbers = phones(4);
  const world = await worldOf({ rows: numbers });
  await world.push();
  await request(world, numbers[0] ?? '', numbers[1] ?? '');
  await approve(world);
  await world.importRows([numbers[0] ?? '']);
  expect(await plan(world)).toMatchObject({ numbers: 1, kept: [{ why: 'wanted', numbers: 1 }] });
  await release(world);
  expect(live(world)).toEqual([numbers[0], numbers[2], numbers[3]]);
  expect((await world.destination()).state).toBe('ACTIVE');
});

test('what waits in a stopped run is looked at again before it leaves: what is wanted again stays, and so does what was taken back', async () => {
  const numbers = phones(8);
  const world = await worldOf({ rows: numbers, batchSize: 2 });
  await world.push();
  await request(world, ...numbers.slice(0, 7));
  await approve(world);
  world.faults({ on: 'token', fault: { kind: 'status', status: 400 } }, { on: 'remove', fault: { kind: 'token-ended' } });
  const { runId, state } = await release(world);
  expect(state).toBe('stopped');
  expect(await world.destination()).toMatchObject({ state: 'ATTENTION', attention: 'interrupted' });
  world.faults();
  // Two requests left at once; the last number waits in a batch of its own, and the one before it beside another.
  await world.importRows([numbers[5] ?? '']);
  const [last] = world.query<{ id: number }>('SELECT max(id) AS id FROM release');
  const unsent = world.query<{ phone: string }>('SELECT n.phone FROM batch_number n JOIN batch b ON b.id = n.batch_id WHERE b.run_id = ? AND b.attempts = 0 ORDER BY n.phone', runId).map(({ phone }) => phone);
  expect(unsent).toEqual(numbers.slice(4, 7));
  expect(valueOf(await call(world)('release.take-back', { releaseIds: [last?.id ?? 0] }))).toMatchObject({ releases: 1 });
  expect(await world.resume(runId)).toMatchObject({ state: 'ended', accepted: 5 });
  expect(live(world)).toEqual(numbers.slice(5));
  expect((await world.destination()).state).toBe('ACTIVE');
  await sealHolds(world);
});

test('an approval that no vendor was told of can be taken back, and its number is blocked as before', async () => {
  const numbers = phones(3);
  const world = await worldOf({ rows: [...numbers, numbers[0] ?? ''] });
  await world.push();
  await request(world, numbers[0] ?? '');
  await approve(world);
  expect(valueOf(await call(world)('release.take-back', { cause: 'request', importId: null }))).toMatchObject({ releases: 1, entries: 2, sent: 0 });
  expect(world.query("SELECT verdict, count(*) AS n FROM entry GROUP BY 1 ORDER BY 1")).toEqual([{ verdict: 'accepted', n: 3 }, { verdict: 'duplicate', n: 1 }]);
  expect(await plan(world)).toMatchObject({ numbers: 0 });
  expect(await call(world)('release.start', { destinationId: world.destinationId })).toMatchObject({ ok: false, failure: { type: 'NothingToRelease' } });

  await approve(world);
  await release(world);
  expect(await call(world)('release.take-back', { cause: 'request', importId: null })).toMatchObject({ ok: false, failure: { type: 'AlreadyPushed', phones: 1 } });
});

test('a number of two types leaves only the list that nobody wants it on', async () => {
  const [number = '', other = ''] = phones(2);
  const world = await worldOf({ rows: [{ phone: number, code: 'INT' }, { phone: number, code: 'FTC' }, other] });
  await world.push();
  // The release means the first list's wish alone.
  const importId = world.query<{ importId: number }>('SELECT id AS importId FROM import')[0]?.importId ?? 0;
  await world.importRows([{ phone: number, code: 'FTC' }]);
  write(world, `UPDATE import SET list_key = 'a' WHERE id = ${importId}`);
  write(world, `INSERT INTO release (phone, cause, import_id, at) VALUES (${number.slice(1)}, 'gone', ${importId}, 0)`);
  expect(valueOf(await call(world)('release.approve', { cause: 'gone', importId, because: 'No longer on it' }))).toMatchObject({ releases: 1, entries: 2, stillWanted: 1 });
  // The second import's line was a duplicate: it inherits the block.
  expect(await plan(world)).toMatchObject({ numbers: 1, lists: [{ dncType: 'CORPORATE', numbers: 1 }], kept: [{ why: 'wanted', numbers: 1 }] });
  await release(world);
  expect(live(world, 'CORPORATE')).toEqual([other]);
  expect(live(world, 'FEDERAL')).toEqual([number]);
  expect((await world.destination()).state).toBe('ACTIVE');
});

test.for(['genesys-dnclists', 'cxone-dnc-groups'] as const)('%s: a removal that did not hold is found by the read-back, also on a shared list, and is asked for again', async (dialect) => {
  const numbers = phones(4);
  const world = await worldOf({ dialect, rows: numbers, shared: true });
  await world.push();
  await request(world, numbers[0] ?? '', numbers[1] ?? '');
  await approve(world);
  world.faults({ on: 'remove', fault: { kind: 'refuse-some', every: 2 } });
  expect((await release(world)).state).toBe('ended');
  expect(await world.destination()).toMatchObject({ state: 'ATTENTION', attention: 'differences', listed: 3 });
  expect(world.query('SELECT kind, phone, expected FROM difference')).toEqual([{ kind: 'extra', phone: numbers[1], expected: 'taken off' }]);
  expect(states(world).map(({ done }) => done)).toEqual([1, 0]);
  expect(leaves(world, 'delete.done')).toHaveLength(1);
  world.faults();
  expect(await plan(world)).toMatchObject({ numbers: 1 });
  expect(await release(world)).toMatchObject({ accepted: 1 });
  expect((await world.destination()).state).toBe('ACTIVE');
  expect(live(world)).toEqual(numbers.slice(2));
  expect(states(world).map(({ done }) => done)).toEqual([1, 1]);
});

test.for(['genesys-dnclists', 'cxone-dnc-groups', 'cxone-dnc-entries'] as const)('%s: comes through lost answers, pauses, halves and a token that ends, and takes off what was approved and nothing else', async (dialect) => {
  const numbers = phones(14);
  const world = await worldOf({ dialect, rows: numbers, batchSize: 2 });
  await world.push();
  await request(world, ...numbers.slice(0, 12));
  await approve(world);
  const kinds = ['reset-after-applying', 'half-json', 'token-ended', 'reset-before', 'reset-mid-body'] as const;
  world.faults(...kinds.map((kind, i) => ({ on: dialect === 'cxone-dnc-entries' ? 'push' as const : 'remove' as const, nth: i + 1, fault: { kind } })));
  expect(await release(world)).toMatchObject({ state: 'ended', numbers: 12, unknown: 0 });
  expect(live(world)).toEqual(numbers.slice(12));
  expect(await world.destination()).toMatchObject({ state: 'ACTIVE', listed: 2 });
  expect(states(world).every(({ done }) => done === 1)).toBe(true);
  expect(world.query('SELECT 1 FROM dead_letter')).toEqual([]);
  await sealHolds(world);
});

test.for(['genesys-dnclists', 'cxone-dnc-groups'] as const)('%s: a process that died while a removal was under way leaves nothing half done', async (dialect) => {
  const numbers = phones(4);
  const world = await worldOf({ dialect, rows: numbers });
  await world.push();
  await request(world, numbers[0] ?? '');
  await approve(world);
  world.faults({ on: 'token', fault: { kind: 'status', status: 400 } }, { on: 'remove', fault: { kind: 'token-ended' } });
  const { runId, state } = await release(world);
  expect(state).toBe('stopped');
  write(world, `UPDATE batch SET state = 'sending' WHERE run_id = ${runId}`);
  world.faults();
  await world.reopen();
  expect(await world.resume(runId)).toMatchObject({ state: 'ended' });
  expect(live(world)).toEqual(numbers.slice(1));
  expect((await world.destination()).state).toBe('ACTIVE');
  await sealHolds(world);
});

test('a list that nobody can read: gone is what a person answers for', async () => {
  const numbers = phones(3);
  const world = await worldOf({ dialect: 'genesys-dnc-entries-bulk', rows: numbers });
  await world.push();
  const { destinationId } = world;
  valueOf(await call(world)('verify.attest', { destinationId, because: 'Looked at it' }));
  await request(world, numbers[0] ?? '');
  await approve(world);
  expect(await plan(world)).toMatchObject({ numbers: 1, verifies: 'attestation' });
  expect(await release(world)).toMatchObject({ state: 'ended', accepted: 1 });
  expect(world.contents()).toEqual(numbers.slice(1));
  expect(await world.destination()).toMatchObject({ state: 'ATTENTION', attention: 'not-attested' });
  expect(states(world)).toMatchObject([{ done: 0 }]);
  valueOf(await call(world)('verify.attest', { destinationId, because: 'Looked again: it is gone' }));
  expect(states(world)).toMatchObject([{ done: 1 }]);
  expect(leaves(world, 'delete.done')).toMatchObject([{ numbers: 1, shown: 'answered-for' }]);

  // A process that died before it had settled all of it: the word stands, and the next process that stays goes on.
  write(world, `INSERT INTO listed (destination_id, list_ref, phone, batch_id, leaving_batch_id) SELECT ${destinationId}, list_ref, '${numbers[0] ?? ''}', id, id FROM batch ORDER BY id DESC LIMIT 1; UPDATE release SET done_at = NULL`);
  await world.reopen();
  expect(states(world)).toMatchObject([{ done: 0 }]);
  await world.desk().core.continueCooling();
  await expect.poll(() => states(world)).toMatchObject([{ done: 1 }]);
  expect(leaves(world, 'delete.done')).toHaveLength(2);
});

test('an interface without a call that removes says so before anything is begun', async () => {
  const numbers = phones(2);
  const world = await worldOf({ dialect: 'genesys-dnclist-entries', rows: numbers });
  await world.push();
  await request(world, numbers[0] ?? '');
  await approve(world);
  expect(await plan(world)).toMatchObject({ numbers: 1, canRemove: false });
  expect(await call(world)('release.start', { destinationId: world.destinationId })).toMatchObject({ ok: false, failure: { type: 'RemovalNotOffered' } });
  expect(world.contents()).toEqual([...numbers]);
  expect(world.query("SELECT 1 FROM run WHERE kind = 'release'")).toEqual([]);
});

/** As another part of the program would write it. */
const write = (world: PushWorld, sql: string): void => {
  const db = new Sqlite(join(world.desk().home, 'ledger.db'));
  db.exec(sql);
  db.close();
};
