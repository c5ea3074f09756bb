// Exports of all three levels as bundle-format.ts describes them, made small and by hand, so that every file of them can be tampered with.
import { createHash } from 'node:crypto';
import { crc32 } from 'node:zlib';
import { canonicalJson } from '../../src-main/sealed-log/canonical-json.ts';
import { readCheckpoint, signCheckpoint } from '../../src-main/sealed-log/checkpoint.ts';
import { createSigningKey, signerFrom, type Signer } from '../../src-main/sealed-log/keys.ts';
import { createLeaf, type LeafInput, type Opening } from '../../src-main/sealed-log/leaf.ts';
import { appendLeafHash, consistencyProof, inclusionProof, leafHash, rootAt, type NodeStore } from '../../src-main/sealed-log/merkle.ts';
import type { ReportData } from '../../src-main/sealed-log/report-html.ts';
import { signSsh } from '../../src-main/sealed-log/sshsig.ts';
import { centralHeader, endRecord, localHeader } from '../../src-main/sealed-log/zip-format.ts';
import { at, countedBytes, origin } from '../main/sealed-log/log-world.ts';

export type Files = Map<string, Buffer>;
export type Tree = { readonly store: NodeStore; readonly size: () => number; readonly add: (leafHash: Uint8Array) => void };
export type PageWorld = {
  readonly signer: Signer;
  readonly leaves: readonly string[];
  readonly openings: readonly (Opening & { readonly seq: number })[];
  readonly phone: string;
  readonly checkpointAt: (size: number) => string;
  /** The files of an export, without the list and its signature. */
  readonly files: (level: 'L0' | 'L1' | 'L2', earlierSize?: number) => Files;
};

export const createTree = (): Tree => {
  const nodes = new Map<string, Uint8Array>();
  let size = 0;
  const store: NodeStore = { get: (level, idx) => nodes.get(`${level}/${idx}`)!, put: (level, idx, hash) => nodes.set(`${level}/${idx}`, hash) };
  return { store, size: () => size, add: (hash) => { appendLeafHash(store, size, hash); size += 1; } };
};

const rowsOf = (count: number, phone: string): readonly string[] => Array.from({ length: count }, (_, i) =>
  canonicalJson({ i, kind: 'row', log: origin, row: { jurisdiction: 'US', phone: i === 2 ? phone : `+12025550${110 + i}` }, salt: createHash('sha256').update(`row ${i}`).digest('base64url') }));

