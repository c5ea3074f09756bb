// The stored tree agrees with the plain recursive definition of RFC 6962 for every size from 0 to 200.
import { createHash } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import {
  appendLeafHash, consistencyProof, emptyRoot, inclusionProof, leafHash, nodeHash, rootAt, rootOf, verifyConsistency, verifyInclusion, type NodeStore,
} from '../../../src-main/sealed-log/merkle.ts';
import { createRunningRoot } from '../../../src-main/sealed-log/running-root.ts';
import { verifyTree } from '../../../src-main/sealed-log/verify-tree.ts';

const sha = (...parts: readonly Uint8Array[]): Buffer => parts.reduce((h, part) => h.update(part), createHash('sha256')).digest();

// RFC 6962 2.1, word for word and from leaf data, sharing nothing with the code under test.
const splitOf = (n: number): number => 2 ** Math.floor(Math.log2(n - 1));
const naiveRoot = (d: readonly Buffer[]): Buffer => {
  if (d.length === 0) return sha();
  if (d.length === 1) return sha(Buffer.of(0), d[0]!);
  const k = splitOf(d.length);
  return sha(Buffer.of(1), naiveRoot(d.slice(0, k)), naiveRoot(d.slice(k)));
};
const naivePath = (m: number, d: readonly Buffer[]): Buffer[] => {
  if (d.length === 1) return [];
  const k = splitOf(d.length);
  return m < k ? [...naivePath(m, d.slice(0, k)), naiveRoot(d.slice(k))] : [...naivePath(m - k, d.slice(k)), naiveRoot(d.slice(0, k))];
};
const naiveSubproof = (m: number, d: readonly Buffer[], whole: boolean): Buffer[] => {
  if (m === d.length) return whole ? [] : [naiveRoot(d)];
  const k = splitOf(d.length);
  return m <= k
    ? [...naiveSubproof(m, d.slice(0, k), whole), naiveRoot(d.slice(k))]
    : [...naiveSubproof(m - k, d.slice(k), false), naiveRoot(d.slice(0, k))];
};

const createStore = (): NodeStore & { readonly count: () => number } => {
  const nodes = new Map<string, Uint8Array>();
  return {
    get: (level, idx) => {
      const found = nodes.get(`${level}/${idx}`);
      if (found === undefined) throw new Error(`no node ${level}/${idx}`);
      return found;
    },
    put: (level, idx, hash) => {
      expect(nodes.has(`${level}/${idx}`)).toBe(false);
      nodes.set(`${level}/${idx}`, hash);
    },
    count: () => nodes.size,
  };
};

const leavesOf = (n: number): Buffer[] => Array.from({ length: n }, (_, i) => Buffer.from(`leaf ${i}`));
const storeOf = (leaves: readonly Buffer[]): NodeStore & { readonly count: () => number } => {
  const store = createStore();
  leaves.forEach((leaf, i) => appendLeafHash(store, i, leafHash(leaf)));
  return store;
};
const hexes = (hashes: readonly Uint8Array[]): string[] => hashes.map((each) => Buffer.from(each).toString('hex'));

const most = 200;
const leaves = leavesOf(most);
const store = storeOf(leaves);
// naiveRoot over every prefix, once.
const roots = Array.from({ length: most + 1 }, (_, n) => naiveRoot(leaves.slice(0, n)));

describe('known vectors of the certificate transparency reference code', () => {
  const data = ['', '00', '10', '2021', '3031', '40414243', '5051525354555657', '606162636465666768696a6b6c6d6e6f'].map((hex) => Buffer.from(hex, 'hex'));
  const expected = [
    '6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d', 'fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125',
    'aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77', 'd37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7',
    '4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4', '76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef',
    'ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c', '5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328',
  ];
  test('the roots of one to eight leaves are the published ones', () => {
    const tree = storeOf(data);
    expect(expected.map((_, i) => rootAt(tree, i + 1).toString('hex'))).toEqual(expected);
  });
  test('the empty root is the hash of nothing', () => {
    expect(emptyRoot).toEqual(sha());
    expect(rootAt(store, 0)).toEqual(sha());
    expect(rootOf([])).toEqual(sha());
  });
});

describe('sizes 0 to 200', () => {
  test('every root agrees with the recursive definition, from the store, in memory and streamed', () => {
    const running = createRunningRoot();
    for (let n = 0; n <= most; n += 1) {
      expect(rootAt(store, n)).toEqual(roots[n]);
      expect(rootOf(leaves.slice(0, n).map(leafHash))).toEqual(roots[n]);
      expect(running.root()).toEqual(roots[n]);
      if (n < most) running.add(leafHash(leaves[n]!));
    }
  });
  test('every inclusion proof is the recursive one for sizes to 64, and verifies for all', () => {
    for (let n = 1; n <= most; n += 1) {
      for (let i = 0; i < n; i += 1) {
        const proof = inclusionProof(store, i, n);
        if (n <= 64) expect(hexes(proof)).toEqual(hexes(naivePath(i, leaves.slice(0, n))));
        if (!verifyInclusion(leafHash(leaves[i]!), i, n, proof, roots[n]!)) throw new Error(`leaf ${i} of ${n}`);
      }
    }
  });
  test('every consistency proof is the recursive one for sizes to 64, and verifies for all', () => {
    for (let n = 0; n <= most; n += 1) {
      for (let m = 0; m <= n; m += 1) {
        const proof = consistencyProof(store, m, n);
        if (n <= 64 && m > 0) expect(hexes(proof)).toEqual(hexes(naiveSubproof(m, leaves.slice(0, n), true)));
        if (!verifyConsistency(m, n, roots[m]!, roots[n]!, proof)) throw new Error(`${m} to ${n}`);
      }
    }
  });
  test('an append writes as many nodes as it completes subtrees, each once', () => {
    expect(store.count()).toBe(leaves.reduce((sum, _, i) => sum + 1 + trailingOnes(i), 0));
  });
});

