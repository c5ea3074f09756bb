// Answers that leave something open or say no: unknown numbers are looked at before they are sent again, refused ones become dead letters, and no key ever has two payloads.
import { setTimeout } from 'node:timers/promises';
import { describe, expect, it } from 'vitest';
import { createHttp } from '../../../src-main/ports/node-http.ts';
import type { Http } from '../../../src-main/ports/http.ts';
import type { BatchView } from '../../../src-shared/contract/runs.ts';
import { valueOf } from '../../helpers/create-test-core.ts';
import { phones, type PushWorld } from './push-world.ts';
import { openWorld } from './world-of-test.ts';

const pushes = ({ tenant }: PushWorld): number => tenant.requests().filter(({ kind }) => kind === 'push').length;
const dateIn = (days: number): string => new Date(Date.now() + days * 86_400_000).toISOString().slice(0, 10);
const states = (batches: readonly BatchView[]): readonly string[] => batches.map(({ state }) => state);

describe('verify first (CXone)', () => {
  const dialect = 'cxone-dnc-groups';

  it('finds on the list what was applied before the answer was lost, and does not send it again', async () => {
    const here = await openWorld({ dialect, rows: phones(90), batchSize: 30, cooldownMs: 250 });
    here.faults({ on: 'push', nth: 2, fault: { kind: 'reset-after-applying' } });
    const { runId } = await here.push();
    expect(states(await here.batches(runId)).toSorted()).toEqual(['answered', 'answered', 'verified']);
    expect(pushes(here)).toBe(3);
    expect(await here.account()).toMatchObject({ state: 'ACTIVE', listed: 90 });
  });

  it('looks only after the cooldown, when the vendor has had time to show it', async () => {
    const here = await openWorld({ dialect, rows: phones(30), cooldownMs: 400, practice: { propagationMs: 250 } });
    here.faults({ on: 'push', nth: 1, fault: { kind: 'reset-after-applying' } });
    const { runId } = await here.push();
    expect(pushes(here)).toBe(1);
    const pushed = here.tenant.requests().find(({ kind }) => kind === 'push');
    const looked = here.tenant.requests().find(({ kind }) => kind === 'read');
    expect((looked?.at ?? 0) - (pushed?.at ?? 0)).toBeGreaterThanOrEqual(400);
    expect(states(await here.batches(runId))).toEqual(['verified']);
    expect(await here.account()).toMatchObject({ state: 'ACTIVE', listed: 30 });
  });

  it('sends what it does not find in a new batch with a new key, which names the old one', async () => {
    const here = await openWorld({ dialect, rows: phones(30), cooldownMs: 100 });
    here.faults({ on: 'push', nth: 1, fault: { kind: 'reset-before' } });
    const { runId } = await here.push();
    const [first, second] = await here.batches(runId);
    expect(first).toMatchObject({ state: 'superseded', attempts: 1 });
    expect(second).toMatchObject({ state: 'answered', numbers: 30, replaces: first?.ordinal });
    expect(second?.idempotencyKey).not.toBe(first?.idempotencyKey);
    expect(second?.correlationId).not.toBe(first?.correlationId);
    expect(await here.account()).toMatchObject({ state: 'ACTIVE', listed: 30 });
  });

  it('takes a number whose answer is missing for unknown, and the others for what they are', async () => {
    const here = await openWorld({ dialect, rows: phones(90), batchSize: 30, cooldownMs: 100 });
    here.faults({ on: 'push', nth: 2, fault: { kind: 'omit-some', every: 7 } });
    const run = await here.push();
    expect(run).toMatchObject({ state: 'ended', accepted: 90, unknown: 0 });
    expect(pushes(here)).toBe(3);
    expect(await here.account()).toMatchObject({ state: 'ACTIVE', listed: 90 });
  });

  it('does not take an earlier, shorter entry for the longer one whose answer was lost', async () => {
    const [phone = ''] = phones(1);
    const here = await openWorld({ dialect, rows: [{ phone, expires: dateIn(100) }], cooldownMs: 50 });
    await here.push();
    expect(await here.account()).toMatchObject({ state: 'ACTIVE' });
    await here.importRows([{ phone }]);
    here.faults({ on: 'push', nth: 1, fault: { kind: 'reset-before' } });
    expect(await here.push()).toMatchObject({ state: 'ended', accepted: 1 });
    expect(here.tenant.contents(here.listRef())).toMatchObject([{ phone, expiresAt: null }]);
    expect(await here.account()).toMatchObject({ state: 'ACTIVE' });
  });

  it('keeps unknown batches over a restart and looks at them then', async () => {
    const here = await openWorld({ dialect, rows: phones(60), batchSize: 30, cooldownMs: 400 });
    here.faults({ on: 'push', fault: { kind: 'reset-after-applying' } });
    const { runId } = await here.start();
    await here.until(runId, ({ unknown }) => unknown === 60);
    await here.reopen();
    here.faults();
    expect(await here.resume(runId)).toMatchObject({ state: 'ended', accepted: 60, unknown: 0 });
    expect(pushes(here)).toBe(2);
    expect(await here.account()).toMatchObject({ state: 'ACTIVE', listed: 60 });
  });

  it('stops after so many lost answers in a row, and goes on when a person says so', async () => {
    const here = await openWorld({ dialect, rows: phones(200), batchSize: 10, cooldownMs: 50 });
    here.faults({ on: 'push', fault: { kind: 'reset-before' } });
    const stopped = await here.push();
    expect(stopped.state).toBe('stopped');
    expect(stopped.trouble).not.toBeNull();
    expect(stopped.accepted).toBe(0);
    expect(await here.account()).toMatchObject({ state: 'ATTENTION', attention: 'interrupted' });
    here.faults();
    expect(await here.resume(stopped.runId)).toMatchObject({ state: 'ended', accepted: 200, trouble: null });
    expect(await here.account()).toMatchObject({ state: 'ACTIVE', listed: 200 });
  });
});

