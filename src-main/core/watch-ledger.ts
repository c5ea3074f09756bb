// Notices once a second that another process has written the ledger (PRAGMA data_version moves for others' writes only).
import type { Ledger } from '../ledger/open-ledger.ts';
import { sqliteFailure } from '../ledger/sqlite-failure.ts';

/** Returns the function that ends the watch. A ledger that cannot be looked at just now is looked at again a second later. */
export const watchLedger = (ledger: Pick<Ledger, 'dataVersion' | 'path'>, onChange: () => void, everyMs = 1000): (() => void) => {
  const look = (): number | null => {
    try {
      return ledger.dataVersion();
    } catch (thrown) {
      // A throw from a timer would end the process; the next command names the trouble to whoever asked.
      if (sqliteFailure(thrown, ledger.path) === null) throw thrown;
      return null;
    }
  };
  let seen = look();
  const timer = setInterval(() => {
    const now = look();
    if (now === null || now === seen) return;
    seen = now;
    onChange();
  }, everyMs);
  timer.unref();
  return () => { clearInterval(timer); };
};
