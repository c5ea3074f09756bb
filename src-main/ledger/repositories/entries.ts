// Accepted entries outside of review: a number that a vendor refused is replaced by the one a person corrected it to.
import type { Database } from 'better-sqlite3';
import { createTableInUse } from './area-codes.ts';
import { areaJurisdiction, createClaimRepository } from './claims.ts';
import { notStagingEntry } from './stored-only.ts';

export type EntryRepository = {
  /** Every accepted entry of `from` becomes one of the corrected number, or a duplicate where that one is there already. Raw text stays. */
  readonly correctPhone: (from: string, corrected: { readonly phone: string; readonly country: string }) => void;
};

export const createEntryRepository = (db: Database): EntryRepository => {
  const { placeId } = createClaimRepository(db);
  const tableInUse = createTableInUse(db);
  const accepted = db.prepare<[number], { id: number; claimId: number }>(
    `SELECT entry_id AS id, claim_id AS claimId FROM suppression WHERE phone = ? AND ${notStagingEntry('entry_id')}`);
  const findSame = db.prepare<[number, number], { id: number }>('SELECT entry_id AS id FROM suppression WHERE phone = ? AND claim_id = ?');
  const correct = db.prepare('UPDATE entry SET phone = ?, place_id = ?, verdict = ?, duplicate_of = ? WHERE id = ?');
  // The first one only: what was imported.
  const remember = db.prepare('INSERT OR IGNORE INTO imported_phone (entry_id, phone) SELECT id, phone FROM entry WHERE id = @id OR duplicate_of = @id');
  const followers = db.prepare('UPDATE entry SET phone = ?, place_id = ?, duplicate_of = ? WHERE duplicate_of = ?');
  return {
    correctPhone: (from, { phone, country }) => {
      const table = tableInUse();
      const place = placeId({ country, jurisdiction: table === null ? areaJurisdiction(phone) : areaJurisdiction(phone, { on: '', table }) });
      const digits = Number(phone.slice(1));
      for (const { id, claimId } of accepted.all(Number(from.slice(1)))) {
        const same = findSame.get(digits, claimId);
        remember.run({ id });
        correct.run(digits, place, same === undefined ? 'accepted' : 'duplicate', same?.id ?? null, id);
        followers.run(digits, place, same?.id ?? id, id);
      }
    },
  };
};
