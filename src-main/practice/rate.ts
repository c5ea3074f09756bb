// The request ceiling per token: a fixed window that opens with its first request.
import type { Rate } from './practice.ts';

/** `resetSeconds`: whole seconds until the window is over, at least 1. */
export type Allowance = { readonly within: boolean; readonly count: number; readonly allowed: number; readonly resetSeconds: number };

/** Counts one request of `key`; null where there is no ceiling. */
export const createRateLimit = (rate: Rate | null, now: () => number): ((key: string) => Allowance | null) => {
  const windows = new Map<string, { readonly until: number; count: number }>();
  return (key) => {
    if (rate === null) return null;
    const at = now();
    let window = windows.get(key);
    if (window === undefined || window.until <= at) {
      for (const [other, { until }] of windows) if (until <= at) windows.delete(other);
      window = { until: at + rate.perMs, count: 0 };
      windows.set(key, window);
    }
    window.count += 1;
    return {
      within: window.count <= rate.requests, count: window.count, allowed: rate.requests,
      resetSeconds: Math.max(1, Math.ceil((window.until - at) / 1000)),
    };
  };
};
