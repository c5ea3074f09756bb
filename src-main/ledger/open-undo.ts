// A connection for taking an import back: a million numbers lie on as many pages of the index, and it keeps them in memory until they are written once.
import { openBeside } from './open-beside.ts';
import { createUndoRepository, type UndoRepository } from './repositories/undo-import.ts';

export type OpenedUndo = {
  readonly some: UndoRepository['some'];
  /** One short write transaction. */
  readonly piece: <T>(work: () => T) => T;
  readonly close: () => void;
};

/** The ledger at `path` exists and is migrated. */
export const openUndo = (path: string): OpenedUndo => {
  const { db, transact, close } = openBeside(path, { logPages: 30_000, cacheKilobytes: 64_000 });
  const { some } = createUndoRepository(db);
  return { some, piece: transact, close };
};
