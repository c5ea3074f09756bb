// `push` and `verify` on the command line: nothing leaves unasked, and success is said only of a list that was read back whole.
import { describe, expect, it } from 'vitest';
import type { DestinationView } from '../../src-shared/contract/destinations.ts';
import type { PlanView, ReconciliationView, RunView } from '../../src-shared/contract/runs.ts';
import { fail, ok } from '../../src-shared/result.ts';
import { runLine } from '../support/command-line.ts';
import { createTinyCore, createTinyDesk } from '../support/tiny-core.ts';

const destination: DestinationView = {
  destinationId: 1, name: 'West', dialect: 'genesys-dnclists', practice: true, settings: {}, savedSecrets: [], countries: [], lateExpiry: 'limit', shared: false,
  lists: [], state: 'DRAFT', attention: null, verifies: 'read-back', verifiedBy: null, attestedBy: null, lastGood: null, latency: null, circuits: [], readyAt: null, checkedAt: null, activeSince: null, listed: 0, deadLetters: 0, runId: null,
};
const plan: PlanView = { destinationId: 1, name: 'West', numbers: 20, batches: 2, lists: [], alreadyThere: 0, held: [{ why: 'quarantined', detail: null, numbers: 3 }], warnings: [], estimateMs: null };
const run: RunView = {
  kind: 'push', runId: 7, destinationId: 1, name: 'West', practice: true, state: 'running', startedAt: 0, endedAt: null, numbers: 20,
  batches: { total: 2, done: 1, waiting: 1, inFlight: 0 }, accepted: 10, duplicate: 0, refused: 0, unknown: 0, waiting: 10, deadLetters: 0,
  numbersPerSecond: 100, timeLeftMs: 100, readyAt: null, trouble: null, working: true, latency: null, circuit: null,
};
const found: ReconciliationView = { reconciliationId: 1, destinationId: 1, at: 1, endedAt: 2, state: 'clean', expected: 20, found: 20, missing: 0, extra: 0, different: 0, probe: [], failure: null, attestedBy: null, because: null };

type Story = { readonly state?: DestinationView['state']; readonly reconciliation?: ReconciliationView; readonly ends?: RunView['state']; readonly coolsFor?: number };

/** A core that pushes in two looks, cools as long as told and finds what it is told to find. */
const createPushingCore = ({ state = 'ACTIVE', reconciliation = found, ends = 'cooling', coolsFor = 0 }: Story) => {
  let looks = 0;
  let stopped = false;
  let verified = false;
  const readyAt = Date.now() + coolsFor;
  const view = (): DestinationView => ({ ...destination, state: verified ? state : (looks > 1 ? 'COOLING' : 'DRAFT'), readyAt: looks > 1 ? readyAt : null });
  return createTinyCore({
    'destination.page': () => ok([view()]),
    'destination.get': () => ok(view()),
    'run.plan': () => ok(plan),
    'run.start': () => ok(run),
    'run.stop': () => { stopped = true; return ok({ ...run, state: 'stopped' }); },
    'run.get': () => {
      looks += 1;
      if (stopped) return ok({ ...run, state: 'stopped', working: false });
      return ok(looks > 1 && ends !== 'running' ? { ...run, state: ends, working: ends !== 'stopped', accepted: 20, trouble: ends === 'stopped' ? 'credentials refused' : null } : run);
    },
    'verify.start': () => { verified = true; return ok(reconciliation); },
  });
};

const names = (core: { readonly heard: readonly { readonly name: string }[] }): readonly string[] => core.heard.map(({ name }) => name);

