// Held rows as they wait for a person: counted by reason, paged in the order in which they came, found by their raw text.
import type { Database, Statement } from 'better-sqlite3';
import type { EntryVerdict } from '../../../src-shared/contract/imports.ts';
import type { QuarantineEntry, QuarantineGroup, QuarantinePage } from '../../../src-shared/contract/quarantine.ts';
import type { RejectReason } from '../../../src-shared/domain/reject.ts';
import { createBlockRepository } from './blocks.ts';
import { createBulkActs, type BulkActs } from './bulk-decisions.ts';
import { createDecisionActs, type DecisionActs } from './decisions.ts';
import { allHeld, createHeldWalk, createHeldWhere, type HeldFilter, type Where } from './held-filter.ts';

export type FoundEntry = {
  readonly entryId: number; readonly importId: number; readonly file: string; readonly region: string; readonly line: number;
  readonly raw: string; readonly reason: RejectReason | null; readonly suggestion: string | null;
  readonly verdict: EntryVerdict;
};

/** One held row as it leaves in an export. */
export type HeldRow = { readonly entryId: number; readonly file: string; readonly line: number; readonly raw: string; readonly reason: RejectReason; readonly suggestion: string | null };

export type QuarantineRepository = DecisionActs & {
  readonly bulk: BulkActs;
  readonly summary: (importId: number | null) => { readonly held: number; readonly groups: readonly QuarantineGroup[] };
  /** Where text is searched for, the total is counted to `mostCounted` and no further. */
  readonly page: (filter: HeldFilter, offset: number, limit: number) => QuarantinePage;
  /** Those that fit among the next `span` ids after `after`, in the order in which they came, and the last id looked at; null at the end. */
  readonly rowsAfter: (filter: HeldFilter, after: number, span: number) => { readonly rows: readonly HeldRow[]; readonly last: number } | null;
  /** An entry of a stored import, whatever became of it. */
  readonly find: (entryId: number) => FoundEntry | null;
  /** Rows that these fit are shown as held no more: a decision on them is under way in this process. */
  readonly hide: (filters: readonly HeldFilter[]) => void;
};

/** More hits than anybody reads through: the total then says "10,000+". */
const mostCounted = 10_000;

type EntryRecord = Omit<QuarantineEntry, 'code' | 'cells'> & { readonly code: string };

