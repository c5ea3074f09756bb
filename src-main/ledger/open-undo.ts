// A connection for taking an import back: a million numbers lie on as many pages of the index, and it keeps them in memory until they are written once.
import { openDatabase } from './open-database.ts';
import { createUndoRepository, type UndoRepository } from './repositories/undo-import.ts';

export type OpenedUndo = {
  readonly some: UndoRepository['some'];
  /** One short write transaction. */
  readonly piece: <T>(work: () => T) => T;
  readonly close: () => void;
};

/** The ledger at `path` exists and is migrated. */
export const openUndo = (path: string): OpenedUndo => {
  const db = openDatabase(path);
  // A power cut may lose the latest pieces whole; whoever goes on takes them again. The core's sealing commit, made with FULL, brings the log of writes to the disk.
  db.pragma('synchronous = NORMAL');
  db.pragma('wal_autocheckpoint = 30000');
  db.pragma('cache_size = -64000');
  db.pragma('temp_store = MEMORY');
  const { some } = createUndoRepository(db);
  return {
    some,
    piece: (work) => db.transaction(work).immediate(),
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
