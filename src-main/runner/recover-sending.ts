// What was sending when a process died is unknown: it may have been applied, and is treated as such.
import type { NumberAnswer } from '../ledger/repositories/batches.ts';
import { sealResponse } from './seal-batch.ts';
import { lookAt, type SendNeeds, type SendTarget } from './send-batch.ts';
import { nothingHeard } from './witness.ts';

/** Only with the run's lease in hand: no other process has these requests under way. */
export const recoverSending = (needs: SendNeeds, target: SendTarget, runId: number): void => {
  const { ledger, clock } = needs;
  for (const batchId of ledger.batches.inFlight(runId)) {
    const batch = ledger.batches.find(batchId);
    if (batch === null) continue;
    const entries = ledger.batches.entries(batchId);
    const why = 'the program ended before the answer came';
    const answers = entries.map(({ n }): NumberAnswer => ({ n, result: 'unknown', code: null, why: null }));
    ledger.transact(() => {
      sealResponse(needs, { batch, entries, requestSeq: batch.requestSeq ?? 0, heard: nothingHeard }, [], { outcome: 'unknown', why });
      ledger.batches.markUnknown(batchId, answers, { readyAt: lookAt(target, clock.now(), 0, false), why, answeredAt: null, receipt: null });
    });
  }
};
