// Decisions on held rows that are taken at once, and every decision as it is listed: what it took, whether it stands, whether it can be undone.
import type { Database } from 'better-sqlite3';
import type { Page } from '../../../src-shared/contract/imports.ts';
import type { DecisionView } from '../../../src-shared/contract/quarantine.ts';
import type { RejectReason } from '../../../src-shared/domain/reject.ts';
import type { TypedPhone } from '../../../src-shared/domain/typed-phone.ts';
import { createHeldWhere, type HeldFilter } from './held-filter.ts';
import { createSettleHeld, wholeSpan } from './settle-held.ts';
import { e164 } from './stored-only.ts';

/** `correct`: what a file of corrections says, its name in `because`. As the table's CHECK lists them. */
export type Act = DecisionView['act'];
/** `actor` is the pseudonym of the log. */
export type By = { readonly at: number; readonly actor: string };
/** `because`: the reason that a file of corrections gave for discarding this one. */
export type DecisionRow = { readonly entryId: number; readonly phone: string | null; readonly raw: string; readonly because?: string };

/** An import that is being stored has settled one of the numbers already. */
export type Clash = 'clash';

/** All that change are for use inside `transact`, with a leaf beside them. */
export type DecisionActs = {
  /** One held entry becomes accepted with this number, or a duplicate of the one that has it. */
  readonly fix: (entryId: number, corrected: TypedPhone, by: By) => DecisionView | Clash;
  /** Held entries that fit and have a suggestion become accepted with it, or duplicates; null where there is none. */
  readonly accept: (which: HeldFilter | number, by: By) => DecisionView | null | Clash;
  /** Null where no held entry fits. */
  readonly discard: (which: HeldFilter | number, because: string, by: By) => DecisionView | null;
  /** Its entries are held again. Refuse what `pushed` counts first. */
  readonly undo: (decisionId: number, at: number) => DecisionView | Clash;
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

/** Looking at more to offer the undo of a large decision would make its list slow; undoing looks at them all. */
const lookedAt = 500;

export const createDecisionActs = (db: Database): DecisionActs => {
  const settling = createSettleHeld(db);
  const heldWhere = createHeldWhere(db);
  const insert = db.prepare<[By & { act: Act; reason: string | null; because: string | null }]>(
    'INSERT INTO decision (act, reason, because, entries, at, actor) VALUES (@act, @reason, @because, 0, @at, @actor)');
  const takeOne = db.prepare<[number | bigint, number]>("INSERT INTO decision_entry (decision_id, entry_id) SELECT ?, id FROM entry WHERE id = ? AND verdict = 'quarantined'");
  const dropUnsuggested = db.prepare<[number | bigint]>(
    'DELETE FROM decision_entry WHERE decision_id = ? AND (SELECT suggestion FROM entry WHERE id = entry_id) IS NULL');
  const total = db.prepare<[{ decisionId: number | bigint }]>(
    `UPDATE decision SET entries = (SELECT count(*) FROM decision_entry WHERE decision_id = @decisionId),
       duplicates = (SELECT count(*) FROM entry WHERE decision_id = @decisionId AND verdict = 'duplicate') WHERE id = @decisionId`);
  const reasonOfOne = db.prepare<[{ decisionId: number | bigint }]>(
    `UPDATE decision SET reason = (SELECT e.reason FROM decision_entry d JOIN entry e ON e.id = d.entry_id WHERE d.decision_id = @decisionId) WHERE id = @decisionId`);
  const letGo = db.prepare<[number | bigint]>('DELETE FROM decision_entry WHERE decision_id = ?');
  const forget = db.prepare<[number | bigint]>('DELETE FROM decision WHERE id = ?');
  const seal = db.prepare<[number, number]>('UPDATE decision SET leaf_seq = ? WHERE id = ?');
  const markUndone = db.prepare<[{ decisionId: number; at: number }]>('UPDATE decision SET undone_at = @at WHERE id = @decisionId AND undone_at IS NULL');

  const columns = (some: string): string => `d.id AS decisionId, d.act, d.reason, d.because, d.entries, d.duplicates, d.at, d.actor, d.undone_at IS NOT NULL AS undone,
    d.undone_at IS NULL AND (d.act = 'discard' OR NOT EXISTS (SELECT 1 FROM ${some} e WHERE e.decision_id = d.id AND ${isSent})) AS canUndo`;
  const some = `(SELECT id, verdict, phone, decision_id FROM entry WHERE decision_id = d.id LIMIT ${lookedAt})`;
  const pushed = db.prepare<[number], { n: number }>(`SELECT count(*) AS n FROM entry e WHERE e.decision_id = ? AND ${isSent}`);
  const find = db.prepare<[number | bigint], DecisionRecord>(`SELECT ${columns(some)} FROM decision d WHERE d.id = ?`);
  const page = db.prepare<[number, number], DecisionRecord>(`SELECT ${columns(some)} FROM decision d ORDER BY d.id DESC LIMIT ? OFFSET ?`);
  const count = db.prepare<[], { n: number }>('SELECT count(*) AS n FROM decision');
  const rowsOf = db.prepare<[number], RowRecord>(`${rowColumns} WHERE d.decision_id = ? ORDER BY d.entry_id`);

  const view = (decisionId: number | bigint): DecisionView => {
    const record = find.get(decisionId);
    if (record === undefined) throw new Error(`decision ${decisionId} is not there`);
    return toView(record);
  };
  const totalled = (decisionId: number | bigint): DecisionView => {
    total.run({ decisionId });
    return view(decisionId);
  };
  const giveUp = (decisionId: number | bigint): void => {
    letGo.run(decisionId);
    forget.run(decisionId);
  };
  /** How many it took. */
  const take = (decisionId: number | bigint, which: HeldFilter | number): number => {
    if (typeof which === 'number') {
      const { changes } = takeOne.run(decisionId, which);
      if (changes === 1) reasonOfOne.run({ decisionId });
      return changes;
    }
    const where = heldWhere(which);
    return db.prepare<[Readonly<Record<string, string | number | bigint>>]>(`INSERT INTO decision_entry (decision_id, entry_id) SELECT @decisionId, id FROM entry WHERE ${where.sql} ORDER BY id`)
      .run({ ...where.values, decisionId }).changes;
  };
  const reasonOf = (which: HeldFilter | number): RejectReason | null => (typeof which === 'number' || which.reasons?.length !== 1 ? null : (which.reasons[0] ?? null));

  return {
    fix: (entryId, corrected, by) => {
      const decisionId = insert.run({ ...by, act: 'fix', reason: null, because: null }).lastInsertRowid;
      if (take(decisionId, entryId) !== 1) throw new Error(`entry ${entryId} was not held`);
      if (settling.clashesWith(decisionId, corrected.phone)) {
        giveUp(decisionId);
        return 'clash';
      }
      settling.accept(decisionId, wholeSpan, corrected);
      return totalled(decisionId);
    },
    accept: (which, by) => {
      const decisionId = insert.run({ ...by, act: 'accept-suggestions', reason: reasonOf(which), because: null }).lastInsertRowid;
      const taken = take(decisionId, which) - dropUnsuggested.run(decisionId).changes;
      const clashes = taken > 0 && settling.clashes(decisionId, wholeSpan);
      if (taken === 0 || clashes) {
        giveUp(decisionId);
        return clashes ? 'clash' : null;
      }
      settling.accept(decisionId, wholeSpan, null);
      return totalled(decisionId);
    },
    discard: (which, because, by) => {
      const decisionId = insert.run({ ...by, act: 'discard', reason: reasonOf(which), because }).lastInsertRowid;
      if (take(decisionId, which) === 0) {
        forget.run(decisionId);
        return null;
      }
      settling.dismiss(decisionId, wholeSpan, false);
      return totalled(decisionId);
    },
    undo: (decisionId, at) => {
      if (settling.holdsStaged(decisionId, wholeSpan)) return 'clash';
      if (markUndone.run({ decisionId, at }).changes !== 1) throw new Error(`decision ${decisionId} cannot be undone`);
      settling.restore(decisionId, wholeSpan);
      return view(decisionId);
    },
    pushed: (decisionId) => pushed.get(decisionId)?.n ?? 0,
    seal: (decisionId, leafSeq) => { seal.run(leafSeq, decisionId); },
    rowsOf: function* (decisionId) {
      for (const record of rowsOf.iterate(decisionId)) yield toRow(record);
    },
    findDecision: (decisionId) => {
      const record = find.get(decisionId);
      return record === undefined ? null : toView(record);
    },
    decisions: (offset, limit) => ({ total: count.get()?.n ?? 0, rows: page.all(limit, offset).map(toView) }),
  };
};

// By number as well: where several accepted entries want one number, a batch names only one of them.
export const isSent = `(EXISTS (SELECT 1 FROM batch_number b WHERE b.entry_id = e.id)
  OR (e.verdict = 'accepted' AND EXISTS (SELECT 1 FROM batch_number b WHERE b.phone = ${e164('e.phone')})))`;

export const rowColumns = `SELECT e.id AS entryId, ${e164('e.phone')} AS phone, e.raw, e.verdict, e.notes FROM decision_entry d JOIN entry e ON e.id = d.entry_id`;
export type RowRecord = { readonly entryId: number; readonly phone: string | null; readonly raw: string; readonly verdict: string; readonly notes: string | null };

/** A discarded entry has notes only where a file of corrections gave its reason: that reason, alone. */
export const toRow = ({ entryId, phone, raw, verdict, notes }: RowRecord): DecisionRow => {
  if (verdict !== 'discarded' || notes === null) return { entryId, phone, raw };
  // The ledger wrote it: an array of texts.
  const [because = ''] = JSON.parse(notes) as string[];
  return { entryId, phone, raw, because };
};

const toView = (record: DecisionRecord): DecisionView => ({
  ...record, undone: record.undone === 1, canUndo: record.canUndo === 1,
});
