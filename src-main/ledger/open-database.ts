// Opens one connection with the settings the ledger relies on, read back and asserted (sealed-log format, SQLite settings).
import Sqlite, { type Database } from 'better-sqlite3';

/** Milliseconds to wait for another process's write lock before LedgerLocked. */
const busyTimeoutMs = 5000;

/** `path` may be ":memory:". Throws what SQLite says, and leaves nothing open then. */
export const openDatabase = (path: string, busyMs = busyTimeoutMs): Database => {
  const db = new Sqlite(path, { timeout: busyMs });
  try {
    db.pragma('journal_mode = WAL');
    db.pragma('synchronous = FULL');
    db.pragma('fullfsync = ON'); // macOS: a plain fsync does not reach the disk there
    db.pragma('checkpoint_fullfsync = ON');
    db.pragma('foreign_keys = ON');
    db.pragma('recursive_triggers = ON'); // else INSERT OR REPLACE walks past the append-only triggers
    db.pragma('trusted_schema = OFF');
    db.pragma('secure_delete = ON');
    for (const [pragma, wanted] of expected) {
      if (db.pragma(pragma, { simple: true }) !== wanted) throw new Error(`pragma ${pragma} did not take`);
    }
    return db;
  } catch (thrown) {
    db.close();
    throw thrown;
  }
};

const expected: readonly (readonly [string, unknown])[] = [
  ['synchronous', 2], ['foreign_keys', 1], ['recursive_triggers', 1], ['trusted_schema', 0], ['secure_delete', 1],
];
