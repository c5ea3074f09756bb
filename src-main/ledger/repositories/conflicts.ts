// Conflicts of accepted, mapped numbers, counted and shown by kind; and what a person decided about each kind, the latest word counting.
import type { Database } from 'better-sqlite3';
import type { ConflictView } from '../../../src-shared/contract/code-map.ts';
import { conflictKinds, type ConflictChoice, type ConflictKind } from '../../../src-shared/domain/conflict.ts';
import { notStaging } from './stored-only.ts';

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
  // Entries that agree in what the rule looks at are counted first, in the index alone: it is asked once for each sort, not for each number.
  const groups = db.prepare<[number], Group>(
    `WITH sort AS MATERIALIZED (
       SELECT code, row_jurisdiction, area_jurisdiction, country, count(*) AS numbers FROM entry
       WHERE verdict = 'accepted' AND ${notStaging('import_id')} GROUP BY 1, 2, 3, 4
     ), judged AS MATERIALIZED (
       SELECT conflict_of(m.dnc_type, s.row_jurisdiction, m.jurisdiction, s.area_jurisdiction, s.country) AS kind, s.*
       FROM sort s JOIN code_map_line m ON m.version = ? AND m.code = s.code
     )
     SELECT kind, numbers, code, row_jurisdiction AS row, area_jurisdiction AS area, country FROM judged WHERE kind IS NOT NULL ORDER BY numbers DESC`);
  const examples = db.prepare<[Omit<Group, 'kind' | 'numbers'> & { version: number; limit: number }], ConflictView['examples'][number]>(
    `SELECT e.phone, e.code, m.dnc_type AS dncType, coalesce(e.row_jurisdiction, m.jurisdiction) AS declared, e.area_jurisdiction AS areaCode, i.name AS file, e.line
     FROM entry e JOIN code_map_line m ON m.version = @version AND m.code = e.code JOIN import i ON i.id = e.import_id AND i.state = 'stored'
     WHERE e.verdict = 'accepted' AND e.code = @code AND e.row_jurisdiction IS @row AND e.area_jurisdiction IS @area AND e.country IS @country LIMIT @limit`);

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
