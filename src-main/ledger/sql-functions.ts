// Domain rules callable from SQL, so that the same function decides in a query over a million rows and on one screen.
import type { Database } from 'better-sqlite3';
import { findConflict, settleJurisdiction, type ConflictChoice, type ConflictKind } from '../../src-shared/domain/conflict.ts';
import type { DncType } from '../../src-shared/domain/dnc.ts';

type Text = string | null;

/**
 * conflict_of(dnc_type, row, map, area, country) → conflict kind or NULL.
 * settled_jurisdiction(dnc_type, row, map, area, country, conflict, choice) → jurisdiction, '' for none, NULL while held.
 */
export const registerSqlFunctions = (db: Database): void => {
  const options = { deterministic: true, directOnly: true } as const;
  const factsOf = (dncType: string, row: Text, map: Text, area: Text, country: Text) =>
    ({ dncType: dncType as DncType, rowJurisdiction: row, mapJurisdiction: map, areaJurisdiction: area, country: country ?? '' });
  db.function('conflict_of', options, (dncType: string, row: Text, map: Text, area: Text, country: Text) =>
    findConflict(factsOf(dncType, row, map, area, country)));
  db.function('settled_jurisdiction', options, (dncType: string, row: Text, map: Text, area: Text, country: Text, conflict: Text, choice: Text) => {
    const settled = settleJurisdiction(factsOf(dncType, row, map, area, country), conflict as ConflictKind | null, choice as ConflictChoice | null);
    return settled === undefined ? null : (settled ?? '');
  });
};
