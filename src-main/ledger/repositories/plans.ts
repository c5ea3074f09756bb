// The push plan: every accepted number is put in exactly one class for a destination, to be pushed, there already, or held back and why; read piece by piece from one state of the ledger.
import type { Database } from 'better-sqlite3';
import { createPlanPiece, type PlanPiece } from './plan-piece.ts';
import { createPlanSort, type PlanQuestion, type PlanSort } from './plan-sort.ts';
import type { Plan, TakeNumbers } from './planned.ts';
import type { Reading, Readings } from './readings.ts';
import { acceptedMark } from './stored-only.ts';

/** A plan in the making; each step looks at some thousand numbers. */
export type PlanReading = Reading & {
  /** Numbers to push among those it has looked at. */
  readonly found: () => number;
  /** What it has found; the plan once `step` has said true. */
  readonly plan: () => Plan;
  /** The next numbers of a group, in order, after `afterPhone` ('' for the first). Only of a plan that keeps its numbers, and once `step` has said true. */
  readonly take: TakeNumbers;
};

export type PlanRepository = {
  /** `keep`: the numbers as well, not their counts alone. */
  readonly open: (question: PlanQuestion, keep: 'counts' | 'numbers') => PlanReading;
  /** Changes with all that a plan for this destination hangs on, while no run of it is under way; an hour is the least of time that counts. */
  readonly mark: (destinationId: number, now: number) => string;
};

/** Read at once: some milliseconds. */
const numbersAtOnce = 2000;
const pairsAtOnce = 500;
const scopeAtOnce = 2000;
const heldAtOnce = 20_000;

/** `db` is the ledger's own connection. */
export const createPlanRepository = (db: Database, readings: Readings): PlanRepository => {
  const mark = db.prepare<[{ destinationId: number; hour: number }], string>(`
    SELECT json_array(@hour, ${acceptedMark}, (SELECT max(version) FROM code_map), (SELECT max(id) FROM conflict_decision),
      (SELECT json_array(settings, countries, late_expiry) FROM destination WHERE id = @destinationId),
      (SELECT json_group_array(list_ref) FROM destination_list WHERE destination_id = @destinationId),
      (SELECT json_array(max(id), max(ended_at)) FROM run WHERE destination_id = @destinationId),
      (SELECT json_array(count(*), sum(state = 'open')) FROM dead_letter WHERE destination_id = @destinationId AND state IN ('open', 'discarded')),
      (SELECT json_array(max(id), count(*)) FROM reconciliation WHERE destination_id = @destinationId AND state <> 'reading'))`).pluck();
  return {
    open: (question, keep) => readings.open((own) => {
      const sort = createPlanSort(own);
      const piece = createPlanPiece(own, keep === 'numbers');
      return { work: readPieces(question, sort, piece), can: { found: piece.found, plan: piece.plan, take: piece.take } };
    }),
    mark: (destinationId, now) => mark.get({ destinationId, hour: Math.floor(now / 3_600_000) }) ?? '',
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
