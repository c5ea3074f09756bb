// Millions of rows under one root: each row salted on its own, so that one can be shown and none can be guessed.
import { createCipheriv, hash } from 'node:crypto';
import { canonicalJson } from './canonical-json.ts';
import type { JsonObject } from './leaf.ts';
import { appendLeafHash, inclusionProof, leafHash, type NodeStore } from './merkle.ts';
import { createRunningRoot } from './running-root.ts';

export type RowsTree = {
  readonly add: (row: JsonObject) => void;
  /** A row in canonical JSON, and the caller vouches for that. */
  readonly addText: (row: string) => void;
  /** Leaf hashes made elsewhere by `createRowHashes`, in order, one after another. */
  readonly addHashes: (hashes: Uint8Array) => void;
  /** The sub-tree's root and size; may be asked again, and rows may follow. */
  readonly end: () => { readonly root: Buffer; readonly rows: number };
};

/**
 * Streams rows into an RFC 6962 tree of O(log n) memory. `seed` is 32 secret random bytes, kept in the leaf's `rows` opening:
 * the salt of row i is the bytes 32 i to 32 i + 31 of the AES-256-CTR key stream under it (counter from 0, NIST SP 800-38A); the data of a
 * leaf of the sub-tree are the bytes of the row's opening.
 */
export const createRowsTree = (seed: Uint8Array, log: string): RowsTree => {
  const write = createOpeningWriter(log);
  const saltOf = createSalts(seed);
  const tree = createRunningRoot();
  const addText = (row: string): void => {
    const i = tree.size();
    tree.addLatin1(hash('sha256', `\0${write(i, row, saltOf(i))}`, 'binary'));
  };
  return Object.freeze({
    add: (row: JsonObject) => { addText(canonicalJson(row)); },
    addText,
    addHashes: tree.addAll,
    end: () => ({ root: tree.root(), rows: tree.size() }),
  });
};

/** Writes the opening of one row after another, from row 0; each row is given in canonical JSON, and the caller vouches for that. */
export const createOpenings = (seed: Uint8Array, log: string): ((canonicalRow: string) => string) => {
  const write = createOpeningWriter(log);
  const saltOf = createSalts(seed);
  let i = 0;
  return (row) => {
    const opening = write(i, row, saltOf(i));
    i += 1;
    return opening;
  };
};

/** Like `createOpenings`, but gives the leaf hash of each row: SHA-256(0x00 ‖ opening), as 32 latin-1 characters. */
export const createRowHashes = (seed: Uint8Array, log: string): ((canonicalRow: string) => string) => {
  const open = createOpenings(seed, log);
  // Written over for each row; a view is made once for each length, since making one costs as much as hashing a row.
  const memory = Buffer.alloc(longestWritten);
  const views: Buffer[] = [];
  return (row) => {
    const leaf = `\0${open(row)}`;
    // No letter takes more than three bytes for each of its places in the text.
    if (leaf.length * 3 > longestWritten) return hash('sha256', leaf, 'binary');
    const length = memory.write(leaf);
    return hash('sha256', (views[length] ??= memory.subarray(0, length)), 'binary');
  };
};
const longestWritten = 8192;

/** The exact text of row `i`'s opening, canonical JSON with the keys i, kind, log, row and salt. */
export const rowOpening = (seed: Uint8Array, log: string, i: number, row: JsonObject): string =>
  createOpeningWriter(log)(i, canonicalJson(row), createSalts(seed)(i));

/** The sub-tree's leaf hash for a row's opening: SHA-256(0x00 ‖ opening). */
export const rowLeafHash = (opening: string): Buffer => leafHash(Buffer.from(opening));

/** The path from row `index` to the sub-tree's root, given the leaf hash of every row in order. */
export const proveRow = (rowLeafHashes: Iterable<Uint8Array>, index: number): Buffer[] => {
  const levels: Uint8Array[][] = [];
  const store: NodeStore = {
    get: (level, idx) => {
      const found = levels[level]?.[idx];
      if (found === undefined) throw new RangeError(`No subtree ${level}/${idx}`);
      return found;
    },
    put: (level, idx, made) => {
      (levels[level] ??= [])[idx] = made;
    },
  };
  let size = 0;
  for (const leaf of rowLeafHashes) {
    appendLeafHash(store, size, leaf);
    size += 1;
  }
  return inclusionProof(store, index, size);
};

/** One call for many: a cipher started for each row would cost more than all the rest of it. */
const saltsAtOnce = 1024;

const createSalts = (seed: Uint8Array): ((i: number) => string) => {
  if (seed.length !== 32) throw new RangeError('A rows tree needs a seed of 32 bytes');
  let salts = '';
  let first = -saltsAtOnce;
  return (i) => {
    if (i < first || i >= first + saltsAtOnce) {
      first = i - (i % saltsAtOnce);
      // Two blocks of 16 bytes a salt.
      const counter = Buffer.alloc(16);
      counter.writeBigUInt64BE(BigInt(first) * 2n, 8);
      const stream = createCipheriv('aes-256-ctr', seed, counter).update(Buffer.alloc(32 * saltsAtOnce));
      // A zero byte after each makes 44 letters of it, the last of them of the zero byte alone: all are written at once, and cut.
      const parted = Buffer.alloc(33 * saltsAtOnce);
      for (let at = 0; at < saltsAtOnce; at += 1) stream.copy(parted, at * 33, at * 32, at * 32 + 32);
      salts = parted.toString('base64url');
    }
    return salts.slice((i - first) * 44, (i - first) * 44 + 43);
  };
};

// Written out rather than canonicalised: the keys are in order, and only the row varies in shape.
const createOpeningWriter = (log: string): ((i: number, row: string, salt: string) => string) => {
  const middle = `,"kind":"row","log":${canonicalJson(log)},"row":`;
  return (i, row, salt) => `{"i":${i}${middle}${row},"salt":"${salt}"}`;
};
