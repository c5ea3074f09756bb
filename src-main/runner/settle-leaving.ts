// What has left a destination's lists is sealed as done and forgotten; what is still there counts as listed again. Part by part, each sealed with what it changed.
import type { Ledger } from '../ledger/open-ledger.ts';
import { sealRows } from '../ledger/seal-rows.ts';
import type { Ids } from '../ports/ids.ts';
import { giveWay } from './give-way.ts';

export type Judgement = {
  readonly destinationId: number; readonly reconciliationId: number; readonly at: number;
  /** The read-back that shows it; null: a person answers for lists that nobody can read. */
  readonly reading: string | null;
};
type Needs = { readonly ledger: Ledger; readonly ids: Ids };

/** Some milliseconds' worth. */
const numbersAtOnce = 1000;

/** Once the reconciliation has ended, while its reading is still kept. What is called off half-way is still leaving, and the next read-back settles it. */
export const settleLeaving = async (needs: Needs & { readonly signal: AbortSignal }, judgement: Judgement): Promise<void> => {
  for (let first: number | null = null; !needs.signal.aborted;) {
    const part = settlePart(needs, judgement, first);
    if (part === null) return;
    first ??= part.leaf;
    await giveWay();
  }
};

/** The same in the caller's transaction: a person's word holds for all or for none. */
export const settleLeavingAtOnce = (needs: Needs, judgement: Judgement): void => {
  for (let first: number | null = null; ;) {
    const part = settlePart(needs, judgement, first);
    if (part === null) return;
    first ??= part.leaf;
  }
};

/** `first`: the leaf of the first part, which those after it name. Null where nothing is leaving any more. */
const settlePart = ({ ledger, ids }: Needs, { destinationId, reconciliationId, at, reading }: Judgement, first: number | null): { readonly leaf: number | null } | null =>
  ledger.transact(() => {
    const { leaving, log, releases } = ledger;
    const some = leaving.some(destinationId, reading, numbersAtOnce);
    const last = some.at(-1);
    if (last === undefined) {
      // Nothing is left after whole parts.
      if (first !== null) releases.finish(at);
      return null;
    }
    const gone = some.filter(({ isGone }) => isGone);
    const [only] = gone;
    let leaf: number | null = null;
    if (only !== undefined) {
      const body = { destination: destinationId, numbers: gone.length, reconciliation: reconciliationId, shown: reading === null ? 'answered-for' : 'read-back', ...(first === null ? {} : { first }) };
      const sealed = gone.length === 1 ? null : sealRows(log.signer()?.origin ?? '', ids.bytes(32), gone.map(({ listRef, phone }) => ({ list: listRef, phone })));
      leaf = log.append(sealed === null
        ? { kind: 'delete.done', body, open: { subject: { phone: only.phone }, detail: { list: only.listRef } } }
        : { kind: 'delete.done', body: { ...body, root: sealed.root, rows: gone.length }, open: sealed.open });
    }
    leaving.settle(destinationId, reading, last);
    // Over all approved ones, once: a number may be leaving several lists.
    if (some.length < numbersAtOnce) releases.finish(at);
    return { leaf };
  });
