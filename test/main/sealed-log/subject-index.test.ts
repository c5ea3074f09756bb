// One pass proves any leaf of any tree, and the index of numbers commits to exactly the records that were put into it.
import { createHash, createHmac } from 'node:crypto';
import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { canonicalJson } from '../../../src-main/sealed-log/canonical-json.ts';
import { appendLeafHash, inclusionProof, leafHash, rootOf, verifyInclusion, type NodeStore } from '../../../src-main/sealed-log/merkle.ts';
import { createRunningProof } from '../../../src-main/sealed-log/running-proof.ts';
import { chainOf, createSubjectIndex, readSubjectEntry, subjectLabel } from '../../../src-main/sealed-log/subject-index.ts';

const hashes = Array.from({ length: 130 }, (_, i) => leafHash(`leaf ${i}`));

test('the paths of one pass are those of the stored tree, for every leaf of every size up to 130', () => {
  const nodes = new Map<string, Uint8Array>();
  const store: NodeStore = { get: (level, idx) => nodes.get(`${level}/${idx}`)!, put: (level, idx, hash) => nodes.set(`${level}/${idx}`, hash) };
  for (let size = 0; size <= hashes.length; size += 1) {
    const proof = createRunningProof();
    for (const hash of hashes.slice(0, size)) proof.add(hash, true);
    const { root, places } = proof.end();
    expect(root).toEqual(rootOf(hashes.slice(0, size)));
    expect(places.map(({ index }) => index)).toEqual(Array.from({ length: size }, (_, i) => i));
    for (const { index, path } of places) expect(path).toEqual(inclusionProof(store, index, size));
    if (size < hashes.length) appendLeafHash(store, size, hashes[size]!);
  }
});

const pepper = Buffer.alloc(32, 7);
const leafHashes = Array.from({ length: 40 }, (_, i) => createHash('sha256').update(`leaf ${i}`).digest());
const phoneOf = (i: number): string => `+1202555${String(i).padStart(4, '0')}`;
/** Records by number, as the ledger hands them over: by label, then by place. */
const build = (counts: readonly number[], wanted: number) => {
  const index = createSubjectIndex(subjectLabel(pepper, phoneOf(wanted)));
  const sorted = counts.map((count, i) => ({ count, label: subjectLabel(pepper, phoneOf(i)) })).filter(({ count }) => count > 0).sort((a, b) => Buffer.compare(a.label, b.label));
  for (const { count, label } of sorted) for (let k = 0; k < count; k += 1) index.add(label, leafHashes[k]!);
  return { index: index.end(), sorted };
};

describe('the subject index', () => {
  test('a label is the HMAC of the number under the pepper', () => {
    expect(subjectLabel(pepper, '+12025550123')).toEqual(createHmac('sha256', pepper).update('dncdesk/subject/v1\n+12025550123').digest());
    expect(() => subjectLabel(Buffer.alloc(31), '+12025550123')).toThrow(RangeError);
  });
  test('proves the entry of every number that has records, and finds none for one that has not', () => {
    fc.assert(fc.property(fc.array(fc.nat(4), { minLength: 1, maxLength: 40 }), fc.nat(39), (counts, at) => {
      const wanted = at % counts.length;
      const { index: { root, entries, found }, sorted } = build(counts, wanted);
      expect(entries).toBe(sorted.length);
      expect(root).toEqual(rootOf(sorted.map((each) => leafHash(canonicalJson({ chain: chainOf(leafHashes.slice(0, each.count)), label: each.label.toString('base64url'), n: each.count })))));
      if (found === null) {
        expect(counts[wanted]).toBe(0);
        return;
      }
      const label = subjectLabel(pepper, phoneOf(wanted)).toString('base64url');
      expect(found.entry).toBe(canonicalJson({ chain: chainOf(leafHashes.slice(0, counts[wanted])), label, n: counts[wanted]! }));
      expect(verifyInclusion(leafHash(found.entry), found.index, entries, found.path, root)).toBe(true);
    }), { numRuns: 60 });
  });
  test('refuses labels that do not ascend: one number would have two entries', () => {
    const index = createSubjectIndex(null);
    index.add(Buffer.alloc(32, 2), leafHashes[0]!);
    index.add(Buffer.alloc(32, 2), leafHashes[1]!);
    expect(() => { index.add(Buffer.alloc(32, 1), leafHashes[2]!); }).toThrow(RangeError);
    expect(() => { index.add(Buffer.alloc(31, 3), leafHashes[2]!); }).toThrow(RangeError);
  });
  test('an empty index has the root of the empty tree', () => {
    expect(createSubjectIndex(null).end()).toEqual({ root: rootOf([]), entries: 0, found: null });
  });
  test('an entry is read only in its one form', () => {
    const text = `{"chain":"${'ab'.repeat(32)}","label":"${Buffer.alloc(32, 5).toString('base64url')}","n":3}`;
    expect(readSubjectEntry(text)).toEqual({ chain: 'ab'.repeat(32), label: Buffer.alloc(32, 5).toString('base64url'), n: 3 });
    for (const wrong of ['', `${text}\n`, text.replace('"n":3', '"n":03'), text.replace('"n":3', '"n":0'), text.replace(',', ', '), text.replace('BQU"', 'BQV"')]) expect(readSubjectEntry(wrong)).toBeNull();
  });
  test('one of a hundred thousand numbers is proved by a path of seventeen hashes at the most', () => {
    const wanted = Buffer.alloc(32);
    wanted.writeUInt32BE(77_777);
    const index = createSubjectIndex(wanted);
    const label = Buffer.alloc(32);
    for (let i = 0; i < 100_000; i += 1) {
      label.writeUInt32BE(i);
      index.add(label, leafHashes[0]!);
      index.add(label, leafHashes[1]!);
    }
    const { entries, found, root } = index.end();
    expect(found!.path.length).toBeLessThanOrEqual(17);
    expect(verifyInclusion(leafHash(found!.entry), 77_777, entries, found!.path, root)).toBe(true);
  });
});
