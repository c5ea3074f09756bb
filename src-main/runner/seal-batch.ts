// What the log says of a batch: a request before it leaves, a response once its answer is read; numbers only under salted roots.
import type { Ledger } from '../ledger/open-ledger.ts';
import type { BatchEntry, BatchRecord, NumberAnswer } from '../ledger/repositories/batches.ts';
import { createRowsTree } from '../sealed-log/rows-tree.ts';
import type { JsonObject } from '../sealed-log/leaf.ts';
import type { Ids } from '../ports/ids.ts';

export type SealNeeds = { readonly ledger: Ledger; readonly ids: Ids };

/** Root of the rows, and the seed that goes into the leaf's `rows` opening. */
const sealRows = ({ ledger, ids }: SealNeeds, rows: Iterable<JsonObject>): { readonly root: string; readonly open: { readonly rows: JsonObject } } => {
  const seed = ids.bytes(32);
  const tree = createRowsTree(seed, ledger.log.signer()?.origin ?? '');
  for (const row of rows) tree.add(row);
  return { root: tree.end().root.toString('base64url'), open: { rows: { seed: seed.toString('base64url') } } };
};

/** A repeat refers to the first request: the numbers and the key are the same. Returns the leaf's place. */
export const sealRequest = (needs: SealNeeds, destinationId: number, batch: BatchRecord, entries: readonly BatchEntry[]): number => {
  const facts = {
    attempt: batch.attempts + 1, batch: batch.id, correlation: batch.correlationId, destination: destinationId, dncType: batch.dncType,
    key: batch.idempotencyKey, numbers: batch.numbers, run: batch.runId, ...(batch.replaces === null ? {} : { replaces: batch.replaces }),
  };
  if (batch.requestSeq !== null) return needs.ledger.log.append({ kind: 'push.request', body: { ...facts, first: batch.requestSeq } });
  const { root, open } = sealRows(needs, entries.map(({ phone, jurisdiction }) => ({ jurisdiction, phone })));
  return needs.ledger.log.append({
    kind: 'push.request', body: { ...facts, root },
    open: { ...open, detail: { expires: batch.expiresAt === null ? null : new Date(batch.expiresAt).toISOString(), list: batch.listRef } },
  });
};

export type ResponseFacts = {
  readonly outcome: 'answered' | 'refused' | 'throttled' | 'too-large' | 'token-ended' | 'unsent' | 'unknown' | 'verified';
  readonly receipt?: string | null; readonly vendorDate?: string | null; readonly why?: string | null;
};

/** `answers` are those of this answer only; none where the answer said nothing about single numbers. */
export const sealResponse = (needs: SealNeeds, batch: BatchRecord, requestSeq: number, entries: readonly BatchEntry[], answers: readonly NumberAnswer[], facts: ResponseFacts): number => {
  const phones = new Map(entries.map(({ n, phone }) => [n, phone]));
  const sum = (result: string): number => answers.filter((answer) => answer.result === result).length;
  const sealed = answers.length === 0 ? null : sealRows(needs, answers.map(({ n, result, code }) => ({ code, phone: phones.get(n) ?? '', result })));
  return needs.ledger.log.append({
    kind: 'push.response',
    body: {
      batch: batch.id, outcome: facts.outcome, request: requestSeq, run: batch.runId,
      ...(sealed === null ? {} : { accepted: sum('accepted'), duplicate: sum('duplicate'), refused: sum('refused'), root: sealed.root, unknown: sum('unknown') }),
    },
    open: {
      ...sealed?.open,
      detail: { receipt: wellFormed(facts.receipt), vendorDate: wellFormed(facts.vendorDate), why: wellFormed(facts.why) },
    },
  });
};

/** Vendors' words may hold broken surrogates, which canonical JSON refuses. */
const wellFormed = (text: string | null | undefined): string | null => text?.toWellFormed() ?? null;
