// Finds leaves by kind, person, time and telephone number, newest first, as fast in a log of a million leaves as in one of ten.
import type { Database } from 'better-sqlite3';
import type { Page } from '../../../src-shared/contract/imports.ts';
import type { LeafView } from '../../../src-shared/contract/log.ts';
import { readLeaf } from '../../sealed-log/leaf.ts';
import { inclusionProof, type NodeStore } from '../../sealed-log/merkle.ts';
import { leavesAbout } from './leaves-about.ts';

/** `from` and `until` in milliseconds since 1970, `until` not included; `phone` in E.164. */
export type LeafQuery = {
  readonly kind: string | null; readonly actor: string | null;
  readonly from: number | null; readonly until: number | null; readonly phone: string | null;
};
export type KindCount = { readonly kind: string; readonly leaves: number };
export type ActorCount = { readonly actor: string; readonly name: string; readonly leaves: number };

export type LogSearchRepository = {
  readonly search: (query: LeafQuery, offset: number, limit: number) => Page<LeafView>;
  readonly kinds: () => readonly KindCount[];
  readonly actors: () => readonly ActorCount[];
  readonly leaf: (seq: number) => { readonly view: LeafView; readonly bytes: string } | null;
  /** What has not been erased of a leaf's openings. */
  readonly openings: (seq: number) => readonly { readonly kind: string; readonly bytes: string }[];
  /** The audit path of leaf `seq` in the tree of `size` leaves, lowest first. Throws unless seq < size and that many are there. */
  readonly path: (seq: number, size: number) => readonly Buffer[];
};

export const createLogSearchRepository = (db: Database): LogSearchRepository => {
  const wordId = db.prepare<[string], number>('SELECT id FROM leaf_word WHERE word = ?').pluck();
  const tallies = db.prepare<[Words], Tally>(
    `SELECT block, sum(leaves) AS leaves, min(first_t) AS first, max(last_t) AS last FROM leaf_tally
     WHERE (@kind IS NULL OR kind = @kind) AND (@actor IS NULL OR actor = @actor) GROUP BY block ORDER BY block DESC`);
  const fits = '(@kind IS NULL OR kind = @kind) AND (@actor IS NULL OR actor = @actor) AND (@from IS NULL OR t >= @from) AND (@until IS NULL OR t < @until)';
  const countIn = db.prepare<[Words & Times & Span], number>(`SELECT count(*) FROM leaf_facts NOT INDEXED WHERE seq >= @low AND seq < @high AND ${fits}`).pluck();
  const seqsIn = db.prepare<[Words & Times & Span & { offset: number; limit: number }], number>(
    `SELECT seq FROM leaf_facts NOT INDEXED WHERE seq >= @low AND seq < @high AND ${fits} ORDER BY seq DESC LIMIT @limit OFFSET @offset`).pluck();
  const seqsAbout = db.prepare<[Words & Times & { phone: string; digits: number }], number>(
    `SELECT seq FROM leaf_facts WHERE seq IN (${leavesAbout}) AND ${fits} ORDER BY seq DESC`).pluck();
  const leaf = db.prepare<[number], LeafRecord>('SELECT seq, body, leaf_hash AS hash FROM leaf WHERE seq = ?');
  const openings = db.prepare<[number], { kind: string; bytes: string }>('SELECT kind, bytes FROM opening WHERE seq = ? ORDER BY kind');
  const kinds = db.prepare<[], KindCount>('SELECT w.word AS kind, sum(t.leaves) AS leaves FROM leaf_tally t JOIN leaf_word w ON w.id = t.kind GROUP BY t.kind ORDER BY 2 DESC, 1');
  const actors = db.prepare<[], ActorCount>(
    `SELECT w.word AS actor, coalesce(a.name, w.word) AS name, sum(t.leaves) AS leaves
     FROM leaf_tally t JOIN leaf_word w ON w.id = t.actor LEFT JOIN actor a ON a.pseudonym = w.word GROUP BY t.actor ORDER BY 3 DESC, 1`);
  const node = db.prepare<[number, number], Buffer>('SELECT hash FROM node WHERE level = ? AND idx = ?').pluck();
  const nodes: NodeStore = {
    get: (level, idx) => {
      const found = node.get(level, idx);
      if (found === undefined) throw new Error(`the log's tree lacks node ${level}/${idx}`);
      return found;
    },
    put: () => { throw new Error('a search writes nothing'); },
  };
  const viewOf = (seq: number): LeafView[] => {
    const record = leaf.get(seq);
    return record === undefined ? [] : [toView(record)];
  };

  /** Walks runs of leaves from the newest: whole ones are counted by their tally, and only those that a time cuts through are looked into. */
  const walk = (words: Words, times: Times, offset: number, limit: number): Page<LeafView> => {
    const { from, until } = times;
    const seqs: number[] = [];
    let total = 0;
    for (const { block, leaves, first, last } of tallies.all(words)) {
      if ((from !== null && last < from) || (until !== null && first >= until)) continue;
      const span = { low: block * blockLeaves, high: (block + 1) * blockLeaves };
      const isWhole = (from === null || first >= from) && (until === null || last < until);
      const here = isWhole ? leaves : countIn.get({ ...words, ...times, ...span }) ?? 0;
      const skip = Math.max(0, offset - total);
      if (skip < here && seqs.length < limit) seqs.push(...seqsIn.all({ ...words, ...times, ...span, offset: skip, limit: limit - seqs.length }));
      total += here;
    }
    return { total, rows: seqs.flatMap(viewOf) };
  };

  return {
    search: ({ kind, actor, from, until, phone }, offset, limit) => {
      const [kindId, actorId] = [kind, actor].map((word) => (word === null ? null : wordId.get(word)));
      // A word that no leaf bears.
      if (kindId === undefined || actorId === undefined) return { total: 0, rows: [] };
      const words = { kind: kindId, actor: actorId };
      if (phone === null) return walk(words, { from, until }, offset, limit);
      const seqs = seqsAbout.all({ ...words, from, until, phone, digits: Number(phone.slice(1)) });
      return { total: seqs.length, rows: seqs.slice(offset, offset + limit).flatMap(viewOf) };
    },
    kinds: () => kinds.all(),
    actors: () => actors.all(),
    leaf: (seq) => {
      const record = leaf.get(seq);
      return record === undefined ? null : { view: toView(record), bytes: record.body };
    },
    openings: (seq) => openings.all(seq),
    path: (seq, size) => inclusionProof(nodes, seq, size),
  };
};

/** As the trigger `leaf_told` has it. */
const blockLeaves = 4096;

type Words = { readonly kind: number | null; readonly actor: number | null };
type Times = { readonly from: number | null; readonly until: number | null };
type Span = { readonly low: number; readonly high: number };
type Tally = { readonly block: number; readonly leaves: number; readonly first: number; readonly last: number };
type LeafRecord = { readonly seq: number; readonly body: string; readonly hash: Buffer };

/** A body that someone broke is shown without what it said. */
const toView = ({ seq, body, hash }: LeafRecord): LeafView => {
  const leaf = readLeaf(body);
  const { t, kind, actor, body: said } = leaf.ok ? leaf.value : { t: '', kind: '', actor: '', body: {} };
  return { seq, at: t, kind, actor, body: said, hash: hash.toString('base64') };
};
