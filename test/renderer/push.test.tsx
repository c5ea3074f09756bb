// Push: the dry run and the run follow the core, acts are told apart, and dead letters are settled by a person only.
import { cleanup, fireEvent, render, screen, waitFor, within } from '@testing-library/react';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import type { DeadLetterView, PlanView, RunView } from '../../src-shared/contract/runs.ts';
import { fail, ok } from '../../src-shared/result.ts';
import { DeadLetterList } from '../../src-renderer/screens/push/dead-letter-list.tsx';
import { heldWay, heldWords } from '../../src-renderer/screens/push/held-ways.ts';
import { PlanPanel } from '../../src-renderer/screens/push/plan-panel.tsx';
import { createPushStore, type PushAct } from '../../src-renderer/screens/push/push-store.ts';
import { batchParts, isInterrupted, RunPanel } from '../../src-renderer/screens/push/run-panel.tsx';
import { createPageWorld, giveHeight, later } from './page-world.tsx';
import { AT, destination } from './samples.ts';

const run: RunView = {
  kind: 'push',
  runId: 7, destinationId: 1, name: 'Genesys EU', practice: false, state: 'running', startedAt: AT, endedAt: null, numbers: 5000, batches: { total: 5, done: 2, waiting: 2, inFlight: 1 },
  accepted: 1976, duplicate: 20, refused: 4, unknown: 0, waiting: 3000, deadLetters: 4, numbersPerSecond: 1250, timeLeftMs: 12_000, readyAt: null, trouble: null, working: true, latency: null, circuit: null,
};
const plan: PlanView = {
  destinationId: 1, name: 'Genesys EU', numbers: 5000, batches: 5, alreadyThere: 12, warnings: [], estimateMs: null,
  lists: [{ dncType: 'FEDERAL', listName: 'Federal', numbers: 5000, batches: 5, permanent: 4990, expiring: 10, beyondLimit: 2 }],
  held: [{ why: 'code_unmapped', detail: 'TX', numbers: 7 }, { why: 'expired', detail: null, numbers: 1 }],
};
const letter = (deadLetterId: number): DeadLetterView => ({ deadLetterId, destinationId: 1, destination: 'Genesys EU', phone: `+1202555010${deadLetterId}`, listName: 'Federal', code: 'invalid', why: 'not valid', at: AT, state: 'open', because: null });
const answers = (newest: RunView | null) => ({ 'destination.get': () => ok(destination), 'run.page': () => ok({ total: newest === null ? 0 : 1, rows: newest === null ? [] : [newest] }), 'run.plan': () => ok(plan) });

beforeEach(() => { giveHeight(); });
afterEach(cleanup);

test('without a run under way the dry run is read, with one it is not', async () => {
  const idle = createPageWorld(answers({ ...run, state: 'ended' }));
  const push = createPushStore(idle.client, 1);
  await push.refresh();
  expect(push.store.getState()).toMatchObject({ plan: { numbers: 5000 }, run: { runId: 7 } });
  const busy = createPageWorld(answers(run));
  const other = createPushStore(busy.client, 1);
  await other.refresh();
  expect(other.store.getState().plan).toBeNull();
  expect(busy.asked.map(({ name }) => name)).not.toContain('run.plan');
});

test('a hundred hints become few looks, hints about others none', async () => {
  const world = createPageWorld(answers(run));
  const push = createPushStore(world.client, 1, 20);
  push.open();
  await vi.waitFor(() => { expect(push.store.getState().version).toBe(1); });
  for (let seq = 0; seq < 100; seq += 1) world.emit({ type: 'run.changed', seq, runId: 9, destinationId: 2 });
  await new Promise((rest) => { setTimeout(rest, 60); });
  expect(push.store.getState().version).toBe(1);
  for (let seq = 0; seq < 100; seq += 1) world.emit({ type: 'run.changed', seq, runId: 7, destinationId: 1 });
  await new Promise((rest) => { setTimeout(rest, 90); });
  expect(push.store.getState().version).toBeGreaterThan(1);
  expect(push.store.getState().version).toBeLessThanOrEqual(4);
  push.close();
  expect(world.listeners()).toBe(0);
});

test('an overtaken look is dropped, and a second act is not begun', async () => {
  const slow = later<unknown>();
  const pages: unknown[] = [slow.promise, ok({ total: 1, rows: [{ ...run, accepted: 3000 }] })];
  const world = createPageWorld({ ...answers(run), 'run.page': () => pages.shift() ?? ok({ total: 1, rows: [run] }), 'run.stop': () => ok({ ...run, state: 'stopped' }) });
  const push = createPushStore(world.client, 1);
  const looks = [push.refresh(), push.refresh()];
  slow.settle(ok({ total: 1, rows: [{ ...run, accepted: 1 }] }));
  await Promise.all(looks);
  expect(push.store.getState().run?.accepted).toBe(3000);
  const acts = await Promise.all([push.perform({ act: 'stop', runId: 7 }), push.perform({ act: 'stop', runId: 7 })]);
  expect(acts[1]).toBeNull();
  expect(world.asked.filter(({ name }) => name === 'run.stop')).toHaveLength(1);
});

test('why a dry run is impossible stays beside what is known', async () => {
  const world = createPageWorld({ ...answers(null), 'run.plan': () => fail({ type: 'ListNotChosen', dncTypes: ['STATE'] }) });
  const push = createPushStore(world.client, 1);
  await push.refresh();
  expect(push.store.getState()).toMatchObject({ plan: null, planFailure: { type: 'ListNotChosen' }, destination: { name: 'Genesys EU' } });
});

