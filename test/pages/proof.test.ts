// The pages' hashing, texts and JSON say the same as the program's, which were written apart from them.
import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { canonicalJson } from '../../src-main/sealed-log/canonical-json.ts';
import { consistencyProof, inclusionProof, leafHash, rootAt } from '../../src-main/sealed-log/merkle.ts';
import { visible } from '../../src-pages/kit/visible.ts';
import { fromBase64, toBase64, toBase64Url, toHex } from '../../src-pages/proof/bytes.ts';
import { readCanonical } from '../../src-pages/proof/canonical.ts';
import { readLeaf } from '../../src-pages/proof/leaf.ts';
import { linesOf } from '../../src-pages/proof/lines.ts';
import { createSha256, sha256 } from '../../src-pages/proof/sha256.ts';
import { createSummer } from '../../src-pages/proof/sums.ts';
import { sourceOf } from '../../src-pages/proof/source.ts';
import { continues, growTree, leadsToRoot } from '../../src-pages/proof/tree.ts';
import { stepsOf } from '../../src-pages/report/steps.ts';
import { createTree } from './bundle-world.ts';

describe('the tree', () => {
  const sizes = 40;
  const tree = createTree();
  const leaves = Array.from({ length: sizes }, (_, i) => leafHash(`leaf ${i}`));
  for (const leaf of leaves) tree.add(leaf);
  const head = (size: number) => ({ size, root: rootAt(tree.store, size) });

  it('has the program’s roots, however many leaves stand before it unseen', () => {
    for (let first = 0; first <= sizes; first += 1) {
      const widths = first.toString(2).split('').flatMap((bit, at, all) => (bit === '1' ? [2 ** (all.length - 1 - at)] : []));
      let start = 0;
      const peaks = widths.map((width) => {
        const peak = createTree();
        for (const leaf of leaves.slice(start, start + width)) peak.add(leaf);
        start += width;
        return rootAt(peak.store, width);
      });
      const grown = growTree(first, peaks);
      for (const leaf of leaves.slice(first)) grown?.add(leaf);
      expect(toHex(grown?.root() ?? new Uint8Array())).toBe(rootAt(tree.store, sizes).toString('hex'));
    }
    expect(growTree(3, [])).toBeNull();
  });
  it('believes every true proof of inclusion, and none for another place, leaf or root', () => {
    for (let size = 1; size <= sizes; size += 1) {
      for (let index = 0; index < size; index += 1) {
        const [leaf, proof, { root }] = [leaves[index] ?? Buffer.alloc(0), inclusionProof(tree.store, index, size), head(size)];
        expect(leadsToRoot(leaf, index, size, proof, root)).toBe(true);
        expect(leadsToRoot(leaf, index + 1, size, proof, root)).toBe(false);
        expect(leadsToRoot(leaves[(index + 1) % sizes] ?? leaf, index, size, proof, root)).toBe(false);
        expect(leadsToRoot(leaf, index, size, [...proof, leaf], root)).toBe(false);
      }
    }
  });
  it('believes every true proof of consistency, and none between other trees', () => {
    for (let older = 0; older <= sizes; older += 1) {
      for (let newer = older; newer <= sizes; newer += 1) {
        const proof = consistencyProof(tree.store, older, newer);
        expect(continues(head(older), head(newer), proof)).toBe(true);
        if (older > 0 && older < newer) {
          expect(continues({ size: older, root: leafHash('x') }, head(newer), proof)).toBe(false);
          expect(continues(head(older), { size: newer, root: leafHash('x') }, proof)).toBe(false);
          expect(continues(head(older), head(newer), proof.slice(1))).toBe(false);
        }
      }
    }
  });
});

describe('SHA-256', () => {
  const expected = (bytes: Uint8Array): string => createHash('sha256').update(bytes).digest('hex');
  it('is what others compute, for every length around a block and around its room', () => {
    for (let length = 0; length <= 200; length += 1) for (const more of [0, 4000]) {
      const bytes = Uint8Array.from({ length: length + more }, (_, i) => (i * 31 + length) & 255);
      expect(toHex(sha256(bytes))).toBe(expected(bytes));
    }
  });
  it('is the same in whatever parts the bytes come, one text after another through one hasher', () => {
    const hasher = createSha256();
    fc.assert(fc.property(fc.array(fc.uint8Array({ maxLength: 5000, size: 'max' }), { maxLength: 4 }), (parts) => {
      for (const part of parts) hasher.update(part);
      expect(toHex(hasher.digest())).toBe(expected(Buffer.concat(parts)));
    }), { numRuns: 60 });
  });
});

