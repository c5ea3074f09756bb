// Versions of a list: what the list held before, what a new version adds, changes and lacks, and the proposals that follow; compared by entries, not by reading twice.
import type { Database } from 'better-sqlite3';
import type { ImportMode } from '../../../src-shared/contract/layouts.ts';
import type { AcceptedRegistryFile } from '../../../src-shared/domain/known-layouts/judge-registry-file.ts';

export type LastVersion = {
  readonly importId: number;
  /** Of its rows with numbers, the share that was held, 0 to 1; null: it had none. */
  readonly heldShare: number | null;
  readonly watermark: string | null;
};

/** Numbers as the digits of E.164, each once. */
export type Comparison = {
  /** Numbers the list held before, under any claim. */
  readonly before: number; readonly now: number;
  readonly added: number; readonly changed: number;
  readonly gone: readonly number[];
  /** Of the gone ones, those nobody has proposed yet. */
  readonly toPropose: readonly number[];
  /** Open proposals of this list whose numbers stand in the version again. */
  readonly again: readonly number[];
};

export type RegistryRecord = Omit<AcceptedRegistryFile, 'importId' | 'sha256'> & { readonly country: 'US' | 'CA' };

export type ListVersionRepository = {
  readonly last: (listKey: string) => LastVersion | null;
  readonly registryFiles: (country: 'US' | 'CA') => readonly AcceptedRegistryFile[];
  /**
   * Of an import that is staged and settled. `removed`: numbers it takes off by name; in a whole list all that it lacks is gone. What a held
   * row of the version may mean is never gone.
   */
  readonly compare: (importId: number, listKey: string, mode: ImportMode, removed: readonly number[]) => Comparison;
  /** Numbers on their way to become proposals; inside a transaction. */
  readonly addGone: (importId: number, phones: readonly number[]) => void;
  /** Makes proposals of the next some thousand that a stored version lacks; true once none is left. Inside `transact`. */
  readonly proposeSome: (at: number) => boolean;
  readonly hasGone: () => boolean;
  readonly declineAgain: (releaseIds: readonly number[], importId: number, by: { readonly at: number; readonly actor: string }) => void;
};

const proposedAtOnce = 2000;

