// Imports as they are stored and shown: counts that close, rows with their raw cells, numbers with their verdicts.
import type { Database } from 'better-sqlite3';
import type { ImportRow, ImportView, Page } from '../../../src-shared/contract/imports.ts';
import { layoutSchema } from '../../../src-shared/contract/imports.ts';
import type { RejectReason } from '../../../src-shared/domain/reject.ts';

export type ClosingCount = Pick<ImportView, 'lines' | 'header' | 'ignored' | 'blank' | 'accepted' | 'duplicate' | 'quarantined' | 'setAside' | 'numbers' | 'millis'>;

export type ImportRepository = {
  readonly store: (importId: number, count: ClosingCount, leafSeq: number) => void;
  readonly find: (importId: number) => ImportView | null;
  readonly page: (offset: number, limit: number) => Page<ImportView>;
  readonly rows: (importId: number, outcome: string, offset: number, limit: number) => Page<ImportRow>;
  readonly seenBefore: (sha256: string) => { readonly importId: number; readonly at: number } | null;
  /** Accepted numbers in stored imports, each once. */
  readonly countNumbers: () => number;
};

type ImportRecord = Omit<ImportView, 'importId' | 'file' | 'layout' | 'quarantined' | 'setAside'> & { readonly id: number; readonly name: string; readonly layout: string; readonly quarantined: string; readonly setAside: string };

export const createImportRepository = (db: Database): ImportRepository => {
  const columns = 'id, name, bytes, sha256, format, encoding, sheet, region, layout, lines, header, ignored, blank, accepted, duplicate, quarantined, set_aside AS setAside, numbers, at, millis';
  const store = db.prepare(
    `UPDATE import SET state = 'stored', lines = @lines, header = @header, ignored = @ignored, blank = @blank, accepted = @accepted,
       duplicate = @duplicate, quarantined = @quarantined, set_aside = @setAside, numbers = @numbers, millis = @millis, leaf_seq = @leafSeq
     WHERE id = @importId AND state = 'staging'`);
  const find = db.prepare<[number], ImportRecord>(`SELECT ${columns} FROM import WHERE id = ? AND state = 'stored'`);
  const page = db.prepare<[number, number], ImportRecord>(`SELECT ${columns} FROM import WHERE state = 'stored' ORDER BY id DESC LIMIT ? OFFSET ?`);
  const total = db.prepare<[], { n: number }>("SELECT count(*) AS n FROM import WHERE state = 'stored'");
  const seen = db.prepare<[string], { importId: number; at: number }>(
    "SELECT id AS importId, at FROM import WHERE sha256 = ? AND state = 'stored' ORDER BY id DESC LIMIT 1");
  const numbers = db.prepare<[], { n: number }>(
    "SELECT count(DISTINCT phone) AS n FROM entry INDEXED BY entry_accepted WHERE verdict = 'accepted' AND import_id NOT IN (SELECT id FROM import WHERE state = 'staging')");

  type RowRecord = { line: number; outcome: ImportRow['outcome']; cells: string };
  const rowsOfAll = db.prepare<[number, number, number], RowRecord>('SELECT line, outcome, cells FROM import_row WHERE import_id = ? ORDER BY line LIMIT ? OFFSET ?');
  const rowsOf = db.prepare<[number, string, number, number], RowRecord>('SELECT line, outcome, cells FROM import_row WHERE import_id = ? AND outcome = ? ORDER BY line LIMIT ? OFFSET ?');
  const countAll = db.prepare<[number], { n: number }>('SELECT count(*) AS n FROM import_row WHERE import_id = ?');
  const countOf = db.prepare<[number, string], { n: number }>('SELECT count(*) AS n FROM import_row WHERE import_id = ? AND outcome = ?');
  const numbersOf = db.prepare<[number, number], NumberRecord>(
    `SELECT e.raw, e.phone, e.verdict, e.reason, e.notes, first.line AS firstLine, source.name AS firstFile
     FROM entry e LEFT JOIN entry first ON first.id = e.duplicate_of LEFT JOIN import source ON source.id = first.import_id
     WHERE e.import_id = ? AND e.line = ? ORDER BY e.part`);

  return {
    store: (importId, count, leafSeq) => {
      const { changes } = store.run({ ...count, quarantined: JSON.stringify(count.quarantined), setAside: JSON.stringify(count.setAside ?? {}), importId, leafSeq });
      if (changes !== 1) throw new Error(`import ${importId} was not staging`);
    },
    find: (importId) => {
      const record = find.get(importId);
      return record === undefined ? null : toView(record);
    },
    page: (offset, limit) => ({ total: total.get()?.n ?? 0, rows: page.all(limit, offset).map(toView) }),
    rows: (importId, outcome, offset, limit) => {
      const isAll = outcome === 'all';
      const count = isAll ? countAll.get(importId) : countOf.get(importId, outcome);
      const records = isAll ? rowsOfAll.all(importId, limit, offset) : rowsOf.all(importId, outcome, limit, offset);
      return {
        total: count?.n ?? 0,
        rows: records.map((record) => ({
          line: record.line, outcome: record.outcome, cells: JSON.parse(record.cells) as string[],
          numbers: numbersOf.all(importId, record.line).map(toNumber),
        })),
      };
    },
    seenBefore: (sha256) => seen.get(sha256) ?? null,
    countNumbers: () => numbers.get()?.n ?? 0,
  };
};

type NumberRecord = {
  raw: string; phone: string | null; verdict: ImportRow['numbers'][number]['verdict']; reason: RejectReason | null; notes: string;
  firstLine: number | null; firstFile: string | null;
};

const toNumber = (record: NumberRecord): ImportRow['numbers'][number] => ({
  raw: record.raw, phone: record.phone, verdict: record.verdict, reason: record.reason,
  notes: JSON.parse(record.notes) as string[],
  duplicateOf: record.firstLine === null ? null : `${record.firstFile}, line ${record.firstLine}`,
});

const toView = ({ id, name, layout, quarantined, setAside, ...record }: ImportRecord): ImportView => ({
  ...record, importId: id, file: name,
  layout: layoutSchema.parse(JSON.parse(layout)),
  quarantined: JSON.parse(quarantined) as ImportView['quarantined'],
  setAside: JSON.parse(setAside) as NonNullable<ImportView['setAside']>,
});
