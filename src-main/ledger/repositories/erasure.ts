// Erases what is known of one number beside the log's leaves: openings, sealed rows, lines of files, and its places in the working tables where nothing needs it any more.
import type { Database } from 'better-sqlite3';
import type { ErasureKeeps, ErasureWait } from '../../../src-shared/contract/erasure.ts';
import type { RowChunk } from '../seal-rows.ts';
import { notStagingEntry } from './stored-only.ts';

/** A line of a stored file in which the number stood; `leafSeq` is its import's leaf. */
export type NumberLine = { readonly importId: number; readonly leafSeq: number | null; readonly line: number };

/** All that change are for use inside `transact`. `phone` is E.164. */
export type ErasureRepository = {
  /** Where the number must stay known, and why; nothing where no one works with it any more. */
  readonly keeps: (phone: string) => readonly ErasureKeeps[];
  readonly waits: (phone: string) => readonly ErasureWait[];
  readonly lists: (phone: string) => readonly { readonly destination: string; readonly listName: string }[];
  /** One look at every entry: some 50 ms a million. */
  readonly lines: (phone: string) => readonly NumberLine[];
  readonly exportsMade: () => number;
  /** Chunks that wait for the leaf's opening to go; what an erasure that came to nothing left behind is forgotten first. */
  readonly clearSalted: (seq: number) => void;
  readonly putSalted: (seq: number, chunks: readonly RowChunk[]) => void;
  readonly dropOpening: (seq: number, kind: string) => void;
  /** The rows as they were packed beside the leaf: its salted ones stand for them now. */
  readonly dropPacked: (seq: number) => void;
  /** Every cell of these lines, and what entries say of them in words. */
  readonly blank: (lines: readonly NumberLine[], phone: string) => void;
  /** The number itself, in every table that works with numbers: only where `keeps` is empty. */
  readonly forget: (phone: string) => void;
};

/** In place of a cell or a number. */
const erasedCell = '(erased)';

