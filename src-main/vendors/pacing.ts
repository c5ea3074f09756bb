// Says when the next request to a vendor may leave, and how many at once: a smooth flow close under the published ceiling, narrowed by what the answers say.
import type { Pace, VendorFacts } from './connector.ts';

export type Pacing = {
  /** Milliseconds since 1970; not later than now when a request may leave at once. */
  readonly nextAt: () => number;
  /** A request leaves now. */
  readonly took: () => void;
  /** What an answer said about the vendor's own count; an answer also widens what a 429 had narrowed. */
  readonly heed: (pace: Pace | null) => void;
  /** When to try again after a 429; `attempt` counts from 1. Holds back every other request until then too. */
  readonly throttled: (retryAfterMs: number | null, attempt: number) => number;
  /** How many requests may be under way at once, of at most `most`. */
  readonly lanes: (most: number) => number;
};

export type PacingNeeds = { readonly rate: VendorFacts['rate']; readonly now: () => number; readonly random: () => number };

const firstBackoffMs = 1_000;
const longestBackoffMs = 60_000;
/** Of the ceiling: the rest is for requests that are held up on their way and arrive closer together than they left. */
const flowShare = 0.988;
/** Requests saved up while nothing could leave, so that a timer that rings late costs nothing. */
const burstShare = 0.05;
const leastBurst = 6;
/** Of the gap between two requests. */
const jitterShare = 0.2;
/** So many answers in a row, and one more request may be under way. */
const widenAfter = 20;

export const createPacing = ({ rate, now, random }: PacingNeeds): Pacing => {
  const burst = rate === null ? Number.POSITIVE_INFINITY : Math.min(rate.requests, Math.max(leastBurst, Math.floor(rate.requests * burstShare)));
  const perMs = rate === null ? 0 : (rate.requests * flowShare) / rate.perMs;
  const windowMs = rate === null ? 0 : Math.ceil(rate.perMs / flowShare);
  /** When the last requests left, as many as the ceiling allows, in a ring: no window of the period ever holds more. */
  const left = Array.from({ length: rate?.requests ?? 0 }, () => Number.NEGATIVE_INFINITY);
  let place = 0;
  let tokens = burst;
  let countedAt = now();
  let jitterMs = 0;
  let blockedUntil = Number.NEGATIVE_INFINITY;
  let window: { readonly left: number; readonly until: number } | null = null;
  let lanes = Number.POSITIVE_INFINITY;
  let answers = 0;
  let narrowedAt = Number.NEGATIVE_INFINITY;
  let asked = 1;

  const refill = (at: number): void => {
    tokens = Math.min(burst, tokens + Math.max(0, at - countedAt) * perMs);
    countedAt = at;
    if (window !== null && at >= window.until) window = null;
  };

  return {
    nextAt: () => {
      const at = now();
      refill(at);
      const byBucket = tokens >= 1 || rate === null ? at : at + Math.ceil((1 - tokens) / perMs + jitterMs);
      return Math.max(byBucket, (left[place] ?? Number.NEGATIVE_INFINITY) + windowMs, blockedUntil, window !== null && window.left <= 0 ? window.until : at);
    },
    took: () => {
      const at = now();
      refill(at);
      tokens -= 1;
      if (rate !== null) {
        left[place] = at;
        place = (place + 1) % rate.requests;
        jitterMs = (random() * jitterShare) / perMs;
      }
      if (window !== null) window = { ...window, left: window.left - 1 };
    },
    heed: (pace) => {
      answers += 1;
      if (answers >= widenAfter && lanes < asked) {
        answers = 0;
        lanes += 1;
      }
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
      // Requests that were under way together are refused together: they narrow it once.
      if (at >= narrowedAt) {
        lanes = Math.max(1, Math.floor(Math.min(lanes, asked) / 2));
        narrowedAt = again + 1;
      }
      answers = 0;
      blockedUntil = Math.max(blockedUntil, again);
      refill(at);
      if (rate !== null) tokens = Math.min(tokens, 1);
      return again;
    },
    lanes: (most) => {
      asked = most;
      if (lanes >= most) lanes = Number.POSITIVE_INFINITY;
      return Math.min(lanes, most);
    },
  };
};
