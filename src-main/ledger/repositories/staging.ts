// Staging: a file's rows go into the ledger under an import that does not count yet; only storing makes them live.
import type { Database } from 'better-sqlite3';
import type { FileFormat } from '../../../src-shared/contract/imports.ts';
import type { ReadRow } from '../../../src-shared/domain/read-row.ts';
import type { RejectReason } from '../../../src-shared/domain/reject.ts';
import { jurisdictionOfAreaCode } from '../../../src-shared/domain/jurisdictions.ts';
import { findAreaCodeOf } from '../../../src-shared/domain/area-codes.ts';
import { createBulkInsert, type SqlValues } from '../bulk-insert.ts';

export type StagedImport = {
  readonly name: string; readonly bytes: number; readonly sha256: string; readonly format: FileFormat;
  readonly encoding: string | null; readonly sheet: string | null; readonly region: string; readonly layout: string; readonly at: number;
};

export type RowOutcome = 'header' | 'ignored' | 'blank' | 'accepted' | 'duplicate' | 'quarantined';
export type StagedNumber = { readonly verdict: 'accepted' | 'duplicate' | 'quarantined'; readonly phone: string | null; readonly reason: RejectReason | null };
export type StagedRow = { readonly outcome: RowOutcome; readonly reason: RejectReason | null; readonly numbers: readonly StagedNumber[] };

/** A line without numbers (header, ignored or blank), or one with at least one reading. */
export type StageLine = { readonly line: number; readonly cells: readonly string[] } & (
  | { readonly outcome: 'header' | 'ignored' | 'blank' }
  | { readonly outcome: null; readonly read: ReadRow });

export type StagingRepository = {
  readonly begin: (staged: StagedImport) => number;
  /** Lines in their order, each with its outcome: null for one that had it already. Far less work for a thousand at once than one by one. */
  readonly stageLines: (importId: number, lines: readonly StageLine[]) => readonly (StagedRow | null)[];
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
  const insertRows = createBulkInsert(db, 'import_row', ['import_id', 'line', 'outcome', 'cells']);
  // One by one: a statement of many rows keeps a copy of every page it touches until it ends, and the pages of these indexes lie everywhere.
  const insertEntry = db.prepare<[...SqlValues]>(
    `INSERT INTO entry (id, import_id, line, part, raw, phone, country, area_jurisdiction, verdict, reason, suggestion, notes,
                        code, row_jurisdiction, requested_on, expires_at, row_reason, source, duplicate_of)
     VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`);
  // What AUTOINCREMENT goes by: ids given here are the same it would give.
  const lastId = db.prepare<[], number>("SELECT seq FROM sqlite_sequence WHERE name = 'entry'").pluck();
  const findSame = db.prepare<[string, string, string | null, number | null], number>(
    `SELECT id FROM entry INDEXED BY entry_accepted WHERE phone = ? AND code = ? AND verdict = 'accepted' AND row_jurisdiction IS ? AND expires_at IS ? LIMIT 1`).pluck();
  // From the end: what points at an entry of its own import stands after it.
  const dropEntries = db.prepare(
    'DELETE FROM entry WHERE id IN (SELECT id FROM entry WHERE import_id = ? ORDER BY line DESC, part DESC LIMIT 2000)');
  const dropLines = db.prepare('DELETE FROM import_row WHERE import_id = @importId AND line IN (SELECT line FROM import_row WHERE import_id = @importId ORDER BY line DESC LIMIT 4000)');
  const dropImport = db.prepare("DELETE FROM import WHERE id = ? AND state = 'staging'");
  const listAbandoned = db.prepare<[], { id: number }>("SELECT id FROM import WHERE state = 'staging'");

  const stageLines: StagingRepository['stageLines'] = (importId, lines) => {
    let id = lastId.get() ?? 0;
    const rows: SqlValues[] = [];
    const staged = lines.map((line): StagedRow | null => {
      if (line.outcome !== null) {
        rows.push([importId, line.line, line.outcome, JSON.stringify(line.cells)]);
        return null;
      }
      const { readings, facts } = line.read;
      const numbers = readings.map((reading, part): StagedNumber => {
        id += 1;
        if (reading.verdict === 'quarantined') {
          const { raw, reason, suggestion } = reading;
          insertEntry.run(
            id, importId, line.line, part, raw, null, null, null, 'quarantined', reason, suggestion, '[]',
            facts.code, facts.jurisdiction, facts.requestedOn, facts.expiresAt, facts.reason, facts.source, null);
          return { verdict: 'quarantined', phone: null, reason };
        }
        // The same number with the same code, jurisdiction and expiry says nothing new; with any other it does.
        const { phone } = reading;
        const same = findSame.get(phone, facts.code, facts.jurisdiction, facts.expiresAt) ?? null;
        const verdict = same === null ? 'accepted' : 'duplicate';
        const notes = notesOf(reading);
        insertEntry.run(
          id, importId, line.line, part, reading.raw, phone, reading.country, areaJurisdiction(phone), verdict, null, null, notes.length === 0 ? '[]' : JSON.stringify(notes),
          facts.code, facts.jurisdiction, facts.requestedOn, facts.expiresAt, facts.reason, facts.source, same);
        return { verdict, phone, reason: null };
      });
      const summary = summarise(numbers);
      rows.push([importId, line.line, summary.outcome, JSON.stringify(line.cells)]);
      return summary;
    });
    insertRows(rows);
    return staged;
  };

  return {
    begin: (staged) => Number(insertImport.run(staged).lastInsertRowid),
    stageLines,
    stageRow: (importId, line, cells, read) => {
      const [staged] = stageLines(importId, [{ line, cells, outcome: null, read }]);
      if (staged === undefined || staged === null) throw new Error('a line with readings has an outcome');
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
