// Decisions on very many held rows, some thousand at a time: what is taken is written down first, so that half a decision can always be finished or dropped.
import type { Database } from 'better-sqlite3';
import { rowColumns, isSent, toRow, type Act, type By, type DecisionRow, type RowRecord } from './decisions.ts';
import { createHeldWalk, createHeldWhere, type HeldFilter } from './held-filter.ts';
import { createSettleHeld } from './settle-held.ts';

/**
 * `taking`: its entries are being written down, and nothing has happened to them; it can only be dropped after a crash.
 * `settling`: all are written down, and some are settled; it can be finished from the ledger alone. `undoing`: some are held again.
 */
export type Unfinished = { readonly decisionId: number; readonly act: Act; readonly state: 'taking' | 'settling' | 'undoing'; readonly entries: number };

/** What a file of corrections says of one entry; a null `phone` discards it, for the reason in `notes`. */
export type Planned = { readonly entryId: number; readonly phone: string | null; readonly notes: readonly string[] };

export type Settled = { readonly last: number; readonly rows: readonly DecisionRow[] };

/** Each call is for one short transaction; spans of ids let the next one go on. */
export type BulkActs = {
  /**
   * One short transaction that seals nothing. It survives a crash whole or not at all, but may be lost with the power: whatever is lost
   * is done again by whoever resumes, and the sealing commit at the end brings the log of writes to the disk whole.
   * `unseen`: it changes only rows that are hidden, so what was counted of the others still holds.
   */
  readonly slice: <T>(work: () => T, unseen: boolean) => T;
  readonly begin: (act: Act, reason: string | null, because: string | null, by: By) => number;
  /** Takes those that fit among the next `span` ids after `after` (0: from the start), and says the last id it looked at; null at the end. */
  readonly takeSome: (decisionId: number, filter: HeldFilter, after: number, span: number) => { readonly last: number; readonly taken: number } | null;
  /** False where the entry is taken by this decision already. */
  readonly takePlanned: (decisionId: number, planned: Planned) => boolean;
  /** From here on it is finished, whatever happens. How many it took. */
  readonly allTaken: (decisionId: number) => number;
  /** Settles the next ones after `after`, and passes over those that are settled; null when there are no more. */
  readonly settleSome: (decisionId: number, act: Act, after: number, limit: number) => Settled | null | 'clash';
  readonly total: (decisionId: number) => void;
  /** Undoes the taking of some; true once nothing is left of the decision. */
  readonly dropSome: (decisionId: number, limit: number) => boolean;
  readonly beginUndo: (decisionId: number, at: number) => void;
  /** Undoes the latest ones; what has been pushed meanwhile stays, and is the decision's no more. Null when nothing is left to undo. */
  readonly undoSome: (decisionId: number, limit: number) => { readonly restored: number; readonly kept: number } | null | 'clash';
  /** How many of the entries after `after` have been cut into a batch; null when there are no more. */
  readonly pushedSome: (decisionId: number, after: number, limit: number) => { readonly last: number; readonly pushed: number } | null;
  /** How many entries the decision has still, counted up to `most`. */
  readonly left: (decisionId: number, most: number) => number;
  readonly unfinished: () => readonly Unfinished[];
  /** A decision that is not finished has taken this entry. */
  readonly isTaken: (entryId: number) => boolean;
};

/** Pages of the log of writes before they are copied back, on the thread that others wait for: the rarer, the better, at 4 kB a page. */
const pagesAtOnce = 20_000;

