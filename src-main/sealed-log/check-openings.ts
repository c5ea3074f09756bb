// Openings and rows of an L2 export are walked beside the leaves: each must be exactly what its leaf committed to, and what is missing is counted.
import { hash } from 'node:crypto';
import { canonicalJson } from './canonical-json.ts';
import { erasedHash } from './erased-row.ts';
import { maxLeafBytes, type Leaf } from './leaf.ts';
import { leafHash } from './merkle.ts';
import { readLines, readUtf8, type Line } from './read-lines.ts';
import { createRunningRoot } from './running-root.ts';

export type OpeningsWalk = {
  /** True if nothing need be done for this leaf: it commits to nothing, and no opening is due. */
  readonly isSimple: (leaf: Leaf) => boolean;
  /** Takes the openings that belong to this leaf; leaves come in order. */
  readonly pass: (leaf: Leaf) => Promise<void>;
  readonly end: () => Promise<{ readonly flaw: string | null; /** How many openings are there, and how many commitments have none, of which some leaf says of so many that they were erased. */ readonly opened: number; readonly missing: number; readonly erased: number }>;
  /** What the leaves say was erased: "<seq> <kind>" of openings and "<seq> <i>" of rows. */
  readonly erased: ReadonlySet<string>;
  /** What the leaves say of their sub-trees: root in base64url and rows, of those leaves that were asked about. */
  readonly rowRoots: ReadonlyMap<number, { readonly root: string; readonly rows: number | null }>;
};

/** An opening is short, but a reason or a vendor's answer in it may be long. */
const maxOpeningBytes = 1024 * 1024;

/** `rowSeqs`: the leaves whose rows are in the bundle. */
export const walkOpenings = (chunks: AsyncIterable<Buffer>, origin: string, rowSeqs: ReadonlySet<number>): OpeningsWalk => {
  const blocks = readLines(chunks, maxOpeningBytes);
  let block: readonly Line[] = [];
  let at = 0;
  let [flaw, opened, committed, isDone]: [string | null, number, number, boolean] = [null, 0, 0, false];
  let next: ReadOpening | null = null;
  const rowRoots = new Map<number, { root: string; rows: number | null }>();
  const erased = new Set<string>();
  const absent: string[] = [];
  const pull = async (): Promise<void> => {
    next = null;
    while (at >= block.length && !isDone) {
      const more = await blocks.next();
      isDone = more.done === true;
      [block, at] = [more.done === true ? [] : more.value, 0];
    }
    const line = block[at];
    if (line === undefined || flaw !== null) return;
    at += 1;
    next = readOpening(line, origin);
    if (next === null) flaw = `Line ${opened + 1} of openings.ndjson is no opening of this log.`;
  };
  const dueAt = (seq: number): ReadOpening | null => (next === null || next.seq > seq ? null : next);
  let hasBegun = false;
  return {
    isSimple: (leaf) => hasBegun && leaf.kind !== 'delete.done' && (next === null || next.seq > leaf.seq) && Object.keys(leaf.open).length === 0 && !rowSeqs.has(leaf.seq),
    pass: async (leaf) => {
      if (!hasBegun) await pull();
      hasBegun = true;
      committed += Object.keys(leaf.open).length;
      const root = leaf.body['root'];
      const rows = leaf.body['rows'] ?? leaf.body['numbers'];
      if (rowSeqs.has(leaf.seq) && typeof root === 'string') rowRoots.set(leaf.seq, { root, rows: typeof rows === 'number' ? rows : null });
      for (const each of erasedBy(leaf)) erased.add(each);
      const here = new Set<string>();
      let last = '';
      for (let due = dueAt(leaf.seq); due !== null; due = dueAt(leaf.seq)) {
        const { seq, kind, sum } = due;
        if (seq !== leaf.seq || kind <= last) flaw ??= `The openings are not in order at line ${opened + 1}.`;
        else if (leaf.open[kind as keyof Leaf['open']] !== sum) flaw ??= `Leaf ${leaf.seq} commits to another ${kind} than is opened.`; // any other text finds nothing there
        last = kind;
        here.add(kind);
        opened += 1;
        await pull();
      }
      for (const kind of Object.keys(leaf.open)) if (!here.has(kind)) absent.push(`${leaf.seq} ${kind}`);
    },
    end: async () => {
      if (!hasBegun) await pull();
      if (next !== null) flaw ??= `An opening is of leaf ${next.seq}, which is not there.`;
      await blocks.return(undefined);
      return { flaw, opened, missing: committed - opened, erased: absent.filter((each) => erased.has(each)).length };
    },
    erased,
    rowRoots,
  };
};

