// Long work lets the page draw and be used about twenty times a second; more often would only cost time (nested timers wait 4 ms each).

/** To be asked often; waits only when the last rest is long enough ago. */
export const createBreath = (): (() => Promise<void>) => {
  let last = performance.now();
  return async () => {
    if (performance.now() - last < restEveryMs) return;
    await new Promise((resolve) => { setTimeout(resolve, 0); });
    last = performance.now();
  };
};

const restEveryMs = 50;
