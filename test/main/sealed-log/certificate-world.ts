// A log as the desk writes one: an import, decisions, a push with its answer, an index of its numbers; with openings, and names and numbers to look for.
import { createHash } from 'node:crypto';
import { signCheckpoint } from '../../../src-main/sealed-log/checkpoint.ts';
import { exportBundle, type BundleInput } from '../../../src-main/sealed-log/export-bundle.ts';
import { exportCertificate, type CertificateNeeds, type CertificateRecord } from '../../../src-main/sealed-log/export-certificate.ts';
import { firstKeyBody } from '../../../src-main/sealed-log/key-history.ts';
import { createSigningKey, signerFrom, type Signer } from '../../../src-main/sealed-log/keys.ts';
import { createLeaf, type JsonObject, type LeafInput, type Opening } from '../../../src-main/sealed-log/leaf.ts';
import { appendLeafHash, consistencyProof, inclusionProof, leafHash, rootAt, type NodeStore } from '../../../src-main/sealed-log/merkle.ts';
import { createRowsTree, proveRow, rowLeafHash, rowOpening } from '../../../src-main/sealed-log/rows-tree.ts';
import { createSubjectIndex, subjectLabel } from '../../../src-main/sealed-log/subject-index.ts';
import { at, countedBytes, origin } from './log-world.ts';

/** All numbers of the fixture, and whose certificate is made. */
export const phones = Array.from({ length: 12 }, (_, i) => `+12025550${110 + i}`);
export const subject = '+12025550114';
export const pepper = createHash('sha256').update('pepper').digest();
/** What must stand in no redacted bundle and in no certificate. */
export const secrets = ['Marguerite Vandersloot', 'm.vandersloot@example.com', 'federal-list-november.csv', 'RCPT-99-SECRET'];

type Written = { readonly bytes: string; readonly openings: readonly Opening[] };
type SealedList = { readonly seq: number; readonly rows: readonly string[]; readonly phonesOf: readonly (readonly string[])[] };

export type CertificateWorld = {
  readonly signer: Signer;
  readonly leaves: readonly string[];
  readonly openings: readonly { readonly seq: number; readonly kind: string; readonly bytes: string }[];
  readonly size: number;
  readonly indexSeq: number;
  readonly rootAt: (size: number) => Buffer;
  readonly checkpointAt: (size: number) => string;
  readonly earlierAt: (size: number) => { readonly checkpoint: string; readonly proof: readonly Buffer[] };
  readonly records: readonly CertificateRecord[];
  readonly needs: (change?: Partial<CertificateNeeds>) => Omit<CertificateNeeds, 'to'>;
  readonly logInput: (change?: Partial<BundleInput>) => Omit<BundleInput, 'to'>;
};

