// How the entries of a decision leave quarantine and come back, some at a time or all at once: exactly as they were, without losing others.
import type { Database } from 'better-sqlite3';
import { findAreaCodeOf, type AreaCodesOn } from '../../../src-shared/domain/area-codes.ts';
import { readExactPhone } from '../../../src-shared/domain/phone.ts';
import type { TypedPhone } from '../../../src-shared/domain/typed-phone.ts';
import { createTableInUse } from './area-codes.ts';
import { areaJurisdiction } from './claims.ts';
import { e164, notStagingEntry } from './stored-only.ts';

/** Entry ids, both included. */
export type Span = { readonly from: number; readonly to: number };
export const wholeSpan: Span = { from: 0, to: Number.MAX_SAFE_INTEGER };

export type SettleHeld = {
  /** An import that is being stored has settled a number of these under its own entry already: accepting them must wait for its end. */
  readonly clashes: (decisionId: number | bigint, span: Span) => boolean;
  /** The same where all of them get this number (E.164). */
  readonly clashesWith: (decisionId: number | bigint, phone: string) => boolean;
  /** Held entries become accepted with their number (the one given, the one planned for them, or the suggestion), or duplicates of the one that has it. */
  readonly accept: (decisionId: number | bigint, span: Span, corrected: TypedPhone | null) => void;
  /** `planned`: only those for which no number was planned. */
  readonly dismiss: (decisionId: number | bigint, span: Span, planned: boolean) => void;
  /** Entries of an import that is being stored point at these: they cannot be taken back before its end. */
  readonly holdsStaged: (decisionId: number, span: Span) => boolean;
  /** Held again; entries of others that pointed at them stand for themselves. */
  readonly restore: (decisionId: number, span: Span) => void;
};

type Taken = Span & { readonly decisionId: number | bigint };

