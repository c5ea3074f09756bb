// Takes an import back piece by piece: what it brought leaves, what others also want they inherit, and what a vendor may have is proposed for release.
import type { Database } from 'better-sqlite3';
import type { UndoneImport } from '../../../src-shared/contract/imports.ts';

/** `actor` is the pseudonym of the log. */
export type Undoing = { readonly at: number; readonly because: string; readonly actor: string };

/** All inside `transact`, and only while no import is being staged. A crash in between leaves an import 'undoing', which goes on where it stopped. */
export type UndoRepository = {
  readonly begin: (importId: number, undoing: Undoing) => void;
  /** At most so many of its next entries; true once none is left. */
  readonly some: (importId: number, entries: number) => boolean;
  /** Proposes what was pushed meanwhile, and closes. */
  readonly finish: (importId: number) => void;
  /** Imports whose taking back has begun and not ended. */
  readonly begun: () => readonly number[];
  readonly find: (importId: number) => (Undoing & Omit<UndoneImport, 'by'>) | null;
};

export const createUndoRepository = (db: Database): UndoRepository => {
  db.exec('CREATE TEMP TABLE undo_heir (target INTEGER PRIMARY KEY, heir INTEGER NOT NULL)');
  type Range = { readonly importId: number; readonly from: number; readonly to: number };
  const begin = db.prepare(`
    UPDATE import SET state = 'undoing', undo = json_object('at', @at, 'because', @because, 'actor', @actor, 'next', first_entry,
      'lastBatch', (SELECT coalesce(max(id), 0) FROM batch), 'withdrawn', 0, 'held', 0, 'inherited', 0, 'proposed', 0)
    WHERE id = @importId AND state = 'stored'`);
  const span = db.prepare<[number], { next: number; last: number }>(`
    SELECT i.undo ->> '$.next' AS next, coalesce((SELECT min(n.first_entry) FROM import n WHERE n.id > i.id AND n.first_entry > i.first_entry) - 1, 9007199254740991) AS last
    FROM import i WHERE i.id = ? AND i.state = 'undoing'`);
  const reach = db.prepare<[number, number, number], number | null>('SELECT max(id) FROM (SELECT id FROM entry WHERE id >= ? AND id <= ? ORDER BY id LIMIT ?)').pluck();
  const held = db.prepare<[Range], number>("SELECT count(*) FROM entry WHERE id BETWEEN @from AND @to AND import_id = @importId AND verdict = 'quarantined'").pluck();

  const clear = db.prepare('DELETE FROM temp.undo_heir');
  // The earliest entry of another import that points at one of these inherits its place, and the others then point at it.
  const findHeirs = db.prepare<[Range]>(`
    INSERT INTO temp.undo_heir SELECT t.id, min(e.id) FROM entry t CROSS JOIN entry e ON e.duplicate_of = t.id
    WHERE t.id BETWEEN @from AND @to AND t.import_id = @importId AND t.verdict = 'accepted' AND e.import_id <> @importId GROUP BY t.id`);
  const repoint = db.prepare<[{ importId: number }]>(`
    UPDATE entry SET duplicate_of = h.heir FROM temp.undo_heir h
    WHERE entry.duplicate_of = h.target AND entry.id <> h.heir AND entry.import_id <> @importId`);
  // A decision that is undone later must not bring them back into review.
  const withdraw = db.prepare<[Range]>(`
    UPDATE entry SET verdict = 'withdrawn', duplicate_of = NULL, decision_id = NULL
    WHERE id BETWEEN @from AND @to AND import_id = @importId AND verdict NOT IN ('withdrawn', 'released')`);
  const inherit = db.prepare("UPDATE entry SET verdict = 'accepted', duplicate_of = NULL WHERE id IN (SELECT heir FROM temp.undo_heir)");

  const isFree = 'NOT EXISTS (SELECT 1 FROM suppression s WHERE s.phone = e.phone)';
  const propose = db.prepare<[Range]>(`
    INSERT OR IGNORE INTO release (phone, cause, import_id, because, at)
    SELECT DISTINCT e.phone, 'undo', i.id, i.undo ->> '$.because', i.undo ->> '$.at' FROM entry e JOIN import i ON i.id = @importId
    WHERE e.id BETWEEN @from AND @to AND e.import_id = @importId AND e.verdict = 'withdrawn' AND e.phone IS NOT NULL AND ${isFree} AND EXISTS (
      SELECT 1 FROM batch_number n JOIN batch b ON b.id = n.batch_id JOIN run r ON r.id = b.run_id
      WHERE n.phone = '+' || e.phone AND n.result IN ('waiting', 'accepted', 'duplicate', 'unknown') AND r.kind = 'push')`);
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
      const left = span.get(importId);
      const to = left === undefined ? null : (reach.get(left.next, left.last, entries) ?? null);
      if (left === undefined || to === null) return true;
      const range = { importId, from: left.next, to };
      const heldNow = held.get(range) ?? 0;
      clear.run();
      const inherited = findHeirs.run(range).changes;
      if (inherited > 0) repoint.run({ importId });
      const withdrawn = withdraw.run(range).changes;
      if (inherited > 0) inherit.run();
      const proposed = propose.run(range).changes;
      count.run({ importId, next: to + 1, withdrawn, held: heldNow, inherited, proposed });
      return false;
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
    find: (importId) => {
      const text = find.get(importId) ?? null;
      // The ledger wrote it, in `begin`.
      return text === null ? null : (JSON.parse(text) as Undoing & Omit<UndoneImport, 'by'>);
    },
  };
};
