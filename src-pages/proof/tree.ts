// The tree of RFC 6962 as a stranger would build it from the text: a root is recomputed, a proof is believed only if RFC 9162 accepts it.
import { areSame } from './bytes.ts';
import { createSha256, sha256 } from './sha256.ts';

/** SHA-256(0x00 ‖ leaf). */
export const hashLeaf = (leaf: Uint8Array): Uint8Array => createTreeHasher().leaf(leaf);

/** SHA-256(0x01 ‖ left ‖ right). */
export const hashNode = (left: Uint8Array, right: Uint8Array): Uint8Array => createTreeHasher().node(left, right);

export type TreeHasher = { readonly leaf: (leaf: Uint8Array) => Uint8Array; readonly node: (left: Uint8Array, right: Uint8Array) => Uint8Array };

/** `hashLeaf` and `hashNode` for very many: all pass through one hasher. */
export const createTreeHasher = (): TreeHasher => {
  const hasher = createSha256();
  return {
    leaf: (leaf) => {
      hasher.update(leafMark);
      hasher.update(leaf);
      return hasher.digest();
    },
    node: (left, right) => {
      hasher.update(nodeMark);
      hasher.update(left);
      hasher.update(right);
      return hasher.digest();
    },
  };
};

const leafMark = Uint8Array.of(0);
const nodeMark = Uint8Array.of(1);

export type GrowingTree = {
  readonly add: (leafHash: Uint8Array) => void;
  /** Adds the hash of these bytes. */
  readonly addLeaf: (leaf: Uint8Array) => void;
  readonly size: () => number;
  readonly root: () => Uint8Array;
};

type Peak = { readonly leaves: number; readonly hash: Uint8Array };

/**
 * A tree that remembers only its peaks: the complete subtrees from the left, one for each 1 in the binary form of its size.
 * It may start after `first` leaves nobody shows, given their peaks, largest first; null if they cannot be those of `first` leaves.
 */
export const growTree = (first = 0, hashes: readonly Uint8Array[] = []): GrowingTree | null => {
  const start = peaksOf(first, hashes);
  if (start === null) return null;
  const peaks: Peak[] = [...start];
  const hasher = createTreeHasher();
  let size = first;
  const add = (leafHash: Uint8Array): void => {
    let [leaves, hash] = [1, leafHash];
    for (let left = peaks.at(-1); left?.leaves === leaves; left = peaks.at(-1)) {
      peaks.pop();
      hash = hasher.node(left.hash, hash);
      leaves *= 2;
    }
    peaks.push({ leaves, hash });
    size += 1;
  };
  return {
    add,
    addLeaf: (leaf) => { add(hasher.leaf(leaf)); },
    size: () => size,
    root: () => {
      const last = peaks.at(-1);
      return last === undefined ? sha256(new Uint8Array()) : peaks.slice(0, -1).reduceRight((right, { hash }) => hasher.node(hash, right), last.hash);
    },
  };
};

const peaksOf = (size: number, hashes: readonly Uint8Array[]): readonly Peak[] | null => {
  if (!isCount(size)) return null;
  const widths: number[] = [];
  for (let left = size, width = 1; left > 0; left = Math.floor(left / 2), width *= 2) if (left % 2 === 1) widths.unshift(width);
  if (widths.length !== hashes.length || !hashes.every(isHash)) return null;
  return widths.map((leaves, at) => ({ leaves, hash: hashes[at] ?? new Uint8Array() }));
};

/** RFC 9162 2.1.3.2: does `proof` lead from this leaf hash, number `index` of `size`, to `root`? */
export const leadsToRoot = (leafHash: Uint8Array, index: number, size: number, proof: readonly Uint8Array[], root: Uint8Array): boolean => {
  if (!isCount(index) || !isCount(size) || index >= size || !isHash(leafHash) || !proof.every(isHash)) return false;
  let [fn, sn] = [index, size - 1];
  let r = leafHash;
  for (const p of proof) {
    if (sn === 0) return false;
    if (fn % 2 === 1 || fn === sn) {
      r = hashNode(p, r);
      while (fn % 2 === 0 && fn !== 0) [fn, sn] = [halve(fn), halve(sn)];
    } else {
      r = hashNode(r, p);
    }
    [fn, sn] = [halve(fn), halve(sn)];
  }
  return sn === 0 && areSame(r, root);
};

export type TreeHead = { readonly size: number; readonly root: Uint8Array };

/** RFC 9162 2.1.4.2: does the newer tree begin with all of the older one? Equal trees and the empty one need an empty proof. */
export const continues = (older: TreeHead, newer: TreeHead, proof: readonly Uint8Array[]): boolean => {
  if (!isCount(older.size) || !isCount(newer.size) || older.size > newer.size || !proof.every(isHash)) return false;
  if (older.size === newer.size) return proof.length === 0 && areSame(older.root, newer.root);
  if (older.size === 0) return proof.length === 0 && areSame(older.root, sha256(new Uint8Array()));
  if (proof.length === 0) return false;
  const [seed, ...rest] = isPowerOfTwo(older.size) ? [older.root, ...proof] : proof;
  if (seed === undefined) return false;
  let [fn, sn] = [older.size - 1, newer.size - 1];
  while (fn % 2 === 1) [fn, sn] = [halve(fn), halve(sn)];
  let [fr, sr] = [seed, seed];
  for (const c of rest) {
    if (sn === 0) return false;
    if (fn % 2 === 1 || fn === sn) {
      [fr, sr] = [hashNode(c, fr), hashNode(c, sr)];
      while (fn % 2 === 0 && fn !== 0) [fn, sn] = [halve(fn), halve(sn)];
    } else {
      sr = hashNode(sr, c);
    }
    [fn, sn] = [halve(fn), halve(sn)];
  }
  return sn === 0 && areSame(fr, older.root) && areSame(sr, newer.root);
};

const isCount = (n: number): boolean => Number.isSafeInteger(n) && n >= 0;
const isHash = (bytes: Uint8Array): boolean => bytes.length === 32;
// Not shifts: sizes may pass 2^31.
const halve = (n: number): number => Math.floor(n / 2);
const isPowerOfTwo = (n: number): boolean => Number.isInteger(Math.log2(n));
