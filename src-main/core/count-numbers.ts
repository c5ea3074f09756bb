// Telephone numbers, each once: counted piece by piece so that everybody else is answered in between, and anew only when they may have changed.
import type { Ledger } from '../ledger/open-ledger.ts';

export type NumberCount = {
  /** Accepted numbers in stored imports. */
  readonly all: () => Promise<number>;
  /** Of these, those that carry a code which this version of the code map does not know. */
  readonly unmapped: (version: number) => Promise<number>;
};

/** Counted at once: some milliseconds. */
const atOnce = 20_000;
/** Who changes numbers all the time gets the count of a moment ago. */
const attempts = 2;

export const createNumberCount = ({ imports, codeMaps }: Pick<Ledger, 'imports' | 'codeMaps'>): NumberCount => {
  const known = new Map<'all' | 'unmapped', { readonly mark: string; readonly numbers: number }>();

  const countOnce = async (unmappedBy: number | null): Promise<number> => {
    let numbers = 0;
    for (let after = 0; ;) {
      const piece = imports.countAfter(after, atOnce, unmappedBy);
      if (piece === null) return numbers;
      numbers += piece.numbers;
      after = piece.upTo;
      await new Promise((resolve) => { setImmediate(resolve); });
    }
  };
  const count = async (what: 'all' | 'unmapped', version: number | null): Promise<number> => {
    const marked = (): string => `${version} ${imports.mark()}`;
    for (let attempt = 1; ; attempt += 1) {
      const mark = marked();
      const before = known.get(what);
      if (before?.mark === mark) return before.numbers;
      const numbers = await countOnce(version);
      if (marked() === mark) known.set(what, { mark, numbers });
      else if (attempt < attempts) continue;
      return numbers;
    }
  };

  const all = (): Promise<number> => count('all', null);
  return {
    all,
    unmapped: async (version) => {
      const seen = codeMaps.codesSeen(version);
      if (seen.every(({ mapped }) => mapped)) return 0;
      return seen.some(({ mapped }) => mapped) ? count('unmapped', version) : all();
    },
  };
};
