// The paths of a few chosen leaves to the root over leaves that pass by once, in memory that grows with the logarithm of their count.
import { emptyRoot, nodeHash } from './merkle.ts';

export type ProvedPlace = { readonly index: number; /** Lowest first, as `verifyInclusion` takes it. */ readonly path: readonly Buffer[] };

export type RunningProof = {
  /** The next leaf's hash, and whether its path is wanted. */
  readonly add: (leafHash: Uint8Array, isWanted: boolean) => void;
  readonly size: () => number;
  /** Closes the tree; asked once. `places` are those of the wanted leaves, in order. */
  readonly end: () => { readonly root: Buffer; readonly size: number; readonly places: readonly ProvedPlace[] };
};

/** RFC 6962 2.1.1 for many leaves at once: what is proved is the tree of all leaves added before `end`. */
export const createRunningProof = (): RunningProof => {
  // Complete subtrees from the left, largest first; each knows which of the wanted leaves it holds.
  const stack: Subtree[] = [];
  const paths = new Map<number, Buffer[]>();
  let size = 0;
  const join = (): void => {
    const right = stack.pop();
    const left = stack.pop();
    if (left === undefined || right === undefined) throw new RangeError('Two subtrees are needed to make one');
    for (const index of left.holds) paths.get(index)?.push(Buffer.from(right.hash));
    for (const index of right.holds) paths.get(index)?.push(Buffer.from(left.hash));
    stack.push({ hash: nodeHash(left.hash, right.hash), holds: right.holds.length === 0 ? left.holds : [...left.holds, ...right.holds] });
  };
  return Object.freeze({
    add: (leafHash: Uint8Array, isWanted: boolean) => {
      stack.push({ hash: leafHash, holds: isWanted ? [size] : none });
      if (isWanted) paths.set(size, []);
      for (let n = size; n % 2 === 1; n = (n - 1) / 2) join();
      size += 1;
    },
    size: () => size,
    end: () => {
      while (stack.length > 1) join();
      return { root: Buffer.from(stack[0]?.hash ?? emptyRoot), size, places: [...paths].map(([index, path]) => ({ index, path })) };
    },
  });
};

type Subtree = { readonly hash: Uint8Array; readonly holds: readonly number[] };
const none: readonly number[] = [];
