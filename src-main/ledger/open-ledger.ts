// Opens the ledger: one SQLite file, migrated, with its repositories, and one way to change it that always seals what it did.
import type { Database } from 'better-sqlite3';
import { existsSync } from 'node:fs';
import { dirname } from 'node:path';
import type { LedgerFailure } from '../../src-shared/failures.ts';
import { fail, ok, type Result } from '../../src-shared/result.ts';
import { migrate } from './migrate.ts';
import { openDatabase } from './open-database.ts';
import { createAnchorRepository, type AnchorRepository } from './repositories/anchors.ts';
import { createAreaCodeRepository, type AreaCodeRepository } from './repositories/area-codes.ts';
import { createBatchRepository, type BatchRepository } from './repositories/batches.ts';
import { createCircuitRepository, type CircuitRepository } from './repositories/circuits.ts';
import { createCodeMapRepository, type CodeMapRepository } from './repositories/code-maps.ts';
import { createConflictRepository, type ConflictRepository } from './repositories/conflicts.ts';
import { createDeadLetterRepository, type DeadLetterRepository } from './repositories/dead-letters.ts';
import { createDestinationRepository, type DestinationRepository } from './repositories/destinations.ts';
import { createEntryRepository, type EntryRepository } from './repositories/entries.ts';
import { createErasureRepository, type ErasureRepository } from './repositories/erasure.ts';
import { createImportRepository, type ImportRepository } from './repositories/imports.ts';
import { createLatencyRepository, type LatencyRepository } from './repositories/latencies.ts';
import { createLayoutRepository, type LayoutRepository } from './repositories/layouts.ts';
import { createLeaseRepository, type LeaseRepository } from './repositories/leases.ts';
import { createListedRepository, type ListedRepository } from './repositories/listed.ts';
import { createLeavingRepository, type LeavingRepository } from './repositories/leaving.ts';
import { createListVersionRepository, type ListVersionRepository } from './repositories/list-versions.ts';
import { createLogRepository, type LogNeeds, type LogRepository } from './repositories/log.ts';
import { createLogKeyRepository, type LogKeyRepository } from './repositories/log-keys.ts';
import { createLogSearchRepository, type LogSearchRepository } from './repositories/log-search.ts';
import { createPlanRepository, type PlanRepository } from './repositories/plans.ts';
import { createQuarantineRepository, type QuarantineRepository } from './repositories/quarantine.ts';
import { createReconciliationRepository, type ReconciliationRepository } from './repositories/reconciliations.ts';
import { createReadings } from './repositories/readings.ts';
import { createReleasePlanRepository, type ReleasePlanRepository } from './repositories/release-plans.ts';
import { createReleaseRepository, type ReleaseRepository } from './repositories/releases.ts';
import { createSealedRowRepository, type SealedRowRepository } from './repositories/sealed-rows.ts';
import { createSubjectLeafRepository, type SubjectLeafRepository } from './repositories/subject-leaves.ts';
import { createRunRepository, type RunRepository } from './repositories/runs.ts';
import { createUndoRepository, type UndoRepository } from './repositories/undo-import.ts';
import { createStagingRepository, type StagingRepository } from './repositories/staging.ts';
import { createWatchRepository, type WatchRepository } from './repositories/watches.ts';
import { registerSqlFunctions } from './sql-functions.ts';
import { sqliteFailure } from './sqlite-failure.ts';

