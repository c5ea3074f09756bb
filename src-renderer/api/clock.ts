// The page's clock: the one place of the renderer that reads the time, so that tests can bring their own.
export type PageClock = { readonly now: () => number };

export const createClock = (): PageClock => ({
  // oxlint-disable-next-line no-restricted-properties -- this is the renderer's clock port; src-main/ports is another process and out of reach
  now: () => Date.now(),
});
