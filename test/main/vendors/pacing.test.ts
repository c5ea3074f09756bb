// Pacing: no window exceeds the ceiling, answers narrow it, and a 429 holds everybody back.
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createPacing } from '../../../src-main/vendors/pacing.ts';

const rate = { requests: 300, perMs: 60_000 };

const createWorld = (over: Partial<Parameters<typeof createPacing>[0]> = {}, random = 0.5) => {
  let time = 10_000_000;
  const pacing = createPacing({ rate, now: () => time, random: () => random, ...over });
  return { pacing, now: () => time, wait: (ms: number) => { time += ms; } };
};

describe('pacing', () => {
  it('lets a first burst leave at once and then keeps the steady flow', () => {
    const { pacing, now, wait } = createWorld();
    let burst = 0;
    while (pacing.nextAt() <= now()) {
      pacing.took();
      burst += 1;
    }
    expect(burst).toBe(15);
    const gap = pacing.nextAt() - now();
    expect(gap).toBeGreaterThan(200);
    expect(gap).toBeLessThan(250);
    wait(gap);
    expect(pacing.nextAt()).toBe(now());
  });

  it('in no window of the period do more requests leave than the ceiling, whatever the demand', () => {
    fc.assert(fc.property(fc.array(fc.integer({ min: 0, max: 5_000 }), { minLength: 1, maxLength: 1_500 }), (pauses) => {
      const { pacing, now, wait } = createWorld();
      const left: number[] = [];
      for (const pause of pauses) {
        if (pause > 4_000) wait(pause);
        wait(Math.max(0, pacing.nextAt() - now()));
        pacing.took();
        left.push(now());
      }
      return left.every((at, index) => (left[index + rate.requests] ?? Number.POSITIVE_INFINITY) - at >= rate.perMs);
    }), { numRuns: 30 });
  });

  it.each([[{ requests: 300, perMs: 60_000 }, 600_000], [{ requests: 50, perMs: 1_000 }, 60_000]])('uses at least 98 %% of %o when timers ring late', (ceiling, runMs) => {
    const { pacing, now, wait } = createWorld({ rate: ceiling });
    const startedAt = now();
    let sent = 0;
    while (now() - startedAt < runMs) {
      wait(Math.max(0, pacing.nextAt() - now()) + (sent % 3));
      pacing.took();
      sent += 1;
    }
    expect(sent / runMs / (ceiling.requests / ceiling.perMs)).toBeGreaterThanOrEqual(0.98);
  });

  it('narrows how many are under way after a 429, once for those that left together, and widens it again on recovery', () => {
    const { pacing, wait } = createWorld({ rate: null });
    expect(pacing.lanes(8)).toBe(8);
    for (let refused = 0; refused < 8; refused += 1) pacing.throttled(1_000, 1);
    expect(pacing.lanes(8)).toBe(4);
    wait(5_000);
    pacing.throttled(null, 2);
    expect(pacing.lanes(8)).toBe(2);
    for (let answers = 0; answers < 60; answers += 1) pacing.heed(null);
    expect(pacing.lanes(8)).toBe(5);
    for (let answers = 0; answers < 200; answers += 1) pacing.heed(null);
    expect(pacing.lanes(8)).toBe(8);
  });

  it('without a published rate nothing waits', () => {
    const { pacing, now } = createWorld({ rate: null });
    for (let count = 0; count < 10_000; count += 1) pacing.took();
    expect(pacing.nextAt()).toBe(now());
  });

  it('obeys the rest that the vendor counts, until its window ends', () => {
    const { pacing, now, wait } = createWorld();
    pacing.heed({ left: 2, resetMs: 20_000 });
    pacing.took();
    expect(pacing.nextAt()).toBe(now());
    pacing.took();
    expect(pacing.nextAt()).toBe(now() + 20_000);
    // An answer overtaken by a later one knows less.
    pacing.heed({ left: 5, resetMs: 20_000 });
    expect(pacing.nextAt()).toBe(now() + 20_000);
    wait(20_000);
    expect(pacing.nextAt()).toBe(now());
    pacing.heed(null);
    expect(pacing.nextAt()).toBe(now());
  });

  it('waits as long as Retry-After says, never less, and holds back every other request', () => {
    const { pacing, now } = createWorld();
    const again = pacing.throttled(30_000, 1);
    expect(again).toBeGreaterThanOrEqual(now() + 30_000);
    expect(again).toBeLessThanOrEqual(now() + 31_000);
    expect(pacing.nextAt()).toBe(again);
  });

  it('backs off exponentially with full jitter where the vendor names no time, up to a minute', () => {
    const waits = (random: number) => [1, 2, 3, 4, 7, 50].map((attempt) => {
      const { pacing, now } = createWorld({}, random);
      return pacing.throttled(null, attempt) - now();
    });
    expect(waits(0)).toEqual([0, 0, 0, 0, 0, 0]);
    expect(waits(0.5)).toEqual([500, 1_000, 2_000, 4_000, 30_000, 30_000]);
    expect(waits(0.999_999)).toEqual([1_000, 2_000, 4_000, 8_000, 60_000, 60_000]);
  });
});
