// What the log says of a batch: a request before it leaves, a response once its answer is read; numbers only under salted roots.
// A removal is a `delete.request` from beginning to end, so that nobody takes it for a push: `delete.done` comes with the read-back.
import type { Ledger } from '../ledger/open-ledger.ts';
import type { BatchEntry, BatchRecord, NumberAnswer } from '../ledger/repositories/batches.ts';
import { sealRows } from '../ledger/seal-rows.ts';
import type { Ids } from '../ports/ids.ts';
import type { Witnessed } from './witness.ts';

export type SealNeeds = { readonly ledger: Ledger; readonly ids: Ids };

const rowsOf = ({ ledger, ids }: SealNeeds, rows: Parameters<typeof sealRows>[2]): ReturnType<typeof sealRows> =>
  sealRows(ledger.log.signer()?.origin ?? '', ids.bytes(32), rows);

/** A repeat refers to the first request: the numbers and the key are the same. Returns the leaf's place. */
export const sealRequest = (needs: SealNeeds, destinationId: number, batch: BatchRecord, entries: readonly BatchEntry[]): number => {
  const facts = {
    attempt: batch.attempts + 1, batch: batch.id, correlation: batch.correlationId, destination: destinationId, dncType: batch.dncType,
    key: batch.idempotencyKey, numbers: batch.numbers, run: batch.runId, ...(batch.replaces === null ? {} : { replaces: batch.replaces }),
    ...(batch.kind === 'push' ? {} : { act: 'ask-vendor' }),
  };
  const kind = batch.kind === 'push' ? 'push.request' : 'delete.request';
  if (batch.requestSeq !== null) return needs.ledger.log.append({ kind, body: { ...facts, first: batch.requestSeq } });
  const { root, open } = rowsOf(needs, entries.map(({ phone, jurisdiction }) => ({ jurisdiction, phone })));
  return needs.ledger.log.append({
    kind, body: { ...facts, root },
    open: { ...open, detail: { expires: batch.expiresAt === null ? null : new Date(batch.expiresAt).toISOString(), list: batch.listRef } },
  });
};

export type ResponseFacts = {
  readonly outcome: 'answered' | 'refused' | 'throttled' | 'too-large' | 'token-ended' | 'unsent' | 'unknown' | 'verified' | 'unverifiable';
  readonly receipt?: string | null; readonly why?: string | null;
};

/** A batch on its way: its request's leaf, and what was heard in return. */
export type Sending = { readonly batch: BatchRecord; readonly entries: readonly BatchEntry[]; readonly requestSeq: number; readonly heard: Witnessed };

/** `answers` are those of this answer only; none where the answer said nothing about single numbers. */
export const sealResponse = (needs: SealNeeds, { batch, entries, requestSeq, heard }: Sending, answers: readonly NumberAnswer[], facts: ResponseFacts): number => {
  const phones = new Map(entries.map(({ n, phone }) => [n, phone]));
  const sum = (result: string): number => answers.filter((answer) => answer.result === result).length;
  const sealed = answers.length === 0 ? null : rowsOf(needs, answers.map(({ n, result, code }) => ({ code, phone: phones.get(n) ?? '', result })));
  return needs.ledger.log.append({
    kind: batch.kind === 'push' ? 'push.response' : 'delete.request',
    body: {
      ...(batch.kind === 'push' ? {} : { act: 'vendor-answer' }),
      batch: batch.id, outcome: facts.outcome, request: requestSeq, run: batch.runId,
      ...(sealed === null ? {} : { accepted: sum('accepted'), duplicate: sum('duplicate'), refused: sum('refused'), root: sealed.root, unknown: sum('unknown') }),
    },
    open: {
      ...sealed?.open,
      detail: { receipt: wellFormed(facts.receipt) ?? heard.receipt, sha256: heard.sha256, status: heard.status, vendorDate: wellFormed(heard.date), why: wellFormed(facts.why) },
    },
  });
};

/** Vendors' words may hold broken surrogates, which canonical JSON refuses. */
const wellFormed = (text: string | null | undefined): string | null => text?.toWellFormed() ?? null;
