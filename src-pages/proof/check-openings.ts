// What an export opens (numbers, vendors' answers, rows of lists) is held to what was sealed about it, byte by byte.
import { fromBase64, fromUtf8, toBase64Url } from './bytes.ts';
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
export const openingsFlaw = async (members: Members, { open, erased }: Findings, origin: string, hear: HearOpening): Promise<Flaw | string> => {
  let opened = 0;
  let last = '';
  let known = 0;
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
      if (erased.has(`${seq} ${kind}`)) known -= 1;
      hear(seq, kind, value);
    }
  }
  let sealed = 0;
  for (const commitments of open.values()) sealed += Object.keys(commitments).length;
  for (const place of erased) if (open.get(Number(place.split(' ')[0]))?.[place.split(' ')[1] ?? ''] !== undefined) known += 1;
  const untold = sealed - opened - known;
  const absent = [...(known > 0 ? [`${known.toLocaleString('en')} were erased on request, as entries of the log say`] : []), ...(untold > 0 ? [`${untold.toLocaleString('en')} are not here and no entry says that they were erased: they may be kept back`] : [])];
  return `${[`${opened.toLocaleString('en')} of ${sealed.toLocaleString('en')} are here`, ...absent].join('; ')}.`;
};

export const readOpening = (bytes: Uint8Array, text = fromUtf8(bytes)): JsonRecord | null => {
  const value = readCanonical(text ?? '');
  return isRecord(value) ? value : null;
};

/** rows/<seq>.ndjson of an L2 export: all rows of a list, whose tree's root stands in the entry. */
export const rowFilesFlaw = async (members: Members, { rowRoots, erased }: Findings): Promise<Flaw | string> => {
  const seqs = numbersIn(members.names, /^rows\/(\d+)\.ndjson$/u);
  let rows = 0;
  let gone = 0;
  for (const seq of seqs) {
    const tree = growTree();
    if (tree === null) continue;
    for await (const lines of linesOf(members.pieces(`rows/${seq}.ndjson`))) {
      for (const { bytes, whole, text } of lines) {
        if (!whole) return flaw('rows-form', `A line of rows/${seq}.ndjson is too long or does not end.`);
        const kept = bytes[2] === erasedMark ? hashOfErased(text ?? fromUtf8(bytes)) : null;
        if (kept !== null && !erased.has(`${seq} ${tree.size()}`)) return flaw('rows-form', `Line ${tree.size() + 1} of rows/${seq}.ndjson is said to be erased, and no entry says so.`);
        if (kept === null) tree.addLeaf(bytes);
        else tree.add(kept);
        if (kept !== null) gone += 1;
      }
    }
    if (rowRoots.get(seq) !== toBase64Url(tree.root())) return flaw('rows-differ', `The rows in rows/${seq}.ndjson are not those entry ${seq} sealed.`);
    rows += tree.size();
  }
  return seqs.length === 0 ? 'None are in the file.' : `${rows.toLocaleString('en')} rows of ${seqs.length} lists${gone === 0 ? '' : `; ${gone.toLocaleString('en')} of them erased on request, and known by their hash alone`}.`;
};

/** The e of {"erased":…}: an opening begins with {"i":…}. */
const erasedMark = 0x65;

/** The hash that stands for a row; null for a line that is something else. */
const hashOfErased = (text: string | null): Uint8Array | null => {
  const value = readCanonical(text ?? '');
  if (!isRecord(value) || Object.keys(value).join() !== 'erased,i,kind,log' || typeof value['erased'] !== 'string' || !/^[A-Za-z0-9_-]{43}$/u.test(value['erased'])) return null;
  return fromBase64(`${value['erased'].replaceAll('-', '+').replaceAll('_', '/')}=`);
};
