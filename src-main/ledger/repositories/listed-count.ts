// How many numbers are on lists, known without a look at each: counted once, and kept by this connection's own writes after that.
import type { Database } from 'better-sqlite3';

export type ListedCount = {
  /** On a list of the destination, and not leaving it. */
  readonly there: (destinationId: number) => number;
  /** Those that are leaving still take room there. */
  readonly on: (destinationId: number, listRef: string) => number;
};

type Counted = { readonly version: number; readonly leaves: number };

/** The counts are rows of temporary tables, so that what is rolled back is not counted either. */
export const createListedCount = (db: Database): ListedCount => {
  db.exec(`
    CREATE TEMP TABLE listed_counted (destination_id INTEGER PRIMARY KEY, version INTEGER NOT NULL, leaves INTEGER NOT NULL);
    CREATE TEMP TABLE listed_count (destination_id INTEGER NOT NULL, list_ref TEXT NOT NULL, there INTEGER NOT NULL, leaving INTEGER NOT NULL, PRIMARY KEY (destination_id, list_ref)) WITHOUT ROWID;
    CREATE TEMP TRIGGER listed_comes AFTER INSERT ON main.listed BEGIN
      INSERT INTO listed_count VALUES (NEW.destination_id, NEW.list_ref, NEW.leaving_batch_id IS NULL, NEW.leaving_batch_id IS NOT NULL)
        ON CONFLICT DO UPDATE SET there = there + excluded.there, leaving = leaving + excluded.leaving;
    END;
    CREATE TEMP TRIGGER listed_goes AFTER DELETE ON main.listed BEGIN
      UPDATE listed_count SET there = there - (OLD.leaving_batch_id IS NULL), leaving = leaving - (OLD.leaving_batch_id IS NOT NULL)
        WHERE destination_id = OLD.destination_id AND list_ref = OLD.list_ref;
    END;
    CREATE TEMP TRIGGER listed_turns AFTER UPDATE OF leaving_batch_id ON main.listed WHEN (OLD.leaving_batch_id IS NULL) <> (NEW.leaving_batch_id IS NULL) BEGIN
      UPDATE listed_count SET there = there + iif(NEW.leaving_batch_id IS NULL, 1, -1), leaving = leaving + iif(NEW.leaving_batch_id IS NULL, -1, 1)
        WHERE destination_id = NEW.destination_id AND list_ref = NEW.list_ref;
    END;`);
  const now = db.prepare<[], Counted>('SELECT (SELECT data_version FROM pragma_data_version) AS version, (SELECT coalesce(max(seq), -1) FROM leaf) AS leaves');
  const counted = db.prepare<[number], Counted>('SELECT version, leaves FROM temp.listed_counted WHERE destination_id = ?');
  const mark = db.prepare<[{ destinationId: number; version: number; leaves: number }]>(
    'INSERT INTO temp.listed_counted VALUES (@destinationId, @version, @leaves) ON CONFLICT DO UPDATE SET version = @version, leaves = @leaves');
  const clear = db.prepare<[number]>('DELETE FROM temp.listed_count WHERE destination_id = ?');
  const nextList = db.prepare<[number, string], string | null>('SELECT min(list_ref) FROM listed WHERE destination_id = ? AND list_ref > ?').pluck();
  // One look at a key for each number, and at nothing else of it; few are leaving, and they have an index of their own.
  const countList = db.prepare<[{ destinationId: number; listRef: string; leaving: number }]>(`
    INSERT INTO temp.listed_count SELECT @destinationId, @listRef, count(*) - @leaving, @leaving FROM listed WHERE destination_id = @destinationId AND list_ref = @listRef`);
  const leavingOn = db.prepare<[number, string], number>('SELECT count(*) FROM listed INDEXED BY listed_leaving WHERE destination_id = ? AND list_ref = ? AND leaving_batch_id IS NOT NULL').pluck();
  const there = db.prepare<[number], number>('SELECT coalesce(sum(there), 0) FROM temp.listed_count WHERE destination_id = ?').pluck();
  const on = db.prepare<[number, string], number>('SELECT there + leaving FROM temp.listed_count WHERE destination_id = ? AND list_ref = ?').pluck();

  const count = (destinationId: number): void => {
    clear.run(destinationId);
    for (let listRef = nextList.get(destinationId, '') ?? null; listRef !== null; listRef = nextList.get(destinationId, listRef) ?? null) {
      countList.run({ destinationId, listRef, leaving: leavingOn.get(destinationId, listRef) ?? 0 });
    }
  };
  /** Another process may have changed what is listed: never without a leaf, and `version` moves for others' writes only. */
  const beSure = (destinationId: number): void => {
    const at = now.get();
    if (at === undefined) throw new Error('a look at the version always has one row');
    const before = counted.get(destinationId);
    if (before?.version === at.version && before.leaves === at.leaves) return;
    if (before === undefined || (before.version !== at.version && before.leaves !== at.leaves)) count(destinationId);
    mark.run({ destinationId, ...at });
  };
  return {
    there: (destinationId) => {
      beSure(destinationId);
      return there.get(destinationId) ?? 0;
    },
    on: (destinationId, listRef) => {
      beSure(destinationId);
      return on.get(destinationId, listRef) ?? 0;
    },
  };
};
