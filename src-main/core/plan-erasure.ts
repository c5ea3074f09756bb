// What of a number can still be read: its openings, its rows in lists, the lines of files it stood in, and remarks that write it out.
import { deflateRawSync } from 'node:zlib';
import type { Ledger } from '../ledger/open-ledger.ts';
import type { NumberLine } from '../ledger/repositories/erasure.ts';
import type { RowChunk } from '../ledger/seal-rows.ts';
import { phonesIn } from '../sealed-log/certificate-records.ts';
import { erasedRow } from '../sealed-log/erased-row.ts';
import type { Leaf } from '../sealed-log/leaf.ts';
import { createRunningRoot } from '../sealed-log/running-root.ts';
import { leafRows } from './leaf-rows.ts';
import { phonesInRow, type Steps } from './subject-index.ts';
import { leafAt, type RowsBroken } from './subject-records.ts';

/** `salted`: nothing is left of its seed already, and only these of its chunks change. */
export type ErasedRows = { readonly seq: number; readonly places: readonly number[]; readonly shared: number; readonly salted: readonly RowChunk[] | null };
export type ErasurePlan = {
  readonly leaves: readonly number[];
  /** Leaves whose openings of that kind go. */
  readonly subjects: readonly number[];
  readonly details: readonly number[];
  readonly rows: readonly ErasedRows[];
  readonly lines: readonly NumberLine[];
  /** `basisOf` when it was made: while that is the same, so is the plan. */
  readonly basis: string;
};

/** What a plan stands on. Sealed rows never change but by an erasure, and that leaves a leaf. */
export const basisOf = (ledger: Ledger, phone: string, of: readonly number[]): string =>
  JSON.stringify([of, ledger.erasure.lines(phone), ledger.logSearch.kinds().find(({ kind }) => kind === 'delete.done')?.leaves ?? 0]);

/**
 * `of`: the leaves that hold records of the number. With `isMeant`, the rows of each leaf that loses one are written anew beside it, every one with
 * its salt, in short transactions: they count only once `carryOut` has taken the seed away.
 */
export function* planErasure(ledger: Ledger, phone: string, of: readonly number[], isMeant: boolean): Steps<ErasurePlan | RowsBroken> {
  const basis = basisOf(ledger, phone, of);
  const lines = ledger.erasure.lines(phone);
  const linesOf = new Map<number, Set<number>>();
  for (const { leafSeq, line } of lines) if (leafSeq !== null) linesOf.set(leafSeq, (linesOf.get(leafSeq) ?? new Set()).add(line));
  const leaves = [...new Set([...of, ...linesOf.keys()])].sort((a, b) => a - b);
  const subjects = leaves.filter((seq) => namesIn(ledger.log.opening(seq, 'subject'), phone));
  const rows: ErasedRows[] = [];
  for (const seq of leaves) {
    const found = yield* (isMeant ? planRows : countRows)(ledger, phone, seq, linesOf.get(seq) ?? noLines);
    if ('broken' in found) return { seq };
    if (found.places.length > 0) rows.push(found);
  }
  const details = new Set(subjects.filter((seq) => ledger.log.opening(seq, 'detail') !== null && !staysTold(leafAt(ledger, seq))));
  const spelt = spellings(phone);
  let read = 0;
  for (const { seq, kind, bytes } of ledger.log.openings(ledger.log.size())) {
    if (kind === 'detail' && spelt.test(bytes)) details.add(seq);
    read += 1;
    if (read % openingsAtOnce === 0) yield;
  }
  return { leaves, subjects, details: [...details].sort((a, b) => a - b), rows, lines, basis };
}

/** Every way in which people write the digits of a number into a text. */
export const spellings = (phone: string): RegExp => {
  const digits = phone.startsWith('+1') ? phone.slice(2) : phone.slice(1);
  return new RegExp(`(?<!\\d)${phone.startsWith('+1') ? String.raw`(?:\+?1[\s().\-/]{0,3})?` : ''}${Array.from(digits).join(String.raw`[\s().\-/]{0,3}`)}(?!\\d)`);
};

