// The sealed log in the ledger: leaves are appended inside the transaction they report, and every commit ends with a signed checkpoint.
import type { Database } from 'better-sqlite3';
import { hash } from 'node:crypto';
import type { Page } from '../../../src-shared/contract/imports.ts';
import type { LeafView } from '../../../src-shared/contract/log.ts';
import { signCheckpoint } from '../../sealed-log/checkpoint.ts';
import type { Signer } from '../../sealed-log/keys.ts';
import { createLeaf, readLeaf, type JsonObject, type LeafKind, type OpeningKind } from '../../sealed-log/leaf.ts';
import { appendLeafHash, consistencyProof, emptyRoot, rootAt, type NodeStore } from '../../sealed-log/merkle.ts';
import { createTreeCheck } from '../../sealed-log/verify-tree.ts';
import { createClockWatch } from '../clock-watch.ts';
import type { RowsOpening } from '../seal-rows.ts';
import { notSound } from '../sqlite-failure.ts';
import { createSealedRowRepository } from './sealed-rows.ts';

export type LeafDraft = {
  readonly kind: LeafKind;
  readonly body: JsonObject;
  /** `rows` as `sealRows` makes it: the rows are kept with the leaf. */
  readonly open?: { readonly detail?: JsonObject; readonly subject?: JsonObject; readonly rows?: RowsOpening };
};
export type StoredCheckpoint = { readonly size: number; readonly root: Buffer; readonly note: string; readonly at: number };
export type LogExport = { readonly at: number; readonly size: number; readonly root: Buffer; readonly note: string };

export type LogRepository = {
  /** The log's origin, once its first leaf is written. */
  readonly origin: () => string | null;
  /** OpenSSH fingerprint of the log's newest key, from the leaf that brought it; '' while the log is empty. */
  readonly fingerprint: () => string;
  /**
   * Signs and names all that follows; a ledger without a signer can be read and not written. `also` signs beside it: the key before, at a
   * rotation. What a key would sign that the leaves do not name as the log's is not committed.
   */
  readonly use: (signer: Signer, actor: string, also?: readonly Signer[]) => void;
  /** Takes `use` back; with a flaw (in plain words), whoever would write before the next `use` is told it: `sqliteFailure` names what is thrown. */
  readonly lock: (flaw?: string) => void;
  /** The flaw it is locked for; null otherwise. */
  readonly lockedFor: () => string | null;
  readonly signer: () => Signer | null;
  readonly actor: () => string;
  /** Appends one leaf and returns its place; one that says so before it where the clock was moved. Only inside `transact`, which signs the checkpoint. */
  readonly append: (draft: LeafDraft) => number;
  /** Says now what the next leaf would say before itself: that the clock was moved. Only inside `transact`. */
  readonly heedClock: () => void;
  /** Signs the tree as it stands; `transact` calls it once after the last leaf. */
  readonly seal: () => void;
  /**
   * Null while the leaves, hashed anew from their bytes, give what was last signed; else what does not hold, in plain words.
   * One snapshot: what others commit meanwhile is not seen. 100,000 leaves take about 0.3 s.
   */
  readonly flaw: () => string | null;
  /**
   * What can be told at once, in milliseconds: as many leaves as were signed, the tree kept beside them gives the signed root, and the
   * newest leaves are its own. Then whatever is signed next continues what was signed, and can hide nothing that `flaw` would find in older leaves.
   */
  readonly flawAtOnce: () => string | null;
  /** `flaw` of the leaves signed so far, in turns of some milliseconds between which others may write. */
  readonly flawInTurns: () => Generator<undefined, string | null>;
  readonly size: () => number;
  readonly latest: () => StoredCheckpoint | null;
  /** In pages: other work may run between two leaves. */
  readonly leaves: (size: number) => Iterable<{ readonly seq: number; readonly bytes: string }>;
  readonly leafHashes: () => IterableIterator<Buffer>;
  readonly page: (filter: { readonly kind: string | null; readonly search: string | null }, offset: number, limit: number) => Page<LeafView>;
  readonly kinds: () => readonly { readonly kind: string; readonly leaves: number }[];
  readonly consistency: (oldSize: number, newSize: number) => readonly Buffer[];
  /** The root over the first `size` leaves, which must be there. */
  readonly rootAt: (size: number) => Buffer;
  /** What has not been erased of the openings of the first `size` leaves, by (seq, kind), in pages. */
  readonly openings: (size: number) => Iterable<{ readonly seq: number; readonly kind: string; readonly bytes: string }>;
  /** The last leaf's time (ms since 1970) and the version that wrote it. */
  readonly newest: () => { readonly t: number; readonly app: string } | null;
  readonly opening: (seq: number, kind: OpeningKind) => string | null;
  readonly recordExport: (made: LogExport & { readonly file: string }) => void;
  readonly lastExport: () => LogExport | null;
  readonly nameOf: (pseudonym: string) => string;
  readonly pseudonymOf: (name: string) => string | null;
  readonly addActor: (pseudonym: string, name: string) => void;
};

