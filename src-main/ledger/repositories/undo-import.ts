// Takes an import back piece by piece: what it brought leaves, what others also want they inherit, and what a vendor may have is proposed for release.
import type { Database } from 'better-sqlite3';
import type { UndoneImport } from '../../../src-shared/contract/imports.ts';

/** `actor` is the pseudonym of the log. */
export type Undoing = { readonly at: number; readonly because: string; readonly actor: string };

/** All inside `transact`, and only while no import is being staged. A crash in between leaves an import 'undoing', which goes on where it stopped. */
export type UndoRepository = {
  readonly begin: (importId: number, undoing: Undoing) => void;
  /** At most so many of its next entries, and how many are left. The index of accepted numbers is changed piece by piece as well, and the triggers pass over them. */
  readonly some: (importId: number, entries: number) => { readonly taken: number; readonly left: number };
  /** Proposes what was pushed meanwhile, and closes. */
  readonly finish: (importId: number) => void;
  /** Imports whose taking back has begun and not ended. */
  readonly begun: () => readonly number[];
  /** While another connection writes very much, this one leaves it to that one to copy the log of writes back. */
  readonly leaveCopying: (isLeft: boolean) => void;
  readonly find: (importId: number) => (Undoing & Omit<UndoneImport, 'by' | 'left' | 'total' | 'isGoing'>) | null;
};