export const createListVersionRepository = (db: Database): ListVersionRepository => {
  const last = db.prepare<[string], LastVersion>(`
    SELECT id AS importId, watermark, CAST(held AS REAL) / nullif(accepted + duplicate + held, 0) AS heldShare FROM (
      SELECT id, accepted, duplicate, max(watermark) OVER () AS watermark, (SELECT coalesce(sum(value), 0) FROM json_each(quarantined)) AS held
      FROM import WHERE list_key = ? AND list_key <> '' AND state = 'stored') ORDER BY id DESC LIMIT 1`);
  const registryFiles = db.prepare<[string], { importId: number; sha256: string; registry: string }>(
    "SELECT id AS importId, sha256, registry FROM import WHERE registry ->> '$.country' = ? AND state = 'stored' ORDER BY id");
  // What a list holds is its last whole version and every addition since.
  const contents = db.prepare<[{ listKey: string }], Span>(`
    SELECT id, first_entry AS first, coalesce((SELECT min(n.first_entry) FROM import n WHERE n.id > i.id AND n.first_entry > i.first_entry) - 1, 9007199254740991) AS last
    FROM import i WHERE list_key = @listKey AND state = 'stored'
      AND id >= coalesce((SELECT max(f.id) FROM import f WHERE f.list_key = @listKey AND f.mode = 'full' AND f.state = 'stored'), 0) ORDER BY id`);
  const staged = db.prepare<[number], Span>("SELECT id, first_entry AS first, 9007199254740991 AS last FROM import WHERE id = ?");
  // A duplicate stands for the entry that has its number under the same claim, whichever list that one came with.
  const wishes = db.prepare<[Span], [root: number, phone: number]>(
    "SELECT coalesce(duplicate_of, id), phone FROM entry WHERE id BETWEEN @first AND @last AND import_id = @id AND verdict IN ('accepted', 'duplicate')").raw();
  const rootsOf = db.prepare<[number], number>('SELECT entry_id FROM suppression WHERE phone = ?').pluck();
  const highest = db.prepare<[], number | null>('SELECT max(id) FROM entry').pluck();
  const suggested = db.prepare<[Span], string>(
    "SELECT suggestion FROM entry WHERE id BETWEEN @first AND @last AND import_id = @id AND verdict = 'quarantined' AND suggestion IS NOT NULL").pluck();
  const open = db.prepare<[string], { id: number; phone: number }>(`
    SELECT r.id, r.phone FROM release r JOIN import i ON i.id = r.import_id WHERE r.state = 'proposed' AND r.cause = 'gone' AND i.list_key = ?`);
  const onTheirWay = db.prepare<[string], number>('SELECT g.phone FROM gone g JOIN import i ON i.id = g.import_id WHERE i.list_key = ?').pluck();

  const addGone = db.prepare('INSERT OR IGNORE INTO gone (import_id, phone) VALUES (?, ?)');
  const nextGone = db.prepare<[], { importId: number; phone: number }>(
    `SELECT import_id AS importId, phone FROM gone WHERE import_id IN (SELECT id FROM import WHERE state = 'stored') ORDER BY import_id, phone LIMIT ${proposedAtOnce}`);
  const propose = db.prepare("INSERT OR IGNORE INTO release (phone, cause, import_id, at) VALUES (?, 'gone', ?, ?)");
  const forget = db.prepare('DELETE FROM gone WHERE import_id = ? AND phone = ?');
  const decline = db.prepare(`
    UPDATE release SET state = 'declined', settled_because = 'its number stands in a newer version of the list', settled_at = ?, actor = ?, again_import_id = ?
    WHERE id = ? AND state = 'proposed'`);

  return {
    last: (listKey) => last.get(listKey) ?? null,
    registryFiles: (country) => registryFiles.all(country).map(({ importId, sha256, registry }) => {
      // The ledger wrote it, of this type.
      const { kind, areaCode, date, numbers, until } = JSON.parse(registry) as RegistryRecord;
      return { importId, sha256, kind, areaCode, date, numbers, until };
    }),
    compare: (importId, listKey, mode, removed) => {
      const size = (highest.get() ?? 0) + 1;
      const old = createIdSet(size);
      const now = createIdSet(size);
      const before = contents.all({ listKey });
      const mine = staged.all(importId);
      const proposed = new Map(open.all(listKey).map(({ id, phone }) => [phone, id]));
      const again = new Set<number>();
      const newcomers: number[] = [];
      for (const span of before) for (const [root] of wishes.iterate(span)) old.add(root);
      for (const span of mine) {
        for (const [root, phone] of wishes.iterate(span)) {
          if (now.add(root) && !old.has(root)) newcomers.push(phone);
          if (proposed.size > 0) {
            const release = proposed.get(phone);
            if (release !== undefined) again.add(release);
          }
        }
      }
      const leavers: number[] = [];
      if (mode === 'full') {
        const met = createIdSet(size);
        for (const span of before) for (const [root, phone] of wishes.iterate(span)) if (!now.has(root) && met.add(root)) leavers.push(phone);
      }
      const stoodIn = (set: IdSet, phone: number): boolean => rootsOf.all(phone).some((root) => set.has(root));
      const meant = new Set(mine.flatMap((span) => suggested.all(span)).map((text) => Number(text.slice(1))));
      let added = 0;
      const changed = new Set<number>();
      for (const phone of eachOnce(newcomers)) {
        if (stoodIn(old, phone)) changed.add(phone);
        else added += 1;
      }
      const gone: number[] = [];
      for (const phone of eachOnce(leavers)) {
        if (stoodIn(now, phone)) changed.add(phone);
        else if (!meant.has(phone)) gone.push(phone);
      }
      for (const phone of eachOnce(removed)) if (stoodIn(old, phone) && !stoodIn(now, phone)) gone.push(phone);
      const known = new Set(onTheirWay.all(listKey));
      return {
        before: old.size(), now: now.size(), added, changed: changed.size, gone, again: [...again],
        toPropose: gone.filter((phone) => !proposed.has(phone) && !known.has(phone)),
      };
    },
    addGone: (importId, phones) => { for (const phone of phones) addGone.run(importId, phone); },
    hasGone: () => nextGone.get() !== undefined,
    proposeSome: (at) => {
      const some = nextGone.all();
      for (const { importId, phone } of some) {
        propose.run(phone, importId, at);
        forget.run(importId, phone);
      }
      return some.length < proposedAtOnce;
    },
    declineAgain: (releaseIds, importId, { at, actor }) => { for (const id of releaseIds) decline.run(at, actor, importId, id); },
  };
};

type Span = { readonly id: number; readonly first: number; readonly last: number };

/** Ids of entries, a bit for each: ten million take little more than a megabyte. */
type IdSet = { /** False where it was there. */ readonly add: (id: number) => boolean; readonly has: (id: number) => boolean; readonly size: () => number };

const createIdSet = (ids: number): IdSet => {
  const bits = new Uint8Array(Math.ceil((ids + 1) / 8));
  let size = 0;
  const at = (id: number): number => Math.floor(id / 8);
  return {
    add: (id) => {
      const byte = bits[at(id)] ?? 0;
      const bit = 1 << (id % 8);
      if ((byte & bit) !== 0) return false;
      bits[at(id)] = byte | bit;
      size += 1;
      return true;
    },
    has: (id) => ((bits[at(id)] ?? 0) & (1 << (id % 8))) !== 0,
    size: () => size,
  };
};

const eachOnce = function* (phones: readonly number[]): Iterable<number> {
  let last = -1;
  for (const phone of Float64Array.from(phones).sort()) {
    if (phone !== last) yield phone;
    last = phone;
  }
};
