// Drops what imports left behind whose process is gone, on the worker's thread and in short pieces.
import { setImmediate } from 'node:timers/promises';
import type { LedgerFailure } from '../../src-shared/failures.ts';
import { done, type Result } from '../../src-shared/result.ts';
import { openStaging } from '../ledger/open-staging.ts';
import { orLedgerFailure } from '../ledger/sqlite-failure.ts';

/** The import lease is held by whoever asks, so none of them is being staged. */
export const sweepStaging = (ledgerPath: string, signal: AbortSignal): Promise<Result<null, LedgerFailure>> =>
  orLedgerFailure(ledgerPath, async () => {
    const staging = openStaging(ledgerPath);
    try {
      for (const importId of staging.abandoned()) {
        while (!signal.aborted && !staging.chunk(() => staging.dropSome(importId))) await setImmediate();
      }
      return done;
    } finally {
      staging.close();
    }
  });
