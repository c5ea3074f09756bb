// The release plan: of the numbers on a destination's lists, exactly those whose release is approved and that no accepted entry wants there any more; read piece by piece from one state of the ledger.
import type { Database } from 'better-sqlite3';
import type { ReleaseKept } from '../../../src-shared/contract/releases.ts';
import { byTypeAndEnd } from './plan-piece.ts';
import type { PlannedGroup, PlannedNumber, TakeNumbers } from './planned.ts';
import type { Reading, Readings } from './readings.ts';
import { createReleaseSift, digits, isDue, type Kept, type ReleaseQuestion } from './release-sift.ts';
import { notStagingEntry } from './stored-only.ts';

export type ReleasePlan = { readonly groups: readonly PlannedGroup[]; readonly kept: readonly ReleaseKept[] };

/** A release plan in the making; `plan` and `take` once `step` has said true, and `take` only of one that keeps its numbers. */
export type ReleasePlanReading = Reading & { readonly plan: () => ReleasePlan; readonly take: TakeNumbers };

export type ReleasePlanRepository = {
  readonly open: (question: ReleaseQuestion, keep: 'counts' | 'numbers') => ReleasePlanReading;
  /** Which numbers of a batch that was cut must not leave after all: wanted again, or their approval taken back. */
  readonly keptOf: (question: ReleaseQuestion, batchId: number) => ReadonlySet<string>;
};

/** Looked at in one step: some milliseconds. */
const numbersAtOnce = 2000;
const pairsAtOnce = 500;
const marksAtOnce = 20_000;
const entriesAtOnce = 5000;

export const createReleasePlanRepository = (db: Database, readings: Readings): ReleasePlanRepository => {
  const sift = createReleaseSift(db);
  const left = db.prepare<[], string>('SELECT phone FROM temp.release_number').pluck();
  const asked = db.prepare<[number], string>('SELECT phone FROM batch_number WHERE batch_id = ?').pluck();
  return {
    open: (question, keep) => readings.open((own) => {
      const piece = createPiece(own, question, keep === 'numbers');
      return { work: piece.work(), can: { plan: piece.plan, take: piece.take } };
    }),
    keptOf: db.transaction((question: ReleaseQuestion, batchId: number): ReadonlySet<string> => {
      sift.gatherBatch(question, batchId);
      sift.sort.all(question);
      sift.drop(question);
      const releasable = new Set(left.all());
      return new Set(asked.all(batchId).filter((phone) => !releasable.has(phone)));
    }),
  };
};

/** On a connection of the plan's own. */
const createPiece = (db: Database, question: ReleaseQuestion, keepsNumbers: boolean) => {
  const sift = createReleaseSift(db);
  db.exec(`
    CREATE TEMP TABLE release_newest (phone INTEGER PRIMARY KEY, entry_id INTEGER NOT NULL);
    CREATE TEMP TABLE release_kept (list_ref TEXT NOT NULL, phone TEXT NOT NULL, jurisdiction TEXT, PRIMARY KEY (list_ref, phone)) WITHOUT ROWID;`);
  const due = `FROM release r INDEXED BY release_due WHERE ${isDue('r')} AND r.phone > ?`;
  const endOf = db.prepare<[number, number], number | null>(`SELECT max(phone) FROM (SELECT r.phone ${due} ORDER BY r.phone LIMIT ?)`).pluck();
  const earliestMark = db.prepare<[number, number], number | null>(`SELECT min(r.entry_mark) ${due} AND r.phone <= ?`).pluck();
  const lastEntry = db.prepare<[], number | null>('SELECT max(id) FROM entry').pluck();
  // Entries have no index on their number: those since the earliest approval are looked at, each once.
  const findNewest = db.prepare<[number, number]>(`
    INSERT INTO temp.release_newest SELECT e.phone, max(e.id) FROM entry e
    WHERE e.id > ? AND e.id <= ? AND e.verdict IN ('accepted', 'duplicate', 'withdrawn', 'released') AND ${notStagingEntry('e.id')}
      AND EXISTS (SELECT 1 FROM release r INDEXED BY release_due WHERE ${isDue('r')} AND r.phone = e.phone)
    GROUP BY e.phone ON CONFLICT DO UPDATE SET entry_id = excluded.entry_id`);
  const dropNewer = db.prepare(`
    DELETE FROM temp.release_number WHERE NOT EXISTS (
      SELECT 1 FROM release r INDEXED BY release_due WHERE ${isDue('r')} AND r.phone = ${digits}
        AND r.entry_mark >= coalesce((SELECT n.entry_id FROM temp.release_newest n WHERE n.phone = r.phone), 0))`);
  const countGroups = db.prepare<[], PlannedGroup>(`
    SELECT dnc_type AS dncType, list_ref AS listRef, list_name AS listName, NULL AS expiresAt, count(*) AS numbers, 0 AS beyondLimit FROM temp.release_number GROUP BY list_ref`);
  const keep = db.prepare('INSERT INTO temp.release_kept SELECT list_ref, phone, jurisdiction FROM temp.release_number');
  const take = db.prepare<[string, string, number], PlannedNumber>('SELECT phone, jurisdiction, NULL AS entryId FROM temp.release_kept WHERE list_ref = ? AND phone > ? ORDER BY phone LIMIT ?');

  const groups = new Map<string, PlannedGroup>();
  const kept: Kept = { wanted: 0, 'newer-request': 0, leaving: 0 };

  /** By the order of the numbers: a number of several releases is looked at once. */
  const look = (after: number, upTo: number): void => {
    sift.gather(question, after, upTo);
    sift.dropOnTheWay(question);
    const { leaving, wanted } = sift.drop(question);
    kept.leaving += leaving;
    kept.wanted += wanted;
    kept['newer-request'] += dropNewer.run().changes;
    for (const group of countGroups.all()) groups.set(group.listRef, { ...group, numbers: group.numbers + (groups.get(group.listRef)?.numbers ?? 0) });
    if (keepsNumbers) keep.run();
  };
  const work = function* (): Generator<undefined, undefined> {
    sift.sort.begin();
    for (let from = 0; sift.sort.some(question, from, pairsAtOnce); from += pairsAtOnce) yield;
    let mark = Number.MAX_SAFE_INTEGER;
    for (let [after, upTo] = [0, endOf.get(0, marksAtOnce) ?? null]; upTo !== null; [after, upTo] = [upTo, endOf.get(upTo, marksAtOnce) ?? null]) {
      mark = Math.min(mark, earliestMark.get(after, upTo) ?? mark);
      yield;
    }
    for (const last = lastEntry.get() ?? 0; mark < last; mark += entriesAtOnce) {
      findNewest.run(mark, mark + entriesAtOnce);
      yield;
    }
    for (let [after, upTo] = [0, endOf.get(0, numbersAtOnce) ?? null]; upTo !== null; [after, upTo] = [upTo, endOf.get(upTo, numbersAtOnce) ?? null]) {
      look(after, upTo);
      yield;
    }
    return undefined;
  };
  const plan = (): ReleasePlan => ({
    groups: [...groups.values()].toSorted(byTypeAndEnd),
    kept: (['wanted', 'newer-request', 'leaving'] as const).flatMap((why) => (kept[why] > 0 ? [{ why, numbers: kept[why] }] : [])),
  });
  return { work, plan, take: (({ listRef }, afterPhone, limit) => take.all(listRef, afterPhone, limit)) satisfies TakeNumbers };
};
