// Compares what must be on a list with what was read back, number by number, over two streams in the order of the number.

export type ComparedNumber = { readonly phone: string; readonly expiresAt: number | null };

export type ListDifference =
  | { readonly kind: 'missing'; readonly phone: string; readonly expected: number | null }
  | { readonly kind: 'extra'; readonly phone: string; readonly found: number | null }
  | { readonly kind: 'different'; readonly phone: string; readonly expected: number | null; readonly found: number | null };

export type CompareRules = { readonly readsExpiry: boolean; /** Expiries come back rounded down to this many ms. */ readonly grainMs: number };

/** Both slices are sorted by phone and cover the same range of numbers. */
export const compareSlices = (expected: readonly ComparedNumber[], found: readonly ComparedNumber[], rules: CompareRules): readonly ListDifference[] => {
  const differences: ListDifference[] = [];
  let e = 0;
  let f = 0;
  while (e < expected.length || f < found.length) {
    const wanted = expected[e];
    const there = found[f];
    if (wanted !== undefined && (there === undefined || wanted.phone < there.phone)) {
      differences.push({ kind: 'missing', phone: wanted.phone, expected: wanted.expiresAt });
      e += 1;
    } else if (there !== undefined && (wanted === undefined || there.phone < wanted.phone)) {
      differences.push({ kind: 'extra', phone: there.phone, found: there.expiresAt });
      f += 1;
    } else if (wanted !== undefined && there !== undefined) {
      if (rules.readsExpiry && !sameExpiry(wanted.expiresAt, there.expiresAt, rules.grainMs)) {
        differences.push({ kind: 'different', phone: wanted.phone, expected: wanted.expiresAt, found: there.expiresAt });
      }
      e += 1;
      f += 1;
    }
  }
  return differences;
};

/** Whether two expiries (ms since 1970, null: permanent) mean the same at a list's grain. */
export const sameExpiry = (expected: number | null, found: number | null, grainMs: number): boolean =>
  expected === null || found === null ? expected === found : Math.floor(expected / grainMs) === Math.floor(found / grainMs);
