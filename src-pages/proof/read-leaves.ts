// All entries of a log are read once, hashed before they are understood; what is found is facts, and others judge them.
import { placesErased } from './erased.ts';
import { isFlaw, readLeaf, type Leaf } from './leaf.ts';
import { linesOf } from './lines.ts';
import { growTree, type GrowingTree } from './tree.ts';

export type Place = { readonly seq: number; readonly why: string };
export type Findings = {
  /** The first entry that cannot be read; those after it were not. */
  readonly broken: Place | null;
  readonly newer: Place | null;
  /** The first entry whose number is not its place. */
  readonly misplaced: Place | null;
  /** The first entry of another log than `origin`. */
  readonly foreign: Place | null;
  /** Entries that found the log or say something about its keys. */
  readonly keyLeaves: readonly Leaf[];
  /** Number of an entry -> what it commits to, for those that commit to anything, if `withOpen`. */
  readonly open: ReadonlyMap<number, Leaf['open']>;
  /** Number of an entry -> the root of its rows (base64url). */
  readonly rowRoots: ReadonlyMap<number, string>;
  /** What entries say was erased (`placesErased`), if `withOpen`. */
  readonly erased: ReadonlySet<string>;
  readonly count: number;
  readonly root: Uint8Array;
  /** The root over the first n entries, for each n asked for that the log reaches. */
  readonly rootsAt: ReadonlyMap<number, Uint8Array>;
};

export type Reading = {
  readonly pieces: AsyncIterable<Uint8Array>;
  readonly origin: string;
  readonly sizes: readonly number[];
  readonly withOpen: boolean;
  /** Told of every entry that could be read. */
  readonly hear: (leaf: Leaf) => void;
  /** Lets the page draw. Given how many entries were read. */
  readonly breathe: (count: number) => Promise<void>;
  /** Entries not here, known by the peaks of their tree only. */
  readonly before?: { readonly first: number; readonly peaks: readonly Uint8Array[] };
};

export const readLeaves = async ({ pieces, origin, sizes, withOpen, hear, breathe, before }: Reading): Promise<Findings> => {
  const tree = growTree(before?.first, before?.peaks);
  const facts: { -readonly [name in 'broken' | 'newer' | 'misplaced' | 'foreign']: Findings[name] } = { broken: null, newer: null, misplaced: null, foreign: null };
  const keyLeaves: Leaf[] = [];
  const open = new Map<number, Leaf['open']>();
  const rowRoots = new Map<number, string>();
  const rootsAt = new Map<number, Uint8Array>();
  const erased = new Set<string>();
  if (tree === null) return { ...facts, broken: { seq: 0, why: 'the hashes before it are not those of a tree' }, keyLeaves, open, rowRoots, erased, rootsAt, count: 0, root: new Uint8Array() };
  const wanted = new Set(sizes);
  noteRoot(tree, wanted, rootsAt);
  reading: for await (const lines of linesOf(pieces)) {
    for (const { bytes, whole, text } of lines) {
      const seq = tree.size();
      tree.addLeaf(bytes);
      noteRoot(tree, wanted, rootsAt);
      const leaf = whole ? readLeaf(bytes, text) : { why: 'its line is too long or does not end', newer: false };
      if (isFlaw(leaf)) {
        facts[leaf.newer ? 'newer' : 'broken'] = { seq, why: leaf.why };
        break reading;
      }
      if (leaf.seq !== seq) facts.misplaced ??= { seq, why: `it is numbered ${leaf.seq}` };
      if (leaf.log !== origin) facts.foreign ??= { seq, why: 'it names another log' };
      if (seq < 2 || leaf.kind.startsWith('key.')) keyLeaves.push(leaf);
      if (withOpen) open.set(seq, leaf.open);
      if (withOpen && typeof leaf.body['root'] === 'string' && leaf.open['rows'] !== undefined) rowRoots.set(seq, leaf.body['root']);
      if (withOpen && leaf.kind === 'delete.done') for (const each of placesErased(leaf)) erased.add(each);
      hear(leaf);
    }
    await breathe(tree.size());
  }
  return { ...facts, keyLeaves, open, rowRoots, erased, count: tree.size(), root: tree.root(), rootsAt };
};

const noteRoot = (tree: GrowingTree, wanted: ReadonlySet<number>, rootsAt: Map<number, Uint8Array>): void => {
  if (wanted.has(tree.size())) rootsAt.set(tree.size(), tree.root());
};
