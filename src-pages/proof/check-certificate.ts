// A certificate of one number: each record stands in the log at its place, is about this number, and the index knows of no others.
import { fromUtf8, join, toBase64Url, toHex } from './bytes.ts';
import { isRecord, readCanonical, type Json, type JsonRecord } from './canonical.ts';
import { readOpening } from './check-openings.ts';
import { flaw, type Flaw } from './course.ts';
import { isFlaw, readLeaf, type Leaf } from './leaf.ts';
import { numbersIn } from './members.ts';
import type { Checkpoint } from './note.ts';
import { readPath, readTlogProof } from './paths.ts';
import { sha256 } from './sha256.ts';
import type { Members } from './source.ts';
import { hashLeaf, leadsToRoot } from './tree.ts';

export type Shown = { readonly leaf: Leaf; readonly hash: Uint8Array };
export type CertificateRecord = Shown & { readonly subject: JsonRecord | null; readonly detail: JsonRecord | null; /** By their place in the list. */ readonly rows: ReadonlyMap<number, JsonRecord> };
export type Certificate = { readonly phone: string; readonly records: readonly CertificateRecord[]; /** The entry that sealed the index. */ readonly indexLeaf: Leaf | null };

/** Every proofs/<seq>.leaf.json with its proof, in order. */
export const readShown = async (members: Members, now: Checkpoint): Promise<readonly Shown[] | Flaw> => {
  const note = await textOf(members, 'checkpoint.txt');
  const seqs = numbersIn(members.names, /^proofs\/(\d+)\.leaf\.json$/u);
  const lonely = numbersIn(members.names, /^proofs\/(\d+)\.(?:tlog-proof|subject\.json|detail\.json)$/u).find((seq) => !seqs.includes(seq));
  if (lonely !== undefined) return flaw('proof-missing', `A file about entry ${lonely} is there, the entry itself is not.`);
  const shown: Shown[] = [];
  for (const seq of seqs) {
    const bytes = await members.bytes(`proofs/${seq}.leaf.json`) ?? new Uint8Array();
    const hash = hashLeaf(bytes);
    const leaf = readLeaf(bytes);
    if (isFlaw(leaf)) return flaw(leaf.newer ? 'newer' : 'entry-form', `Entry ${seq} cannot be read: ${leaf.why}.`);
    if (leaf.log !== now.origin) return flaw('entry-foreign', `Entry ${seq} belongs to another log.`);
    const proof = readTlogProof(await textOf(members, `proofs/${seq}.tlog-proof`));
    if (proof === null || proof.note !== note) return flaw('proof-form', `The proof of entry ${seq} is missing, cannot be read or leads to another checkpoint.`);
    if (proof.index !== seq || leaf.seq !== seq) return flaw('entry-misplaced', `The proof of entry ${seq} is one for another place.`);
    if (!leadsToRoot(hash, seq, now.size, proof.hashes, now.root)) return flaw('entry-not-in-log', `Entry ${seq} is not in the log of the checkpoint: it was changed, moved or made up.`);
    shown.push({ leaf, hash });
  }
  return shown;
};

/** What is shown about the number, each piece held to what its entry sealed. */
export const readRecords = async (members: Members, shown: readonly Shown[]): Promise<Certificate | Flaw> => {
  const records: CertificateRecord[] = [];
  const phones = new Set<string>();
  for (const each of shown.filter(({ leaf }) => isRecordLeaf(leaf))) {
    const { leaf } = each;
    const subject = await readSealed(members, leaf, 'subject');
    const detail = await readSealed(members, leaf, 'detail');
    const rows = await readRows(members, leaf);
    if (subject === false || detail === false) return flaw('opening-differs', `What is shown with entry ${leaf.seq} is not what the entry sealed.`);
    if (rows === null) return flaw('rows-differ', `A row shown with entry ${leaf.seq} is not among those the entry sealed.`);
    for (const value of [subject, ...rows.values()]) addPhones(value, phones);
    records.push({ ...each, subject, detail, rows });
  }
  if (phones.size > 1) return flaw('other-number', 'Entries about more than one number are shown as if they were about one.');
  const [phone] = phones;
  if (phone === undefined) return flaw('no-number', 'Nothing in it names a number.');
  const orphan = numbersIn(members.names, /^(?:rows\/(\d+)-.*|proofs\/(\d+)\.(?:subject|detail)\.json)$/u).find((seq) => !records.some(({ leaf }) => leaf.seq === seq));
  if (orphan !== undefined) return flaw('rows-differ', `Something of entry ${orphan} is shown, which is not about the number.`);
  return { phone, records, indexLeaf: shown.map(({ leaf }) => leaf).findLast(({ kind }) => kind === 'index.root') ?? null };
};

