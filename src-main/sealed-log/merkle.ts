// A tree of n leaves has the root, paths and consistency proofs of RFC 6962 section 2.1; a proof is believed only if RFC 9162 verifies it.
import { hash } from 'node:crypto';

/**
 * Complete subtrees only: `get(level, idx)` is the hash over the leaves [idx * 2^level, (idx + 1) * 2^level).
 * `get` is asked only for what an earlier `put` wrote; it throws if that is gone.
 */
export type NodeStore = {
  readonly get: (level: number, idx: number) => Uint8Array;
  readonly put: (level: number, idx: number, hash: Uint8Array) => void;
};

/** SHA-256 of nothing: the root of the tree without leaves. Not to be written to. */
export const emptyRoot: Buffer = Buffer.from('e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855', 'hex');

/** SHA-256(0x00 ‖ bytes): the hash of a leaf's exact bytes (a string is taken as UTF-8). */
export const leafHash = (bytes: Uint8Array | string): Buffer =>
  hash('sha256', typeof bytes === 'string' ? `\0${bytes}` : Buffer.concat([Buffer.of(0), bytes]), 'buffer');

/** SHA-256(0x01 ‖ left ‖ right). */
export const nodeHash = (left: Uint8Array, right: Uint8Array): Buffer => {
  const both = Buffer.allocUnsafe(65);
  both[0] = 1;
  both.set(left, 1);
  both.set(right, 33);
  return hash('sha256', both, 'buffer');
};

/** Adds leaf number `size` (counted from 0) and writes every subtree it completes, level 0 included. O(log n). */
export const appendLeafHash = (store: NodeStore, size: number, leaf: Uint8Array): void => {
  let level = 0;
  let idx = checkedSize(size);
  let made = leaf;
  store.put(level, idx, made);
  while (idx % 2 === 1) {
    made = nodeHash(store.get(level, idx - 1), made);
    idx = (idx - 1) / 2;
    level += 1;
    store.put(level, idx, made);
  }
};

/** The root over the first `size` leaves, for any size up to what was appended. O(log n). */
export const rootAt = (store: NodeStore, size: number): Buffer =>
  checkedSize(size) === 0 ? Buffer.from(emptyRoot) : Buffer.from(rangeHash(store, 0, size));

/** The audit path of leaf `index` in the tree of `size` leaves, lowest first (RFC 6962 2.1.1). Throws unless 0 <= index < size. */
export const inclusionProof = (store: NodeStore, index: number, size: number): Buffer[] => {
  if (checkedSize(index) >= checkedSize(size)) throw new RangeError(`No leaf ${index} in a tree of ${size}`);
  const path: Buffer[] = [];
  let from = 0;
  let to = size;
  while (to - from > 1) {
    const middle = from + splitOf(to - from);
    const inLeft = index < middle;
    path.push(Buffer.from(inLeft ? rangeHash(store, middle, to) : rangeHash(store, from, middle)));
    if (inLeft) to = middle;
    else from = middle;
  }
  return path.reverse();
};

/**
 * What shows that the tree of `oldSize` is a prefix of the tree of `newSize` (RFC 6962 2.1.2); empty for equal sizes and for
 * `oldSize` 0. Throws unless 0 <= oldSize <= newSize.
 */
export const consistencyProof = (store: NodeStore, oldSize: number, newSize: number): Buffer[] => {
  if (checkedSize(oldSize) > checkedSize(newSize)) throw new RangeError(`A tree of ${newSize} cannot extend one of ${oldSize}`);
  if (oldSize === 0 || oldSize === newSize) return [];
  const path: Buffer[] = [];
  let from = 0;
  let to = newSize;
  while (to !== oldSize) {
    const middle = from + splitOf(to - from);
    const inLeft = oldSize <= middle;
    path.push(Buffer.from(inLeft ? rangeHash(store, middle, to) : rangeHash(store, from, middle)));
    if (inLeft) to = middle;
    else from = middle;
  }
  // Ending in a subtree that begins at 0 means ending in the old root itself, which the verifier has.
  if (from !== 0) path.push(Buffer.from(rangeHash(store, from, to)));
  return path.reverse();
};

/** The root over leaf hashes held in memory or streamed; O(log n) memory. */
export const rootOf = (hashes: Iterable<Uint8Array>): Buffer => {
  // Complete subtrees from the left, largest first: the binary digits of the count.
  const stack: Uint8Array[] = [];
  let count = 0;
  for (const leaf of hashes) {
    stack.push(leaf);
    for (let n = count; n % 2 === 1; n = (n - 1) / 2) stack.push(joinTop(stack));
    count += 1;
  }
  while (stack.length > 1) stack.push(joinTop(stack));
  return Buffer.from(stack[0] ?? emptyRoot);
};

