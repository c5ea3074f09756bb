// Two small guards for stores: an overtaken answer is dropped, and a burst of hints becomes one look.

/** `latest(ask, use)`: `use` is called with the answer unless a later `ask` has been made meanwhile. */
export const createLatest = (): (<T>(ask: () => Promise<T>, use: (answer: T) => void) => Promise<void>) => {
  let asked = 0;
  return async (ask, use) => {
    asked += 1;
    const mine = asked;
    const answer = await ask();
    if (mine === asked) use(answer);
  };
};

/** Runs `work` at once; hints that come while it runs, or within `restMs` after it, cause one more run, never two at a time. */
export const createCoalesced = (work: () => Promise<void>, restMs = 100): { readonly hint: () => void; readonly close: () => void } => {
  let busy = false;
  let again = false;
  let timer: ReturnType<typeof setTimeout> | null = null;
  let closed = false;
  const rest = (): void => {
    timer = null;
    busy = false;
    if (again && !closed) { again = false; hint(); }
  };
  const hint = (): void => {
    if (closed) return;
    if (busy) { again = true; return; }
    busy = true;
    void work().finally(() => { timer = setTimeout(rest, restMs); });
  };
  return {
    hint,
    close: () => {
      closed = true;
      if (timer !== null) clearTimeout(timer);
    },
  };
};
