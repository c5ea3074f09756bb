// Conflicts of accepted, mapped numbers, counted and shown by kind; and what a person decided about each kind, the latest word counting.
import type { Database } from 'better-sqlite3';
import type { ConflictView } from '../../../src-shared/contract/code-map.ts';
import { conflictKinds, type ConflictChoice, type ConflictKind } from '../../../src-shared/domain/conflict.ts';
import { e164, notStaging } from './stored-only.ts';

export type ConflictDecision = { readonly kind: ConflictKind; readonly choice: ConflictChoice; readonly because: string; readonly at: number; readonly actor: string };
export type ConflictFound = { readonly kind: ConflictKind; readonly numbers: number; readonly examples: ConflictView['examples'] };

export type ConflictRepository = {
  /** What holds for each kind; null: undecided, so its numbers are held. */
  readonly choices: () => Readonly<Record<ConflictKind, ConflictChoice | null>>;
  /** The latest decision of each kind that has one; `actor` is the pseudonym of the log. */
  readonly latest: () => readonly ConflictDecision[];
  /** Every kind, also those without numbers, under this version of the code map; at most `examples` of each. */
  readonly found: (codeMapVersion: number, examples: number) => readonly ConflictFound[];
  /** Only inside `transact`; returns the decision's id. */
  readonly decide: (decision: ConflictDecision) => number;
};

type Group = {
  readonly kind: ConflictKind; readonly numbers: number; readonly code: string;
  readonly row: string | null; readonly area: string | null; readonly country: string | null;
};

export const createConflictRepository = (db: Database): ConflictRepository => {
  const latest = db.prepare<[], ConflictDecision>(
    'SELECT kind, choice, because, at, actor FROM conflict_decision WHERE id IN (SELECT max(id) FROM conflict_decision GROUP BY kind)');
  const insert = db.prepare<[ConflictDecision]>('INSERT INTO conflict_decision (kind, choice, because, at, actor) VALUES (@kind, @choice, @because, @at, @actor)');
  // Entries that agree in what the rule looks at are counted already: it is asked once for each sort, not for each number.
  const groups = db.prepare<[number], Group>(
    `WITH sort AS MATERIALIZED (
       SELECT c.code, c.jurisdiction AS row_jurisdiction, p.jurisdiction AS area_jurisdiction, p.country, sum(a.entries) AS numbers
       FROM accepted_count a JOIN claim c ON c.id = a.claim_id JOIN place p ON p.id = a.place_id
       WHERE a.entries > 0 AND ${notStaging('a.import_id')} GROUP BY 1, 2, 3, 4
     ), judged AS MATERIALIZED (
       SELECT conflict_of(m.dnc_type, s.row_jurisdiction, m.jurisdiction, s.area_jurisdiction, s.country) AS kind, s.*
       FROM sort s JOIN code_map_line m ON m.version = ? AND m.code = s.code
     )
     SELECT kind, numbers, code, row_jurisdiction AS row, area_jurisdiction AS area, country FROM judged WHERE kind IS NOT NULL ORDER BY numbers DESC`);
  const examples = db.prepare<[Omit<Group, 'kind' | 'numbers'> & { version: number; limit: number }], ConflictView['examples'][number]>(
    `SELECT ${e164('e.phone')} AS phone, c.code, m.dnc_type AS dncType, coalesce(c.jurisdiction, m.jurisdiction) AS declared, p.jurisdiction AS areaCode, i.name AS file, e.line
     FROM claim c JOIN code_map_line m ON m.version = @version AND m.code = c.code
     JOIN place p ON p.jurisdiction IS @area AND p.country IS @country
     JOIN accepted_count a ON a.claim_id = c.id AND a.place_id = p.id AND a.entries > 0
     JOIN import i ON i.id = a.import_id AND i.state = 'stored'
     JOIN entry e ON e.id >= i.first_entry AND e.import_id = i.id AND e.claim_id = c.id AND e.place_id = p.id AND e.verdict = 'accepted'
     WHERE c.code = @code AND c.jurisdiction IS @row LIMIT @limit`);

  return {
    choices: () => {
      const made = new Map(latest.all().map(({ kind, choice }) => [kind, choice]));
      return Object.fromEntries(conflictKinds.map((kind) => [kind, made.get(kind) ?? null])) as Record<ConflictKind, ConflictChoice | null>;
    },
    latest: () => latest.all(),
    found: (version, limit) => {
      const all = groups.all(version);
      return conflictKinds.map((kind) => {
        const ofKind = all.filter((group) => group.kind === kind);
        const shown: ConflictView['examples'][number][] = [];
        for (const { code, row, area, country } of ofKind) {
          if (shown.length >= limit) break;
          shown.push(...examples.all({ version, code, row, area, country, limit: limit - shown.length }));
        }
        return { kind, numbers: ofKind.reduce((sum, group) => sum + group.numbers, 0), examples: shown };
      });
    },
    decide: (decision) => Number(insert.run(decision).lastInsertRowid),
  };
};