describe('texts', () => {
  it('write base64 as others do and read only what they write', () => {
    fc.assert(fc.property(fc.uint8Array({ maxLength: 70 }), (bytes) => {
      expect(toBase64(bytes)).toBe(Buffer.from(bytes).toString('base64'));
      expect(toBase64Url(bytes)).toBe(Buffer.from(bytes).toString('base64url'));
      expect(fromBase64(toBase64(bytes))).toEqual(Uint8Array.from(bytes));
    }));
    for (const odd of ['A', 'AB', 'AB=', 'AB==', 'A===', 'AA=A', 'AA==\n', 'A-==']) expect(fromBase64(odd), odd).toBeNull();
  });
  it('take for canonical exactly what the program writes', () => {
    fc.assert(fc.property(fc.jsonValue({ maxDepth: 3 }), (value) => {
      const text = JSON.stringify(value);
      let canonical: string | null = null;
      try {
        canonical = canonicalJson(JSON.parse(text));
      } catch { /* it has none */ }
      expect(readCanonical(text) !== undefined).toBe(canonical === text);
      if (canonical !== null) expect(readCanonical(canonical)).toEqual(JSON.parse(text));
    }), { numRuns: 400 });
    for (const odd of ['{"a":1,"a":1}', '{"b":1,"a":1}', '[1, 2]', '1.5', '1e2', '-0', '"\\u0041"', '"\\ud800"', '{"9":1,"10":2}', '', 'nul']) expect(readCanonical(odd), odd).toBeUndefined();
    for (const good of ['{"10":2,"9":1}', '{"":null}', '"\\u0001"', '{"__proto__":1}']) expect(readCanonical(good), good).toBeDefined();
  });
  it('refuse days that no calendar has', () => {
    const leaf = (t: string): Buffer => Buffer.from(canonicalJson({ actor: 'a', app: '1', body: {}, kind: 'decision', log: 'l', open: {}, seq: 1, t, v: 1 }));
    expect(readLeaf(leaf('2028-02-29T23:59:59.999Z'))).toHaveProperty('t');
    for (const t of ['2026-02-29T00:00:00.000Z', '2026-04-31T00:00:00.000Z', '2026-13-01T00:00:00.000Z', '2026-01-01T24:00:00.000Z', '2026-01-01T00:00:00Z']) expect(readLeaf(leaf(t)), t).toHaveProperty('why');
  });
  it('show what is invisible or turns the reading direction', () => {
    expect(visible('a\u202Eb\u200Bc\u0000\uFEFF\u{E0041}é漢')).toBe('a⟨U+202E⟩b⟨U+200B⟩c⟨U+0000⟩⟨U+FEFF⟩⟨U+E0041⟩é漢');
    fc.assert(fc.property(fc.string({ unit: 'binary' }), (text) => { expect(visible(text)).not.toMatch(/[\p{Cc}\p{Cf}\p{Cs}]/u); }));
  });
});

it('finds the same lines wherever the pieces are cut', async () => {
  await fc.assert(fc.asyncProperty(fc.array(fc.string({ maxLength: 6 }).map((text) => text.replaceAll('\n', ' '))), fc.integer({ min: 1, max: 7 }), async (lines, step) => {
    const bytes = Buffer.from(lines.map((line) => `${line}\n`).join(''));
    const pieces = async function* (): AsyncGenerator<Uint8Array> { for (let at = 0; at < bytes.length; at += step) yield bytes.subarray(at, at + step); };
    const found: string[] = [];
    for await (const some of linesOf(pieces())) for (const line of some) found.push(line.whole ? Buffer.from(line.bytes).toString() : 'not whole');
    expect(found).toEqual(lines);
  }));
});

it('sums a file alike with and without the browser’s own digest', async () => {
  const bytes = new Uint8Array(readFileSync(import.meta.filename));
  const source = sourceOf(new Blob([bytes]));
  const digest = (some: Uint8Array<ArrayBuffer>): Promise<ArrayBuffer> => crypto.subtle.digest('SHA-256', some);
  expect(await createSummer(digest)(source, 3, bytes.length)).toEqual(await createSummer(null)(source, 3, bytes.length));
});

it('puts any moments into at most sixty steps, losing none', () => {
  fc.assert(fc.property(fc.array(fc.integer({ min: 0, max: 4e12 }), { minLength: 1 }), (moments) => {
    const { steps } = stepsOf(moments);
    expect(steps.length).toBeLessThanOrEqual(60);
    expect(steps.reduce((sum, { value }) => sum + value, 0)).toBe(moments.length);
  }));
});
