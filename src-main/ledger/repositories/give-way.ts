// A staged number that somebody accepted in review meanwhile becomes a duplicate of theirs, and its row is counted anew.
import type { Database } from 'better-sqlite3';

/** `entryId` was staged as accepted; `sameId` has its number and claim. True where its whole row is a duplicate now and no longer new. */
export const createGiveWay = (db: Database): ((entryId: number, sameId: number) => boolean) => {
  const point = db.prepare("UPDATE entry SET verdict = 'duplicate', duplicate_of = ? WHERE id = ?");
  const find = db.prepare<[number], { importId: number; line: number }>('SELECT import_id AS importId, line FROM entry WHERE id = ?');
  // The numbers of a row have ids next to each other; a row has at most some hundred.
  const isStillNew = db.prepare<[{ entryId: number; importId: number; line: number }], number>(
    `SELECT EXISTS (SELECT 1 FROM entry WHERE id BETWEEN @entryId - 1000 AND @entryId + 1000 AND import_id = @importId AND line = @line AND verdict IN ('accepted', 'quarantined'))`).pluck();
  const recount = db.prepare<[{ importId: number; line: number }]>(
    `UPDATE import_block SET a = a - 1, d = d + 1, outcomes = substr(outcomes, 1, @line - first_line) || 'd' || substr(outcomes, @line - first_line + 2)
     WHERE id = (SELECT id FROM import_block WHERE import_id = @importId AND first_line <= @line ORDER BY first_line DESC LIMIT 1)`);
  return (entryId, sameId) => {
    point.run(sameId, entryId);
    const row = find.get(entryId);
    if (row === undefined) throw new Error(`entry ${entryId} is not there`);
    if (isStillNew.get({ entryId, ...row }) === 1) return false;
    recount.run(row);
    return true;
  };
};
