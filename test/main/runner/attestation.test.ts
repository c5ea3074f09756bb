// Lists that nobody can read back: a person answers for them by name, what stays unknown waits as a dead letter, and ACTIVE says whose word it is.
import { describe, expect, it } from 'vitest';
import type { BatchView, DeadLetterView } from '../../../src-shared/contract/runs.ts';
import { valueOf } from '../../helpers/create-test-core.ts';
import { everyNumberOnce, phones, type PushWorld, type WorldOptions } from './push-world.ts';
import { openWorld } from './world-of-test.ts';

/** The bulk interface of the guide: keys remembered for a day, and no way to read. */
const open = (options: Omit<WorldOptions, 'dialect'>): Promise<PushWorld> => openWorld({ dialect: 'genesys-dnc-entries-bulk', ...options });
const attest = async ({ desk, destinationId }: PushWorld, because = 'Looked at all of them in the admin pages') => desk().client.call('verify.attest', { destinationId, because });
const pushes = ({ tenant }: PushWorld): number => tenant.requests().filter(({ kind }) => kind === 'push').length;
const states = (batches: readonly BatchView[]): readonly string[] => batches.map(({ state }) => state).toSorted();
const deadLetters = async ({ desk, destinationId }: PushWorld): Promise<readonly DeadLetterView[]> => valueOf(await desk().client.call('dead-letter.page', { destinationId, offset: 0, limit: 100 })).rows;

describe('a list that cannot be read back', () => {
  it('waits for a person after the push, and is ACTIVE by their word alone', async () => {
    const here = await open({ rows: phones(40), batchSize: 20 });
    expect(await here.push()).toMatchObject({ state: 'ended', accepted: 40 });
    expect(await here.destination()).toMatchObject({ state: 'ATTENTION', attention: 'not-attested', verifies: 'attestation', verifiedBy: null });
    expect(await attest(here, '')).toMatchObject({ ok: false, failure: { type: 'ReasonRequired' } });
    expect(valueOf(await attest(here))).toMatchObject({ state: 'attested', expected: 40, found: 0, attestedBy: 'Analyst', because: 'Looked at all of them in the admin pages' });
    expect(await here.destination()).toMatchObject({ state: 'ACTIVE', verifiedBy: 'attestation', attestedBy: 'Analyst', lastGood: { by: 'attestation', numbers: 40 } });
  });

  it('is answered for under a pseudonym in the log, the words apart from it', async () => {
    const here = await open({ rows: phones(5) });
    await here.push();
    valueOf(await attest(here, 'Asked Ms Example of the vendor'));
    const leaf = valueOf(await here.desk().client.call('log.page', { kind: 'decision', search: 'verify.attested', offset: 0, limit: 1 })).rows[0];
    expect(leaf).toMatchObject({ body: { act: 'verify.attested', destination: here.destinationId, numbers: 5 } });
    expect(JSON.stringify(leaf)).not.toMatch(/Example|Analyst/);
  });

  it('needs a new word after every push', async () => {
    const here = await open({ rows: phones(5) });
    await here.push();
    valueOf(await attest(here));
    await here.importRows(phones(3, 5));
    await here.push();
    expect(await here.destination()).toMatchObject({ state: 'ATTENTION', attention: 'not-attested', lastGood: { numbers: 5 } });
  });

  it('is neither read back nor answered for while numbers are on their way', async () => {
    const here = await open({ rows: phones(5), cooldownMs: 60_000 });
    expect(await attest(here)).toMatchObject({ ok: false, failure: { type: 'NothingToPush' } });
    const { runId } = await here.start();
    await here.until(runId, ({ state }) => state === 'cooling');
    expect(await attest(here)).toMatchObject({ ok: false, failure: { type: 'NotReady' } });
    expect(await here.desk().client.call('verify.start', { destinationId: here.destinationId })).toMatchObject({ ok: false, failure: { type: 'NotReadable' } });
  });

  it('is answered for after a restart as well, when nobody counts the cooldown any more', async () => {
    const here = await open({ rows: phones(5), cooldownMs: 300 });
    const { runId } = await here.start();
    await here.until(runId, ({ state }) => state === 'cooling');
    await here.reopen();
    expect(await attest(here)).toMatchObject({ ok: false, failure: { type: 'NotReady' } });
    await new Promise((resolve) => { setTimeout(resolve, 320); });
    valueOf(await attest(here));
    expect(await here.destination()).toMatchObject({ state: 'ACTIVE', verifiedBy: 'attestation' });
    expect(await here.rested(runId)).toMatchObject({ state: 'ended' });
  });

  it('that can be read back takes nobody’s word', async () => {
    const world = await openWorld({ rows: phones(5) });
    await world.push();
    expect(await attest(world)).toMatchObject({ ok: false, failure: { type: 'ReadBackPossible' } });
  });
});

