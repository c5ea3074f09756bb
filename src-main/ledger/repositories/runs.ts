// Runs: one push to one destination, or one release from it, and how far it is, summed from its batches.
import type { Database } from 'better-sqlite3';
import type { RunKind } from '../../../src-shared/contract/runs.ts';
import type { RunState } from '../../../src-shared/domain/run.ts';

export type Run = {
  readonly id: number; readonly destinationId: number; readonly kind: RunKind; readonly state: RunState; readonly codeMapVersion: number;
  readonly startedAt: number; readonly endedAt: number | null; readonly readyAt: number | null;
  readonly stopWanted: boolean; readonly trouble: string | null;
};

export type RunTotals = {
  readonly numbers: number; readonly batches: number; readonly settled: number; readonly waiting: number; readonly inFlight: number;
  readonly accepted: number; readonly duplicate: number; readonly refused: number; readonly unknown: number; readonly waitingNumbers: number;
};

export type Scope = readonly { readonly listRef: string; readonly phone: string }[] | null;

export type RunRepository = {
  /** `scope`: only these numbers, by list; null: all that the plan shows. Returns null where the destination has a run that has not ended. */
  readonly create: (destinationId: number, codeMapVersion: number, at: number, scope: Scope, kind?: RunKind) => number | null;
  readonly scope: (id: number) => Scope;
  readonly find: (id: number) => Run | null;
  readonly totals: (id: number) => RunTotals;
  readonly page: (destinationId: number | null, offset: number, limit: number) => { readonly total: number; readonly ids: readonly number[] };
  /** The destination's newest run; null when nothing was ever pushed. */
  readonly latest: (destinationId: number) => Run | null;
  /** The run that has not ended, if there is one. */
  readonly unfinished: (destinationId: number) => Run | null;
  readonly allUnfinished: () => readonly Run[];
  readonly setState: (id: number, state: RunState, changes?: { readonly trouble?: string | null; readonly readyAt?: number; readonly endedAt?: number }) => void;
  readonly wantStop: (id: number, wanted: boolean) => void;
  /** Answered numbers and the span of their answers, of batches answered since `since`: for numbers per second. */
  readonly recent: (id: number, since: number) => { readonly numbers: number; readonly from: number | null; readonly to: number | null };
};

export const createRunRepository = (db: Database): RunRepository => {
  const columns = `id, destination_id AS destinationId, kind, state, code_map_version AS codeMapVersion, started_at AS startedAt,
    ended_at AS endedAt, ready_at AS readyAt, stop_wanted AS stopWanted, trouble`;
  type Record = Omit<Run, 'stopWanted'> & { readonly stopWanted: number };
  const insert = db.prepare(`
    INSERT INTO run (destination_id, kind, state, code_map_version, started_at, scope)
    SELECT @destinationId, @kind, 'cutting', @codeMapVersion, @at, @scope WHERE NOT EXISTS (SELECT 1 FROM run WHERE destination_id = @destinationId AND state <> 'ended')`);
  const scope = db.prepare<[number], { scope: string | null }>('SELECT scope FROM run WHERE id = ?');
  const find = db.prepare<[number], Record>(`SELECT ${columns} FROM run WHERE id = ?`);
  const latest = db.prepare<[number], Record>(`SELECT ${columns} FROM run WHERE destination_id = ? ORDER BY id DESC LIMIT 1`);
  const unfinished = db.prepare<[number], Record>(`SELECT ${columns} FROM run WHERE destination_id = ? AND state <> 'ended' ORDER BY id DESC LIMIT 1`);
  const allUnfinished = db.prepare<[], Record>(`SELECT ${columns} FROM run WHERE state <> 'ended' ORDER BY id`);
  const page = db.prepare<[{ destinationId: number | null; offset: number; limit: number }], { id: number }>(
    'SELECT id FROM run WHERE @destinationId IS NULL OR destination_id = @destinationId ORDER BY id DESC LIMIT @limit OFFSET @offset');
  const count = db.prepare<[{ destinationId: number | null }], { n: number }>('SELECT count(*) AS n FROM run WHERE @destinationId IS NULL OR destination_id = @destinationId');
  // A settled batch counts for what it settled itself: numbers it gave to a new batch are counted there.
  const totals = db.prepare<[number], RunTotals>(`
    SELECT coalesce(sum(iif(state IN ('waiting', 'sending', 'unknown'), numbers, accepted + duplicate + refused)), 0) AS numbers,
      coalesce(sum(state <> 'superseded'), 0) AS batches,
      coalesce(sum(state IN ('answered', 'verified', 'unverifiable', 'refused')), 0) AS settled,
      coalesce(sum(state = 'waiting'), 0) AS waiting, coalesce(sum(state = 'sending'), 0) AS inFlight,
      coalesce(sum(accepted), 0) AS accepted, coalesce(sum(duplicate), 0) AS duplicate, coalesce(sum(refused), 0) AS refused,
      coalesce(sum(iif(state = 'unknown', unknown, 0)), 0) AS unknown,
      coalesce(sum(iif(state IN ('waiting', 'sending'), numbers, 0)), 0) AS waitingNumbers
    FROM batch WHERE run_id = ?`);
  const setState = db.prepare(`
    UPDATE run SET state = @state, trouble = iif(@setTrouble, @trouble, trouble), ready_at = coalesce(@readyAt, ready_at), ended_at = coalesce(@endedAt, ended_at) WHERE id = @id`);
  const wantStop = db.prepare('UPDATE run SET stop_wanted = ? WHERE id = ?');
  const recent = db.prepare<[number, number], { numbers: number; from: number | null; to: number | null }>(
    'SELECT coalesce(sum(numbers), 0) AS numbers, min(sent_at) AS "from", max(answered_at) AS "to" FROM batch WHERE run_id = ? AND answered_at >= ?');

  const toRun = (record: Record | undefined): Run | null => (record === undefined ? null : { ...record, stopWanted: record.stopWanted === 1 });
  return {
    create: (destinationId, codeMapVersion, at, only, kind = 'push') => {
      const { changes, lastInsertRowid } = insert.run({ destinationId, kind, codeMapVersion, at, scope: only === null ? null : JSON.stringify(only) });
      return changes === 1 ? Number(lastInsertRowid) : null;
    },
    scope: (id) => JSON.parse(scope.get(id)?.scope ?? 'null') as Scope,
    find: (id) => toRun(find.get(id)),
    totals: (id) => {
      const summed = totals.get(id);
      if (summed === undefined) throw new Error('a sum always has one row');
      return summed;
    },
    page: (destinationId, offset, limit) => ({ total: count.get({ destinationId })?.n ?? 0, ids: page.all({ destinationId, offset, limit }).map((row) => row.id) }),
    latest: (destinationId) => toRun(latest.get(destinationId)),
    unfinished: (destinationId) => toRun(unfinished.get(destinationId)),
    allUnfinished: () => allUnfinished.all().flatMap((record) => toRun(record) ?? []),
    setState: (id, state, changes = {}) => {
      const { changes: changed } = setState.run({
        id, state, setTrouble: changes.trouble === undefined ? 0 : 1, trouble: changes.trouble ?? null,
        readyAt: changes.readyAt ?? null, endedAt: changes.endedAt ?? null,
      });
      if (changed !== 1) throw new Error(`no run ${id}`);
    },
    wantStop: (id, wanted) => { wantStop.run(wanted ? 1 : 0, id); },
    recent: (id, since) => recent.get(id, since) ?? { numbers: 0, from: null, to: null },
  };
};
