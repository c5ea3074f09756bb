// Staging: a file's rows go into the ledger under an import that does not count yet; only storing makes them live.
import type { Database } from 'better-sqlite3';
import type { FileFormat } from '../../../src-shared/contract/imports.ts';
import type { RejectReason } from '../../../src-shared/domain/reject.ts';
import { createBulkInsert, type SqlValue } from '../bulk-insert.ts';
import { createNumberFilter, type NumberFilter } from '../number-filter.ts';
import { createSeenNumbers, type SettledNumbers } from '../seen-numbers.ts';
import { createGiveWay } from './give-way.ts';
import { createClaimRepository, type Claim, type Place } from './claims.ts';

export type StagedImport = {
  readonly name: string; readonly bytes: number; readonly sha256: string; readonly format: FileFormat;
  readonly encoding: string | null; readonly sheet: string | null; readonly region: string; readonly layout: string; readonly at: number;
};

/** Some hundred lines as they stood in the file. `kinds`: a letter a line: h(eader), i(gnored), b(lank), of which there are so many, and r for a row with entries. */
export type StagedBlock = { readonly firstLine: number; readonly kinds: string; readonly h: number; readonly i: number; readonly b: number; readonly rows: string; readonly entries: number };

/** What few entries have: text of their own, a reason to be held, a note. `at`: the entry's position in its batch. Notes are JSON. */
export type StagedExtra = { readonly at: number; readonly raw: string | null; readonly reason: RejectReason | null; readonly suggestion: string | null; readonly notes: string | null };

/** Rows of a file in a form that crosses threads at no cost: one place in each array for every entry. */
export type StagedBatch = {
  readonly blocks: readonly StagedBlock[];
  readonly lines: Uint32Array<ArrayBuffer>; readonly parts: Uint16Array<ArrayBuffer>;
  /** The digits of E.164; 0 where the entry is held. */
  readonly phones: Float64Array<ArrayBuffer>;
  /** Positions among all claims and places of the file so far; each is sent once, with the first batch that needs it. */
  readonly claimOf: Uint32Array<ArrayBuffer>; readonly placeOf: Uint32Array<ArrayBuffer>;
  readonly claims: Named<Claim>; readonly places: Named<Place>;
  readonly extras: readonly StagedExtra[];
};

/** What gets the positions from `from` on; what had them before counts no more. */
export type Named<T> = { readonly from: number; readonly values: readonly T[] };

/** What the ledger made of it: rows by outcome, those held by their reason, and accepted numbers. */
export type StagedCount = { accepted: number; duplicate: number; held: number; numbers: number; quarantined: Partial<Record<RejectReason, number>> };

export type StagingRepository = {
  readonly begin: (staged: StagedImport) => number;
  readonly stageBatch: (importId: number, batch: StagedBatch) => StagedCount;
  /** So many numbers were looked up that it is worth learning all there are. */
  readonly mustLearn: () => boolean;
  /** Reads every number that is suppressed, outside any transaction: a million take a third of a second. What is added meanwhile is met in settling. */
  readonly learn: () => void;
  /** Numbers wait in memory, to enter the ledger in order; from time to time they must. */
  readonly mustSettle: () => boolean;
  /** Some thousand of them. A number that was accepted elsewhere meanwhile becomes a duplicate: `numbers` of them, and `rows` that are new no longer. */
  readonly settleSome: (importId: number) => { readonly done: boolean; readonly numbers: number; readonly rows: number };
  /** After the last batch is settled. */
  readonly finish: (importId: number) => void;
  /** Removes some thousand rows of an import that was never stored, and the import after its last row; true once it is gone. */
  readonly dropSome: (importId: number) => boolean;
  readonly abandoned: () => readonly number[];
};

const settledAtOnce = 8000;
const worthFilter = 10_000;
/** Of a row in a file, if it is a short one. */
const bytesARow = 30;