export type LogNeeds = {
  readonly now: () => number; readonly appVersion: string; readonly randomBytes: (count: number) => Uint8Array;
  /** Milliseconds that no one can set; without it only a clock that goes back is noticed. */
  readonly monotonic?: () => number;
};

export const createLogRepository = (db: Database, needs: LogNeeds): LogRepository => {
  const insertLeaf = db.prepare('INSERT INTO leaf (seq, body, leaf_hash) VALUES (?, ?, ?)');
  const insertOpening = db.prepare('INSERT INTO opening (seq, kind, bytes) VALUES (?, ?, ?)');
  const insertCheckpoint = db.prepare('INSERT INTO checkpoint (size, root, note, at) VALUES (?, ?, ?, ?)');
  const countLeaves = db.prepare<[], { n: number }>('SELECT coalesce(max(seq) + 1, 0) AS n FROM leaf');
  const latest = db.prepare<[], StoredCheckpoint>('SELECT size, root, note, at FROM checkpoint ORDER BY size DESC LIMIT 1');
  const firstLeaf = db.prepare<[], { body: string }>('SELECT body FROM leaf WHERE seq = 0');
  const newestKey = db.prepare<[], [fingerprint: string, vkey: string]>(
    `SELECT iif(json_valid(body), coalesce(body ->> '$.body.fingerprint', ''), ''), iif(json_valid(body), coalesce(body ->> '$.body.vkey', ''), '') FROM leaf
     WHERE seq = (SELECT max(seq) FROM leaf_facts WHERE kind IN (SELECT id FROM leaf_word WHERE word IN ('key.add', 'key.rotate')))`).raw();
  const getNode = db.prepare<[number, number], { hash: Buffer }>('SELECT hash FROM node WHERE level = ? AND idx = ?');
  const putNode = db.prepare('INSERT INTO node (level, idx, hash) VALUES (?, ?, ?)');
  const leaves = db.prepare<[number, number], { seq: number; bytes: string }>('SELECT seq, body AS bytes FROM leaf WHERE seq >= ? AND seq < ? ORDER BY seq');
  // 0x00 ‖ body: what RFC 6962 hashes for a leaf, put together where it costs least.
  const prefixed = db.prepare<[from: number, below: number, limit: number], [seq: number, bytes: Buffer, hash: Buffer]>("SELECT seq, x'00' || body, leaf_hash FROM leaf WHERE seq >= ? AND seq < ? ORDER BY seq LIMIT ?").raw();
  const hashes = db.prepare<[], Buffer>('SELECT leaf_hash FROM leaf ORDER BY seq').pluck();
  // A body that someone broke must still be shown: it is found under no kind.
  const kindOf = "iif(json_valid(body), body ->> '$.kind', '')";
  const filtered = `(@kind IS NULL OR ${kindOf} = @kind) AND (@search IS NULL OR instr(body, @search) > 0)`;
  type Filter = { kind: string | null; search: string | null };
  const page = db.prepare<[Filter & { offset: number; limit: number }], LeafRecord>(
    `SELECT seq, body, leaf_hash AS hash FROM leaf WHERE ${filtered} ORDER BY seq DESC LIMIT @limit OFFSET @offset`);
  const total = db.prepare<[Filter], { n: number }>(`SELECT count(*) AS n FROM leaf WHERE ${filtered}`);
  const kinds = db.prepare<[], { kind: string; leaves: number }>(`SELECT ${kindOf} AS kind, count(*) AS leaves FROM leaf GROUP BY 1 ORDER BY 2 DESC, 1`);
  const openings = db.prepare<[number, string, number, number], { seq: number; kind: string; bytes: string }>(
    'SELECT seq, kind, bytes FROM opening WHERE (seq, kind) > (?, ?) AND seq < ? ORDER BY seq, kind LIMIT ?');
  const newest = db.prepare<[], { t: number; app: string }>("SELECT t, iif(json_valid(body), coalesce(body ->> '$.app', ''), '') AS app FROM leaf_facts JOIN leaf USING (seq) ORDER BY leaf_facts.seq DESC LIMIT 1");
  const lastTime = db.prepare<[], number>('SELECT t FROM leaf_facts ORDER BY seq DESC LIMIT 1').pluck();
  const sealedRows = createSealedRowRepository(db);
  const opening = db.prepare<[number, string], { bytes: string }>('SELECT bytes FROM opening WHERE seq = ? AND kind = ?');
  const insertExport = db.prepare('INSERT INTO log_export (at, size, root, note, file) VALUES (@at, @size, @root, @note, @file)');
  const lastExport = db.prepare<[], LogExport>('SELECT at, size, root, note FROM log_export ORDER BY id DESC LIMIT 1');
  const name = db.prepare<[string], { name: string }>('SELECT name FROM actor WHERE pseudonym = ?');
  const pseudonym = db.prepare<[string], { pseudonym: string }>('SELECT pseudonym FROM actor WHERE name = ?');
  const insertActor = db.prepare('INSERT INTO actor (pseudonym, name) VALUES (?, ?)');

  const nodes: NodeStore = {
    get: (level, idx) => {
      const node = getNode.get(level, idx);
      if (node === undefined) throw new Error(`the log's tree lacks node ${level}/${idx}`);
      return node.hash;
    },
    put: (level, idx, hash) => { putNode.run(level, idx, hash); },
  };
  const size = (): number => countLeaves.get()?.n ?? 0;
  let writer: Writer | null = null;
  let lockedFor: string | null = null;
  const writing = (): Writer => {
    if (lockedFor !== null) throw notSound(lockedFor);
    if (writer === null) throw new Error('the log has no signer: the core must unlock it before it writes');
    return writer;
  };

  const watch = createClockWatch(needs.now, needs.monotonic);
  const appendOne = ({ kind, body, open: { rows, ...open } = {} }: LeafDraft): number => {
    const { signer, actor } = writing();
    const seq = size();
    const leaf = createLeaf(
      { log: signer.origin, seq, t: new Date(needs.now()).toISOString(), kind, actor, app: needs.appVersion, body, open: rows === undefined ? open : { ...open, rows: { seed: rows.seed } } },
      needs.randomBytes);
    insertLeaf.run(seq, leaf.bytes, leaf.hash);
    for (const made of leaf.openings) insertOpening.run(seq, made.kind, made.bytes);
    sealedRows.keep(seq, rows?.packed ?? []);
    appendLeafHash(nodes, seq, leaf.hash);
    return seq;
  };

  const heedClock = (): void => {
    if (!db.inTransaction) throw new Error('leaves are appended inside transact only');
    const jump = watch.look(lastTime.get() ?? null);
    if (jump !== null) appendOne({ kind: 'clock.jump', body: jump });
  };

  const signedSoFar = () => latest.get() ?? { size: 0, root: emptyRoot };
  function* judgeLeaves(below: number, signed: { readonly size: number; readonly root: Buffer }): Generator<undefined, string | null> {
    const check = createTreeCheck(signed);
    let stray: number | null = null;
    for (let page = prefixed.all(0, below, leafPage); page.length > 0; page = prefixed.all((page.at(-1)?.[0] ?? 0) + 1, below, leafPage)) {
      for (const [seq, bytes, kept] of page) {
        const anew = hash('sha256', bytes, 'binary');
        if (anew !== kept.toString('latin1')) stray ??= seq;
        check.addLatin1(anew);
      }
      yield;
    }
    const { verdict, size: held } = check.end();
    if (verdict === 'shorter') return `of the ${signed.size} leaves that were signed only ${held} are there, the others are gone`;
    if (verdict === 'different') return `a leaf is not what was signed${stray === null ? '' : ` (the first is number ${stray})`}, or the checkpoint is not the one that was`;
    if (verdict === 'longer') return `after the ${signed.size} leaves that were signed come ${held - signed.size} that nobody signed`;
    if (stray !== null) return `the hash kept beside leaf ${stray} is not that leaf's`;
    return keptRoot(held).equals(signed.root) ? null : "the tree kept beside the leaves is not the leaves' own";
  }
  /** Later roots are made from these; a hole reads as a hash that no leaf has. */
  const keptNodes: NodeStore = { get: (level, idx) => getNode.get(level, idx)?.hash ?? Buffer.alloc(32), put: () => {} };
  const keptRoot = (held: number): Buffer => rootAt(keptNodes, held);

  const flaw = db.transaction((): string | null => {
    const judging = judgeLeaves(Number.MAX_SAFE_INTEGER, signedSoFar());
    for (;;) {
      const turn = judging.next();
      if (turn.done === true) return turn.value;
    }
  });
  const flawAtOnce = db.transaction((): string | null => {
    const signed = signedSoFar();
    const areNewestSound = prefixed.all(signed.size - leafPage, signed.size, leafPage)
      .every(([seq, bytes, kept]) => hash('sha256', bytes, 'buffer').equals(kept) && kept.equals(keptNodes.get(0, seq)));
    // The words for what is wrong come from looking at all of it.
    return size() === signed.size && areNewestSound && keptRoot(signed.size).equals(signed.root) ? null : flaw();
  });

  return {
    origin: () => {
      const first = firstLeaf.get();
      const leaf = first === undefined ? null : readLeaf(first.body);
      return leaf?.ok === true ? leaf.value.log : null;
    },
    fingerprint: () => newestKey.get()?.[0] ?? '',
    use: (signer, actor, also = []) => { [writer, lockedFor] = [{ signer, actor, also }, null]; },
    lock: (flaw) => { [writer, lockedFor] = [null, flaw ?? null]; },
    lockedFor: () => lockedFor,
    signer: () => writer?.signer ?? null,
    actor: () => writing().actor,
    append: (draft) => {
      heedClock();
      return appendOne(draft);
    },
    heedClock,
    seal: () => {
      const leavesNow = size();
      if (leavesNow === (latest.get()?.size ?? 0)) return;
      const root = rootAt(nodes, leavesNow);
      const { signer, also } = writing();
      const [, vkey = signer.vkey] = newestKey.get() ?? [];
      // Another process may have rotated the key since this one opened the log.
      if (vkey !== signer.vkey) throw new Error("the log's key is another now: the core must unlock it again");
      insertCheckpoint.run(leavesNow, root, signCheckpoint(signer, leavesNow, root, also), needs.now());
    },
    flaw,
    flawAtOnce,
    flawInTurns: function* () {
      const signed = signedSoFar();
      return yield* judgeLeaves(signed.size, signed);
    },
    size,
    latest: () => latest.get() ?? null,
    leaves: function* (leavesWanted) {
      for (let from = 0; from < leavesWanted; from += leafPage) yield* leaves.all(from, Math.min(leavesWanted, from + leafPage));
    },
    leafHashes: () => hashes.iterate(),
    page: (filter, offset, limit) => ({ total: total.get(filter)?.n ?? 0, rows: page.all({ ...filter, offset, limit }).map(toLeafView) }),
    kinds: () => kinds.all(),
    consistency: (oldSize, newSize) => consistencyProof(nodes, oldSize, newSize),
    rootAt: (wanted) => rootAt(nodes, wanted),
    openings: function* (below) {
      let [seq, kind] = [-1, ''];
      for (;;) {
        const page = openings.all(seq, kind, below, leafPage);
        yield* page;
        const last = page.at(-1);
        if (last === undefined || page.length < leafPage) return;
        [seq, kind] = [last.seq, last.kind];
      }
    },
    newest: () => newest.get() ?? null,
    opening: (seq, kind) => opening.get(seq, kind)?.bytes ?? null,
    recordExport: (made) => { insertExport.run(made); },
    lastExport: () => lastExport.get() ?? null,
    nameOf: (asked) => name.get(asked)?.name ?? asked,
    pseudonymOf: (asked) => pseudonym.get(asked)?.pseudonym ?? null,
    addActor: (made, called) => { insertActor.run(made, called); },
  };
};

/** Few enough that what is read at once rarely outlives its use. */
const leafPage = 200;

type Writer = { readonly signer: Signer; readonly actor: string; readonly also: readonly Signer[] };

type LeafRecord = { readonly seq: number; readonly body: string; readonly hash: Buffer };

const toLeafView = ({ seq, body, hash: leafHash }: LeafRecord): LeafView => {
  const leaf = readLeaf(body);
  const { t, kind, actor, body: said } = leaf.ok ? leaf.value : { t: '', kind: '', actor: '', body: {} };
  return { seq, at: t, kind, actor, body: said, hash: leafHash.toString('base64') };
};