describe('push', () => {
  it('shows the dry run and sends nothing unless somebody says yes', async () => {
    const core = createPushingCore({});
    const ran = await runLine(['push', 'west'], { desk: createTinyDesk(core, '/') });
    expect(ran.code).toBe(2);
    expect(ran.out).toContain('20 numbers in 2 batches');
    expect(ran.out).toContain('held back: 3 held in quarantine');
    expect(names(core)).not.toContain('run.start');
    expect((await runLine(['push', 'west'], { desk: createTinyDesk(core, '/'), asks: () => 'no' })).code).toBe(2);
    expect(names(core)).not.toContain('run.start');
  });

  it('stops at the dry run when only that is asked for', async () => {
    const ran = await runLine(['push', '1', '--dry-run', '--json'], { desk: createTinyDesk(createPushingCore({}), '/') });
    expect(ran).toMatchObject({ code: 0 });
    expect(ran.json()).toEqual(plan);
  });

  it('follows the run, waits the cooldown, reads back and says ACTIVE', async () => {
    const core = createPushingCore({ coolsFor: 700 });
    const ran = await runLine(['push', 'West', '--yes', '--json'], { desk: createTinyDesk(core, '/') });
    expect(ran.code).toBe(0);
    expect(ran.json()).toMatchObject({ run: { accepted: 20 }, reconciliation: { state: 'clean' }, state: 'ACTIVE' });
    expect(ran.err).toContain('1/2 batches');
    expect(ran.err).toContain('cooling down');
    expect(names(core).at(-2)).toBe('verify.start');
  });

  it('of a list that cannot be read back is no success before a person has answered for it, and says how', async () => {
    const unread: DestinationView = { ...destination, verifies: 'attestation', state: 'ATTENTION', attention: 'not-attested' };
    const asked = createTinyCore({ 'destination.page': () => ok([unread]), 'destination.get': () => ok(unread), 'run.plan': () => ok(plan), 'run.start': () => ok(run), 'run.get': () => ok({ ...run, state: 'ended', working: false, accepted: 20 }) });
    const ran = await runLine(['push', 'West', '--yes'], { desk: createTinyDesk(asked, '/') });
    expect(ran.code).toBe(1);
    expect(ran.out).toContain('verify attest --destination-id 1');
    expect(names(asked)).not.toContain('verify.start');
    const answered: DestinationView = { ...unread, state: 'ACTIVE', attention: null, verifiedBy: 'attestation', attestedBy: 'Ada' };
    const after = createTinyCore({ 'destination.page': () => ok([answered]), 'destination.get': () => ok(answered) });
    const looked = await runLine(['verify', 'West'], { desk: createTinyDesk(after, '/') });
    expect(looked.code).toBe(0);
    expect(looked.out).toContain('Active: answered for by Ada, not read back');
  });

  it('is no success when the list was not found whole', async () => {
    const core = createPushingCore({ state: 'ATTENTION', reconciliation: { ...found, state: 'differences', missing: 2, found: 18 } });
    expect(await runLine(['push', 'West', '--yes'], { desk: createTinyDesk(core, '/') })).toMatchObject({ code: 1, out: expect.stringContaining('ATTENTION') });
  });

  it('never says active of what was not verified: --no-wait says so', async () => {
    const core = createPushingCore({});
    const ran = await runLine(['push', 'West', '--yes', '--no-wait'], { desk: createTinyDesk(core, '/') });
    expect(ran).toMatchObject({ code: 0, out: expect.stringContaining('not verified yet') });
    expect(names(core)).not.toContain('verify.start');
  });

  it('stops cleanly at Ctrl-C and says how to go on', async () => {
    const core = createPushingCore({ ends: 'running' });
    const ran = await runLine(['push', 'West', '--yes'], { desk: createTinyDesk(core, '/'), interrupt: new Promise((resolve) => { setTimeout(resolve, 100); }) });
    expect(ran.code).toBe(130);
    expect(names(core)).toContain('run.stop');
    expect(ran.out).toContain('goes on from here');
  });

  it('says why a run stopped by itself', async () => {
    const ran = await runLine(['push', 'West', '--yes'], { desk: createTinyDesk(createPushingCore({ ends: 'stopped' }), '/') });
    expect(ran).toMatchObject({ code: 1, out: expect.stringContaining('Stopped: credentials refused') });
  });

  it('goes on with an unfinished run instead of beginning another', async () => {
    const core = createTinyCore({
      'destination.page': () => ok([{ ...destination, runId: 7 }]), 'run.plan': () => ok(plan),
      'run.get': () => ok({ ...run, state: 'stopped', working: false }), 'run.resume': () => fail({ type: 'RunBusy', runId: 7, owner: 'another' }),
    });
    expect((await runLine(['push', 'West', '--yes'], { desk: createTinyDesk(core, '/') })).code).toBe(5);
    expect(names(core)).toContain('run.resume');
  });

  it('knows destinations by name or number only', async () => {
    const ran = await runLine(['push', 'East', '--json'], { desk: createTinyDesk(createPushingCore({}), '/') });
    expect(ran).toMatchObject({ code: 1, out: expect.stringContaining('NotFound') });
  });
});

describe('verify', () => {
  it('under --no-wait refuses while the cooldown lasts', async () => {
    const core = createTinyCore({ 'destination.page': () => ok([{ ...destination, state: 'COOLING', readyAt: Date.now() + 60_000 }]) });
    expect(await runLine(['verify', 'West', '--no-wait', '--json'], { desk: createTinyDesk(core, '/') })).toMatchObject({ code: 1, out: expect.stringContaining('NotReady') });
  });

  it('can be left during the cooldown, which the ledger keeps', async () => {
    const core = createTinyCore({
      'destination.page': () => ok([{ ...destination, state: 'COOLING', readyAt: Date.now() + 60_000 }]),
      'destination.get': () => ok({ ...destination, state: 'COOLING', readyAt: Date.now() + 60_000 }),
    });
    const ran = await runLine(['verify', 'West'], { desk: createTinyDesk(core, '/'), interrupt: Promise.resolve() });
    expect(ran).toMatchObject({ code: 130, out: expect.stringContaining('nothing is verified yet') });
  });
});
