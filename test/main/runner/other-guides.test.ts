// The guides' CXone entries and contact lists end to end: pushed, cooled, read back and ACTIVE, whatever the wire does, and nothing lost or doubled.
import { describe, expect, it } from 'vitest';
import type { Fault } from '../../../src-main/practice/practice.ts';
import { valueOf } from '../../helpers/create-test-core.ts';
import { phones } from './push-world.ts';
import { openWorld } from './world-of-test.ts';
import { findSecrets } from './find-secrets.ts';

const guides = ['cxone-dnc-entries', 'genesys-contactlists'] as const;

describe.each(guides)('%s', (dialect) => {
  it('pushes every number once to the list of its type, waits, reads back and is ACTIVE', async () => {
    const here = await openWorld({ dialect, batchSize: 40, rows: [...phones(130), ...phones(20, 130).map((phone) => ({ phone, code: 'FTC', expires: '2031-01-01' }))] });
    expect(await here.push()).toMatchObject({ state: 'ended', numbers: 150, accepted: 150, refused: 0, unknown: 0, waiting: 0, trouble: null });
    expect([here.contents('CORPORATE'), here.contents('FEDERAL')]).toEqual([phones(130), phones(20, 130)]);
    // A contact knows no expiry, so the books of those that have one cannot be the tenant's.
    const view = dialect === 'genesys-contactlists' ? await here.destination() : await here.account();
    expect(view).toMatchObject({ state: 'ACTIVE', listed: 150, attention: null });
    expect(findSecrets(here.desk().home, ['practice-secret'])).toEqual([]);
  });

  it('comes through a storm of faults, and nothing is lost or doubled', async () => {
    const here = await openWorld({ dialect, batchSize: 10, rows: phones(60) });
    const storm: readonly Fault[] = [
      { kind: 'reset-after-applying' }, { kind: 'status', status: 413 }, { kind: 'reset-before' }, { kind: 'half-json' }, { kind: 'token-ended' }, { kind: 'html' },
      { kind: 'status', status: 503 }, { kind: 'reset-mid-body' }, { kind: 'status', status: 429, retryAfterSeconds: 0 },
    ];
    here.faults(...storm.map((fault, i) => ({ on: 'push' as const, nth: i + 2, fault })));
    expect(await here.push()).toMatchObject({ state: 'ended', numbers: 60, accepted: 60, unknown: 0, refused: 0, trouble: null });
    expect(await here.account()).toMatchObject({ state: 'ACTIVE', listed: 60 });
    expect(here.contents()).toEqual(phones(60));
  });

  it.each(['omit-some', 'duplicate-some'] as const)('never counts as accepted what the answer leaves open, and finds it out by asking again (%s)', async (kind) => {
    const here = await openWorld({ dialect, batchSize: 10, rows: phones(10) });
    here.faults({ on: 'push', nth: 1, fault: { kind, every: 5 } });
    expect(await here.push()).toMatchObject({ state: 'ended', accepted: 10, unknown: 0, refused: 0 });
    expect(await here.account()).toMatchObject({ state: 'ACTIVE', listed: 10 });
  });

  it('is not ACTIVE when the read-back lacks what the answer had promised', async () => {
    const here = await openWorld({ dialect, batchSize: 10, rows: phones(20) });
    here.faults({ on: 'push', nth: 1, fault: { kind: 'forget-some', every: 5 } });
    expect(await here.push()).toMatchObject({ state: 'ended', accepted: 20 });
    expect(await here.account()).toMatchObject({ state: 'ATTENTION', attention: 'differences' });
  });
});

it('puts what CXone refuses number by number among the dead letters', async () => {
  const here = await openWorld({ dialect: 'cxone-dnc-entries', batchSize: 10, rows: phones(20) });
  here.faults({ on: 'push', nth: 1, fault: { kind: 'refuse-some', every: 5 } });
  expect(await here.push()).toMatchObject({ accepted: 18, refused: 2, unknown: 0 });
  expect(valueOf(await here.desk().client.call('dead-letter.page', { destinationId: here.destinationId, state: 'open', offset: 0, limit: 10 })).rows).toMatchObject([{ code: 'entry.not.saved' }, { code: 'entry.not.saved' }]);
  expect((await here.account()).state).toBe('ATTENTION');
});

it('repeats what the dialler holds every half second, without counting it as trouble, until it lets go', async () => {
  const here = await openWorld({ dialect: 'genesys-contactlists', rows: phones(5) });
  here.faults({ on: 'push', nth: 1, times: 3, fault: { kind: 'status', status: 409 } });
  expect(await here.push()).toMatchObject({ state: 'ended', accepted: 5, trouble: null });
  const at = here.tenant.requests().filter(({ kind }) => kind === 'push').map((request) => request.at);
  expect(at).toHaveLength(4);
  const gaps = at.slice(1).map((one, index) => one - (at[index] ?? 0));
  for (const gap of gaps) expect(gap).toBeGreaterThanOrEqual(495);
  for (const gap of gaps) expect(gap).toBeLessThan(1_500);
  expect(await here.account()).toMatchObject({ state: 'ACTIVE', listed: 5 });
});

it('stops at the operator\'s word while the dialler still holds a record, and loses nothing', async () => {
  const here = await openWorld({ dialect: 'genesys-contactlists', rows: phones(5) });
  here.faults({ on: 'push', fault: { kind: 'status', status: 409 } });
  const { runId } = await here.start();
  await here.until(runId, () => here.tenant.requests().filter(({ kind }) => kind === 'push').length >= 2);
  valueOf(await here.desk().client.call('run.stop', { runId }));
  expect(await here.rested(runId)).toMatchObject({ state: 'stopped', waiting: 5, unknown: 0 });
  here.faults();
  expect(await here.resume(runId)).toMatchObject({ state: 'ended', accepted: 5 });
  expect(await here.account()).toMatchObject({ state: 'ACTIVE', listed: 5 });
});
