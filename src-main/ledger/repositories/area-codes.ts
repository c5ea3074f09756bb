// Reports of area codes that the user brought: the newest is in use, the earlier ones stay for the record.
import type { Database } from 'better-sqlite3';
import { readAreaCodes } from '../../../src-shared/domain/area-code-report.ts';
import type { AreaCodes, AreaCodesOn } from '../../../src-shared/domain/area-codes.ts';

export type StoredAreaCodes = {
  /** yyyy-mm-dd. */
  readonly date: string;
  readonly name: string; readonly sha256: string;
  /** A line a code. */
  readonly codes: string;
  readonly at: number;
};

export type AreaCodeRepository = {
  /** Null: the product's own table is in use. */
  readonly latest: () => StoredAreaCodes | null;
  /** What numbers typed on that day (yyyy-mm-dd) are read by. */
  readonly on: (day: string) => AreaCodesOn;
  /** Only inside `transact`. */
  readonly add: (report: StoredAreaCodes) => number;
  /** Back to the product's own table, whose day this is. Only inside `transact`. */
  readonly reset: (date: string, at: number) => number;
};

export const createAreaCodeRepository = (db: Database): AreaCodeRepository => {
  const latest = db.prepare<[], StoredAreaCodes>('SELECT date, name, sha256, codes, at FROM area_code_report ORDER BY id DESC LIMIT 1');
  const insert = db.prepare<[StoredAreaCodes]>('INSERT INTO area_code_report (date, name, sha256, codes, at) VALUES (@date, @name, @sha256, @codes, @at)');
  const tableInUse = createTableInUse(db);
  const add = (report: StoredAreaCodes): number => Number(insert.run(report).lastInsertRowid);
  return {
    latest: () => {
      const found = latest.get();
      return found === undefined || found.codes === own ? null : found;
    },
    on: (day) => {
      const table = tableInUse();
      return table === null ? day : { on: day, table };
    },
    add,
    reset: (date, at) => add({ date, name: '', sha256: '', codes: own, at }),
  };
};

/** A row without codes says that the product's own table is in use from then on. */
const own = '';

/** Null: the product's own. A report is read once and kept until another takes its place. */
export const createTableInUse = (db: Database): (() => AreaCodes | null) => {
  const newest = db.prepare<[], number | null>('SELECT max(id) FROM area_code_report').pluck();
  const codesOf = db.prepare<[number], string>('SELECT codes FROM area_code_report WHERE id = ?').pluck();
  let held: { readonly id: number | null; readonly table: AreaCodes | null } = { id: null, table: null };
  return () => {
    const id = newest.get() ?? null;
    if (id === held.id) return held.table;
    const codes = id === null ? own : (codesOf.get(id) ?? own);
    held = { id, table: codes === own ? null : readAreaCodes(codes) };
    return held.table;
  };
};
