// A key stands for one payload: carried out once, answered alike, refused for another, and forgotten in time.
import { expect, test } from 'vitest';
import { createMemoryJournal } from '../../../src-main/practice/journal.ts';
import { createKeyMemory, isUuid4 } from '../../../src-main/practice/key-memory.ts';
import { createNumberLists } from '../../../src-main/practice/number-lists.ts';

const createWorld = () => {
  let now = 1_000;
  let runs = 0;
  const lists = createNumberLists();
  const memory = createKeyMemory<number>({ lists, journal: createMemoryJournal(lists.apply), now: () => now }, 100);
  const once = (key: string, payload: string) => memory(key, payload, () => Promise.resolve((runs += 1)));
  return { memory, once, runs: () => runs, wait: (ms: number) => { now += ms; } };
};

test('the same key with the same payload is carried out once and gets the first answer', async () => {
  const { once, runs } = createWorld();
  expect([await once('a', 'x'), await once('a', 'x'), await once('b', 'x')]).toEqual([{ kind: 'first', answer: 1 }, { kind: 'repeat', answer: 1 }, { kind: 'first', answer: 2 }]);
  expect(runs()).toBe(2);
});

test('the same key with another payload is a defect and carries nothing out', async () => {
  const { once, runs } = createWorld();
  await once('a', 'x');
  expect(await once('a', 'y')).toEqual({ kind: 'other-payload' });
  expect(runs()).toBe(1);
});

test('a key still in flight is told apart, and free again after a failure', async () => {
  const { memory, once } = createWorld();
  let finish = (): void => {};
  const slow = memory('a', 'x', () => new Promise<number>((resolve) => { finish = () => { resolve(7); }; }));
  expect(await once('a', 'x')).toEqual({ kind: 'in-flight' });
  finish();
  expect(await slow).toEqual({ kind: 'first', answer: 7 });
  await expect(memory('b', 'x', () => Promise.reject(new Error('full')))).rejects.toThrow('full');
  expect(await once('b', 'x')).toMatchObject({ kind: 'first' });
});

test('a key is forgotten when its time is over', async () => {
  const { once, wait } = createWorld();
  await once('a', 'x');
  wait(99);
  expect(await once('a', 'x')).toMatchObject({ kind: 'repeat' });
  wait(1);
  expect(await once('a', 'y')).toEqual({ kind: 'first', answer: 2 });
});

test('only a version 4 UUID is one', () => {
  expect(['00000000-0000-4000-8000-000000000001', '00000000-0000-1000-8000-000000000001', 'x'].map(isUuid4)).toEqual([true, false, false]);
});
