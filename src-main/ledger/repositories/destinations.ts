// Destinations as settings and lists; their secrets are elsewhere, only the names of the saved ones are here.
import type { Database } from 'better-sqlite3';
import type { DestinationDraft, DestinationList, ListUsers, SeenList } from '../../../src-shared/contract/destinations.ts';
import type { Dialect, DncType } from '../../../src-shared/domain/dnc.ts';

export type Destination = {
  readonly id: number;
  readonly name: string;
  readonly dialect: Dialect;
  /** The practice tenant's name; null for a real one. */
  readonly practiceTenant: string | null;
  readonly settings: Readonly<Record<string, string>>;
  readonly countries: readonly string[];
  readonly lateExpiry: 'permanent' | 'limit';
  readonly shared: boolean;
  readonly savedSecrets: readonly string[];
  readonly checkedAt: number | null;
  readonly lists: readonly SeenList[];
};

type Changeable = Omit<DestinationDraft, 'dialect'>;

export type DestinationRepository = {
  readonly create: (draft: DestinationDraft, practiceTenant: string | null, at: number) => number;
  readonly update: (id: number, draft: Changeable) => void;
  readonly remove: (id: number) => void;
  readonly find: (id: number) => Destination | null;
  readonly findByName: (name: string) => Destination | null;
  readonly all: () => readonly Destination[];
  readonly setList: (id: number, list: DestinationList) => void;
  /** What a check saw of a chosen list. */
  readonly seeList: (id: number, listRef: string, seen: Pick<SeenList, 'size' | 'unsuitable' | 'uses'>) => void;
  readonly markChecked: (id: number, at: number) => void;
  readonly markSecretSaved: (id: number, field: string) => void;
  readonly hasRuns: (id: number) => boolean;
};

type DestinationRecord = {
  id: number; name: string; dialect: Dialect; practice_tenant: string | null; settings: string; countries: string;
  late_expiry: 'permanent' | 'limit'; shared: number; saved_secrets: string; checked_at: number | null;
};

export const createDestinationRepository = (db: Database): DestinationRepository => {
  const insert = db.prepare(
    `INSERT INTO destination (name, dialect, practice_tenant, settings, countries, late_expiry, shared, created_at)
     VALUES (@name, @dialect, @practiceTenant, @settings, @countries, @lateExpiry, @shared, @at)`);
  const update = db.prepare('UPDATE destination SET name = @name, settings = @settings, countries = @countries, late_expiry = @lateExpiry, shared = @shared WHERE id = @id');
  const removeLists = db.prepare('DELETE FROM destination_list WHERE destination_id = ?');
  const remove = db.prepare('DELETE FROM destination WHERE id = ?');
  const find = db.prepare<[number], DestinationRecord>('SELECT * FROM destination WHERE id = ?');
  const findByName = db.prepare<[string], DestinationRecord>('SELECT * FROM destination WHERE name = ?');
  const all = db.prepare<[], DestinationRecord>('SELECT * FROM destination ORDER BY name COLLATE NOCASE');
  const lists = db.prepare<[number], Omit<SeenList, 'uses'> & { uses: string | null }>(
    'SELECT dnc_type AS dncType, list_ref AS listRef, list_name AS listName, size, unsuitable, uses FROM destination_list WHERE destination_id = ? ORDER BY dnc_type');
  const seeList = db.prepare('UPDATE destination_list SET size = ?, unsuitable = ?, uses = ? WHERE destination_id = ? AND list_ref = ?');
  const putList = db.prepare<[{ id: number; dncType: DncType; listRef: string; listName: string }]>(
    `INSERT INTO destination_list (destination_id, dnc_type, list_ref, list_name) VALUES (@id, @dncType, @listRef, @listName)
     ON CONFLICT (destination_id, dnc_type) DO UPDATE SET list_ref = excluded.list_ref, list_name = excluded.list_name, size = NULL, unsuitable = NULL, uses = NULL`);
  const checked = db.prepare('UPDATE destination SET checked_at = ? WHERE id = ?');
  const secrets = db.prepare('UPDATE destination SET saved_secrets = ? WHERE id = ?');
  const runs = db.prepare<[number], { n: number }>('SELECT count(*) AS n FROM run WHERE destination_id = ?');

  const toDestination = (record: DestinationRecord): Destination => ({
    id: record.id, name: record.name, dialect: record.dialect, practiceTenant: record.practice_tenant,
    settings: JSON.parse(record.settings) as Record<string, string>,
    countries: JSON.parse(record.countries) as string[],
    lateExpiry: record.late_expiry, shared: record.shared === 1,
    savedSecrets: JSON.parse(record.saved_secrets) as string[],
    checkedAt: record.checked_at,
    lists: lists.all(record.id).map((list) => ({ ...list, uses: list.uses === null ? null : (JSON.parse(list.uses) as ListUsers) })),
  });
  const toColumns = (draft: Changeable) => ({
    name: draft.name, settings: JSON.stringify(draft.settings), countries: JSON.stringify(draft.countries),
    lateExpiry: draft.lateExpiry, shared: draft.shared ? 1 : 0,
  });
  const findDestination = (id: number): Destination | null => {
    const record = find.get(id);
    return record === undefined ? null : toDestination(record);
  };

  return {
    create: (draft, practiceTenant, at) => Number(insert.run({ ...toColumns(draft), dialect: draft.dialect, practiceTenant, at }).lastInsertRowid),
    update: (id, draft) => { update.run({ ...toColumns(draft), id }); },
    remove: (id) => {
      removeLists.run(id);
      remove.run(id);
    },
    find: findDestination,
    findByName: (name) => {
      const record = findByName.get(name);
      return record === undefined ? null : toDestination(record);
    },
    all: () => all.all().map(toDestination),
    setList: (id, list) => { putList.run({ id, ...list }); },
    seeList: (id, listRef, { size, unsuitable, uses }) => { seeList.run(size, unsuitable, uses === null ? null : JSON.stringify(uses), id, listRef); },
    markChecked: (id, at) => { checked.run(at, id); },
    markSecretSaved: (id, field) => {
      const saved = new Set(findDestination(id)?.savedSecrets);
      secrets.run(JSON.stringify([...saved.add(field)].sort()), id);
    },
    hasRuns: (id) => (runs.get(id)?.n ?? 0) > 0,
  };
};