export type Ledger = {
  readonly path: string;
  readonly imports: ImportRepository;
  readonly layouts: LayoutRepository;
  readonly areaCodes: AreaCodeRepository;
  readonly staging: StagingRepository;
  readonly versions: ListVersionRepository;
  readonly watches: WatchRepository;
  readonly undo: UndoRepository;
  readonly entries: EntryRepository;
  readonly quarantine: QuarantineRepository;
  readonly codeMaps: CodeMapRepository;
  readonly conflicts: ConflictRepository;
  readonly destinations: DestinationRepository;
  readonly plans: PlanRepository;
  readonly runs: RunRepository;
  readonly batches: BatchRepository;
  readonly listed: ListedRepository;
  readonly deadLetters: DeadLetterRepository;
  readonly reconciliations: ReconciliationRepository;
  readonly leaving: LeavingRepository;
  readonly releases: ReleaseRepository;
  readonly releasePlans: ReleasePlanRepository;
  readonly latencies: LatencyRepository;
  readonly circuits: CircuitRepository;
  readonly leases: LeaseRepository;
  readonly log: LogRepository;
  readonly logSearch: LogSearchRepository;
  readonly keys: LogKeyRepository;
  readonly sealedRows: SealedRowRepository;
  readonly subjectLeaves: SubjectLeafRepository;
  readonly anchors: AnchorRepository;
  readonly erasure: ErasureRepository;
  /** State change, leaves and checkpoint in one transaction; throws leave nothing behind. */
  readonly transact: <T>(work: () => T) => T;
  /** Writes all that waits beside the ledger's file into it, and empties that; false while another process reads. `whole` writes the file anew, without anything that was deleted. */
  readonly flush: (whole: boolean) => boolean;
  /** Rises when another process has written. */
  readonly dataVersion: () => number;
  readonly close: () => void;
};

/** `busyMs`: how long to wait for another process's lock, 5,000 by default. `isGone`: an owner of a lease is a process that is not there any more. */
export type LedgerNeeds = LogNeeds & { readonly busyMs?: number; readonly isGone?: (owner: string) => boolean };

/** `path` may be ":memory:". Reading needs no key; writing needs `log.use(signer, actor)` first. A ledger that cannot be used is closed again. */
export const openLedger = (path: string, needs: LedgerNeeds): Result<Ledger, LedgerFailure> => {
  // The driver says this in words only, without a code.
  if (path !== ':memory:' && !existsSync(dirname(path))) return fail({ type: 'HomeUnwritable', path, code: 'ENOENT' });
  let opened: Database | null = null;
  try {
    const db = openDatabase(path, needs.busyMs);
    opened = db;
    const migrated = migrate(db);
    if (!migrated.ok) {
      db.close();
      return migrated;
    }
    registerSqlFunctions(db);
    const log = createLogRepository(db, needs);
    const readings = createReadings(db.name);
    const ledger: Ledger = {
      path,
      imports: createImportRepository(db),
      layouts: createLayoutRepository(db),
      areaCodes: createAreaCodeRepository(db),
      staging: createStagingRepository(db),
      versions: createListVersionRepository(db),
      watches: createWatchRepository(db),
      undo: createUndoRepository(db),
      entries: createEntryRepository(db),
      quarantine: createQuarantineRepository(db),
      codeMaps: createCodeMapRepository(db),
      conflicts: createConflictRepository(db),
      destinations: createDestinationRepository(db),
      plans: createPlanRepository(db, readings),
      runs: createRunRepository(db),
      batches: createBatchRepository(db),
      listed: createListedRepository(db),
      deadLetters: createDeadLetterRepository(db),
      reconciliations: createReconciliationRepository(db),
      leaving: createLeavingRepository(db),
      releases: createReleaseRepository(db, readings),
      releasePlans: createReleasePlanRepository(db, readings),
      latencies: createLatencyRepository(db),
      circuits: createCircuitRepository(db),
      leases: createLeaseRepository(db, needs.isGone),
      log,
      logSearch: createLogSearchRepository(db),
      keys: createLogKeyRepository(db),
      sealedRows: createSealedRowRepository(db),
      subjectLeaves: createSubjectLeafRepository(db),
      anchors: createAnchorRepository(db),
      erasure: createErasureRepository(db),
      transact: (work) => {
        if (db.inTransaction) return work();
        return db.transaction(() => {
          const result = work();
          log.seal();
          return result;
        }).immediate();
      },
      flush: (whole) => {
        if (whole) db.exec('VACUUM');
        const [done] = db.pragma('wal_checkpoint(TRUNCATE)') as readonly { readonly busy: number }[]; // SQLite's one row
        return done?.busy === 0;
      },
      dataVersion: () => db.pragma('data_version', { simple: true }) as number,
      close: () => {
        readings.close();
        db.close();
      },
    };
    return ok(ledger);
  } catch (thrown) {
    opened?.close();
    const failure = sqliteFailure(thrown, path);
    if (failure === null) throw thrown;
    return fail(failure);
  }
};
