// Stopping, resuming, closing and two processes at once: a run is worked on by one, rests when it is told to, and loses nothing.
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import Sqlite from 'better-sqlite3';
import { describe, expect, it } from 'vitest';
import type { PracticeDoor } from '../../../src-main/core/core.ts';
import { createCore } from '../../../src-main/core/create-core.ts';
import { createSystemClock } from '../../../src-main/ports/clock.ts';
import { createFiles } from '../../../src-main/ports/files.ts';
import { createSystemIds } from '../../../src-main/ports/ids.ts';
import { createHttp } from '../../../src-main/ports/node-http.ts';
import { createClient } from '../../../src-shared/contract/contract.ts';
import { fail, ok } from '../../../src-shared/result.ts';
import { valueOf, type TestCore } from '../../helpers/create-test-core.ts';
import { phones, type PushWorld, type WorldOptions } from './push-world.ts';
import { openWorld } from './world-of-test.ts';

const open = (options: WorldOptions): Promise<PushWorld> => openWorld({ dialect: 'cxone-dnc-groups', ...options });

describe('a stop', () => {
  it('lets what is under way answer, and the run goes on where it stood', async () => {
    const { desk, start, until, resume, account, faults } = await open({ rows: phones(300), batchSize: 10 });
    faults({ on: 'push', fault: { kind: 'slow', ms: 30 } });
    const { runId } = await start();
    await until(runId, ({ accepted }) => accepted >= 50);
    const stopped = valueOf(await desk().client.call('run.stop', { runId }));
    expect(stopped).toMatchObject({ state: 'stopped', working: false, unknown: 0, batches: { inFlight: 0 } });
    expect(stopped.accepted + stopped.waiting).toBe(300);
    expect(stopped.waiting).toBeGreaterThan(0);
    expect(await account()).toMatchObject({ state: 'ATTENTION', attention: 'interrupted' });
    expect(await desk().client.call('run.stop', { runId })).toMatchObject({ ok: false, failure: { type: 'AlreadySettled' } });
    faults();
    expect(await resume(runId)).toMatchObject({ state: 'ended', accepted: 300 });
    expect(await account()).toMatchObject({ state: 'ACTIVE', listed: 300 });
  });

  it('during the cut lets the cut be finished, so that no number is left out', async () => {
    const { desk, start, resume, account } = await open({ rows: phones(300), batchSize: 10 });
    const { runId } = await start();
    const stopped = valueOf(await desk().client.call('run.stop', { runId }));
    expect(stopped).toMatchObject({ state: 'stopped', accepted: 0, waiting: 300, batches: { total: 30 } });
    expect(await resume(runId)).toMatchObject({ state: 'ended', accepted: 300, batches: { total: 30 } });
    expect(await account()).toMatchObject({ state: 'ACTIVE', listed: 300 });
  });

  it('during the cooldown answers at once and leaves the cooldown in the ledger', async () => {
    const { desk, destinationId, start, until, account } = await open({ rows: phones(20), cooldownMs: 900 });
    const { runId } = await start();
    await until(runId, ({ state }) => state === 'cooling');
    const before = Date.now();
    const stopped = valueOf(await desk().client.call('run.stop', { runId }));
    expect(Date.now() - before).toBeLessThan(500);
    expect(stopped).toMatchObject({ state: 'cooling', working: false });
    expect(await desk().client.call('verify.start', { destinationId })).toMatchObject({ ok: false, failure: { type: 'NotReady' } });
    await setTimeout(Math.max(0, (stopped.readyAt ?? 0) - Date.now() + 5));
    expect(valueOf(await desk().client.call('verify.start', { destinationId }))).toMatchObject({ state: 'clean', expected: 20 });
    expect(await account()).toMatchObject({ state: 'ACTIVE' });
  });

  it('during a read-back calls it off without a verdict, and the next one gives it', async () => {
    const { desk, destinationId, start, until, account, faults } = await open({ rows: phones(20) });
    faults({ on: 'read', nth: 1, times: 4, fault: { kind: 'slow', ms: 400 } });
    const { runId } = await start();
    await until(runId, ({ state }) => state === 'verifying');
    expect(valueOf(await desk().client.call('run.stop', { runId }))).toMatchObject({ state: 'cooling', working: false });
    expect(await account()).toMatchObject({ state: 'COOLING' });
    expect(valueOf(await desk().client.call('verify.start', { destinationId }))).toMatchObject({ state: 'clean' });
    expect(await account()).toMatchObject({ state: 'ACTIVE' });
  });
});

