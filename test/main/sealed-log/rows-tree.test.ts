// Many rows under one root: each can be shown alone, none can be guessed, and the root is that of the plain tree.
import { createCipheriv } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import { canonicalJson } from '../../../src-main/sealed-log/canonical-json.ts';
import { leafHash, rootOf, verifyInclusion } from '../../../src-main/sealed-log/merkle.ts';
import { createOpenings, createRowHashes, createRowsTree, proveRow, rowLeafHash, rowOpening } from '../../../src-main/sealed-log/rows-tree.ts';

const log = 'dncdesk.local/ledger/7f3c0000000000a1';
const seed = Buffer.alloc(32, 3);
const rows = Array.from({ length: 77 }, (_, i) => ({ type: 'FEDERAL', phone: `+12025550${100 + i}`, n: i }));
/** From a block of 16 bytes on. */
const keyStream = (block: number): Buffer => {
  const counter = Buffer.alloc(16);
  counter.writeBigUInt64BE(BigInt(block), 8);
  return createCipheriv('aes-256-ctr', seed, counter).update(Buffer.alloc(32 * 80));
};
const openings = rows.map((row, i) => rowOpening(seed, log, i, row));

test('the opening of a row is canonical JSON with a salt made from the seed and the index alone', () => {
  const salt = keyStream(0).subarray(5 * 32, 6 * 32).toString('base64url');
  expect(openings[5]).toBe(`{"i":5,"kind":"row","log":"${log}","row":{"n":5,"phone":"+12025550105","type":"FEDERAL"},"salt":"${salt}"}`);
  for (const opening of openings) expect(canonicalJson(JSON.parse(opening))).toBe(opening);
});

test('the salt of a row far beyond 32 bits stands at its place in the same key stream', () => {
  const salt = keyStream((2 ** 32 + 2) * 2).subarray(0, 32).toString('base64url');
  expect(rowOpening(seed, log, 2 ** 32 + 2, {})).toContain(salt);
});

test('rows written one after another get the openings they would get alone, also past the salts made at once', () => {
  const open = createOpenings(seed, log);
  for (let i = 0; i < 2100; i += 1) expect(open(canonicalJson({ n: i }))).toBe(rowOpening(seed, log, i, { n: i }));
});

test('rows hashed one after another get their leaf hashes, of any length and in any letters', () => {
  const hash = createRowHashes(seed, log);
  for (const [i, text] of ['', 'a', 'é', '電話', '😀', 'x'.repeat(9000), 'ü'.repeat(3000), 'b'].entries()) {
    expect(Buffer.from(hash(canonicalJson({ text })), 'latin1')).toEqual(rowLeafHash(rowOpening(seed, log, i, { text })));
  }
});

test('the streamed root is the root over the openings, at every size, wherever they were written', () => {
  const tree = createRowsTree(seed, log);
  expect(tree.end()).toEqual({ root: rootOf([]), rows: 0 });
  const hashes: Buffer[] = [];
  rows.forEach((row, i) => {
    if (i % 2 === 0) tree.add(row);
    else tree.addHashes(leafHash(Buffer.from(openings[i]!)));
    hashes.push(leafHash(Buffer.from(openings[i]!)));
    expect(tree.end()).toEqual({ root: rootOf(hashes), rows: i + 1 });
  });
});

describe('a single row', () => {
  const hashes = openings.map(rowLeafHash);
  const root = rootOf(hashes);
  test('is proved by its opening and its path', () => {
    openings.forEach((opening, i) => {
      expect(verifyInclusion(rowLeafHash(opening), i, rows.length, proveRow(hashes, i), root)).toBe(true);
    });
  });
  test('is not proved with another number, another salt or at another place', () => {
    const path = proveRow(hashes, 5);
    for (const forged of [openings[5]!.replace('0105', '0106'), rowOpening(Buffer.alloc(32, 4), log, 5, rows[5]!)]) {
      expect(verifyInclusion(rowLeafHash(forged), 5, rows.length, path, root)).toBe(false);
    }
    expect(verifyInclusion(hashes[5]!, 6, rows.length, path, root)).toBe(false);
  });
});

test('another seed gives another root for the same rows', () => {
  const rootWith = (byte: number): Buffer => {
    const tree = createRowsTree(Buffer.alloc(32, byte), log);
    rows.forEach(tree.add);
    return tree.end().root;
  };
  expect(rootWith(3)).not.toEqual(rootWith(4));
  expect(() => createRowsTree(Buffer.alloc(16), log)).toThrow(RangeError);
});
