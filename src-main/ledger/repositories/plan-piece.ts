// One piece of a push plan: the numbers of a range, each with all that is said of it, put in their classes and added to what was found before.
import type { Database } from 'better-sqlite3';
import type { HeldBack } from '../../../src-shared/contract/runs.ts';
import type { PlanQuestion } from './plan-sort.ts';
import type { Plan, PlannedGroup, PlannedNumber, TakeNumbers } from './planned.ts';
import { e164, notStagingEntry } from './stored-only.ts';

/** With `limit`, an expiry at the vendor's limit is renewed once it is this much nearer than the limit. */
const renewalMs = 7 * 86_400_000;

export type PlanPiece = {
  readonly begin: (question: PlanQuestion) => void;
  /** Only these numbers, by list; may be called often, before the first `look`. */
  readonly limitTo: (only: NonNullable<PlanQuestion['only']>) => void;
  /** Some numbers more, after this one (the digits of E.164 as a number); the last of them, null where there were none. */
  readonly look: (after: number, atLeast: number) => number | null;
  readonly imports: () => readonly number[];
  /** Held rows of an import after this entry; where to go on, null where there are no more. */
  readonly countQuarantined: (importId: number, after: number, atMost: number) => number | null;
  readonly found: () => number;
  readonly plan: () => Plan;
  readonly take: TakeNumbers;
};

type Range = { readonly after: number; readonly upTo: number };

