// The redacted export: every leaf of the log in one plain ZIP, signed last, written only if the leaves give the signed root.
import { createHash } from 'node:crypto';
import { crc32 } from 'node:zlib';
import { fail, ok, type Result } from '../../src-shared/result.ts';
import { canonicalJson } from './canonical-json.ts';
import { verifyCheckpoint, type Checkpoint } from './checkpoint.ts';
import type { Signer } from './keys.ts';
import { leafHash, verifyConsistency } from './merkle.ts';
import { originTail } from './origin.ts';
import { csvHeader, csvLine } from './report-csv.ts';
import { createRunningRoot } from './running-root.ts';
import { signSsh, sshsigNamespace } from './sshsig.ts';
import { startHereText } from './start-here.ts';
import { centralHeader, endRecord, localHeader, maxZipBytes } from './zip-format.ts';

export type BundleInput = {
  /** Takes the file's bytes in order; the next chunk waits for the promise. A chunk is not written to afterwards. */
  readonly to: (chunk: Uint8Array) => void | Promise<void>;
  /**
   * The leaves 0 to size - 1 in order, from the start at each call: they are read three times (measure, leaves, table). Other
   * work runs between leaves, so page through a database rather than hold a cursor open.
   */
  readonly leaves: () => Iterable<{ readonly seq: number; readonly bytes: string }>;
  readonly size: number;
  /** The signed note over exactly `size` leaves. */
  readonly checkpoint: string;
  readonly signer: Signer;
  /** Milliseconds since 1970. */
  readonly at: number;
  readonly appVersion: string;
  /** The signed note of the export before this one, and the consistency proof from its size to this one. */
  readonly earlier: { readonly checkpoint: string; readonly proof: readonly Uint8Array[] } | null;
};

/** `sha256` in hex, `root` in base64. */
export type ExportedBundle = { readonly leaves: number; readonly bytes: number; readonly sha256: string; readonly root: string };

/** `dncdesk-audit-<tail>-<size>-<yyyymmdd>.zip`, the day in UTC. */
export const bundleName = (tail: string, size: number, at: number): string =>
  `dncdesk-audit-${tail}-${size}-${new Date(at).toISOString().slice(0, 10).replaceAll('-', '')}.zip`;

/**
 * Same input, same bytes. Memory does not grow with the log. Throws, before a byte is written, if the leaves are not those of
 * the checkpoint, the checkpoint is not this signer's, or the log does not continue the earlier one: the caller's ledger is broken then and nothing may be signed for it.
 * `FileTooLarge` if the file would pass 4 GiB.
 */
export const exportBundle = async (input: BundleInput): Promise<Result<ExportedBundle, FileTooLarge>> => {
  const now = verifyCheckpoint(input.checkpoint, input.signer.vkey);
  if (!now.ok || now.value.size !== input.size) throw new Error('The checkpoint is not one over this log at this size by this key');
  const leafLines = () => linesOf(input, (bytes) => `${bytes}\n`);
  const tableLines = () => linesOf(input, tableLine, csvHeader);
  const measured = await measureLeaves(input, now.value);
  const members: Member[] = [
    ...smallMembers(input, now.value),
    { name: 'report.csv', ...measured.table, chunks: () => chunksOf(tableLines()) },
    { name: 'leaves.ndjson', ...measured.leaves, chunks: () => chunksOf(leafLines()) },
  ];
  const sums = Buffer.from(members.map((member) => `${member.sha256}  ${member.name}\n`).join(''));
  members.push(textMember('SHA256SUMS', sums), textMember('SHA256SUMS.sig', Buffer.from(signSsh(input.signer, sums))));
  const bytes = members.reduce((sum, { name, size }) => sum + size + 30 + 46 + 2 * name.length, 22);
  if (bytes > maxZipBytes) return fail({ type: 'FileTooLarge', name: bundleName(originTail(input.signer.origin), input.size, input.at), bytes, limit: maxZipBytes });
  const sha256 = await writeZip(members, input.to);
  return ok({ leaves: input.size, bytes, sha256, root: now.value.root.toString('base64') });
};

type FileTooLarge = { readonly type: 'FileTooLarge'; readonly name: string; readonly bytes: number; readonly limit: number };
type Sum = { readonly size: number; readonly crc: number; readonly sha256: string };
type Member = Sum & { readonly name: string; readonly chunks: () => Iterable<Buffer> };

