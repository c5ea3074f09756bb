// Reconciliations: what was read back, compared number by number with what the ledger expects, and every difference kept.
import type { Database } from 'better-sqlite3';
import type { Page } from '../../../src-shared/contract/imports.ts';
import type { Difference, ReconciliationView } from '../../../src-shared/contract/runs.ts';
import type { VendorFailure } from '../../../src-shared/failures.ts';
import type { ListedNumber } from './listed.ts';

export type ReconciliationEnd = Pick<ReconciliationView, 'state' | 'expected' | 'found' | 'missing' | 'extra' | 'different' | 'probe' | 'failure'> & { readonly at: number; readonly leafSeq: number };

export type ReconciliationRepository = {
  readonly begin: (destinationId: number, at: number, lastBatchId: number | null) => number;
  /** Puts the read-back of one list aside; `reading` keeps those of several destinations apart. A number listed twice keeps the later line. */
  readonly keep: (reading: string, listRef: string, entries: readonly ListedNumber[]) => void;
  /** Some thousand numbers of it; false once nothing is left. */
  readonly forgetSome: (reading: string) => boolean;
  readonly keptAfter: (reading: string, listRef: string, afterPhone: string, limit: number) => readonly ListedNumber[];
  readonly kept: (reading: string, listRef: string, phone: string) => ListedNumber | null;
  readonly isKept: (reading: string, listRef: string, phone: string) => boolean;
  readonly addDifferences: (id: number, differences: readonly (Difference & { readonly listRef: string })[]) => void;
  readonly end: (id: number, end: ReconciliationEnd) => void;
  /** A person's word for what cannot be read: begun and ended at once. `actor` is the log's pseudonym. */
  readonly attest: (attestation: { readonly destinationId: number; readonly at: number; readonly lastBatchId: number | null; readonly expected: number; readonly actor: string; readonly because: string }) => number;
  readonly setLeaf: (id: number, leafSeq: number) => void;
  /** Those that somebody began to read and nobody has ended. */
  readonly reading: () => readonly { readonly id: number; readonly destinationId: number }[];
  /** The newest that found the lists whole, or a person's word for them. */
  readonly lastGood: (destinationId: number) => ReconciliationView | null;
  /** The newest batch that a read-back without any difference covered; 0 for none. */
  readonly confirmedBatch: (destinationId: number) => number;
  readonly find: (id: number) => ReconciliationView | null;
  readonly page: (destinationId: number, offset: number, limit: number) => Page<ReconciliationView>;
  /** The newest that came to a result, with the newest batch it covered. */
  readonly latest: (destinationId: number) => (ReconciliationView & { readonly lastBatchId: number | null }) | null;
  readonly differences: (id: number, kind: string, offset: number, limit: number) => Page<Difference>;
  readonly repushable: (id: number) => readonly { readonly listRef: string; readonly phone: string }[];
};

