// The entries behind a release: those it means are released, what another import wants blocked is inherited by that import's entry, and all of it can be undone.
import type { Database } from 'better-sqlite3';
import { notStagingEntry } from './stored-only.ts';

/** Both work on what `temp.release_pick` holds, inside the caller's transaction, and only while no import is being staged. */
export type ReleasedEntries = {
  /** How many entries' blocks ended. */
  readonly release: () => number;
  /** How many entries have their block again: as accepted, or as a duplicate of whoever inherited it. */
  readonly restore: () => number;
};

export const createReleasedEntries = (db: Database): ReleasedEntries => {
  db.exec(`
    CREATE TEMP TABLE release_work (entry_id INTEGER PRIMARY KEY, release_id INTEGER NOT NULL);
    CREATE TEMP TABLE release_heir (head INTEGER PRIMARY KEY, heir INTEGER NOT NULL);`);
  const clear = ['release_work', 'release_heir'].map((table) => db.prepare(`DELETE FROM temp.${table}`));
  // A request means the number, wherever it came from. A number that is gone from a list is meant as far as that list's versions up to then wanted it.
  // Entries of an import taken back are withdrawn already.
  const means = `k.cause = 'request' OR (k.cause = 'gone' AND e.import_id <= k.import_id AND EXISTS (
    SELECT 1 FROM import mine JOIN import its ON its.id = k.import_id WHERE mine.id = e.import_id AND (mine.id = its.id OR (mine.list_key <> '' AND mine.list_key = its.list_key))))`;
  const heads = `FROM temp.release_pick k CROSS JOIN suppression s ON s.phone = k.phone AND ${notStagingEntry('s.entry_id')}`;
  const takeHeads = db.prepare(`
    INSERT OR IGNORE INTO temp.release_work SELECT e.id, k.release_id ${heads} CROSS JOIN entry e ON e.id = s.entry_id WHERE ${means}`);
  const takeFollowers = db.prepare(`
    INSERT OR IGNORE INTO temp.release_work SELECT e.id, k.release_id ${heads} CROSS JOIN entry e ON e.duplicate_of = s.entry_id WHERE ${means}`);
  const findHeirs = db.prepare(`
    INSERT INTO temp.release_heir SELECT w.entry_id, min(e.id) FROM temp.release_work w CROSS JOIN entry e ON e.duplicate_of = w.entry_id
    WHERE NOT EXISTS (SELECT 1 FROM temp.release_work o WHERE o.entry_id = e.id) GROUP BY w.entry_id`);
  const end = db.prepare("UPDATE entry SET verdict = 'released', duplicate_of = NULL WHERE id IN (SELECT entry_id FROM temp.release_work)");
  const repoint = db.prepare('UPDATE entry SET duplicate_of = h.heir FROM temp.release_heir h WHERE entry.duplicate_of = h.head AND entry.id <> h.heir');
  const inherit = db.prepare("UPDATE entry SET verdict = 'accepted', duplicate_of = NULL WHERE id IN (SELECT heir FROM temp.release_heir)");
  const remember = db.prepare('INSERT INTO release_entry (release_id, entry_id) SELECT release_id, entry_id FROM temp.release_work');

  // An import that was taken back meanwhile does not get its wishes back.
  const takeReleased = db.prepare(`
    INSERT OR IGNORE INTO temp.release_work SELECT x.entry_id, k.release_id FROM temp.release_pick k JOIN release_entry x ON x.release_id = k.release_id
    JOIN entry e ON e.id = x.entry_id JOIN import i ON i.id = e.import_id WHERE e.verdict = 'released' AND i.state = 'stored'`);
  const restore = db.prepare(`
    WITH back AS (
      SELECT e.id, coalesce((SELECT s.entry_id FROM suppression s WHERE s.phone = e.phone AND s.claim_id = e.claim_id), first_value(e.id) OVER (PARTITION BY e.phone, e.claim_id ORDER BY e.id)) AS head
      FROM temp.release_work w JOIN entry e ON e.id = w.entry_id
    )
    UPDATE entry SET verdict = iif(back.head = entry.id, 'accepted', 'duplicate'), duplicate_of = nullif(back.head, entry.id) FROM back WHERE entry.id = back.id`);
  const forget = db.prepare('DELETE FROM release_entry WHERE release_id IN (SELECT release_id FROM temp.release_pick)');

  const afresh = (): void => { for (const statement of clear) statement.run(); };
  return {
    release: () => {
      afresh();
      takeHeads.run();
      takeFollowers.run();
      findHeirs.run();
      const { changes } = end.run();
      repoint.run();
      inherit.run();
      remember.run();
      return changes;
    },
    restore: () => {
      afresh();
      takeReleased.run();
      const { changes } = restore.run();
      forget.run();
      return changes;
    },
  };
};
