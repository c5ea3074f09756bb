// What a vendor has told us is on its lists: the ledger's expectation, against which a read-back is compared. What leaves a list (leaving.ts) is not expected there.
import type { Database } from 'better-sqlite3';
import { createListedCount } from './listed-count.ts';
import { createSampleListed, type SampleListed } from './sample-listed.ts';

export type ListedNumber = { readonly phone: string; readonly expiresAt: number | null; readonly jurisdiction: string | null };

export type ListedRepository = {
  /** Every accepted or duplicate number of the batch, as it was sent; an id an earlier answer named stays, and what was leaving is back. */
  readonly putBatch: (destinationId: number, batchId: number) => void;
  readonly setVendorRefs: (destinationId: number, listRef: string, refs: readonly { readonly phone: string; readonly vendorRef: string }[]) => void;
  /** The vendor's own id of an entry; null where it never named one. */
  readonly vendorRef: (destinationId: number, listRef: string, phone: string) => string | null;
  readonly count: (destinationId: number) => number;
  /** Those that are leaving still take room there. */
  readonly countOn: (destinationId: number, listRef: string) => number;
  /** Numbers that must be on the list at `now`, in order of the number. */
  readonly after: (destinationId: number, listRef: string, afterPhone: string, limit: number, now: number) => readonly (ListedNumber & { readonly batchId: number })[];
  readonly lists: (destinationId: number) => readonly { readonly listRef: string; readonly listName: string }[];
  readonly has: (destinationId: number, listRef: string, phone: string) => boolean;
  readonly sample: SampleListed;
};

export const createListedRepository = (db: Database): ListedRepository => {
  const putBatch = db.prepare(`
    INSERT INTO listed (destination_id, list_ref, phone, expires_at, jurisdiction, batch_id)
    SELECT @destinationId, b.list_ref, n.phone, b.expires_at, n.jurisdiction, b.id FROM batch b JOIN batch_number n ON n.batch_id = b.id
    WHERE b.id = @batchId AND n.result IN ('accepted', 'duplicate')
    ON CONFLICT (destination_id, list_ref, phone) DO UPDATE SET expires_at = excluded.expires_at, jurisdiction = excluded.jurisdiction, batch_id = excluded.batch_id, leaving_batch_id = NULL`);
  const setVendorRef = db.prepare('UPDATE listed SET vendor_ref = ? WHERE destination_id = ? AND list_ref = ? AND phone = ?');
  const vendorRef = db.prepare<[number, string, string], { vendorRef: string | null }>('SELECT vendor_ref AS vendorRef FROM listed WHERE destination_id = ? AND list_ref = ? AND phone = ?');
  const counts = createListedCount(db);
  const after = db.prepare<[number, string, string, number, number], ListedNumber & { readonly batchId: number }>(`
    SELECT phone, expires_at AS expiresAt, jurisdiction, batch_id AS batchId FROM listed
    WHERE destination_id = ? AND list_ref = ? AND phone > ? AND (expires_at IS NULL OR expires_at > ?) AND leaving_batch_id IS NULL ORDER BY phone LIMIT ?`);
  // A list that is no longer chosen still holds what was pushed there.
  const lists = db.prepare<[{ destinationId: number }], { listRef: string; listName: string }>(`
    SELECT list_ref AS listRef, min(list_name) AS listName FROM (
      SELECT list_ref, list_name FROM destination_list WHERE destination_id = @destinationId
      UNION SELECT batch.list_ref, batch.list_name FROM batch JOIN run ON run.id = batch.run_id WHERE run.destination_id = @destinationId AND batch.accepted + batch.duplicate > 0
    ) GROUP BY list_ref ORDER BY list_ref`);
  const has = db.prepare<[number, string, string], { n: number }>('SELECT count(*) AS n FROM listed WHERE destination_id = ? AND list_ref = ? AND phone = ? AND leaving_batch_id IS NULL');
  const sample = createSampleListed(db, 'there');
  return {
    putBatch: (destinationId, batchId) => { putBatch.run({ destinationId, batchId }); },
    setVendorRefs: (destinationId, listRef, refs) => { for (const ref of refs) setVendorRef.run(ref.vendorRef, destinationId, listRef, ref.phone); },
    vendorRef: (destinationId, listRef, phone) => vendorRef.get(destinationId, listRef, phone)?.vendorRef ?? null,
    countOn: counts.on,
    count: counts.there,
    after: (destinationId, listRef, afterPhone, limit, now) => after.all(destinationId, listRef, afterPhone, now, limit),
    lists: (destinationId) => lists.all({ destinationId }),
    has: (destinationId, listRef, phone) => (has.get(destinationId, listRef, phone)?.n ?? 0) > 0,
    sample,
  };
};
