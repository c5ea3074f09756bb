// The count of what is listed, which the ledger keeps, is at any time what a look at every number would give.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Database } from 'better-sqlite3';
import * as fc from 'fast-check';
import { afterEach, describe, expect, it } from 'vitest';
import { migrate } from '../../../src-main/ledger/migrate.ts';
import { openDatabase } from '../../../src-main/ledger/open-database.ts';
import { createListedCount } from '../../../src-main/ledger/repositories/listed-count.ts';

const folders: string[] = [];
const opened: Database[] = [];
afterEach(() => {
  for (const db of opened.splice(0)) db.close();
  for (const folder of folders.splice(0)) rmSync(folder, { recursive: true, force: true });
});
const open = (path = ':memory:'): Database => {
  const db = openDatabase(path);
  opened.push(db);
  migrate(db);
  db.pragma('foreign_keys = OFF');
  return db;
};
const lists = ['a', 'b'] as const;
const put = (db: Database, destination: number, list: string, line: number): void => {
  db.prepare(`INSERT INTO listed (destination_id, list_ref, phone, batch_id) VALUES (?, ?, ?, 1)
    ON CONFLICT (destination_id, list_ref, phone) DO UPDATE SET leaving_batch_id = NULL`).run(destination, list, `+120255501${String(line).padStart(2, '0')}`);
};
const truth = (db: Database, destination: number) => [
  db.prepare('SELECT count(*) FROM listed WHERE destination_id = ? AND leaving_batch_id IS NULL').pluck().get(destination),
  ...lists.map((list) => db.prepare('SELECT count(*) FROM listed WHERE destination_id = ? AND list_ref = ?').pluck().get(destination, list)),
];
const told = ({ there, on }: ReturnType<typeof createListedCount>, destination: number) => [there(destination), ...lists.map((list) => on(destination, list))];

describe('the count of listed numbers', () => {
  it('follows whatever comes, leaves, comes back and is rolled back', () => {
    const act = fc.record({
      do: fc.constantFrom('put', 'leave', 'stay', 'remove', 'roll back', 'look'), destination: fc.integer({ min: 1, max: 2 }), list: fc.constantFrom(...lists), line: fc.integer({ min: 0, max: 5 }),
    });
    fc.assert(fc.property(fc.array(act, { maxLength: 40 }), (acts) => {
      const db = open();
      const count = createListedCount(db);
      const where = (destination: number, list: string): string => `WHERE destination_id = ${destination} AND list_ref = '${list}'`;
      for (const { do: what, destination, list, line } of acts) {
        if (what === 'put') put(db, destination, list, line);
        else if (what === 'leave') db.exec(`UPDATE listed SET leaving_batch_id = 7 ${where(destination, list)} AND phone >= '+120255501${String(line).padStart(2, '0')}'`);
        else if (what === 'stay') db.exec(`UPDATE listed SET leaving_batch_id = NULL ${where(destination, list)}`);
        else if (what === 'remove') db.exec(`DELETE FROM listed ${where(destination, list)} AND leaving_batch_id IS NOT NULL`);
        else if (what === 'look') told(count, destination);
        else {
          db.exec('BEGIN');
          put(db, destination, list, line);
          told(count, destination);
          db.exec('ROLLBACK');
        }
      }
      for (const destination of [1, 2]) expect(told(count, destination)).toEqual(truth(db, destination));
      db.close();
    }), { numRuns: 60 });
  });

  it('sees what another process listed', () => {
    const folder = mkdtempSync(join(tmpdir(), 'dnc-desk-'));
    folders.push(folder);
    const [mine, others] = [open(join(folder, 'ledger.db')), open(join(folder, 'ledger.db'))];
    const count = createListedCount(mine);
    put(mine, 1, 'a', 0);
    expect(told(count, 1)).toEqual([1, 1, 0]);
    put(others, 1, 'b', 0);
    expect(told(count, 1)).toEqual([2, 1, 1]);
    put(mine, 1, 'b', 1);
    expect(told(count, 1)).toEqual([3, 1, 2]);
  });
});
