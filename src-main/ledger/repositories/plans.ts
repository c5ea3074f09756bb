// The push plan: every accepted number is put in exactly one class for a destination, to be pushed, there already, or held back and why.
import type { Database } from 'better-sqlite3';
import type { HeldBack } from '../../../src-shared/contract/runs.ts';
import type { DncType } from '../../../src-shared/domain/dnc.ts';
import { createPlanSort, type PlanQuestion } from './plan-sort.ts';
import { e164, notStagingEntry } from './stored-only.ts';

export type PlannedGroup = {
  readonly dncType: DncType; readonly listRef: string; readonly listName: string; readonly expiresAt: number | null;
  readonly numbers: number;
  /** Of these, those whose own expiry is later than the vendor takes. */
  readonly beyondLimit: number;
};

export type Plan = { readonly groups: readonly PlannedGroup[]; readonly alreadyThere: number; readonly held: readonly HeldBack[] };

/** `entryId`: the first of the entries that want it; null where it is taken off a list. */
export type PlannedNumber = { readonly phone: string; readonly jurisdiction: string | null; readonly entryId: number | null };

export type PlanRepository = {
  /** Classifies everything anew; `take` then pages through what this left behind. */
  readonly compute: (question: PlanQuestion) => Plan;
  /** The next numbers of a group, in order, after `afterPhone` ('' for the first). */
  readonly take: (planId: number, group: PlannedGroup, afterPhone: string, limit: number) => readonly PlannedNumber[];
  readonly forget: (planId: number) => void;
};

/** With `limit`, an expiry at the vendor's limit is renewed once it is this much nearer than the limit. */
const renewalMs = 7 * 86_400_000;

