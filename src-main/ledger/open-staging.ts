// A second connection for the intake worker: it stages rows in short transactions, so that the core can write in between.
import { openDatabase } from './open-database.ts';
import { createListVersionRepository, type ListVersionRepository } from './repositories/list-versions.ts';
import { createUndoRepository, type UndoRepository } from './repositories/undo-import.ts';
import { createStagingRepository, type StagingRepository } from './repositories/staging.ts';

export type Staging = StagingRepository & {
  readonly versions: ListVersionRepository;
  readonly undo: UndoRepository;
  /** One short write transaction. */
  readonly chunk: <T>(work: () => T) => T;
  readonly close: () => void;
};

/** The ledger at `path` exists and is migrated. */
export const openStaging = (path: string): Staging => {
  const db = openDatabase(path);
  // What is staged counts for nothing until the core seals it, and that commit, made with FULL, brings the log of writes to the disk whole.
  db.pragma('synchronous = NORMAL');
  // Numbers come in no order: each thousand of them touches a thousand pages of their index, and copying those back each time is most of the work.
  db.pragma('wal_autocheckpoint = 8000');
  db.pragma('cache_size = -8000');
  db.pragma('temp_store = MEMORY');
  // Two fifths of the time of an insert, for rules that hold by how staging makes its rows; the tests ask the ledger afterwards whether they did.
  db.pragma('foreign_keys = OFF');
  db.pragma('ignore_check_constraints = ON');
  return {
    ...createStagingRepository(db),
    versions: createListVersionRepository(db),
    undo: createUndoRepository(db),
    chunk: (work) => db.transaction(work).immediate(),
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
