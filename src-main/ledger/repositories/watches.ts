// Watched folders: their settings, what stopped them, and every file that was dealt with, so that none is imported twice.
import type { Database } from 'better-sqlite3';
import type { WatchView } from '../../../src-shared/contract/watches.ts';

export type WatchDraft = { readonly folder: string; readonly layoutId: number | null; readonly mostGone: number; readonly mostHeld: number };
/** A file as it lies in its folder: the same name, size and time are the same file. */
export type FileMark = { readonly name: string; readonly bytes: number; readonly changedAt: number };
export type DoneFile = FileMark & { readonly sha256: string; readonly outcome: 'imported' | 'seen' | 'skipped'; readonly importId: number | null };

/** Those that change: inside `transact`, with a leaf beside them where a person acts. */
export type WatchRepository = {
  readonly all: () => readonly WatchView[];
  readonly find: (watchId: number) => WatchView | null;
  /** A folder that is watched already gets these settings. */
  readonly save: (draft: WatchDraft, at: number) => number;
  readonly remove: (watchId: number) => void;
  readonly pause: (watchId: number, at: number) => void;
  readonly stop: (watchId: number, stopped: NonNullable<WatchView['stopped']>) => void;
  readonly resume: (watchId: number) => void;
  readonly looked: (watchId: number, at: number) => void;
  readonly outcomeOf: (watchId: number, mark: FileMark) => DoneFile['outcome'] | null;
  readonly add: (watchId: number, file: DoneFile, at: number) => void;
};

type WatchRecord = Pick<WatchView, 'watchId' | 'folder' | 'mostGone' | 'mostHeld' | 'lookedAt'> & { readonly layoutId: number | null; readonly layoutName: string | null; readonly stopped: string | null };
type LastRecord = { readonly file: string; readonly at: number; readonly outcome: DoneFile['outcome']; readonly importId: number | null; readonly accepted: number; readonly duplicate: number; readonly quarantined: string };
/** Why a folder is not looked at, as it is kept. */
type Resting = NonNullable<WatchView['stopped']> | { readonly pausedAt: number };

export const createWatchRepository = (db: Database): WatchRepository => {
  const columns = `w.id AS watchId, w.folder, w.layout_id AS layoutId, l.name AS layoutName, w.most_gone AS mostGone, w.most_held AS mostHeld, w.stopped, w.looked_at AS lookedAt
    FROM watch w LEFT JOIN layout l ON l.id = w.layout_id`;
  const last = db.prepare<[number], LastRecord>(
    `SELECT f.name AS file, f.at, f.outcome, iif(f.outcome = 'imported', i.id, NULL) AS importId, i.accepted, i.duplicate, i.quarantined
     FROM watch_file f LEFT JOIN import i ON i.id = f.import_id WHERE f.watch_id = ? ORDER BY f.at DESC, f.changed_at DESC LIMIT 1`);
  const withLast = (record: WatchRecord): WatchView => toView(record, last.get(record.watchId) ?? null);
  const all = db.prepare<[], WatchRecord>(`SELECT ${columns} ORDER BY w.id`);
  const find = db.prepare<[number], WatchRecord>(`SELECT ${columns} WHERE w.id = ?`);
  const save = db.prepare<[WatchDraft & { at: number }], { id: number }>(
    `INSERT INTO watch (folder, layout_id, most_gone, most_held, created_at) VALUES (@folder, @layoutId, @mostGone, @mostHeld, @at)
     ON CONFLICT (folder) DO UPDATE SET layout_id = excluded.layout_id, most_gone = excluded.most_gone, most_held = excluded.most_held RETURNING id`);
  const remove = db.prepare('DELETE FROM watch WHERE id = ?');
  const stop = db.prepare('UPDATE watch SET stopped = ? WHERE id = ?');
  const looked = db.prepare('UPDATE watch SET looked_at = ? WHERE id = ?');
  const outcomeOf = db.prepare<[number, string, number, number], DoneFile['outcome']>('SELECT outcome FROM watch_file WHERE watch_id = ? AND name = ? AND bytes = ? AND changed_at = ?').pluck();
  const add = db.prepare('INSERT OR REPLACE INTO watch_file (watch_id, name, bytes, changed_at, sha256, outcome, import_id, at) VALUES (?, ?, ?, ?, ?, ?, ?, ?)');
  return {
    all: () => all.all().map(withLast),
    find: (watchId) => {
      const record = find.get(watchId);
      return record === undefined ? null : withLast(record);
    },
    save: (draft, at) => {
      const saved = save.get({ ...draft, at });
      if (saved === undefined) throw new Error('a watch just saved has an id');
      return saved.id;
    },
    remove: (watchId) => { remove.run(watchId); },
    pause: (watchId, at) => { stop.run(JSON.stringify({ pausedAt: at } satisfies Resting), watchId); },
    stop: (watchId, stopped) => { stop.run(JSON.stringify(stopped satisfies Resting), watchId); },
    resume: (watchId) => { stop.run(null, watchId); },
    looked: (watchId, at) => { looked.run(at, watchId); },
    outcomeOf: (watchId, { name, bytes, changedAt }) => outcomeOf.get(watchId, name, bytes, changedAt) ?? null,
    add: (watchId, { name, bytes, changedAt, sha256, outcome, importId }, at) => { add.run(watchId, name, bytes, changedAt, sha256, outcome, importId, at); },
  };
};

const toView = ({ layoutId, layoutName, stopped: kept, ...record }: WatchRecord, last: LastRecord | null): WatchView => {
  // The ledger wrote these texts itself.
  const resting = kept === null ? null : (JSON.parse(kept) as Resting);
  const pausedAt = resting !== null && 'pausedAt' in resting ? resting.pausedAt : null;
  return {
    ...record, pausedAt, layout: layoutId === null || layoutName === null ? null : { layoutId, name: layoutName },
    stopped: resting === null || 'pausedAt' in resting ? null : resting,
    last: last === null ? null : lastView(last),
  };
};

const lastView = ({ file, at, outcome, importId, accepted, duplicate, quarantined }: LastRecord): NonNullable<WatchView['last']> => ({
  file, at, outcome,
  imported: importId === null ? null : { importId, accepted, duplicate, held: Object.values(JSON.parse(quarantined) as Record<string, number>).reduce((sum, rows) => sum + rows, 0) },
});
