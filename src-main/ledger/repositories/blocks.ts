// The lines of imports as they stood in their files, kept some hundred to a block and found by their place.
import type { Database } from 'better-sqlite3';
import type { ImportRow } from '../../../src-shared/contract/imports.ts';

export type StoredLine = { readonly line: number; readonly outcome: ImportRow['outcome']; readonly cells: readonly string[] };
/** `firstEntry` and `entries`: the ids of the numbers of the whole block. */
export type StoredPage = { readonly total: number; readonly lines: readonly StoredLine[]; readonly entryRanges: readonly { readonly firstEntry: number; readonly entries: number }[] };

export type BlockRepository = {
  readonly page: (importId: number, outcome: ImportRow['outcome'] | 'all', offset: number, limit: number) => StoredPage;
  /** The cells of one line; [] where the import has no such line. */
  readonly cellsOf: (importId: number, line: number) => readonly string[];
};

type Block = { readonly id: number; readonly firstLine: number; readonly firstEntry: number; readonly entries: number; readonly outcomes: string; readonly rows: string };

const letterOf = { header: 'h', ignored: 'i', blank: 'b', accepted: 'a', duplicate: 'd', quarantined: 'q' } as const;
const outcomeOf: Readonly<Record<string, ImportRow['outcome']>> = Object.fromEntries(Object.entries(letterOf).map(([outcome, letter]) => [letter, outcome as ImportRow['outcome']]));

export const createBlockRepository = (db: Database): BlockRepository => {
  const columns = 'id, first_line AS firstLine, first_entry AS firstEntry, entries, outcomes, rows';
  const find = db.prepare<[number], Block>(`SELECT ${columns} FROM import_block WHERE id = ?`);
  const at = db.prepare<[number, number], Block>(`SELECT ${columns} FROM import_block WHERE import_id = ? AND first_line <= ? ORDER BY first_line DESC LIMIT 1`);
  const countsOf = (count: string) => db.prepare<[number], { id: number; n: number }>(`SELECT id, ${count} AS n FROM import_block WHERE import_id = ? AND ${count} > 0 ORDER BY first_line`);
  const counts = { all: countsOf('lines'), header: countsOf('h'), ignored: countsOf('i'), blank: countsOf('b'), accepted: countsOf('a'), duplicate: countsOf('d'), quarantined: countsOf('q') };
  // The lines of one page of held rows lie in a few blocks.
  let last: { readonly block: Block; readonly importId: number; readonly rows: readonly (readonly string[])[] } | null = null;

  return {
    page: (importId, outcome, offset, limit) => {
      const lines: StoredLine[] = [];
      const entryRanges: { firstEntry: number; entries: number }[] = [];
      let total = 0;
      for (const { id, n } of counts[outcome].all(importId)) {
        const isShown = total + n > offset && lines.length < limit;
        if (isShown) {
          const block = find.get(id);
          if (block === undefined) throw new Error(`block ${id} is not there`);
          const fitting = linesOf(block).filter((line) => outcome === 'all' || line.outcome === outcome);
          lines.push(...fitting.slice(Math.max(0, offset - total), Math.max(0, offset - total) + limit - lines.length));
          entryRanges.push({ firstEntry: block.firstEntry, entries: block.entries });
        }
        total += n;
      }
      return { total, lines, entryRanges };
    },
    cellsOf: (importId, line) => {
      if (last === null || last.importId !== importId || line < last.block.firstLine || line >= last.block.firstLine + last.rows.length) {
        const block = at.get(importId, line);
        if (block === undefined) return [];
        last = { block, importId, rows: rowsOf(block) };
      }
      return last.rows[line - last.block.firstLine] ?? [];
    },
  };
};

/** The ledger wrote it: an array of arrays of text. */
const rowsOf = ({ rows }: Block): readonly (readonly string[])[] => JSON.parse(rows) as string[][];

const linesOf = (block: Block): readonly StoredLine[] =>
  rowsOf(block).map((cells, i) => {
    const outcome = outcomeOf[block.outcomes.charAt(i)];
    if (outcome === undefined) throw new Error(`line ${block.firstLine + i} has no outcome`);
    return { line: block.firstLine + i, outcome, cells };
  });
