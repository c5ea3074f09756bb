// Conflicts by kind with some examples of each, looked for piece by piece so that everybody else is answered in between.
import type { ConflictView } from '../../src-shared/contract/code-map.ts';
import type { Ledger } from '../ledger/open-ledger.ts';
import type { ConflictCount } from '../ledger/repositories/conflicts.ts';

export type ConflictFound = ConflictCount & { readonly examples: ConflictView['examples'] };

/** Every kind, also those without numbers; at most `limit` examples of each, the first of them in the order in which they came in. */
export const findConflicts = async ({ conflicts }: Pick<Ledger, 'conflicts'>, codeMapVersion: number, limit: number): Promise<readonly ConflictFound[]> => {
  const found = conflicts.counts(codeMapVersion).map((count) => ({ ...count, examples: [] as ConflictView['examples'][number][] }));
  const lacks = ({ numbers, examples }: ConflictFound): boolean => examples.length < Math.min(limit, numbers);
  for (let after = 0; found.some(lacks);) {
    const piece = conflicts.examplesAfter(codeMapVersion, after);
    if (piece === null) break;
    for (const { kind, example } of piece.examples) {
      const ofKind = found.find((one) => one.kind === kind);
      if (ofKind !== undefined && lacks(ofKind)) ofKind.examples.push(example);
    }
    after = piece.upTo;
    await new Promise((resolve) => { setImmediate(resolve); });
  }
  return found;
};
