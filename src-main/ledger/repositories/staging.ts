// Staging: a file's rows go into the ledger under an import that does not count yet; only storing makes them live.
import type { Database } from 'better-sqlite3';
import type { FileFormat } from '../../../src-shared/contract/imports.ts';
import type { ReadRow } from '../../../src-shared/domain/read-row.ts';
import type { RejectReason } from '../../../src-shared/domain/reject.ts';
import { jurisdictionOfAreaCode } from '../../../src-shared/domain/jurisdictions.ts';
import { findAreaCodeOf } from '../../../src-shared/domain/area-codes.ts';

export type StagedImport = {
  readonly name: string; readonly bytes: number; readonly sha256: string; readonly format: FileFormat;
  readonly encoding: string | null; readonly sheet: string | null; readonly region: string; readonly layout: string; readonly at: number;
};

export type RowOutcome = 'header' | 'ignored' | 'blank' | 'accepted' | 'duplicate' | 'quarantined';
export type StagedNumber = { readonly verdict: 'accepted' | 'duplicate' | 'quarantined'; readonly phone: string | null; readonly reason: RejectReason | null };
export type StagedRow = { readonly outcome: RowOutcome; readonly reason: RejectReason | null; readonly numbers: readonly StagedNumber[] };

export type StagingRepository = {
  readonly begin: (staged: StagedImport) => number;
  /** A row without numbers: header, ignored or blank. */
  readonly stageSilent: (importId: number, line: number, cells: readonly string[], outcome: 'header' | 'ignored' | 'blank') => void;
  /** A row with at least one reading; tells what became of it. */
  readonly stageRow: (importId: number, line: number, cells: readonly string[], row: ReadRow) => StagedRow;
  /** Removes some thousand rows of an import that was never stored, and the import after its last row; true once it is gone. */
  readonly dropSome: (importId: number) => boolean;
  readonly abandoned: () => readonly number[];
};

export const createStagingRepository = (db: Database): StagingRepository => {
  const insertImport = db.prepare(
    `INSERT INTO import (state, name, bytes, sha256, format, encoding, sheet, region, layout, at)
     VALUES ('staging', @name, @bytes, @sha256, @format, @encoding, @sheet, @region, @layout, @at)`);
  const insertRow = db.prepare('INSERT INTO import_row (import_id, line, outcome, cells) VALUES (?, ?, ?, ?)');
  const insertEntry = db.prepare(
    `INSERT INTO entry (import_id, line, part, raw, phone, country, area_jurisdiction, verdict, reason, suggestion, notes,
                        code, row_jurisdiction, requested_on, expires_at, row_reason, source, duplicate_of)
     VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`);
  const findSame = db.prepare<[string, string, string | null, number | null], { id: number }>(
    `SELECT id FROM entry INDEXED BY entry_accepted WHERE phone = ? AND code = ? AND verdict = 'accepted' AND row_jurisdiction IS ? AND expires_at IS ? LIMIT 1`);
  // From the end: what points at an entry of its own import stands after it.
  const dropEntries = db.prepare(
    'DELETE FROM entry WHERE id IN (SELECT id FROM entry WHERE import_id = ? ORDER BY line DESC, part DESC LIMIT 2000)');
  const dropLines = db.prepare('DELETE FROM import_row WHERE import_id = @importId AND line IN (SELECT line FROM import_row WHERE import_id = @importId ORDER BY line DESC LIMIT 4000)');
  const dropImport = db.prepare("DELETE FROM import WHERE id = ? AND state = 'staging'");
  const listAbandoned = db.prepare<[], { id: number }>("SELECT id FROM import WHERE state = 'staging'");

  return {
    begin: (staged) => Number(insertImport.run(staged).lastInsertRowid),
    stageSilent: (importId, line, cells, outcome) => { insertRow.run(importId, line, outcome, JSON.stringify(cells)); },
    stageRow: (importId, line, cells, { readings, facts }) => {
      const numbers = readings.map((reading, part): StagedNumber => {
        const held = reading.verdict === 'quarantined';
        // The same number with the same code, jurisdiction and expiry says nothing new; with any other it does.
        const same = held ? undefined : findSame.get(reading.phone, facts.code, facts.jurisdiction, facts.expiresAt);
        const verdict = held ? 'quarantined' : same === undefined ? 'accepted' : 'duplicate';
        insertEntry.run(
          importId, line, part, reading.raw, held ? null : reading.phone, held ? null : reading.country,
          held ? null : areaJurisdiction(reading.phone), verdict, held ? reading.reason : null, held ? reading.suggestion : null,
          held ? '[]' : JSON.stringify(notesOf(reading)), facts.code, facts.jurisdiction, facts.requestedOn, facts.expiresAt,
          facts.reason, facts.source, same?.id ?? null);
        return { verdict, phone: held ? null : reading.phone, reason: held ? reading.reason : null };
      });
      const staged = summarise(numbers);
      insertRow.run(importId, line, staged.outcome, JSON.stringify(cells));
      return staged;
    },
    dropSome: (importId) => {
      // Rows of an import that was stored meanwhile are nobody's to drop.
      if (!listAbandoned.all().some(({ id }) => id === importId)) return true;
      if (dropEntries.run(importId).changes > 0 || dropLines.run({ importId }).changes > 0) return false;
      dropImport.run(importId);
      return true;
    },
    abandoned: () => listAbandoned.all().map(({ id }) => id),
  };
};

/** A row counts once: held if any of its numbers is held, else accepted if any is new, else a duplicate. */
const summarise = (numbers: readonly StagedNumber[]): StagedRow => {
  const held = numbers.find((number) => number.verdict === 'quarantined');
  if (held !== undefined) return { outcome: 'quarantined', reason: held.reason, numbers };
  const isNew = numbers.some((number) => number.verdict === 'accepted');
  return { outcome: isNew ? 'accepted' : 'duplicate', reason: null, numbers };
};

const notesOf = (reading: { readonly notes: readonly string[]; readonly extension: string | null }): readonly string[] =>
  reading.extension === null ? reading.notes : [...reading.notes, `extension:${reading.extension}`];

/** "US-CA" for a geographic North American number; null for all others. */
export const areaJurisdiction = (phone: string): string | null => {
  const areaCode = findAreaCodeOf(phone);
  return areaCode === null ? null : jurisdictionOfAreaCode(areaCode);
};
