// The two guards every store stands on.
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { createCoalesced, createLatest } from '../../src-renderer/wizard/latest.ts';
import { later } from './page-world.tsx';

beforeEach(() => { vi.useFakeTimers(); });
afterEach(() => { vi.useRealTimers(); });

test('an answer that was overtaken by a later question is dropped, in whichever order they arrive', async () => {
  const latest = createLatest();
  const first = later<string>();
  const second = later<string>();
  const used: string[] = [];
  const both = [latest(async () => await first.promise, (answer) => { used.push(answer); }), latest(async () => await second.promise, (answer) => { used.push(answer); })];
  second.settle('new');
  first.settle('old');
  await Promise.all(both);
  expect(used).toEqual(['new']);
});

test('a burst of hints becomes one look at once and one more afterwards', async () => {
  let looks = 0;
  const { hint } = createCoalesced(async () => { looks += 1; await Promise.resolve(); }, 100);
  for (let hints = 0; hints < 50; hints += 1) hint();
  expect(looks).toBe(1);
  await vi.advanceTimersByTimeAsync(100);
  expect(looks).toBe(2);
  await vi.advanceTimersByTimeAsync(1000);
  expect(looks).toBe(2);
});

test('a look that takes long is never doubled, and closing ends them', async () => {
  const slow = later<void>();
  let looks = 0;
  const { hint, close } = createCoalesced(async () => { looks += 1; await slow.promise; }, 10);
  hint();
  hint();
  await vi.advanceTimersByTimeAsync(500);
  expect(looks).toBe(1);
  close();
  slow.settle();
  await vi.advanceTimersByTimeAsync(500);
  expect(looks).toBe(1);
});