describe('a harmless repeat (Genesys)', () => {
  it('sends the same batch again with the same key', async () => {
    const here = await openWorld({ rows: phones(60), batchSize: 30 });
    here.faults({ on: 'push', nth: 1, fault: { kind: 'reset-after-applying' } });
    const { runId } = await here.push();
    const batches = await here.batches(runId);
    expect(batches.map(({ state, attempts }) => `${state} ${attempts}`).toSorted()).toEqual(['answered 1', 'answered 2']);
    expect(pushes(here)).toBe(3);
    expect(await here.account()).toMatchObject({ state: 'ACTIVE', listed: 60 });
  });

  it('renews a token that ends while other batches are answered, and sends each once', async () => {
    // The third batch leaves a little later and meets its fault; the answers of the other two come while its new token is on the way.
    const real = createHttp({ userAgent: 'DNC-Desk-test' });
    const late = phones(1, 20)[0] ?? '';
    const send: Http['send'] = async (request) => {
      if (!request.url.includes('/phonenumbers')) return real.send(request);
      if (request.body?.includes(late) === true) await setTimeout(30);
      const reply = await real.send(request);
      if (request.body?.includes(late) === false) await setTimeout(80);
      return reply;
    };
    const here = await openWorld({ rows: phones(30), batchSize: 10, needs: { http: { ...real, send } } });
    here.faults({ on: 'token', fault: { kind: 'slow', ms: 200 } }, { on: 'push', nth: 3, fault: { kind: 'token-ended' } });
    expect(await here.push()).toMatchObject({ state: 'ended', accepted: 30, trouble: null });
    expect(pushes(here)).toBe(4);
    expect(await here.account()).toMatchObject({ state: 'ACTIVE', listed: 30 });
  });

  it('works through tokens that live for a second', async () => {
    const here = await openWorld({ rows: phones(400), batchSize: 20, practice: { tokenSeconds: 1, rate: null } });
    here.faults({ on: 'push', fault: { kind: 'slow', ms: 350 } });
    expect(await here.push()).toMatchObject({ state: 'ended', accepted: 400, trouble: null });
    expect(here.tenant.requests().filter(({ kind }) => kind === 'token').length).toBeGreaterThan(1);
    expect(await here.account()).toMatchObject({ state: 'ACTIVE', listed: 400 });
  });
});

