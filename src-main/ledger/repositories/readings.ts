// Readings: work of many small steps that all look at the ledger as it was at the first of them, whatever others write meanwhile.
import type { Database } from 'better-sqlite3';
import { openDatabase } from '../open-database.ts';
import { registerSqlFunctions } from '../sql-functions.ts';

export type Reading = {
  /** Some milliseconds of the work; true once it is done. */
  readonly step: () => boolean;
  /** Every reading is closed by whoever opened it; once more does nothing. */
  readonly close: () => void;
};

export type Readings = {
  /** `begin` prepares the work on the connection it is given, and says what else the reading can do. */
  readonly open: <T extends object>(begin: (db: Database) => { readonly work: Generator<undefined, undefined>; readonly can: T }) => T & Reading;
  /** Closes all that are still open. */
  readonly close: () => void;
};

/** `path` is the ledger's file: every reading has a connection of its own to it. */
export const createReadings = (path: string): Readings => {
  const readings = new Set<Reading>();
  return {
    open: (begin) => {
      if (path === ':memory:') throw new Error('a reading is of a ledger in a file');
      const db = openDatabase(path);
      try {
        registerSqlFunctions(db);
        const { work, can } = begin(db);
        const reading: Reading = {
          step: () => {
            // The first look at a table after this is what all others are of.
            if (!db.inTransaction) db.exec('BEGIN');
            if (work.next().done !== true) return false;
            // All that counts is in tables of its own: a state that is held on to keeps the ledger's log of writes from beginning anew.
            db.exec('COMMIT');
            return true;
          },
          close: () => {
            if (!db.open) return;
            db.close();
            readings.delete(reading);
          },
        };
        readings.add(reading);
        return { ...can, ...reading };
      } catch (thrown) {
        db.close();
        throw thrown;
      }
    },
    close: () => { for (const reading of readings) reading.close(); },
  };
};