describe('what stays unknown there', () => {
  it('is sent again with the same key while the vendor remembers it, and gets the first answer', async () => {
    const here = await open({ rows: phones(40), batchSize: 20 });
    here.faults({ on: 'push', nth: 1, fault: { kind: 'reset-after-applying' } });
    const { runId } = await here.push();
    const batches = await here.batches(runId);
    expect(batches.map(({ state, attempts }) => `${state} ${attempts}`).toSorted()).toEqual(['answered 1', 'answered 2']);
    expect(pushes(here)).toBe(3);
    expect(here.contents()).toHaveLength(40);
    everyNumberOnce(here);
  });

  it('because an answer left it out is a dead letter at once, never repeated and never sent under a new key', async () => {
    const here = await open({ rows: phones(20) });
    here.faults({ on: 'push', nth: 1, fault: { kind: 'omit-some', every: 5 } });
    const run = await here.push();
    expect(run).toMatchObject({ state: 'ended', accepted: 16, refused: 4, unknown: 0 });
    expect(pushes(here)).toBe(1);
    expect(states(await here.batches(run.runId))).toEqual(['unverifiable']);
    expect((await deadLetters(here)).map(({ code }) => code)).toEqual(['unverifiable', 'unverifiable', 'unverifiable', 'unverifiable']);
    valueOf(await attest(here));
    expect(await here.destination()).toMatchObject({ state: 'ATTENTION', attention: 'dead-letters' });
    everyNumberOnce(here);
  });

  it('because its key is older than the vendor remembers is a dead letter as well', async () => {
    let aheadMs = 0;
    const here = await open({ rows: phones(10), needs: { clock: { now: () => Date.now() + aheadMs, sleepUntil: (until, signal) => new Promise((resolve) => {
      const timer = globalThis.setTimeout(resolve, Math.max(0, until - Date.now() - aheadMs));
      signal?.addEventListener('abort', () => { clearTimeout(timer); resolve(); });
    }) } } });
    here.faults({ on: 'push', fault: { kind: 'reset-after-applying' } });
    const { runId } = await here.push();
    expect(await here.until(runId, ({ state }) => state === 'stopped')).toMatchObject({ unknown: 10 });
    const before = pushes(here);
    here.faults();
    aheadMs = 25 * 3_600_000;
    expect(await here.resume(runId)).toMatchObject({ state: 'ended', unknown: 0, refused: 10 });
    expect(pushes(here)).toBe(before);
    expect((await deadLetters(here))[0]).toMatchObject({ code: 'unverifiable' });
  });

  it('keeps the vendor’s own id of every entry for the day it is taken away', async () => {
    const here = await open({ rows: phones(3) });
    await here.push();
    const refs = here.query<{ ref: string | null }>('SELECT vendor_ref AS ref FROM listed').map(({ ref }) => ref);
    expect(new Set(refs).size).toBe(3);
    expect(refs).not.toContain(null);
  });
});
