// Releases by state, cause and import, counted piece by piece from one state of the ledger, however many there are.
import type { Database } from 'better-sqlite3';
import type { ReleaseCause, ReleaseGroup } from '../../../src-shared/contract/releases.ts';
import type { Reading, Readings } from './readings.ts';

/** `groups` once `step` has said true. */
export type ReleaseGroupsReading = Reading & { readonly groups: () => readonly ReleaseGroup[] };

/** Counted in one step from an index alone: some milliseconds. */
const atOnce = 20_000;
const states = ['proposed', 'approved', 'declined'] as const;
const causes = ['undo', 'gone', 'request'] as const;

type Place = { readonly state: (typeof states)[number]; readonly cause: ReleaseCause; readonly importId: number | null };
type Tally = { readonly open: number; readonly done: number; readonly firstOpen: number | null; readonly firstDone: number | null; readonly last: number | null };
/** `first` is its lowest id. */
type Counted = { releases: number; first: number };

export const openReleaseGroups = (readings: Readings): ReleaseGroupsReading => readings.open((db) => {
  const counter = createCounter(db);
  return { work: counter.work(), can: { groups: counter.groups } };
});

const createCounter = (db: Database) => {
  const nextImport = db.prepare<[string, string, number], number | null>('SELECT min(import_id) FROM release INDEXED BY release_state WHERE state = ? AND cause = ? AND import_id > ?').pluck();
  // What was approved is done once no vendor has it; no other state has that day.
  const tally = db.prepare<[Place & { after: number; limit: number }], Tally>(`
    SELECT count(*) - count(done_at) AS open, count(done_at) AS done, min(iif(done_at IS NULL, id, NULL)) AS firstOpen, min(iif(done_at IS NULL, NULL, id)) AS firstDone, max(id) AS last FROM (
      SELECT id, done_at FROM release INDEXED BY release_state WHERE state = @state AND cause = @cause AND import_id IS @importId AND id > @after ORDER BY id LIMIT @limit)`);
  const about = db.prepare<[number], Pick<ReleaseGroup, 'since' | 'file'>>('SELECT r.at AS since, i.name AS file FROM release r LEFT JOIN import i ON i.id = r.import_id WHERE r.id = ?');
  const found: (ReleaseGroup & { readonly first: number })[] = [];

  const keep = ({ cause, importId }: Place, state: ReleaseGroup['state'], { releases, first }: Counted): void => {
    const said = releases === 0 ? undefined : about.get(first);
    if (said !== undefined) found.push({ state, cause, importId, file: said.file, releases, since: said.since, first });
  };
  const countPlace = function* (place: Place): Generator<undefined, undefined> {
    const [open, done]: [Counted, Counted] = [{ releases: 0, first: Infinity }, { releases: 0, first: Infinity }];
    for (let after: number | null = 0; after !== null;) {
      const piece = tally.get({ ...place, after, limit: atOnce });
      if (piece === undefined) throw new Error('a count always has one row');
      open.releases += piece.open;
      open.first = Math.min(open.first, piece.firstOpen ?? Infinity);
      done.releases += piece.done;
      done.first = Math.min(done.first, piece.firstDone ?? Infinity);
      after = piece.last;
      if (after !== null) yield;
    }
    keep(place, place.state, open);
    keep(place, 'done', done);
    return undefined;
  };
  const work = function* (): Generator<undefined, undefined> {
    for (const state of states) {
      for (const cause of causes) {
        for (let importId: number | null = null; ;) {
          yield* countPlace({ state, cause, importId });
          importId = nextImport.get(state, cause, importId ?? 0) ?? null;
          if (importId === null) break;
        }
      }
    }
    return undefined;
  };
  return { work, groups: (): readonly ReleaseGroup[] => found.toSorted((a, b) => a.first - b.first).map(({ first: _, ...group }) => group) };
};