export const createErasureRepository = (db: Database): ErasureRepository => {
  const accepted = db.prepare<[number], number>(`SELECT EXISTS (SELECT 1 FROM suppression WHERE phone = ? AND ${notStagingEntry('entry_id')})`).pluck();
  const lists = db.prepare<[string], { destination: string; listName: string }>(`
    SELECT d.name AS destination, b.list_name AS listName FROM destination d JOIN (
      SELECT destination_id, list_ref FROM destination_list UNION SELECT run.destination_id, batch.list_ref FROM batch JOIN run ON run.id = batch.run_id
    ) p ON p.destination_id = d.id
    CROSS JOIN listed l ON l.destination_id = p.destination_id AND l.list_ref = p.list_ref AND l.phone = ? JOIN batch b ON b.id = l.batch_id ORDER BY d.name, b.list_name`);
  const releasing = db.prepare<[number], number>("SELECT EXISTS (SELECT 1 FROM release WHERE phone = ? AND (state = 'proposed' OR (state = 'approved' AND done_at IS NULL)))").pluck();
  const running = db.prepare<[string], number>(`
    SELECT EXISTS (SELECT 1 FROM batch_number n JOIN batch b ON b.id = n.batch_id JOIN run r ON r.id = b.run_id WHERE n.phone = ? AND (r.state <> 'ended' OR b.state = 'unknown'))`).pluck();
  const refused = db.prepare<[string], number>("SELECT EXISTS (SELECT 1 FROM dead_letter WHERE phone = ? AND state = 'open')").pluck();
  const importing = db.prepare<[], number>("SELECT EXISTS (SELECT 1 FROM import WHERE state IN ('staging', 'undoing'))").pluck();
  const held = db.prepare<[{ phone: string; digits: number }], number>(`
    SELECT EXISTS (SELECT 1 FROM entry e WHERE e.verdict = 'quarantined' AND (e.suggestion = @phone
      OR EXISTS (SELECT 1 FROM suppression s JOIN entry o ON o.id = s.entry_id WHERE s.phone = @digits AND o.import_id = e.import_id AND o.line = e.line)))`).pluck();
  const lines = db.prepare<[{ digits: number }], NumberLine>(`
    SELECT DISTINCT e.import_id AS importId, i.leaf_seq AS leafSeq, e.line FROM entry e JOIN import i ON i.id = e.import_id
    WHERE (e.phone = @digits OR e.id IN (SELECT entry_id FROM imported_phone WHERE phone = @digits)) AND i.state <> 'staging' ORDER BY 1, 3`);
  const exportsMade = db.prepare<[], number>('SELECT count(*) FROM log_export').pluck();
  const clearSalted = db.prepare('DELETE FROM salted_row WHERE seq = ?');
  const putSalted = db.prepare('INSERT OR REPLACE INTO salted_row (seq, first, rows, bytes) VALUES (?, ?, ?, ?)');
  const dropOpening = db.prepare('DELETE FROM opening WHERE seq = ? AND kind = ?');
  const dropPacked = db.prepare('DELETE FROM sealed_row WHERE seq = ?');
  const blockOf = db.prepare<[number, number], { id: number; firstLine: number; rows: string }>(
    'SELECT id, first_line AS firstLine, rows FROM import_block WHERE import_id = ? AND first_line <= ? ORDER BY first_line DESC LIMIT 1');
  const putBlock = db.prepare('UPDATE import_block SET rows = ? WHERE id = ?');
  const isStaging = "SELECT id FROM import WHERE state = 'staging'";
  const ofNumber = `(phone = @digits OR id IN (SELECT entry_id FROM imported_phone WHERE phone = @digits)) AND import_id NOT IN (${isStaging})`;
  // Nobody could settle it a second time without its text: taking the decision back leaves it as it is.
  const unsay = db.prepare(`UPDATE entry SET raw = iif(raw IS NULL, NULL, ''), suggestion = NULL, notes = NULL, decision_id = NULL WHERE ${ofNumber}`);
  const unsayReleases = db.prepare("UPDATE release SET because = NULL, settled_because = NULL WHERE phone = ? AND state <> 'proposed'");
  const forgets = [
    "UPDATE entry SET phone = NULL WHERE phone = @digits AND verdict NOT IN ('accepted', 'duplicate')",
    'DELETE FROM imported_phone WHERE phone = @digits',
    'DELETE FROM release_entry WHERE release_id IN (SELECT id FROM release WHERE phone = @digits)',
    'DELETE FROM release WHERE phone = @digits',
    `UPDATE batch_number SET phone = '${erasedCell}', why = NULL, entry_id = NULL WHERE phone = @phone`,
    'DELETE FROM dead_letter WHERE phone = @phone',
    `UPDATE difference SET phone = '${erasedCell}', expected = NULL, found = NULL WHERE phone = @phone`,
    // Samples and vendors' words name single numbers.
    ...[['reconciliation', 'probe'], ['reconciliation', 'failure'], ['batch', 'receipt'], ['batch', 'why'], ['run', 'trouble']].map(([table, column]) =>
      `UPDATE ${table} SET ${column} = replace(${column}, @phone, '${erasedCell}') WHERE instr(${column}, @phone) > 0`),
  ].map((sql) => db.prepare<[{ phone: string; digits: number }]>(sql));
  const digitsOf = (phone: string): number => Number(phone.slice(1));

  const blankLine = ({ importId, line }: NumberLine): void => {
    const block = blockOf.get(importId, line);
    if (block === undefined) return;
    const rows = JSON.parse(block.rows) as string[][]; // the ledger wrote it: an array of arrays of text
    const cells = rows[line - block.firstLine];
    if (cells === undefined) return;
    rows[line - block.firstLine] = cells.map((cell) => (cell === '' ? '' : erasedCell));
    putBlock.run(JSON.stringify(rows), block.id);
  };

  return {
    keeps: (phone) => {
      const facts: readonly (readonly [ErasureKeeps, boolean])[] = [
        ['blocked', accepted.get(digitsOf(phone)) === 1], ['listed', lists.get(phone) !== undefined], ['release', releasing.get(digitsOf(phone)) === 1],
        ['run', running.get(phone) === 1], ['dead-letter', refused.get(phone) === 1],
      ];
      return facts.filter(([, holds]) => holds).map(([keeps]) => keeps);
    },
    waits: (phone) => [
      ...(importing.get() === 1 ? ['import' as const] : []),
      ...(held.get({ phone, digits: digitsOf(phone) }) === 1 ? ['held' as const] : []),
    ],
    lists: (phone) => lists.all(phone),
    lines: (phone) => lines.all({ digits: digitsOf(phone) }),
    exportsMade: () => exportsMade.get() ?? 0,
    clearSalted: (seq) => { clearSalted.run(seq); },
    putSalted: (seq, chunks) => { for (const { first, rows, bytes } of chunks) putSalted.run(seq, first, rows, bytes); },
    dropOpening: (seq, kind) => { dropOpening.run(seq, kind); },
    dropPacked: (seq) => { dropPacked.run(seq); },
    blank: (all, phone) => {
      for (const line of all) blankLine(line);
      unsay.run({ digits: digitsOf(phone) });
      unsayReleases.run(digitsOf(phone));
    },
    forget: (phone) => { for (const forget of forgets) forget.run({ phone, digits: digitsOf(phone) }); },
  };
};
