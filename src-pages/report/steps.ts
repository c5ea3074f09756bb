// Moments become at most sixty equal steps of a length people have a word for.
import { dayOf } from './words.ts';

const minute = 60_000;
const units = [
  ['second', 1000], ['10 seconds', 10_000], ['minute', minute], ['5 minutes', 5 * minute], ['quarter of an hour', 15 * minute], ['hour', 60 * minute], ['6 hours', 360 * minute],
  ['day', 1440 * minute], ['week', 10_080 * minute], ['30 days', 43_200 * minute], ['year of 365 days', 525_600 * minute],
] as const;
const most = 60;

/** `moments` in milliseconds, in any order. */
export const stepsOf = (moments: readonly number[]): { readonly unit: string; readonly steps: readonly { readonly from: string; readonly label: string; readonly value: number }[] } => {
  if (moments.length === 0) return { unit: 'day', steps: [] };
  let [first, last] = [Infinity, -Infinity];
  for (const moment of moments) [first, last] = [Math.min(first, moment), Math.max(last, moment)];
  const [unit, length] = units.find(([, each]) => Math.floor(last / each) - Math.floor(first / each) < most) ?? ['century', 52_560_000 * minute] as const;
  const start = Math.floor(first / length);
  const counts = Array.from({ length: Math.floor(last / length) - start + 1 }, () => 0);
  for (const moment of moments) {
    const at = Math.floor(moment / length) - start;
    counts[at] = (counts[at] ?? 0) + 1;
  }
  return {
    unit, steps: counts.map((value, at) => {
      const from = new Date((start + at) * length).toISOString();
      return { from, value, label: length < 1440 * minute ? `${dayOf(from)} ${from.slice(11, length < minute ? 19 : 16)}` : dayOf(from) };
    }),
  };
};
