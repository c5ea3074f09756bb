// Reports of area codes that the user brought: the newest is in use, the earlier ones stay for the record.
import type { Database } from 'better-sqlite3';

export type StoredAreaCodes = {
  /** yyyy-mm-dd. */
  readonly date: string;
  readonly name: string; readonly sha256: string;
  /** A line a code. */
  readonly codes: string;
  readonly at: number;
};

export type AreaCodeRepository = {
  readonly latest: () => StoredAreaCodes | null;
  /** Only inside `transact`. */
  readonly add: (report: StoredAreaCodes) => number;
};

export const createAreaCodeRepository = (db: Database): AreaCodeRepository => {
  const latest = db.prepare<[], StoredAreaCodes>('SELECT date, name, sha256, codes, at FROM area_code_report ORDER BY id DESC LIMIT 1');
  const add = db.prepare<[StoredAreaCodes]>('INSERT INTO area_code_report (date, name, sha256, codes, at) VALUES (@date, @name, @sha256, @codes, @at)');
  return { latest: () => latest.get() ?? null, add: (report) => Number(add.run(report).lastInsertRowid) };
};
