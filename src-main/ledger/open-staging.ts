// A second connection for the intake worker: it stages rows in short transactions, so that the core can write in between.
import { openDatabase } from './open-database.ts';
import { createStagingRepository, type StagingRepository } from './repositories/staging.ts';

export type Staging = StagingRepository & {
  /** One short write transaction. */
  readonly chunk: <T>(work: () => T) => T;
  readonly close: () => void;
};

/** The ledger at `path` exists and is migrated. */
export const openStaging = (path: string): Staging => {
  const db = openDatabase(path);
  return {
    ...createStagingRepository(db),
    chunk: (work) => db.transaction(work).immediate(),
    close: () => { db.close(); },
  };
};
