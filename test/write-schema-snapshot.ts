// Writes what a fresh ledger looks like into schema.snapshot.sql, so that every change of the schema is seen in a review.
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { migrate } from '../src-main/ledger/migrate.ts';
import { openDatabase } from '../src-main/ledger/open-database.ts';

export const snapshotPath = join(import.meta.dirname, '../src-main/ledger/schema.snapshot.sql');

/** Each table with its indexes and triggers below it, in the order of their names. */
export const dumpFreshSchema = (): string => {
  const db = openDatabase(':memory:');
  try {
    if (!migrate(db).ok) throw new Error('a fresh ledger could not be migrated');
    const version = db.pragma('user_version', { simple: true }) as number;
    const statements = db.prepare<[], string>(
      "SELECT sql FROM sqlite_schema WHERE sql IS NOT NULL AND name NOT LIKE 'sqlite\\_%' ESCAPE '\\' " +
        "ORDER BY tbl_name, CASE type WHEN 'table' THEN 1 WHEN 'view' THEN 2 WHEN 'index' THEN 3 ELSE 4 END, name",
    ).pluck().all();
    return [
      '-- The schema of a fresh ledger, written by `npm run schema`; a test compares.',
      `PRAGMA user_version = ${version};`,
      ...statements.map((sql) => `${sql};`),
    ].join('\n\n').concat('\n');
  } finally {
    db.close();
  }
};

if (process.argv[1] === import.meta.filename) writeFileSync(snapshotPath, dumpFreshSchema());
