// Millions of rows under one root: each row salted on its own, so that one can be shown and none can be guessed.
import { hash } from 'node:crypto';
import { canonicalJson } from './canonical-json.ts';
import type { JsonObject } from './leaf.ts';
import { appendLeafHash, inclusionProof, leafHash, type NodeStore } from './merkle.ts';
import { createRunningRoot } from './running-root.ts';

export type RowsTree = {
  readonly add: (row: JsonObject) => void;
  /** The same for a row already in canonical JSON; the caller vouches for that. */
  readonly addText: (canonicalRowJson: string) => void;
  /** The sub-tree's root and size; may be asked again, and rows may follow. */
  readonly end: () => { readonly root: Buffer; readonly rows: number };
};

/**
 * Streams rows into an RFC 6962 tree of O(log n) memory. `seed` is 32 secret random bytes, kept in the leaf's `rows` opening:
 * the salt of row i is SHA-256(seed ‖ i as 8 bytes big-endian), a leaf of the sub-tree is the SHA-256 of the row's opening.
 */
export const createRowsTree = (seed: Uint8Array, log: string): RowsTree => {
  const saltOf = createSalter(seed);
  const tree = createRunningRoot();
  const opening = createOpeningWriter(log);
  // 0x00 ‖ SHA-256(opening): what RFC 6962 hashes for a leaf.
  const leaf = Buffer.alloc(33);
  const addText = (row: string): void => {
    const i = tree.size();
    leaf.write(hash('sha256', opening(i, row, saltOf(i)), 'binary'), 1, 'latin1');
    tree.addLatin1(hash('sha256', leaf, 'binary'));
  };
  return Object.freeze({
    add: (row: JsonObject) => addText(canonicalJson(row)),
    addText,
    end: () => ({ root: tree.root(), rows: tree.size() }),
  });
};

/** The exact text of row `i`'s opening, canonical JSON with the keys i, kind, log, row and salt. */
export const rowOpening = (seed: Uint8Array, log: string, i: number, row: JsonObject): string =>
  createOpeningWriter(log)(i, canonicalJson(row), createSalter(seed)(i));

/** The sub-tree's leaf hash for a row's opening. */
export const rowLeafHash = (opening: string): Buffer => leafHash(hash('sha256', opening, 'buffer'));

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

const createSalter = (seed: Uint8Array): ((i: number) => string) => {
  if (seed.length !== 32) throw new RangeError('A rows tree needs a seed of 32 bytes');
  const input = Buffer.alloc(40);
  input.set(seed);
  return (i) => {
    input.writeUInt32BE(Math.floor(i / 2 ** 32), 32);
    input.writeUInt32BE(i % 2 ** 32, 36);
    return hash('sha256', input, 'base64url');
  };
};

// Written out rather than canonicalised: the keys are in order, and only the row varies in shape.
const createOpeningWriter = (log: string): ((i: number, row: string, salt: string) => string) => {
  const middle = `,"kind":"row","log":${canonicalJson(log)},"row":`;
  return (i, row, salt) => `{"i":${i}${middle}${row},"salt":"${salt}"}`;
};
