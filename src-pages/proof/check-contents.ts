// What an export says is judged here, wherever its files lie: in a ZIP before verify.html or inside report.html itself.
import { areSame, fromUtf8, utf8 } from './bytes.ts';
import { isRecord, readCanonical } from './canonical.ts';
import { anchorsFlaw } from './check-anchors.ts';
import { indexFlaw, readRecords, readShown, type Certificate, type Shown } from './check-certificate.ts';
import { earlierFlaw, earlierSizes, heldFlaw, heldText } from './check-earlier.ts';
import { foundingFlaw, historyFlaw, historyOf, keyFilesFlaw, type PastKey } from './check-keys.ts';
import { openingsFlaw, rowFilesFlaw, type HearOpening } from './check-openings.ts';
import { flaw, type CheckName, type Course, type Flaw } from './course.ts';
import { isSignedBy, type PublicKey } from './keys.ts';
import type { Leaf } from './leaf.ts';
import type { Level } from './members.ts';
import { noteSignedBy, readCheckpoint, type Checkpoint } from './note.ts';
import { readLeaves, type Reading } from './read-leaves.ts';
import type { Members } from './source.ts';

export type Cover = { readonly level: Level; readonly size: number; readonly log: string; readonly at: string; readonly app: string };

/** bundle.json, which says what the rest is. */
export const readCover = async (members: Members): Promise<Cover | Flaw> => {
  const text = fromUtf8(await members.bytes('bundle.json') ?? new Uint8Array());
  const value = text?.endsWith('\n') === true ? readCanonical(text.slice(0, -1)) : undefined;
  if (!isRecord(value) || value['format'] !== 'dncdesk-audit') return flaw('not-an-export', members.names.includes('bundle.json') ? 'bundle.json is not the cover sheet of an export.' : 'bundle.json is missing: this is no export of DNC Desk, or it was taken out.');
  const { app, at, level, log, size, v } = value;
  if (typeof v === 'number' && v > 1) return flaw('newer', `This export is of version ${v}, made by a newer DNC Desk. Take the verify.html of that version; this page judges nothing in it.`);
  if (v !== 1 || (level !== 'L0' && level !== 'L1' && level !== 'L2') || typeof app !== 'string' || typeof at !== 'string' || typeof log !== 'string' || typeof size !== 'number') {
    return flaw('not-an-export', 'bundle.json is not the cover sheet of an export.');
  }
  return { app, at, level, log, size };
};

export const contentChecks = (level: Level, withHeld: boolean): readonly CheckName[] => [
  'keys', 'note', 'raw',
  ...(level === 'L0' ? ['proofs', 'beginning', 'history', 'records', 'index'] as const : ['form', 'order', 'log', 'beginning', 'size', 'root', 'history'] as const),
  ...(level === 'L2' ? ['openings', 'rows'] as const : []),
  'earlier', 'anchors', ...(withHeld ? ['held'] as const : []),
];

export type ContentNeeds = {
  readonly members: Members;
  readonly cover: Cover;
  readonly key: PublicKey;
  /** The text of a checkpoint the reader kept. */
  readonly held: string | null;
  readonly breathe: Reading['breathe'];
  readonly hear: (leaf: Leaf) => void;
  readonly hearOpening: HearOpening;
  readonly before?: Reading['before'];
};
export type Contents = { readonly checkpoint: Checkpoint | null; readonly history: readonly PastKey[]; readonly certificate: Certificate | null };

export const checkContents = async (course: Course, needs: ContentNeeds): Promise<Contents> => {
  const { members, cover, key, held } = needs;
  await course.take('keys', () => keyFilesFlaw(members, key));
  const now = readCheckpoint(fromUtf8(await members.bytes('checkpoint.txt') ?? new Uint8Array()) ?? '');
  await course.take('note', () => noteFlaw(now, key));
  if (now === null || course.isBroken()) return { checkpoint: now, history: [], certificate: null };
  await course.take('raw', () => rawFlaw(members, now, key, cover));
  if (course.isBroken()) return { checkpoint: now, history: [], certificate: null };

  const read = cover.level === 'L0' ? await checkShown(course, members, now) : await checkLeaves(course, needs, now);
  const roots = new Map(read.roots);
  const rootAt = (size: number): Uint8Array | null => roots.get(size) ?? null;
  const history = read.keyLeaves === null ? [] : historyOf(read.keyLeaves.filter(({ kind }) => kind.startsWith('key.')), now.origin);
  await course.take('history', () => {
    if (read.keyLeaves === null) return 'Not here: this page holds the last entries only.';
    return 'code' in history ? history : historyFlaw(members, history, key, rootAt);
  });
  const keys = 'code' in history ? [] : history.length === 0 ? [{ key, seq: 0, how: 'key.add', end: null, endSeq: null }] : history;
  await read.rest();
  await course.take('earlier', () => earlierFlaw(members, now, keys, rootAt, roots));
  await course.take('anchors', () => anchorsFlaw(members, now, rootAt));
  if (held !== null) await course.take('held', () => heldFlaw(held, now, keys, rootAt));
  return { checkpoint: now, history: keys, certificate: read.certificate() };
};