const smallMembers = ({ signer, checkpoint, size, at, appVersion, earlier }: BundleInput, now: Checkpoint): Member[] => {
  const before = earlier === null ? null : { ...earlier, size: sizeOfEarlier(earlier, signer, now) };
  const startHere = startHereText({
    origin: signer.origin, fingerprint: signer.fingerprint, size, root: now.root.toString('base64'), at: new Date(at).toISOString(), appVersion,
    earlier: before?.size ?? null,
  });
  const signature = now.signatures.find((each) => each.keyId === signer.keyId)?.signature;
  if (signature === undefined) throw new Error('The checkpoint lost its signature');
  const texts: readonly (readonly [string, string | Buffer])[] = [
    ['START-HERE.txt', startHere],
    ['checkpoint.txt', checkpoint],
    ['checkpoint.body', now.body],
    ['checkpoint.sig', signature],
    ['keys/allowed_signers', `${signer.origin} namespaces="${sshsigNamespace}" ${signer.sshPublicKey.split(' ', 2).join(' ')}\n`],
    ['keys/log-key.ssh.pub', `${signer.sshPublicKey}\n`],
    ['keys/log.vkey', `${signer.vkey}\n`],
    ['keys/log-key.pub.pem', signer.publicKeyPem],
    // Since which leaf each key has signed; the first is named by leaf 1.
    ['keys/history.json', `${canonicalJson([{ fingerprint: signer.fingerprint, seq: 1, vkey: signer.vkey }])}\n`],
    ...(before === null ? [] : [
      [`previous/checkpoint-${before.size}.txt`, before.checkpoint],
      [`consistency/${before.size}-${size}.txt`, consistencyText(before.size, before.proof, checkpoint)],
    ] as const),
  ];
  return texts.map(([name, text]) => textMember(name, Buffer.from(text as string))); // Buffer.from takes either; its overloads do not take the union.
};

/** The body of tlog-witness add-checkpoint: `old N`, the hashes, a blank line, the new note. */
const consistencyText = (oldSize: number, proof: readonly Uint8Array[], checkpoint: string): string =>
  `old ${oldSize}\n${proof.map((each) => `${Buffer.from(each).toString('base64')}\n`).join('')}\n${checkpoint}`;

const sizeOfEarlier = ({ checkpoint, proof }: NonNullable<BundleInput['earlier']>, signer: Signer, now: Checkpoint): number => {
  const read = verifyCheckpoint(checkpoint, signer.vkey);
  if (!read.ok) throw new Error(`The earlier checkpoint is not good: ${read.failure.why}`);
  const { size, root } = read.value;
  if (!verifyConsistency(size, now.size, root, now.root, proof)) throw new Error('The log does not continue the earlier checkpoint');
  return size;
};

const textMember = (name: string, content: Buffer): Member => {
  const sum = createSummer();
  sum.add(content);
  return { name, ...sum.end(), chunks: () => [content] };
};

/** Reads every leaf once: sizes and sums of the two long members, and whether the leaves are those of the checkpoint. */
const measureLeaves = async ({ leaves }: BundleInput, now: Checkpoint): Promise<{ readonly leaves: Sum; readonly table: Sum }> => {
  const tree = createRunningRoot();
  const [leafSum, tableSum] = [createSummer(), createSummer()];
  tableSum.add(Buffer.from(csvHeader));
  for (const { seq, bytes } of leaves()) {
    if (seq !== tree.size()) throw new Error(`Leaf ${seq} stands where leaf ${tree.size()} belongs`);
    tree.add(leafHash(bytes));
    leafSum.add(Buffer.from(`${bytes}\n`));
    tableSum.add(Buffer.from(tableLine(bytes)));
    if (seq % breath === breath - 1) await rest();
  }
  if (tree.size() !== now.size || !tree.root().equals(now.root)) throw new Error('The leaves are not those of the checkpoint');
  return { leaves: leafSum.end(), table: tableSum.end() };
};

const tableLine = (bytes: string): string => {
  const line = csvLine(bytes);
  if (!line.ok) throw new Error(`A leaf cannot be read: ${line.failure.why}`);
  return line.value;
};

function* linesOf({ leaves }: BundleInput, write: (bytes: string) => string, header = ''): Generator<string> {
  if (header !== '') yield header;
  for (const { bytes } of leaves()) yield write(bytes);
}

function* chunksOf(lines: Iterable<string>): Generator<Buffer> {
  let text = '';
  for (const line of lines) {
    text += line;
    if (text.length < chunkLength) continue;
    yield Buffer.from(text);
    text = '';
  }
  yield Buffer.from(text);
}

const writeZip = async (members: readonly Member[], to: BundleInput['to']): Promise<string> => {
  const whole = createHash('sha256');
  let offset = 0;
  const write = async (chunk: Buffer): Promise<void> => {
    whole.update(chunk);
    offset += chunk.length;
    await to(chunk);
  };
  const directory: Buffer[] = [];
  for (const member of members) {
    directory.push(centralHeader(member, offset));
    await write(localHeader(member));
    const sum = createSummer();
    for (const chunk of member.chunks()) {
      sum.add(chunk);
      await write(chunk);
      await rest();
    }
    // Read again, said again: a leaf that changed meanwhile must not slip under a sum made before.
    if (sum.end().sha256 !== member.sha256) throw new Error(`${member.name} changed while it was written`);
  }
  const [start, central] = [offset, Buffer.concat(directory)];
  await write(central);
  await write(endRecord(members.length, central.length, start));
  return whole.digest('hex');
};

const createSummer = (): { readonly add: (bytes: Buffer) => void; readonly end: () => Sum } => {
  const sha = createHash('sha256');
  let size = 0;
  let crc = 0;
  return {
    add: (bytes) => {
      sha.update(bytes);
      crc = crc32(bytes, crc);
      size += bytes.length;
    },
    end: () => ({ size, crc, sha256: sha.digest('hex') }),
  };
};

const chunkLength = 128 * 1024;
/** Leaves handled between two pauses: a few milliseconds of work. */
const breath = 256;
/** Lets timers and input run, so that a long export does not freeze its process. */
const rest = (): Promise<void> => new Promise((resolve) => {
  setImmediate(resolve);
});
