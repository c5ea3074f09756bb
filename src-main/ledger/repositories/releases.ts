// Releases: proposals to end a block, settled by one person's act for one or many, and able to give every block back that they ended.
import type { Database } from 'better-sqlite3';
import type { Page } from '../../../src-shared/contract/imports.ts';
import type { ReleaseCause, ReleaseState, ReleaseView } from '../../../src-shared/contract/releases.ts';
import type { Readings } from './readings.ts';
import { openReleaseGroups, type ReleaseGroupsReading } from './release-groups.ts';
import { createReleasedEntries } from './released-entries.ts';
import { e164, notStagingEntry } from './stored-only.ts';

/** Single releases, or all of a cause and import (null: of no import). */
export type ReleaseChoice = { readonly ids: readonly number[] } | { readonly cause: ReleaseCause; readonly importId: number | null };
/** `actor` is the pseudonym of the log. */
export type Settling = { readonly at: number; readonly actor: string; readonly because: string };
/** What has been picked: releases, numbers among them, and those that other accepted entries want blocked. */
export type Picked = { readonly releases: number; readonly numbers: number; readonly stillWanted: number };
export type PickedRow = { readonly releaseId: number; readonly phone: string };
export type ReleaseFilter = { readonly state: ReleaseState; readonly cause: ReleaseCause | null; /** undefined: any import. */ readonly importId: number | null | undefined; readonly search: string | null };

/** All that change are for use inside `transact`, with a leaf beside them; `settle`, `decline` and `takeBack` take what `pick` has laid out. */
export type ReleaseRepository = {
  readonly openGroups: () => ReleaseGroupsReading;
  /** Proposals that wait for a decision. */
  readonly countProposed: () => number;
  readonly page: (filter: ReleaseFilter, offset: number, limit: number) => Page<ReleaseView>;
  readonly find: (releaseId: number) => { readonly state: ReleaseState } | null;
  /** An accepted entry wants it blocked, or a vendor has it. `phone` is E.164, as everywhere here. */
  readonly isBlocked: (phone: string) => boolean;
  /** False where the same is proposed already. */
  readonly propose: (phone: string, cause: ReleaseCause, importId: number | null, because: string | null, at: number) => boolean;
  /** Lays out the next of the choice's releases in this state, in the order of their ids; what else was laid out is forgotten. The last one's id; null where there are no more. */
  readonly pick: (choice: ReleaseChoice, state: 'proposed' | 'approved', after: number, limit: number) => number | null;
  /** Takes those whose removal has been sent to a vendor out of what was picked; how many they were. */
  readonly leaveSent: () => number;
  readonly picked: () => Picked;
  /** Begins to count over several picks. */
  readonly countAnew: () => void;
  /** As `picked`, without numbers that were counted since `countAnew`. */
  readonly countPicked: () => Picked;
  /** In the order of their ids; ended before anything else is written. */
  readonly pickedRows: () => IterableIterator<PickedRow>;
  /** Ends the blocks that the picked releases mean; how many entries that were. A block that another import wants is inherited by its entry. */
  readonly approve: (settling: Settling) => number;
  readonly decline: (settling: Settling) => void;
  /** Gives the entries their block again, and makes proposals of the picked approvals; how many entries came back. */
  readonly takeBack: () => number;
  readonly seal: (leafSeq: number) => void;
  /** Approved releases of those of these numbers that no vendor has any more are done. */
  readonly finish: (phones: readonly string[], at: number) => void;
  /** The same of what is picked. */
  readonly finishPicked: (at: number) => void;
  /** Leaves of what is laid out only what is done and wanted by nobody. */
  readonly pickFree: () => Picked;
};

type Listed = ReleaseView['listed'][number];
type Row = Omit<ReleaseView, 'listed'>;

