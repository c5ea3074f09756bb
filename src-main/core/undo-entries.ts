// Takes an import's entries back piece by piece on the worker's thread: each piece a transaction of some milliseconds, with a rest in which others write.
import { setTimeout } from 'node:timers/promises';
import type { LedgerFailure } from '../../src-shared/failures.ts';
import { done, type Result } from '../../src-shared/result.ts';
import { openUndo } from '../ledger/open-undo.ts';
import { orLedgerFailure } from '../ledger/sqlite-failure.ts';

const pieceMs = 30;
/** Of the time a piece took: who waits for the ledger looks again at growing intervals, and must find it free more often than by luck. */
const restShare = 0.25;
const fewest = 1000;
/** More at once would not be faster any more. */
const most = 10_000;

/** `report` hears after each piece that there was one. Ends where it stands once `signal` calls it off. */
export const undoEntries = (ledgerPath: string, importId: number, signal: AbortSignal, report: () => void): Promise<Result<null, LedgerFailure>> =>
  orLedgerFailure(ledgerPath, async () => {
    const undo = openUndo(ledgerPath);
    try {
      let entries = fewest;
      while (!signal.aborted) {
        const startedAt = performance.now();
        const { taken, left } = undo.piece(() => undo.some(importId, entries));
        const tookMs = performance.now() - startedAt;
        report();
        if (taken === 0 || left <= 0) break;
        entries = Math.round(Math.max(fewest, Math.min(most, entries * Math.min(2, Math.max(0.5, pieceMs / Math.max(1, tookMs))))));
        await setTimeout(Math.ceil(tookMs * restShare));
      }
      return done;
    } finally {
      undo.close();
    }
  });
