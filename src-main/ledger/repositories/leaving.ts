// Numbers whose removal a vendor was asked for: off the list they are only once a read-back no longer shows them, or a person answers for it where nobody can read.
import type { Database } from 'better-sqlite3';
import { createSampleListed } from './sample-listed.ts';

export type LeavingNumber = { readonly listRef: string; readonly phone: string };

/** Created after the reconciliations, whose read-backs it is held against. All that change are for use inside `transact`. */
export type LeavingRepository = {
  /** The batch's numbers whose removal was accepted, or of which nobody will know; with `refusedToo` also those refused, for a read-back to judge. */
  readonly mark: (destinationId: number, batchId: number, refusedToo: boolean) => void;
  readonly has: (destinationId: number, listRef: string, phone: string) => boolean;
  readonly sample: (destinationId: number, listRef: string, count: number) => readonly string[];
  readonly count: (destinationId: number) => number;
  /** The next of those that are leaving, in order, each with whether it is gone. */
  readonly some: (asked: LeavingQuestion, limit: number) => readonly (LeavingNumber & { readonly isGone: boolean })[];
  /** The same up to and with `last`: what is gone is forgotten; what is still there counts as listed again, and can be released again. */
  readonly settle: (asked: LeavingQuestion, last: LeavingNumber) => void;
};

export type LeavingQuestion = {
  readonly destinationId: number;
  /** Gone is what this reading does not show any more; with null everything is, since nobody can read. */
  readonly reading: string | null;
  /** Only what this batch and those before it asked to remove. */
  readonly lastBatchId: number;
  readonly after: LeavingNumber | null;
};

export const createLeavingRepository = (db: Database): LeavingRepository => {
  const mark = db.prepare(`
    UPDATE listed SET leaving_batch_id = @batchId WHERE destination_id = @destinationId AND list_ref = (SELECT list_ref FROM batch WHERE id = @batchId)
      AND phone IN (SELECT phone FROM batch_number WHERE batch_id = @batchId AND (result IN ('accepted', 'duplicate') OR (result = 'refused' AND (@refusedToo OR code = 'unverifiable'))))`);
  const has = db.prepare<[number, string, string], number>('SELECT 1 FROM listed WHERE destination_id = ? AND list_ref = ? AND phone = ? AND leaving_batch_id IS NOT NULL').pluck();
  const sample = createSampleListed(db, 'leaving');
  const count = db.prepare<[number], number>('SELECT count(*) FROM listed INDEXED BY listed_leaving WHERE destination_id = ? AND leaving_batch_id IS NOT NULL').pluck();
  const isGone = `(@reading IS NULL OR NOT EXISTS (
    SELECT 1 FROM temp.read_back r WHERE r.reading = @reading AND r.list_ref = listed.list_ref AND r.phone = listed.phone))`;
  type Asked = { destinationId: number; reading: string | null; lastBatchId: number; afterList: string; afterPhone: string };
  const index = 'listed INDEXED BY listed_leaving';
  const leaves = `
    WHERE destination_id = @destinationId AND leaving_batch_id IS NOT NULL AND leaving_batch_id <= @lastBatchId AND (list_ref, phone) > (@afterList, @afterPhone)`;
  const some = db.prepare<[Asked & { limit: number }], LeavingNumber & { isGone: 0 | 1 }>(
    `SELECT list_ref AS listRef, phone, ${isGone} AS isGone FROM ${index} ${leaves} ORDER BY list_ref, phone LIMIT @limit`);
  const upTo = 'AND (list_ref, phone) <= (@listRef, @phone)';
  const remove = db.prepare<[Asked & LeavingNumber]>(`DELETE FROM ${index} ${leaves} ${upTo} AND ${isGone}`);
  const stay = db.prepare<[Omit<Asked, 'reading'> & LeavingNumber]>(`UPDATE ${index} SET leaving_batch_id = NULL ${leaves} ${upTo}`);
  const toAsked = ({ after, ...asked }: LeavingQuestion): Asked => ({ ...asked, afterList: after?.listRef ?? '', afterPhone: after?.phone ?? '' });
  return {
    mark: (destinationId, batchId, refusedToo) => { mark.run({ destinationId, batchId, refusedToo: refusedToo ? 1 : 0 }); },
    has: (destinationId, listRef, phone) => has.get(destinationId, listRef, phone) !== undefined,
    sample: (destinationId, listRef, wanted) => sample(destinationId, listRef, wanted, 0),
    count: (destinationId) => count.get(destinationId) ?? 0,
    some: (asked, limit) => some.all({ ...toAsked(asked), limit }).map((number) => ({ ...number, isGone: number.isGone === 1 })),
    settle: (asked, { listRef, phone }) => {
      const { reading, ...rest } = toAsked(asked);
      remove.run({ ...rest, reading, listRef, phone });
      stay.run({ ...rest, listRef, phone });
    },
  };
};
