// What every bundle has whatever its level: the signed checkpoint, the keys and their history, the link to an earlier checkpoint, and the anchors.
import { canonicalJson } from './canonical-json.ts';
import { bundleFactsName, bundleFormat, bundleVersion } from './bundle-format.ts';
import { textMember, type Member } from './bundle-members.ts';
import { certificationText } from './certification-form.ts';
import { readCheckpoint, verifyCheckpoint, type Checkpoint } from './checkpoint.ts';
import { readCosignerVkey } from './cosignature.ts';
import { keyHistoryText, rotationFlaw, verifyByHistory, type KeyHistory } from './key-history.ts';
import type { Signer } from './keys.ts';
import { keyRevocationList, krlName } from './krl.ts';
import { verifyConsistency } from './merkle.ts';
import { consistencyText } from './proof-files.ts';
import type { ReportWriter } from './report-member.ts';
import { sshsigNamespace } from './sshsig.ts';
import { startHereText, type StartHereFacts } from './start-here.ts';
import type { BundleSink } from './write-bundle.ts';

export type BundleFrame = {
  readonly to: BundleSink;
  readonly size: number;
  /** The signed note over exactly `size` leaves; cosignature lines may follow the log's own. */
  readonly checkpoint: string;
  /** The log's current key. */
  readonly signer: Signer;
  /** Milliseconds since 1970. */
  readonly at: number;
  readonly appVersion: string;
  /** The signed note the receiver has from before (or of the last export), and the consistency proof from its size to this one. */
  readonly earlier: EarlierNote | null;
  /** More of them: in a certificate, for every checkpoint that was anchored or that a receiver may hold. */
  readonly further?: readonly EarlierNote[];
  /** For each key.rotate leaf the first note signed after it, which both keys signed. */
  readonly rotations?: readonly string[];
  readonly anchors?: Anchors;
  /** Without it the bundle has no report.html. */
  readonly report?: ReportWriter;
};

export type EarlierNote = { readonly checkpoint: string; readonly proof: readonly Uint8Array[] };

/** In a certificate (L0) an anchor of another size than the export's needs its pair in `earlier` or `further`. */
export type Anchors = {
  /** Checkpoints that were stamped by an authority: the three lines that were stamped, what was asked and what came back. */
  readonly stamps: readonly { readonly size: number; readonly body: string; readonly query: Uint8Array; readonly reply: Uint8Array }[];
  /** The authority's certificates in PEM. */
  readonly tsaChain: string | null;
  /** Notes that others cosigned, with their lines. */
  readonly cosigned: readonly { readonly size: number; readonly note: string }[];
  /** The verifier keys of all cosigners. */
  readonly cosigners: readonly string[];
};

/** What of a level the words of START-HERE.txt and of the certification form need to know. */
export type LevelFacts = Pick<StartHereFacts, 'level' | 'certificate' | 'example' | 'listsLeftOut'> & { readonly sums: readonly Pick<Member, 'name' | 'sha256'>[] };

/** Throws unless `checkpoint` is the signer's over exactly this size: nothing may be exported under another. */
export const checkedNote = ({ checkpoint, signer, size }: BundleFrame): Checkpoint => {
  const now = verifyCheckpoint(checkpoint, signer.vkey);
  if (!now.ok || now.value.size !== size) throw new Error('The checkpoint is not one over this log at this size by this key');
  return now.value;
};

/** Throws where key history, rotations, earlier checkpoint or anchors do not fit the log: the ledger is broken then. */
export const frameMembers = (frame: BundleFrame, now: Checkpoint, history: KeyHistory, level: LevelFacts): Member[] => {
  const { signer, checkpoint, size, at, appVersion } = frame;
  if (history.at(-1)?.vkey !== signer.vkey || history.at(-1)?.end !== null) throw new Error('The signer is not the key the log names as its own');
  const before = earlierFiles(frame, now, history);
  const unproved = anchoredSizes(frame.anchors).find((each) => each !== size && !before.sizes.has(each));
  if (level.level === 'L0' && unproved !== undefined) throw new Error(`A certificate cannot show the anchor at ${unproved} leaves without a proof from there`);
  const facts = {
    origin: signer.origin, fingerprint: signer.fingerprint, size, root: now.root.toString('base64'), at: new Date(at).toISOString(), appVersion,
  };
  const signature = now.signatures.find((each) => each.keyId === signer.keyId)?.signature;
  if (signature === undefined) throw new Error('The checkpoint lost its signature');
  const stamped = frame.anchors?.stamps.map((each) => each.size) ?? [];
  return [
    textMember(bundleFactsName, `${canonicalJson({ app: appVersion, at: facts.at, format: bundleFormat, level: level.level, log: signer.origin, size, v: bundleVersion })}\n`),
    textMember('START-HERE.txt', startHereText({ ...facts, ...level, earlier: before.size, stamped, hasRevoked: history.some(({ end }) => end === 'revoked') })),
    textMember('CERTIFICATION-FRE-902.txt', certificationText({ ...facts, level: level.level, number: level.certificate?.phone ?? null, sums: level.sums })),
    textMember('checkpoint.txt', checkpoint),
    textMember('checkpoint.body', now.body),
    textMember('checkpoint.sig', signature),
    textMember('keys/allowed_signers', `${signer.origin} namespaces="${sshsigNamespace}" ${signer.sshPublicKey.split(' ', 2).join(' ')}\n`),
    textMember('keys/log-key.ssh.pub', `${signer.sshPublicKey}\n`),
    textMember('keys/log.vkey', `${signer.vkey}\n`),
    textMember('keys/log-key.pub.pem', signer.publicKeyPem),
    textMember('keys/history.json', keyHistoryText(history)),
    ...revokedFiles(history),
    ...rotationFiles(frame, history),
    ...before.members,
    ...anchorFiles(frame.anchors, signer.origin),
  ];
};

