// What has left a destination's lists is sealed as done and forgotten; what is still there counts as listed again. Part by part, each sealed with what it changed.
import type { Ledger } from '../ledger/open-ledger.ts';
import type { LeavingNumber } from '../ledger/repositories/leaving.ts';
import { sealRows } from '../ledger/seal-rows.ts';
import type { Ids } from '../ports/ids.ts';
import { giveWay } from './give-way.ts';

export type Judgement = {
  readonly destinationId: number; readonly reconciliationId: number; readonly at: number;
  /** The newest batch it is about: what a later one asked to remove is none of its matter. */
  readonly lastBatchId: number;
  /** The read-back that shows it; null: a person answers for lists that nobody can read. */
  readonly reading: string | null;
};
type Needs = { readonly ledger: Ledger; readonly ids: Ids };

/** Some milliseconds' worth. */
const numbersAtOnce = 1000;

/** Once the reconciliation has ended, while its reading is still kept. What is called off half-way is still leaving: the next read-back settles it, or whoever goes on with what a person answered for. */
export const settleLeaving = async (needs: Needs & { readonly signal: AbortSignal }, judgement: Judgement): Promise<void> => {
  let part: Part | null = null;
  do {
    part = settlePart(needs, judgement, part);
    await giveWay();
  } while (part !== null && !needs.signal.aborted);
};

/** Where the next part begins, and the leaf of the first, which those after it name. */
type Part = { readonly last: LeavingNumber; readonly leaf: number | null };

/** Null where nothing more is leaving. */
const settlePart = ({ ledger, ids }: Needs, { destinationId, reconciliationId, lastBatchId, at, reading }: Judgement, before: Part | null): Part | null =>
  ledger.transact(() => {
    const { leaving, log, releases } = ledger;
    const asked = { destinationId, reading, lastBatchId, after: before?.last ?? null };
    const some = leaving.some(asked, numbersAtOnce);
    const last = some.at(-1);
    if (last === undefined) return null;
    const gone = some.filter(({ isGone }) => isGone);
    const [only] = gone;
    const first = before?.leaf ?? null;
    leaving.settle(asked, last);
    if (only === undefined) return { last, leaf: first };
    // Those that are now on no list at all: a number may be leaving several, and is done with the last of them.
    releases.finish(gone.map(({ phone }) => phone), at);
    const body = { destination: destinationId, numbers: gone.length, reconciliation: reconciliationId, shown: reading === null ? 'answered-for' : 'read-back', ...(first === null ? {} : { first }) };
    const sealed = gone.length === 1 ? null : sealRows(log.signer()?.origin ?? '', ids.bytes(32), gone.map(({ listRef, phone }) => ({ list: listRef, phone })));
    const leaf = log.append(sealed === null
      ? { kind: 'delete.done', body, open: { subject: { phone: only.phone }, detail: { list: only.listRef } } }
      : { kind: 'delete.done', body: { ...body, root: sealed.root, rows: gone.length }, open: sealed.open });
    return { last, leaf: first ?? leaf };
  });