/** To whom an export went tells where the number may be still, and why it was erased must be answered for; neither is about the person. */
const staysTold = ({ kind, body }: Leaf): boolean => kind === 'export.seal' || (kind === 'delete.request' && body['act'] === 'erase');

const noLines: ReadonlySet<number> = new Set();
const openingsAtOnce = 5000;
const rowsAtOnce = 500;

const namesIn = (opening: string | null, phone: string): boolean => opening !== null && phonesIn(JSON.parse(opening)).has(phone);

/** Whether this row goes, and whether others' numbers go with it; null for one that stays. Nearly every row is told by its text alone. */
const goingIn = (row: string, phone: string, lines: ReadonlySet<number>): { readonly isShared: boolean } | null => {
  const isOnLine = lines.size > 0 && lines.has(lineOf(row));
  if (!isOnLine && !row.includes(`"${phone}"`)) return null;
  const phones = phonesInRow(row);
  return isOnLine || phones.has(phone) ? { isShared: phones.size > (phones.has(phone) ? 1 : 0) } : null;
};

/** How many rows would go, without a look at their salts. The places are those among the rows that are left. */
function* countRows(ledger: Ledger, phone: string, seq: number, lines: ReadonlySet<number>): Steps<ErasedRows> {
  const places: number[] = [];
  let [shared, at] = [0, 0];
  for (let from: number | null = 0; from !== null;) {
    const page = ledger.sealedRows.page(seq, from);
    for (const row of page.rows) {
      const going = goingIn(row, phone, lines);
      if (going !== null) places.push(at);
      if (going?.isShared === true) shared += 1;
      at += 1;
    }
    from = page.next;
    yield;
  }
  return { seq, places, shared, salted: null };
}

/** The rows that go, and all rows of the leaf written anew where one does. */
function* planRows(ledger: Ledger, phone: string, seq: number, lines: ReadonlySet<number>): Steps<ErasedRows | { readonly broken: true }> {
  const hasSeed = ledger.log.opening(seq, 'rows') !== null;
  const log = ledger.log.origin() ?? '';
  const tree = createRunningRoot();
  const places: number[] = [];
  const changed: RowChunk[] = [];
  let shared = 0;
  let chunk: string[] = [];
  let isChanged = false;
  let first = 0;
  if (hasSeed) ledger.transact(() => { ledger.erasure.clearSalted(seq); });
  const end = (): void => {
    if (chunk.length > 0 && (hasSeed || isChanged)) {
      const packed = { first, rows: chunk.length, bytes: deflateRawSync(chunk.join('\n'), { level: 1 }) };
      if (hasSeed) ledger.transact(() => { ledger.erasure.putSalted(seq, [packed]); });
      else changed.push(packed);
    }
    first += chunk.length;
    [chunk, isChanged] = [[], false];
  };
  for (const page of leafRows(ledger, seq)) {
    for (const { line, row, hash } of page) {
      const going = row === null ? null : goingIn(row, phone, lines);
      const isGoing = going !== null;
      if (isGoing) {
        places.push(tree.size());
        if (going.isShared) shared += 1;
        isChanged = true;
      }
      chunk.push(isGoing ? erasedRow(tree.size(), log, hash) : line);
      tree.add(hash);
      // Chunks stay as they were cut, so that one is replaced by itself.
      if (hasSeed && chunk.length === rowsAtOnce) end();
    }
    if (!hasSeed) end();
    yield;
  }
  end();
  if (tree.size() > 0 && leafAt(ledger, seq).body['root'] !== tree.root().toString('base64url')) return { broken: true };
  if (places.length === 0 && hasSeed) ledger.transact(() => { ledger.erasure.clearSalted(seq); });
  return { seq, places, shared, salted: hasSeed ? null : changed };
}

/** The line of a file that a row of an import tells of; -1 for any other row. */
const lineOf = (row: string): number => Number(/^\{"line":(\d+),/.exec(row)?.[1] ?? -1);
