// A far side that fails again and again is left alone: it opens, one probe tries, a success closes it; what was last good stays in sight.
import { afterEach, describe, expect, it } from 'vitest';
import { afterFailure, openAfter } from '../../../src-main/runner/circuit.ts';
import type { CoreEvent } from '../../../src-shared/contract/contract.ts';
import { valueOf } from '../../helpers/create-test-core.ts';
import { createPushWorld, phones, type PushWorld } from './push-world.ts';

let world: PushWorld | undefined;
afterEach(async () => {
  await world?.close();
  world = undefined;
});

describe('a circuit', () => {
  const closed = { side: 'push', failures: 0, openedAt: null, probeAt: null, why: null } as const;

  it('opens after failures in a row, and each failed probe doubles the wait up to twentyfold', () => {
    let circuit: ReturnType<typeof afterFailure> = closed;
    const waits: (number | null)[] = [];
    for (let failed = 1; failed <= openAfter.push + 6; failed += 1) {
      circuit = afterFailure(circuit, 'answered 503', 1_000 * failed, 100);
      waits.push(circuit.probeAt === null ? null : circuit.probeAt - 1_000 * failed);
    }
    expect(waits).toEqual([null, null, null, null, 100, 200, 400, 800, 1_600, 2_000, 2_000]);
    expect(circuit.openedAt).toBe(5_000);
  });
});

describe('pushing to a vendor that is down', () => {
  it('leaves it alone between probes, tells the person once, and goes on when it is back', async () => {
    const here = await createPushWorld({ dialect: 'cxone-dnc-groups', rows: phones(200), batchSize: 10, cooldownMs: 150 });
    world = here;
    const heard: CoreEvent[] = [];
    here.desk().core.listen((event) => { if (event.type === 'attention') heard.push(event); });
    here.faults({ on: 'push', fault: { kind: 'status', status: 503 } });
    const { runId } = await here.start();
    const open = await here.until(runId, ({ circuit }) => circuit !== null);
    expect(open.circuit).toMatchObject({ side: 'push' });
    expect((await here.destination()).circuits).toHaveLength(1);
    expect(heard).toMatchObject([{ type: 'attention', destinationId: here.destinationId }]);
    here.faults();
    expect(await here.rested(runId)).toMatchObject({ state: 'ended', accepted: 200, circuit: null });
    expect(heard).toHaveLength(1);
    expect(await here.account()).toMatchObject({ state: 'ACTIVE', circuits: [] });
  });

  it('is tried at once when a person resumes', async () => {
    const here = await createPushWorld({ rows: phones(20), cooldownMs: 20 });
    world = here;
    here.faults({ on: 'push', fault: { kind: 'status', status: 503 } });
    const stopped = await here.push();
    expect(stopped).toMatchObject({ state: 'stopped', circuit: { side: 'push' } });
    here.faults();
    expect(await here.resume(stopped.runId)).toMatchObject({ state: 'ended', accepted: 20, circuit: null });
    expect(await here.account()).toMatchObject({ state: 'ACTIVE' });
  });
});

describe('reading back from a vendor that is down', () => {
  it('is not asked again and again, and the last good state stays in sight', async () => {
    const here = await createPushWorld({ rows: phones(20), cooldownMs: 400 });
    world = here;
    await here.push();
    expect(await here.destination()).toMatchObject({ state: 'ACTIVE', lastGood: { by: 'read-back', numbers: 20 } });
    here.faults({ on: 'read', fault: { kind: 'status', status: 503 } });
    const verify = () => here.desk().client.call('verify.start', { destinationId: here.destinationId });
    for (let times = 0; times < openAfter['read-back']; times += 1) expect(valueOf(await verify())).toMatchObject({ state: 'failed' });
    const reads = (): number => here.tenant.requests().filter(({ kind }) => kind === 'read').length;
    const before = reads();
    expect(await verify()).toMatchObject({ ok: false, failure: { type: 'CircuitOpen', side: 'read-back' } });
    expect(reads()).toBe(before);
    expect(await here.destination()).toMatchObject({ state: 'ATTENTION', attention: 'read-back-failed', lastGood: { numbers: 20 }, circuits: [{ side: 'read-back' }] });
    here.faults();
    const { probeAt } = (await here.destination()).circuits[0] ?? { probeAt: 0 };
    await new Promise((resolve) => { setTimeout(resolve, Math.max(0, probeAt - Date.now()) + 5); });
    expect(valueOf(await verify())).toMatchObject({ state: 'clean' });
    expect(await here.account()).toMatchObject({ state: 'ACTIVE', circuits: [] });
  });
});

describe('how long answers took', () => {
  it('is counted for every request that was answered, and shown with run and destination', async () => {
    const here = await createPushWorld({ rows: phones(40), batchSize: 10 });
    world = here;
    expect((await here.destination()).latency).toBeNull();
    here.faults({ on: 'push', nth: 2, fault: { kind: 'slow', ms: 120 } });
    const run = await here.push();
    expect(run.latency).toMatchObject({ requests: 4 });
    expect(run.latency?.p99).toBeGreaterThanOrEqual(120);
    expect(run.latency?.p50).toBeLessThan(120);
    expect((await here.destination()).latency).toEqual(run.latency);
  });
});

describe('a read-back whose process died', () => {
  it('is ended as failed by the next one, so that nothing reads for ever', async () => {
    const here = await createPushWorld({ rows: phones(5) });
    world = here;
    await here.push();
    const { destinationId } = here;
    const desk = here.desk();
    const { default: Sqlite } = await import('better-sqlite3');
    const db = new Sqlite(`${desk.home}/ledger.db`);
    db.prepare("INSERT INTO reconciliation (destination_id, started_at, state) VALUES (?, 1, 'reading')").run(destinationId);
    db.close();
    valueOf(await desk.client.call('log.status', {}));
    const rows = valueOf(await desk.client.call('verify.page', { destinationId, offset: 0, limit: 5 })).rows;
    expect(rows.map(({ state }) => state)).toEqual(['failed', 'clean']);
  });
});
