// Sifts numbers that are on a destination's lists: those that no vendor may be asked to take off, each told by the reason that keeps it there.
import type { Database } from 'better-sqlite3';
import type { ReleaseKept } from '../../../src-shared/contract/releases.ts';
import { createPlanSort, type PlanQuestion, type PlanSort } from './plan-sort.ts';
import { notStagingEntry } from './stored-only.ts';

export type ReleaseQuestion = Omit<PlanQuestion, 'only'>;
export type Kept = Record<ReleaseKept['why'], number>;

/** Works on `temp.release_number`, the numbers in question by list, which `sort` must have been made ready for. */
export type ReleaseSift = {
  readonly sort: PlanSort;
  /** In place of those before: numbers of approved releases, after this one (the digits of E.164 as a number) up to that one. */
  readonly gather: (question: ReleaseQuestion, after: number, upTo: number) => void;
  /** In place of those before: the numbers of a batch that was cut, as far as their release is approved. */
  readonly gatherBatch: (question: ReleaseQuestion, batchId: number) => void;
  /** Takes out what is in a batch that has no answer yet: a cut that was broken off goes on. */
  readonly dropOnTheWay: (question: ReleaseQuestion) => void;
  readonly drop: (question: ReleaseQuestion) => Omit<Kept, 'newer-request'>;
};

/** Approved, and not yet off every list; as the index of such releases is written. */
export const isDue = (release: string): string => `${release}.state = 'approved' AND ${release}.done_at IS NULL`;
export const digits = 'CAST(substr(release_number.phone, 2) AS INTEGER)';

export const createReleaseSift = (db: Database): ReleaseSift => {
  db.exec('CREATE TEMP TABLE release_number (list_ref TEXT, list_name TEXT, dnc_type TEXT, phone TEXT, jurisdiction TEXT)');
  const sort = createPlanSort(db);
  const clear = db.prepare('DELETE FROM temp.release_number');
  const number = 'INSERT INTO temp.release_number SELECT l.list_ref, b.list_name, b.dnc_type, l.phone, l.jurisdiction';
  // What has expired blocks nobody, and is left to the vendor.
  const blocks = '(l.expires_at IS NULL OR l.expires_at > @now)';
  type Asked = { destinationId: number; now: number };
  const gather = db.prepare<[Asked & { after: number; upTo: number }]>(`
    ${number} FROM (SELECT DISTINCT r.phone FROM release r INDEXED BY release_due WHERE ${isDue('r')} AND r.phone > @after AND r.phone <= @upTo) r
    CROSS JOIN (SELECT DISTINCT batch.list_ref FROM batch JOIN run ON run.id = batch.run_id WHERE run.destination_id = @destinationId) p
    CROSS JOIN listed l ON l.destination_id = @destinationId AND l.list_ref = p.list_ref AND l.phone = '+' || r.phone
    JOIN batch b ON b.id = l.batch_id WHERE ${blocks}`);
  const gatherBatch = db.prepare<[Asked & { batchId: number }]>(`
    ${number} FROM batch_number n JOIN batch o ON o.id = n.batch_id JOIN listed l ON l.destination_id = @destinationId AND l.list_ref = o.list_ref AND l.phone = n.phone JOIN batch b ON b.id = l.batch_id
    WHERE n.batch_id = @batchId AND ${blocks} AND EXISTS (SELECT 1 FROM release r WHERE ${isDue('r')} AND r.phone = CAST(substr(n.phone, 2) AS INTEGER))`);
  const dropLeaving = db.prepare<[{ destinationId: number }]>(`
    DELETE FROM temp.release_number WHERE EXISTS (
      SELECT 1 FROM listed l WHERE l.destination_id = @destinationId AND l.list_ref = release_number.list_ref AND l.phone = release_number.phone AND l.leaving_batch_id IS NOT NULL)`);
  const dropOnTheWay = db.prepare<[{ destinationId: number }]>(`
    DELETE FROM temp.release_number WHERE EXISTS (
      SELECT 1 FROM batch_number n JOIN batch b ON b.id = n.batch_id JOIN run ON run.id = b.run_id
      WHERE n.phone = release_number.phone AND b.list_ref = release_number.list_ref AND run.destination_id = @destinationId AND run.kind = 'release' AND b.state IN ('waiting', 'sending', 'unknown'))`);
  // Held back counts as wanted. An entry without a type or a list may yet be meant for this one; one of the same type may not be on its new list yet.
  const dropWanted = db.prepare<[{ now: number }]>(`
    DELETE FROM temp.release_number WHERE EXISTS (
      SELECT 1 FROM suppression s JOIN entry e ON e.id = s.entry_id JOIN temp.plan_sort p ON p.claim_id = e.claim_id AND p.place_id = e.place_id
      WHERE s.phone = ${digits} AND ${notStagingEntry('s.entry_id')} AND (p.expires_at IS NULL OR p.expires_at > @now)
        AND (p.list_ref IS NULL OR p.list_ref = release_number.list_ref OR p.dnc_type = release_number.dnc_type))`);
  return {
    sort,
    gather: ({ destinationId, now }, after, upTo) => {
      clear.run();
      gather.run({ destinationId, now, after, upTo });
    },
    gatherBatch: ({ destinationId, now }, batchId) => {
      clear.run();
      gatherBatch.run({ destinationId, now, batchId });
    },
    dropOnTheWay: ({ destinationId }) => { dropOnTheWay.run({ destinationId }); },
    drop: ({ destinationId, now }) => {
      const leaving = dropLeaving.run({ destinationId }).changes;
      return { leaving, wanted: dropWanted.run({ now }).changes };
    },
  };
};
