// A second connection for the intake worker: it stages rows in short transactions, so that the core can write in between.
import { openBeside } from './open-beside.ts';
import { createListVersionRepository, type ListVersionRepository } from './repositories/list-versions.ts';
import { createStagingRepository, type StagingRepository } from './repositories/staging.ts';

export type Staging = StagingRepository & {
  readonly versions: ListVersionRepository;
  /** One short write transaction. */
  readonly chunk: <T>(work: () => T) => T;
  readonly close: () => void;
};

/** The ledger at `path` exists and is migrated. */
export const openStaging = (path: string): Staging => {
  // Numbers come in no order: each thousand of them touches a thousand pages of their index, and copying those back each time is most of the work.
  const { db, transact, close } = openBeside(path, { logPages: 8000, cacheKilobytes: 8000 });
  // Two fifths of the time of an insert, for rules that hold by how staging makes its rows; the tests ask the ledger afterwards whether they did.
  db.pragma('foreign_keys = OFF');
  db.pragma('ignore_check_constraints = ON');
  return { ...createStagingRepository(db), versions: createListVersionRepository(db), chunk: transact, close };
};
