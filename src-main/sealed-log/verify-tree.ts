// At start-up the log's leaves are held against what was last signed, and the answer is one of four, none of them silent.
import { createRunningRoot } from './running-root.ts';

export type TreeCheck = {
  /** `same` alone is good; `shorter`: leaves are gone; `longer`: the signed part is intact but leaves follow that nobody signed; `different`: rewritten. */
  readonly verdict: 'same' | 'shorter' | 'longer' | 'different';
  readonly size: number;
  readonly root: Buffer;
};

/** Recomputes the root from leaf hashes in order (hash the stored bytes anew, a stored hash proves nothing). Streaming. */
export const verifyTree = (leafHashes: Iterable<Uint8Array>, signed: { readonly size: number; readonly root: Uint8Array }): TreeCheck => {
  const tree = createRunningRoot();
  let held = signed.size === 0 && tree.root().equals(signed.root);
  for (const leaf of leafHashes) {
    tree.add(leaf);
    if (tree.size() === signed.size) held = tree.root().equals(signed.root);
  }
  const size = tree.size();
  const verdict = size < signed.size ? 'shorter' : !held ? 'different' : size > signed.size ? 'longer' : 'same';
  return { verdict, size, root: tree.root() };
};
