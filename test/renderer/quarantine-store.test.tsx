// The quarantine store: figures follow every act and every hint.
import { expect, test, vi } from 'vitest';
import { fail, ok } from '../../src-shared/result.ts';
import { createQuarantineStore, keepOrder } from '../../src-renderer/screens/quarantine/quarantine-store.ts';
import { createPageWorld, later } from './page-world.tsx';
import { decision } from './samples.ts';

const summary = (held: number) => ok({ held, groups: [{ reason: 'letters_around', held, suggested: held }] });

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