export const createSettleHeld = (db: Database): SettleHeld => {
  db.function('area_jurisdiction_of', { deterministic: true, directOnly: true }, (phone: string) => areaJurisdiction(phone, areaCodes));
  db.function('country_of', { deterministic: true, directOnly: true }, (phone: string) => countryOf(phone, areaCodes));
  // The functions cannot read the database while a statement runs: the table in use is looked up before each.
  const tableInUse = createTableInUse(db);
  let areaCodes: AreaCodesOn | undefined;

  const taken = "FROM decision_entry d JOIN entry e ON e.id = d.entry_id WHERE d.decision_id = @decisionId AND d.entry_id BETWEEN @from AND @to AND e.verdict = 'quarantined'";
  const number = `coalesce(@phone, ${e164('e.phone')}, e.suggestion)`;
  const staging = db.prepare<[], number | null>("SELECT min(first_entry) FROM import WHERE state = 'staging'").pluck();
  const clash = db.prepare<[Taken & { phone: string | null; first: number }], number>(
    `SELECT EXISTS (SELECT 1 FROM (SELECT CAST(substr(${number}, 2) AS INTEGER) AS digits, e.claim_id ${taken}) AS wanted
       JOIN suppression s ON s.phone = wanted.digits AND s.claim_id = wanted.claim_id WHERE s.entry_id >= @first)`).pluck();
  // The places of the numbers that are about to be accepted, where they are not known yet.
  const addPlaces = db.prepare<[Taken & { phone: string | null; country: string | null }]>(
    `INSERT OR IGNORE INTO place (country, jurisdiction)
     SELECT DISTINCT coalesce(@country, country_of(phone), ''), area_jurisdiction_of(phone) FROM (SELECT DISTINCT ${number} AS phone ${taken})`);
  // One statement decides for all: an entry that has the same number under the same claim as an accepted one is its
  // duplicate; among those taken together the first is accepted and the others are duplicates of it.
  const settle = db.prepare<[Taken & { phone: string | null; country: string | null; notes: string | null }]>(
    `WITH taken AS MATERIALIZED (
       SELECT e.id, ${number} AS phone, CAST(substr(${number}, 2) AS INTEGER) AS digits, e.claim_id ${taken}
     ), placed AS (
       SELECT taken.id, taken.digits, p.id AS place_id, coalesce((
         SELECT s.entry_id FROM suppression s WHERE s.phone = taken.digits AND s.claim_id = taken.claim_id AND ${notStagingEntry('s.entry_id')}),
         first_value(taken.id) OVER (PARTITION BY taken.digits, taken.claim_id ORDER BY taken.id)) AS same
       FROM taken JOIN place p ON p.country = coalesce(@country, country_of(taken.phone), '') AND coalesce(p.jurisdiction, '') = coalesce(area_jurisdiction_of(taken.phone), '')
     )
     UPDATE entry SET phone = placed.digits, place_id = placed.place_id, notes = coalesce(@notes, notes), decision_id = @decisionId,
       verdict = iif(placed.same = entry.id, 'accepted', 'duplicate'), duplicate_of = nullif(placed.same, entry.id)
     FROM placed WHERE entry.id = placed.id`);
  const dismiss = (which: string) => db.prepare<[Taken]>(
    `UPDATE entry SET verdict = 'discarded', decision_id = @decisionId
     WHERE id IN (SELECT entry_id FROM decision_entry WHERE decision_id = @decisionId AND entry_id BETWEEN @from AND @to) AND verdict = 'quarantined' ${which}`);
  const dismissAll = dismiss('');
  const dismissUnplanned = dismiss('AND phone IS NULL');

  // The earliest of those that point at an entry inherits its place, unless it goes back itself.
  const goesBack = '(e.decision_id IS @decisionId AND e.id BETWEEN @from AND @to)';
  const heirs = db.prepare<[Span & { decisionId: number }], { target: number; heir: number }>(
    `SELECT e.duplicate_of AS target, min(e.id) AS heir FROM entry t JOIN entry e ON e.duplicate_of = t.id
     WHERE t.decision_id = @decisionId AND t.id BETWEEN @from AND @to AND NOT ${goesBack} GROUP BY e.duplicate_of`);
  const bequeath = db.prepare<[Span & { decisionId: number; target: number; heir: number }]>(
    `UPDATE entry AS e SET duplicate_of = @heir WHERE duplicate_of = @target AND id <> @heir AND NOT ${goesBack}`);
  const restore = db.prepare<[Span & { decisionId: number }]>(
    `UPDATE entry SET verdict = 'quarantined', phone = NULL, place_id = NULL, notes = NULL, duplicate_of = NULL, decision_id = NULL
     WHERE decision_id = @decisionId AND id BETWEEN @from AND @to`);
  const inherit = db.prepare<[number]>("UPDATE entry SET verdict = 'accepted', duplicate_of = NULL WHERE id = ?");
  const staged = db.prepare<[Span & { decisionId: number; first: number }], number>(
    `SELECT EXISTS (SELECT 1 FROM entry t JOIN entry e ON e.duplicate_of = t.id
       WHERE t.decision_id = @decisionId AND t.id BETWEEN @from AND @to AND e.id >= @first)`).pluck();

  const isClash = (decisionId: number | bigint, span: Span, phone: string | null): boolean => {
    const first = staging.get() ?? null;
    return first !== null && clash.get({ decisionId, ...span, phone, first }) === 1;
  };

  return {
    clashes: (decisionId, span) => isClash(decisionId, span, null),
    clashesWith: (decisionId, phone) => isClash(decisionId, wholeSpan, phone),
    accept: (decisionId, span, corrected) => {
      const table = tableInUse();
      areaCodes = table === null ? undefined : { on: anyDay, table };
      const phone = corrected?.phone ?? null;
      const country = corrected?.country ?? null;
      const notes = corrected === null || corrected.notes.length === 0 ? null : JSON.stringify(corrected.notes);
      addPlaces.run({ decisionId, ...span, phone, country });
      settle.run({ decisionId, ...span, phone, country, notes });
    },
    dismiss: (decisionId, span, planned) => { (planned ? dismissUnplanned : dismissAll).run({ decisionId, ...span }); },
    holdsStaged: (decisionId, span) => {
      const first = staging.get() ?? null;
      return first !== null && staged.get({ decisionId, ...span, first }) === 1;
    },
    restore: (decisionId, span) => {
      const inheriting = heirs.all({ decisionId, ...span });
      for (const { target, heir } of inheriting) bequeath.run({ decisionId, ...span, target, heir });
      restore.run({ decisionId, ...span });
      for (const { heir } of inheriting) inherit.run(heir);
    },
  };
};

/** Whether a code is in service was asked when the number was read. */
const anyDay = '9999-12-31';

/** As intake reads it; the area code answers first, at a thirtieth of the cost. */
const countryOf = (phone: string, areaCodes: AreaCodesOn | undefined): string | null => {
  const areaCode = findAreaCodeOf(phone, areaCodes);
  if (areaCode?.kind === 'geographic' && areaCode.country !== null) return areaCode.country;
  const reading = readExactPhone(phone, areaCodes);
  return reading?.verdict === 'accepted' ? reading.country : null;
};
