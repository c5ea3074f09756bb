// A desk with very many numbers, half of them on the lists of a practice destination that was read back clean: imported by the product, listed by hand.
import Sqlite from 'better-sqlite3';
import { join } from 'node:path';
import { valueOf, type TestCore } from '../helpers/create-test-core.ts';
import { makeList } from './make-list.ts';

export type ReadsWorld = {
  readonly destinationId: number; readonly importId: number; readonly runId: number; readonly reconciliationId: number; readonly numbers: number; readonly listed: number;
};

const codeMap = [
  { code: 'FED', dncType: 'FEDERAL', jurisdiction: 'US', reason: 'National registry' },
  { code: 'STATE', dncType: 'STATE', jurisdiction: null, reason: 'State registry' },
  { code: 'INT', dncType: 'CORPORATE', jurisdiction: null, reason: 'Asked us' },
  { code: 'TCPA', dncType: 'PERSONAL', jurisdiction: null, reason: 'Asked an agent' },
] as const;
const batchSize = 1000;

export const makeReadsWorld = async ({ client, home, admit }: TestCore, rows: number): Promise<ReadsWorld> => {
  const path = join(home, 'list.csv');
  makeList(path, rows);
  const { importId } = valueOf(await client.call('import.store', { ticket: admit(path) }));
  valueOf(await client.call('code-map.save', { lines: [...codeMap] }));
  const { destinationId } = valueOf(await client.call('practice.create', { dialect: 'genesys-dnclists' }));
  const db = new Sqlite(join(home, 'ledger.db'));
  try {
    return { destinationId, importId, ...db.transaction(() => list(db, destinationId, Date.now()))() };
  } finally {
    db.close();
  }
};

/** As if every second number of each list had been pushed in one run, answered and read back. */
const list = (db: Sqlite.Database, destinationId: number, at: number): Omit<ReadsWorld, 'destinationId' | 'importId'> => {
  const runId = Number(db.prepare("INSERT INTO run (destination_id, state, code_map_version, started_at, ended_at) VALUES (?, 'ended', 1, ?, ?)").run(destinationId, at, at).lastInsertRowid);
  const insertBatch = db.prepare<[object], void>(`
    INSERT INTO batch (run_id, ordinal, list_ref, list_name, dnc_type, numbers, payload_hash, correlation_id, idempotency_key, key_expires_at, state, attempts, ready_at, sent_at, answered_at, accepted)
    SELECT @runId, @ordinal, list_ref, list_name, dnc_type, @numbers, '', 'bench-' || @ordinal, 'bench-' || @ordinal, @at, 'answered', 1, @at, @at, @at, @numbers
    FROM destination_list WHERE destination_id = @destinationId AND dnc_type = @dncType`);
  const insertNumber = db.prepare("INSERT INTO batch_number (batch_id, n, phone, entry_id, result) VALUES (?, ?, ?, ?, 'accepted')");
  const insertListed = db.prepare(`
    INSERT INTO listed (destination_id, list_ref, phone, batch_id) SELECT r.destination_id, b.list_ref, n.phone, b.id
    FROM batch b JOIN run r ON r.id = b.run_id JOIN batch_number n ON n.batch_id = b.id WHERE b.run_id = ?`);
  const wanted = db.prepare<[string], { phone: string; entryId: number }>("SELECT '+' || s.phone AS phone, min(s.entry_id) AS entryId FROM suppression s JOIN claim c ON c.id = s.claim_id WHERE c.code = ? GROUP BY s.phone ORDER BY 1");
  let ordinal = 0;
  for (const { code, dncType } of codeMap) {
    const half = wanted.all(code).filter((_, i) => i % 2 === 0);
    for (let from = 0; from < half.length; from += batchSize) {
      const numbers = half.slice(from, from + batchSize);
      ordinal += 1;
      const batchId = Number(insertBatch.run({ runId, ordinal, numbers: numbers.length, at, destinationId, dncType }).lastInsertRowid);
      for (const [n, { phone, entryId }] of numbers.entries()) insertNumber.run(batchId, n, phone, entryId);
    }
  }
  const listed = insertListed.run(runId).changes;
  const reconciliationId = Number(db.prepare(`
    INSERT INTO reconciliation (destination_id, started_at, ended_at, state, expected, found, last_batch_id) VALUES (?, ?, ?, 'clean', ?, ?, (SELECT max(id) FROM batch))`)
    .run(destinationId, at, at, listed, listed).lastInsertRowid);
  const numbers = db.prepare<[], number>('SELECT count(DISTINCT phone) FROM suppression').pluck().get() ?? 0;
  return { runId, reconciliationId, numbers, listed };
};