test('pushing is confirmed with the destination by name and whether it is real', () => {
  const onStart = vi.fn();
  render(<PlanPanel plan={plan} destination={destination} isStarting={false} onStart={onStart} onLookAgain={vi.fn()} onGo={vi.fn()} />);
  fireEvent.click(screen.getByRole('button', { name: 'Push 5,000 numbers in 5 batches' }));
  const dialog = screen.getByRole('dialog', { name: 'Push to Genesys EU' });
  expect(dialog.textContent).toContain('a real tenant of Genesys Cloud');
  expect(onStart).not.toHaveBeenCalled();
  fireEvent.click(within(dialog).getByRole('button', { name: 'Push 5,000 numbers in 5 batches' }));
  expect(onStart).toHaveBeenCalledOnce();
});

test('what is held back leads to where it is settled, and an empty dry run offers no push', () => {
  const onGo = vi.fn();
  render(<PlanPanel plan={{ ...plan, numbers: 0, batches: 0, lists: [] }} destination={destination} isStarting={false} onStart={vi.fn()} onLookAgain={vi.fn()} onGo={onGo} />);
  expect(screen.queryByRole('button', { name: /^Push/ })).toBeNull();
  expect(screen.getByText('Nothing to push: what is new is held back.')).toBeDefined();
  fireEvent.click(screen.getByRole('button', { name: 'Map the codes' }));
  expect(onGo).toHaveBeenCalledWith({ screen: 'map-codes', params: {} });
  expect(heldWay('expired', 1)).toBeNull();
  expect(heldWay('list_not_chosen', 3)?.route).toEqual({ screen: 'destinations', params: { destination: '3' } });
  expect(heldWords({ why: 'conflict_undecided', detail: 'state_mismatch', numbers: 1 })).toContain('Declared state and area code differ');
});

const showRun = (shown: RunView, more: Partial<typeof destination> = {}, onAct: (act: PushAct) => void = vi.fn()) => {
  const { Around } = createPageWorld({});
  render(<Around><RunPanel run={shown} destination={{ ...destination, ...more }} acting={null} onAct={onAct} onVerify={vi.fn()} onDeadLetters={vi.fn()} /></Around>);
};

test('a run that nobody works on is interrupted and can be resumed, a running one stopped', () => {
  const onAct = vi.fn();
  expect(isInterrupted({ ...run, working: false })).toBe(true);
  showRun({ ...run, working: false }, {}, onAct);
  expect(screen.getByText('Interrupted')).toBeDefined();
  expect(screen.queryByRole('button', { name: 'Stop' })).toBeNull();
  fireEvent.click(screen.getByRole('button', { name: 'Resume' }));
  expect(onAct).toHaveBeenCalledWith({ act: 'resume', runId: 7 });
});

test('progress is a picture with the same figures as words', () => {
  showRun(run);
  expect(screen.getByRole('img', { name: 'Batches by state: Answered 2, Under way 1, Waiting 2' })).toBeDefined();
  expect(screen.getByRole('progressbar').getAttribute('aria-valuetext')).toBe('2,000 of 5,000 numbers · 40.0 % · 1,250 / s · 12 s left');
  expect(batchParts({ ...run, batches: { total: 5, done: 2, waiting: 1, inFlight: 1 } }).map(({ value }) => value)).toEqual([2, 1, 1, 1]);
});

test('an ended run is not called verified unless the core says ACTIVE', () => {
  showRun({ ...run, state: 'ended', endedAt: AT + 1000 }, { state: 'ATTENTION' });
  expect(screen.queryByText(/every number was found/)).toBeNull();
  expect(screen.getByText(/is what Verify says/)).toBeDefined();
});

test('dead letters: Space chooses, D asks for a reason, C corrects', async () => {
  const onAct = vi.fn();
  const world = createPageWorld({ 'dead-letter.page': () => ok({ total: 3, rows: [letter(1), letter(2), letter(3)] }) });
  render(<world.Around><DeadLetterList client={world.client} destinationId={1} version={1} open={3} acting={null} isBusy={false} onAct={onAct} /></world.Around>);
  const grid = await screen.findByRole('grid', { name: 'Dead letters' });
  await waitFor(() => { expect(screen.getByText('+12025550101')).toBeDefined(); });
  fireEvent.keyDown(grid, { key: ' ' });
  fireEvent.keyDown(grid, { key: 'ArrowDown' });
  fireEvent.keyDown(grid, { key: ' ' });
  expect(screen.getByRole('button', { name: 'Retry 2 chosen' })).toBeDefined();
  fireEvent.keyDown(grid, { key: 'd' });
  fireEvent.click(screen.getByRole('button', { name: 'Discard 2 numbers' }));
  expect(onAct).not.toHaveBeenCalled();
  fireEvent.change(screen.getByRole('textbox', { name: 'Why?' }), { target: { value: 'fax line' } });
  fireEvent.click(screen.getByRole('button', { name: 'Discard 2 numbers' }));
  expect(onAct).toHaveBeenCalledWith({ act: 'discard', because: 'fax line', deadLetterIds: [1, 2] });
  fireEvent.click(screen.getByRole('button', { name: 'Retry all 3' }));
  expect(onAct).toHaveBeenLastCalledWith({ act: 'retry' });
  fireEvent.keyDown(grid, { key: 'c' });
  fireEvent.change(await screen.findByRole('textbox', { name: 'The right number' }), { target: { value: '+1 202 555 0177' } });
  fireEvent.click(screen.getByRole('button', { name: 'Correct and send' }));
  expect(onAct).toHaveBeenLastCalledWith({ act: 'correct', deadLetterId: 2, phone: '+1 202 555 0177', because: '' });
});
