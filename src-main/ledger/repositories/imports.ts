// Imports as they are stored and shown: counts that close, rows with their raw cells, numbers with their verdicts.
import type { Database } from 'better-sqlite3';
import type { ImportRow, ImportView, ListChange, Page, UndoneImport } from '../../../src-shared/contract/imports.ts';
import { layoutSchema } from '../../../src-shared/contract/imports.ts';
import { createBlockRepository } from './blocks.ts';
import type { RegistryRecord } from './list-versions.ts';
import { acceptedMark, e164, notStagingEntry } from './stored-only.ts';
import type { RejectReason } from '../../../src-shared/domain/reject.ts';

export type ClosingCount = Pick<ImportView, 'lines' | 'header' | 'ignored' | 'blank' | 'accepted' | 'duplicate' | 'quarantined' | 'setAside' | 'hiddenRows' | 'numbers' | 'millis'>;

/** As a version of a list: its key, and JSON of the rest. */
export type StoredVersion = { readonly listKey: string; readonly mode: 'additions' | 'full' | null; readonly change: ListChange | null; readonly registry: RegistryRecord | null; readonly watermark: string | null };

export type ImportRepository = {
  /** `layoutId`: the saved layout it was read under. */
  readonly store: (importId: number, count: ClosingCount, leafSeq: number, layoutId?: number | null, version?: StoredVersion | null) => void;
  readonly find: (importId: number) => ImportView | null;
  readonly page: (offset: number, limit: number) => Page<ImportView>;
  readonly rows: (importId: number, outcome: ImportRow['outcome'] | 'all', offset: number, limit: number) => Page<ImportRow>;
  /** Those that count. */
  readonly count: () => number;
  readonly seenBefore: (sha256: string) => { readonly importId: number; readonly at: number } | null;
  /** Accepted numbers in stored imports, each once. */
  readonly countNumbers: () => number;
  /** The same for those after this number (its digits), some at a time; null where there are none. `unmappedBy`: only those with a code this version of the code map does not know. */
  readonly countAfter: (after: number, atLeast: number, unmappedBy: number | null) => { readonly numbers: number; readonly upTo: number } | null;
  /** Changes with what is accepted. */
  readonly mark: () => string;
};

type ImportRecord = Omit<ImportView, 'importId' | 'file' | 'layout' | 'quarantined' | 'setAside' | 'saved' | 'change' | 'registry' | 'undone'> & { readonly change: string | null; readonly registry: string | null; readonly undo: string | null; readonly undoneBy: string | null; readonly layoutId: number | null; readonly layoutName: string | null; readonly id: number; readonly name: string; readonly layout: string; readonly quarantined: string; readonly setAside: string };