/** On a connection of the plan's own, where `temp.plan_sort` is filled. */
export const createPlanPiece = (db: Database, keepsNumbers: boolean): PlanPiece => {
  db.exec(`
    CREATE TEMP TABLE plan_only (list_ref TEXT NOT NULL, phone INTEGER NOT NULL, PRIMARY KEY (phone, list_ref)) WITHOUT ROWID;
    CREATE TEMP TABLE plan_entry (entry_id INTEGER, phone INTEGER, dnc_type TEXT, list_ref TEXT, list_name TEXT, expires_at INTEGER, late INTEGER, jurisdiction TEXT, status TEXT, detail TEXT);
    CREATE TEMP TABLE plan_found (list_ref TEXT, list_name TEXT, dnc_type TEXT, phone TEXT, expires_at INTEGER, late INTEGER, jurisdiction TEXT, entry_id INTEGER);
    CREATE TEMP TABLE plan_kept (list_ref TEXT NOT NULL, ends INTEGER NOT NULL, phone TEXT NOT NULL, jurisdiction TEXT, entry_id INTEGER, PRIMARY KEY (list_ref, ends, phone)) WITHOUT ROWID;`);

  const addOnly = db.prepare('INSERT OR IGNORE INTO temp.plan_only VALUES (?, ?)');
  const clear = ['plan_entry', 'plan_found'].map((table) => db.prepare(`DELETE FROM temp.${table}`));
  const endOf = (table: string) => db.prepare<[number, number], number | null>(`SELECT max(phone) FROM (SELECT phone FROM ${table} WHERE phone > ? ORDER BY phone LIMIT ?)`).pluck();
  const [endOfAll, endOfOnly] = [endOf('suppression'), endOf('temp.plan_only')];
  const spread = (from: string) => db.prepare<[Range]>(`
    INSERT INTO temp.plan_entry
    SELECT e.id, e.phone, p.dnc_type, p.list_ref, p.list_name, p.expires_at, p.late, p.jurisdiction, p.status, p.detail
    FROM ${from} CROSS JOIN entry e ON e.id = s.entry_id CROSS JOIN temp.plan_sort p ON p.claim_id = e.claim_id AND p.place_id = e.place_id
    WHERE s.phone > @after AND s.phone <= @upTo AND e.verdict = 'accepted' AND ${notStagingEntry('s.entry_id')}`);
  const spreadAll = spread('suppression s');
  const spreadOnly = spread('(SELECT DISTINCT phone FROM temp.plan_only WHERE phone > @after AND phone <= @upTo) o CROSS JOIN suppression s ON s.phone = o.phone');

  // The longest block wins where several rows want the same number on the same list: permanent before any date.
  const gather = db.prepare(`
    INSERT INTO temp.plan_found
    SELECT list_ref, min(list_name), min(dnc_type), ${e164('phone')}, iif(count(*) = count(expires_at), max(expires_at), NULL),
      iif(count(*) = count(expires_at), max(late), min(iif(expires_at IS NULL, late, NULL))), max(jurisdiction), min(entry_id)
    FROM temp.plan_entry p
    WHERE status = 'wanted' AND (@restricted = 0 OR EXISTS (SELECT 1 FROM temp.plan_only o WHERE o.list_ref = p.list_ref AND o.phone = p.phone))
    GROUP BY list_ref, phone`);
  const hasDead = db.prepare<[number], 0 | 1>("SELECT EXISTS (SELECT 1 FROM dead_letter WHERE destination_id = ? AND state IN ('open', 'discarded'))").pluck();
  const dropDead = db.prepare<[{ destinationId: number }]>(`
    DELETE FROM temp.plan_found WHERE EXISTS (
      SELECT 1 FROM dead_letter d WHERE d.destination_id = @destinationId AND d.list_ref = plan_found.list_ref
        AND d.phone = plan_found.phone AND d.state IN ('open', 'discarded'))`);
  // There already: listed with an expiry at least as late, unless its removal was sent or the last read-back missed exactly this one.
  const lastRead = db.prepare<[number], number>(`
    SELECT r.id FROM reconciliation r WHERE r.id = (SELECT max(id) FROM reconciliation WHERE destination_id = ? AND state IN ('clean', 'differences'))
      AND EXISTS (SELECT 1 FROM difference d WHERE d.reconciliation_id = r.id AND d.kind IN ('missing', 'different'))`).pluck();
  const dropListed = db.prepare<[{ destinationId: number; now: number; lastRead: number | null }]>(`
    DELETE FROM temp.plan_found WHERE EXISTS (
      SELECT 1 FROM listed s WHERE s.destination_id = @destinationId AND s.list_ref = plan_found.list_ref AND s.phone = plan_found.phone
        AND s.leaving_batch_id IS NULL AND (s.expires_at IS NULL OR s.expires_at > @now)
        AND (s.expires_at IS NULL OR s.expires_at >= plan_found.expires_at - iif(plan_found.late, ${renewalMs}, 0))
        AND (@lastRead IS NULL OR NOT EXISTS (
          SELECT 1 FROM difference d JOIN reconciliation r ON r.id = d.reconciliation_id
          WHERE r.id = @lastRead AND d.list_ref = s.list_ref AND d.phone = s.phone AND d.kind IN ('missing', 'different') AND s.batch_id <= r.last_batch_id)))`);
  // On its way already: in a batch of this destination that has no answer yet.
  const unanswered = "r.destination_id = @destinationId AND r.kind = 'push' AND b.state IN ('waiting', 'sending', 'unknown')";
  const hasUnanswered = db.prepare<[{ destinationId: number }], 0 | 1>(`SELECT EXISTS (SELECT 1 FROM run r JOIN batch b ON b.run_id = r.id WHERE ${unanswered})`).pluck();
  const dropOnTheWay = db.prepare<[{ destinationId: number }]>(`
    DELETE FROM temp.plan_found WHERE EXISTS (
      SELECT 1 FROM batch_number n JOIN batch b ON b.id = n.batch_id JOIN run r ON r.id = b.run_id
      WHERE n.phone = plan_found.phone AND b.list_ref = plan_found.list_ref AND ${unanswered})`);
  const countGroups = db.prepare<[], PlannedGroup>(`
    SELECT dnc_type AS dncType, list_ref AS listRef, list_name AS listName, expires_at AS expiresAt, count(*) AS numbers, sum(late) AS beyondLimit
    FROM temp.plan_found GROUP BY list_ref, expires_at`);
  const keep = db.prepare('INSERT INTO temp.plan_kept SELECT list_ref, coalesce(expires_at, -1), phone, jurisdiction, entry_id FROM temp.plan_found');
  // A number that one row wants on a list is not held back there by another; held by several, it is counted where a person can help first.
  const countHeld = db.prepare<[], HeldBack>(`
    WITH ranked AS (
      SELECT status, detail, row_number() OVER (
        PARTITION BY phone, coalesce(dnc_type, 'code ' || detail)
        ORDER BY CASE status WHEN 'wanted' THEN 0 WHEN 'conflict_undecided' THEN 1 WHEN 'conflict_held' THEN 2 WHEN 'list_not_chosen' THEN 3 WHEN 'country_not_allowed' THEN 4 WHEN 'jurisdiction_missing' THEN 5 ELSE 6 END
      ) AS place FROM temp.plan_entry WHERE phone IN (SELECT phone FROM temp.plan_entry WHERE status <> 'wanted')
    )
    SELECT status AS why, detail, count(*) AS numbers FROM ranked WHERE place = 1 AND status <> 'wanted' GROUP BY 1, 2`);
  const stored = db.prepare<[], number>("SELECT id FROM import WHERE state = 'stored' ORDER BY id").pluck();
  const held = "FROM entry INDEXED BY entry_held WHERE verdict = 'quarantined' AND import_id = ? AND id > ?";
  const heldLater = db.prepare<[number, number, number], number>(`SELECT id ${held} ORDER BY id LIMIT 1 OFFSET ?`).pluck();
  const heldRest = db.prepare<[number, number], number>(`SELECT count(*) ${held}`).pluck();
  const take = db.prepare<[string, number, string, number], PlannedNumber>(
    'SELECT phone, jurisdiction, entry_id AS entryId FROM temp.plan_kept WHERE list_ref = ? AND ends = ? AND phone > ? ORDER BY phone LIMIT ?');

  const groups = new Map<string, PlannedGroup>();
  const heldBack = new Map<string, HeldBack>();
  const counts = { found: 0, alreadyThere: 0, dead: 0, onTheWay: 0, quarantined: 0 };
  let facts = { destinationId: 0, now: 0, lastRead: null as number | null };
  let asks = { restricted: false, dead: false, unanswered: false };

  return {
    begin: ({ destinationId, now, only }) => {
      facts = { destinationId, now, lastRead: lastRead.get(destinationId) ?? null };
      asks = { restricted: only !== null, dead: hasDead.get(destinationId) === 1, unanswered: hasUnanswered.get({ destinationId }) === 1 };
    },
    limitTo: (only) => { for (const { listRef, phone } of only) addOnly.run(listRef, Number(phone.slice(1))); },
    look: (after, atLeast) => {
      const upTo = (asks.restricted ? endOfOnly : endOfAll).get(after, atLeast) ?? null;
      if (upTo === null) return null;
      const { destinationId, now } = facts;
      for (const statement of clear) statement.run();
      (asks.restricted ? spreadOnly : spreadAll).run({ after, upTo });
      gather.run({ restricted: asks.restricted ? 1 : 0 });
      if (asks.dead) counts.dead += dropDead.run({ destinationId }).changes;
      counts.alreadyThere += dropListed.run({ destinationId, now, lastRead: facts.lastRead }).changes;
      if (asks.unanswered) counts.onTheWay += dropOnTheWay.run({ destinationId }).changes;
      for (const group of countGroups.all()) {
        counts.found += group.numbers;
        const key = JSON.stringify([group.listRef, group.expiresAt]);
        const before = groups.get(key);
        groups.set(key, before === undefined ? group : { ...group, numbers: before.numbers + group.numbers, beyondLimit: before.beyondLimit + group.beyondLimit });
      }
      if (keepsNumbers) keep.run();
      for (const one of countHeld.all()) {
        const key = JSON.stringify([one.why, one.detail]);
        heldBack.set(key, { ...one, numbers: one.numbers + (heldBack.get(key)?.numbers ?? 0) });
      }
      return upTo;
    },
    imports: () => stored.all(),
    countQuarantined: (importId, after, atMost) => {
      const last = heldLater.get(importId, after, atMost - 1) ?? null;
      counts.quarantined += last === null ? (heldRest.get(importId, after) ?? 0) : atMost;
      return last;
    },
    found: () => counts.found,
    plan: () => ({
      groups: [...groups.values()].toSorted(byTypeAndEnd), alreadyThere: counts.alreadyThere,
      held: [
        ...[...heldBack.values()].toSorted((a, b) => b.numbers - a.numbers),
        ...([{ why: 'dead_letter', numbers: counts.dead }, { why: 'on_the_way', numbers: counts.onTheWay }, { why: 'quarantined', numbers: counts.quarantined }] as const)
          .flatMap(({ why, numbers }) => (numbers > 0 ? [{ why, detail: null, numbers }] : [])),
      ],
    }),
    take: ({ listRef, expiresAt }, afterPhone, limit) => take.all(listRef, expiresAt ?? -1, afterPhone, limit),
  };
};

/** By type, permanent ones first, then the earliest end. */
export const byTypeAndEnd = (a: PlannedGroup, b: PlannedGroup): number =>
  a.dncType === b.dncType ? (a.expiresAt ?? -1) - (b.expiresAt ?? -1) : a.dncType < b.dncType ? -1 : 1;