const trailingOnes = (n: number): number => (n % 2 === 0 ? 0 : 1 + trailingOnes((n - 1) / 2));
const other = sha(Buffer.from('other'));

describe('proofs that must not hold', () => {
  test('an inclusion proof fails for another leaf, place, size, root, or with a hash changed, added or missing', () => {
    for (let n = 1; n <= 40; n += 1) {
      for (let i = 0; i < n; i += 1) {
        const proof = inclusionProof(store, i, n);
        const leaf = leafHash(leaves[i]!);
        const root = roots[n]!;
        expect(verifyInclusion(other, i, n, proof, root)).toBe(false);
        expect(verifyInclusion(leaf, i, n, proof, other)).toBe(false);
        expect(verifyInclusion(leaf, i, n, [...proof, other], root)).toBe(false);
        expect(verifyInclusion(leaf, n, n, proof, root)).toBe(false);
        for (let j = 0; j < n; j += 1) if (j !== i) expect(verifyInclusion(leaf, j, n, proof, root)).toBe(false);
        proof.forEach((_, at) => {
          expect(verifyInclusion(leaf, i, n, proof.with(at, other), root)).toBe(false);
          expect(verifyInclusion(leaf, i, n, proof.toSpliced(at, 1), root)).toBe(false);
        });
      }
    }
  });
  test('a consistency proof fails for another size or root, or with a hash changed, added or missing', () => {
    for (let n = 1; n <= 40; n += 1) {
      for (let m = 1; m <= n; m += 1) {
        const proof = consistencyProof(store, m, n);
        expect(verifyConsistency(m, n, other, roots[n]!, proof)).toBe(false);
        expect(verifyConsistency(m, n, roots[m]!, other, proof)).toBe(false);
        expect(verifyConsistency(m, n, roots[m]!, roots[n]!, [...proof, other])).toBe(false);
        expect(verifyConsistency(n + 1, n, roots[m]!, roots[n]!, proof)).toBe(false);
        proof.forEach((_, at) => {
          expect(verifyConsistency(m, n, roots[m]!, roots[n]!, proof.with(at, other))).toBe(false);
          expect(verifyConsistency(m, n, roots[m]!, roots[n]!, proof.toSpliced(at, 1))).toBe(false);
        });
      }
    }
  });
  test('the empty tree is a prefix of every tree, but only by its own root', () => {
    expect(verifyConsistency(0, 5, emptyRoot, roots[5]!, [])).toBe(true);
    expect(verifyConsistency(0, 5, other, roots[5]!, [])).toBe(false);
  });
  test('a proof too long or too short for its sizes fails, even with a root made to fit', () => {
    const [a, b] = [leafHash(leaves[0]!), leafHash(leaves[1]!)];
    expect(verifyInclusion(a, 0, 1, [b], nodeHash(b, a))).toBe(false);
    expect(verifyInclusion(a, 0, 2, [b, other], nodeHash(other, nodeHash(a, b)))).toBe(false);
    expect(verifyInclusion(a, 0, 4, [b], nodeHash(a, b))).toBe(false);
    expect(verifyConsistency(1, 2, a, nodeHash(a, b), [b])).toBe(true);
    expect(verifyConsistency(1, 4, a, nodeHash(a, b), [b])).toBe(false);
  });
  test('an inner node is not taken for a leaf', () => {
    const inner = nodeHash(leafHash(leaves[0]!), leafHash(leaves[1]!));
    expect(verifyInclusion(leafHash(Buffer.concat([leafHash(leaves[0]!), leafHash(leaves[1]!)])), 0, 1, [], inner)).toBe(false);
  });
});

test('sizes and places outside the tree are defects', () => {
  expect(() => inclusionProof(store, 5, 5)).toThrow(RangeError);
  expect(() => consistencyProof(store, 6, 5)).toThrow(RangeError);
  expect(() => rootAt(store, -1)).toThrow(RangeError);
  expect(() => appendLeafHash(store, 1.5, other)).toThrow(RangeError);
});

describe('the start-up check', () => {
  const hashes = leaves.map(leafHash);
  const signed = { size: 150, root: roots[150]! };
  test.each([
    ['same', hashes.slice(0, 150)], ['shorter', hashes.slice(0, 149)], ['shorter', []], ['longer', hashes], ['different', hashes.slice(0, 150).with(7, other)],
    ['different', hashes.with(7, other)],
  ])('%s', (verdict, found) => {
    expect(verifyTree(found, signed)).toEqual({ verdict, size: found.length, root: rootOf(found) });
  });
  test('an empty log is the same as an empty checkpoint', () => {
    expect(verifyTree([], { size: 0, root: emptyRoot }).verdict).toBe('same');
  });
});
