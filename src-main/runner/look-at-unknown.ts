// Learns what became of batches without a certain answer: what the list shows as it was asked for was accepted, the rest goes into new batches that name the old.
import { sameExpiry } from '../../src-shared/domain/compare-lists.ts';
import type { VendorFailure } from '../../src-shared/failures.ts';
import { done, type Result } from '../../src-shared/result.ts';
import type { BatchRecord, NumberAnswer } from '../ledger/repositories/batches.ts';
import { newBatch } from './cut-batches.ts';
import { forgetReading } from './forget-reading.ts';
import { giveWay } from './give-way.ts';
import { readLists } from './read-lists.ts';
import { sealResponse } from './seal-batch.ts';
import { keepResults, type SendNeeds, type SendTarget } from './send-batch.ts';
import { nothingHeard } from './witness.ts';

export const lookAtUnknown = async (needs: SendNeeds & { readonly signal: AbortSignal }, target: SendTarget, runId: number): Promise<Result<null, VendorFailure>> => {
  const { ledger } = needs;
  const reading = `run ${runId}`;
  const batches = ledger.batches.unknown(runId).flatMap(({ batchId }) => ledger.batches.find(batchId) ?? []);
  try {
    const read = await readLists(needs, target, reading, [...new Set(batches.map(({ listRef }) => listRef))]);
    if (!read.ok) return read;
    for (const batch of batches) {
      settleByLook(needs, target, reading, batch);
      await giveWay();
    }
    return done;
  } finally {
    await forgetReading(ledger, reading);
  }
};

const settleByLook = (needs: SendNeeds, target: SendTarget, reading: string, batch: BatchRecord): void => {
  const { ledger, ids, clock } = needs;
  const entries = ledger.batches.entries(batch.id);
  const open = entries.filter(({ result }) => result === 'unknown');
  const { readsExpiry, expiryGrainMs } = target.connector.facts;
  // An entry with another expiry is an earlier one: it says nothing of this batch.
  const isAsAsked = (phone: string): boolean => {
    const kept = ledger.reconciliations.kept(reading, batch.listRef, phone);
    if (batch.kind === 'release') return kept === null;
    return kept !== null && (!readsExpiry || sameExpiry(batch.expiresAt, kept.expiresAt, expiryGrainMs));
  };
  const answers = open.map(({ n, phone }): NumberAnswer => ({ n, result: isAsAsked(phone) ? 'accepted' : 'superseded', code: null, why: null }));
  const lost = open.filter(({ phone }) => !isAsAsked(phone));
  const at = clock.now();
  ledger.transact(() => {
    const responseSeq = sealResponse(needs, { batch, entries, requestSeq: batch.requestSeq ?? 0, heard: nothingHeard }, answers, { outcome: 'verified', why: 'read back' });
    ledger.batches.settle(batch.id, lost.length === entries.length ? 'superseded' : 'verified', answers, { at, receipt: null, why: lookWords(batch, lost.length), responseSeq });
    keepResults(needs, target, batch, entries, answers);
    if (lost.length === 0) return;
    const { maxBatch, keyMemoryMs } = target.connector.facts;
    ledger.batches.create(newBatch(ids, batch.runId, batch, lost, { maxBatch, keyMemoryMs }, at, batch.id));
  });
};

const lookWords = ({ kind }: BatchRecord, lost: number): string => {
  if (kind === 'release') return lost === 0 ? 'gone from the list' : `${lost} still on the list`;
  return lost === 0 ? 'found on the list' : `${lost} not on the list`;
};
