// Time as a port: milliseconds since 1970, and a sleep that can be called off.

export interface Clock {
  readonly now: () => number;
  /** Milliseconds from some beginning that no one can set: tells a clock that was moved from time that passed. */
  readonly monotonic?: () => number;
  /** Resolves at `until`, or at once when `signal` aborts; never rejects. */
  readonly sleepUntil: (until: number, signal?: AbortSignal) => Promise<void>;
}

export const createSystemClock = (): Clock => ({
  now: () => Date.now(),
  monotonic: () => performance.now(),
  sleepUntil: (until, signal) =>
    new Promise((resolve) => {
      if (signal?.aborted === true) return resolve();
      // setTimeout counts at most 2^31 - 1 ms and stands still while the machine sleeps: look again every minute.
      const tick = (): void => {
        const left = until - Date.now();
        if (left <= 0) return finish();
        timer = setTimeout(tick, Math.min(left, 60_000));
      };
      const finish = (): void => {
        clearTimeout(timer);
        signal?.removeEventListener('abort', finish);
        resolve();
      };
      let timer: NodeJS.Timeout | undefined;
      signal?.addEventListener('abort', finish, { once: true });
      tick();
    }),
});
