// What becomes of every pair of a claim and a place at a destination: few pairs decide for millions of numbers, for a push and for a release alike.
import type { Database } from 'better-sqlite3';
import { conflictKinds, type ConflictChoice, type ConflictKind } from '../../../src-shared/domain/conflict.ts';
import { notStaging } from './stored-only.ts';

export type PlanQuestion = {
  readonly destinationId: number;
  readonly now: number;
  readonly codeMapVersion: number;
  readonly choices: Readonly<Record<ConflictKind, ConflictChoice | null>>;
  /** Empty: all. */
  readonly countries: readonly string[];
  /** The latest expiry the vendor takes (ms since 1970); null: any. */
  readonly horizon: number | null;
  readonly lateExpiry: 'permanent' | 'limit';
  /** A number without a jurisdiction would be blocked everywhere: it stays behind. */
  readonly needsJurisdiction: boolean;
  /** Only these numbers, by list; null: all. */
  readonly only: readonly { readonly listRef: string; readonly phone: string }[] | null;
};

type SortQuestion = Omit<PlanQuestion, 'only'>;

/** Fills `temp.plan_sort` anew. `status`: "wanted" on `list_ref`, or why not. */
export type PlanSort = {
  readonly all: (question: SortQuestion) => void;
  /** Or piece by piece: after `begin`, so many pairs from this position on; false where there were none. */
  readonly begin: () => void;
  readonly some: (question: SortQuestion, from: number, pairs: number) => boolean;
};

export const createPlanSort = (db: Database): PlanSort => {
  db.exec(`CREATE TEMP TABLE IF NOT EXISTS plan_sort (claim_id INTEGER, place_id INTEGER, dnc_type TEXT, list_ref TEXT, list_name TEXT,
    expires_at INTEGER, late INTEGER, jurisdiction TEXT, status TEXT, detail TEXT, PRIMARY KEY (claim_id, place_id)) WITHOUT ROWID;
    CREATE TEMP TABLE IF NOT EXISTS plan_pair (id INTEGER PRIMARY KEY, claim_id INTEGER, place_id INTEGER)`);
  const choiceCase = `CASE conflict ${conflictKinds.map((kind) => `WHEN '${kind}' THEN @${kind}`).join(' ')} END`;

  // What becomes of a number hangs on what its row says and where it belongs: decided once for each pair of the two, not for each number.
  // An expiry beyond the horizon leaves as permanent or at the horizon, as the destination says.
  const clear = ['plan_sort', 'plan_pair'].map((table) => db.prepare(`DELETE FROM temp.${table}`));
  const pair = db.prepare(`
    INSERT INTO temp.plan_pair (claim_id, place_id) SELECT DISTINCT claim_id, place_id FROM accepted_count WHERE entries > 0 AND ${notStaging('import_id')}`);
  const classify = db.prepare(`
    INSERT INTO temp.plan_sort
    WITH pair AS (
      SELECT claim_id, place_id FROM temp.plan_pair WHERE id > @from AND id <= @to
    ), mapped AS (
      SELECT pair.claim_id, pair.place_id, p.country, c.code, c.jurisdiction AS row_jurisdiction, p.jurisdiction AS area_jurisdiction, c.expires_at,
        m.dnc_type, m.jurisdiction AS map_jurisdiction,
        CASE WHEN m.dnc_type IS NULL THEN NULL
             ELSE conflict_of(m.dnc_type, c.jurisdiction, m.jurisdiction, p.jurisdiction, p.country) END AS conflict
      FROM pair JOIN claim c ON c.id = pair.claim_id JOIN place p ON p.id = pair.place_id
      LEFT JOIN code_map_line m ON m.version = @version AND m.code = c.code
    ), decided AS (
      SELECT mapped.*, ${choiceCase} AS choice FROM mapped
    ), settled AS (
      SELECT decided.*, l.list_ref, l.list_name,
        CASE WHEN decided.dnc_type IS NULL THEN NULL
             ELSE settled_jurisdiction(decided.dnc_type, row_jurisdiction, map_jurisdiction, area_jurisdiction, country, conflict, choice) END AS jurisdiction
      FROM decided LEFT JOIN destination_list l ON l.destination_id = @destinationId AND l.dnc_type = decided.dnc_type
    )
    SELECT claim_id, place_id, dnc_type, list_ref, list_name,
      CASE WHEN @horizon IS NULL OR expires_at IS NULL OR expires_at <= @horizon THEN expires_at
           WHEN @lateExpiry = 'permanent' THEN NULL ELSE @horizon END,
      coalesce(expires_at > @horizon, 0), nullif(jurisdiction, ''),
      CASE WHEN dnc_type IS NULL THEN 'code_unmapped'
           WHEN jurisdiction IS NULL THEN iif(choice IS NULL, 'conflict_undecided', 'conflict_held')
           WHEN list_ref IS NULL THEN 'list_not_chosen'
           WHEN @anyCountry = 0 AND country NOT IN (SELECT value FROM json_each(@countries)) THEN 'country_not_allowed'
           WHEN expires_at <= @now THEN 'expired'
           WHEN @needsJurisdiction AND jurisdiction = '' THEN 'jurisdiction_missing'
           ELSE 'wanted' END,
      CASE WHEN dnc_type IS NULL THEN code
           WHEN jurisdiction IS NULL THEN conflict
           WHEN list_ref IS NULL THEN dnc_type
           WHEN @anyCountry = 0 AND country NOT IN (SELECT value FROM json_each(@countries)) THEN country END
    FROM settled`);
  const begin = (): void => {
    for (const statement of clear) statement.run();
    pair.run();
  };
  const some: PlanSort['some'] = (question, from, pairs) => classify.run({
    ...question.choices, destinationId: question.destinationId, now: question.now, version: question.codeMapVersion, horizon: question.horizon, lateExpiry: question.lateExpiry,
    needsJurisdiction: question.needsJurisdiction ? 1 : 0, anyCountry: question.countries.length === 0 ? 1 : 0, countries: JSON.stringify(question.countries),
    from, to: from + pairs,
  }).changes > 0;
  return {
    begin, some,
    all: (question) => {
      begin();
      some(question, 0, Number.MAX_SAFE_INTEGER);
    },
  };
};
