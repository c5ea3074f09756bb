// Claims and places: what rows say of their numbers and where numbers belong, each kept once and known by its id.
import type { Database } from 'better-sqlite3';
import { findAreaCodeOf, type AreaCodesOn } from '../../../src-shared/domain/area-codes.ts';
import { jurisdictionOfAreaCode } from '../../../src-shared/domain/jurisdictions.ts';

/** A row's regulation code ('' for none), its own jurisdiction, and the end of the block (ms since 1970; null: permanent). */
export type Claim = { readonly code: string; readonly jurisdiction: string | null; readonly expiresAt: number | null };
/** ISO 3166-1, and for a geographic North American number the jurisdiction of its area code. */
export type Place = { readonly country: string; readonly jurisdiction: string | null };

export type ClaimRepository = {
  readonly claimId: (claim: Claim) => number;
  readonly placeId: (place: Place) => number;
};

export const createClaimRepository = (db: Database): ClaimRepository => {
  const findClaim = db.prepare<[string, string, number], number>("SELECT id FROM claim WHERE code = ? AND coalesce(jurisdiction, '') = ? AND coalesce(expires_at, -1) = ?").pluck();
  const insertClaim = db.prepare('INSERT INTO claim (code, jurisdiction, expires_at) VALUES (?, ?, ?)');
  const findPlace = db.prepare<[string, string], number>("SELECT id FROM place WHERE country = ? AND coalesce(jurisdiction, '') = ?").pluck();
  const insertPlace = db.prepare('INSERT INTO place (country, jurisdiction) VALUES (?, ?)');
  return {
    claimId: ({ code, jurisdiction, expiresAt }) =>
      findClaim.get(code, jurisdiction ?? '', expiresAt ?? -1) ?? Number(insertClaim.run(code, jurisdiction, expiresAt).lastInsertRowid),
    placeId: ({ country, jurisdiction }) => findPlace.get(country, jurisdiction ?? '') ?? Number(insertPlace.run(country, jurisdiction).lastInsertRowid),
  };
};

/** "US-CA" for a geographic North American number in E.164; null for all others. */
export const areaJurisdiction = (phone: string, asked?: AreaCodesOn): string | null => {
  const areaCode = findAreaCodeOf(phone, asked);
  return areaCode === null ? null : jurisdictionOfAreaCode(areaCode);
};
