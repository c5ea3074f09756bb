// What has left a destination's lists is sealed as done and forgotten; what is still there counts as listed again.
import type { Ledger } from '../ledger/open-ledger.ts';
import { sealRows } from '../ledger/seal-rows.ts';
import type { Ids } from '../ports/ids.ts';

export type Judgement = {
  readonly destinationId: number; readonly reconciliationId: number; readonly at: number;
  /** The read-back that shows it; null: a person answers for lists that nobody can read. */
  readonly reading: string | null;
};

/** In one transaction with the end of the reconciliation, while its reading is still kept. Returns how many numbers are gone. */
export const settleLeaving = ({ ledger, ids }: { readonly ledger: Ledger; readonly ids: Ids }, { destinationId, reconciliationId, at, reading }: Judgement): number =>
  ledger.transact(() => {
    if (ledger.leaving.count(destinationId) === 0) return 0;
    const { leaving, log } = ledger;
    let numbers = 0;
    let first: { readonly listRef: string; readonly phone: string } | null = null;
    const rows = function* () {
      for (const number of leaving.gone(destinationId, reading)) {
        numbers += 1;
        first ??= number;
        yield { list: number.listRef, phone: number.phone };
      }
    };
    const { root, open } = sealRows(log.signer()?.origin ?? '', ids.bytes(32), rows());
    if (first !== null) {
      const { listRef, phone } = first as { readonly listRef: string; readonly phone: string }; // assigned while the rows were read, which the checker does not follow
      const body = { destination: destinationId, numbers, reconciliation: reconciliationId, shown: reading === null ? 'answered-for' : 'read-back' };
      log.append(numbers === 1
        ? { kind: 'delete.done', body, open: { subject: { phone }, detail: { list: listRef } } }
        : { kind: 'delete.done', body: { ...body, root, rows: numbers }, open });
    }
    leaving.settle(destinationId, reading);
    ledger.releases.finish(at);
    return numbers;
  });
