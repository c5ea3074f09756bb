// The workspace snapshot follows the core's hints and forgets overtaken answers.
import { expect, test, vi } from 'vitest';
import { ok } from '../../src-shared/result.ts';
import { createWizardStore, waitingCounts } from '../../src-renderer/wizard/wizard-store.ts';
import { createPageWorld, later } from './page-world.tsx';
import { destination, home } from './samples.ts';

test('it reads on opening, again on a hint, and not on import progress', async () => {
  let held = 1;
  const world = createPageWorld({ 'home.get': () => { held += 1; return ok({ ...home, held }); } });
  const wizard = createWizardStore(world.client, undefined, 5);
  expect(wizard.store.getState().status).toBe('loading');
  wizard.open();
  await vi.waitFor(() => { expect(wizard.store.getState()).toMatchObject({ status: 'showing', home: { held: 2 } }); });
  world.emit({ type: 'import.progress', seq: 1, file: 'a', rows: 1, bytes: 1, totalBytes: 2 });
  world.emit({ type: 'ledger.changed', seq: 2 });
  world.emit({ type: 'run.changed', seq: 3, runId: 1, destinationId: 1 });
  await vi.waitFor(() => { expect(world.asked.length).toBeGreaterThan(1); });
  for (let hints = 0; hints < 100; hints += 1) world.emit({ type: 'ledger.changed', seq: 4 + hints });
  await new Promise((rest) => { setTimeout(rest, 40); });
  expect(wizard.store.getState()).toMatchObject({ home: { held } });
  expect(world.asked.length).toBeLessThan(6);
  wizard.close();
  expect(world.listeners()).toBe(0);
});

test('an overtaken snapshot is not shown', async () => {
  const first = later<unknown>();
  const second = later<unknown>();
  const queue = [first, second];
  const world = createPageWorld({ 'home.get': async () => await queue.shift()?.promise });
  const wizard = createWizardStore(world.client);
  const reads = [wizard.refresh(), wizard.refresh()];
  second.settle(ok({ ...home, held: 2 }));
  first.settle(ok({ ...home, held: 1 }));
  await Promise.all(reads);
  expect(wizard.store.getState()).toMatchObject({ home: { held: 2 } });
});

test('a failure is kept as a value and replaced by the next good answer', async () => {
  const replies: unknown[] = [{ ok: false, failure: { type: 'LedgerLocked', path: 'desk.db' } }, ok(home)];
  const world = createPageWorld({ 'home.get': () => replies.shift() });
  const wizard = createWizardStore(world.client);
  await wizard.refresh();
  expect(wizard.store.getState()).toMatchObject({ status: 'failed', failure: { type: 'LedgerLocked' } });
  await wizard.refresh();
  expect(wizard.store.getState()).toEqual({ status: 'showing', home });
});

test('what waits is counted by screen, as decisions and not as the numbers they hold back', () => {
  expect(waitingCounts({ ...home, held: 5, unmapped: 2000, unmappedCodes: 2, conflictsOpen: 1, releasesProposed: 6, destinations: [{ ...destination, deadLetters: 3 }, { ...destination, deadLetters: 4 }] })).toEqual({ quarantine: 5, 'map-codes': 3, push: 7, release: 6 });
});