export const createReconciliationRepository = (db: Database): ReconciliationRepository => {
  db.exec('CREATE TEMP TABLE read_back (reading TEXT NOT NULL, list_ref TEXT NOT NULL, phone TEXT NOT NULL, expires_at INTEGER, jurisdiction TEXT, PRIMARY KEY (reading, list_ref, phone)) WITHOUT ROWID');
  const insert = db.prepare("INSERT INTO reconciliation (destination_id, started_at, state, last_batch_id) VALUES (?, ?, 'reading', ?)");
  const keep = db.prepare('INSERT OR REPLACE INTO temp.read_back VALUES (?, ?, ?, ?, ?)');
  const lastOfSome = db.prepare<[string, number], { listRef: string; phone: string }>('SELECT list_ref AS listRef, phone FROM temp.read_back WHERE reading = ? ORDER BY list_ref, phone LIMIT 1 OFFSET ?');
  const forgetUpTo = db.prepare<[string, string, string]>('DELETE FROM temp.read_back WHERE reading = ? AND (list_ref, phone) <= (?, ?)');
  const forgetRest = db.prepare<[string]>('DELETE FROM temp.read_back WHERE reading = ?');
  const keptAfter = db.prepare<[string, string, string, number], ListedNumber>(
    'SELECT phone, expires_at AS expiresAt, jurisdiction FROM temp.read_back WHERE reading = ? AND list_ref = ? AND phone > ? ORDER BY phone LIMIT ?');
  const kept = db.prepare<[string, string, string], ListedNumber>('SELECT phone, expires_at AS expiresAt, jurisdiction FROM temp.read_back WHERE reading = ? AND list_ref = ? AND phone = ?');
  const addDifference = db.prepare(`
    INSERT INTO difference (reconciliation_id, n, kind, list_ref, list_name, phone, expected, found)
    VALUES (@id, (SELECT coalesce(max(n), 0) + 1 FROM difference WHERE reconciliation_id = @id), @kind, @listRef, @listName, @phone, @expected, @found)`);
  const end = db.prepare(`
    UPDATE reconciliation SET state = @state, ended_at = @at, expected = @expected, found = @found, missing = @missing, extra = @extra,
      different = @different, probe = @probe, failure = @failure, leaf_seq = @leafSeq WHERE id = @id AND state = 'reading'`);
  const attest = db.prepare(`
    INSERT INTO reconciliation (destination_id, started_at, ended_at, state, expected, last_batch_id, actor, because)
    VALUES (@destinationId, @at, @at, 'attested', @expected, @lastBatchId, @actor, @because)`);
  const setLeaf = db.prepare('UPDATE reconciliation SET leaf_seq = ? WHERE id = ?');
  const reading = db.prepare<[], { id: number; destinationId: number }>("SELECT id, destination_id AS destinationId FROM reconciliation WHERE state = 'reading' ORDER BY id");
  const columns = `id AS reconciliationId, destination_id AS destinationId, started_at AS at, ended_at AS endedAt, state, expected, found,
    missing, extra, different, probe, failure, last_batch_id AS lastBatchId, because,
    CASE WHEN actor IS NOT NULL THEN coalesce((SELECT name FROM actor WHERE pseudonym = reconciliation.actor), actor) END AS attestedBy`;
  const find = db.prepare<[number], Stored>(`SELECT ${columns} FROM reconciliation WHERE id = ?`);
  const page = db.prepare<[number, number, number], Stored>(`SELECT ${columns} FROM reconciliation WHERE destination_id = ? ORDER BY id DESC LIMIT ? OFFSET ?`);
  const total = db.prepare<[number], { n: number }>('SELECT count(*) AS n FROM reconciliation WHERE destination_id = ?');
  const latest = db.prepare<[number], Stored>(`SELECT ${columns} FROM reconciliation WHERE destination_id = ? AND state <> 'reading' ORDER BY id DESC LIMIT 1`);
  const lastGood = db.prepare<[number], Stored>(`SELECT ${columns} FROM reconciliation WHERE destination_id = ? AND state IN ('clean', 'attested') ORDER BY id DESC LIMIT 1`);
  const confirmedBatch = db.prepare<[number], number>("SELECT coalesce(max(last_batch_id), 0) FROM reconciliation WHERE destination_id = ? AND state = 'clean'").pluck();
  const ofKind = "reconciliation_id = @id AND (@kind = 'all' OR kind = @kind)";
  const differences = db.prepare<[{ id: number; kind: string; offset: number; limit: number }], Difference>(
    `SELECT kind, phone, list_name AS listName, expected, found FROM difference WHERE ${ofKind} ORDER BY n LIMIT @limit OFFSET @offset`);
  const countDifferences = db.prepare<[{ id: number; kind: string }], { n: number }>(`SELECT count(*) AS n FROM difference WHERE ${ofKind}`);
  const repushable = db.prepare<[number], { listRef: string; phone: string }>(
    "SELECT list_ref AS listRef, phone FROM difference WHERE reconciliation_id = ? AND kind IN ('missing', 'different') ORDER BY n");

  return {
    begin: (destinationId, at, lastBatchId) => Number(insert.run(destinationId, at, lastBatchId).lastInsertRowid),
    keep: db.transaction((reading: string, listRef: string, entries: readonly ListedNumber[]) => {
      for (const entry of entries) keep.run(reading, listRef, entry.phone, entry.expiresAt, entry.jurisdiction);
    }),
    forgetSome: (reading) => {
      const last = lastOfSome.get(reading, forgottenAtOnce - 1);
      if (last === undefined) forgetRest.run(reading);
      else forgetUpTo.run(reading, last.listRef, last.phone);
      return last !== undefined;
    },
    keptAfter: (reading, listRef, afterPhone, limit) => keptAfter.all(reading, listRef, afterPhone, limit),
    kept: (reading, listRef, phone) => kept.get(reading, listRef, phone) ?? null,
    isKept: (reading, listRef, phone) => kept.get(reading, listRef, phone) !== undefined,
    addDifferences: (id, found) => { for (const difference of found) addDifference.run({ ...difference, id }); },
    end: (id, { probe, failure, ...facts }) => {
      const { changes } = end.run({ ...facts, id, probe: JSON.stringify(probe), failure: failure === null ? null : JSON.stringify(failure) });
      if (changes !== 1) throw new Error(`reconciliation ${id} had ended`);
    },
    attest: (attestation) => Number(attest.run(attestation).lastInsertRowid),
    setLeaf: (id, leafSeq) => { setLeaf.run(leafSeq, id); },
    reading: () => reading.all(),
    lastGood: (destinationId) => {
      const stored = lastGood.get(destinationId);
      return stored === undefined ? null : toView(stored);
    },
    confirmedBatch: (destinationId) => confirmedBatch.get(destinationId) ?? 0,
    find: (id) => {
      const stored = find.get(id);
      return stored === undefined ? null : toView(stored);
    },
    page: (destinationId, offset, limit) => ({ total: total.get(destinationId)?.n ?? 0, rows: page.all(destinationId, limit, offset).map(toView) }),
    latest: (destinationId) => {
      const stored = latest.get(destinationId);
      return stored === undefined ? null : { ...toView(stored), lastBatchId: stored.lastBatchId };
    },
    differences: (id, kind, offset, limit) => ({ total: countDifferences.get({ id, kind })?.n ?? 0, rows: differences.all({ id, kind, offset, limit }) }),
    repushable: (id) => repushable.all(id),
  };
};

/** What some milliseconds are enough for: what is forgotten is written over. */
const forgottenAtOnce = 5000;

type Stored = Omit<ReconciliationView, 'probe' | 'failure'> & { readonly probe: string; readonly failure: string | null; readonly lastBatchId: number | null };

const toView = ({ lastBatchId: _, probe, failure, ...stored }: Stored): ReconciliationView => ({
  ...stored,
  probe: JSON.parse(probe) as ReconciliationView['probe'],
  failure: failure === null ? null : (JSON.parse(failure) as VendorFailure),
});
