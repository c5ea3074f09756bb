// Batches: cut once with their key, recorded as sending before a request leaves, and every number keeps its own result.
import type { Database } from 'better-sqlite3';
import type { DncType } from '../../../src-shared/domain/dnc.ts';
import type { RunKind } from '../../../src-shared/contract/runs.ts';
import { createBulkInsert } from '../bulk-insert.ts';
import type { BatchState, NumberResult } from '../../../src-shared/domain/run.ts';

export type BatchRecord = {
  readonly id: number; readonly runId: number; readonly kind: RunKind; readonly ordinal: number;
  readonly listRef: string; readonly listName: string; readonly dncType: DncType; readonly expiresAt: number | null;
  readonly numbers: number; readonly payloadHash: string;
  readonly correlationId: string; readonly idempotencyKey: string; readonly keyExpiresAt: number;
  readonly state: BatchState; readonly attempts: number; readonly readyAt: number;
  readonly sentAt: number | null; readonly answeredAt: number | null; readonly receipt: string | null; readonly why: string | null;
  readonly replaces: number | null; readonly requestSeq: number | null;
};

export type BatchEntry = { readonly n: number; readonly phone: string; readonly jurisdiction: string | null; readonly entryId: number | null; readonly result: NumberResult };

export type NewBatch = Pick<BatchRecord, 'runId' | 'listRef' | 'listName' | 'dncType' | 'expiresAt' | 'payloadHash' | 'correlationId' | 'idempotencyKey' | 'keyExpiresAt' | 'readyAt' | 'replaces'> & {
  readonly entries: readonly { readonly phone: string; readonly jurisdiction: string | null; readonly entryId: number | null }[];
};

/** `vendorRef`: the vendor's own id of the entry, where its answer named one. */
export type NumberAnswer = { readonly n: number; readonly result: NumberResult; readonly code: string | null; readonly why: string | null; readonly vendorRef?: string | null };

export type UnknownBatch = { readonly batchId: number; readonly readyAt: number; readonly keyExpiresAt: number; readonly answered: boolean };

export type BatchRepository = {
  readonly create: (batch: NewBatch) => number;
  readonly find: (id: number) => BatchRecord | null;
  readonly entries: (id: number) => readonly BatchEntry[];
  readonly page: (runId: number, offset: number, limit: number) => { readonly total: number; readonly rows: readonly BatchRecord[] };
  /** The waiting batch that is ready first, in the order in which they were cut. */
  readonly nextWaiting: (runId: number) => { readonly batchId: number; readonly readyAt: number } | null;
  /** Batches that may have been applied, the earliest ready first. */
  readonly unknown: (runId: number) => readonly UnknownBatch[];
  readonly inFlight: (runId: number) => readonly number[];
  /** A waiting batch leaves, or an unknown one leaves again as it is. `keyExpiresAt` counts from the first time. */
  readonly markSending: (id: number, at: number, requestSeq: number, keyExpiresAt: number) => void;
  /** Leaves once more while it still counts as sending: nobody else can take it up in between. */
  readonly markSentAgain: (id: number, at: number) => void;
  /** This request certainly was not applied: back to waiting, or to unknown where an earlier one may have been. Ready at `readyAt`. */
  readonly putBack: (id: number, readyAt: number, why: string, receipt: string | null) => void;
  /** Some or all numbers have no certain answer; those that have one keep it. */
  readonly markUnknown: (id: number, answers: readonly NumberAnswer[], facts: { readonly readyAt: number; readonly why: string; readonly answeredAt: number | null; readonly receipt: string | null }) => void;
  readonly settle: (id: number, state: 'answered' | 'refused' | 'verified' | 'unverifiable' | 'superseded', answers: readonly NumberAnswer[], facts: { readonly at: number; readonly receipt: string | null; readonly why: string | null; readonly responseSeq: number }) => void;
  readonly lastId: (destinationId: number) => number | null;
};

const columns = `id, run_id AS runId, (SELECT run.kind FROM run WHERE run.id = run_id) AS kind, ordinal, list_ref AS listRef, list_name AS listName, dnc_type AS dncType, expires_at AS expiresAt,
  numbers, payload_hash AS payloadHash, correlation_id AS correlationId, idempotency_key AS idempotencyKey, key_expires_at AS keyExpiresAt,
  state, attempts, ready_at AS readyAt, sent_at AS sentAt, answered_at AS answeredAt, receipt, why, replaces, request_seq AS requestSeq`;