/** What the two kinds of export have in common once their entries are read. */
type Read = {
  /** Null where the first entries are not there. */
  readonly keyLeaves: readonly Leaf[] | null;
  /** Roots over the first n entries, recomputed from them. */
  readonly roots: ReadonlyMap<number, Uint8Array>;
  readonly certificate: () => Certificate | null;
  /** The checks that follow those of the keys. */
  readonly rest: () => Promise<void>;
};

const noteFlaw = (now: Checkpoint | null, key: PublicKey): Flaw | null => {
  if (now === null) return flaw('checkpoint-form', 'checkpoint.txt is no checkpoint.');
  if (now.origin !== key.origin) return flaw('checkpoint-foreign', 'checkpoint.txt belongs to another log than the key.');
  const signed = noteSignedBy(now, key);
  return signed === 'right' ? null : flaw('checkpoint-signature', signed === 'absent' ? 'checkpoint.txt is not signed by this key.' : 'The signature in checkpoint.txt is wrong.');
};

const rawFlaw = async (members: Members, now: Checkpoint, key: PublicKey, cover: Cover): Promise<Flaw | null> => {
  if (fromUtf8(await members.bytes('checkpoint.body') ?? new Uint8Array()) !== now.body) return flaw('checkpoint-body', 'checkpoint.body does not say what checkpoint.txt says.');
  if (!isSignedBy(key, utf8(now.body), await members.bytes('checkpoint.sig') ?? new Uint8Array())) return flaw('checkpoint-sig', 'checkpoint.sig is no signature of checkpoint.body by this key.');
  return cover.log === now.origin && cover.size === now.size ? null : flaw('cover', 'bundle.json names another log or another size than checkpoint.txt.');
};

const checkLeaves = async (course: Course, needs: ContentNeeds, now: Checkpoint): Promise<Read> => {
  const { members, cover, held, hear, hearOpening, breathe, before } = needs;
  const heldSize = held === null ? undefined : readCheckpoint(heldText(held))?.size;
  const sizes = [...earlierSizes(members), ...(heldSize === undefined ? [] : [heldSize])];
  const found = await readLeaves({ pieces: members.pieces('leaves.ndjson'), origin: now.origin, sizes, withOpen: cover.level === 'L2', hear, breathe, ...(before === undefined ? {} : { before }) });
  await course.take('form', () => {
    if (found.newer !== null) return flaw('newer', `Entry ${found.newer.seq} was written by a newer DNC Desk: ${found.newer.why}. Take the verify.html of that version.`);
    return found.broken === null ? null : flaw('entry-form', `Entry ${found.broken.seq} is damaged: ${found.broken.why}.`);
  });
  await course.take('order', () => (found.misplaced === null ? null : flaw('entry-misplaced', `At the place of entry ${found.misplaced.seq} stands another: ${found.misplaced.why}.`)));
  await course.take('log', () => (found.foreign === null ? null : flaw('entry-foreign', `Entry ${found.foreign.seq} belongs to another log.`)));
  await course.take('beginning', () => (before === undefined ? foundingFlaw(found.keyLeaves) : `Not here: this page holds the entries from ${before.first.toLocaleString('en')} on.`));
  await course.take('size', () => (found.count === now.size ? `${now.size.toLocaleString('en')} entries.` : flaw('entry-count', `The checkpoint counts ${now.size} entries, and here are ${found.count}.`)));
  await course.take('root', () => (areSame(found.root, now.root) ? null : flaw('entry-changed', 'An entry was changed, left out, put in or moved: the entries do not give the root that was signed.')));
  return {
    keyLeaves: before === undefined ? found.keyLeaves : null, roots: found.rootsAt, certificate: () => null,
    rest: async () => {
      if (cover.level !== 'L2') return;
      await course.take('openings', () => openingsFlaw(members, found, now.origin, hearOpening));
      await course.take('rows', () => rowFilesFlaw(members, found));
    },
  };
};

const checkShown = async (course: Course, members: Members, now: Checkpoint): Promise<Read> => {
  let shown: readonly Shown[] = [];
  let certificate: Certificate | null = null;
  await course.take('proofs', async () => {
    const read = await readShown(members, now);
    if ('code' in read) return read;
    shown = read;
    return `${read.length} entries.`;
  });
  const leaves = shown.map(({ leaf }) => leaf);
  await course.take('beginning', () => foundingFlaw(leaves));
  return {
    keyLeaves: leaves, roots: new Map(), certificate: () => certificate,
    rest: async () => {
      await course.take('records', async () => {
        const read = await readRecords(members, shown);
        if ('code' in read) return read;
        certificate = read;
        return null;
      });
      const made = certificate;
      if (made !== null) await course.take('index', () => indexFlaw(members, made));
    },
  };
};
