// Release: a decision goes to exactly what was chosen, with its reason, and the page never calls gone what was not read back.
import { cleanup, fireEvent, render, screen, within } from '@testing-library/react';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import type { ReleaseGroup, ReleasePlanView, ReleaseView } from '../../src-shared/contract/releases.ts';
import type { RunView } from '../../src-shared/contract/runs.ts';
import { fail, ok } from '../../src-shared/result.ts';
import { createReleaseStore } from '../../src-renderer/screens/releases/release-store.ts';
import { ReleaseScreenView, type ReleaseViewProps } from '../../src-renderer/screens/releases/release-view.tsx';
import { actWords, placeWords, requestWords } from '../../src-renderer/screens/releases/release-words.ts';
import { createPageWorld, giveHeight } from './page-world.tsx';
import { AT, destination } from './samples.ts';

const group: ReleaseGroup = { state: 'proposed', cause: 'gone', importId: 3, file: 'full.csv', releases: 2, since: AT };
const release = (releaseId: number): ReleaseView => ({
  releaseId, phone: `+1202555010${releaseId}`, cause: 'gone', importId: 3, file: 'full.csv', state: 'proposed', because: null, at: AT, settledAt: null, settledBecause: null, settledBy: null, doneAt: null, wanted: 1,
  listed: [{ destination: 'Genesys EU', listName: 'Federal', leaving: false }],
});
const plan: ReleasePlanView = { destinationId: 1, name: 'Genesys EU', numbers: 2, batches: 1, lists: [{ dncType: 'FEDERAL', listName: 'Federal', numbers: 2, batches: 1 }], kept: [{ why: 'wanted', numbers: 4 }], canRemove: true, verifies: 'read-back', estimateMs: null };
const run: RunView = {
  kind: 'release', runId: 7, destinationId: 1, name: 'Genesys EU', practice: true, state: 'cooling', startedAt: AT, endedAt: null, numbers: 2, batches: { total: 1, done: 1, waiting: 0, inFlight: 0 },
  accepted: 2, duplicate: 0, refused: 0, unknown: 0, waiting: 0, deadLetters: 0, numbersPerSecond: null, timeLeftMs: null, readyAt: AT, trouble: null, working: true, latency: null, circuit: null,
};
const settled = { releases: 2, numbers: 2, entries: 2, stillWanted: 0, sent: 0 };

const show = async (more: Partial<ReleaseViewProps> = {}, newest: RunView | null = null, planned: ReleasePlanView = plan) => {
  const world = createPageWorld({
    'release.summary': () => ok({ groups: [group] }), 'destination.page': () => ok([{ ...destination, runId: newest?.runId ?? 9 }]), 'release.plan': () => ok(planned),
    'run.get': () => ok(newest ?? { ...run, kind: 'push', state: 'ended' }), 'release.page': () => ok({ total: 2, rows: [release(1), release(2)] }),
    'release.approve': () => ok(settled), 'release.start': () => fail({ type: 'NothingToRelease' }),
  });
  const store = createReleaseStore(world.client, 0);
  await store.refresh();
  const acts = { onAct: vi.fn(), onTakeOff: vi.fn() };
  const nothing = (): undefined => undefined;
  render(<world.Around><ReleaseScreenView state={store.store.getState()} client={world.client} tab="proposals" onTab={nothing} onRequest={nothing} onResume={nothing} onVerify={nothing} onPush={nothing} onRetry={nothing} {...acts} {...more} /></world.Around>);
  return { world, store, ...acts };
};

beforeEach(() => { giveHeight(); });
afterEach(cleanup);

test('a group is approved as a whole, and not without a reason', async () => {
  const { onAct } = await show();
  fireEvent.click(screen.getByRole('button', { name: /Approve all 2/ }));
  const dialog = within(screen.getByRole('dialog'));
  fireEvent.click(dialog.getByRole('button', { name: 'Approve 2 numbers' }));
  expect(onAct).not.toHaveBeenCalled();
  fireEvent.change(dialog.getByRole('textbox'), { target: { value: ' Left the list ' } });
  fireEvent.click(dialog.getByRole('button', { name: 'Approve 2 numbers' }));
  expect(onAct).toHaveBeenCalledWith({ act: 'approve', which: { cause: 'gone', importId: 3 }, because: 'Left the list' });
});

test('single numbers are chosen and declined by themselves', async () => {
  const { onAct } = await show();
  fireEvent.click(await screen.findByRole('checkbox', { name: 'Choose +12025550102' }));
  fireEvent.click(screen.getByRole('button', { name: /^Decline 1 chosen/ }));
  const dialog = within(screen.getByRole('dialog'));
  fireEvent.change(dialog.getByRole('textbox'), { target: { value: 'No' } });
  fireEvent.click(dialog.getByRole('button', { name: 'Decline 1 chosen number' }));
  expect(onAct).toHaveBeenCalledWith({ act: 'decline', which: { releaseIds: [2] }, because: 'No' });
});

test('what would be taken off where is said before, with what stays; an interface that cannot offers no button', async () => {
  const { onTakeOff } = await show({ tab: 'take-off' });
  expect(screen.getByText(/^4 stay: other entries/)).toBeTruthy();
  fireEvent.click(screen.getByRole('button', { name: /Take 2 numbers off 1 list/ }));
  fireEvent.click(within(screen.getByRole('dialog')).getByRole('button', { name: /Take 2 numbers off/ }));
  expect(onTakeOff).toHaveBeenCalledTimes(1);
  cleanup();
  await show({ tab: 'take-off' }, null, { ...plan, canRemove: false });
  expect(screen.queryByRole('button', { name: /Take 2 numbers off/ })).toBeNull();
  expect(screen.getByText(/no call that removes a number/)).toBeTruthy();
});

test('a run that cools has done nothing yet, and one that ended unverified says so', async () => {
  await show({ tab: 'take-off' }, run);
  expect(screen.getByText(/Nothing is done before that/)).toBeTruthy();
  cleanup();
  await show({ tab: 'take-off' }, { ...run, state: 'ended', endedAt: AT, working: false });
  expect(screen.getByText(/Whether they are gone is what Verify says/)).toBeTruthy();
});

test('the store sends what was chosen, one act at a time, and keeps the refusal', async () => {
  const { world, store } = await show();
  const [first, second] = await Promise.all([store.perform({ act: 'approve', which: { releaseIds: [1] }, because: 'x' }), store.takeOff(1)]);
  expect(first).toEqual(ok(settled));
  expect(second).toBeNull();
  expect(world.asked.filter(({ name }) => name === 'release.approve')).toEqual([{ name: 'release.approve', input: { releaseIds: [1], because: 'x' } }]);
  expect(await store.takeOff(1)).toEqual(fail({ type: 'NothingToRelease' }));
});

test('words say what is not done, what stays and what was refused', () => {
  expect(actWords({ act: 'approve', which: { releaseIds: [1] }, because: '' }, { ...settled, stillWanted: 1 })).toMatch(/1 of them is still wanted.*No vendor has been told yet/);
  expect(placeWords({ ...release(1), listed: [{ destination: 'Genesys EU', listName: 'Federal', leaving: true }] })).toContain('not read back yet');
  expect(requestWords({ requested: 1, already: 2, refused: [{ text: '12', why: 'too_short' }] })).toBe('1 number proposed for release; 2 proposed before; 1 refused: “12” (too short)');
});