describe('closing', () => {
  it('in the middle of a push loses nothing, and another start goes on', async () => {
    const { start, until, reopen, resume, destination, account, faults } = await open({ rows: phones(300), batchSize: 10 });
    faults({ on: 'push', fault: { kind: 'slow', ms: 30 } });
    const { runId } = await start();
    await until(runId, ({ accepted }) => accepted >= 50);
    await reopen();
    expect(await destination()).toMatchObject({ state: 'ATTENTION', attention: 'interrupted' });
    faults();
    expect(await resume(runId)).toMatchObject({ state: 'ended', accepted: 300 });
    expect(await account()).toMatchObject({ state: 'ACTIVE', listed: 300 });
  });

  it('while cooling changes nothing: not ready before, read back after', async () => {
    const { desk, destinationId, start, until, reopen, destination, account } = await open({ rows: phones(20), cooldownMs: 1500 });
    const { runId } = await start();
    const { readyAt } = await until(runId, ({ state }) => state === 'cooling');
    await reopen();
    expect(await destination()).toMatchObject({ state: 'COOLING', readyAt });
    expect(await desk().client.call('verify.start', { destinationId })).toMatchObject({ ok: false, failure: { type: 'NotReady', readyAt } });
    await setTimeout(Math.max(0, (readyAt ?? 0) - Date.now() + 5));
    expect(valueOf(await desk().client.call('verify.start', { destinationId }))).toMatchObject({ state: 'clean', missing: 0 });
    expect(await account()).toMatchObject({ state: 'ACTIVE' });
  });

  it('during a read-back leaves no verdict that nobody gave', async () => {
    const { desk, destinationId, start, until, reopen, account, faults } = await open({ rows: phones(20) });
    faults({ on: 'read', nth: 1, times: 4, fault: { kind: 'slow', ms: 400 } });
    const { runId } = await start();
    await until(runId, ({ state }) => state === 'verifying');
    await reopen();
    expect(await account()).toMatchObject({ state: 'COOLING' });
    expect(valueOf(await desk().client.call('verify.start', { destinationId }))).toMatchObject({ state: 'clean' });
    expect(await account()).toMatchObject({ state: 'ACTIVE' });
  });

  it('and coming back to a vendor that cannot be opened gives no earlier verdict for a new one', async () => {
    const { desk, tenant, destinationId, importRows, push, start, until, reopen, account } = await open({ rows: phones(20), cooldownMs: 300 });
    await push();
    expect(await account()).toMatchObject({ state: 'ACTIVE' });
    await importRows(phones(30));
    const { runId } = await start();
    const { readyAt } = await until(runId, ({ state }) => state === 'cooling');
    await reopen();
    await setTimeout(Math.max(0, (readyAt ?? 0) - Date.now() + 5));
    const other = await createOther(desk().home, desk().keychain, tenant, 0, fail({ type: 'PracticeUnavailable', why: 'the port is taken' }));
    expect(await other.client.call('verify.start', { destinationId })).toMatchObject({ ok: false, failure: { type: 'PracticeUnavailable' } });
    await other.core.close();
    expect(await account()).toMatchObject({ state: 'COOLING' });
    expect(valueOf(await desk().client.call('verify.start', { destinationId }))).toMatchObject({ state: 'clean', expected: 30 });
    expect(await account()).toMatchObject({ state: 'ACTIVE' });
  });

  it('during the cut breaks it off, and the next start cuts what is left', async () => {
    const { start, until, reopen, resume, account, query } = await open({ rows: phones(1000), batchSize: 10 });
    const { runId } = await start();
    await until(runId, ({ batches }) => batches.total > 0);
    await reopen();
    expect(query<{ state: string }>('SELECT state FROM run')).toEqual([{ state: 'cutting' }]);
    expect(await resume(runId)).toMatchObject({ state: 'ended', accepted: 1000, batches: { total: 100 } });
    expect(await account()).toMatchObject({ state: 'ACTIVE', listed: 1000 });
  });
});

