// Held rows as they wait for a person: counted by reason, paged in the order in which they came, found by their raw text.
import type { Database, Statement } from 'better-sqlite3';
import type { EntryVerdict, Page } from '../../../src-shared/contract/imports.ts';
import type { QuarantineEntry, QuarantineGroup } from '../../../src-shared/contract/quarantine.ts';
import type { RejectReason } from '../../../src-shared/domain/reject.ts';
import { createBlockRepository } from './blocks.ts';
import { createDecisionActs, type DecisionActs } from './decisions.ts';
import { notStaging } from './stored-only.ts';

/** Null: no restriction. */
export type PageFilter = { readonly reason: RejectReason | null; readonly importId: number | null; readonly search: string | null };

export type FoundEntry = {
  readonly entryId: number; readonly importId: number; readonly file: string; readonly region: string; readonly line: number;
  readonly raw: string; readonly reason: RejectReason | null;
  readonly verdict: EntryVerdict;
};

export type QuarantineRepository = DecisionActs & {
  readonly summary: (importId: number | null) => { readonly held: number; readonly groups: readonly QuarantineGroup[] };
  /** `search` is looked for inside the raw text, in either case (of ASCII letters). */
  readonly page: (filter: PageFilter, offset: number, limit: number) => Page<QuarantineEntry>;
  /** An entry of a stored import, whatever became of it. */
  readonly find: (entryId: number) => FoundEntry | null;
};

type EntryRecord = Omit<QuarantineEntry, 'code' | 'cells'> & { readonly code: string };

export const createQuarantineRepository = (db: Database): QuarantineRepository => {
  const blocks = createBlockRepository(db);
  const groupsOf = (where: string) => db.prepare<[{ importId: number | null }], QuarantineGroup>(
    `SELECT reason, count(*) AS held, count(suggestion) AS suggested FROM entry
     WHERE verdict = 'quarantined' AND ${notStaging('import_id')} ${where} GROUP BY reason ORDER BY held DESC, reason`);
  const groupsOfAll = groupsOf('');
  const groupsOfImport = groupsOf('AND import_id = @importId');
  const find = db.prepare<[number], FoundEntry>(
    `SELECT e.id AS entryId, e.import_id AS importId, i.name AS file, i.region, e.line, e.raw, e.reason, e.verdict
     FROM entry e JOIN import i ON i.id = e.import_id AND i.state = 'stored' WHERE e.id = ?`);

  type Asked = { reason: string | null; importId: number | null; pattern: string | null; offset: number; limit: number };
  type Statements = { readonly rows: Statement<[Asked], EntryRecord>; readonly total: Statement<[Asked], { n: number }> };
  const prepared = new Map<string, Statements>();
  const statementsFor = (filter: PageFilter): Statements => {
    const where = [
      `verdict = 'quarantined' AND ${notStaging('import_id')}`,
      ...(filter.reason === null ? [] : ['reason = @reason']),
      ...(filter.importId === null ? [] : ['import_id = @importId']),
      ...(filter.search === null ? [] : [String.raw`raw LIKE @pattern ESCAPE '\'`]),
    ].join(' AND ');
    const known = prepared.get(where);
    if (known !== undefined) return known;
    const made: Statements = {
      // The page is found in an index alone; only its rows are then read.
      rows: db.prepare(
        `WITH shown AS MATERIALIZED (SELECT id FROM entry WHERE ${where} ORDER BY import_id, id LIMIT @limit OFFSET @offset)
         SELECT e.id AS entryId, e.import_id AS importId, i.name AS file, e.line, e.raw, e.reason, e.suggestion, c.code
         FROM shown JOIN entry e ON e.id = shown.id JOIN import i ON i.id = e.import_id JOIN claim c ON c.id = e.claim_id ORDER BY e.import_id, e.id`),
      total: db.prepare(`SELECT count(*) AS n FROM entry WHERE ${where}`),
    };
    prepared.set(where, made);
    return made;
  };

  return {
    ...createDecisionActs(db),
    summary: (importId) => {
      const groups = (importId === null ? groupsOfAll : groupsOfImport).all({ importId });
      return { held: groups.reduce((sum, group) => sum + group.held, 0), groups };
    },
    page: (filter, offset, limit) => {
      const { rows, total } = statementsFor(filter);
      const asked: Asked = { reason: filter.reason, importId: filter.importId, pattern: filter.search === null ? null : containing(filter.search), offset, limit };
      return { total: total.get(asked)?.n ?? 0, rows: rows.all(asked).map((record) => ({ ...record, code: record.code === '' ? null : record.code, cells: blocks.cellsOf(record.importId, record.line) })) };
    },
    find: (entryId) => find.get(entryId) ?? null,
  };
};

const containing = (text: string): string => `%${text.replaceAll(/[\\%_]/g, String.raw`\$&`)}%`;