export const createPageWorld = ({ size = 40, signer = signerFrom(createSigningKey().pkcs8, origin), change = (leaf) => leaf, newer }: {
  readonly size?: number;
  readonly signer?: Signer;
  readonly change?: (leaf: LeafInput) => LeafInput;
  /** Writes the bytes of a leaf anew, which `createLeaf` would refuse to make. */
  readonly newer?: (bytes: string, seq: number) => string;
} = {}): PageWorld => {
  const phone = '+12025550142';
  const random = countedBytes();
  const rows = rowsOf(5, phone);
  const rowTree = createTree();
  for (const row of rows) rowTree.add(leafHash(row));
  const label = createHash('sha256').update(phone).digest('base64url');
  const tree = createTree();
  const leaves: string[] = [];
  const openings: (Opening & { readonly seq: number })[] = [];
  const indexSeq = size - 2;
  const indexTree = createTree();
  let entry = '';
  for (let seq = 0; seq < size; seq += 1) {
    if (seq === indexSeq) {
      // The list's leaf holds one row of the number, and every tenth decision is about it.
      const hashes = leaves.map((bytes, n) => ({ n, hash: leafHash(bytes) })).filter(({ n }) => isAbout(n)).map(({ hash }) => hash);
      entry = canonicalJson({ chain: createHash('sha256').update(Buffer.concat(hashes)).digest('hex'), label, n: hashes.length });
      for (const each of [canonicalJson({ chain: '0'.repeat(64), label: 'A'.repeat(43), n: 1 }), entry]) indexTree.add(leafHash(each));
    }
    const made = createLeaf(change(leafAt(seq, size, signer, phone, { rows: rootAt(rowTree.store, 5).toString('base64url'), index: seq === indexSeq ? rootAt(indexTree.store, 2).toString('base64url') : '' })), random);
    const bytes = newer?.(made.bytes, seq) ?? made.bytes;
    leaves.push(bytes);
    openings.push(...made.openings.map((opening) => ({ ...opening, seq })));
    tree.add(leafHash(bytes));
  }
  const checkpointAt = (n: number): string => signCheckpoint(signer, n, rootAt(tree.store, n));
  const note = checkpointAt(size);
  const lines = (hashes: readonly Uint8Array[]): string => hashes.map((hash) => `${Buffer.from(hash).toString('base64')}\n`).join('');
  const path = (head: string, of: Tree, leaf: number, index: number): string =>
    `${head}\nleaf ${leaf}\nindex ${index}\nsize ${of.size()}\n${lines(inclusionProof(of.store, index, of.size()))}\nroot ${rootAt(of.store, of.size()).toString('base64')}\n`;

  const certificate = (): [string, string][] => {
    const shown = [0, 1, ...leaves.map((_, seq) => seq).filter((seq) => seq < indexSeq && isAbout(seq)), indexSeq];
    return [
      ...shown.flatMap((seq): [string, string][] => [
        [`proofs/${seq}.tlog-proof`, `c2sp.org/tlog-proof@v1\nindex ${seq}\n${lines(inclusionProof(tree.store, seq, size))}\n${note}`],
        [`proofs/${seq}.leaf.json`, leaves[seq] ?? ''],
        ...openings.filter((opening) => opening.seq === seq && opening.kind === 'subject').map(({ bytes }): [string, string] => [`proofs/${seq}.subject.json`, bytes]),
      ]),
      ['rows/3-2.row.json', rows[2] ?? ''], ['rows/3-2.row-proof', path('dncdesk row-proof v1', rowTree, 3, 2)],
      ['index/entry.json', entry], ['index/records.json', `${canonicalJson(shown.filter((seq) => seq > 1 && seq < indexSeq).map((seq) => (seq === 3 ? { i: 2, seq, shown: 'row' } : { i: null, seq, shown: 'subject' })))}\n`], ['index/proof.txt', path('dncdesk index-proof v1', indexTree, indexSeq, 1)],
    ];
  };

  return {
    signer, leaves, openings, phone, checkpointAt,
    files: (level, earlierSize) => {
      const parts: [string, string | Buffer][] = [
        ['bundle.json', `${canonicalJson({ app: '0.1.0', at: new Date(at).toISOString(), format: 'dncdesk-audit', level, log: signer.origin, size, v: 1 })}\n`],
        ['START-HERE.txt', 'Start here.\n'], ['CERTIFICATION-FRE-902.txt', 'A form.\n'],
        ['checkpoint.txt', note], ['checkpoint.body', note.slice(0, note.indexOf('\n\n') + 1)], ['checkpoint.sig', signatureOf(note)],
        ['keys/allowed_signers', `${signer.origin} namespaces="dncdesk-export" ${signer.sshPublicKey.split(' ', 2).join(' ')}\n`],
        ['keys/log-key.ssh.pub', `${signer.sshPublicKey}\n`], ['keys/log.vkey', `${signer.vkey}\n`], ['keys/log-key.pub.pem', signer.publicKeyPem],
        ['keys/history.json', `${canonicalJson([{ end: null, endSeq: null, fingerprint: signer.fingerprint, how: 'key.add', seq: 1, vkey: signer.vkey }])}\n`],
        ...(earlierSize === undefined ? [] : [
          [`previous/checkpoint-${earlierSize}.txt`, checkpointAt(earlierSize)],
          [`consistency/${earlierSize}-${size}.txt`, `old ${earlierSize}\n${lines(consistencyProof(tree.store, earlierSize, size))}\n${note}`],
        ] as [string, string][]),
        ['report.csv', 'seq,t\r\n'],
        ...(level === 'L0' ? certificate() : [['leaves.ndjson', leaves.map((bytes) => `${bytes}\n`).join('')] as [string, string]]),
        ...(level === 'L2' ? [
          ['openings.ndjson', openings.map(({ bytes }) => `${bytes}\n`).join('')], ['rows/3.ndjson', rows.map((row) => `${row}\n`).join('')],
        ] as [string, string][] : []),
      ];
      return new Map(parts.map(([name, content]) => [name, Buffer.from(content as string)])); // Buffer.from takes either; its overloads do not take the union.
    },
  };
};

const signatureOf = (note: string): Buffer => {
  const read = readCheckpoint(note);
  if (!read.ok) throw new Error('no checkpoint');
  return read.value.signatures[0]?.signature ?? Buffer.alloc(0);
};

