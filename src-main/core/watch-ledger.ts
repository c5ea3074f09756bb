// Notices once a second that another process has written the ledger (PRAGMA data_version moves for others' writes only).
import type { Ledger } from '../ledger/open-ledger.ts';

/** Returns the function that ends the watch. */
export const watchLedger = (ledger: Ledger, onChange: () => void): (() => void) => {
  let seen = ledger.dataVersion();
  const timer = setInterval(() => {
    const now = ledger.dataVersion();
    if (now === seen) return;
    seen = now;
    onChange();
  }, 1000);
  timer.unref();
  return () => { clearInterval(timer); };
};
