// A connection beside the core's, for long work in short transactions on a thread of its own.
import type { Database } from 'better-sqlite3';
import { openDatabase } from './open-database.ts';

export type Beside = {
  readonly db: Database;
  /** One short write transaction. */
  readonly transact: <T>(work: () => T) => T;
  readonly close: () => void;
};

/**
 * The ledger at `path` exists and is migrated. `logPages`: pages of the log of writes before they are copied back; `cacheKilobytes`: pages kept in memory.
 * What is written counts for nothing until the core seals it, and that commit, made with FULL, brings the log of writes to the disk whole: a power
 * cut before it may lose the latest transactions, and whoever goes on makes them again.
 */
export const openBeside = (path: string, { logPages, cacheKilobytes }: { readonly logPages: number; readonly cacheKilobytes: number }): Beside => {
  const db = openDatabase(path);
  db.pragma('synchronous = NORMAL');
  db.pragma(`wal_autocheckpoint = ${logPages}`);
  db.pragma(`cache_size = -${cacheKilobytes}`);
  db.pragma('temp_store = MEMORY');
  return {
    db,
    transact: (work) => db.transaction(work).immediate(),
    close: () => {
      // Else the core's next commit would copy the pages back, on the thread that must not wait.
      try {
        db.pragma('wal_checkpoint(PASSIVE)');
      } catch {
        // A full disk: what could not be copied stays in the log of writes, and whoever commits next tries again.
      }
      db.close();
    },
  };
};
