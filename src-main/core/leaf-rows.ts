// The rows under a leaf's root, each with the exact bytes it was sealed in; of one that was erased, what stands in its place.
import type { Ledger } from '../ledger/open-ledger.ts';
import { rowInOpening, rowLineHash } from '../sealed-log/erased-row.ts';
import { createOpenings, rowLeafHash } from '../sealed-log/rows-tree.ts';

/** `line`: the opening, or what stands for it; `row`: canonical JSON, null where it was erased; `hash`: what the sub-tree holds. */
export type LeafRow = { readonly line: string; readonly row: string | null; readonly hash: Buffer };

/** Page after page, from the first row; none where the leaf seals no rows, or its seed was erased with nothing in its place. */
export function* leafRows(ledger: Ledger, seq: number): Generator<readonly LeafRow[]> {
  const seed = seedOf(ledger, seq);
  if (seed === null) {
    for (let page = ledger.sealedRows.salted(seq, 0); page !== null; page = page.next === null ? null : ledger.sealedRows.salted(seq, page.next)) yield page.rows.map(readSalted);
    return;
  }
  const open = createOpenings(seed, ledger.log.origin() ?? '');
  for (let from: number | null = 0; from !== null;) {
    const page = ledger.sealedRows.page(seq, from);
    yield page.rows.map((row) => {
      const line = open(row);
      return { line, row, hash: rowLeafHash(line) };
    });
    from = page.next;
  }
}

const readSalted = (line: string): LeafRow => ({ line, row: rowInOpening(line), hash: rowLineHash(line) });

const seedOf = (ledger: Ledger, seq: number): Buffer | null => {
  const opening = ledger.log.opening(seq, 'rows');
  if (opening === null) return null;
  const { seed } = JSON.parse(opening) as { readonly seed?: unknown }; // our own canonical JSON
  return typeof seed === 'string' ? Buffer.from(seed, 'base64url') : null;
};