const revokedFiles = (history: KeyHistory): Member[] => {
  const list = keyRevocationList(history);
  return list === null ? [] : [textMember(krlName, list)];
};

const rotationFiles = ({ rotations = [] }: BundleFrame, history: KeyHistory): Member[] => {
  const rotated = history.filter(({ how }) => how === 'key.rotate');
  return rotated.map((period, i) => {
    const note = rotations[i] ?? '';
    const flaw = rotationFlaw(note, history, period);
    if (flaw !== null) throw new Error(`The checkpoint of a key's rotation is not good: ${flaw}`);
    return textMember(`keys/rotation-${sizeOf(note)}.txt`, note);
  });
};

const earlierFiles = (frame: BundleFrame, now: Checkpoint, history: KeyHistory): { readonly size: number | null; readonly sizes: ReadonlySet<number>; readonly members: Member[] } => {
  const files = new Map<number, Member[]>();
  const add = ({ checkpoint, proof }: EarlierNote): number => {
    const oldSize = sizeOf(checkpoint);
    const read = verifyByHistory(checkpoint, oldSize, history);
    if (!read.ok) throw new Error(`The earlier checkpoint is not good: ${read.failure.why}`);
    if (!verifyConsistency(oldSize, now.size, read.value.root, now.root, proof)) throw new Error('The log does not continue the earlier checkpoint');
    files.set(oldSize, [
      textMember(`previous/checkpoint-${oldSize}.txt`, checkpoint),
      textMember(`consistency/${oldSize}-${frame.size}.txt`, consistencyText(oldSize, proof, frame.checkpoint)),
    ]);
    return oldSize;
  };
  for (const each of frame.further ?? []) add(each);
  const size = frame.earlier === null ? null : add(frame.earlier);
  return { size, sizes: new Set(files.keys()), members: [...files].sort(([a], [b]) => a - b).flatMap(([, pair]) => pair) };
};

const anchoredSizes = (anchors: Anchors | undefined): readonly number[] => [...(anchors?.stamps ?? []), ...(anchors?.cosigned ?? [])].map(({ size }) => size);

const anchorFiles = (anchors: Anchors | undefined, origin: string): Member[] => {
  if (anchors === undefined) return [];
  const { stamps, tsaChain, cosigned, cosigners } = anchors;
  if (!cosigners.every((vkey) => readCosignerVkey(vkey) !== null)) throw new Error('A cosigner\'s key is malformed');
  const bodies = new Map(stamps.map(({ size, body }) => [size, body]));
  for (const { size, note } of cosigned) {
    const read = readCheckpoint(note);
    if (!read.ok || read.value.size !== size || read.value.origin !== origin) throw new Error('A cosigned checkpoint is not one of this log');
    bodies.set(size, read.value.body);
  }
  return [
    ...(cosigners.length === 0 ? [] : [textMember('keys/cosigners.txt', cosigners.map((vkey) => `${vkey}\n`).join(''))]),
    ...[...bodies].sort(([a], [b]) => a - b).map(([size, body]) => textMember(`anchors/${size}.body`, body)),
    ...cosigned.map(({ size, note }) => textMember(`anchors/${size}.note`, note)),
    ...stamps.flatMap(({ size, query, reply }) => [textMember(`anchors/${size}.tsq`, query), textMember(`anchors/${size}.tsr`, reply)]),
    ...(tsaChain === null ? [] : [textMember('anchors/tsa-chain.pem', tsaChain)]),
  ];
};

const sizeOf = (note: string): number => {
  const read = readCheckpoint(note);
  if (!read.ok) throw new Error(`A checkpoint cannot be read: ${read.failure.why}`);
  return read.value.size;
};
