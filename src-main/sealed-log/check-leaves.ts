// The leaves of an export are read once, hashed before they are understood, and never held all at the same time.
import { hash } from 'node:crypto';
import { addKeyLeaf, isKeyLeaf, type KeyHistory } from './key-history.ts';
import { readLeaf, maxLeafBytes, type Leaf } from './leaf.ts';
import type { OpeningsWalk } from './check-openings.ts';
import { readLines, readUtf8 } from './read-lines.ts';
import { createRunningRoot } from './running-root.ts';
import { createLeafScanner } from './scan-leaf.ts';

export type LeafFlaws = {
  /** Each the first of its kind, in plain words; null if there is none. */
  readonly form: string | null;
  readonly order: string | null;
  readonly log: string | null;
  readonly beginning: string | null;
  /** The keys as the leaves name them, or why one does not follow from those before. */
  readonly history: KeyHistory | string;
  readonly count: number;
  readonly root: Buffer;
  /** The root over the first n leaves, for each n asked for that the log reaches. */
  readonly rootsAt: ReadonlyMap<number, Buffer>;
};

/** Reads `leaves.ndjson`. Stops at the first line that is no leaf: what follows it cannot be placed. */
export const checkLeaves = async (
  chunks: AsyncIterable<Buffer>, origin: string, sizes: ReadonlySet<number>, openings: OpeningsWalk | null,
): Promise<LeafFlaws> => {
  const tree = createRunningRoot();
  const scan = createLeafScanner(origin);
  const hashOf = createLeafHasher();
  const rootsAt = new Map<number, Buffer>();
  const flaws: { form: string | null; order: string | null; log: string | null; beginning: string | null } = { form: null, order: null, log: null, beginning: null };
  let history: KeyHistory | string = [];
  const note = (): void => {
    if (sizes.has(tree.size())) rootsAt.set(tree.size(), tree.root());
  };
  note();
  reading: for await (const lines of readLines(chunks, maxLeafBytes)) {
    for (const line of lines) {
      const place = tree.size();
      tree.addLatin1(hashOf(line.bytes));
      note();
      // Most leaves are plain and are told from their bytes; the founding ones, and those with openings beside them, are read.
      if (line.whole && openings === null && place > 1 && scan(line.bytes, 0, line.bytes.length) === place) continue;
      const leaf = line.whole ? readUtf8Leaf(line.bytes) : 'its line is too long or does not end';
      if (typeof leaf === 'string') {
        flaws.form = `Line ${place + 1} is no leaf: ${leaf}.`;
        break reading;
      }
      if (leaf.seq !== place) flaws.order ??= `Line ${place + 1} holds leaf ${leaf.seq}.`;
      if (leaf.log !== origin) flaws.log ??= `Line ${place + 1} belongs to another log.`;
      if (place < 2) flaws.beginning ??= beginningFlaw(leaf, place);
      if (isKeyLeaf(leaf) && typeof history !== 'string') history = addKeyLeaf(history, leaf);
      if (openings !== null && !openings.isSimple(leaf)) await openings.pass(leaf);
    }
  }
  if (tree.size() < 2) flaws.beginning ??= 'It has no founding leaves.';
  return { ...flaws, history, count: tree.size(), root: tree.root(), rootsAt };
};

/** SHA-256(0x00 ‖ bytes) as `addLatin1` takes it; one buffer for all leaves, since a million small ones cost more than the hashing. */
const createLeafHasher = (): ((bytes: Buffer) => string) => {
  const prefixed = Buffer.alloc(1 + maxLeafBytes);
  return (bytes) => {
    if (bytes.length > maxLeafBytes) return hash('sha256', Buffer.concat([Buffer.of(0), bytes]), 'binary');
    bytes.copy(prefixed, 1);
    return hash('sha256', prefixed.subarray(0, 1 + bytes.length), 'binary');
  };
};

/** Leaf 0 founds the log, leaf 1 names its first key. */
export const beginningFlaw = (leaf: Leaf, place: number): string | null => {
  if (place === 0) return leaf.kind === 'ledger.genesis' ? null : 'Leaf 0 does not found the log.';
  return leaf.kind === 'key.add' ? null : 'Leaf 1 does not name a key.';
};

/** Reads a leaf from bytes that must be UTF-8; words where they are none. */
export const readUtf8Leaf = (bytes: Buffer): Leaf | string => {
  const text = readUtf8(bytes);
  if (text === null) return 'it is not UTF-8';
  const leaf = readLeaf(text);
  return leaf.ok ? leaf.value : leaf.failure.why;
};
