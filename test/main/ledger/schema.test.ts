// The schema: a fresh ledger is what the snapshot shows, and every table keeps its promises about types and the log.
import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { migrations } from '../../../src-main/ledger/migrations/index.ts';
import { dumpFreshSchema, snapshotPath } from '../../write-schema-snapshot.ts';

const schema = dumpFreshSchema();

describe('the schema of a fresh ledger', () => {
  it('is the one in schema.snapshot.sql', () => {
    expect(schema === readFileSync(snapshotPath, 'utf8').replaceAll('\r\n', '\n'), 'the schema has changed: run `npm run schema` and look at the difference').toBe(true);
  });

  it('grows by whole steps: 1, 2, 3 …', () => {
    expect(migrations.map((one) => one.version)).toEqual(migrations.map((_, index) => index + 1));
  });

  it('has only STRICT tables', () => {
    const tables = schema.match(/^CREATE TABLE [\s\S]*?;$/gmu) ?? [];
    expect(tables.length).toBeGreaterThan(5);
    expect(tables.filter((table) => !/\)\s*(?:WITHOUT ROWID\s*,\s*)?STRICT\s*(?:,\s*WITHOUT ROWID\s*)?;$/u.test(table))).toEqual([]);
  });
});