export const createBatchRepository = (db: Database): BatchRepository => {
  const insert = db.prepare(`
    INSERT INTO batch (run_id, ordinal, list_ref, list_name, dnc_type, expires_at, numbers, payload_hash, correlation_id, idempotency_key, key_expires_at, state, ready_at, replaces)
    VALUES (@runId, (SELECT coalesce(max(ordinal), 0) + 1 FROM batch WHERE run_id = @runId), @listRef, @listName, @dncType, @expiresAt, @numbers, @payloadHash,
            @correlationId, @idempotencyKey, @keyExpiresAt, 'waiting', @readyAt, @replaces)`);
  const insertNumbers = createBulkInsert(db, 'batch_number', ['batch_id', 'n', 'phone', 'jurisdiction', 'entry_id']);
  const find = db.prepare<[number], BatchRecord>(`SELECT ${columns} FROM batch WHERE id = ?`);
  const entries = db.prepare<[number], BatchEntry>('SELECT n, phone, jurisdiction, entry_id AS entryId, result FROM batch_number WHERE batch_id = ? ORDER BY n');
  const page = db.prepare<[number, number, number], BatchRecord>(`SELECT ${columns} FROM batch WHERE run_id = ? ORDER BY ordinal LIMIT ? OFFSET ?`);
  const count = db.prepare<[number], { n: number }>('SELECT count(*) AS n FROM batch WHERE run_id = ?');
  const nextWaiting = db.prepare<[number], { batchId: number; readyAt: number }>(
    "SELECT id AS batchId, ready_at AS readyAt FROM batch WHERE run_id = ? AND state = 'waiting' ORDER BY ready_at, ordinal LIMIT 1");
  const unknown = db.prepare<[number], Omit<UnknownBatch, 'answered'> & { answered: 0 | 1 }>(
    "SELECT id AS batchId, ready_at AS readyAt, key_expires_at AS keyExpiresAt, answered_at IS NOT NULL AS answered FROM batch WHERE run_id = ? AND state = 'unknown' ORDER BY ready_at, ordinal");
  const inFlight = db.prepare<[number], { id: number }>("SELECT id FROM batch WHERE run_id = ? AND state = 'sending' ORDER BY ordinal");
  const sending = db.prepare(`
    UPDATE batch SET state = 'sending', attempts = attempts + 1, sent_at = @at, answered_at = NULL, request_seq = coalesce(request_seq, @requestSeq),
      key_expires_at = iif(attempts = 0, @keyExpiresAt, key_expires_at), why = NULL WHERE id = @id AND state IN ('waiting', 'unknown')`);
  const sentAgain = db.prepare("UPDATE batch SET attempts = attempts + 1, sent_at = ? WHERE id = ? AND state = 'sending'");
  const putBack = db.prepare("UPDATE batch SET state = iif(unsure, 'unknown', 'waiting'), ready_at = ?, why = ?, receipt = ? WHERE id = ? AND state = 'sending'");
  const markUnknown = db.prepare("UPDATE batch SET state = 'unknown', unsure = 1, ready_at = @readyAt, why = @why, answered_at = @answeredAt, receipt = @receipt WHERE id = @id AND state = 'sending'");
  const settle = db.prepare(`
    UPDATE batch SET state = @state, unsure = 0, answered_at = @at, receipt = @receipt, why = @why, response_seq = @responseSeq
    WHERE id = @id AND state IN ('waiting', 'sending', 'unknown')`);
  const recount = db.prepare(`
    UPDATE batch SET (accepted, duplicate, refused, unknown) =
      (SELECT sum(result = 'accepted'), sum(result = 'duplicate'), sum(result = 'refused'), sum(result = 'unknown') FROM batch_number WHERE batch_id = @id)
    WHERE id = @id`);
  const settleAll = db.prepare("UPDATE batch_number SET result = ?, code = NULL, why = NULL WHERE batch_id = ?");
  const settleNumber = db.prepare('UPDATE batch_number SET result = ?, code = ?, why = ? WHERE batch_id = ? AND n = ?');
  const lastId = db.prepare<[number], { id: number | null }>('SELECT max(batch.id) AS id FROM batch JOIN run ON run.id = run_id WHERE destination_id = ?');

  const once = (changes: number, what: string): void => {
    if (changes !== 1) throw new Error(`a batch could not be ${what}: it was in another state`);
  };
  const answer = (id: number, answers: readonly NumberAnswer[]): void => {
    // Most answers say the same of all numbers: one statement for those, and one for each that differs.
    const plain = find.get(id)?.numbers === answers.length ? answers.find(({ code, why }) => code === null && why === null)?.result : undefined;
    if (plain !== undefined) settleAll.run(plain, id);
    for (const { n, result, code, why } of answers) if (result !== plain || code !== null || why !== null) settleNumber.run(result, code, why, id, n);
    recount.run({ id });
  };
  return {
    create: ({ entries: numbers, ...batch }) => {
      const id = Number(insert.run({ ...batch, numbers: numbers.length }).lastInsertRowid);
      insertNumbers(numbers.flatMap((entry, n) => [id, n, entry.phone, entry.jurisdiction, entry.entryId]));
      return id;
    },
    find: (id) => find.get(id) ?? null,
    entries: (id) => entries.all(id),
    page: (runId, offset, limit) => ({ total: count.get(runId)?.n ?? 0, rows: page.all(runId, limit, offset) }),
    nextWaiting: (runId) => nextWaiting.get(runId) ?? null,
    unknown: (runId) => unknown.all(runId).map((batch) => ({ ...batch, answered: batch.answered === 1 })),
    inFlight: (runId) => inFlight.all(runId).map((row) => row.id),
    markSending: (id, at, requestSeq, keyExpiresAt) => { once(sending.run({ id, at, requestSeq, keyExpiresAt }).changes, 'sent'); },
    markSentAgain: (id, at) => { once(sentAgain.run(at, id).changes, 'sent again'); },
    putBack: (id, readyAt, why, receipt) => { once(putBack.run(readyAt, why, receipt, id).changes, 'put back'); },
    markUnknown: (id, answers, facts) => {
      once(markUnknown.run({ id, ...facts }).changes, 'marked unknown');
      answer(id, answers);
    },
    settle: (id, state, answers, facts) => {
      once(settle.run({ id, state, ...facts }).changes, 'settled');
      answer(id, answers);
    },
    lastId: (destinationId) => lastId.get(destinationId)?.id ?? null,
  };
};