export const createReleaseRepository = (db: Database, readings: Readings): ReleaseRepository => {
  db.exec(`
    CREATE TEMP TABLE release_pick (release_id INTEGER PRIMARY KEY, phone INTEGER NOT NULL, cause TEXT NOT NULL, import_id INTEGER, settled_at INTEGER);
    CREATE TEMP TABLE release_counted (phone INTEGER PRIMARY KEY);
    CREATE TEMP TABLE release_place (destination_id INTEGER, list_ref TEXT, destination TEXT, list_name TEXT, PRIMARY KEY (destination_id, list_ref)) WITHOUT ROWID;`);
  const shown = "iif(r.state = 'approved' AND r.done_at IS NOT NULL, 'done', r.state)";
  // As it is written the index on states serves: "done" is a part of "approved".
  const inState = "r.state = iif(@state = 'done', 'approved', @state) AND (r.state <> 'approved' OR (r.done_at IS NOT NULL) = (@state = 'done'))";
  const proposed = db.prepare<[], number>("SELECT count(*) FROM release WHERE state = 'proposed'").pluck();
  const filtered = `${inState} AND (@cause IS NULL OR r.cause = @cause) AND (@anyImport OR r.import_id IS @importId) AND (@search IS NULL OR instr(r.phone, @search) > 0)`;
  type Asked = { state: string; cause: string | null; anyImport: 0 | 1; importId: number | null; search: string | null };
  const page = db.prepare<[Asked & { offset: number; limit: number }], Row>(`
    SELECT r.id AS releaseId, ${e164('r.phone')} AS phone, r.cause, r.import_id AS importId, i.name AS file, ${shown} AS state, r.because, r.at, r.settled_at AS settledAt,
      r.settled_because AS settledBecause, coalesce((SELECT name FROM actor WHERE pseudonym = r.actor), r.actor) AS settledBy, r.done_at AS doneAt,
      (SELECT count(*) FROM suppression s WHERE s.phone = r.phone AND ${notStagingEntry('s.entry_id')}) AS wanted
    FROM release r LEFT JOIN import i ON i.id = r.import_id WHERE ${filtered} ORDER BY r.id LIMIT @limit OFFSET @offset`);
  const total = db.prepare<[Asked], number>(`SELECT count(*) FROM release r WHERE ${filtered}`).pluck();
  const find = db.prepare<[number], { state: ReleaseState }>(`SELECT ${shown} AS state FROM release r WHERE id = ?`);

  // Where numbers may stand: few places, however many numbers there are.
  const forgetPlaces = db.prepare('DELETE FROM temp.release_place');
  const findPlaces = db.prepare(`
    INSERT INTO temp.release_place SELECT p.destination_id, p.list_ref, d.name, min(p.list_name) FROM (
      SELECT destination_id, list_ref, list_name FROM destination_list
      UNION SELECT run.destination_id, batch.list_ref, batch.list_name FROM batch JOIN run ON run.id = batch.run_id
    ) p JOIN destination d ON d.id = p.destination_id GROUP BY p.destination_id, p.list_ref`);
  const lookAtPlaces = (): void => {
    forgetPlaces.run();
    findPlaces.run();
  };
  const standing = (phone: string): string => `FROM temp.release_place p CROSS JOIN listed l ON l.destination_id = p.destination_id AND l.list_ref = p.list_ref AND l.phone = ${phone}`;
  const listed = db.prepare<[string], Omit<Listed, 'leaving'> & { leaving: 0 | 1 }>(
    `SELECT p.destination, p.list_name AS listName, l.leaving_batch_id IS NOT NULL AS leaving ${standing('?')} ORDER BY p.destination_id, p.list_ref`);
  const accepted = db.prepare<[number], number>(`SELECT count(*) FROM suppression WHERE phone = ? AND ${notStagingEntry('entry_id')}`).pluck();

  const propose = db.prepare('INSERT OR IGNORE INTO release (phone, cause, import_id, because, at) VALUES (?, ?, ?, ?, ?)');
  const clearPick = db.prepare('DELETE FROM temp.release_pick');
  const picking = 'INSERT INTO temp.release_pick SELECT id, phone, cause, import_id, settled_at FROM release WHERE state = @state';
  const inTurn = 'AND id > @after ORDER BY id LIMIT @limit';
  const pickIds = db.prepare(`${picking} AND id IN (SELECT value FROM json_each(@ids)) ${inTurn}`);
  const pickGroup = db.prepare(`${picking} AND cause = @cause AND import_id IS @importId ${inTurn}`);
  const lastPicked = db.prepare<[], number | null>('SELECT max(release_id) FROM temp.release_pick').pluck();
  const forgetCounted = db.prepare('DELETE FROM temp.release_counted');
  const rememberCounted = db.prepare('INSERT OR IGNORE INTO temp.release_counted SELECT phone FROM temp.release_pick');
  const leaveSent = db.prepare(`
    DELETE FROM temp.release_pick WHERE EXISTS (
      SELECT 1 FROM batch_number n JOIN batch b ON b.id = n.batch_id JOIN run ON run.id = b.run_id
      WHERE n.phone = ${e164('release_pick.phone')} AND run.kind = 'release' AND b.attempts > 0 AND b.sent_at >= release_pick.settled_at)`);
  const counting = (isNew: string) => db.prepare<[], Picked>(`
    SELECT count(*) AS releases, count(DISTINCT iif(${isNew}, phone, NULL)) AS numbers, count(DISTINCT iif(${isNew} AND EXISTS (
      SELECT 1 FROM suppression s WHERE s.phone = release_pick.phone AND ${notStagingEntry('s.entry_id')}), phone, NULL)) AS stillWanted FROM temp.release_pick`);
  const [countAll, countNew] = [counting('1'), counting('NOT EXISTS (SELECT 1 FROM temp.release_counted c WHERE c.phone = release_pick.phone)')];
  const pickedRows = db.prepare<[], PickedRow>(`SELECT release_id AS releaseId, ${e164('phone')} AS phone FROM temp.release_pick ORDER BY release_id`);
  const settle = db.prepare<[Settling & { state: string }]>(`
    UPDATE release SET state = @state, settled_at = @at, settled_because = @because, actor = @actor,
      entry_mark = iif(@state = 'approved', (SELECT coalesce(max(id), 0) FROM entry), NULL)
    WHERE id IN (SELECT release_id FROM temp.release_pick)`);
  // Where the same has been proposed anew meanwhile, that one stands.
  const reopen = db.prepare(`
    UPDATE release SET state = iif(EXISTS (
        SELECT 1 FROM release o INDEXED BY release_open WHERE o.state = 'proposed' AND o.phone = release.phone AND o.cause = release.cause AND coalesce(o.import_id, 0) = coalesce(release.import_id, 0)), 'declined', 'proposed'),
      settled_at = NULL, settled_because = NULL, actor = NULL, entry_mark = NULL, done_at = NULL WHERE id IN (SELECT release_id FROM temp.release_pick)`);
  const seal = db.prepare('UPDATE release SET leaf_seq = ? WHERE id IN (SELECT release_id FROM temp.release_pick)');
  const finishing = `UPDATE release SET done_at = ? WHERE state = 'approved' AND done_at IS NULL AND NOT EXISTS (SELECT 1 ${standing(e164('release.phone'))})`;
  const finish = db.prepare<[number, string]>(`${finishing} AND phone IN (SELECT CAST(substr(value, 2) AS INTEGER) FROM json_each(?))`);
  const finishPicked = db.prepare<[number]>(`${finishing} AND id IN (SELECT release_id FROM temp.release_pick)`);
  const pickFree = db.prepare(`
    DELETE FROM temp.release_pick WHERE (SELECT done_at FROM release WHERE id = release_id) IS NULL
      OR EXISTS (SELECT 1 FROM suppression s WHERE s.phone = release_pick.phone AND ${notStagingEntry('s.entry_id')})`);
  const entries = createReleasedEntries(db);

  const count = (statement: typeof countAll): Picked => statement.get() ?? { releases: 0, numbers: 0, stillWanted: 0 };
  const picked = (): Picked => count(countAll);
  const asked = ({ state, cause, importId, search }: ReleaseFilter): Asked => ({ state, cause, anyImport: importId === undefined ? 1 : 0, importId: importId ?? null, search: digitsOf(search) });
  return {
    openGroups: () => openReleaseGroups(readings),
    countProposed: () => proposed.get() ?? 0,
    page: (filter, offset, limit) => {
      lookAtPlaces();
      const rows = page.all({ ...asked(filter), offset, limit });
      return { total: total.get(asked(filter)) ?? 0, rows: rows.map((row) => ({ ...row, listed: listed.all(row.phone).map((place) => ({ ...place, leaving: place.leaving === 1 })) })) };
    },
    find: (releaseId) => find.get(releaseId) ?? null,
    isBlocked: (phone) => {
      lookAtPlaces();
      return (accepted.get(Number(phone.slice(1))) ?? 0) > 0 || listed.all(phone).length > 0;
    },
    propose: (phone, cause, importId, because, at) => propose.run(Number(phone.slice(1)), cause, importId, because, at).changes === 1,
    pick: (choice, state, after, limit) => {
      clearPick.run();
      if ('ids' in choice) pickIds.run({ state, after, limit, ids: JSON.stringify(choice.ids) });
      else pickGroup.run({ ...choice, state, after, limit });
      return lastPicked.get() ?? null;
    },
    countAnew: () => { forgetCounted.run(); },
    countPicked: () => {
      const found = count(countNew);
      rememberCounted.run();
      return found;
    },
    leaveSent: () => leaveSent.run().changes,
    picked,
    pickedRows: () => pickedRows.iterate(),
    approve: (settling) => {
      const ended = entries.release();
      settle.run({ ...settling, state: 'approved' });
      return ended;
    },
    decline: (settling) => { settle.run({ ...settling, state: 'declined' }); },
    takeBack: () => {
      const restored = entries.restore();
      reopen.run();
      return restored;
    },
    seal: (leafSeq) => { seal.run(leafSeq); },
    pickFree: () => {
      pickFree.run();
      return picked();
    },
    finish: (phones, at) => {
      lookAtPlaces();
      finish.run(at, JSON.stringify(phones));
    },
    finishPicked: (at) => {
      lookAtPlaces();
      finishPicked.run(at);
    },
  };
};

/** People search for "+1 (202) 555" and mean the digits; text without any finds nothing. */
const digitsOf = (search: string | null): string | null => {
  if (search === null || search.trim() === '') return null;
  const digits = search.replaceAll(/\D/g, '');
  return digits === '' ? 'none' : digits;
};
