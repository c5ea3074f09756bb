// Decisions on held rows: each takes its entries out of quarantine and can put them back exactly as they were, without losing others.
import type { Database } from 'better-sqlite3';
import type { Page } from '../../../src-shared/contract/imports.ts';
import type { DecisionView } from '../../../src-shared/contract/quarantine.ts';
import { findAreaCodeOf } from '../../../src-shared/domain/area-codes.ts';
import { readExactPhone } from '../../../src-shared/domain/phone.ts';
import type { RejectReason } from '../../../src-shared/domain/reject.ts';
import { areaJurisdiction } from './claims.ts';
import { e164, notStaging, notStagingEntry } from './stored-only.ts';

export type Act = DecisionView['act'];
/** Which held entries; null: no restriction. */
export type HeldFilter = { readonly reason: RejectReason | null; readonly importId: number | null; readonly entryId: number | null };
/** `actor` is the pseudonym of the log. */
export type By = { readonly at: number; readonly actor: string };
export type DecisionRow = { readonly entryId: number; readonly phone: string | null; readonly raw: string };
export type Corrected = { readonly phone: string; readonly country: string; readonly notes: readonly string[] };

/** All that change are for use inside `transact`, with a leaf beside them. */
export type DecisionActs = {
  /** One held entry becomes accepted with this number, or a duplicate of the one that has it. */
  readonly fix: (entryId: number, corrected: Corrected, by: By) => DecisionView;
  /** Every held entry that fits and has a suggestion becomes accepted with it, or a duplicate; null where there is none. */
  readonly accept: (filter: HeldFilter, by: By) => DecisionView | null;
  /** Null where no held entry fits. */
  readonly discard: (filter: HeldFilter, because: string, by: By) => DecisionView | null;
  /** Its entries are held again; entries of others that pointed at them stand for themselves. Refuse what `pushed` counts first. */
  readonly undo: (decisionId: number, at: number) => DecisionView;
  /** How many of its entries have been cut into a batch, or hold a number that has been under another entry. */
  readonly pushed: (decisionId: number) => number;
  readonly seal: (decisionId: number, leafSeq: number) => void;
  /** In the order of the entries' ids: what the rows of its leaf are made of. Ended before anything else is written. */
  readonly rowsOf: (decisionId: number) => IterableIterator<DecisionRow>;
  readonly findDecision: (decisionId: number) => DecisionView | null;
  /** Newest first. */
  readonly decisions: (offset: number, limit: number) => Page<DecisionView>;
};

type DecisionRecord = Omit<DecisionView, 'undone' | 'canUndo'> & { readonly undone: 0 | 1; readonly canUndo: 0 | 1 };

