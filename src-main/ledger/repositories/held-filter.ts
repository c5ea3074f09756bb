// Which held rows are meant: one filter for pages, counts, exports and decisions, so that what is shown is what is decided.
import type { Database } from 'better-sqlite3';
import type { RejectReason } from '../../../src-shared/domain/reject.ts';
import { notStaging } from './stored-only.ts';

/** Null: no restriction. `suggested`: with a suggestion (true) or without one. `search`: inside the raw text, in either case of ASCII letters. */
export type HeldFilter = {
  readonly reasons: readonly RejectReason[] | null;
  readonly importId: number | null;
  readonly suggested: boolean | null;
  readonly search: string | null;
};

export const allHeld: HeldFilter = { reasons: null, importId: null, suggested: null, search: null };

export type Where = { readonly sql: string; readonly values: Readonly<Record<string, string | number>> };

/** Conditions over the columns of `entry`. `hidden`: filters whose rows are left out, since a decision on them is under way. */
export type HeldWhere = (filter: HeldFilter, hidden?: readonly HeldFilter[]) => Where;

export const createHeldWhere = (db: Database): HeldWhere => {
  const isStaging = db.prepare<[], number>("SELECT EXISTS (SELECT 1 FROM import WHERE state = 'staging')").pluck();
  // Asking this of every row would be most of the work, and nearly always for nothing.
  return (filter, hidden = []) => heldWhere(filter, hidden, isStaging.get() === 1);
};

const heldWhere = (filter: HeldFilter, hidden: readonly HeldFilter[], isStaging: boolean): Where => {
  const values: Record<string, string | number> = {};
  const own = conditions(filter, 'f', values);
  const others = hidden.map((other, i) => `NOT (${['1', ...conditions(other, `h${i}`, values)].join(' AND ')})`);
  return { sql: ["verdict = 'quarantined'", ...(isStaging ? [notStaging('import_id')] : []), ...own, ...others].join(' AND '), values };
};

/** The cheapest first: text is looked at last, and the table only where no index has the column. */
const conditions = ({ reasons, importId, suggested, search }: HeldFilter, prefix: string, values: Record<string, string | number>): readonly string[] => {
  const all: string[] = [];
  if (reasons !== null) {
    for (const [i, reason] of reasons.entries()) values[`${prefix}r${i}`] = reason;
    all.push(reasons.length === 1 ? `reason = @${prefix}r0` : `reason IN (${reasons.map((_, i) => `@${prefix}r${i}`).join(', ')})`);
  }
  if (importId !== null) {
    values[`${prefix}i`] = importId;
    all.push(`import_id = @${prefix}i`);
  }
  if (search !== null) {
    values[`${prefix}t`] = `%${search.replaceAll(/[\\%_]/g, String.raw`\$&`)}%`;
    all.push(String.raw`raw LIKE @${prefix}t ESCAPE '\'`);
  }
  if (suggested !== null) all.push(`suggestion IS ${suggested ? 'NOT ' : ''}NULL`);
  return all;
};

/** Ids of one import from `from` to `to`: what one short statement looks through. */
export type HeldSpan = { readonly importId: number; readonly from: number; readonly to: number };

/** The next `span` ids from the first held entry after `after` on; null where there is none. */
export const createHeldWalk = (db: Database): ((after: number, span: number, importId: number | null) => HeldSpan | null) => {
  const importAt = db.prepare<[{ first: number; only: number | null }], number | null>(
    "SELECT min(id) FROM import WHERE state <> 'staging' AND id >= @first AND (@only IS NULL OR id = @only)").pluck();
  const importAfter = (first: number, only: number | null): number | null => importAt.get({ first, only }) ?? null;
  const importOf = db.prepare<[number], number | null>('SELECT max(id) FROM import WHERE first_entry <= ?').pluck();
  // The next import's entries are another span's: an import without entries has the same first one.
  const endOf = db.prepare<[number, number], number | null>('SELECT min(first_entry) - 1 FROM import WHERE id > ? AND first_entry > ?').pluck();
  const firstIn = db.prepare<[number, number], number>("SELECT id FROM entry INDEXED BY entry_held WHERE verdict = 'quarantined' AND import_id = ? AND id > ? ORDER BY id LIMIT 1").pluck();
  return (after, span, only) => {
    // Ids rise with imports and lines.
    for (let importId = importAfter(importOf.get(after) ?? 0, only); importId !== null; importId = importAfter(importId + 1, only)) {
      const from = firstIn.get(importId, after);
      if (from !== undefined) return { importId, from, to: Math.min(from + span - 1, endOf.get(importId, from) ?? Number.MAX_SAFE_INTEGER) };
    }
    return null;
  };
};
