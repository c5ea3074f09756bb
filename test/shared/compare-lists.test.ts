// Comparing what must be listed with what was read back: against a naive model, whole and cut into slices at any border.
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { compareSlices, type ComparedNumber, type CompareRules, type ListDifference } from '../../src-shared/domain/compare-lists.ts';

const exact: CompareRules = { readsExpiry: true, grainMs: 60_000 };
const phone = fc.integer({ min: 100, max: 199 }).map((line) => `+120255501${String(line).slice(1)}`);
const expiry = fc.option(fc.integer({ min: 0, max: 5 * 60_000 }));
const list = fc.uniqueArray(fc.record({ phone, expiresAt: expiry }), { selector: (entry) => entry.phone, maxLength: 60 }).map((entries) => entries.toSorted((a, b) => (a.phone < b.phone ? -1 : 1)));

/** Looks every number up in the other list; slow and plain. */
const naive = (expected: readonly ComparedNumber[], found: readonly ComparedNumber[], { readsExpiry, grainMs }: CompareRules): readonly ListDifference[] => {
  const grain = (at: number | null): number | null => (at === null ? null : Math.floor(at / grainMs));
  const all = [...new Set([...expected, ...found].map((entry) => entry.phone))].sort();
  return all.flatMap((one): ListDifference[] => {
    const wanted = expected.find((entry) => entry.phone === one);
    const there = found.find((entry) => entry.phone === one);
    if (wanted === undefined) return there === undefined ? [] : [{ kind: 'extra', phone: one, found: there.expiresAt }];
    if (there === undefined) return [{ kind: 'missing', phone: one, expected: wanted.expiresAt }];
    return readsExpiry && grain(wanted.expiresAt) !== grain(there.expiresAt) ? [{ kind: 'different', phone: one, expected: wanted.expiresAt, found: there.expiresAt }] : [];
  });
};

describe('comparing lists', () => {
  it('finds exactly what looking up every number finds', () => {
    fc.assert(fc.property(list, list, fc.boolean(), (expected, found, readsExpiry) => {
      const rules = { ...exact, readsExpiry };
      expect(compareSlices(expected, found, rules)).toEqual(naive(expected, found, rules));
    }), { numRuns: 500 });
  });

  it('finds the same in slices, wherever they are cut', () => {
    fc.assert(fc.property(list, list, fc.uniqueArray(phone, { maxLength: 6 }), (expected, found, borders) => {
      const edges = ['', ...borders.toSorted(), '~'];
      const within = (entries: readonly ComparedNumber[], i: number) => entries.filter((entry) => entry.phone > (edges[i] ?? '') && entry.phone <= (edges[i + 1] ?? ''));
      const sliced = edges.slice(1).flatMap((_, i) => compareSlices(within(expected, i), within(found, i), exact));
      expect(sliced).toEqual(compareSlices(expected, found, exact));
    }), { numRuns: 300 });
  });

  it('says nothing about a list and itself', () => {
    fc.assert(fc.property(list, (entries) => { expect(compareSlices(entries, entries, exact)).toEqual([]); }));
  });

  it('takes expiries of one grain for the same, and of two for different', () => {
    const at = (expiresAt: number | null): readonly ComparedNumber[] => [{ phone: '+12025550100', expiresAt }];
    expect(compareSlices(at(60_000), at(119_999), exact)).toEqual([]);
    expect(compareSlices(at(119_999), at(120_000), exact)).toEqual([{ kind: 'different', phone: '+12025550100', expected: 119_999, found: 120_000 }]);
    expect(compareSlices(at(null), at(60_000), exact)).toHaveLength(1);
    expect(compareSlices(at(60_000), at(null), exact)).toHaveLength(1);
    expect(compareSlices(at(0), at(null), { readsExpiry: false, grainMs: 1 })).toEqual([]);
  });

  it('says that all are missing when nothing was read', () => {
    fc.assert(fc.property(list, (entries) => { expect(compareSlices(entries, [], exact).map(({ kind }) => kind)).toEqual(entries.map(() => 'missing')); }));
  });
});
