// Many rows by one statement: starting a statement costs as much as a row that follows the last one in its table.
import type { Database } from 'better-sqlite3';

export type SqlValue = string | number | null;

/** Values of one statement; SQLite takes 32,766. */
const valuesAtOnce = 600;

export type BulkOptions = { readonly constants?: Readonly<Record<string, string>>; readonly skipTaken?: boolean };

/**
 * Inserts rows in their order, given value after value, and says how many. Inside a transaction of the caller's. `constants`: columns that
 * are the same in every row, as SQL: a value that is not bound costs nothing. `skipTaken`: a row whose key is taken already stays out.
 */
export const createBulkInsert = (db: Database, table: string, columns: readonly string[], { constants = {}, skipTaken = false }: BulkOptions = {}): ((values: readonly SqlValue[]) => number) => {
  const width = columns.length;
  const one = `(${[...columns.map(() => '?'), ...Object.values(constants)].join(', ')})`;
  const prepare = (rows: number) => db.prepare(`INSERT ${skipTaken ? 'OR IGNORE ' : ''}INTO ${table} (${[...columns, ...Object.keys(constants)].join(', ')}) VALUES ${Array.from({ length: rows }, () => one).join(', ')}`);
  const most = Math.floor(valuesAtOnce / width) * width;
  const insertMany = prepare(most / width);
  const insertOne = prepare(1);
  // Handed over one by one: out of an array each costs a look-up of its own, a quarter of the whole.
  return (values) => {
    const whole = values.length - (values.length % most);
    let inserted = 0;
    for (let at = 0; at < whole; at += most) inserted += insertMany.run(...values.slice(at, at + most)).changes;
    for (let at = whole; at < values.length; at += width) inserted += insertOne.run(...values.slice(at, at + width)).changes;
    return inserted;
  };
};
