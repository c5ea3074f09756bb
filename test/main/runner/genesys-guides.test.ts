// The two Genesys guides end to end: every number is accounted for under its own key, whatever the wire does, and nothing is called ACTIVE unread.
import { describe, expect, it } from 'vitest';
import type { Fault } from '../../../src-main/practice/practice.ts';
import { valueOf } from '../../helpers/create-test-core.ts';
import { everyNumberOnce, everyRequestIsABatch, phones } from './push-world.ts';
import { openWorld } from './world-of-test.ts';

const guides = ['genesys-dnc-entries-bulk', 'genesys-dnclist-entries'] as const;

describe.each(guides)('%s', (dialect) => {
  it('pushes every number once to the list of its type, with its expiry, and then waits for a person', async () => {
    const here = await openWorld({ dialect, batchSize: 40, rows: [...phones(100), ...phones(20, 100).map((phone) => ({ phone, code: 'FTC', expires: '2031-01-01' }))] });
    const run = await here.push();
    expect(run).toMatchObject({ state: 'ended', accepted: 120, refused: 0, unknown: 0, waiting: 0 });
    expect([here.contents('CORPORATE'), here.contents('FEDERAL')]).toEqual([phones(100), phones(20, 100)]);
    expect(here.tenant.contents(here.listRef('FEDERAL')).every(({ expiresAt }) => expiresAt !== null)).toBe(true);
    expect(await here.account()).toMatchObject({ state: 'ATTENTION' });
  });

  it('sends the same payload under the same key after every fault of the wire, and nothing is lost or doubled', async () => {
    const here = await openWorld({ dialect, batchSize: 10, rows: phones(120) });
    const storm: readonly Fault[] = [
      { kind: 'reset-after-applying' }, { kind: 'status', status: 409 }, { kind: 'reset-before' }, { kind: 'half-json' }, { kind: 'token-ended' }, { kind: 'html' },
      { kind: 'status', status: 503 }, { kind: 'reset-mid-body' }, { kind: 'status', status: 429, retryAfterSeconds: 0 }, { kind: 'status', status: 500 },
    ];
    here.faults(...storm.map((fault, i) => ({ on: 'push' as const, nth: i + 2, fault })));
    expect(await here.push()).toMatchObject({ state: 'ended', accepted: 120, refused: 0, unknown: 0, waiting: 0 });
    expect(here.contents()).toEqual(phones(120));
    expect(here.query<{ count: number }>('SELECT count(*) AS count FROM batch')[0]).toEqual({ count: 12 });
    // The tenant answers a key that comes with another payload by 422, and that would have stopped the run.
    expect(here.tenant.requests().filter(({ kind, status }) => kind === 'push' && status === 422)).toEqual([]);
    await here.account();
  });

  it('puts what is refused number by number among the dead letters', async () => {
    const here = await openWorld({ dialect, batchSize: 10, rows: phones(20) });
    here.faults({ on: 'push', nth: 1, fault: { kind: 'refuse-some', every: 5 } });
    expect(await here.push()).toMatchObject({ accepted: 18, refused: 2, unknown: 0 });
    expect(here.contents()).toHaveLength(18);
    expect(valueOf(await here.desk().client.call('dead-letter.page', { destinationId: here.destinationId, state: 'open', offset: 0, limit: 10 })).rows).toHaveLength(2);
    await here.account();
  });

  it.each(['omit-some', 'duplicate-some'] as const)('never counts as accepted what the answer leaves open (%s)', async (kind) => {
    const here = await openWorld({ dialect, batchSize: 10, rows: phones(10) });
    here.faults({ on: 'push', nth: 1, fault: { kind, every: 5 } });
    const run = await here.push();
    expect(run.accepted).toBeLessThanOrEqual(8);
    expect(run.accepted + run.duplicate + run.refused + run.unknown + run.waiting).toBe(10);
    expect(here.contents()).toEqual(phones(10));
    everyNumberOnce(here);
    await everyRequestIsABatch(here, dialect);
    expect((await here.destination()).state).toBe('ATTENTION');
  });
});

it('keeps the ids under which the vendor knows the entries, for removing them', async () => {
  const here = await openWorld({ dialect: 'genesys-dnc-entries-bulk', rows: phones(3) });
  await here.push();
  const refs = here.query<{ ref: string | null }>('SELECT vendor_ref AS ref FROM listed').map(({ ref }) => ref);
  expect(new Set(refs).size).toBe(3);
  expect(refs.every((ref) => ref !== null && ref !== '')).toBe(true);
});

it('halves a request of which field errors name some numbers, under new keys, until nothing is wrong', async () => {
  const here = await openWorld({ dialect: 'genesys-dnclist-entries', batchSize: 16, rows: phones(16) });
  const body = JSON.stringify({ status: 422, code: 'field.errors', message: 'wrong', errors: [{ field: 'phoneNumbers[0]', code: 'invalid.number', message: 'not a number' }] });
  here.faults({ on: 'push', nth: 1, times: 2, fault: { kind: 'status', status: 422, body } });
  expect(await here.push()).toMatchObject({ state: 'ended', accepted: 16, refused: 0 });
  expect(here.contents()).toEqual(phones(16));
  const batches = here.query<{ state: string; key: string }>('SELECT state, idempotency_key AS key FROM batch');
  expect(batches.map(({ state }) => state).sort()).toEqual(['answered', 'answered', 'answered', 'superseded', 'superseded']);
  expect(new Set(batches.map(({ key }) => key)).size).toBe(5);
});

it('stops by name, and halves nothing, where a key is said to stand for another payload', async () => {
  const here = await openWorld({ dialect: 'genesys-dnclist-entries', rows: phones(16) });
  here.faults({ on: 'push', fault: { kind: 'status', status: 422, body: JSON.stringify({ status: 422, code: 'idempotency.key.reused', message: 'This key stands for another payload.', errors: [] }) } });
  const run = await here.push();
  expect(run).toMatchObject({ state: 'stopped', waiting: 16 });
  expect(run.trouble).toMatch(/another payload|idempotency/);
  expect(here.query<{ count: number }>('SELECT count(*) AS count FROM batch')[0]).toEqual({ count: 1 });
});
