// Dead letters: numbers a vendor refused, waiting for a person to retry, correct or give them up.
import type { Database } from 'better-sqlite3';
import type { Page } from '../../../src-shared/contract/imports.ts';
import type { DeadLetterView } from '../../../src-shared/contract/runs.ts';
import type { DncType } from '../../../src-shared/domain/dnc.ts';

export type DeadLetter = {
  readonly id: number; readonly destinationId: number; readonly batchId: number; readonly phone: string;
  readonly listRef: string; readonly listName: string; readonly dncType: DncType; readonly state: DeadLetterView['state'];
};
export type NewDeadLetter = {
  readonly destinationId: number; readonly batchId: number; readonly phone: string; readonly jurisdiction: string | null; readonly expiresAt: number | null;
  readonly listRef: string; readonly listName: string; readonly dncType: DncType; readonly code: string; readonly why: string; readonly at: number;
};

export type DeadLetterRepository = {
  /** A batch that is answered twice makes one dead letter a number. */
  readonly add: (letter: NewDeadLetter) => void;
  readonly find: (id: number) => DeadLetter | null;
  readonly open: (destinationId: number) => readonly DeadLetter[];
  readonly countOpen: (destinationId: number | null) => number;
  readonly settle: (id: number, state: 'retried' | 'corrected' | 'discarded', because: string | null, at: number, actor: string) => void;
  readonly page: (filter: { readonly destinationId: number | null; readonly state: 'open' | 'all' }, offset: number, limit: number) => Page<DeadLetterView>;
};

export const createDeadLetterRepository = (db: Database): DeadLetterRepository => {
  const columns = 'id, destination_id AS destinationId, batch_id AS batchId, phone, list_ref AS listRef, list_name AS listName, dnc_type AS dncType, state';
  const insert = db.prepare(`
    INSERT OR IGNORE INTO dead_letter (destination_id, batch_id, phone, jurisdiction, expires_at, list_ref, list_name, dnc_type, code, why, at)
    VALUES (@destinationId, @batchId, @phone, @jurisdiction, @expiresAt, @listRef, @listName, @dncType, @code, @why, @at)`);
  const find = db.prepare<[number], DeadLetter>(`SELECT ${columns} FROM dead_letter WHERE id = ?`);
  const open = db.prepare<[number], DeadLetter>(`SELECT ${columns} FROM dead_letter WHERE destination_id = ? AND state = 'open' ORDER BY id`);
  const countOpen = db.prepare<[{ destinationId: number | null }], { n: number }>(
    "SELECT count(*) AS n FROM dead_letter WHERE state = 'open' AND (@destinationId IS NULL OR destination_id = @destinationId)");
  const settle = db.prepare("UPDATE dead_letter SET state = ?, because = ?, settled_at = ?, actor = ? WHERE id = ? AND state = 'open'");
  const filtered = "(@destinationId IS NULL OR d.destination_id = @destinationId) AND (@state = 'all' OR d.state = 'open')";
  const page = db.prepare<[{ destinationId: number | null; state: string; offset: number; limit: number }], DeadLetterView>(`
    SELECT d.id AS deadLetterId, d.destination_id AS destinationId, destination.name AS destination, d.phone, d.list_name AS listName, d.code, d.why, d.at, d.state, d.because, nullif(batch.receipt, '') AS receipt
    FROM dead_letter d LEFT JOIN batch ON batch.id = d.batch_id JOIN destination ON destination.id = d.destination_id WHERE ${filtered} ORDER BY d.id DESC LIMIT @limit OFFSET @offset`);
  const total = db.prepare<[{ destinationId: number | null; state: string }], { n: number }>(`SELECT count(*) AS n FROM dead_letter d WHERE ${filtered}`);
  return {
    add: (letter) => { insert.run(letter); },
    find: (id) => find.get(id) ?? null,
    open: (destinationId) => open.all(destinationId),
    countOpen: (destinationId) => countOpen.get({ destinationId })?.n ?? 0,
    settle: (id, state, because, at, actor) => {
      if (settle.run(state, because, at, actor, id).changes !== 1) throw new Error(`dead letter ${id} was settled already`);
    },
    page: (filter, offset, limit) => ({ total: total.get(filter)?.n ?? 0, rows: page.all({ ...filter, offset, limit }) }),
  };
};