export const createStagingRepository = (db: Database): StagingRepository => {
  const claims = createClaimRepository(db);
  const insertImport = db.prepare(
    `INSERT INTO import (state, name, bytes, sha256, format, encoding, sheet, region, layout, at, first_entry)
     VALUES ('staging', @name, @bytes, @sha256, @format, @encoding, @sheet, @region, @layout, @at, @firstEntry)`);
  const insertBlock = db.prepare(
    `INSERT INTO import_block (import_id, first_line, lines, first_entry, entries, h, i, b, a, d, q, outcomes, rows)
     VALUES (@importId, @firstLine, @lines, @firstEntry, @entries, @h, @i, @b, @a, @d, @q, @outcomes, @rows)`);
  const plainColumns = ['id', 'line', 'phone', 'claim_id', 'place_id'];
  let insertPlain: ReturnType<typeof createBulkInsert> = () => 0;
  const insertOther = db.prepare(
    `INSERT INTO entry (id, import_id, line, part, phone, claim_id, place_id, verdict, raw, reason, suggestion, notes, duplicate_of)
     VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`);
  // What AUTOINCREMENT goes by: ids given here are the same it would give.
  const lastId = db.prepare<[], number>("SELECT seq FROM sqlite_sequence WHERE name = 'entry'").pluck();
  const findSame = db.prepare<[number, number], number>('SELECT entry_id FROM suppression WHERE phone = ? AND claim_id = ?').pluck();
  const earlierNumbers = db.prepare<[], number>('SELECT phone FROM suppression').pluck();
  const insertSettled = createBulkInsert(db, 'suppression', ['phone', 'claim_id', 'entry_id'], { skipTaken: true });
  const giveWay = createGiveWay(db);
  const insertCount = db.prepare('INSERT INTO accepted_count (import_id, claim_id, place_id, entries) VALUES (?, ?, ?, ?)');
  const listAbandoned = db.prepare<[], { id: number }>("SELECT id FROM import WHERE state = 'staging'");
  const drop = createDrop(db);

  let seen = createSeenNumbers();
  let settling: (SettledNumbers & { at: number }) | null = null;
  /** Made once that many numbers have been asked for: for a short list it would cost a look at all there are. Null: each is looked up. */
  let earlier: NumberFilter | null = null;
  let lookedUp = 0;
  /** Numbers the file may hold. */
  let expected = 0;
  /** By claim, then by place: of both the ledger has few. */
  let counts = new Map<number, number[]>();
  /** By the file's positions. */
  let claimIds: number[] = [];
  let placeIds: number[] = [];

  const isStaging = db.prepare<[number], number>("SELECT EXISTS (SELECT 1 FROM import WHERE id = ? AND state = 'staging')").pluck();
  /** Another process that took the import lease has dropped the import: nothing may follow it. */
  const mustBeStaging = (importId: number): void => {
    if (isStaging.get(importId) !== 1) throw new Error(`import ${importId} is no longer being staged`);
  };
  /** The entry that has the number under this claim already: of this import, or of an earlier one. */
  const sameAs = (phone: number, claimId: number, entryId: number): number | null => {
    lookedUp += 1;
    const settled = earlier === null || earlier.mayHave(phone) ? findSame.get(phone, claimId) : undefined;
    return settled ?? seen.meet(phone, claimId, entryId);
  };
  const sortOf = db.prepare<[number], { claimId: number; placeId: number }>('SELECT claim_id AS claimId, place_id AS placeId FROM entry WHERE id = ?');
  const countLost = (entryId: number): void => {
    const sort = sortOf.get(entryId);
    const ofClaim = sort === undefined ? undefined : counts.get(sort.claimId);
    if (sort !== undefined && ofClaim !== undefined) ofClaim[sort.placeId] = (ofClaim[sort.placeId] ?? 0) - 1;
  };
  const countAccepted = (claimId: number, placeId: number): void => {
    let ofClaim = counts.get(claimId);
    if (ofClaim === undefined) counts.set(claimId, ofClaim = []);
    ofClaim[placeId] = (ofClaim[placeId] ?? 0) + 1;
  };

  return {
    begin: (staged) => {
      seen = createSeenNumbers();
      settling = null;
      counts = new Map();
      claimIds = [];
      placeIds = [];
      earlier = null;
      lookedUp = 0;
      expected = staged.bytes / bytesARow;
      const importId = Number(insertImport.run({ ...staged, firstEntry: (lastId.get() ?? 0) + 1 }).lastInsertRowid);
      insertPlain = createBulkInsert(db, 'entry', plainColumns, { constants: { import_id: String(importId), part: '0', verdict: "'accepted'" } });
      return importId;
    },
    stageBatch: (importId, batch) => {
      mustBeStaging(importId);
      const { lines, parts, phones, claimOf, placeOf } = batch;
      const firstId = (lastId.get() ?? 0) + 1;
      learn(claimIds, batch.claims, claims.claimId);
      learn(placeIds, batch.places, claims.placeId);
      const tally: StagedCount = { accepted: 0, duplicate: 0, held: 0, numbers: 0, quarantined: {} };
      const plain: SqlValue[] = [];
      // After the plain ones: a duplicate may point at any that stands before it.
      const others: SqlValue[][] = [];
      let at = 0;
      let nextExtra = 0;

      /** Null: accepted; else the entry that has it, or the reason that holds it. */
      const stageEntry = (line: number): { readonly same: number } | { readonly reason: RejectReason } | null => {
        const id = firstId + at;
        const phone = phones[at]!;
        const claimId = claimIds[claimOf[at]!]!;
        const extra = batch.extras[nextExtra]?.at === at ? batch.extras[nextExtra]! : null;
        if (extra !== null) nextExtra += 1;
        if (phone === 0) {
          if (extra?.reason == null) throw new Error('a held entry has a reason');
          others.push([id, importId, line, parts[at]!, null, claimId, null, 'quarantined', extra.raw, extra.reason, extra.suggestion, null, null]);
          return { reason: extra.reason };
        }
        const placeId = placeIds[placeOf[at]!]!;
        const same = sameAs(phone, claimId, id);
        const isPlain = same === null && extra === null && parts[at] === 0;
        if (same === null) {
          tally.numbers += 1;
          countAccepted(claimId, placeId);
          if (isPlain) plain.push(id, line, phone, claimId, placeId);
        }
        if (!isPlain) {
          others.push([id, importId, line, parts[at]!, phone, claimId, placeId, same === null ? 'accepted' : 'duplicate', extra?.raw ?? null, null, null, extra?.notes ?? null, same]);
        }
        return same === null ? null : { same };
      };

      for (const block of batch.blocks) {
        const firstEntry = firstId + at;
        const end = at + block.entries;
        const outcomes = block.kinds.split('');
        let [accepted, duplicate, held] = [0, 0, 0];
        while (at < end) {
          const line = lines[at]!;
          // A row counts once: held if any of its numbers is held, else accepted if any is new, else a duplicate.
          let outcome: 'a' | 'd' | 'q' = 'd';
          for (; at < end && lines[at] === line; at += 1) {
            const staged = stageEntry(line);
            if (staged === null) outcome = outcome === 'q' ? 'q' : 'a';
            else if ('reason' in staged && outcome !== 'q') {
              outcome = 'q';
              tally.quarantined[staged.reason] = (tally.quarantined[staged.reason] ?? 0) + 1;
            }
          }
          outcomes[line - block.firstLine] = outcome;
          if (outcome === 'a') accepted += 1;
          else if (outcome === 'd') duplicate += 1;
          else held += 1;
        }
        tally.accepted += accepted;
        tally.duplicate += duplicate;
        tally.held += held;
        const { h, i, b } = block;
        insertBlock.run({ importId, firstLine: block.firstLine, lines: outcomes.length, firstEntry, entries: block.entries, h, i, b, a: accepted, d: duplicate, q: held, outcomes: outcomes.join(''), rows: block.rows });
      }
      insertPlain(plain);
      for (const values of others) insertOther.run(...values);
      return tally;
    },
    mustLearn: () => earlier === null && lookedUp >= worthFilter,
    learn: () => { earlier = filterOf(earlierNumbers.iterate(), (lastId.get() ?? 0) + expected); },
    mustSettle: () => seen.isFull(),
    settleSome: (importId) => {
      mustBeStaging(importId);
      settling ??= { ...seen.drain(), at: 0 };
      const { order, phones, claims: claimOf, entries, at } = settling;
      const values: SqlValue[] = [];
      const end = Math.min(order.length, at + settledAtOnce);
      for (let i = at; i < end; i += 1) {
        const position = order[i]!;
        values.push(phones[position]!, claimOf[position]!, entries[position]!);
        earlier?.add(phones[position]!);
      }
      const lost = { numbers: 0, rows: 0 };
      if (insertSettled(values) < end - at) {
        for (let i = at; i < end; i += 1) {
          const position = order[i]!;
          const same = findSame.get(phones[position]!, claimOf[position]!);
          if (same === undefined || same === entries[position]) continue;
          lost.numbers += 1;
          if (giveWay(entries[position]!, same)) lost.rows += 1;
          countLost(entries[position]!);
        }
      }
      settling.at = end;
      const done = end === order.length;
      if (done) settling = null;
      return { done, ...lost };
    },
    finish: (importId) => {
      mustBeStaging(importId);
      for (const [claimId, places] of counts) places.forEach((many, placeId) => insertCount.run(importId, claimId, placeId, many));
    },
    dropSome: (importId) => !listAbandoned.all().some(({ id }) => id === importId) || drop(importId),
    abandoned: () => listAbandoned.all().map(({ id }) => id),
  };
};

