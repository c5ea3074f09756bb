// Says when the next request to a vendor may leave: a token bucket under the published ceiling, narrowed by what the answers say.
import type { Pace, VendorFacts } from './connector.ts';

export type Pacing = {
  /** Milliseconds since 1970; not later than now when a request may leave at once. */
  readonly nextAt: () => number;
  /** A request leaves now. */
  readonly took: () => void;
  /** What an answer said about the vendor's own count. */
  readonly heed: (pace: Pace | null) => void;
  /** When to try again after a 429; `attempt` counts from 1. Holds back every other request until then too. */
  readonly throttled: (retryAfterMs: number | null, attempt: number) => number;
};

export type PacingNeeds = { readonly rate: VendorFacts['rate']; readonly now: () => number; readonly random: () => number };

const firstBackoffMs = 1_000;
const longestBackoffMs = 60_000;
/** Burst and steady flow share the ceiling, so that no window of any length exceeds it. */
const burstShare = 0.1;

export const createPacing = ({ rate, now, random }: PacingNeeds): Pacing => {
  const burst = rate === null ? Number.POSITIVE_INFINITY : Math.max(1, Math.floor(rate.requests * burstShare));
  const perMs = rate === null ? 0 : Math.max(rate.requests - burst, 1) / rate.perMs;
  let tokens = burst;
  let countedAt = now();
  let blockedUntil = Number.NEGATIVE_INFINITY;
  let window: { readonly left: number; readonly until: number } | null = null;

  const refill = (at: number): void => {
    tokens = Math.min(burst, tokens + Math.max(0, at - countedAt) * perMs);
    countedAt = at;
    if (window !== null && at >= window.until) window = null;
  };

  return {
    nextAt: () => {
      const at = now();
      refill(at);
      const byBucket = tokens >= 1 || rate === null ? at : at + Math.ceil((1 - tokens) / perMs);
      return Math.max(byBucket, blockedUntil, window !== null && window.left <= 0 ? window.until : at);
    },
    took: () => {
      refill(now());
      tokens -= 1;
      if (window !== null) window = { ...window, left: window.left - 1 };
    },
    heed: (pace) => {
      if (pace === null) return;
      const at = now();
      refill(at);
      const until = at + pace.resetMs;
      // Answers overtake each other: within one window (its end is given in whole seconds) the smaller rest is the newer truth.
      const same = window !== null && Math.abs(window.until - until) <= 2_000;
      window = { left: same && window !== null ? Math.min(window.left, pace.left) : pace.left, until };
    },
    throttled: (retryAfterMs, attempt) => {
      const at = now();
      const ceiling = Math.min(longestBackoffMs, firstBackoffMs * 2 ** Math.max(0, attempt - 1));
      // Full jitter; after a Retry-After only a little, and never earlier than asked.
      const wait = retryAfterMs === null ? random() * ceiling : retryAfterMs + random() * Math.min(1_000, retryAfterMs * 0.1);
      const again = at + Math.ceil(wait);
      blockedUntil = Math.max(blockedUntil, again);
      refill(at);
      if (rate !== null) tokens = Math.min(tokens, 1);
      return again;
    },
  };
};