export const createPlanRepository = (db: Database): PlanRepository => {
  db.exec(`
    CREATE TEMP TABLE plan_only (list_ref TEXT NOT NULL, phone TEXT NOT NULL, PRIMARY KEY (list_ref, phone)) WITHOUT ROWID;
    CREATE TEMP TABLE plan_entry (entry_id INTEGER, phone TEXT, dnc_type TEXT, list_ref TEXT, list_name TEXT, expires_at INTEGER, late INTEGER, jurisdiction TEXT, status TEXT, detail TEXT);
    CREATE TEMP TABLE plan_number (plan_id INTEGER, list_ref TEXT, list_name TEXT, dnc_type TEXT, phone TEXT, expires_at INTEGER, late INTEGER, jurisdiction TEXT, entry_id INTEGER);
    CREATE INDEX temp.plan_number_group ON plan_number (plan_id, list_ref, expires_at, phone);`);

  const clear = ['plan_only', 'plan_entry'].map((table) => db.prepare(`DELETE FROM temp.${table}`));
  const forget = db.prepare('DELETE FROM temp.plan_number WHERE plan_id = ?');
  const sort = createPlanSort(db);
  const addOnly = db.prepare('INSERT OR IGNORE INTO temp.plan_only VALUES (?, ?)');
  const spread = db.prepare(`
    INSERT INTO temp.plan_entry
    SELECT e.id, ${e164('e.phone')}, s.dnc_type, s.list_ref, s.list_name, s.expires_at, s.late, s.jurisdiction, s.status, s.detail
    FROM entry e CROSS JOIN temp.plan_sort s ON s.claim_id = e.claim_id AND s.place_id = e.place_id
    WHERE e.verdict = 'accepted' AND ${notStagingEntry('e.id')}`);

  // The longest block wins where several rows want the same number on the same list: permanent before any date.
  const gather = db.prepare(`
    INSERT INTO temp.plan_number
    SELECT @planId, list_ref, min(list_name), min(dnc_type), phone, iif(count(*) = count(expires_at), max(expires_at), NULL),
      iif(count(*) = count(expires_at), max(late), min(iif(expires_at IS NULL, late, NULL))), max(jurisdiction), min(entry_id)
    FROM temp.plan_entry p
    WHERE status = 'wanted' AND (@restricted = 0 OR EXISTS (SELECT 1 FROM temp.plan_only o WHERE o.list_ref = p.list_ref AND o.phone = p.phone))
    GROUP BY list_ref, phone`);
  const dropDead = db.prepare(`
    DELETE FROM temp.plan_number WHERE plan_id = @planId AND EXISTS (
      SELECT 1 FROM dead_letter d WHERE d.destination_id = @destinationId AND d.list_ref = plan_number.list_ref
        AND d.phone = plan_number.phone AND d.state IN ('open', 'discarded'))`);
  // There already: listed with an expiry at least as late, unless its removal was sent or the last read-back missed exactly this one.
  const dropListed = db.prepare(`
    DELETE FROM temp.plan_number WHERE plan_id = @planId AND EXISTS (
      SELECT 1 FROM listed s WHERE s.destination_id = @destinationId AND s.list_ref = plan_number.list_ref AND s.phone = plan_number.phone
        AND s.leaving_batch_id IS NULL AND (s.expires_at IS NULL OR s.expires_at > @now)
        AND (s.expires_at IS NULL OR s.expires_at >= plan_number.expires_at - iif(plan_number.late, ${renewalMs}, 0))
        AND NOT EXISTS (
          SELECT 1 FROM difference d JOIN reconciliation r ON r.id = d.reconciliation_id
          WHERE r.id = (SELECT max(id) FROM reconciliation WHERE destination_id = @destinationId AND state IN ('clean', 'differences'))
            AND d.list_ref = s.list_ref AND d.phone = s.phone AND d.kind IN ('missing', 'different') AND s.batch_id <= r.last_batch_id))`);
  // On its way already: in a batch of this destination that has no answer yet.
  const dropOnTheWay = db.prepare(`
    DELETE FROM temp.plan_number WHERE plan_id = @planId AND EXISTS (
      SELECT 1 FROM batch_number n JOIN batch b ON b.id = n.batch_id JOIN run r ON r.id = b.run_id
      WHERE n.phone = plan_number.phone AND b.list_ref = plan_number.list_ref AND r.destination_id = @destinationId AND r.kind = 'push'
        AND b.state IN ('waiting', 'sending', 'unknown'))`);
  const groups = db.prepare<[number], PlannedGroup>(`
    SELECT dnc_type AS dncType, list_ref AS listRef, list_name AS listName, expires_at AS expiresAt, count(*) AS numbers, sum(late) AS beyondLimit
    FROM temp.plan_number WHERE plan_id = ? GROUP BY list_ref, expires_at ORDER BY dnc_type, expires_at IS NOT NULL, expires_at`);
  // A number that one row wants on a list is not held back there by another; held by several, it is counted where a person can help first.
  const held = db.prepare<[], HeldBack>(`
    WITH ranked AS (
      SELECT status, detail, row_number() OVER (
        PARTITION BY phone, coalesce(dnc_type, 'code ' || detail)
        ORDER BY CASE status WHEN 'wanted' THEN 0 WHEN 'conflict_undecided' THEN 1 WHEN 'conflict_held' THEN 2 WHEN 'list_not_chosen' THEN 3 WHEN 'country_not_allowed' THEN 4 WHEN 'jurisdiction_missing' THEN 5 ELSE 6 END
      ) AS place FROM temp.plan_entry WHERE phone IN (SELECT phone FROM temp.plan_entry WHERE status <> 'wanted')
    )
    SELECT status AS why, detail, count(*) AS numbers FROM ranked WHERE place = 1 AND status <> 'wanted' GROUP BY 1, 2 ORDER BY 3 DESC`);
  const quarantined = db.prepare<[], { n: number }>(
    "SELECT count(*) AS n FROM entry JOIN import ON import.id = import_id AND state = 'stored' WHERE verdict = 'quarantined'");
  const take = db.prepare<[number, string, number | null, string, number], PlannedNumber>(
    'SELECT phone, jurisdiction, entry_id AS entryId FROM temp.plan_number WHERE plan_id = ? AND list_ref = ? AND expires_at IS ? AND phone > ? ORDER BY phone LIMIT ?');

  return {
    compute: db.transaction((question: PlanQuestion): Plan => {
      for (const statement of clear) statement.run();
      forget.run(question.planId);
      for (const { listRef, phone } of question.only ?? []) addOnly.run(listRef, phone);
      const { planId, destinationId, now } = question;
      sort(question);
      spread.run();
      gather.run({ planId, restricted: question.only === null ? 0 : 1 });
      const dead = dropDead.run({ planId, destinationId }).changes;
      const alreadyThere = dropListed.run({ planId, destinationId, now }).changes;
      const onTheWay = dropOnTheWay.run({ planId, destinationId }).changes;
      const waiting = quarantined.get()?.n ?? 0;
      const heldBack: HeldBack[] = [...held.all()];
      if (dead > 0) heldBack.push({ why: 'dead_letter', detail: null, numbers: dead });
      if (onTheWay > 0) heldBack.push({ why: 'on_the_way', detail: null, numbers: onTheWay });
      if (waiting > 0) heldBack.push({ why: 'quarantined', detail: null, numbers: waiting });
      return { groups: groups.all(planId), alreadyThere, held: heldBack };
    }),
    take: (planId, group, afterPhone, limit) => take.all(planId, group.listRef, group.expiresAt, afterPhone, limit),
    forget: (planId) => { forget.run(planId); },
  };
};