export const createUndoRepository = (db: Database): UndoRepository => {
  db.exec('CREATE TEMP TABLE undo_heir (target INTEGER PRIMARY KEY, heir INTEGER NOT NULL, phone INTEGER NOT NULL, claim_id INTEGER NOT NULL)');
  type Range = { readonly importId: number; readonly from: number; readonly to: number };
  const begin = db.prepare(`
    UPDATE import SET state = 'undoing', undo = json_object('at', @at, 'because', @because, 'actor', @actor, 'first', first_entry, 'next', first_entry,
      'last', coalesce((SELECT min(n.first_entry) - 1 FROM import n WHERE n.id > import.id AND n.first_entry > import.first_entry), (SELECT max(id) FROM entry), 0),
      'lastBatch', (SELECT coalesce(max(id), 0) FROM batch), 'withdrawn', 0, 'held', 0, 'inherited', 0, 'proposed', 0)
    WHERE id = @importId AND state = 'stored'`);
  const span = db.prepare<[number], { next: number; last: number }>("SELECT undo ->> '$.next' AS next, undo ->> '$.last' AS last FROM import WHERE id = ? AND state = 'undoing'");
  const reach = db.prepare<[number, number, number], number | null>('SELECT max(id) FROM (SELECT id FROM entry WHERE id >= ? AND id <= ? ORDER BY id LIMIT ?)').pluck();
  const held = db.prepare<[Range], number>("SELECT count(*) FROM entry WHERE id BETWEEN @from AND @to AND import_id = @importId AND verdict = 'quarantined'").pluck();

  const clear = db.prepare('DELETE FROM temp.undo_heir');
  // The earliest entry of another import that points at one of these inherits its place, and the others then point at it.
  const findHeirs = db.prepare<[Range]>(`
    INSERT INTO temp.undo_heir SELECT t.id, min(e.id), t.phone, t.claim_id FROM entry t CROSS JOIN entry e ON e.duplicate_of = t.id
    WHERE t.id BETWEEN @from AND @to AND t.import_id = @importId AND t.verdict = 'accepted' AND e.import_id <> @importId GROUP BY t.id`);
  const repoint = db.prepare<[{ importId: number }]>(`
    UPDATE entry SET duplicate_of = (SELECT h.heir FROM temp.undo_heir h WHERE h.target = entry.duplicate_of)
    WHERE id IN (SELECT e.id FROM temp.undo_heir h CROSS JOIN entry e ON e.duplicate_of = h.target WHERE e.id <> h.heir AND e.import_id <> @importId)`);
  // What the trigger would do for each of them alone, at three times the cost.
  const bequeath = db.prepare(`
    INSERT INTO suppression (phone, claim_id, entry_id) SELECT h.phone, h.claim_id, h.heir FROM temp.undo_heir h WHERE true ORDER BY h.phone, h.claim_id
    ON CONFLICT (phone, claim_id) DO UPDATE SET entry_id = excluded.entry_id`);
  const forget = db.prepare<[Range]>(`
    DELETE FROM suppression WHERE entry_id BETWEEN @from AND @to AND (phone, claim_id) IN (
      SELECT t.phone, t.claim_id FROM entry t WHERE t.id BETWEEN @from AND @to AND t.import_id = @importId AND t.verdict = 'accepted' AND NOT EXISTS (SELECT 1 FROM temp.undo_heir h WHERE h.target = t.id))`);
  const countLess = db.prepare<[Range]>(`
    UPDATE accepted_count SET entries = entries - g.n FROM (
      SELECT claim_id, place_id, count(*) AS n FROM entry WHERE id BETWEEN @from AND @to AND import_id = @importId AND verdict = 'accepted' GROUP BY 1, 2) g
    WHERE accepted_count.import_id = @importId AND accepted_count.claim_id = g.claim_id AND accepted_count.place_id = g.place_id`);
  const countMore = db.prepare(`
    INSERT INTO accepted_count (import_id, claim_id, place_id, entries)
    SELECT e.import_id, e.claim_id, e.place_id, count(*) FROM temp.undo_heir h CROSS JOIN entry e ON e.id = h.heir GROUP BY 1, 2, 3
    ON CONFLICT (import_id, claim_id, place_id) DO UPDATE SET entries = entries + excluded.entries`);
  // A decision that is undone later must not bring them back into review.
  const withdraw = db.prepare<[Range]>(`
    UPDATE entry SET verdict = 'withdrawn', duplicate_of = NULL, decision_id = NULL
    WHERE id BETWEEN @from AND @to AND import_id = @importId AND verdict NOT IN ('withdrawn', 'released')`);
  const inherit = db.prepare("UPDATE entry SET verdict = 'accepted', duplicate_of = NULL WHERE id IN (SELECT heir FROM temp.undo_heir)");

  const isFree = 'NOT EXISTS (SELECT 1 FROM suppression s WHERE s.phone = e.phone)';
  const propose = db.prepare<[Range]>(`
    INSERT OR IGNORE INTO release (phone, cause, import_id, because, at)
    SELECT DISTINCT e.phone, 'undo', i.id, i.undo ->> '$.because', i.undo ->> '$.at' FROM entry e JOIN import i ON i.id = @importId
    WHERE e.id BETWEEN @from AND @to AND e.import_id = @importId AND e.verdict = 'withdrawn' AND e.phone IS NOT NULL AND EXISTS (
      SELECT 1 FROM batch_number n JOIN batch b ON b.id = n.batch_id JOIN run r ON r.id = b.run_id
      WHERE n.phone = '+' || e.phone AND n.result IN ('waiting', 'accepted', 'duplicate', 'unknown') AND r.kind = 'push') AND ${isFree}`);
  const proposeLate = db.prepare<[{ importId: number }]>(`
    INSERT OR IGNORE INTO release (phone, cause, import_id, because, at)
    SELECT DISTINCT e.phone, 'undo', i.id, i.undo ->> '$.because', i.undo ->> '$.at' FROM import i CROSS JOIN batch_number n ON n.batch_id > i.undo ->> '$.lastBatch'
    JOIN batch b ON b.id = n.batch_id JOIN run r ON r.id = b.run_id AND r.kind = 'push' JOIN entry e ON e.id = n.entry_id
    WHERE i.id = @importId AND e.import_id = i.id AND e.verdict = 'withdrawn' AND ${isFree}`);
  const count = db.prepare<[{ importId: number; next: number; withdrawn: number; held: number; inherited: number; proposed: number }]>(`
    UPDATE import SET undo = json_set(undo, '$.next', @next, '$.withdrawn', (undo ->> '$.withdrawn') + @withdrawn, '$.held', (undo ->> '$.held') + @held,
      '$.inherited', (undo ->> '$.inherited') + @inherited, '$.proposed', (undo ->> '$.proposed') + @proposed) WHERE id = @importId`);

  // What this version said to be gone was never looked at again; what stood in it again is gone as before.
  const dropGone = db.prepare<[number]>('DELETE FROM gone WHERE import_id = ?');
  const declineGone = db.prepare<[{ importId: number }]>(`
    UPDATE release SET state = 'declined', settled_because = 'its import was taken back', settled_at = (SELECT undo ->> '$.at' FROM import WHERE id = @importId),
      actor = (SELECT undo ->> '$.actor' FROM import WHERE id = @importId)
    WHERE state = 'proposed' AND cause = 'gone' AND import_id = @importId`);
  const reopenGone = db.prepare<[number]>(`
    UPDATE release SET state = 'proposed', settled_because = NULL, settled_at = NULL, actor = NULL, again_import_id = NULL
    WHERE again_import_id = ? AND state = 'declined' AND import_id IN (SELECT id FROM import WHERE state = 'stored')`);
  const close = db.prepare<[number]>("UPDATE import SET state = 'undone' WHERE id = ? AND state = 'undoing'");
  const begun = db.prepare<[], number>("SELECT id FROM import WHERE state = 'undoing'").pluck();
  const find = db.prepare<[number], string | null>('SELECT undo FROM import WHERE id = ?').pluck();

  return {
    begin: (importId, undoing) => {
      if (begin.run({ importId, ...undoing }).changes !== 1) throw new Error(`import ${importId} was not stored`);
    },
    some: (importId, entries) => {
      const all = span.get(importId);
      const to = all === undefined ? null : (reach.get(all.next, all.last, entries) ?? null);
      if (all === undefined || to === null) return { taken: 0, left: 0 };
      const range = { importId, from: all.next, to };
      const heldNow = held.get(range) ?? 0;
      clear.run();
      const inherited = findHeirs.run(range).changes;
      if (inherited > 0) {
        repoint.run({ importId });
        bequeath.run();
        countMore.run();
      }
      forget.run(range);
      countLess.run(range);
      const withdrawn = withdraw.run(range).changes;
      if (inherited > 0) inherit.run();
      const proposed = propose.run(range).changes;
      count.run({ importId, next: to + 1, withdrawn, held: heldNow, inherited, proposed });
      return { taken: to - all.next + 1, left: all.last - to };
    },
    finish: (importId) => {
      const proposed = proposeLate.run({ importId }).changes;
      const { next } = span.get(importId) ?? { next: 0 };
      count.run({ importId, next, withdrawn: 0, held: 0, inherited: 0, proposed });
      dropGone.run(importId);
      declineGone.run({ importId });
      reopenGone.run(importId);
      close.run(importId);
    },
    begun: () => begun.all(),
    leaveCopying: (isLeft) => { db.pragma(`wal_autocheckpoint = ${isLeft ? 0 : 1000}`); },
    find: (importId) => {
      const text = find.get(importId) ?? null;
      // The ledger wrote it, in `begin`.
      return text === null ? null : (JSON.parse(text) as Undoing & Omit<UndoneImport, 'by' | 'left' | 'total' | 'isGoing'>);
    },
  };
};