/** `change` makes a leaf another one before it is sealed; `last` appends leaves behind the index; `others`: hide a record. */
export const createCertificateWorld = ({ signer = signerFrom(createSigningKey().pkcs8, origin), change = (leaf) => leaf, isIndexed = () => true, fillers = 0 }: {
  readonly signer?: Signer;
  readonly change?: (leaf: LeafInput) => LeafInput;
  /** False leaves a record of the subject out of the index. */
  readonly isIndexed?: (seq: number) => boolean;
  /** More decisions about other numbers, so that trees are deeper. */
  readonly fillers?: number;
} = {}): CertificateWorld => {
  const random = countedBytes();
  const written: Written[] = [];
  const lists: SealedList[] = [];
  const append = (kind: LeafInput['kind'], body: JsonObject, open: LeafInput['open'] = {}): number => {
    const seq = written.length;
    written.push(createLeaf(change({ log: origin, seq, t: new Date(at - 1_000_000 + seq).toISOString(), kind, actor: 'op:7c1e', app: '0.1.0', body, open }), random));
    return seq;
  };
  const appendList = (kind: LeafInput['kind'], body: JsonObject, rows: readonly JsonObject[], phonesOf: readonly (readonly string[])[], open: LeafInput['open']): void => {
    const seed = random(32);
    const tree = createRowsTree(seed, origin);
    rows.forEach(tree.add);
    const seq = append(kind, { ...body, root: tree.end().root.toString('base64url') }, { ...open, rows: { seed: Buffer.from(seed).toString('base64url') } });
    lists.push({ seq, rows: rows.map((row, i) => rowOpening(seed, origin, i, row)), phonesOf });
  };
  append('ledger.genesis', { format: 1, origin });
  append('key.add', firstKeyBody(signer, 'memory'));
  append('actor.add', { actor: 'op:7c1e' }, { detail: { name: secrets[0]!, mail: secrets[1]! } });
  // Line 3 holds two numbers; the subject stands on lines 5 and 9 alone.
  const lines = [...phones.map((phone) => [phone]), [subject], [subject, phones[7]!]];
  appendList('import.batch', { import: 1, rows: lines.length, sha256: 'ab'.repeat(32) }, lines.map((each, i) => ({
    line: i + 2, numbers: each.map((phone) => ({ phone, raw: phone.slice(2), reason: null, verdict: 'accepted' })), outcome: 'accepted',
  })), lines, { detail: { bytes: '4096', file: secrets[2]! } });
  for (let i = 0; i < fillers; i += 1) append('decision', { act: 'filler', n: i }, { subject: { phone: phones[i % 4]! } });
  append('decision', { act: 'fix', entry: 7 }, { subject: { phone: subject }, detail: { raw: subject.slice(2) } });
  append('decision', { act: 'fix', entry: 8 }, { subject: { phone: phones[2]! }, detail: { raw: phones[2]!.slice(2) } });
  appendList('push.request', { batch: 1, numbers: phones.length }, phones.map((phone) => ({ jurisdiction: 'US', phone })), phones.map((phone) => [phone]), { detail: { list: 'L-1' } });
  appendList('push.response', { batch: 1, outcome: 'answered', accepted: phones.length }, phones.map((phone) => ({ code: null, phone, result: 'accepted' })), phones.map((phone) => [phone]), { detail: { receipt: secrets[3]! } });
  append('cooldown.check', { state: 'clean' });

  const nodes = new Map<string, Uint8Array>();
  const store: NodeStore = { get: (level, idx) => nodes.get(`${level}/${idx}`)!, put: (level, idx, hash) => nodes.set(`${level}/${idx}`, hash) };
  const phonesOfLeaf = ({ openings }: Written): readonly string[] => openings.flatMap(({ kind, bytes }) => (kind === 'subject' ? [(JSON.parse(bytes) as { phone: string }).phone] : []));
  const countIn = (seq: number, phone: string): number =>
    phonesOfLeaf(written[seq]!).filter((each) => each === phone).length + (lists.find((list) => list.seq === seq)?.phonesOf.filter((row) => row.includes(phone)).length ?? 0);
  const index = createSubjectIndex(subjectLabel(pepper, subject));
  for (const [label, phone] of phones.map((each) => [subjectLabel(pepper, each), each] as const).sort(([a], [b]) => Buffer.compare(a, b))) {
    for (const [seq, { bytes }] of written.entries()) {
      for (let k = 0; k < countIn(seq, phone); k += 1) if (phone !== subject || isIndexed(seq)) index.add(label, leafHash(bytes));
    }
  }
  const { root: indexRoot, entries, found } = index.end();
  const indexSeq = append('index.root', { entries, leaves: written.length, root: indexRoot.toString('base64url') });
  append('export.seal', { level: 'L0', previous: null });
  const leaves = written.map(({ bytes }) => bytes);
  leaves.forEach((bytes, seq) => appendLeafHash(store, seq, leafHash(bytes)));
  const size = leaves.length;

  const records = written.flatMap(({ openings }, seq): CertificateRecord[] => {
    const own = openings.find(({ kind, bytes }) => kind === 'subject' && bytes.includes(subject));
    const list = lists.find((each) => each.seq === seq);
    const hashes = list?.rows.map(rowLeafHash) ?? [];
    return [
      ...(own === undefined ? [] : [{ seq, detail: null, shown: 'subject' as const, subject: own.bytes }]),
      ...(list?.phonesOf ?? []).flatMap((each, i): CertificateRecord[] => {
        if (!each.includes(subject)) return [];
        return each.length > 1 ? [{ seq, detail: null, shown: 'names-others' }] : [{ seq, detail: null, shown: 'row', opening: list?.rows[i] ?? '', i, rows: hashes.length, path: proveRow(hashes, i) }];
      }),
    ];
  }).filter(({ seq }) => isIndexed(seq));

  const checkpointAt = (n: number): string => signCheckpoint(signer, n, rootAt(store, n));
  const earlierAt = (n: number) => ({ checkpoint: checkpointAt(n), proof: consistencyProof(store, n, size) });
  const openings = written.flatMap((leaf, seq) => leaf.openings.toSorted((a, b) => (a.kind < b.kind ? -1 : 1)).map(({ kind, bytes }) => ({ seq, kind, bytes })));
  const frame = { size, checkpoint: checkpointAt(size), signer, at, appVersion: '0.1.0', earlier: null };
  return {
    signer, leaves, openings, size, indexSeq, rootAt: (n) => rootAt(store, n), checkpointAt, earlierAt, records,
    needs: (other) => ({
      ...frame, phone: subject, leaf: (seq) => leaves[seq]!, path: (seq) => inclusionProof(store, seq, size), keyLeaves: [1], records,
      index: { seq: indexSeq, entry: found!.entry, place: found!.index, entries, path: found!.path }, ...other,
    }),
    logInput: (other) => ({
      ...frame, leaves: () => leaves.map((bytes, seq) => ({ seq, bytes })), openings: () => openings,
      rows: lists.map(({ seq, rows }) => ({ seq, openings: () => rows })), ...other,
    }),
  };
};

const collect = async (write: (to: (chunk: Uint8Array) => void) => Promise<{ readonly ok: boolean }>): Promise<Buffer> => {
  const chunks: Uint8Array[] = [];
  const made = await write((chunk) => { chunks.push(Uint8Array.from(chunk)); });
  if (!made.ok) throw new Error('the bundle was not written');
  return Buffer.concat(chunks);
};
export const certificateBytes = (needs: Omit<CertificateNeeds, 'to'>): Promise<Buffer> => collect((to) => exportCertificate({ ...needs, to }));
export const logBytes = (input: Omit<BundleInput, 'to'>): Promise<Buffer> => collect((to) => exportBundle({ ...input, to }));
