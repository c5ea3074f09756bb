// Accepted entries outside of review: a number that a vendor refused is replaced by the one a person corrected it to.
import type { Database } from 'better-sqlite3';
import { areaJurisdiction } from './staging.ts';
import { notStaging } from './stored-only.ts';

export type EntryRepository = {
  /** Every accepted entry of `from` becomes one of the corrected number, or a duplicate where that one is there already. Raw text stays. */
  readonly correctPhone: (from: string, corrected: { readonly phone: string; readonly country: string }) => void;
};

export const createEntryRepository = (db: Database): EntryRepository => {
  const accepted = db.prepare<[string], { id: number; code: string; jurisdiction: string | null; expiresAt: number | null }>(
    `SELECT id, code, row_jurisdiction AS jurisdiction, expires_at AS expiresAt FROM entry WHERE phone = ? AND verdict = 'accepted' AND ${notStaging('import_id')}`);
  const findSame = db.prepare<[string, string, string | null, number | null], { id: number }>(
    `SELECT id FROM entry INDEXED BY entry_accepted WHERE phone = ? AND code = ? AND verdict = 'accepted' AND row_jurisdiction IS ? AND expires_at IS ? AND ${notStaging('import_id')} LIMIT 1`);
  const correct = db.prepare('UPDATE entry SET phone = ?, country = ?, area_jurisdiction = ?, verdict = ?, duplicate_of = ? WHERE id = ?');
  const followers = db.prepare('UPDATE entry SET phone = ?, country = ?, area_jurisdiction = ?, duplicate_of = ? WHERE duplicate_of = ?');
  return {
    correctPhone: (from, { phone, country }) => {
      const area = areaJurisdiction(phone);
      for (const entry of accepted.all(from)) {
        const same = findSame.get(phone, entry.code, entry.jurisdiction, entry.expiresAt);
        correct.run(phone, country, area, same === undefined ? 'accepted' : 'duplicate', same?.id ?? null, entry.id);
        followers.run(phone, country, area, same?.id ?? entry.id, entry.id);
      }
    },
  };
};