/** What a leaf says was erased; nothing for any other leaf. A list whose seed was erased has a salt of its own beside each row. */
const erasedBy = ({ kind, body }: Leaf): readonly string[] => {
  if (kind !== 'delete.done' || body['act'] !== 'erase') return [];
  const all = (name: string): readonly unknown[] => (Array.isArray(body[name]) ? body[name] : []);
  return [
    ...all('subjects').map((seq) => `${String(seq)} subject`), ...all('details').map((seq) => `${String(seq)} detail`), ...all('seeds').map((seq) => `${String(seq)} rows`),
    ...all('rows').flatMap((place) => (Array.isArray(place) && place.length === 2 ? [`${String(place[0])} ${String(place[1])}`] : [])),
  ];
};

type ReadOpening = { readonly seq: number; readonly kind: string; /** Base64url SHA-256 of its bytes. */ readonly sum: string };

const readOpening = ({ bytes, whole }: Line, origin: string): ReadOpening | null => {
  const value = whole ? readCanonical(bytes) : null;
  if (value === null || value['log'] !== origin || typeof value['kind'] !== 'string' || typeof value['seq'] !== 'number') return null;
  return { seq: value['seq'], kind: value['kind'], sum: hash('sha256', bytes, 'base64url') };
};

/** The object that bytes are the canonical JSON of; null for anything else. */
export const readCanonical = (bytes: Uint8Array): Readonly<Record<string, unknown>> | null => {
  const text = readUtf8(bytes);
  if (text === null) return null;
  try {
    const value: unknown = JSON.parse(text);
    const isObject = typeof value === 'object' && value !== null && !Array.isArray(value);
    return isObject && canonicalJson(value) === text ? { ...value } : null;
  } catch {
    return null;
  }
};

/** Why `rows/<seq>.ndjson` is not what its leaf sealed; null if every row is, in order and none is missing. */
export const rowsFlaw = async (
  chunks: AsyncIterable<Buffer>, seq: number, sealed: { readonly root: string; readonly rows: number | null } | undefined, origin: string, erased: ReadonlySet<string>,
): Promise<string | null> => {
  if (sealed === undefined) return `Leaf ${seq} seals no rows.`;
  const tree = createRunningRoot();
  for await (const lines of readLines(chunks, maxLeafBytes * 16)) {
    for (const { bytes, whole } of lines) {
      const row = whole ? readCanonical(bytes) : null;
      if (row === null || row['i'] !== tree.size() || row['kind'] !== 'row' || row['log'] !== origin) return `Line ${tree.size() + 1} of rows/${seq}.ndjson is no row of that place.`;
      const kept = erasedHash(row);
      if (kept !== null && !erased.has(`${seq} ${tree.size()}`)) return `Line ${tree.size() + 1} of rows/${seq}.ndjson is said to be erased, and no leaf says so.`;
      tree.add(kept ?? leafHash(bytes));
    }
  }
  if (sealed.rows !== null && sealed.rows !== tree.size()) return `Leaf ${seq} seals ${sealed.rows} rows, here are ${tree.size()}.`;
  return tree.root().toString('base64url') === sealed.root ? null : `The rows are not those of leaf ${seq}: one was changed, dropped or put in.`;
};
