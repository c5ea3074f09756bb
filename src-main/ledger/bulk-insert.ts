// Many rows by one statement: starting a statement costs as much as a row that follows the last one in its table.
import type { Database } from 'better-sqlite3';

export type SqlValue = string | number | null;

/** Values of one statement; SQLite takes 32,766. */
const valuesAtOnce = 600;

/**
 * Inserts rows in their order, given value after value. Inside a transaction of the caller's. `constants`: columns that are the same in every
 * row, as SQL: a value that is not bound costs nothing.
 */
export const createBulkInsert = (db: Database, table: string, columns: readonly string[], constants: Readonly<Record<string, string>> = {}): ((values: readonly SqlValue[]) => void) => {
  const width = columns.length;
  const one = `(${[...columns.map(() => '?'), ...Object.values(constants)].join(', ')})`;
  const prepare = (rows: number) => db.prepare(`INSERT INTO ${table} (${[...columns, ...Object.keys(constants)].join(', ')}) VALUES ${Array.from({ length: rows }, () => one).join(', ')}`);
  const most = Math.floor(valuesAtOnce / width) * width;
  const insertMany = prepare(most / width);
  const insertOne = prepare(1);
  return (values) => {
    const whole = values.length - (values.length % most);
    for (let at = 0; at < whole; at += most) insertMany.run(values.slice(at, at + most));
    for (let at = whole; at < values.length; at += width) insertOne.run(values.slice(at, at + width));
  };
};