const isAbout = (seq: number): boolean => seq === 3 || (seq > 6 && seq % 10 === 0);

const leafAt = (seq: number, size: number, signer: Signer, phone: string, roots: { readonly rows: string; readonly index: string }): LeafInput => {
  const frame = { log: signer.origin, seq, t: new Date(at - 40_000_000 + seq * 300_000).toISOString(), actor: 'op:7c1e', app: '0.1.0', open: {} };
  if (seq === 0) return { ...frame, kind: 'ledger.genesis', body: { format: 1, origin: signer.origin } };
  if (seq === 1) return { ...frame, kind: 'key.add', body: { fingerprint: signer.fingerprint, store: 'keychain', vkey: signer.vkey } };
  if (seq === 2) return { ...frame, kind: 'actor.add', body: { actor: 'op:7c1e' }, open: { detail: { name: 'Ada \u202Eexample <script>alert(1)</script> 100% \r\n' } } };
  if (seq === 3) return { ...frame, kind: 'import.batch', body: { count: { accepted: 4939, blank: 7, duplicate: 90, header: 1, ignored: 10, lines: 5201, quarantined: { date: 4, too_short: 150 } }, import: 1, root: roots.rows, rows: 5, sha256: 'ab'.repeat(32) }, open: { detail: { bytes: '241001', file: 'national.csv' }, rows: { seed: 'c2VlZA' } } };
  if (seq === 4) return { ...frame, kind: 'push.request', body: { attempt: 1, batch: 1, correlation: 'c-1', destination: 1, dncType: 'FEDERAL', key: 'k-1', numbers: 4939, root: roots.rows, run: 1 } };
  if (seq === 5) return { ...frame, kind: 'push.response', body: { accepted: 4900, batch: 1, duplicate: 30, outcome: 'answered', refused: 9, request: 4, root: roots.rows, run: 1, unknown: 0 }, open: { detail: { receipt: 'r-1', sha256: 'cd'.repeat(32), status: 200, vendorDate: 'Fri, 20 Nov 2026 22:00:00 GMT', why: null } } };
  if (seq === 6) return { ...frame, kind: 'cooldown.check', body: { destination: 1, different: 0, expected: 4932, extra: 1, found: 4931, missing: 2, probes: 4, probesHeld: 4, reconciliation: 1, state: 'differences' } };
  if (seq === size - 2) return { ...frame, kind: 'index.root', body: { entries: 2, leaves: seq, root: roots.index } };
  if (seq === size - 1) return { ...frame, kind: 'export.seal', body: { level: 'L1', previous: null } };
  return { ...frame, kind: 'decision', body: { act: seq % 3 === 0 ? 'accept' : 'discard', decision: seq, entries: 1, what: `</script><!-- ${seq}` }, open: { subject: { phone: isAbout(seq) ? phone : `+12025550${100 + (seq % 40)}` } } };
};

/** What the exporter hands to the report's writer. */
export const reportDataOf = (files: Files): ReportData => ({
  texts: [...files].filter(([name]) => !name.endsWith('.ndjson')).map(([name, content]) => ({ name, text: content.toString(name.endsWith('.sig') ? 'base64' : 'utf8') })),
  long: [...files].filter(([name]) => name.endsWith('.ndjson')).map(([name, content]) => ({ name, lines: () => String(content).split(/(?<=\n)/u) })),
});

/** Lists and signs the files, as an honest exporter or a thief of the key would. */
export const sealed = (files: Files, signer: Signer): Files => {
  const sums = Buffer.from([...files].map(([name, content]) => `${createHash('sha256').update(content).digest('hex')}  ${name}\n`).join(''));
  return new Map([...files, ['SHA256SUMS', sums], ['SHA256SUMS.sig', Buffer.from(signSsh(signer, sums))]]);
};

export const zipOf = (files: Files): Buffer => {
  const [body, directory]: [Buffer[], Buffer[]] = [[], []];
  let offset = 0;
  for (const [name, content] of files) {
    const member = { name, size: content.length, crc: crc32(content) };
    directory.push(centralHeader(member, offset));
    body.push(localHeader(member), content);
    offset += 30 + name.length + content.length;
  }
  const central = Buffer.concat(directory);
  return Buffer.concat([...body, central, endRecord(files.size, central.length, offset)]);
};
