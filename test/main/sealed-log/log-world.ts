// A small log of fictitious leaves with its key, grown leaf by leaf as the ledger grows it, for the tests of this folder.
import { createHash } from 'node:crypto';
import { checkBundle } from '../../../src-main/sealed-log/check-bundle.ts';
import { signCheckpoint } from '../../../src-main/sealed-log/checkpoint.ts';
import { exportBundle, type BundleInput } from '../../../src-main/sealed-log/export-bundle.ts';
import { createSigningKey, signerFrom, type Signer } from '../../../src-main/sealed-log/keys.ts';
import { createLeaf, type LeafInput } from '../../../src-main/sealed-log/leaf.ts';
import { appendLeafHash, consistencyProof, leafHash, rootAt, type NodeStore } from '../../../src-main/sealed-log/merkle.ts';

export const origin = 'dncdesk.local/ledger/7f3c0000000000a1';
export const at = Date.UTC(2026, 10, 20, 22, 56, 48, 123);

/** Salts that are the same at each run, so that bundles can be compared byte for byte. */
export const countedBytes = (): ((count: number) => Uint8Array) => {
  let calls = 0;
  return (count) => {
    calls += 1;
    return createHash('sha256').update(`salt ${calls}`).digest().subarray(0, count);
  };
};

export type LogWorld = {
  readonly signer: Signer;
  readonly leaves: readonly string[];
  readonly checkpointAt: (size: number) => string;
  readonly bundleInput: (earlierSize?: number) => Omit<BundleInput, 'to'>;
};

export const createLogWorld = ({ size, signer = signerFrom(createSigningKey().pkcs8, origin), change = (leaf) => leaf }: {
  readonly size: number;
  readonly signer?: Signer;
  /** Makes leaf `seq` another one. */
  readonly change?: (leaf: LeafInput) => LeafInput;
}): LogWorld => {
  const random = countedBytes();
  const nodes = new Map<string, Uint8Array>();
  const store: NodeStore = {
    get: (level, idx) => nodes.get(`${level}/${idx}`)!,
    put: (level, idx, hash) => nodes.set(`${level}/${idx}`, hash),
  };
  const leaves = Array.from({ length: size }, (_, seq) => createLeaf(change(leafAt(seq, signer)), random).bytes);
  leaves.forEach((bytes, seq) => appendLeafHash(store, seq, leafHash(bytes)));
  const checkpointAt = (n: number): string => signCheckpoint(signer, n, rootAt(store, n));
  return {
    signer, leaves, checkpointAt,
    bundleInput: (earlierSize) => ({
      leaves: () => leaves.map((bytes, seq) => ({ seq, bytes })),
      size, checkpoint: checkpointAt(size), signer, at, appVersion: '0.1.0',
      earlier: earlierSize === undefined ? null : { checkpoint: checkpointAt(earlierSize), proof: consistencyProof(store, earlierSize, size) },
    }),
  };
};

const leafAt = (seq: number, signer: Signer): LeafInput => {
  const frame = { log: signer.origin, seq, t: new Date(at - 1_000_000 + seq).toISOString(), actor: 'op:7c1e', app: '0.1.0', open: {} };
  if (seq === 0) return { ...frame, kind: 'ledger.genesis', body: {} };
  if (seq === 1) return { ...frame, kind: 'key.add', body: { vkey: signer.vkey, fingerprint: signer.fingerprint, store: 'memory' } };
  return { ...frame, kind: 'decision', body: { what: `=row ${seq}`, of: [seq, null, true] }, open: { subject: { phone: `+12025550${100 + (seq % 100)}` } } };
};

export const bundleBytes = async (input: Omit<BundleInput, 'to'>): Promise<Buffer> => {
  const chunks: Uint8Array[] = [];
  await exportBundle({ ...input, to: (chunk) => void chunks.push(Uint8Array.from(chunk)) });
  return Buffer.concat(chunks);
};

/** The verdict, or the words of the first check that did not hold. */
export const verdictOf = async (path: string, held?: string): Promise<string> => {
  const result = await checkBundle(path, held === undefined ? {} : { held });
  if (!result.ok) return result.failure.type;
  return result.value.verdict === 'valid' ? 'valid' : (result.value.checks.find(({ state }) => state === 'wrong')?.what ?? 'nothing named');
};