const filterOf = (phones: Iterable<number>, expected: number): NumberFilter => {
  const filter = createNumberFilter(expected);
  for (const phone of phones) filter.add(phone);
  return filter;
};

const learn = <T>(ids: number[], { from, values }: Named<T>, idOf: (value: T) => number): void => {
  ids.length = from;
  for (const value of values) ids.push(idOf(value));
};

const createDrop = (db: Database): ((importId: number) => boolean) => {
  const firstOf = db.prepare<[number], number>('SELECT first_entry FROM import WHERE id = ?').pluck();
  // From the end: what points at an entry of its own import stands after it.
  const lowest = db.prepare<[number], number | null>('SELECT min(id) FROM (SELECT id FROM entry WHERE id >= ? ORDER BY id DESC LIMIT 2000)').pluck();
  const dropSettled = db.prepare('DELETE FROM suppression WHERE (phone, claim_id) IN (SELECT phone, claim_id FROM entry WHERE id >= @lowest AND verdict = \'accepted\') AND entry_id >= @lowest');
  const dropEntries = db.prepare('DELETE FROM entry WHERE id >= ?');
  const dropBlocks = db.prepare('DELETE FROM import_block WHERE id IN (SELECT id FROM import_block WHERE import_id = ? LIMIT 20)');
  const dropCounts = db.prepare('DELETE FROM accepted_count WHERE import_id = ?');
  const dropGone = db.prepare('DELETE FROM gone WHERE import_id = ?');
  const dropImport = db.prepare("DELETE FROM import WHERE id = ? AND state = 'staging'");
  return (importId) => {
    const from = lowest.get(firstOf.get(importId) ?? Number.MAX_SAFE_INTEGER) ?? null;
    if (from !== null) {
      dropSettled.run({ lowest: from });
      dropEntries.run(from);
      return false;
    }
    if (dropBlocks.run(importId).changes > 0) return false;
    dropCounts.run(importId);
    dropGone.run(importId);
    dropImport.run(importId);
    return true;
  };
};
