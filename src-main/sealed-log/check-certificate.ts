// A certificate is believed only where every file of it proves its part: leaf in log, record in leaf, entry in index, and the entry counting just these records.
import { openingHash, type Leaf } from './leaf.ts';
import { beginningFlaw, readUtf8Leaf } from './check-leaves.ts';
import { readCanonical } from './check-openings.ts';
import type { Checkpoint } from './checkpoint.ts';
import { phonesIn, readRecords, type ListedRecord } from './certificate-records.ts';
import { addKeyLeaf, isKeyLeaf, type KeyHistory } from './key-history.ts';
import { leafHash, verifyInclusion } from './merkle.ts';
import { readIndexProof, readRowProof, readTlogProof } from './proof-files.ts';
import { chainOf, readSubjectEntry } from './subject-index.ts';

export type CertificateFlaws = {
  /** Each the first of its kind, in plain words; null if there is none. */
  readonly proved: string | null;
  readonly beginning: string | null;
  readonly history: KeyHistory | string;
  readonly openings: string | null;
  readonly subject: string | null;
  readonly index: string | null;
  readonly whole: string | null;
  /** What `whole` shows where it holds. */
  readonly remark: string;
  readonly phone: string | null;
  readonly records: number;
};

/** `read` gives a member's bytes, null if there is none of that name or it is too long. */
export const checkCertificate = async (
  names: readonly string[], read: (name: string) => Promise<Buffer | null>, now: Checkpoint, note: string,
): Promise<CertificateFlaws> => {
  const text = async (name: string): Promise<string> => String((await read(name)) ?? '');
  const found: Found = { leaves: new Map(), phones: new Set(), opened: new Set(), flaw: null };
  const proved = await readLeaves(names, read, now, note, found.leaves);
  const leaves = [...found.leaves.values()].map(({ leaf }) => leaf);
  if (proved === null) await readOpenings(names, read, now.origin, found);
  const [first, second] = [found.leaves.get(0), found.leaves.get(1)];
  const records = readRecords(await text('index/records.json'));
  const [entryText, proof] = [await text('index/entry.json'), readIndexProof(await text('index/proof.txt'))];
  const entry = readSubjectEntry(entryText);
  const indexLeaf = proof === null ? undefined : found.leaves.get(proof.leaf)?.leaf;
  const [phone] = found.phones;
  const isIndexed = entry !== null && proof !== null && indexLeaf?.kind === 'index.root'
    && indexLeaf.body['entries'] === proof.size && indexLeaf.body['leaves'] === proof.leaf && indexLeaf.body['root'] === Buffer.from(proof.root).toString('base64url')
    && verifyInclusion(leafHash(entryText), proof.index, proof.size, proof.path, proof.root);
  return {
    proved,
    beginning: first === undefined || second === undefined ? 'It has no founding leaves.' : beginningFlaw(first.leaf, 0) ?? beginningFlaw(second.leaf, 1),
    history: leaves.filter(isKeyLeaf).reduce<KeyHistory | string>((history, leaf) => (typeof history === 'string' ? history : addKeyLeaf(history, leaf)), []),
    openings: found.flaw,
    subject: found.phones.size === 1 ? null : found.phones.size === 0 ? 'Nothing in it names a number.' : 'It holds records of more than one number.',
    index: isIndexed ? null : 'index/entry.json is not proved to stand under the root of an index.root leaf.',
    whole: wholeFlaw(records, found, proof?.leaf ?? 0, entry),
    remark: indexLeaf === undefined || records === null ? '' : remarkOn(records, indexLeaf),
    phone: phone ?? null,
    records: records?.length ?? 0,
  };
};

type ReadLeaf = { readonly leaf: Leaf; readonly hash: Buffer };
type Found = { readonly leaves: Map<number, ReadLeaf>; readonly phones: Set<string>; /** "<seq>" of opened subjects, "<seq>-<i>" of opened rows. */ readonly opened: Set<string>; flaw: string | null };
type Read = (name: string) => Promise<Buffer | null>;

const readLeaves = async (names: readonly string[], read: Read, now: Checkpoint, note: string, leaves: Map<number, ReadLeaf>): Promise<string | null> => {
  const places = new Set(names.flatMap((name) => /^proofs\/(\d+)\./.exec(name)?.[1] ?? []));
  // In order, since each key leaf is read after those before it.
  for (const seq of [...places].map(Number).sort((a, b) => a - b)) {
    const [bytes, proofBytes] = [await read(`proofs/${seq}.leaf.json`), await read(`proofs/${seq}.tlog-proof`)];
    if (bytes === null || proofBytes === null) return `proofs/${seq} lacks its leaf or its proof.`;
    const proof = readTlogProof(String(proofBytes));
    if (proof === null) return `proofs/${seq}.tlog-proof cannot be read.`;
    if (proof.checkpoint !== note) return `proofs/${seq}.tlog-proof leads to another checkpoint.`;
    const hash = leafHash(bytes);
    if (proof.index !== seq || !verifyInclusion(hash, seq, now.size, proof.path, now.root)) return `proofs/${seq}.leaf.json is not proved to be leaf ${seq} of the log.`;
    const leaf = readUtf8Leaf(bytes);
    if (typeof leaf === 'string') return `proofs/${seq}.leaf.json is no leaf: ${leaf}.`;
    if (leaf.seq !== seq || leaf.log !== now.origin) return `proofs/${seq}.leaf.json belongs to another place or log.`;
    leaves.set(seq, { leaf, hash });
  }
  return null;
};

