// The certificate of one telephone number (L0): every record about it with its proof, and the entry that says these are all, without a word about anyone else.
import { ok, type Result } from '../../src-shared/result.ts';
import { checkedNote, frameMembers, type BundleFrame } from './bundle-frame.ts';
import { textMember, type Member } from './bundle-members.ts';
import type { Checkpoint } from './checkpoint.ts';
import { phonesIn, recordsText } from './certificate-records.ts';
import { isKeyLeaf, readKeyLeaves } from './key-history.ts';
import { openingHash, readLeaf, type Leaf } from './leaf.ts';
import { leafHash, verifyInclusion } from './merkle.ts';
import { originTail } from './origin.ts';
import { indexProofText, rowProofText, tlogProofText } from './proof-files.ts';
import { certificateCsv } from './report-csv.ts';
import { reportMember } from './report-member.ts';
import { rowLeafHash } from './rows-tree.ts';
import { chainOf, readSubjectEntry } from './subject-index.ts';
import { writeBundle, type FileTooLarge } from './write-bundle.ts';

/** One record: a leaf about the number, or one row of a leaf's sub-tree. A leaf with k rows about the number makes k records. */
export type CertificateRecord = {
  readonly seq: number;
  /** The detail opening's exact bytes, where it may be shown: it can hold file names, people's names and vendors' words. */
  readonly detail: string | null;
} & (
  /** The subject opening's exact bytes. */
  | { readonly shown: 'subject'; readonly subject: string }
  /** The row's opening (`rowOpening`), its place, how many rows the sub-tree has, and its path (`createRunningProof`). */
  | { readonly shown: 'row'; readonly opening: string; readonly i: number; readonly rows: number; readonly path: readonly Uint8Array[] }
  /** Counted and not opened: its opening was erased, or its line holds other numbers too. */
  | { readonly shown: 'erased' | 'names-others' }
);

export type CertificateNeeds = BundleFrame & {
  /** E.164. */
  readonly phone: string;
  /** The exact bytes of a leaf, and its path in the tree of `size`. */
  readonly leaf: (seq: number) => string;
  readonly path: (seq: number) => readonly Uint8Array[];
  /** The places of all key.add, key.rotate and key.revoke leaves, in order; the first is 1. */
  readonly keyLeaves: readonly number[];
  /** In the order of the log: by (seq, row). */
  readonly records: readonly CertificateRecord[];
  /** The last index.root leaf, and from the index it was made of this number's entry (`createSubjectIndex(label).end()`). */
  readonly index: { readonly seq: number; readonly entry: string; readonly place: number; readonly entries: number; readonly path: readonly Uint8Array[] };
};

/** `sha256` in hex, `root` in base64. */
export type ExportedCertificate = { readonly records: number; readonly bytes: number; readonly sha256: string; readonly root: string };

/** `dncdesk-certificate-<tail>-<size>-<yyyymmdd>.zip`: no telephone number, since names travel further than contents. */
export const certificateName = (tail: string, size: number, at: number): string =>
  `dncdesk-certificate-${tail}-${size}-${new Date(at).toISOString().slice(0, 10).replaceAll('-', '')}.zip`;

/** Same input, same bytes. Throws, before a byte is written, if anything in it does not prove what it should: the ledger is broken then. */
export const exportCertificate = async (needs: CertificateNeeds): Promise<Result<ExportedCertificate, FileTooLarge>> => {
  const now = checkedNote(needs);
  const { records, index, signer, size, at, to, report, phone } = needs;
  const proved = new Map<number, Leaf>();
  const proofs = [...new Set([0, ...needs.keyLeaves, ...records.map(({ seq }) => seq), index.seq])].sort((a, b) => a - b)
    .flatMap((seq) => proofFiles(needs, now, seq, proved));
  const history = readKeyLeaves([...proved.values()].filter(isKeyLeaf));
  if (!history.ok) throw new Error(`The log's keys do not follow from one another: ${history.failure.why}`);
  const indexLeaf = proved.get(index.seq);
  if (indexLeaf === undefined) throw new Error('The index root has no leaf');
  const about = [...proofs, ...records.flatMap((record) => recordFiles(record, proved.get(record.seq), phone)), ...indexFiles(needs, indexLeaf)];
  const held = new Set<string>();
  // A leaf with several rows about the number has its detail once.
  const members = about.filter(({ name }) => !held.has(name) && held.add(name).size > 0);
  const example = { leaf: records[0]?.seq ?? index.seq, row: rowExample(records), entry: { index: index.place, entries: index.entries } };
  const certificate = { phone, records: records.length, indexSeq: index.seq, indexAt: indexLeaf.t };
  const frame = frameMembers(needs, now, history.value, { level: 'L0', certificate, example, sums: members });
  const table = textMember('report.csv', certificateCsv(records.map((record) => ({ bytes: needs.leaf(record.seq), row: record.shown === 'row' ? record.i : null, opening: openingOf(record) }))));
  const page = await reportMember(report, [...frame, ...members], []);
  const written = await writeBundle([...frame, ...page, table, ...members], { to, signer, name: certificateName(originTail(signer.origin), size, at) });
  return written.ok ? ok({ records: records.length, ...written.value, root: now.root.toString('base64') }) : written;
};

