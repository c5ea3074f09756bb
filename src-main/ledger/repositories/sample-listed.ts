// Some numbers of a list by chance, however long it is: each is the next one after a place drawn at random.
import type { Database } from 'better-sqlite3';

/** At most `count` different ones, fewer only where the list has no more. What follows a gap is drawn more often: they are samples, not a lottery. */
export type SampleListed = (destinationId: number, listRef: string, count: number, now: number) => readonly string[];

/** `kind`: those that must be on the list at `now`, or those that are leaving it. */
export const createSampleListed = (db: Database, kind: 'there' | 'leaving'): SampleListed => {
  const from = kind === 'there' ? 'listed' : 'listed INDEXED BY listed_leaving';
  const which = `destination_id = @destinationId AND list_ref = @listRef AND ${kind === 'there' ? '(expires_at IS NULL OR expires_at > @now) AND leaving_batch_id IS NULL' : 'leaving_batch_id IS NOT NULL'}`;
  // Numbers are ordered as texts, so a place between two is drawn from their digits after a decimal point: 15 of them, as long as E.164 gets.
  const place = (end: 'min' | 'max'): string => `(SELECT CAST(substr(substr(${end}(phone), 2) || '000000000000000', 1, 15) AS INTEGER) FROM ${from} WHERE destination_id = @destinationId AND list_ref = @listRef${kind === 'there' ? '' : ' AND leaving_batch_id IS NOT NULL'})`;
  type Asked = { destinationId: number; listRef: string; now: number };
  const draw = db.prepare<[Asked], string | null>(`SELECT '+' || printf('%015d', low + abs(random() % (high - low + 1))) FROM (SELECT ${place('min')} AS low, ${place('max')} AS high)`).pluck();
  const next = db.prepare<[Asked & { after: string; drawn: string }], string>(
    `SELECT phone FROM ${from} WHERE ${which} AND phone >= @after AND phone NOT IN (SELECT value FROM json_each(@drawn)) ORDER BY phone LIMIT 1`).pluck();
  return (destinationId, listRef, count, now) => {
    const drawn: string[] = [];
    while (drawn.length < count) {
      const asked = { destinationId, listRef, now };
      const more = { ...asked, drawn: JSON.stringify(drawn) };
      const found = next.get({ ...more, after: draw.get(asked) ?? '' }) ?? next.get({ ...more, after: '' });
      if (found === undefined) break;
      drawn.push(found);
    }
    return drawn;
  };
};
