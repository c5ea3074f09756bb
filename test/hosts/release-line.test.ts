// `release` on the command line: nothing is taken off unasked, and success is said only of lists that were read back.
import { expect, it } from 'vitest';
import type { DestinationView } from '../../src-shared/contract/destinations.ts';
import type { ReleasePlanView } from '../../src-shared/contract/releases.ts';
import type { ReconciliationView, RunView } from '../../src-shared/contract/runs.ts';
import { ok } from '../../src-shared/result.ts';
import { destination } from '../renderer/samples.ts';
import { runLine } from '../support/command-line.ts';
import { createTinyCore, createTinyDesk, type TinyCore } from '../support/tiny-core.ts';

const plan: ReleasePlanView = {
  destinationId: 1, name: 'Genesys EU', numbers: 2, batches: 1, lists: [{ dncType: 'FEDERAL', listName: 'Federal', numbers: 2, batches: 1 }],
  kept: [{ why: 'wanted', numbers: 3 }], canRemove: true, verifies: 'read-back', estimateMs: null,
};
const run: RunView = {
  kind: 'release', runId: 7, destinationId: 1, name: 'Genesys EU', practice: true, state: 'cooling', startedAt: 0, endedAt: null, numbers: 2, batches: { total: 1, done: 1, waiting: 0, inFlight: 0 },
  accepted: 2, duplicate: 0, refused: 0, unknown: 0, waiting: 0, deadLetters: 0, numbersPerSecond: null, timeLeftMs: null, readyAt: 0, trouble: null, working: true, latency: null, circuit: null,
};
const found: ReconciliationView = {
  reconciliationId: 1, destinationId: 1, at: 1, endedAt: 2, state: 'clean', expected: 5, found: 5, missing: 0, extra: 0, different: 0, probe: [], failure: null, attestedBy: null, because: null,
};

const desk = (newest: RunView | null, state: DestinationView['state'] = 'ACTIVE') => {
  const view: DestinationView = { ...destination, state, runId: newest?.runId ?? null };
  return createTinyCore({
    'destination.page': () => ok([view]), 'destination.get': () => ok(view), 'release.plan': () => ok(plan), 'release.start': () => ok(run), 'run.get': () => ok(newest ?? run),
    'verify.start': () => ok(found), 'verify.page': () => ok({ total: 1, rows: [found] }),
  });
};

/** A folder without a vault. */
const at = (core: TinyCore) => ({ desk: createTinyDesk(core, 'nowhere') });

it('shows what would be taken off and what stays, and takes nothing off unasked', async () => {
  const core = desk(null);
  const shown = await runLine(['release', 'Genesys EU', '--dry-run'], at(core));
  expect(shown.code).toBe(0);
  expect(shown.out).toMatch(/2 numbers in 1 batch[\s\S]*Federal[\s\S]*3 stay: other entries want them blocked there/);
  expect((await runLine(['release', '1'], at(core))).code).toBe(2);
  expect(core.heard.map(({ name }) => name)).not.toContain('release.start');
});

it('takes off, reads back, and is content only with a destination that is whole', async () => {
  const good = await runLine(['release', '1', '--yes'], at(desk(null)));
  expect(good).toMatchObject({ code: 0 });
  expect(good.out).toContain('ACTIVE');
  expect((await runLine(['release', '1', '--yes'], at(desk(null, 'ATTENTION')))).code).toBe(1);
});

it('goes on with no push, and a push goes on with no release', async () => {
  expect((await runLine(['release', '1', '--yes'], at(desk({ ...run, kind: 'push', state: 'stopped' })))).code).toBe(5);
  const core = createTinyCore({ 'destination.page': () => ok([{ ...destination, runId: 7 }]), 'run.plan': () => ok({ ...plan, alreadyThere: 0, saved: 0, held: [], warnings: [], lists: [] }), 'run.get': () => ok({ ...run, state: 'stopped' }) });
  expect((await runLine(['push', '1', '--yes'], at(core))).code).toBe(5);
});