export const createDecisionActs = (db: Database): DecisionActs => {
  db.function('area_jurisdiction_of', { deterministic: true, directOnly: true }, (phone: string) => areaJurisdiction(phone));
  db.function('country_of', { deterministic: true, directOnly: true }, (phone: string) => countryOf(phone));

  const insert = db.prepare<[By & { act: Act; reason: string | null; because: string | null }]>(
    'INSERT INTO decision (act, reason, because, entries, at, actor) VALUES (@act, @reason, @because, 0, @at, @actor)');
  const take = (which: string) => db.prepare<[HeldFilter & { decisionId: number | bigint }]>(
    `INSERT INTO decision_entry (decision_id, entry_id)
     SELECT @decisionId, id FROM entry
     WHERE verdict = 'quarantined' AND ${notStaging('import_id')} ${which}
       AND (@importId IS NULL OR import_id = @importId) ORDER BY id`);
  const takeOne = take('AND id = @entryId AND (@reason IS NULL OR reason = @reason)');
  const takeOneSuggested = take('AND id = @entryId AND reason = @reason AND suggestion IS NOT NULL');
  const takeReason = take('AND reason = @reason AND @entryId IS NULL');
  const takeReasonSuggested = take('AND reason = @reason AND suggestion IS NOT NULL AND @entryId IS NULL');
  const takeAll = take('AND @reason IS NULL AND @entryId IS NULL');

  // The places of the numbers that are about to be accepted, where they are not known yet.
  const addPlaces = db.prepare<[{ decisionId: number | bigint; phone: string | null; country: string | null }]>(
    `INSERT OR IGNORE INTO place (country, jurisdiction)
     SELECT DISTINCT coalesce(@country, country_of(phone), ''), area_jurisdiction_of(phone) FROM (
       SELECT DISTINCT coalesce(@phone, e.suggestion) AS phone FROM decision_entry d JOIN entry e ON e.id = d.entry_id WHERE d.decision_id = @decisionId)`);
  // One statement decides for all: an entry that has the same number under the same claim as an accepted one is its
  // duplicate; among those taken together the first is accepted and the others are duplicates of it.
  const settle = db.prepare<[{ decisionId: number | bigint; phone: string | null; country: string | null; notes: string | null }]>(
    `WITH taken AS (
       SELECT e.id, coalesce(@phone, e.suggestion) AS phone, CAST(substr(coalesce(@phone, e.suggestion), 2) AS INTEGER) AS digits, e.claim_id,
         first_value(e.id) OVER (PARTITION BY coalesce(@phone, e.suggestion), e.claim_id ORDER BY e.id) AS first
       FROM decision_entry d JOIN entry e ON e.id = d.entry_id WHERE d.decision_id = @decisionId
     ), placed AS (
       SELECT taken.*, p.id AS place_id, coalesce((
         SELECT s.entry_id FROM suppression s WHERE s.phone = taken.digits AND s.claim_id = taken.claim_id AND ${notStagingEntry('s.entry_id')}), taken.first) AS same
       FROM taken JOIN place p ON p.country = coalesce(@country, country_of(taken.phone), '') AND coalesce(p.jurisdiction, '') = coalesce(area_jurisdiction_of(taken.phone), '')
     )
     UPDATE entry SET phone = placed.digits, place_id = placed.place_id, notes = @notes, decision_id = @decisionId,
       verdict = iif(placed.same = entry.id, 'accepted', 'duplicate'), duplicate_of = nullif(placed.same, entry.id)
     FROM placed WHERE entry.id = placed.id`);
  const dismiss = db.prepare<[{ decisionId: number | bigint }]>(
    `UPDATE entry SET verdict = 'discarded', decision_id = @decisionId WHERE id IN (SELECT entry_id FROM decision_entry WHERE decision_id = @decisionId)`);
  const total = db.prepare<[{ decisionId: number | bigint }]>(
    `UPDATE decision SET entries = (SELECT count(*) FROM decision_entry WHERE decision_id = @decisionId),
       duplicates = (SELECT count(*) FROM entry WHERE decision_id = @decisionId AND verdict = 'duplicate') WHERE id = @decisionId`);
  const reasonOfOne = db.prepare<[{ decisionId: number | bigint }]>(
    `UPDATE decision SET reason = (SELECT e.reason FROM decision_entry d JOIN entry e ON e.id = d.entry_id WHERE d.decision_id = @decisionId) WHERE id = @decisionId`);
  const forget = db.prepare<[number | bigint]>('DELETE FROM decision WHERE id = ?');
  const seal = db.prepare<[number, number]>('UPDATE decision SET leaf_seq = ? WHERE id = ?');

  // FROM materialises the heirs before the first row changes: the earliest of those that point at an entry inherits its place.
  const bequeath = db.prepare<[{ decisionId: number }]>(
    `UPDATE entry SET duplicate_of = heir.id
     FROM (SELECT e.duplicate_of AS target, min(e.id) AS id FROM entry t JOIN entry e ON e.duplicate_of = t.id
           WHERE t.decision_id = @decisionId AND e.decision_id IS NOT @decisionId GROUP BY e.duplicate_of) AS heir
     WHERE entry.duplicate_of = heir.target AND entry.decision_id IS NOT @decisionId`);
  const inherit = db.prepare("UPDATE entry SET verdict = 'accepted', duplicate_of = NULL WHERE duplicate_of IS NOT NULL AND duplicate_of = id");
  const restore = db.prepare<[{ decisionId: number }]>(
    `UPDATE entry SET verdict = 'quarantined', phone = NULL, place_id = NULL, notes = NULL, duplicate_of = NULL, decision_id = NULL
     WHERE decision_id = @decisionId`);
  const markUndone = db.prepare<[{ decisionId: number; at: number }]>('UPDATE decision SET undone_at = @at WHERE id = @decisionId AND undone_at IS NULL');

  // By number as well: where several accepted entries want one number, a batch names only one of them.
  const sent = `FROM entry e WHERE e.decision_id = d.id AND (
    EXISTS (SELECT 1 FROM batch_number b WHERE b.entry_id = e.id) OR (e.verdict = 'accepted' AND EXISTS (SELECT 1 FROM batch_number b WHERE b.phone = ${e164('e.phone')})))`;
  const columns = `d.id AS decisionId, d.act, d.reason, d.because, d.entries, d.duplicates, d.at, d.actor, d.undone_at IS NOT NULL AS undone,
    d.undone_at IS NULL AND (d.act = 'discard' OR NOT EXISTS (SELECT 1 ${sent})) AS canUndo`;
  const pushed = db.prepare<[number], { n: number }>(`SELECT (SELECT count(*) ${sent}) AS n FROM decision d WHERE d.id = ?`);
  const find = db.prepare<[number | bigint], DecisionRecord>(`SELECT ${columns} FROM decision d WHERE d.id = ?`);
  const page = db.prepare<[number, number], DecisionRecord>(`SELECT ${columns} FROM decision d ORDER BY d.id DESC LIMIT ? OFFSET ?`);
  const count = db.prepare<[], { n: number }>('SELECT count(*) AS n FROM decision');
  const rowsOf = db.prepare<[number], DecisionRow>(
    `SELECT e.id AS entryId, ${e164('e.phone')} AS phone, e.raw FROM decision_entry d JOIN entry e ON e.id = d.entry_id WHERE d.decision_id = ? ORDER BY d.entry_id`);

  const view = (decisionId: number | bigint): DecisionView => {
    const record = find.get(decisionId);
    if (record === undefined) throw new Error(`decision ${decisionId} is not there`);
    return toView(record);
  };
  const totalled = (decisionId: number | bigint): DecisionView => {
    total.run({ decisionId });
    return view(decisionId);
  };

  return {
    fix: (entryId, { phone, country, notes }, by) => {
      const decisionId = insert.run({ ...by, act: 'fix', reason: null, because: null }).lastInsertRowid;
      if (takeOne.run({ decisionId, entryId, reason: null, importId: null }).changes !== 1) throw new Error(`entry ${entryId} was not held`);
      reasonOfOne.run({ decisionId });
      addPlaces.run({ decisionId, phone, country });
      settle.run({ decisionId, phone, country, notes: notes.length === 0 ? null : JSON.stringify(notes) });
      return totalled(decisionId);
    },
    accept: (filter, by) => {
      const decisionId = insert.run({ ...by, act: 'accept-suggestions', reason: filter.reason, because: null }).lastInsertRowid;
      if ((filter.entryId === null ? takeReasonSuggested : takeOneSuggested).run({ ...filter, decisionId }).changes === 0) {
        forget.run(decisionId);
        return null;
      }
      addPlaces.run({ decisionId, phone: null, country: null });
      settle.run({ decisionId, phone: null, country: null, notes: null });
      return totalled(decisionId);
    },
    discard: (filter, because, by) => {
      const decisionId = insert.run({ ...by, act: 'discard', reason: filter.reason, because }).lastInsertRowid;
      const taking = filter.entryId !== null ? takeOne : filter.reason !== null ? takeReason : takeAll;
      if (taking.run({ ...filter, decisionId }).changes === 0) {
        forget.run(decisionId);
        return null;
      }
      if (filter.entryId !== null) reasonOfOne.run({ decisionId });
      dismiss.run({ decisionId });
      return totalled(decisionId);
    },
    undo: (decisionId, at) => {
      if (markUndone.run({ decisionId, at }).changes !== 1) throw new Error(`decision ${decisionId} cannot be undone`);
      const heirs = bequeath.run({ decisionId }).changes;
      restore.run({ decisionId });
      if (heirs > 0) inherit.run();
      return view(decisionId);
    },
    pushed: (decisionId) => pushed.get(decisionId)?.n ?? 0,
    seal: (decisionId, leafSeq) => { seal.run(leafSeq, decisionId); },
    rowsOf: (decisionId) => rowsOf.iterate(decisionId),
    findDecision: (decisionId) => {
      const record = find.get(decisionId);
      return record === undefined ? null : toView(record);
    },
    decisions: (offset, limit) => ({ total: count.get()?.n ?? 0, rows: page.all(limit, offset).map(toView) }),
  };
};

/** As intake reads it; the area code answers first, at a thirtieth of the cost. */
const countryOf = (phone: string): string | null => {
  const areaCode = findAreaCodeOf(phone);
  if (areaCode?.kind === 'geographic' && areaCode.country !== null) return areaCode.country;
  const reading = readExactPhone(phone);
  return reading?.verdict === 'accepted' ? reading.country : null;
};

const toView = (record: DecisionRecord): DecisionView => ({ ...record, undone: record.undone === 1, canUndo: record.canUndo === 1 });
