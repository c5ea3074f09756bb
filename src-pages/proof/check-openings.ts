// What an export opens (numbers, vendors' answers, rows of lists) is held to what was sealed about it, byte by byte.
import { fromUtf8, toBase64Url } from './bytes.ts';
import { isRecord, readCanonical, type JsonRecord } from './canonical.ts';
import { flaw, type Flaw } from './course.ts';
import { linesOf } from './lines.ts';
import { numbersIn } from './members.ts';
import type { Findings } from './read-leaves.ts';
import { sha256 } from './sha256.ts';
import type { Members } from './source.ts';
import { growTree } from './tree.ts';

export type HearOpening = (seq: number, kind: string, value: JsonRecord) => void;

/** openings.ndjson of an L2 export. The remark counts what was erased. */
export const openingsFlaw = async (members: Members, { open }: Findings, origin: string, hear: HearOpening): Promise<Flaw | string> => {
  let opened = 0;
  let last = '';
  for await (const lines of linesOf(members.pieces('openings.ndjson'))) {
    for (const { bytes, whole, text } of lines) {
      const value = whole ? readOpening(bytes, text) : null;
      if (value === null) return flaw('opening-form', `Line ${opened + 1} of openings.ndjson is no opening.`);
      const { kind, log, seq } = value;
      if (typeof kind !== 'string' || typeof seq !== 'number' || log !== origin) return flaw('opening-form', `Line ${opened + 1} of openings.ndjson belongs to another log or to no entry.`);
      if (open.get(seq)?.[kind] !== toBase64Url(sha256(bytes))) return flaw('opening-differs', `Line ${opened + 1} of openings.ndjson is not what entry ${seq} sealed.`);
      const place = `${String(seq).padStart(16, '0')} ${kind}`;
      if (place <= last) return flaw('opening-order', `Line ${opened + 1} of openings.ndjson is out of order or there twice.`);
      last = place;
      opened += 1;
      hear(seq, kind, value);
    }
  }
  let sealed = 0;
  for (const commitments of open.values()) sealed += Object.keys(commitments).length;
  return `${opened.toLocaleString('en')} of ${sealed.toLocaleString('en')} are here${sealed === opened ? '' : `; ${(sealed - opened).toLocaleString('en')} were erased, or are kept back`}.`;
};

export const readOpening = (bytes: Uint8Array, text = fromUtf8(bytes)): JsonRecord | null => {
  const value = readCanonical(text ?? '');
  return isRecord(value) ? value : null;
};

/** rows/<seq>.ndjson of an L2 export: all rows of a list, whose tree's root stands in the entry. */
export const rowFilesFlaw = async (members: Members, { rowRoots }: Findings): Promise<Flaw | string> => {
  const seqs = numbersIn(members.names, /^rows\/(\d+)\.ndjson$/u);
  let rows = 0;
  for (const seq of seqs) {
    const tree = growTree();
    if (tree === null) continue;
    for await (const lines of linesOf(members.pieces(`rows/${seq}.ndjson`))) {
      for (const { bytes, whole } of lines) {
        if (!whole) return flaw('rows-form', `A line of rows/${seq}.ndjson is too long or does not end.`);
        tree.addLeaf(bytes);
      }
    }
    if (rowRoots.get(seq) !== toBase64Url(tree.root())) return flaw('rows-differ', `The rows in rows/${seq}.ndjson are not those entry ${seq} sealed.`);
    rows += tree.size();
  }
  return seqs.length === 0 ? 'None are in the file.' : `${rows.toLocaleString('en')} rows of ${seqs.length} lists.`;
};
