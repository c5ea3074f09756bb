// Which leaves hold how many records of whom, under labels nobody can make without the pepper: what the subject index is made of.
import type { Database } from 'better-sqlite3';

/** One opening that names whom a leaf is about, or that there are rows which do. */
export type NamingOpening = { readonly seq: number; readonly kind: 'subject' | 'rows'; readonly bytes: string };
export type FillState = { readonly nextSeq: number; readonly nextRow: number };
export type Labelled = { readonly label: Buffer; readonly seq: number; readonly records: number };

/** All that change are for use inside `transact`; they append no leaf. */
export type SubjectLeafRepository = {
  /** How far the leaves are labelled. Under another pepper (`mark` is a hash of it) all labels are worthless and are forgotten. */
  readonly begin: (mark: Buffer) => FillState;
  /** Openings of leaves from `seq` on, in order; `below` is not included. */
  readonly naming: (seq: number, below: number, limit: number) => readonly NamingOpening[];
  /** Adds to what is there already of the same leaf and label. */
  readonly put: (labelled: readonly Labelled[], state: FillState) => void;
  readonly of: (label: Buffer) => readonly { readonly seq: number; readonly records: number }[];
  /** By label and place, those after the given one; with the hash of the leaf. */
  readonly after: (label: Buffer, seq: number, limit: number) => readonly (Labelled & { readonly hash: Buffer })[];
  /** The first read-back or word of a person that found this number where that batch had put it. */
  readonly confirmed: (batchId: number, phone: string) => { readonly seq: number; readonly state: string } | null;
};

export const createSubjectLeafRepository = (db: Database): SubjectLeafRepository => {
  const state = db.prepare<[], { pepper: Buffer; nextSeq: number; nextRow: number }>('SELECT pepper, next_seq AS nextSeq, next_row AS nextRow FROM subject_fill');
  const start = db.prepare('INSERT OR REPLACE INTO subject_fill (id, pepper, next_seq, next_row) VALUES (1, ?, 0, 0)');
  const forget = db.prepare('DELETE FROM subject_leaf');
  const advance = db.prepare('UPDATE subject_fill SET next_seq = ?, next_row = ?');
  const naming = db.prepare<[{ seq: number; below: number; limit: number }], NamingOpening>(`
    SELECT seq, kind, bytes FROM opening WHERE seq >= @seq AND seq < @below AND kind IN ('rows', 'subject')
    UNION ALL SELECT seq, 'rows', '' FROM salted_row s WHERE first = 0 AND seq >= @seq AND seq < @below AND NOT EXISTS (SELECT 1 FROM opening o WHERE o.seq = s.seq AND o.kind = 'rows')
    ORDER BY seq, kind LIMIT @limit`);
  const put = db.prepare('INSERT INTO subject_leaf (label, seq, records) VALUES (?, ?, ?) ON CONFLICT (label, seq) DO UPDATE SET records = records + excluded.records');
  const of = db.prepare<[Buffer], { seq: number; records: number }>('SELECT seq, records FROM subject_leaf WHERE label = ? ORDER BY seq');
  const after = db.prepare<[Buffer, number, number], Labelled & { hash: Buffer }>(
    'SELECT s.label, s.seq, s.records, l.leaf_hash AS hash FROM subject_leaf s JOIN leaf l ON l.seq = s.seq WHERE (s.label, s.seq) > (?, ?) ORDER BY s.label, s.seq LIMIT ?');
  const confirmed = db.prepare<[{ batchId: number; phone: string }], { seq: number; state: string }>(`
    SELECT r.leaf_seq AS seq, r.state FROM batch b JOIN run ON run.id = b.run_id JOIN reconciliation r ON r.destination_id = run.destination_id
    WHERE b.id = @batchId AND r.state IN ('clean', 'differences', 'attested') AND r.last_batch_id >= b.id AND r.leaf_seq IS NOT NULL
      AND NOT EXISTS (SELECT 1 FROM difference d WHERE d.reconciliation_id = r.id AND d.list_ref = b.list_ref AND d.phone = @phone)
    ORDER BY r.id LIMIT 1`);
  return {
    begin: (mark) => {
      const found = state.get();
      if (found?.pepper.equals(mark) === true) return { nextSeq: found.nextSeq, nextRow: found.nextRow };
      forget.run();
      start.run(mark);
      return { nextSeq: 0, nextRow: 0 };
    },
    naming: (seq, below, limit) => naming.all({ seq, below, limit }),
    put: (labelled, { nextSeq, nextRow }) => {
      for (const { label, seq, records } of labelled) put.run(label, seq, records);
      advance.run(nextSeq, nextRow);
    },
    of: (label) => of.all(label),
    after: (label, seq, limit) => after.all(label, seq, limit),
    confirmed: (batchId, phone) => confirmed.get({ batchId, phone }) ?? null,
  };
};
