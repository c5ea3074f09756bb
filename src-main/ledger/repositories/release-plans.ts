// The release plan: of the numbers on a destination's lists, exactly those whose release is approved and that no accepted entry wants there any more.
import type { Database } from 'better-sqlite3';
import type { ReleaseKept } from '../../../src-shared/contract/releases.ts';
import { createPlanSort, type PlanQuestion } from './plan-sort.ts';
import type { PlannedGroup } from './planned.ts';
import { notStagingEntry } from './stored-only.ts';

export type ReleasePlan = { readonly groups: readonly PlannedGroup[]; readonly kept: readonly ReleaseKept[] };
export type ReleaseQuestion = Omit<PlanQuestion, 'only'>;

export type ReleasePlanRepository = {
  /** Looks at everything anew; `plans.take` then pages through what this left behind, and `plans.forget` drops it. */
  readonly compute: (question: ReleaseQuestion) => ReleasePlan;
  /** Which numbers of a batch that was cut must not leave after all: wanted again, or their approval taken back. */
  readonly keptOf: (question: ReleaseQuestion, batchId: number) => ReadonlySet<string>;
};

export const createReleasePlanRepository = (db: Database): ReleasePlanRepository => {
  db.exec('CREATE TEMP TABLE release_newest (phone INTEGER PRIMARY KEY, entry_id INTEGER NOT NULL)');
  const sort = createPlanSort(db);
  const forget = db.prepare('DELETE FROM temp.plan_number WHERE plan_id = ?');
  const digits = 'CAST(substr(plan_number.phone, 2) AS INTEGER)';
  const number = "SELECT @planId AS plan_id, l.list_ref, b.list_name, b.dnc_type, l.phone, NULL AS expires_at, 0 AS late, l.jurisdiction, NULL AS entry_id";
  // What has expired blocks nobody, and is left to the vendor.
  const blocks = '(l.expires_at IS NULL OR l.expires_at > @now)';
  const gather = db.prepare(`
    INSERT INTO temp.plan_number ${number}
    FROM (SELECT DISTINCT phone FROM release WHERE state = 'approved' AND done_at IS NULL) r
    CROSS JOIN (SELECT DISTINCT batch.list_ref FROM batch JOIN run ON run.id = batch.run_id WHERE run.destination_id = @destinationId) p
    CROSS JOIN listed l ON l.destination_id = @destinationId AND l.list_ref = p.list_ref AND l.phone = '+' || r.phone
    JOIN batch b ON b.id = l.batch_id WHERE ${blocks}`);
  const gatherBatch = db.prepare(`
    INSERT INTO temp.plan_number ${number}
    FROM batch_number n JOIN batch o ON o.id = n.batch_id JOIN listed l ON l.destination_id = @destinationId AND l.list_ref = o.list_ref AND l.phone = n.phone JOIN batch b ON b.id = l.batch_id
    WHERE n.batch_id = @batchId AND ${blocks} AND EXISTS (
      SELECT 1 FROM release r WHERE r.state = 'approved' AND r.done_at IS NULL AND r.phone = CAST(substr(n.phone, 2) AS INTEGER))`);
  const dropLeaving = db.prepare(`
    DELETE FROM temp.plan_number WHERE plan_id = @planId AND EXISTS (
      SELECT 1 FROM listed l WHERE l.destination_id = @destinationId AND l.list_ref = plan_number.list_ref AND l.phone = plan_number.phone AND l.leaving_batch_id IS NOT NULL)`);
  // In a batch of this destination that has no answer yet: a cut that was broken off goes on.
  const dropOnTheWay = db.prepare(`
    DELETE FROM temp.plan_number WHERE plan_id = @planId AND EXISTS (
      SELECT 1 FROM batch_number n JOIN batch b ON b.id = n.batch_id JOIN run ON run.id = b.run_id
      WHERE n.phone = plan_number.phone AND b.list_ref = plan_number.list_ref AND run.destination_id = @destinationId AND run.kind = 'release' AND b.state IN ('waiting', 'sending', 'unknown'))`);
  // Held back counts as wanted. An entry without a type or a list may yet be meant for this one; one of the same type may not be on its new list yet.
  const dropWanted = db.prepare(`
    DELETE FROM temp.plan_number WHERE plan_id = @planId AND EXISTS (
      SELECT 1 FROM suppression s JOIN entry e ON e.id = s.entry_id JOIN temp.plan_sort p ON p.claim_id = e.claim_id AND p.place_id = e.place_id
      WHERE s.phone = ${digits} AND ${notStagingEntry('s.entry_id')} AND (p.expires_at IS NULL OR p.expires_at > @now)
        AND (p.list_ref IS NULL OR p.list_ref = plan_number.list_ref OR p.dnc_type = plan_number.dnc_type))`);
  // Entries have no index on their number: those since the earliest approval are looked at once.
  const forgetNewest = db.prepare('DELETE FROM temp.release_newest');
  const findNewest = db.prepare(`
    INSERT INTO temp.release_newest SELECT e.phone, max(e.id) FROM entry e
    WHERE e.id > (SELECT min(entry_mark) FROM release WHERE state = 'approved' AND done_at IS NULL) AND e.verdict IN ('accepted', 'duplicate', 'withdrawn', 'released') AND ${notStagingEntry('e.id')}
      AND e.phone IN (SELECT ${digits} FROM temp.plan_number WHERE plan_id = @planId) GROUP BY e.phone`);
  const dropNewer = db.prepare(`
    DELETE FROM temp.plan_number WHERE plan_id = @planId AND NOT EXISTS (
      SELECT 1 FROM release r WHERE r.state = 'approved' AND r.done_at IS NULL AND r.phone = ${digits}
        AND r.entry_mark >= coalesce((SELECT n.entry_id FROM temp.release_newest n WHERE n.phone = r.phone), 0))`);
  const groups = db.prepare<[number], PlannedGroup>(`
    SELECT dnc_type AS dncType, list_ref AS listRef, min(list_name) AS listName, NULL AS expiresAt, count(*) AS numbers, 0 AS beyondLimit
    FROM temp.plan_number WHERE plan_id = ? GROUP BY list_ref ORDER BY 1, 2`);
  const left = db.prepare<[number], string>('SELECT phone FROM temp.plan_number WHERE plan_id = ?').pluck();
  const asked = db.prepare<[number], string>('SELECT phone FROM batch_number WHERE batch_id = ?').pluck();

  const sift = (question: ReleaseQuestion): Omit<Record<ReleaseKept['why'], number>, 'newer-request'> => {
    const { planId, destinationId, now } = question;
    sort.all(question);
    const leaving = dropLeaving.run({ planId, destinationId }).changes;
    return { leaving, wanted: dropWanted.run({ planId, now }).changes };
  };
  return {
    compute: db.transaction((question: ReleaseQuestion): ReleasePlan => {
      const { planId, destinationId, now } = question;
      forget.run(planId);
      gather.run({ planId, destinationId, now });
      dropOnTheWay.run({ planId, destinationId });
      const { wanted, leaving } = sift(question);
      forgetNewest.run();
      findNewest.run({ planId });
      const newer = dropNewer.run({ planId }).changes;
      const kept: readonly ReleaseKept[] = [{ why: 'wanted', numbers: wanted }, { why: 'newer-request', numbers: newer }, { why: 'leaving', numbers: leaving }];
      return { groups: groups.all(planId), kept: kept.filter(({ numbers }) => numbers > 0) };
    }),
    keptOf: db.transaction((question: ReleaseQuestion, batchId: number): ReadonlySet<string> => {
      const { planId, destinationId, now } = question;
      forget.run(planId);
      gatherBatch.run({ planId, destinationId, now, batchId });
      sift(question);
      const releasable = new Set(left.all(planId));
      forget.run(planId);
      return new Set(asked.all(batchId).filter((phone) => !releasable.has(phone)));
    }),
  };
};
