// Many rows by one statement: for rows that follow one another in their table, starting a statement costs as much as a row.
import type { Database } from 'better-sqlite3';

export type SqlValues = readonly (string | number | null)[];

/** Rows of one statement; 50 times some columns are far below the 32,766 that SQLite takes. */
const rowsAtOnce = 50;

/** Inserts rows in their order; each holds one value a column. Inside a transaction of the caller's. */
export const createBulkInsert = (db: Database, table: string, columns: readonly string[]): ((rows: readonly SqlValues[]) => void) => {
  const one = `(${columns.map(() => '?').join(', ')})`;
  const prepare = (rows: number) => db.prepare(`INSERT INTO ${table} (${columns.join(', ')}) VALUES ${Array.from({ length: rows }, () => one).join(', ')}`);
  const insertOne = prepare(1);
  const insertMany = prepare(rowsAtOnce);
  return (rows) => {
    const whole = rows.length - (rows.length % rowsAtOnce);
    for (let at = 0; at < whole; at += rowsAtOnce) insertMany.run(rows.slice(at, at + rowsAtOnce).flat());
    for (let at = whole; at < rows.length; at += 1) insertOne.run(rows[at]);
  };
};