describe('two at once', () => {
  it('refuses a second run to a destination that has one', async () => {
    const { desk, destinationId, start, rested, faults, account } = await open({ rows: phones(100), batchSize: 10 });
    faults({ on: 'push', fault: { kind: 'slow', ms: 20 } });
    const { runId } = await start();
    expect(await desk().client.call('run.start', { destinationId })).toMatchObject({ ok: false, failure: { type: 'RunUnfinished', runId } });
    expect(await rested(runId)).toMatchObject({ state: 'ended', accepted: 100 });
    await account();
  });

  it('refuses a run when another process was faster by a moment', async () => {
    const clock = createSystemClock();
    let strike = (): void => {};
    const here = await open({ rows: phones(20), needs: { clock: { ...clock, now: () => {
      strike();
      return clock.now();
    } } } });
    strike = () => {
      strike = () => {};
      const db = new Sqlite(join(here.desk().home, 'ledger.db'));
      db.prepare("INSERT INTO run (destination_id, state, code_map_version, started_at) VALUES (?, 'cutting', 1, 0)").run(here.destinationId);
      db.close();
    };
    expect(await here.desk().client.call('run.start', { destinationId: here.destinationId })).toMatchObject({ ok: false, failure: { type: 'RunUnfinished', runId: 1 } });
    expect(here.query('SELECT id FROM run')).toEqual([{ id: 1 }]);
    expect(await here.resume(1)).toMatchObject({ state: 'ended', accepted: 20 });
    expect(await here.account()).toMatchObject({ state: 'ACTIVE', listed: 20 });
  });

  it('lets one of two processes work; the other sees how far it is, may stop it, and may go on afterwards', async () => {
    const { desk, tenant, destinationId, start, until, faults, account } = await open({ rows: phones(300), batchSize: 10 });
    const other = await createOther(desk().home, desk().keychain, tenant);
    try {
      faults({ on: 'push', fault: { kind: 'slow', ms: 30 } });
      const { runId } = await start();
      await until(runId, ({ accepted }) => accepted > 0);
      const seen = valueOf(await other.client.call('run.get', { runId }));
      expect(seen).toMatchObject({ state: 'running', working: true });
      expect(seen.accepted).toBeGreaterThan(0);
      expect(await other.client.call('run.resume', { runId })).toMatchObject({ ok: false, failure: { type: 'RunBusy', runId } });
      expect(await other.client.call('run.start', { destinationId })).toMatchObject({ ok: false, failure: { type: 'RunUnfinished', runId } });
      expect(await other.client.call('verify.start', { destinationId })).toMatchObject({ ok: false, failure: { type: 'RunUnfinished', runId } });
      valueOf(await other.client.call('run.stop', { runId }));
      expect(await until(runId, ({ working }) => !working)).toMatchObject({ state: 'stopped', unknown: 0 });
      faults();
      valueOf(await other.client.call('run.resume', { runId }));
      expect(await until(runId, ({ state }) => state === 'ended')).toMatchObject({ accepted: 300 });
      expect(other.defects).toEqual([]);
      expect(await account()).toMatchObject({ state: 'ACTIVE', listed: 300 });
    } finally {
      await other.core.close();
    }
  });

  it('keeps the lease through a read-back that takes longer than the lease', async () => {
    // The second process's clock runs ahead by nearly a lease: what is not renewed every second looks abandoned to it.
    const { desk, tenant, destinationId, start, until, faults, account } = await open({ rows: phones(20) });
    const other = await createOther(desk().home, desk().keychain, tenant, 13_500);
    try {
      faults({ on: 'read', nth: 1, times: 7, fault: { kind: 'slow', ms: 1_000 } });
      const { runId } = await start();
      await until(runId, ({ state }) => state === 'verifying');
      await setTimeout(2_500);
      expect(await other.client.call('run.resume', { runId })).toMatchObject({ ok: false, failure: { type: 'RunBusy' } });
      expect(await other.client.call('verify.start', { destinationId })).toMatchObject({ ok: false });
      await until(runId, ({ state }) => state === 'ended');
      expect(await account()).toMatchObject({ state: 'ACTIVE' });
    } finally {
      await other.core.close();
    }
  });
});

/** Another process in spirit: its own core on the same folder, the same keychain and the same tenant, unless its door is shut. */
const createOther = async (home: string, keychain: TestCore['keychain'], { baseUrl, credentials }: PushWorld['tenant'], aheadMs = 0, door?: Awaited<ReturnType<PracticeDoor['open']>>) => {
  const defects: string[] = [];
  const ids = createSystemIds();
  const clock = createSystemClock();
  const core = valueOf(await createCore({
    home, appVersion: '0.0.0-test', ids, files: createFiles(ids), clock: { ...clock, now: () => clock.now() + aheadMs }, http: createHttp({ userAgent: 'DNC-Desk-test' }),
    logger: { defect: (id, where, thrown) => { defects.push(`${id} ${where} ${String(thrown)}`); } },
    secrets: { keychain, vaultExists: () => false, openVault: async () => fail({ type: 'KeychainUnavailable', why: 'no vault in this test' }) },
    practice: { open: async () => door ?? ok({ baseUrl, credentials }) },
    intakeWorker: new URL('../../../src-main/core/intake-worker.ts', import.meta.url), userName: 'Analyst', practiceCooldownMs: 20,
  }));
  return { core, client: createClient(core), defects };
};