export const createBulkActs = (db: Database): BulkActs => {
  const settling = createSettleHeld(db);
  const heldWhere = createHeldWhere(db);
  const walk = createHeldWalk(db);
  const insert = db.prepare<[By & { act: Act; reason: string | null; because: string | null }]>(
    'INSERT INTO decision (act, reason, because, entries, at, actor) VALUES (@act, @reason, @because, 0, @at, @actor)');
  const takeOne = db.prepare<[number, number]>(
    "INSERT OR IGNORE INTO decision_entry (decision_id, entry_id) SELECT ?, id FROM entry WHERE id = ? AND verdict = 'quarantined'");
  // A number beside a held entry is a plan: nothing looks at it before the entry is settled.
  const plan = db.prepare<[number | null, string | null, number]>("UPDATE entry SET phone = ?, notes = ? WHERE id = ? AND verdict = 'quarantined'");
  const unplan = db.prepare<[number, number]>(
    "UPDATE entry SET phone = NULL, notes = NULL WHERE id IN (SELECT entry_id FROM decision_entry WHERE decision_id = ? AND entry_id >= ?) AND verdict = 'quarantined' AND (phone IS NOT NULL OR notes IS NOT NULL)");
  const freeze = db.prepare<[{ decisionId: number }]>(
    'UPDATE decision SET entries = (SELECT count(*) FROM decision_entry WHERE decision_id = @decisionId) WHERE id = @decisionId RETURNING entries');
  const lastOf = db.prepare<[number, number, number], number | null>(
    'SELECT max(entry_id) FROM (SELECT entry_id FROM decision_entry WHERE decision_id = ? AND entry_id > ? ORDER BY entry_id LIMIT ?)').pluck();
  const lowestTaken = db.prepare<[number, number], number | null>(
    'SELECT min(entry_id) FROM (SELECT entry_id FROM decision_entry WHERE decision_id = ? ORDER BY entry_id DESC LIMIT ?)').pluck();
  const letGo = db.prepare<[number, number]>('DELETE FROM decision_entry WHERE decision_id = ? AND entry_id >= ?');
  const forget = db.prepare<[number]>('DELETE FROM decision WHERE id = ? AND leaf_seq IS NULL');
  const rows = db.prepare<[number, number, number], RowRecord>(`${rowColumns} WHERE d.decision_id = ? AND d.entry_id > ? AND d.entry_id <= ? ORDER BY d.entry_id`);
  const total = db.prepare<[{ decisionId: number }]>(
    "UPDATE decision SET duplicates = (SELECT count(*) FROM entry WHERE decision_id = @decisionId AND verdict = 'duplicate') WHERE id = @decisionId");
  const markUndone = db.prepare<[number, number]>('UPDATE decision SET undone_at = ? WHERE id = ? AND undone_at IS NULL');
  const lowest = db.prepare<[number, number], number | null>('SELECT min(id) FROM (SELECT id FROM entry WHERE decision_id = ? ORDER BY id DESC LIMIT ?)').pluck();
  const keep = db.prepare<[number, number]>(`UPDATE entry AS e SET decision_id = NULL WHERE e.decision_id = ? AND e.id >= ? AND e.verdict <> 'discarded' AND ${isSent}`);
  const countFrom = db.prepare<[number, number], number>('SELECT count(*) FROM entry WHERE decision_id = ? AND id >= ?').pluck();
  const lastIn = db.prepare<[number, number, number], number | null>('SELECT max(id) FROM (SELECT id FROM entry WHERE decision_id = ? AND id > ? ORDER BY id LIMIT ?)').pluck();
  const pushed = db.prepare<[number, number, number], number>(`SELECT count(*) FROM entry e WHERE e.decision_id = ? AND e.id > ? AND e.id <= ? AND ${isSent}`).pluck();
  const countUpTo = db.prepare<[number, number], number>('SELECT count(*) FROM (SELECT 1 FROM entry WHERE decision_id = ? LIMIT ?)').pluck();
  const unfinished = db.prepare<[], Unfinished>(
    `SELECT id AS decisionId, act, iif(leaf_seq IS NULL, iif(entries = 0, 'taking', 'settling'), 'undoing') AS state, entries FROM decision d
     WHERE leaf_seq IS NULL OR (undone_at IS NOT NULL AND EXISTS (SELECT 1 FROM entry e WHERE e.decision_id = d.id)) ORDER BY id`);
  const taken = db.prepare<[number], number>(
    'SELECT EXISTS (SELECT 1 FROM decision d WHERE d.leaf_seq IS NULL AND EXISTS (SELECT 1 FROM decision_entry e WHERE e.decision_id = d.id AND e.entry_id = ?))').pluck();

  return {
    slice: (work) => {
      db.pragma('synchronous = NORMAL');
      const pages = db.pragma('wal_autocheckpoint', { simple: true }) as number;
      db.pragma(`wal_autocheckpoint = ${pagesAtOnce}`);
      try {
        return db.transaction(work).immediate();
      } finally {
        db.pragma(`wal_autocheckpoint = ${pages}`);
        db.pragma('synchronous = FULL');
      }
    },
    begin: (act, reason, because, by) => Number(insert.run({ ...by, act, reason, because }).lastInsertRowid),
    takeSome: (decisionId, filter, after, span) => {
      const ids = walk(after, span, filter.importId);
      if (ids === null) return null;
      const where = heldWhere(filter);
      const values = { ...where.values, ...ids, decisionId };
      const { changes } = db.prepare<[typeof values]>(
        `INSERT INTO decision_entry (decision_id, entry_id) SELECT @decisionId, id FROM entry WHERE ${where.sql} AND import_id = @importId AND id BETWEEN @from AND @to ORDER BY id`).run(values);
      return { last: ids.to, taken: changes };
    },
    takePlanned: (decisionId, { entryId, phone, notes }) => {
      if (takeOne.run(decisionId, entryId).changes === 0) return false;
      plan.run(phone === null ? null : Number(phone.slice(1)), notes.length === 0 ? null : JSON.stringify(notes), entryId);
      return true;
    },
    allTaken: (decisionId) => (freeze.pluck().get({ decisionId }) as number),
    settleSome: (decisionId, act, after, limit) => {
      const last = lastOf.get(decisionId, after, limit) ?? null;
      if (last === null) return null;
      const span = { from: after + 1, to: last };
      if (act !== 'discard') {
        if (act === 'correct') settling.dismiss(decisionId, span, true);
        if (settling.clashes(decisionId, span)) return 'clash';
        settling.accept(decisionId, span, null);
      } else settling.dismiss(decisionId, span, false);
      return { last, rows: rows.all(decisionId, after, last).map(toRow) };
    },
    total: (decisionId) => { total.run({ decisionId }); },
    dropSome: (decisionId, limit) => {
      const from = lowestTaken.get(decisionId, limit) ?? null;
      if (from !== null) {
        unplan.run(decisionId, from);
        letGo.run(decisionId, from);
        return false;
      }
      forget.run(decisionId);
      return true;
    },
    beginUndo: (decisionId, at) => {
      if (markUndone.run(at, decisionId).changes !== 1) throw new Error(`decision ${decisionId} cannot be undone`);
    },
    undoSome: (decisionId, limit) => {
      const from = lowest.get(decisionId, limit) ?? null;
      if (from === null) return null;
      const span = { from, to: Number.MAX_SAFE_INTEGER };
      if (settling.holdsStaged(decisionId, span)) return 'clash';
      const kept = keep.run(decisionId, from).changes;
      const restored = countFrom.get(decisionId, from) ?? 0;
      settling.restore(decisionId, span);
      return { restored, kept };
    },
    pushedSome: (decisionId, after, limit) => {
      const last = lastIn.get(decisionId, after, limit) ?? null;
      return last === null ? null : { last, pushed: pushed.get(decisionId, after, last) ?? 0 };
    },
    left: (decisionId, most) => countUpTo.get(decisionId, most) ?? 0,
    unfinished: () => unfinished.all(),
    isTaken: (entryId) => taken.get(entryId) === 1,
  };
};
