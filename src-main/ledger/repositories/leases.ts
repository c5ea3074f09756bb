// Leases: one process at a time imports, or works on a run; a lease nobody renews ends by itself, and that of a process known to be gone at once.
import type { Database } from 'better-sqlite3';

/** A process that neither renews nor releases is taken for dead after this. */
export const leaseMs = 15_000;

export type LeaseRepository = {
  /** Takes or renews; null when it is ours now, else the present owner. */
  readonly take: (name: string, owner: string, now: number) => string | null;
  readonly release: (name: string, owner: string) => void;
  readonly holder: (name: string, now: number) => string | null;
};

/** `isGone`: the owner is a process that is not there any more, for certain. */
export const createLeaseRepository = (db: Database, isGone: (owner: string) => boolean = () => false): LeaseRepository => {
  const find = db.prepare<[string, number], { owner: string }>('SELECT owner FROM lease WHERE name = ? AND until > ?');
  const put = db.prepare('INSERT INTO lease (name, owner, until) VALUES (?, ?, ?) ON CONFLICT (name) DO UPDATE SET owner = excluded.owner, until = excluded.until');
  const remove = db.prepare('DELETE FROM lease WHERE name = ? AND owner = ?');
  const holder = (name: string, now: number): string | null => {
    const owner = find.get(name, now)?.owner ?? null;
    return owner === null || isGone(owner) ? null : owner;
  };
  const take = db.transaction((name: string, owner: string, now: number): string | null => {
    const present = holder(name, now);
    if (present !== null && present !== owner) return present;
    put.run(name, owner, now + leaseMs);
    return null;
  });
  return {
    take: (name, owner, now) => {
      if (db.inTransaction) return take(name, owner, now);
      // Who loses the power loses the process as well: waiting until all that others have written is on the disk would hold up the thread for nothing.
      const wanted = db.pragma('synchronous', { simple: true }) as number;
      db.pragma('synchronous = NORMAL');
      try {
        return take.immediate(name, owner, now);
      } finally {
        db.pragma(`synchronous = ${wanted}`);
      }
    },
    release: (name, owner) => { remove.run(name, owner); },
    holder,
  };
};
