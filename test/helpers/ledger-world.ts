// A ledger in memory with its log open for writing, and imports made of real readings, for tests of what happens after intake.
import type { Database } from 'better-sqlite3';
import { randomBytes } from 'node:crypto';
import { layoutSchema } from '../../src-shared/contract/imports.ts';
import { createEntryPacker } from '../../src-main/core/pack-entries.ts';
import { readPhones } from '../../src-shared/domain/phone.ts';
import { mappingCommands } from '../../src-main/core/mapping-commands.ts';
import { reviewCommands } from '../../src-main/core/review-commands.ts';
import type { CoreContext, Hint } from '../../src-main/core/handlers.ts';
import { migrate } from '../../src-main/ledger/migrate.ts';
import { openDatabase } from '../../src-main/ledger/open-database.ts';
import type { Ledger } from '../../src-main/ledger/open-ledger.ts';
import { createAreaCodeRepository } from '../../src-main/ledger/repositories/area-codes.ts';
import { createCodeMapRepository } from '../../src-main/ledger/repositories/code-maps.ts';
import { createConflictRepository } from '../../src-main/ledger/repositories/conflicts.ts';
import { createImportRepository } from '../../src-main/ledger/repositories/imports.ts';
import { createLogRepository } from '../../src-main/ledger/repositories/log.ts';
import { createQuarantineRepository } from '../../src-main/ledger/repositories/quarantine.ts';
import { createStagingRepository } from '../../src-main/ledger/repositories/staging.ts';
import { registerSqlFunctions } from '../../src-main/ledger/sql-functions.ts';
import { createSigningKey, signerFrom } from '../../src-main/sealed-log/keys.ts';

export type WorldRow = { readonly raw: string; readonly code?: string; readonly jurisdiction?: string; readonly expiresAt?: number };
export type LedgerPart = Pick<Ledger, 'imports' | 'staging' | 'quarantine' | 'codeMaps' | 'conflicts' | 'areaCodes' | 'log' | 'transact'>;

export type LedgerWorld = {
  readonly db: Database;
  readonly ledger: LedgerPart;
  readonly review: ReturnType<typeof reviewCommands>;
  readonly mapping: ReturnType<typeof mappingCommands>;
  readonly hints: readonly Hint[];
  /** Moves the clock, which stands still otherwise. */
  readonly advance: (ms: number) => void;
  /** One entry a reading; `stored: false` leaves the import staging. Returns the import's id. */
  readonly importRows: (rows: readonly (string | WorldRow)[], asked?: { readonly name?: string; readonly region?: string; readonly stored?: boolean }) => number;
  /** Cuts one batch with these entries, as if they had been sent. */
  readonly push: (entryIds: readonly number[]) => void;
};

export const origin = 'dncdesk.test/ledger/0123456789abcdef';

export const createLedgerWorld = (): LedgerWorld => {
  const db = openDatabase(':memory:');
  const migrated = migrate(db);
  if (!migrated.ok) throw new Error('the schema did not take');
  registerSqlFunctions(db);
  let now = Date.UTC(2026, 0, 5, 12);
  const log = createLogRepository(db, { now: () => now, appVersion: '0.0.0-test', randomBytes });
  log.use(signerFrom(createSigningKey().pkcs8, origin), 'op:test');
  log.addActor('op:test', 'Ada Analyst');
  const ledger: LedgerPart = {
    imports: createImportRepository(db), staging: createStagingRepository(db), quarantine: createQuarantineRepository(db),
    codeMaps: createCodeMapRepository(db), conflicts: createConflictRepository(db), areaCodes: createAreaCodeRepository(db), log,
    transact: (work) => db.transaction(() => {
      const result = work();
      log.seal();
      return result;
    }).immediate(),
  };
  const hints: Hint[] = [];
  // The handlers under test use these parts only.
  const context = {
    ledger, owner: 'test', hint: (event: Hint) => { hints.push(event); },
    needs: { clock: { now: () => now }, ids: { bytes: (count: number) => randomBytes(count) } },
  } as unknown as CoreContext;

  return {
    db, ledger, hints,
    review: reviewCommands(context), mapping: mappingCommands(context),
    advance: (ms) => { now += ms; },
    importRows: (rows, { name = 'list.csv', region = 'US', stored = true } = {}) => db.transaction(() => {
      const importId = ledger.staging.begin({ name, bytes: 1, sha256: 'aa', format: 'text', encoding: 'utf-8', sheet: null, region, layout: layoutText(region), at: now });
      const packer = createEntryPacker(layoutSchema.parse(JSON.parse(layoutText(region))))();
      for (const [index, asked] of rows.entries()) {
        const { raw, code = '', jurisdiction = null, expiresAt = null } = typeof asked === 'string' ? { raw: asked } : asked;
        const row = { line: index + 1, span: 1, cells: [raw, code] };
        const readings = readPhones(raw, region);
        if (readings.length === 0) packer.addLine(row, 'blank');
        else packer.add(row, { readings, facts: { code, jurisdiction, expiresAt } });
      }
      ledger.staging.stageBatch(importId, packer.end());
      while (!ledger.staging.settleSome(importId).done);
      ledger.staging.finish(importId);
      if (stored) {
        ledger.imports.store(importId, {
          lines: rows.length, header: 0, ignored: 0, blank: 0, accepted: 0, duplicate: 0, quarantined: {}, numbers: 0, millis: 1,
        }, 0);
      }
      return importId;
    })(),
    push: (entryIds) => {
      db.exec(`
        INSERT OR IGNORE INTO destination (id, name, dialect, settings, late_expiry, shared, created_at) VALUES (1, 'D', 'genesys-dnclists', '{}', 'permanent', 0, 0);
        INSERT OR IGNORE INTO run (id, destination_id, state, code_map_version, started_at) VALUES (1, 1, 'running', 1, ${now});`);
      const batch = db.prepare(`INSERT INTO batch (run_id, ordinal, list_ref, list_name, dnc_type, numbers, payload_hash, correlation_id, idempotency_key, key_expires_at, state, ready_at)
        VALUES (1, (SELECT count(*) FROM batch), 'l', 'L', 'STATE', 1, 'h', hex(randomblob(16)), hex(randomblob(16)), 0, 'waiting', 0)`).run().lastInsertRowid;
      const insert = db.prepare('INSERT INTO batch_number (batch_id, n, phone, entry_id) SELECT ?, ?, phone, id FROM entry_told WHERE id = ?');
      for (const [n, id] of entryIds.entries()) insert.run(batch, n, id);
    },
  };
};

const layoutText = (region: string): string => JSON.stringify({
  headerLine: 0, phoneColumns: [0], codeColumn: 1, fixedCode: null, requestedColumn: null, expiresColumn: null, reasonColumn: null,
  jurisdictionColumn: null, sourceColumn: null, dateOrder: 'ymd', region, sheet: null, delimiter: ',',
});
