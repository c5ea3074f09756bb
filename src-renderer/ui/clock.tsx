// The time as components see it: given by argument at the top, ticking only where something on the page counts.
import { createContext, useContext, useEffect, useState, type JSX, type ReactNode } from 'react';

const ClockContext = createContext<(() => number) | null>(null);

export const ClockProvider = ({ now, children }: { readonly now: () => number; readonly children: ReactNode }): JSX.Element =>
  <ClockContext value={now}>{children}</ClockContext>;

/** The clock itself, for moments that are read once. */
const useClock = (): (() => number) => {
  const now = useContext(ClockContext);
  if (now === null) throw new Error('useClock needs a ClockProvider above');
  return now;
};

/** Milliseconds since 1970, again every `everyMs`. */
export const useNow = (everyMs = 1000): number => {
  const now = useClock();
  const [shown, setShown] = useState(now);
  useEffect(() => {
    const timer = setInterval(() => { setShown(now()); }, everyMs);
    return () => { clearInterval(timer); };
  }, [now, everyMs]);
  return shown;
};
