// The rows under a leaf's root, exactly as they were sealed: kept packed beside the leaf, or made again from an import's entries and lines.
import type { Database } from 'better-sqlite3';
import { rowInOpening } from '../../sealed-log/erased-row.ts';
import { unpackRows, type RowChunk } from '../seal-rows.ts';
import { createBlockRepository } from './blocks.ts';

/** `rows`: canonical JSON, in order; `next`: what to ask for the following ones with, null at the end. */
export type RowsPage = { readonly rows: readonly string[]; readonly next: number | null };

export type SealedRowRepository = {
  readonly keep: (seq: number, chunks: readonly RowChunk[]) => void;
  /** From 0 on. Some hundred to a few thousand rows; none where the leaf seals none. Those that were erased are left out. */
  readonly page: (seq: number, from: number) => RowsPage;
  /** The same of a leaf some of whose rows were erased: every row's opening, or what stands for it (`erasedRow`); null for any other leaf. */
  readonly salted: (seq: number, from: number) => RowsPage | null;
  /** The leaves below `size` that seal rows, in order. */
  readonly leaves: (size: number) => readonly number[];
};

const entriesAtOnce = 1000;

export const createSealedRowRepository = (db: Database): SealedRowRepository => {
  const keep = db.prepare('INSERT INTO sealed_row (seq, first, rows, bytes) VALUES (?, ?, ?, ?)');
  const chunk = db.prepare<[number, number], { first: number; rows: number; bytes: Buffer }>('SELECT first, rows, bytes FROM sealed_row WHERE seq = ? AND first >= ? ORDER BY first LIMIT 1');
  const importOf = db.prepare<[number], SealedImport>(`
    SELECT id, layout, first_entry AS firstEntry, coalesce((SELECT max(first_entry + entries) FROM import_block b WHERE b.import_id = import.id), 0) AS endEntry FROM import WHERE leaf_seq = ?`);
  const entries = db.prepare<[number, number, number], Entry>(`
    SELECT e.id, e.line, coalesce(o.phone, e.phone) AS phone, e.raw, e.reason FROM entry e LEFT JOIN imported_phone o ON o.entry_id = e.id
    WHERE e.id >= ? AND e.id < ? ORDER BY e.id LIMIT ?`);
  const leaves = db.prepare<[{ size: number }], number>(`
    SELECT seq FROM opening WHERE kind = 'rows' AND seq < @size UNION SELECT seq FROM salted_row WHERE seq < @size ORDER BY seq`).pluck();
  const saltedChunk = db.prepare<[number, number], { first: number; rows: number; bytes: Buffer }>(`
    SELECT first, rows, bytes FROM salted_row s WHERE seq = ? AND first >= ? AND NOT EXISTS (SELECT 1 FROM opening o WHERE o.seq = s.seq AND o.kind = 'rows') ORDER BY first LIMIT 1`);
  const blocks = createBlockRepository(db);
  let last: { readonly seq: number; readonly found: SealedImport | undefined } | null = null;

  const importPage = (sealed: SealedImport, from: number): RowsPage => {
    const found = entries.all(from === 0 ? sealed.firstEntry : from, sealed.endEntry, entriesAtOnce);
    const isEnd = found.length < entriesAtOnce;
    // The last line may go on in the next page.
    const cut = isEnd ? found.length : found.findIndex(({ line }) => line === found.at(-1)?.line);
    const { phoneColumns } = JSON.parse(sealed.layout) as { readonly phoneColumns: readonly number[] }; // a stored layout
    const [column = 0] = phoneColumns;
    const rows: string[] = [];
    for (let at = 0; at < cut;) {
      const line = found[at]?.line ?? 0;
      const numbers: RowNumber[] = [];
      for (; at < cut && found[at]?.line === line; at += 1) numbers.push(toNumber(found[at]!, () => blocks.cellsOf(sealed.id, line)[column] ?? ''));
      rows.push(JSON.stringify({ line, numbers }));
    }
    return { rows, next: isEnd ? null : (found[cut]?.id ?? null) };
  };

  const salted = (seq: number, from: number): RowsPage | null => {
    const found = saltedChunk.get(seq, from);
    return found === undefined ? null : { rows: unpackRows(found.bytes), next: found.first + found.rows };
  };

  return {
    leaves: (size) => leaves.all({ size }),
    salted,
    keep: (seq, chunks) => { for (const { first, rows, bytes } of chunks) keep.run(seq, first, rows, bytes); },
    page: (seq, from) => {
      const open = salted(seq, from);
      if (open !== null) return { rows: open.rows.flatMap((line) => rowInOpening(line) ?? []), next: open.next };
      const packed = chunk.get(seq, from);
      if (packed !== undefined) return { rows: unpackRows(packed.bytes), next: packed.first + packed.rows };
      if (last?.seq !== seq) last = { seq, found: importOf.get(seq) };
      return last.found === undefined ? { rows: [], next: null } : importPage(last.found, from);
    },
  };
};

type SealedImport = { readonly id: number; readonly layout: string; readonly firstEntry: number; readonly endEntry: number };
type Entry = { readonly id: number; readonly line: number; readonly phone: number | null; readonly raw: string | null; readonly reason: string | null };
type RowNumber = { readonly phone: string | null; readonly raw: string; readonly reason: string | null };

/** As it was imported: what has a reason was held then, whatever became of it. Keys in the order of canonical JSON. */
const toNumber = ({ phone, raw, reason }: Entry, cell: () => string): RowNumber =>
  ({ phone: reason !== null || phone === null ? null : `+${phone}`, raw: raw ?? cell(), reason });
