// Every record of one number as its certificate shows it: opened where it names nobody else, counted where it does, and never left out.
import type { Ledger } from '../ledger/open-ledger.ts';
import type { CertificateRecord } from '../sealed-log/export-certificate.ts';
import { phonesIn } from '../sealed-log/certificate-records.ts';
import { assertNoPersonalData } from '../sealed-log/leaf-body-guard.ts';
import { readLeaf, type Leaf } from '../sealed-log/leaf.ts';
import { createRunningProof } from '../sealed-log/running-proof.ts';
import { leafRows } from './leaf-rows.ts';
import { phonesInRow, type Steps } from './subject-index.ts';

export type FoundRecord = { readonly record: CertificateRecord; readonly leaf: Leaf };
/** A leaf whose rows are not those it was sealed with: the ledger was changed behind the log's back. */
export type RowsBroken = { readonly seq: number };

/** `of`: the leaves that hold records of this number and how many each (`SubjectLeafRepository.of`). */
export function* findRecords(ledger: Ledger, phone: string, of: readonly { readonly seq: number; readonly records: number }[]): Steps<readonly FoundRecord[] | RowsBroken> {
  const found: FoundRecord[] = [];
  for (const { seq, records } of of) {
    const leaf = leafAt(ledger, seq);
    const before = found.length;
    const detail = shownDetail(ledger, leaf);
    const subject = ledger.log.opening(seq, 'subject');
    if (subject !== null && phonesIn(JSON.parse(subject)).has(phone)) found.push({ leaf, record: { seq, detail, shown: 'subject', subject } });
    const rows = yield* findRows(ledger, leaf, phone);
    if (rows === null) return { seq };
    for (const row of rows) found.push({ leaf, record: { seq, detail, ...row } });
    // What was erased since it was labelled is still counted: only its label is left.
    while (found.length - before < records) found.push({ leaf, record: { seq, detail: null, shown: 'erased' } });
  }
  return found;
}

type FoundRow = { readonly shown: 'row'; readonly opening: string; readonly i: number; readonly rows: number; readonly path: readonly Uint8Array[] } | { readonly shown: 'names-others' };

/** All rows of the leaf pass by: the path of one is made of the hashes of the others. Null where they do not give the leaf's root. */
function* findRows(ledger: Ledger, leaf: Leaf, phone: string): Steps<readonly FoundRow[] | null> {
  const tree = createRunningProof();
  const shown = new Map<number, { readonly opening: string; readonly alone: boolean }>();
  for (const page of leafRows(ledger, leaf.seq)) {
    for (const { line, row, hash } of page) {
      const isAbout = row !== null && row.includes(`"${phone}"`) && phonesInRow(row).has(phone);
      if (isAbout) shown.set(tree.size(), { opening: line, alone: namesOnly(row, phone) });
      tree.add(hash, isAbout);
    }
    yield;
  }
  const { root, size, places } = tree.end();
  // Its rows were sealed elsewhere, or there are none.
  if (size === 0 && ledger.log.opening(leaf.seq, 'rows') === null) return [];
  if (leaf.body['root'] !== root.toString('base64url')) return null;
  return places.map(({ index, path }): FoundRow => {
    const { opening, alone } = shown.get(index) ?? { opening: '', alone: false };
    return alone ? { shown: 'row', opening, i: index, rows: size, path } : { shown: 'names-others' };
  });
}

/** The exact lines of a leaf's rows, from the start at each call: openings, and what stands for those that were erased. */
export function* rowOpenings(ledger: Ledger, seq: number): Generator<string> {
  for (const page of leafRows(ledger, seq)) for (const { line } of page) yield line;
}

export const leafAt = (ledger: Ledger, seq: number): Leaf => {
  const bytes = ledger.logSearch.leaf(seq)?.bytes;
  const read = bytes === undefined ? null : readLeaf(bytes);
  if (read?.ok !== true) throw new Error(`leaf ${seq} is not there or cannot be read`);
  return read.value;
};

/** A line of a file may hold numbers that were held for review: their text must not leave with this one's. */
const namesOnly = (row: string, phone: string): boolean => {
  const value = JSON.parse(row) as { readonly numbers?: readonly { readonly phone: string | null }[] }; // our own canonical JSON
  const phones = phonesIn(value);
  return phones.size === 1 && phones.has(phone) && (value.numbers?.every((number) => number.phone === phone) ?? true);
};

/**
 * A vendor's answer (its time, its request id) is good evidence and is shown where it holds no words; every other detail may name files,
 * people or numbers.
 */
const shownDetail = (ledger: Ledger, { seq, kind, body }: Leaf): string | null => {
  if (kind !== 'push.response' && !(kind === 'delete.request' && body['act'] === 'vendor-answer')) return null;
  const detail = ledger.log.opening(seq, 'detail');
  if (detail === null) return null;
  const value = JSON.parse(detail) as { readonly why?: unknown }; // our own canonical JSON
  if (value.why !== null) return null;
  try {
    assertNoPersonalData(value, 'detail');
    return detail;
  } catch {
    return null;
  }
};