export const createImportRepository = (db: Database): ImportRepository => {
  const columns = `id, state, mode, change, registry, iif(state = 'stored', NULL, undo) AS undo, (SELECT a.name FROM actor a WHERE a.pseudonym = undo ->> '$.actor') AS undoneBy, name, bytes, sha256, format, encoding, sheet, region, layout, lines, header, ignored, blank, accepted, duplicate, quarantined, set_aside AS setAside, hidden_rows AS hiddenRows, numbers, at, millis,
    layout_id AS layoutId, (SELECT l.name FROM layout l WHERE l.id = layout_id) AS layoutName`;
  const store = db.prepare(
    `UPDATE import SET state = 'stored', lines = @lines, header = @header, ignored = @ignored, blank = @blank, accepted = @accepted,
       duplicate = @duplicate, quarantined = @quarantined, set_aside = @setAside, numbers = @numbers, millis = @millis, leaf_seq = @leafSeq,
       hidden_rows = @hiddenRows, layout_id = @layoutId, list_key = @listKey, mode = @mode, change = @change, registry = @registry, watermark = @watermark
     WHERE id = @importId AND state = 'staging'`);
  const find = db.prepare<[number], ImportRecord>(`SELECT ${columns} FROM import WHERE id = ? AND state <> 'staging'`);
  const page = db.prepare<[number, number], ImportRecord>(`SELECT ${columns} FROM import WHERE state <> 'staging' ORDER BY id DESC LIMIT ? OFFSET ?`);
  const total = db.prepare<[], { n: number }>("SELECT count(*) AS n FROM import WHERE state <> 'staging'");
  const counting = db.prepare<[], number>("SELECT count(*) FROM import WHERE state = 'stored'").pluck();
  const seen = db.prepare<[string], { importId: number; at: number }>(
    "SELECT id AS importId, at FROM import WHERE sha256 = ? AND state = 'stored' ORDER BY id DESC LIMIT 1");
  const mark = db.prepare<[], string>(`SELECT ${acceptedMark}`).pluck();
  const endOf = db.prepare<[number, number], number | null>('SELECT max(phone) FROM (SELECT phone FROM suppression WHERE phone > ? ORDER BY phone LIMIT ?)').pluck();
  const ofRange = `SELECT count(DISTINCT phone) FROM suppression WHERE phone > ? AND phone <= ? AND ${notStagingEntry('entry_id')}`;
  const numbersOfRange = db.prepare<[number, number], number>(ofRange).pluck();
  const unmappedOfRange = db.prepare<[number, number, number], number>(
    `${ofRange} AND claim_id IN (SELECT id FROM claim WHERE code NOT IN (SELECT code FROM code_map_line WHERE version = ?))`).pluck();

  const blocks = createBlockRepository(db);
  const numbersOf = db.prepare<[{ from: number; before: number; first: number; last: number }], NumberRecord>(
    `SELECT e.line, e.raw, ${e164('e.phone')} AS phone, e.verdict, e.reason, e.notes, first.line AS firstLine, source.name AS firstFile
     FROM entry e LEFT JOIN entry first ON first.id = e.duplicate_of LEFT JOIN import source ON source.id = first.import_id
     WHERE e.id >= @from AND e.id < @before AND e.line BETWEEN @first AND @last ORDER BY e.id`);

  return {
    store: (importId, count, leafSeq, layoutId = null, version = null) => {
      const { listKey = '', mode = null, change = null, registry = null, watermark = null } = version ?? {};
      const { changes } = store.run({
        ...count, layoutId, listKey, mode, change: textOf(change), registry: textOf(registry), watermark, hiddenRows: count.hiddenRows ?? 0, quarantined: JSON.stringify(count.quarantined), setAside: JSON.stringify(count.setAside ?? {}), importId, leafSeq,
      });
      if (changes !== 1) throw new Error(`import ${importId} was not staging`);
    },
    find: (importId) => {
      const record = find.get(importId);
      return record === undefined ? null : toView(record);
    },
    page: (offset, limit) => ({ total: total.get()?.n ?? 0, rows: page.all(limit, offset).map(toView) }),
    rows: (importId, outcome, offset, limit) => {
      const { total, lines, entryRanges } = blocks.page(importId, outcome, offset, limit);
      const record = find.get(importId);
      const phoneColumn = record === undefined ? 0 : (toView(record).layout.phoneColumns[0] ?? 0);
      const span = { first: lines[0]?.line ?? 0, last: lines.at(-1)?.line ?? 0 };
      const numbers = Map.groupBy(entryRanges.flatMap(({ firstEntry, entries }) => numbersOf.all({ from: firstEntry, before: firstEntry + entries, ...span })), ({ line }) => line);
      return {
        total,
        rows: lines.map(({ line, outcome: outcomeOfLine, cells }) => ({
          line, outcome: outcomeOfLine, cells, numbers: (numbers.get(line) ?? []).map((record) => toNumber(record, cells[phoneColumn] ?? '')),
        })),
      };
    },
    count: () => counting.get() ?? 0,
    seenBefore: (sha256) => seen.get(sha256) ?? null,
    countNumbers: () => numbersOfRange.get(0, Number.MAX_SAFE_INTEGER) ?? 0,
    countAfter: (after, atLeast, unmappedBy) => {
      const upTo = endOf.get(after, atLeast) ?? null;
      if (upTo === null) return null;
      return { upTo, numbers: (unmappedBy === null ? numbersOfRange.get(after, upTo) : unmappedOfRange.get(after, upTo, unmappedBy)) ?? 0 };
    },
    mark: () => mark.get() ?? '',
  };
};

const textOf = (value: object | null): string | null => (value === null ? null : JSON.stringify(value));

type NumberRecord = {
  line: number; raw: string | null; phone: string | null; verdict: ImportRow['numbers'][number]['verdict']; reason: RejectReason | null; notes: string | null;
  firstLine: number | null; firstFile: string | null;
};

const toNumber = (record: NumberRecord, cell: string): ImportRow['numbers'][number] => ({
  raw: record.raw ?? cell, phone: record.phone, verdict: record.verdict, reason: record.reason,
  notes: record.notes === null ? [] : (JSON.parse(record.notes) as string[]),
  duplicateOf: record.firstLine === null ? null : `${record.firstFile}, line ${record.firstLine}`,
});

const toView = ({ id, name, layout, quarantined, setAside, layoutId, layoutName, change, registry, undo, undoneBy, ...record }: ImportRecord): ImportView => ({
  ...record, ...toHistory({ change, registry, undo, undoneBy }), importId: id, file: name,
  saved: layoutId === null || layoutName === null ? null : { layoutId, name: layoutName },
  layout: layoutSchema.parse(JSON.parse(layout)),
  quarantined: JSON.parse(quarantined) as ImportView['quarantined'],
  setAside: JSON.parse(setAside) as NonNullable<ImportView['setAside']>,
});

/** The ledger wrote these texts itself. */
const toHistory = ({ change, registry, undo, undoneBy }: Pick<ImportRecord, 'change' | 'registry' | 'undo' | 'undoneBy'>): Pick<ImportView, 'change' | 'registry' | 'undone'> => {
  const undone = undo === null ? null : (JSON.parse(undo) as UndoneImport & { readonly first: number; readonly next: number; readonly last: number });
  const told = registry === null ? null : (JSON.parse(registry) as NonNullable<ImportView['registry']>);
  return {
    change: change === null ? null : (JSON.parse(change) as ListChange),
    registry: told === null ? null : { kind: told.kind, date: told.date, areaCode: told.areaCode },
    undone: undone === null ? null : {
      at: undone.at, because: undone.because, by: undoneBy ?? '', withdrawn: undone.withdrawn, held: undone.held, inherited: undone.inherited, proposed: undone.proposed,
      left: Math.max(0, undone.last - undone.next + 1), total: Math.max(0, undone.last - undone.first + 1),
    },
  };
};
