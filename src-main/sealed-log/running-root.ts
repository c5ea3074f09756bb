// The root over leaves that pass by once, holding one hash a level: memory grows with the logarithm of their count.
import { hash } from 'node:crypto';
import { emptyRoot } from './merkle.ts';

export type RunningRoot = {
  readonly add: (leafHash: Uint8Array) => void;
  /** The same for a hash given as 32 latin-1 characters, the cheapest form node:crypto returns ('binary'). */
  readonly addLatin1: (leafHash: string) => void;
  /** Hashes of 32 bytes one after another: a pair that stands together is joined as it stands. */
  readonly addAll: (hashes: Uint8Array) => void;
  readonly size: () => number;
  /** The root over what was added so far; more may follow. */
  readonly root: () => Buffer;
};

export const createRunningRoot = (): RunningRoot => {
  // Slot k is the right-most complete subtree of 2^k leaves; it counts only while bit k of `size` is set.
  const slots = Buffer.alloc(32 * levels);
  // 0x01 ‖ left ‖ right, filled in place: a leaf costs no allocation beyond its hash.
  const node = Buffer.alloc(65, 1);
  let size = 0;
  const join = (level: number, right: string): string => {
    slots.copy(node, 1, level * 32, level * 32 + 32);
    node.write(right, 33, 'latin1');
    return hash('sha256', node, 'binary');
  };
  /** `subtree`: the root over `leaves` (2^`from` of them), after a number of leaves that can be divided by as many. */
  const addSubtree = (subtree: string, from: number, leaves: number): void => {
    let made = subtree;
    let level = from;
    for (let n = Math.floor(size / leaves); n % 2 === 1; n = (n - 1) / 2) {
      made = join(level, made);
      level += 1;
    }
    slots.write(made, level * 32, 'latin1');
    size += leaves;
  };
  const addLatin1 = (leaf: string): void => addSubtree(leaf, 0, 1);
  const addAll = (hashes: Uint8Array): void => {
    const bytes = Buffer.from(hashes.buffer, hashes.byteOffset, hashes.byteLength);
    for (let at = 0; at < bytes.length; ) {
      if (size % 2 === 1 || at + 64 > bytes.length) {
        addLatin1(bytes.toString('latin1', at, at + 32));
        at += 32;
        continue;
      }
      bytes.copy(node, 1, at, at + 64);
      addSubtree(hash('sha256', node, 'binary'), 1, 2);
      at += 64;
    }
  };
  const root = (): Buffer => {
    let made: string | null = null;
    for (let n = size, level = 0; n > 0; n = Math.floor(n / 2), level += 1) {
      if (n % 2 === 1) made = made === null ? slots.toString('latin1', level * 32, level * 32 + 32) : join(level, made);
    }
    return made === null ? Buffer.from(emptyRoot) : Buffer.from(made, 'latin1');
  };
  return Object.freeze({ add: (leaf: Uint8Array) => addLatin1(Buffer.from(leaf).toString('latin1')), addLatin1, addAll, size: () => size, root });
};

// 2^53 leaves are as many as a safe integer counts.
const levels = 54;
