// Layouts saved by name, each with what its files are known by; the name is one whatever its case.
import type { Database } from 'better-sqlite3';
import { layoutSchema, type Layout, type Page } from '../../../src-shared/contract/imports.ts';
import type { ImportMode, SavedLayout } from '../../../src-shared/contract/layouts.ts';
import { layoutLooksSchema, type LayoutLooks } from '../../../src-shared/contract/layout-looks.ts';

export type LayoutDraft = {
  readonly name: string; readonly layout: Layout; readonly mode: ImportMode; readonly watermarkColumn: number | null;
  /** Null: it is never proposed by itself. */
  readonly looks: LayoutLooks | null;
};

/** What a file is compared with. */
export type LayoutCandidate = { readonly layoutId: number; readonly name: string; readonly layout: Layout; readonly looks: LayoutLooks };

export type LayoutRepository = {
  readonly page: (offset: number, limit: number) => Page<SavedLayout>;
  readonly find: (layoutId: number) => SavedLayout | null;
  /** Only inside `transact`. One of that name is replaced and keeps its id, and its looks where the draft has none. */
  readonly save: (draft: LayoutDraft, at: number) => number;
  readonly remove: (layoutId: number) => void;
  /** The most recently used first. */
  readonly candidates: () => readonly LayoutCandidate[];
  readonly markUsed: (layoutId: number, at: number) => void;
};

type LayoutRecord = Omit<SavedLayout, 'layout'> & { readonly layout: string };

export const createLayoutRepository = (db: Database): LayoutRepository => {
  const columns = 'id AS layoutId, name, layout, mode, watermark_column AS watermarkColumn, created_at AS createdAt, used_at AS usedAt';
  const page = db.prepare<[number, number], LayoutRecord>(`SELECT ${columns} FROM layout ORDER BY name LIMIT ? OFFSET ?`);
  const total = db.prepare<[], { n: number }>('SELECT count(*) AS n FROM layout');
  const find = db.prepare<[number], LayoutRecord>(`SELECT ${columns} FROM layout WHERE id = ?`);
  const save = db.prepare<[Record<string, string | number | null>], { id: number }>(
    `INSERT INTO layout (name, layout, looks, mode, watermark_column, created_at) VALUES (@name, @layout, @looks, @mode, @watermarkColumn, @at)
     ON CONFLICT (name) DO UPDATE SET name = excluded.name, layout = excluded.layout, mode = excluded.mode, watermark_column = excluded.watermark_column,
       looks = CASE excluded.looks WHEN 'null' THEN looks ELSE excluded.looks END RETURNING id`);
  const remove = db.prepare<[number]>('DELETE FROM layout WHERE id = ?');
  const candidates = db.prepare<[], { layoutId: number; name: string; layout: string; looks: string }>(
    "SELECT id AS layoutId, name, layout, looks FROM layout WHERE looks <> 'null' ORDER BY coalesce(used_at, created_at) DESC, id DESC");
  const markUsed = db.prepare<[number, number]>('UPDATE layout SET used_at = ? WHERE id = ?');
  const toSaved = (record: LayoutRecord): SavedLayout => ({ ...record, layout: readLayout(record.layout) });

  return {
    page: (offset, limit) => ({ total: total.get()?.n ?? 0, rows: page.all(limit, offset).map(toSaved) }),
    find: (layoutId) => {
      const record = find.get(layoutId);
      return record === undefined ? null : toSaved(record);
    },
    save: ({ name, layout, looks, mode, watermarkColumn }, at) => {
      const saved = save.get({ name, layout: JSON.stringify(layout), looks: JSON.stringify(looks), mode, watermarkColumn, at });
      if (saved === undefined) throw new Error('a layout just saved has an id');
      return saved.id;
    },
    remove: (layoutId) => {
      if (remove.run(layoutId).changes !== 1) throw new Error(`there is no layout ${layoutId} to remove`);
    },
    candidates: () => candidates.all().map(({ layout, looks, ...record }) => ({ ...record, layout: readLayout(layout), looks: layoutLooksSchema.parse(JSON.parse(looks)) })),
    markUsed: (layoutId, at) => { markUsed.run(at, layoutId); },
  };
};

const readLayout = (text: string): Layout => layoutSchema.parse(JSON.parse(text));