describe('too large', () => {
  it('is cut in halves, each a batch of its own, until it fits', async () => {
    const here = await openWorld({ rows: phones(64), batchSize: 64 });
    here.faults({ on: 'push', nth: 1, times: 3, fault: { kind: 'status', status: 413 } });
    const { runId } = await here.push();
    const batches = await here.batches(runId);
    expect(batches.map(({ state, numbers, replaces }) => `${state} ${numbers} ${replaces}`)).toEqual([
      'superseded 64 null', 'superseded 32 1', 'superseded 32 1', 'answered 16 2', 'answered 16 2', 'answered 16 3', 'answered 16 3']);
    expect(await here.account()).toMatchObject({ state: 'ACTIVE', listed: 64 });
  });

  it('of a single number is a dead letter, not an endless loop', async () => {
    const here = await openWorld({ rows: phones(2) });
    here.faults({ on: 'push', fault: { kind: 'status', status: 413 } });
    expect(await here.push()).toMatchObject({ state: 'ended', accepted: 0, refused: 2, deadLetters: 2 });
    expect(await here.account()).toMatchObject({ state: 'ATTENTION', attention: 'dead-letters' });
  });
});

/** A vendor that answers 400 to every push that holds this number; everything else is the real thing. */
const refusing = (phone: string, body: unknown): Http => {
  const real = createHttp({ userAgent: 'DNC-Desk-test' });
  return {
    ...real,
    send: async (request) =>
      /\/(phonenumbers|records)/.test(request.url) && request.method === 'POST' && (request.body ?? '').includes(phone.slice(2))
        ? { kind: 'reply', status: 400, headers: { 'content-type': 'application/json' }, body: JSON.stringify(body), millis: 1 }
        : real.send(request),
  };
};

describe('a batch that is refused as a whole', () => {
  const bad = phones(1, 41)[0] ?? '';

  it.each(['genesys-dnclists', 'cxone-dnc-groups'] as const)('for one bad number is halved until only that one is a dead letter (%s)', async (dialect) => {
    const here = await openWorld({ dialect, rows: phones(100), needs: { http: refusing(bad, { code: 'constraint.validation', message: 'not a phone number', status: 400 }) } });
    expect(await here.push()).toMatchObject({ state: 'ended', accepted: 99, refused: 1, deadLetters: 1 });
    const letters = valueOf(await here.desk().client.call('dead-letter.page', { destinationId: here.destinationId, offset: 0, limit: 10 }));
    expect(letters.rows.map(({ phone }) => phone)).toEqual([bad]);
    expect(here.contents()).toEqual(phones(100).filter((phone) => phone !== bad));
    expect(await here.account()).toMatchObject({ state: 'ATTENTION', attention: 'dead-letters' });
  });

  it('for its date is one refusal of all its numbers, not a hundred requests', async () => {
    const here = await openWorld({ rows: phones(100) });
    here.faults({ on: 'push', fault: { kind: 'status', status: 400, body: JSON.stringify({ code: 'invalid.date', message: 'The expiration is wrong', status: 400 }) } });
    expect(await here.push()).toMatchObject({ state: 'ended', accepted: 0, refused: 100, deadLetters: 100 });
    expect(pushes(here)).toBe(1);
    expect(await here.account()).toMatchObject({ state: 'ATTENTION', attention: 'dead-letters' });
  });

  it.each(['genesys-dnclists', 'cxone-dnc-groups'] as const)('because the list is full stops the run and keeps the numbers waiting (%s)', async (dialect) => {
    const here = await openWorld({ dialect, rows: phones(100), batchSize: 20, practice: { listLimit: 50, rate: null } });
    const stopped = await here.push();
    expect(stopped).toMatchObject({ state: 'stopped', accepted: 40, waiting: 60, refused: 0, deadLetters: 0 });
    expect(stopped.trouble).not.toBeNull();
    expect(pushes(here)).toBeLessThanOrEqual(5);
    expect(await here.account()).toMatchObject({ state: 'ATTENTION', attention: 'interrupted' });
  });

  it.each([403, 404, 409])('with %i stops the run and keeps the numbers waiting', async (status) => {
    const here = await openWorld({ dialect: 'cxone-dnc-groups', rows: phones(60), batchSize: 20 });
    here.faults({ on: 'push', nth: 2, times: 9, fault: { kind: 'status', status } });
    const stopped = await here.push();
    expect(stopped).toMatchObject({ state: 'stopped', refused: 0, unknown: 0, deadLetters: 0 });
    expect(stopped.accepted + stopped.waiting).toBe(60);
    here.faults();
    expect(await here.resume(stopped.runId)).toMatchObject({ state: 'ended', accepted: 60 });
    expect(await here.account()).toMatchObject({ state: 'ACTIVE' });
  });
});
