// Looks into a desk's ledger by a connection of its own: what the file itself holds, past the core.
import { join } from 'node:path';
import Sqlite from 'better-sqlite3';

/** May write too: a test then makes what only a fault or another program would. */
export const lookInLedger = <T>(home: string, look: (db: Sqlite.Database) => T): T => {
  const db = new Sqlite(join(home, 'ledger.db'));
  try {
    return look(db);
  } finally {
    db.close();
  }
};

// oxlint-disable-next-line typescript/no-unnecessary-type-parameters -- the caller names the columns it asks for
export const queryLedger = <T>(home: string, sql: string, ...values: readonly unknown[]): readonly T[] =>
  lookInLedger(home, (db) => db.prepare<unknown[], T>(sql).all(...values));
