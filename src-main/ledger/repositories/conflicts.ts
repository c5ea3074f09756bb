// Conflicts of accepted, mapped numbers, counted and shown by kind; and what a person decided about each kind, the latest word counting.
import type { Database } from 'better-sqlite3';
import type { ConflictView } from '../../../src-shared/contract/code-map.ts';
import { conflictKinds, type ConflictChoice, type ConflictKind } from '../../../src-shared/domain/conflict.ts';
import { acceptedMark, e164, notStaging } from './stored-only.ts';

export type ConflictDecision = { readonly kind: ConflictKind; readonly choice: ConflictChoice; readonly because: string; readonly at: number; readonly actor: string };
export type ConflictCount = { readonly kind: ConflictKind; readonly numbers: number };
export type ConflictExample = { readonly kind: ConflictKind; readonly example: ConflictView['examples'][number] };

export type ConflictRepository = {
  /** What holds for each kind; null: undecided, so its numbers are held. */
  readonly choices: () => Readonly<Record<ConflictKind, ConflictChoice | null>>;
  /** The latest decision of each kind that has one; `actor` is the pseudonym of the log. */
  readonly latest: () => readonly ConflictDecision[];
  /** Every kind, also those without numbers, under this version of the code map. */
  readonly counts: (codeMapVersion: number) => readonly ConflictCount[];
  /** Examples in the order of their entries, among some thousand after this one; null where there are no more entries. */
  readonly examplesAfter: (codeMapVersion: number, afterEntry: number) => { readonly examples: readonly ConflictExample[]; readonly upTo: number } | null;
  /** Only inside `transact`; returns the decision's id. */
  readonly decide: (decision: ConflictDecision) => number;
};

/** Looked at once: some milliseconds. */
const entriesAtOnce = 5000;

export const createConflictRepository = (db: Database): ConflictRepository => {
  const latest = db.prepare<[], ConflictDecision>(
    'SELECT kind, choice, because, at, actor FROM conflict_decision WHERE id IN (SELECT max(id) FROM conflict_decision GROUP BY kind)');
  const insert = db.prepare<[ConflictDecision]>('INSERT INTO conflict_decision (kind, choice, because, at, actor) VALUES (@kind, @choice, @because, @at, @actor)');
  // Entries that agree in what the rule looks at are counted already: it is asked once for each sort, not for each number, and again only when they change.
  db.exec(`CREATE TEMP TABLE conflict_sort (kind TEXT NOT NULL, numbers INTEGER NOT NULL, code TEXT NOT NULL, row_jurisdiction TEXT, area_jurisdiction TEXT, country TEXT, type TEXT, map_jurisdiction TEXT);
    CREATE TEMP TABLE conflict_pair (claim_id INTEGER NOT NULL, place_id INTEGER NOT NULL, kind TEXT NOT NULL, type TEXT NOT NULL, declared TEXT, PRIMARY KEY (claim_id, place_id)) WITHOUT ROWID`);
  const clear = ['conflict_sort', 'conflict_pair'].map((table) => db.prepare(`DELETE FROM temp.${table}`));
  const judge = db.prepare<[number]>(
    `INSERT INTO temp.conflict_sort
     WITH sort AS MATERIALIZED (
       SELECT c.code, c.jurisdiction AS row_jurisdiction, p.jurisdiction AS area_jurisdiction, p.country, sum(a.entries) AS numbers
       FROM accepted_count a JOIN claim c ON c.id = a.claim_id JOIN place p ON p.id = a.place_id
       WHERE a.entries > 0 AND ${notStaging('a.import_id')} GROUP BY 1, 2, 3, 4
     ), judged AS MATERIALIZED (
       SELECT conflict_of(m.dnc_type, s.row_jurisdiction, m.jurisdiction, s.area_jurisdiction, s.country) AS kind, s.*, m.dnc_type AS type, m.jurisdiction AS map_jurisdiction
       FROM sort s JOIN code_map_line m ON m.version = ? AND m.code = s.code
     )
     SELECT kind, numbers, code, row_jurisdiction, area_jurisdiction, country, type, map_jurisdiction FROM judged WHERE kind IS NOT NULL`);
  const pair = db.prepare(
    `INSERT INTO temp.conflict_pair
     SELECT c.id, p.id, s.kind, s.type, coalesce(c.jurisdiction, s.map_jurisdiction)
     FROM temp.conflict_sort s JOIN claim c ON c.code = s.code AND c.jurisdiction IS s.row_jurisdiction JOIN place p ON p.country = s.country AND p.jurisdiction IS s.area_jurisdiction`);
  const sums = db.prepare<[], ConflictCount>('SELECT kind, sum(numbers) AS numbers FROM temp.conflict_sort GROUP BY kind');
  const endOf = db.prepare<[number, number], number | null>('SELECT max(id) FROM (SELECT id FROM entry WHERE id > ? ORDER BY id LIMIT ?)').pluck();
  const examples = db.prepare<[number, number], ConflictView['examples'][number] & { readonly kind: ConflictKind }>(
    `SELECT s.kind, ${e164('e.phone')} AS phone, c.code, s.type AS dncType, s.declared, p.jurisdiction AS areaCode, i.name AS file, e.line
     FROM entry e CROSS JOIN temp.conflict_pair s ON s.claim_id = e.claim_id AND s.place_id = e.place_id
     CROSS JOIN claim c ON c.id = e.claim_id CROSS JOIN place p ON p.id = e.place_id CROSS JOIN import i ON i.id = e.import_id
     WHERE e.id > ? AND e.id <= ? AND e.verdict = 'accepted' AND i.state <> 'staging' ORDER BY e.id`);
  const mark = db.prepare<[], string>(`SELECT ${acceptedMark}`).pluck();
  let judged = '';
  const judgeAnew = (version: number): void => {
    const now = `${version} ${mark.get()}`;
    if (now === judged) return;
    judged = '';
    for (const statement of clear) statement.run();
    judge.run(version);
    pair.run();
    // What a transaction may yet take back is not kept for later.
    if (!db.inTransaction) judged = now;
  };

  return {
    choices: () => {
      const made = new Map(latest.all().map(({ kind, choice }) => [kind, choice]));
      return Object.fromEntries(conflictKinds.map((kind) => [kind, made.get(kind) ?? null])) as Record<ConflictKind, ConflictChoice | null>;
    },
    latest: () => latest.all(),
    counts: (version) => {
      judgeAnew(version);
      const byKind = new Map(sums.all().map(({ kind, numbers }) => [kind, numbers]));
      return conflictKinds.map((kind) => ({ kind, numbers: byKind.get(kind) ?? 0 }));
    },
    examplesAfter: (version, afterEntry) => {
      judgeAnew(version);
      const upTo = endOf.get(afterEntry, entriesAtOnce) ?? null;
      return upTo === null ? null : { upTo, examples: examples.all(afterEntry, upTo).map(({ kind, ...example }) => ({ kind, example })) };
    },
    decide: (decision) => Number(insert.run(decision).lastInsertRowid),
  };
};