/** The statement of completeness: as many records, and the very ones, as the index had on the day it was sealed. */
export const indexFlaw = async (members: Members, certificate: Certificate): Promise<Flaw | string> => {
  const { indexLeaf } = certificate;
  const bytes = await members.bytes('index/entry.json') ?? new Uint8Array();
  const entry = readCanonical(fromUtf8(bytes) ?? '');
  const path = readPath('dncdesk index-proof v1', await textOf(members, 'index/proof.txt'));
  if (!isRecord(entry) || path === null) return flaw('index-form', 'index/entry.json or index/proof.txt cannot be read.');
  if (indexLeaf === null || path.leaf !== indexLeaf.seq) return flaw('index-root', 'The entry that sealed the index is not shown.');
  if (indexLeaf.body['root'] !== toBase64Url(path.root) || indexLeaf.body['entries'] !== path.size || indexLeaf.body['leaves'] !== indexLeaf.seq) return flaw('index-root', `Entry ${indexLeaf.seq} sealed another index.`);
  if (!leadsToRoot(hashLeaf(bytes), path.index, path.size, path.hashes, path.root)) return flaw('index-proof', 'The number’s line is not in the sealed index: it was changed or made up.');
  const listed = readList(await textOf(members, 'index/records.json'));
  if (listed === null) return flaw('index-form', 'index/records.json cannot be read.');
  if (entry['n'] !== listed.length) return flaw('index-count', `The index knows of ${typeof entry['n'] === 'number' ? entry['n'] : 'another number of'} records, and ${listed.length} are listed: something is kept back or put in.`);
  return listFlaw(certificate, listed, indexLeaf, entry['chain']) ?? completeness(listed, indexLeaf);
};

type Listed = { readonly seq: number; readonly i: number | null; readonly shown: string };

const listFlaw = ({ records }: Certificate, listed: readonly Listed[], indexLeaf: Leaf, chain: Json | undefined): Flaw | null => {
  const bySeq = new Map(records.map((record) => [record.leaf.seq, record]));
  const hashes: Uint8Array[] = [];
  let opened = 0;
  for (const { seq, i, shown } of listed) {
    const record = bySeq.get(seq);
    if (record === undefined) return flaw('index-kept-back', `The index knows of a record in entry ${seq}, which is not shown.`);
    if (seq >= indexLeaf.seq) return flaw('index-late', `Entry ${seq} is younger than the index, which therefore cannot vouch for it.`);
    if ((shown === 'subject' && record.subject === null) || (shown === 'row' && !record.rows.has(i ?? -1))) return flaw('index-kept-back', `The record in entry ${seq} is listed as shown, and is not.`);
    if (shown === 'subject' || shown === 'row') opened += 1;
    hashes.push(record.hash);
  }
  if (chain !== toHex(sha256(join(...hashes)))) return flaw('index-chain', 'The records listed are not those of the index, or not in its order.');
  const there = records.reduce((sum, { subject, rows }) => sum + (subject === null ? 0 : 1) + rows.size, 0);
  const stray = records.find(({ leaf }) => !listed.some(({ seq }) => seq === leaf.seq));
  if (stray !== undefined) return flaw('index-stray', `Entry ${stray.leaf.seq} is shown, and the index knows of no record in it.`);
  return there === opened ? null : flaw('index-stray', 'More is shown of the entries than the list of records says.');
};