export const createQuarantineRepository = (db: Database): QuarantineRepository => {
  const blocks = createBlockRepository(db);
  const prepare = createStatements(db);
  const heldWhere = createHeldWhere(db);
  const walk = createHeldWalk(db);
  let hidden: readonly HeldFilter[] = [];
  const find = db.prepare<[number], FoundEntry>(
    `SELECT e.id AS entryId, e.import_id AS importId, i.name AS file, i.region, e.line, e.raw, e.reason, e.suggestion, e.verdict
     FROM entry e JOIN import i ON i.id = e.import_id AND i.state = 'stored' WHERE e.id = ?`);
  // A page is found in an index alone; only its rows are then read.
  const shown = (which: string): string =>
    `WITH shown AS MATERIALIZED (${which})
     SELECT e.id AS entryId, e.import_id AS importId, i.name AS file, e.line, e.raw, e.reason, e.suggestion, c.code
     FROM shown JOIN entry e ON e.id = shown.id JOIN import i ON i.id = e.import_id JOIN claim c ON c.id = e.claim_id ORDER BY e.import_id, e.id`;
  const byIds = db.prepare<[string], EntryRecord>(shown('SELECT value AS id FROM json_each(?)'));

  // Counting half a million rows takes a moment: it is done once for every state of the ledger.
  const changes = db.prepare<[], number>('SELECT total_changes()').pluck();
  const stateOf = (): string => `${db.pragma('data_version', { simple: true }) as number} ${changes.get()}`;
  const { kept, over } = createKept(stateOf);
  const bulk = createBulkActs(db);
  const groupsOf = (importId: number | null): readonly QuarantineGroup[] => {
    const where = heldWhere({ ...allHeld, importId }, hidden);
    // The index by reason is the one that needs no sorting, also where only one import is asked for.
    return kept(`groups ${importId} ${textOf(where)}`, () => prepare<QuarantineGroup>(
      `SELECT reason, count(*) AS held, count(suggestion) AS suggested FROM entry ${hidden.some(({ search }) => search !== null) ? '' : 'INDEXED BY entry_held_reason'}
       WHERE ${where.sql} GROUP BY reason ORDER BY held DESC, reason`).all(where.values));
  };

  const totalOf = ({ reasons, importId, suggested }: HeldFilter): number =>
    groupsOf(importId).filter(({ reason }) => reasons === null || reasons.includes(reason))
      .reduce((sum, group) => sum + (suggested === null ? group.held : (suggested ? group.suggested : group.held - group.suggested)), 0);
  /** The ids of all that a search finds, up to one more than is counted. */
  const hitsOf = (filter: HeldFilter): readonly number[] => {
    const where = heldWhere(filter, hidden);
    return kept(`hits ${textOf(where)}`, () =>
      prepare<{ id: number }>(`SELECT id FROM entry WHERE ${where.sql} ORDER BY import_id, id LIMIT ${mostCounted + 1}`).all(where.values).map(({ id }) => id));
  };
  const pageRecords = (filter: HeldFilter, offset: number, limit: number): { readonly total: number; readonly capped: boolean; readonly records: readonly EntryRecord[] } => {
    if (filter.search !== null) {
      const hits = hitsOf(filter);
      const total = Math.min(hits.length, mostCounted);
      return { total, capped: hits.length > mostCounted, records: byIds.all(JSON.stringify(hits.slice(offset, Math.min(total, offset + limit)))) };
    }
    const asked = narrowed(filter);
    if (asked.reasons?.length === 0) return { total: 0, capped: false, records: [] };
    const where = heldWhere(asked, hidden);
    const ids = kept(`page ${offset} ${limit} ${textOf(where)}`, () => prepare<{ id: number }>(
      `SELECT id FROM entry ${asked.reasons?.length === 1 ? '' : 'INDEXED BY entry_held'} WHERE ${where.sql} ORDER BY import_id, id LIMIT @limit OFFSET @offset`)
      .all({ ...where.values, offset, limit }).map(({ id }) => id));
    return { total: totalOf(filter), capped: false, records: byIds.all(JSON.stringify(ids)) };
  };
  /** A suggestion is not in the index that has the order: reasons that have none, or have only such, need no look at the table. */
  const narrowed = (filter: HeldFilter): HeldFilter => {
    const { suggested, reasons, importId } = filter;
    if (suggested === null) return filter;
    const groups = groupsOf(importId).filter((group) => reasons === null || reasons.includes(group.reason));
    const fitting = groups.filter((group) => (suggested ? group.suggested > 0 : group.suggested < group.held));
    const isPlain = fitting.every((group) => (suggested ? group.suggested === group.held : group.suggested === 0));
    return { ...filter, reasons: fitting.map(({ reason }) => reason), suggested: isPlain ? null : suggested };
  };

  return {
    ...createDecisionActs(db),
    bulk: { ...bulk, slice: (work, unseen) => (unseen ? over(() => bulk.slice(work, unseen)) : bulk.slice(work, unseen)) },
    summary: (importId) => {
      const groups = groupsOf(importId);
      return { held: groups.reduce((sum, group) => sum + group.held, 0), groups };
    },
    page: (filter, offset, limit) => {
      const { total, capped, records } = pageRecords(filter, offset, limit);
      const rows = records.map((record) => ({ ...record, code: record.code === '' ? null : record.code, cells: blocks.cellsOf(record.importId, record.line) }));
      return capped ? { total, rows, capped } : { total, rows };
    },
    rowsAfter: (filter, after, span) => {
      const ids = walk(after, span, filter.importId);
      if (ids === null) return null;
      const where = heldWhere(filter);
      const rows = prepare<HeldRow>(shown(`SELECT id FROM entry WHERE ${where.sql} AND import_id = @importId AND id BETWEEN @from AND @to`)).all({ ...where.values, ...ids });
      return { rows, last: ids.to };
    },
    find: (entryId) => find.get(entryId) ?? null,
    hide: (filters) => { hidden = filters; },
  };
};

const textOf = ({ sql, values }: Where): string => `${sql} ${JSON.stringify(values)}`;

/** The last answers, for as long as nothing was written. */
const createKept = (stateOf: () => string) => {
  const answers = new Map<string, unknown>();
  let asOf = '';
  return {
    kept: <T>(question: string, answer: () => T): T => {
      const now = stateOf();
      if (now !== asOf || answers.size > 50) answers.clear();
      asOf = now;
      if (!answers.has(question)) answers.set(question, answer());
      // Made by `answer` under the same question.
      return answers.get(question) as T;
    },
    /** What was answered before `work` still holds after it. */
    over: <T>(work: () => T): T => {
      const held = stateOf() === asOf;
      const result = work();
      if (held) asOf = stateOf();
      return result;
    },
  };
};

/** Filters differ in their SQL only by what they restrict: a few dozen statements, each prepared once. */
const createStatements = (db: Database) => {
  const prepared = new Map<string, Statement<[Readonly<Record<string, string | number>>]>>();
  return <Row>(sql: string): Statement<[Readonly<Record<string, string | number>>], Row> => {
    let statement = prepared.get(sql);
    if (statement === undefined) {
      if (prepared.size > 200) prepared.clear();
      prepared.set(sql, statement = db.prepare(sql));
    }
    // The caller's own SQL names the row.
    return statement as Statement<[Readonly<Record<string, string | number>>], Row>;
  };
};