/** RFC 9162 2.1.3.2: is `leaf` (a leaf hash) number `index` in the tree of `size` leaves with this `root`? */
export const verifyInclusion = (leaf: Uint8Array, index: number, size: number, proof: readonly Uint8Array[], root: Uint8Array): boolean => {
  if (!isSize(index) || !isSize(size) || index >= size || !proof.every(isHash) || !isHash(leaf)) return false;
  let at = index;
  let last = size - 1;
  let made = leaf;
  for (const sibling of proof) {
    if (last === 0) return false;
    if (isOdd(at) || at === last) {
      made = nodeHash(sibling, made);
      while (!isOdd(at) && at !== 0) [at, last] = [half(at), half(last)];
    } else {
      made = nodeHash(made, sibling);
    }
    [at, last] = [half(at), half(last)];
  }
  return last === 0 && isSame(made, root);
};

/**
 * RFC 9162 2.1.4.2: is the tree of `oldSize` leaves with `oldRoot` a prefix of the tree of `newSize` leaves with `newRoot`?
 * Every tree extends the empty one; equal sizes need equal roots; both with an empty proof.
 */
export const verifyConsistency = (
  oldSize: number, newSize: number, oldRoot: Uint8Array, newRoot: Uint8Array, proof: readonly Uint8Array[],
): boolean => {
  if (!isSize(oldSize) || !isSize(newSize) || oldSize > newSize || !proof.every(isHash) || !isHash(oldRoot) || !isHash(newRoot)) return false;
  if (oldSize === newSize) return proof.length === 0 && isSame(oldRoot, newRoot);
  if (oldSize === 0) return proof.length === 0 && isSame(oldRoot, emptyRoot);
  const path = isPowerOfTwo(oldSize) ? [oldRoot, ...proof] : proof;
  const [first, ...rest] = path;
  if (first === undefined || proof.length === 0) return false;
  let at = oldSize - 1;
  let last = newSize - 1;
  while (isOdd(at)) [at, last] = [half(at), half(last)];
  let madeOld = first;
  let madeNew = first;
  for (const sibling of rest) {
    if (last === 0) return false;
    if (isOdd(at) || at === last) {
      madeOld = nodeHash(sibling, madeOld);
      madeNew = nodeHash(sibling, madeNew);
      while (!isOdd(at) && at !== 0) [at, last] = [half(at), half(last)];
    } else {
      madeNew = nodeHash(madeNew, sibling);
    }
    [at, last] = [half(at), half(last)];
  }
  return last === 0 && isSame(madeOld, oldRoot) && isSame(madeNew, newRoot);
};

const joinTop = (stack: Uint8Array[]): Buffer => {
  const right = stack.pop();
  const left = stack.pop();
  if (left === undefined || right === undefined) throw new RangeError('Two subtrees are needed to make one');
  return nodeHash(left, right);
};

/** The hash over leaves [from, to), to > from, `from` a multiple of the smallest power of two >= to - from. */
const rangeHash = (store: NodeStore, from: number, to: number): Uint8Array => {
  const width = to - from;
  const split = splitOf(width);
  if (width === 1 || split * 2 === width) return store.get(Math.round(Math.log2(width)), from / width);
  return nodeHash(rangeHash(store, from, from + split), rangeHash(store, from + split, to));
};

/** The largest power of two smaller than n (1 for n <= 2). */
const splitOf = (n: number): number => {
  let power = 1;
  while (power * 2 < n) power *= 2;
  return power;
};

const checkedSize = (size: number): number => {
  if (!Number.isSafeInteger(size) || size < 0) throw new RangeError(`No tree size or leaf number: ${size}`);
  return size;
};

const isSize = (n: number): boolean => Number.isSafeInteger(n) && n >= 0;
const isHash = (bytes: Uint8Array): boolean => bytes.length === 32;
const isOdd = (n: number): boolean => n % 2 === 1;
// Not >>: sizes may pass 2^31.
const half = (n: number): number => Math.floor(n / 2);
const isPowerOfTwo = (n: number): boolean => {
  let power = 1;
  while (power < n) power *= 2;
  return power === n;
};
const isSame = (a: Uint8Array, b: Uint8Array): boolean => Buffer.compare(a, b) === 0;
