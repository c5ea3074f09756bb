// At start-up the log's leaves are held against what was last signed, and the answer is one of four, none of them silent.
import { createRunningRoot } from './running-root.ts';

export type TreeCheck = {
  /** `same` alone is good; `shorter`: leaves are gone; `longer`: the signed part is intact but leaves follow that nobody signed; `different`: rewritten. */
  readonly verdict: 'same' | 'shorter' | 'longer' | 'different';
  readonly size: number;
  readonly root: Buffer;
};

export type RunningTreeCheck = { /** 32 latin-1 characters, the cheapest form node:crypto returns ('binary'). */ readonly addLatin1: (leafHash: string) => void; readonly end: () => TreeCheck };

/** Takes the leaf hashes as they pass by (hash the stored bytes anew, a stored hash proves nothing). */
export const createTreeCheck = (signed: { readonly size: number; readonly root: Uint8Array }): RunningTreeCheck => {
  const tree = createRunningRoot();
  let held = signed.size === 0 && tree.root().equals(signed.root);
  return {
    addLatin1: (leafHash) => {
      tree.addLatin1(leafHash);
      if (tree.size() === signed.size) held = tree.root().equals(signed.root);
    },
    end: () => {
      const size = tree.size();
      const verdict = size < signed.size ? 'shorter' : !held ? 'different' : size > signed.size ? 'longer' : 'same';
      return { verdict, size, root: tree.root() };
    },
  };
};

/** The same of all at once. */
export const verifyTree = (leafHashes: Iterable<Uint8Array>, signed: { readonly size: number; readonly root: Uint8Array }): TreeCheck => {
  const check = createTreeCheck(signed);
  for (const leaf of leafHashes) check.addLatin1(Buffer.from(leaf).toString('latin1'));
  return check.end();
};
