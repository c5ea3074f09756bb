// Which keys the log has named, and the checkpoints that two of them signed: read from the leaves, never kept beside them.
import type { Database } from 'better-sqlite3';
import { readKeyLeaves, rotationFlaw, type KeyHistory, type KeyPeriod } from '../../sealed-log/key-history.ts';
import { readLeaf, type Leaf } from '../../sealed-log/leaf.ts';

export type LogKeyRepository = {
  /** From the oldest key to the newest. Throws where the leaves cannot be one log's: the ledger is broken then. */
  readonly history: () => KeyHistory;
  /** The key whose signature the next checkpoint needs; null before the log begins, or when the last was revoked and no other named. */
  readonly current: () => KeyPeriod | null;
  /** The places of all key leaves, in order. */
  readonly places: () => readonly number[];
  /** For each rotation, in order, the first note signed after it: both keys signed it (`BundleFrame.rotations`). */
  readonly rotationNotes: () => readonly string[];
};

export const createLogKeyRepository = (db: Database): LogKeyRepository => {
  const keyLeaves = db.prepare<[], { seq: number; body: string }>(
    "SELECT f.seq, l.body FROM leaf_facts f JOIN leaf l ON l.seq = f.seq WHERE f.kind IN (SELECT id FROM leaf_word WHERE word IN ('key.add', 'key.rotate', 'key.revoke')) ORDER BY f.seq");
  const count = db.prepare<[], number>("SELECT count(*) FROM leaf_facts WHERE kind IN (SELECT id FROM leaf_word WHERE word IN ('key.add', 'key.rotate', 'key.revoke'))").pluck();
  const noteAfter = db.prepare<[number], string>('SELECT note FROM checkpoint WHERE size > ? ORDER BY size LIMIT 1').pluck();
  // Key leaves are few and never change: they are read again only when there are more of them.
  let known: { readonly leaves: number; readonly history: KeyHistory } = { leaves: 0, history: [] };
  const history = (): KeyHistory => {
    const leaves = count.get() ?? 0;
    if (leaves === known.leaves) return known.history;
    const read = readKeyLeaves(keyLeaves.all().map(({ seq, body }) => keyLeafOf(seq, body)));
    if (!read.ok) throw new Error(`the log's keys do not follow from one another: ${read.failure.why}`);
    // A transaction may still be rolled back: what it appended is not remembered.
    if (!db.inTransaction) known = { leaves, history: read.value };
    return read.value;
  };
  return {
    history,
    current: () => {
      const last = history().at(-1);
      return last === undefined || last.end !== null ? null : last;
    },
    places: () => keyLeaves.all().map(({ seq }) => seq),
    rotationNotes: () => {
      const all = history();
      return all.filter(({ how }) => how === 'key.rotate').map((period) => {
        const note = noteAfter.get(period.seq) ?? '';
        const flaw = rotationFlaw(note, all, period);
        if (flaw !== null) throw new Error(`the checkpoint of a key's rotation is not good: ${flaw}`);
        return note;
      });
    },
  };
};

const keyLeafOf = (seq: number, body: string): Leaf => {
  const leaf = readLeaf(body);
  if (!leaf.ok) throw new Error(`leaf ${seq} cannot be read: ${leaf.failure.why}`);
  return leaf.value;
};
