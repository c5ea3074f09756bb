// Whether the wall clock was moved since the last leaf: against that leaf's own time, and against a count nobody can set.
import type { JsonObject } from '../sealed-log/leaf.ts';

export type ClockWatch = {
  /** What a `clock.jump` leaf says, or null. `last`: the last leaf's time, ms since 1970. Call it before every leaf. */
  readonly look: (last: number | null) => JsonObject | null;
};

/** Small corrections by a time server are no jump. */
const backMs = 2000;
/** A computer that slept counts as a jump ahead as well where its counter stands still meanwhile (Linux): the leaf says only that the clock and the count disagree. */
const aheadMs = 5 * 60_000;

export const createClockWatch = (now: () => number, monotonic: () => number = now): ClockWatch => {
  let seen: { readonly wall: number; readonly count: number } | null = null;
  return {
    look: (last) => {
      const [wall, count] = [now(), monotonic()];
      const due = seen === null ? null : seen.wall + (count - seen.count);
      seen = { wall, count };
      if (last !== null && wall < last - backMs) return jump('back', last, wall);
      if (due !== null && wall < due - backMs) return jump('back', due, wall);
      return due !== null && wall > due + aheadMs ? jump('ahead', due, wall) : null;
    },
  };
};

const jump = (how: 'back' | 'ahead', from: number, to: number): JsonObject => ({ from: new Date(Math.round(from)).toISOString(), how, to: new Date(to).toISOString() });