const readOpenings = async (names: readonly string[], read: Read, origin: string, found: Found): Promise<void> => {
  const there = new Set(names);
  for (const name of names) {
    const [, place = '', kind = ''] = /^proofs\/(\d+)\.(subject|detail)\.json$/.exec(name) ?? [];
    const [, inLeaf = '', i = ''] = /^rows\/(\d+)-(\d+)\.row\.json$/.exec(name) ?? [];
    if (kind === '' && inLeaf === '') {
      if (name.endsWith('.row-proof') && !there.has(name.replace('.row-proof', '.row.json'))) found.flaw ??= `${name} proves a row that is not there.`;
      continue;
    }
    const bytes = await read(name);
    const value = bytes === null ? null : readCanonical(bytes);
    const leaf = found.leaves.get(Number(kind === '' ? inLeaf : place))?.leaf;
    const isOurs = bytes !== null && value !== null && value['log'] === origin && leaf !== undefined
      && (kind === '' ? await isRow(bytes, value, leaf, Number(i), read) : isOpening(bytes, value, leaf, kind));
    if (!isOurs) {
      found.flaw ??= `${name} is not what its leaf committed to.`;
      continue;
    }
    if (kind === 'detail') continue;
    for (const phone of phonesIn(value)) found.phones.add(phone);
    found.opened.add(kind === '' ? `${leaf.seq}-${i}` : String(leaf.seq));
  }
};

const isOpening = (bytes: Buffer, value: Readonly<Record<string, unknown>>, leaf: Leaf, kind: string): boolean =>
  value['kind'] === kind && value['seq'] === leaf.seq && leaf.open[kind as 'subject' | 'detail'] === openingHash(bytes.toString()); // the name matched one of the two

const isRow = async (bytes: Buffer, value: Readonly<Record<string, unknown>>, leaf: Leaf, i: number, read: Read): Promise<boolean> => {
  const proof = readRowProof(String((await read(`rows/${leaf.seq}-${i}.row-proof`)) ?? ''));
  const counted = leaf.body['rows'] ?? leaf.body['numbers'];
  return proof !== null && value['kind'] === 'row' && value['i'] === i && proof.index === i && proof.leaf === leaf.seq
    && leaf.body['root'] === Buffer.from(proof.root).toString('base64url') && (typeof counted !== 'number' || counted === proof.size)
    && verifyInclusion(leafHash(bytes), i, proof.size, proof.path, proof.root);
};

/** The list of records against the entry that counts them, against what is opened, and against the leaves that are there. */
const wholeFlaw = (records: readonly ListedRecord[] | null, { leaves, opened }: Found, indexSeq: number, entry: ReturnType<typeof readSubjectEntry>): string | null => {
  if (records === null) return 'index/records.json cannot be read.';
  if (entry === null || entry.n !== records.length) return `The entry counts ${entry?.n ?? 'no'} records, here are ${records.length}: one was left out or put in.`;
  const hashes: Buffer[] = [];
  const listed = new Set<string>();
  for (const { seq, i, shown } of records) {
    const hash = leaves.get(seq)?.hash;
    if (hash === undefined) return `The record in leaf ${seq} has no proof.`;
    if (seq >= indexSeq) return `The record in leaf ${seq} is younger than the index.`;
    hashes.push(hash);
    if (shown !== 'subject' && shown !== 'row') continue;
    const what = shown === 'row' ? `${seq}-${i ?? ''}` : String(seq);
    if (listed.has(what)) return `The record in leaf ${seq} is listed twice.`;
    listed.add(what);
  }
  if (chainOf(hashes) !== entry.chain) return 'The records are not those the entry was made of.';
  if (listed.size !== opened.size || [...listed].some((each) => !opened.has(each))) return 'What is opened is not what index/records.json lists.';
  const counted = new Set(records.map(({ seq }) => seq));
  const stray = [...leaves.values()].find(({ leaf }) => leaf.seq !== 0 && leaf.seq !== indexSeq && !isKeyLeaf(leaf) && !counted.has(leaf.seq));
  return stray === undefined ? null : `Leaf ${stray.leaf.seq} is in it and is no record of this number.`;
};

const remarkOn = (records: readonly ListedRecord[], index: Leaf): string => {
  const closed = records.filter(({ shown }) => shown === 'erased' || shown === 'names-others').length;
  return `${records.length} in all, as committed to in leaf ${index.seq} at ${index.t}${closed === 0 ? '' : `; ${closed} of them counted and not opened`}.`;
};
