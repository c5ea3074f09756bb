// Where nobody can read the list: numbers without a certain answer wait for a person, and are never sent again under a new key by themselves.
import type { NumberAnswer } from '../ledger/repositories/batches.ts';
import { sealResponse } from './seal-batch.ts';
import { keepResults, type SendNeeds, type SendTarget } from './send-batch.ts';
import { nothingHeard } from './witness.ts';

/** The code of such dead letters. */
export const unverifiable = 'unverifiable';

export const giveUpUnknown = (needs: SendNeeds, target: SendTarget, batchId: number): void => {
  const { ledger, clock } = needs;
  const batch = ledger.batches.find(batchId);
  if (batch === null) throw new Error(`no batch ${batchId}`);
  const entries = ledger.batches.entries(batchId);
  const why = `it may or may not be on the list: ${batch.why ?? 'no answer came'}, and this interface cannot read it back`;
  const answers = entries.filter(({ result }) => result === 'unknown').map(({ n }): NumberAnswer => ({ n, result: 'refused', code: unverifiable, why }));
  ledger.transact(() => {
    const responseSeq = sealResponse(needs, { batch, entries, requestSeq: batch.requestSeq ?? 0, heard: nothingHeard }, answers, { outcome: 'unverifiable', why });
    ledger.batches.settle(batchId, 'unverifiable', answers, { at: clock.now(), receipt: batch.receipt, why: batch.why, responseSeq });
    keepResults(needs, target, batch, entries, answers);
  });
};
