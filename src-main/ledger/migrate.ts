// Brings a ledger to this program's schema, one transaction a step, or says that it was written by a newer program.
import type { Database } from 'better-sqlite3';
import type { LedgerFailure } from '../../src-shared/failures.ts';
import { done, fail, type Result } from '../../src-shared/result.ts';
import { migrations } from './migrations/index.ts';

const versionOf = (db: Database): number => db.pragma('user_version', { simple: true }) as number;

export const migrate = (db: Database): Result<null, LedgerFailure> => {
  const known = migrations.length;
  if (versionOf(db) > known) return fail({ type: 'LedgerFromFuture', found: versionOf(db), known });
  for (const migration of migrations) {
    // Nothing to do takes no lock: a ledger that another process is writing can be opened and read.
    if (versionOf(db) >= migration.version) continue;
    // Looked at again inside the write lock: another process may have migrated in between.
    db.transaction(() => {
      if (versionOf(db) >= migration.version) return;
      db.exec(migration.sql);
      db.pragma(`user_version = ${migration.version}`);
    }).immediate();
  }
  return done;
};
