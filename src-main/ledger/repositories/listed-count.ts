// How many numbers are on lists, known without a look at each: the ledger itself keeps the counts, whoever writes.
import type { Database } from 'better-sqlite3';

export type ListedCount = {
  /** On a list of the destination, and not leaving it. */
  readonly there: (destinationId: number) => number;
  /** Those that are leaving still take room there. */
  readonly on: (destinationId: number, listRef: string) => number;
};

export const createListedCount = (db: Database): ListedCount => {
  const there = db.prepare<[number], number>('SELECT coalesce(sum(there), 0) FROM listed_count WHERE destination_id = ?').pluck();
  const on = db.prepare<[number, string], number>('SELECT there + leaving FROM listed_count WHERE destination_id = ? AND list_ref = ?').pluck();
  return { there: (destinationId) => there.get(destinationId) ?? 0, on: (destinationId, listRef) => on.get(destinationId, listRef) ?? 0 };
};
