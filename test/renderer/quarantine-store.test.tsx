// The quarantine store: figures follow every act and every hint.
import { expect, test, vi } from 'vitest';
import { fail, ok } from '../../src-shared/result.ts';
import { createQuarantineStore, keepOrder } from '../../src-renderer/screens/quarantine/quarantine-store.ts';
import { shownGroup } from '../../src-renderer/screens/quarantine/shown-group.ts';
import { createPageWorld, later } from './page-world.tsx';
import { decision } from './samples.ts';

const summary = (held: number) => ok({ held, underWay: [], groups: [{ reason: 'letters_around', held, suggested: held }] });

test('an act is sent for the chosen import, and rows, figures and the last decision follow', async () => {
  let held = 5;
  const world = createPageWorld({ 'quarantine.summary': () => summary(held), 'quarantine.accept': () => { held = 4; return ok(decision); } });
  const store = createQuarantineStore(world.client, 3);
  await store.refresh();
  const reply = await store.perform({ act: 'accept', reason: 'letters_around', entryId: 7 });
  expect(reply).toEqual(ok(decision));
  expect(world.asked[1]).toEqual({ name: 'quarantine.accept', input: { importId: 3, reason: 'letters_around', entryId: 7 } });
  expect(store.store.getState()).toMatchObject({ summary: { held: 4 }, version: 1, acting: false, last: decision });
});

test('while one act is under way another is not begun', async () => {
  const slow = later<unknown>();
  const world = createPageWorld({ 'quarantine.summary': () => summary(1), 'quarantine.fix': async () => await slow.promise });
  const store = createQuarantineStore(world.client, null);
  const first = store.perform({ act: 'fix', entryId: 1, phone: '+12025550123' });
  expect(await store.perform({ act: 'fix', entryId: 1, phone: '+12025550123' })).toBeNull();
  slow.settle(ok(decision));
  await first;
  expect(world.asked.filter((one) => one.name === 'quarantine.fix')).toHaveLength(1);
});

test('a refused act changes nothing, and what can no longer be undone is not offered', async () => {
  const replies = [ok(decision), fail({ type: 'NumberNotValid', reason: 'too_short' }), ok({ ...decision, canUndo: false })];
  const world = createPageWorld({ 'quarantine.summary': () => summary(1), 'quarantine.fix': () => replies.shift() });
  const store = createQuarantineStore(world.client, null);
  const fix = async () => await store.perform({ act: 'fix', entryId: 1, phone: '1' });
  await fix();
  expect((await fix())?.ok).toBe(false);
  expect(store.store.getState().last).toEqual(decision);
  await fix();
  expect(store.store.getState().last).toBeNull();
});

test('it reads again when the ledger changed, drops overtaken figures and stops listening when closed', async () => {
  const first = later<unknown>();
  const queue = [first.promise, Promise.resolve(summary(2))];
  const world = createPageWorld({ 'quarantine.summary': async () => await (queue.shift() ?? Promise.resolve(summary(2))) });
  const store = createQuarantineStore(world.client, null);
  store.open();
  world.emit({ type: 'ledger.changed', seq: 1 });
  await vi.waitFor(() => { expect(store.store.getState().summary?.held).toBe(2); });
  first.settle(summary(99));
  await Promise.resolve();
  expect(store.store.getState()).toMatchObject({ summary: { held: 2 }, version: 1 });
  store.close();
  expect(world.listeners()).toBe(0);
});

test('reasons stand by frequency at first and keep their places afterwards', () => {
  const group = (reason: 'masked' | 'words' | 'date', held: number) => ({ reason, held, suggested: 0 });
  const first = keepOrder([], [group('masked', 3), group('words', 9)]);
  expect(first.map((one) => one.reason)).toEqual(['words', 'masked']);
  expect(keepOrder(first, [group('date', 50), group('masked', 3), group('words', 1)]).map((one) => one.reason)).toEqual(['words', 'masked', 'date']);
});

test('what concerns many rows leaves the screen free, is looked at while it goes on, and one row can be fixed meanwhile', async () => {
  const slow = later<unknown>();
  const world = createPageWorld({ 'quarantine.summary': () => summary(1), 'quarantine.discard': async () => await slow.promise, 'quarantine.fix': () => ok(decision) });
  const store = createQuarantineStore(world.client, null);
  const first = store.perform({ act: 'discard-group', because: 'old', group: { reasons: ['words', 'date'], search: 'x' } });
  expect(world.asked[0]).toEqual({ name: 'quarantine.discard', input: { reasons: ['words', 'date'], search: 'x', because: 'old' } });
  expect(store.store.getState().acting).toBe(false);
  await vi.waitFor(() => { expect(world.asked.some(({ name }) => name === 'quarantine.summary')).toBe(true); });
  expect(await store.perform({ act: 'fix', entryId: 1, phone: '+12025550123' })).toEqual(ok(decision));
  slow.settle(ok({ ...decision, act: 'discard' }));
  expect((await first)?.ok).toBe(true);
});

test('a decision that was cut off is gone on with, once', async () => {
  const idle = { ...decision, progress: { doing: 'deciding', done: 0, total: 5, timeLeftMs: null, stands: 'idle' } };
  const world = createPageWorld({ 'quarantine.summary': () => ok({ held: 1, groups: [], underWay: [idle] }), 'quarantine.resume': () => ok(null) });
  const store = createQuarantineStore(world.client, null);
  await store.refresh();
  await store.refresh();
  expect(world.asked.filter(({ name }) => name === 'quarantine.resume')).toHaveLength(1);
});

test('reasons are chosen one at a time, or several beside each other', () => {
  const store = createQuarantineStore(createPageWorld({}).client, null);
  const reasons = () => store.store.getState().reasons;
  store.choose('words');
  store.choose('date', true);
  expect(reasons()).toEqual(['words', 'date']);
  store.choose('words', true);
  expect(reasons()).toEqual(['date']);
  store.choose('masked');
  expect(reasons()).toEqual(['masked']);
  store.choose(null);
  expect(reasons()).toEqual([]);
});

test('what is shown as a whole has a name, a size and the filter behind it; everything at once has none', () => {
  const groups = [{ reason: 'words' as const, held: 5, suggested: 2 }, { reason: 'date' as const, held: 3, suggested: 0 }];
  const state = { ...createQuarantineStore(createPageWorld({}).client, null).store.getState(), summary: { held: 8, groups, underWay: [] } };
  const found = { total: 4, more: true };
  expect(shownGroup(state, found)).toBeNull();
  expect(shownGroup({ ...state, reasons: ['words', 'date'] }, found)).toEqual({ name: '“Words” and “A date”', held: 8, suggested: 2, more: false, filter: { reasons: ['words', 'date'] } });
  expect(shownGroup({ ...state, reasons: ['words'], suggested: 'without' }, found)).toMatchObject({ held: 3, suggested: 0, filter: { reasons: ['words'], suggested: false } });
  expect(shownGroup({ ...state, search: ' x ' }, found)).toEqual({ name: '“x”', held: 4, suggested: null, more: true, filter: { search: 'x' } });
});