const completeness = (listed: readonly Listed[], { seq, t }: Leaf): string => {
  const closed = listed.filter(({ shown }) => shown !== 'subject' && shown !== 'row').length;
  return `Exactly ${listed.length}, as sealed by entry ${seq} on ${t.slice(0, 10)}${closed === 0 ? '' : `; ${closed} of them counted and not opened (erased, or naming other numbers too)`}.`;
};

/** index/records.json: an array of {"i","seq","shown"} in the order of the log. */
const readList = (text: string): readonly Listed[] | null => {
  const value = text.endsWith('\n') ? readCanonical(text.slice(0, -1)) : undefined;
  if (!Array.isArray(value)) return null;
  const listed: Listed[] = [];
  const seen = new Set<string>();
  for (const each of value as readonly Json[]) { // Array.isArray forgets what it holds
    if (!isRecord(each) || Object.keys(each).join() !== 'i,seq,shown') return null;
    const { i, seq, shown } = each;
    if (typeof seq !== 'number' || typeof shown !== 'string' || !['subject', 'row', 'erased', 'names-others'].includes(shown)) return null;
    if (shown === 'row' ? typeof i !== 'number' : i !== null) return null;
    const place = `${seq} ${shown} ${typeof i === 'number' ? i : ''}`;
    if (seq < (listed.at(-1)?.seq ?? 0) || ((shown === 'row' || shown === 'subject') && seen.has(place))) return null;
    seen.add(place);
    listed.push({ seq, shown, i: typeof i === 'number' ? i : null });
  }
  return listed;
};

/** Every text under a key "phone", however deep. */
const addPhones = (value: Json, phones: Set<string>): void => {
  if (typeof value !== 'object' || value === null) return;
  for (const [key, inner] of Object.entries(value)) {
    if (key === 'phone' && typeof inner === 'string') phones.add(inner);
    addPhones(inner, phones);
  }
};

/** Founding, keys and the index are in every certificate; everything else in it is about the number. */
const isRecordLeaf = ({ kind, seq }: Leaf): boolean => seq > 1 && !kind.startsWith('key.') && kind !== 'index.root';

/** Null: not shown. False: not what was sealed. */
const readSealed = async (members: Members, leaf: Leaf, kind: 'subject' | 'detail'): Promise<JsonRecord | null | false> => {
  const bytes = await members.bytes(`proofs/${leaf.seq}.${kind}.json`);
  if (bytes === null) return null;
  const value = readOpening(bytes);
  return value !== null && leaf.open[kind] === toBase64Url(sha256(bytes)) && value['seq'] === leaf.seq && value['log'] === leaf.log && value['kind'] === kind ? value : false;
};

const readRows = async (members: Members, leaf: Leaf): Promise<ReadonlyMap<number, JsonRecord> | null> => {
  const rows = new Map<number, JsonRecord>();
  const counted = leaf.body['rows'] ?? leaf.body['numbers'];
  for (const index of numbersIn(members.names, new RegExp(`^rows/${leaf.seq}-(\\d+)\\.row\\.json$`, 'u'))) {
    const bytes = await members.bytes(`rows/${leaf.seq}-${index}.row.json`) ?? new Uint8Array();
    const opening = readOpening(bytes);
    const path = readPath('dncdesk row-proof v1', await textOf(members, `rows/${leaf.seq}-${index}.row-proof`));
    const row = opening?.['row'];
    if (opening === null || path === null || !isRecord(row) || opening['i'] !== index || opening['kind'] !== 'row' || opening['log'] !== leaf.log || path.leaf !== leaf.seq || path.index !== index) return null;
    if (leaf.body['root'] !== toBase64Url(path.root) || (typeof counted === 'number' && counted !== path.size) || !leadsToRoot(hashLeaf(bytes), index, path.size, path.hashes, path.root)) return null;
    rows.set(index, row);
  }
  const proofs = numbersIn(members.names, new RegExp(`^rows/${leaf.seq}-(\\d+)\\.row-proof$`, 'u'));
  return proofs.length === rows.size ? rows : null;
};

const textOf = async (members: Members, name: string): Promise<string> => fromUtf8(await members.bytes(name) ?? new Uint8Array()) ?? '';
