// The push plan: every accepted number is put in exactly one class for a destination, to be pushed, there already, or held back and why; read piece by piece from one state of the ledger.
import type { Database } from 'better-sqlite3';
import { openDatabase } from '../open-database.ts';
import { registerSqlFunctions } from '../sql-functions.ts';
import { createPlanPiece, type PlanPiece } from './plan-piece.ts';
import { createPlanSort, type PlanQuestion, type PlanSort } from './plan-sort.ts';
import type { Plan, PlannedGroup, PlannedNumber, TakeNumbers } from './planned.ts';
import { acceptedMark } from './stored-only.ts';

/** A plan in the making. It has a connection and one view of the ledger of its own, so what others write meanwhile is not in it, by halves or at all. */
export type PlanReading = {
  /** Looks at some thousand numbers more; true once it has looked at all. */
  readonly step: () => boolean;
  /** Numbers to push among those it has looked at. */
  readonly found: () => number;
  /** What it has found; the plan once `step` has said true. */
  readonly plan: () => Plan;
  /** The next numbers of a group, in order, after `afterPhone` ('' for the first). Only of a plan that keeps its numbers, and once `step` has said true. */
  readonly take: TakeNumbers;
  /** Every reading is closed by whoever opened it; once more does nothing. */
  readonly close: () => void;
};

export type PlanRepository = {
  /** `keep`: the numbers as well, not their counts alone. */
  readonly open: (question: PlanQuestion, keep: 'counts' | 'numbers') => PlanReading;
  /** Changes with all that a plan for this destination hangs on, while no run of it is under way; an hour is the least of time that counts. */
  readonly mark: (destinationId: number, now: number) => string;
  /** The next numbers of a release plan's group, in order, after `afterPhone` ('' for the first). */
  readonly take: (planId: number, group: PlannedGroup, afterPhone: string, limit: number) => readonly PlannedNumber[];
  readonly forget: (planId: number) => void;
  /** Closes every reading that is still open. */
  readonly close: () => void;
};

/** Read at once: some milliseconds. */
const numbersAtOnce = 2000;
const pairsAtOnce = 500;
const scopeAtOnce = 2000;
const heldAtOnce = 20_000;

/** `db` is the ledger's own connection, and its file is what readings open. */
export const createPlanRepository = (db: Database): PlanRepository => {
  db.exec(`
    CREATE TEMP TABLE plan_number (plan_id INTEGER, list_ref TEXT, list_name TEXT, dnc_type TEXT, phone TEXT, expires_at INTEGER, late INTEGER, jurisdiction TEXT, entry_id INTEGER);
    CREATE INDEX temp.plan_number_group ON plan_number (plan_id, list_ref, expires_at, phone);`);
  const forget = db.prepare('DELETE FROM temp.plan_number WHERE plan_id = ?');
  const take = db.prepare<[number, string, number | null, string, number], PlannedNumber>(
    'SELECT phone, jurisdiction, entry_id AS entryId FROM temp.plan_number WHERE plan_id = ? AND list_ref = ? AND expires_at IS ? AND phone > ? ORDER BY phone LIMIT ?');
  const mark = db.prepare<[{ destinationId: number; hour: number }], string>(`
    SELECT json_array(@hour, ${acceptedMark}, (SELECT max(version) FROM code_map), (SELECT max(id) FROM conflict_decision),
      (SELECT json_array(settings, countries, late_expiry) FROM destination WHERE id = @destinationId),
      (SELECT json_group_array(list_ref) FROM destination_list WHERE destination_id = @destinationId),
      (SELECT json_array(max(id), max(ended_at)) FROM run WHERE destination_id = @destinationId),
      (SELECT json_array(count(*), sum(state = 'open')) FROM dead_letter WHERE destination_id = @destinationId AND state IN ('open', 'discarded')),
      (SELECT json_array(max(id), count(*)) FROM reconciliation WHERE destination_id = @destinationId AND state <> 'reading'))`).pluck();
  const readings = new Set<PlanReading>();

  return {
    open: (question, keep) => {
      const reading = openReading(db.name, question, keep === 'numbers', () => { readings.delete(reading); });
      readings.add(reading);
      return reading;
    },
    mark: (destinationId, now) => mark.get({ destinationId, hour: Math.floor(now / 3_600_000) }) ?? '',
    take: (planId, group, afterPhone, limit) => take.all(planId, group.listRef, group.expiresAt, afterPhone, limit),
    forget: (planId) => { forget.run(planId); },
    close: () => { for (const reading of readings) reading.close(); },
  };
};

const openReading = (path: string, question: PlanQuestion, keepsNumbers: boolean, onClose: () => void): PlanReading => {
  if (path === ':memory:') throw new Error('a plan is read from a ledger in a file');
  const db = openDatabase(path);
  try {
    registerSqlFunctions(db);
    return startReading(db, question, keepsNumbers, onClose);
  } catch (thrown) {
    db.close();
    throw thrown;
  }
};

const startReading = (db: Database, question: PlanQuestion, keepsNumbers: boolean, onClose: () => void): PlanReading => {
  const sort = createPlanSort(db);
  const piece = createPlanPiece(db, keepsNumbers);
  // The first look at a table after this is what all others are of.
  db.exec('BEGIN');
  const work = readPieces(question, sort, piece);
  const close = (): void => {
    if (!db.open) return;
    db.close();
    onClose();
  };
  return {
    step: () => {
      if (work.next().done !== true) return false;
      // All that counts is in tables of its own: a state that is held on to keeps the ledger's log of writes from beginning anew.
      if (db.inTransaction) db.exec('COMMIT');
      return true;
    },
    found: piece.found,
    plan: piece.plan,
    take: piece.take,
    close,
  };
};

/** The order of the work; nothing but its place in it is kept between two steps. */
const readPieces = function* (question: PlanQuestion, sort: PlanSort, piece: PlanPiece): Generator<undefined, undefined> {
  const only = question.only ?? [];
  piece.begin(question);
  sort.begin();
  for (let from = 0; sort.some(question, from, pairsAtOnce); from += pairsAtOnce) yield;
  for (let from = 0; from < only.length; from += scopeAtOnce) {
    piece.limitTo(only.slice(from, from + scopeAtOnce));
    yield;
  }
  for (let after = 0; ;) {
    const upTo = piece.look(after, numbersAtOnce);
    if (upTo === null) break;
    after = upTo;
    yield;
  }
  for (const importId of piece.imports()) {
    for (let after: number | null = 0; after !== null;) {
      after = piece.countQuarantined(importId, after, heldAtOnce);
      yield;
    }
  }
  return undefined;
};
