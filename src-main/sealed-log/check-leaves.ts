// The leaves of an export are read once, hashed before they are understood, and never held all at the same time.
import { readLeaf, maxLeafBytes, type Leaf } from './leaf.ts';
import { leafHash } from './merkle.ts';
import { createRunningRoot } from './running-root.ts';

export type LeafFlaws = {
  /** Each the first of its kind, in plain words; null if there is none. */
  readonly form: string | null;
  readonly order: string | null;
  readonly log: string | null;
  readonly beginning: string | null;
  readonly count: number;
  readonly root: Buffer;
  /** The root over the first n leaves, for each n asked for that the log reaches. */
  readonly rootsAt: ReadonlyMap<number, Buffer>;
};

/** Reads `leaves.ndjson`. Stops at the first line that is no leaf: what follows it cannot be placed. */
export const checkLeaves = async (
  chunks: AsyncIterable<Buffer>, expected: { readonly origin: string; readonly vkey: string }, sizes: readonly number[],
): Promise<LeafFlaws> => {
  const tree = createRunningRoot();
  const rootsAt = new Map<number, Buffer>();
  const flaws: { form: string | null; order: string | null; log: string | null; beginning: string | null } = { form: null, order: null, log: null, beginning: null };
  const note = (): void => {
    if (sizes.includes(tree.size())) rootsAt.set(tree.size(), tree.root());
  };
  note();
  for await (const line of linesOf(chunks)) {
    const place = tree.size();
    tree.add(leafHash(line.bytes));
    note();
    const leaf = line.whole ? readUtf8Leaf(line.bytes) : 'its line is too long or does not end';
    if (typeof leaf === 'string') {
      flaws.form = `Line ${place + 1} is no leaf: ${leaf}.`;
      break;
    }
    if (leaf.seq !== place) flaws.order ??= `Line ${place + 1} holds leaf ${leaf.seq}.`;
    if (leaf.log !== expected.origin) flaws.log ??= `Line ${place + 1} belongs to another log.`;
    if (place < 2) flaws.beginning ??= beginningFlaw(leaf, place, expected.vkey);
  }
  if (tree.size() < 2) flaws.beginning ??= 'It has no founding leaves.';
  return { ...flaws, count: tree.size(), root: tree.root(), rootsAt };
};

const beginningFlaw = (leaf: Leaf, place: number, vkey: string): string | null => {
  if (place === 0) return leaf.kind === 'ledger.genesis' ? null : 'Leaf 0 does not found the log.';
  if (leaf.kind !== 'key.add') return 'Leaf 1 does not name a key.';
  return leaf.body['vkey'] === vkey ? null : 'Leaf 1 names another key.';
};

const readUtf8Leaf = (bytes: Buffer): Leaf | string => {
  let text: string;
  try {
    text = utf8.decode(bytes);
  } catch {
    return 'it is not UTF-8';
  }
  const leaf = readLeaf(text);
  return leaf.ok ? leaf.value : leaf.failure.why;
};

// Fatal, or two different byte sequences would read as the same text; a byte order mark is content.
const utf8 = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });

type Line = { readonly bytes: Buffer; /** False: longer than a leaf may be, or the file ends without a line end. */ readonly whole: boolean };

async function* linesOf(chunks: AsyncIterable<Buffer>): AsyncGenerator<Line> {
  let rest: Buffer = Buffer.alloc(0);
  for await (const chunk of chunks) {
    const block = rest.length === 0 ? chunk : Buffer.concat([rest, chunk]);
    let from = 0;
    for (let to = block.indexOf(lineFeed, from); to !== -1; to = block.indexOf(lineFeed, from)) {
      yield { bytes: block.subarray(from, to), whole: true };
      from = to + 1;
    }
    rest = block.subarray(from);
    if (rest.length > maxLeafBytes) {
      yield { bytes: rest, whole: false };
      return;
    }
  }
  if (rest.length > 0) yield { bytes: rest, whole: false };
}

const lineFeed = 0x0a;
