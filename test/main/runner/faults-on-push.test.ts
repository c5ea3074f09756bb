// Every fault of the far side on a push: whatever happens, the books balance, and ACTIVE means that the lists were read and found whole.
import { describe, expect, it } from 'vitest';
import type { Http } from '../../../src-main/ports/http.ts';
import { createHttp } from '../../../src-main/ports/node-http.ts';
import type { Fault } from '../../../src-main/practice/practice.ts';
import { liveDialects } from '../../../src-shared/domain/dnc.ts';
import { valueOf } from '../../helpers/create-test-core.ts';
import { phones } from './push-world.ts';
import { openWorld } from './world-of-test.ts';

describe.each(liveDialects)('%s', (dialect) => {
  it('pushes, waits, reads back and is ACTIVE when nothing goes wrong', async () => {
    const { push, account, contents } = await openWorld({ dialect, rows: phones(230), batchSize: 50 });
    const run = await push();
    expect(run).toMatchObject({ state: 'ended', numbers: 230, accepted: 230, unknown: 0, refused: 0, trouble: null, batches: { total: 5, done: 5 } });
    expect(await account()).toMatchObject({ state: 'ACTIVE', listed: 230 });
    expect(contents()).toEqual(phones(230));
  });

  const passing: readonly (readonly [string, Fault])[] = [
    ['429 with Retry-After', { kind: 'status', status: 429, retryAfterSeconds: 1 }],
    ['429 without Retry-After', { kind: 'status', status: 429 }],
    ['500', { kind: 'status', status: 500 }],
    ['503', { kind: 'status', status: 503, retryAfterSeconds: 1 }],
    ['a web page', { kind: 'html' }],
    ['half of its JSON', { kind: 'half-json' }],
    ['a reset before anything was done', { kind: 'reset-before' }],
    ['a reset in the middle of the answer', { kind: 'reset-mid-body' }],
    ['a reset after all was done', { kind: 'reset-after-applying' }],
    ['a token that has just ended', { kind: 'token-ended' }],
    ['a long pause', { kind: 'slow', ms: 300 }],
  ];
  it.each(passing)('comes through when the second batch is met with %s', async (_, fault) => {
    const { push, account, contents, faults } = await openWorld({ dialect, rows: phones(120), batchSize: 30 });
    faults({ on: 'push', nth: 2, fault });
    expect(await push()).toMatchObject({ state: 'ended', numbers: 120, accepted: 120, unknown: 0, refused: 0, trouble: null });
    expect(await account()).toMatchObject({ state: 'ACTIVE', listed: 120 });
    expect(contents()).toEqual(phones(120));
  });

  it('comes through a storm of different faults, one after the other', async () => {
    const { push, account, contents, faults } = await openWorld({ dialect, rows: phones(240), batchSize: 20 });
    const storm: readonly Fault[] = [
      { kind: 'status', status: 503 }, { kind: 'reset-after-applying' }, { kind: 'html' }, { kind: 'slow', ms: 20 },
      { kind: 'half-json' }, { kind: 'reset-before' }, { kind: 'status', status: 429 }, { kind: 'token-ended' }, { kind: 'reset-mid-body' }, { kind: 'status', status: 500 },
    ];
    faults(...storm.map((fault, i) => ({ on: 'push' as const, nth: i + 2, fault })));
    const run = await push();
    expect(run).toMatchObject({ state: 'ended', numbers: 240, accepted: 240, unknown: 0, refused: 0, trouble: null });
    expect(await account()).toMatchObject({ state: 'ACTIVE', listed: 240 });
    expect(contents()).toEqual(phones(240));
  });

  it('stops, and says why, when a token just given is refused again; it goes on where it was', async () => {
    const { push, resume, account, faults } = await openWorld({ dialect, rows: phones(120), batchSize: 30 });
    faults({ on: 'push', fault: { kind: 'token-ended' } });
    const stopped = await push();
    expect(stopped).toMatchObject({ state: 'stopped', accepted: 0, waiting: 120, unknown: 0 });
    expect(stopped.trouble).toContain('refuse');
    expect(await account()).toMatchObject({ state: 'ATTENTION', attention: 'interrupted' });
    faults();
    expect(await resume(stopped.runId)).toMatchObject({ state: 'ended', accepted: 120, trouble: null });
    expect(await account()).toMatchObject({ state: 'ACTIVE', listed: 120 });
  });

  const signingIn: readonly (readonly [string, Fault])[] = [
    ['500', { kind: 'status', status: 500 }], ['429', { kind: 'status', status: 429 }], ['a web page', { kind: 'html' }],
    ['half of its JSON', { kind: 'half-json' }], ['a reset', { kind: 'reset-before' }],
  ];
  it.each(signingIn)('comes through when signing in is met with %s, and stops by itself when that never ends', async (_, fault) => {
    const { push, resume, account, faults, tenant } = await openWorld({ dialect, rows: phones(20) });
    faults({ on: 'token', fault });
    const stopped = await push();
    expect(stopped).toMatchObject({ state: 'stopped', accepted: 0, waiting: 20, unknown: 0 });
    expect(stopped.trouble).not.toBeNull();
    expect(tenant.requests().filter(({ kind }) => kind === 'push')).toEqual([]);
    faults({ on: 'token', nth: 1, times: 2, fault });
    expect(await resume(stopped.runId)).toMatchObject({ state: 'ended', accepted: 20, trouble: null });
    expect(await account()).toMatchObject({ state: 'ACTIVE', listed: 20 });
  });

  it('stops, and loses nothing, when a request ends in an error of our own', async () => {
    const real = createHttp({ userAgent: 'DNC-Desk-test' });
    let isBroken = true;
    const send: Http['send'] = async (request) => {
      const reply = await real.send(request);
      if (isBroken && /phonenumbers|records/.test(request.url) && request.method === 'POST') throw new Error('a bug');
      return reply;
    };
    const here = await openWorld({ dialect, rows: phones(60), batchSize: 20, needs: { http: { ...real, send } } });
    const stopped = await here.push();
    expect(stopped.state).toBe('stopped');
    expect(stopped.trouble).toContain('error of ours');
    expect(await here.destination()).toMatchObject({ state: 'ATTENTION', attention: 'interrupted' });
    expect(here.desk().defects).toHaveLength(1);
    isBroken = false;
    await here.reopen();
    expect(await here.resume(stopped.runId)).toMatchObject({ state: 'ended', accepted: 60, unknown: 0, trouble: null });
    expect(await here.account()).toMatchObject({ state: 'ACTIVE', listed: 60 });
  });
});

describe('two destinations at once', () => {
  it('are pushed to side by side, each with all of its numbers', async () => {
    const here = await openWorld({ rows: phones(300), batchSize: 20 });
    const { call } = here.desk().client;
    const second = valueOf(await call('practice.create', { dialect: 'cxone-dnc-groups' }));
    const { runId } = await here.start();
    const other = valueOf(await call('run.start', { destinationId: second.destinationId }));
    valueOf(await call('run.plan', { destinationId: second.destinationId }));
    expect(await here.rested(runId)).toMatchObject({ state: 'ended', accepted: 300 });
    expect(await here.rested(other.runId)).toMatchObject({ state: 'ended', accepted: 300 });
    expect(valueOf(await call('destination.get', { destinationId: second.destinationId }))).toMatchObject({ state: 'ACTIVE', listed: 300 });
    expect(here.contents()).toEqual(phones(300));
    expect(await here.destination()).toMatchObject({ state: 'ACTIVE', listed: 300 });
    expect(here.desk().defects).toEqual([]);
  });
});
