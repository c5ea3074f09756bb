// Which sides of a destination failed again and again: kept, so that the next process leaves them alone as well.
import type { Database } from 'better-sqlite3';

export type Side = 'push' | 'read-back';
/** `openedAt` and `probeAt` are null while it is closed. */
export type Circuit = { readonly side: Side; readonly failures: number; readonly openedAt: number | null; readonly probeAt: number | null; readonly why: string | null };

export type CircuitRepository = {
  readonly find: (destinationId: number, side: Side) => Circuit;
  readonly put: (destinationId: number, circuit: Circuit) => void;
};

export const createCircuitRepository = (db: Database): CircuitRepository => {
  const find = db.prepare<[number, Side], Circuit>('SELECT side, failures, opened_at AS openedAt, probe_at AS probeAt, why FROM circuit WHERE destination_id = ? AND side = ?');
  const put = db.prepare<[Circuit & { destinationId: number }]>(`
    INSERT INTO circuit (destination_id, side, failures, opened_at, probe_at, why) VALUES (@destinationId, @side, @failures, @openedAt, @probeAt, @why)
    ON CONFLICT (destination_id, side) DO UPDATE SET failures = excluded.failures, opened_at = excluded.opened_at, probe_at = excluded.probe_at, why = excluded.why`);
  return {
    find: (destinationId, side) => find.get(destinationId, side) ?? { side, failures: 0, openedAt: null, probeAt: null, why: null },
    put: (destinationId, circuit) => { put.run({ ...circuit, destinationId }); },
  };
};