const proofFiles = ({ leaf, path, checkpoint }: CertificateNeeds, now: Checkpoint, seq: number, proved: Map<number, Leaf>): Member[] => {
  const [bytes, hashes] = [leaf(seq), path(seq)];
  const read = readLeaf(bytes);
  if (!read.ok || read.value.seq !== seq || !verifyInclusion(leafHash(bytes), seq, now.size, hashes, now.root)) throw new Error(`Leaf ${seq} is not proved by its path`);
  proved.set(seq, read.value);
  return [textMember(`proofs/${seq}.leaf.json`, bytes), textMember(`proofs/${seq}.tlog-proof`, tlogProofText({ index: seq, path: hashes, checkpoint }))];
};

const recordFiles = (record: CertificateRecord, leaf: Leaf | undefined, phone: string): Member[] => {
  const { seq, detail } = record;
  const isOpened = (kind: 'subject' | 'detail', bytes: string): boolean => leaf?.open[kind] === openingHash(bytes);
  if (detail !== null && !isOpened('detail', detail)) throw new Error(`The detail of leaf ${seq} is not what that leaf commits to`);
  const details = detail === null ? [] : [textMember(`proofs/${seq}.detail.json`, detail)];
  const opening = openingOf(record);
  if (opening !== null && !isAboutOnly(opening, phone)) throw new Error(`A record of leaf ${seq} is about another number`);
  if (record.shown === 'subject') {
    if (!isOpened('subject', record.subject)) throw new Error(`The subject of leaf ${seq} is not what that leaf commits to`);
    return [...details, textMember(`proofs/${seq}.subject.json`, record.subject)];
  }
  if (record.shown !== 'row') return details;
  const root = rootIn(leaf);
  if (!verifyInclusion(rowLeafHash(record.opening), record.i, record.rows, record.path, root)) throw new Error(`Row ${record.i} of leaf ${seq} is not proved by its path`);
  return [
    ...details, textMember(`rows/${seq}-${record.i}.row.json`, record.opening),
    textMember(`rows/${seq}-${record.i}.row-proof`, rowProofText({ leaf: seq, index: record.i, size: record.rows, path: record.path, root })),
  ];
};

const openingOf = (record: CertificateRecord): string | null => (record.shown === 'subject' ? record.subject : record.shown === 'row' ? record.opening : null);

const isAboutOnly = (opening: string, phone: string): boolean => {
  const phones = phonesIn(JSON.parse(opening));
  return phones.size === 1 && phones.has(phone);
};

const rootIn = (leaf: Leaf | undefined): Buffer => Buffer.from(typeof leaf?.body['root'] === 'string' ? leaf.body['root'] : '', 'base64url');

const indexFiles = ({ index, records, leaf }: CertificateNeeds, indexLeaf: Leaf): Member[] => {
  const root = rootIn(indexLeaf);
  const entry = readSubjectEntry(index.entry);
  const isProved = indexLeaf.kind === 'index.root' && indexLeaf.body['entries'] === index.entries && verifyInclusion(leafHash(index.entry), index.place, index.entries, index.path, root);
  if (!isProved || entry?.n !== records.length || entry.chain !== chainOf(records.map(({ seq }) => leafHash(leaf(seq))))) throw new Error('The index does not list exactly these records');
  return [
    textMember('index/entry.json', index.entry),
    textMember('index/records.json', recordsText(records.map((record) => ({ i: record.shown === 'row' ? record.i : null, seq: record.seq, shown: record.shown })))),
    textMember('index/proof.txt', indexProofText({ leaf: index.seq, index: index.place, size: index.entries, path: index.path, root })),
  ];
};

const rowExample = (records: readonly CertificateRecord[]): { readonly leaf: number; readonly i: number; readonly rows: number } | null => {
  const first = records.find((record) => record.shown === 'row');
  return first === undefined ? null : { leaf: first.seq, i: first.i, rows: first.rows };
};
