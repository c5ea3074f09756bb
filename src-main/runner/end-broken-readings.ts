// A read-back whose process died gave no verdict: it is ended as failed, so that nothing goes on "reading" for ever.
import type { Ledger } from '../ledger/open-ledger.ts';
import type { Clock } from '../ports/clock.ts';
import { endReading, nothingCounted, readingLease } from './reconcile.ts';

/** Those that another living process reads are left to it. */
export const endBrokenReadings = (ledger: Ledger, clock: Clock): void => {
  for (const { id, destinationId } of ledger.reconciliations.reading()) {
    if (ledger.leases.holder(readingLease(id), clock.now()) !== null) continue;
    const failure = { type: 'VendorNoAnswer', address: ledger.destinations.find(destinationId)?.name ?? '', why: 'the program ended while it read the list back' } as const;
    ledger.transact(() => {
      // Another process may have been faster.
      if (ledger.reconciliations.find(id)?.state === 'reading') endReading(ledger, id, destinationId, { state: 'failed', counts: nothingCounted, probe: [], failure, at: clock.now() });
    });
  }
};
