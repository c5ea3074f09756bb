// The last look before a removal leaves: a number that is wanted again since it was cut, or whose approval was taken back, stays on its list.
import type { NumberAnswer } from '../ledger/repositories/batches.ts';
import type { Destination } from '../ledger/repositories/destinations.ts';
import { newBatch } from './cut-batches.ts';
import { batchRules, planQuestion } from './cut-run.ts';
import type { SendNeeds, SendTarget } from './send-batch.ts';

/** Inside the transaction that marks the batch as sending. True: others have taken the batch's place, or nobody; it must not be sent. */
export const holdBackKept = ({ ledger, ids, clock }: SendNeeds, { connector: { facts } }: SendTarget, destination: Destination, batchId: number): boolean => {
  const batch = ledger.batches.find(batchId);
  // What may have been applied already is repeated as it was: a part of it would be another payload under the same key.
  if (batch === null || batch.kind === 'push' || batch.attempts > 0) return false;
  const at = clock.now();
  const kept = ledger.releasePlans.keptOf(planQuestion(ledger, destination, facts, at, null), batchId);
  if (kept.size === 0) return false;
  const entries = ledger.batches.entries(batchId);
  const why = 'wanted again, or its approval was taken back, before it was sent';
  const answers = entries.map(({ n, phone }): NumberAnswer => ({ n, result: 'superseded', code: kept.has(phone) ? 'held-back' : null, why: kept.has(phone) ? why : null }));
  const responseSeq = ledger.log.append({ kind: 'decision', body: { act: 'release.held-back', batch: batchId, numbers: kept.size, run: batch.runId } });
  ledger.batches.settle(batchId, 'superseded', answers, { at, receipt: null, why: `${kept.size} held back: ${why}`, responseSeq });
  const rest = entries.filter(({ phone }) => !kept.has(phone));
  if (rest.length > 0) ledger.batches.create(newBatch(ids, batch.runId, batch, rest, batchRules(destination, facts), at, batchId));
  return true;
};
