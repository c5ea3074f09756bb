// The export of a whole log, redacted (L1) or with its openings (L2), in one plain ZIP, signed last, written only if the leaves give the signed root.
import { ok, type Result } from '../../src-shared/result.ts';
import { checkedNote, frameMembers, type BundleFrame } from './bundle-frame.ts';
import type { BundleLevel } from './bundle-format.ts';
import { breath, createLineSummer, longMember, measureLines, rest, type LongMember } from './bundle-members.ts';
import type { Checkpoint } from './checkpoint.ts';
import { addKeyLeaf, type KeyHistory } from './key-history.ts';
import { rowLineHash } from './erased-row.ts';
import { openingHash, readLeaf } from './leaf.ts';
import { leafHash } from './merkle.ts';
import { originTail } from './origin.ts';
import { reportMember } from './report-member.ts';
import { csvHeader, csvLine, knownCsvLine } from './report-csv.ts';
import { createRunningRoot } from './running-root.ts';
import { writeBundle, type FileTooLarge } from './write-bundle.ts';

export type BundleInput = BundleFrame & {
  /**
   * The leaves 0 to size - 1 in order, from the start at each call: they are read three times (measure, table, leaves), and once
   * more for each reading of the report. Other work runs between leaves, so page through a database rather than hold a cursor open.
   */
  readonly leaves: () => Iterable<{ readonly seq: number; readonly bytes: string }>;
  /** With it the export is one of level L2: the openings there still are, by (seq, kind), from the start at each call. */
  readonly openings?: () => Iterable<{ readonly seq: number; readonly kind: string; readonly bytes: string }>;
  /** L2 only: of leaves with a sub-tree, every row's opening in order (`rowOpening`), or what stands for one that was erased (`erasedRow`), from the start at each call. */
  readonly rows?: readonly { readonly seq: number; readonly openings: () => Iterable<string> }[];
  /** L2 only: how many lists' rows are not among them, since a ZIP has no room for so many files. */
  readonly listsLeftOut?: number;
};

/** `sha256` in hex, `root` in base64. */
export type ExportedBundle = { readonly leaves: number; readonly bytes: number; readonly sha256: string; readonly root: string };

/** `dncdesk-audit-<tail>-<size>-<yyyymmdd>.zip`, the day in UTC. */
export const bundleName = (tail: string, size: number, at: number): string =>
  `dncdesk-audit-${tail}-${size}-${new Date(at).toISOString().slice(0, 10).replaceAll('-', '')}.zip`;

/**
 * Same input, same bytes. Memory does not grow with the log. Throws, before a byte is written, if the leaves are not those of
 * the checkpoint, the checkpoint is not this signer's, an opening or row is not its leaf's, or the log does not continue the
 * earlier one: the caller's ledger is broken then and nothing may be signed for it. `FileTooLarge` if the file would pass 4 GiB.
 */
export const exportBundle = async (input: BundleInput): Promise<Result<ExportedBundle, FileTooLarge>> => {
  const now = checkedNote(input);
  const level: BundleLevel = input.openings === undefined ? 'L1' : 'L2';
  const rows = level === 'L1' ? [] : await measureRows(input);
  const { leaves, table, history } = await measureLeaves(input, now, new Map(rows.map(({ seq, root }) => [seq, root])));
  const { openings } = input;
  const opened = openings === undefined ? [] : [await measureLines('openings.ndjson', () => linesOf(openings()))];
  const records = [leaves, ...opened, ...rows.map(({ member }) => member)];
  const frame = frameMembers(input, now, history, { level, certificate: null, example: { leaf: null, row: null, entry: null }, sums: records, ...(input.listsLeftOut === undefined ? {} : { listsLeftOut: input.listsLeftOut }) });
  const report = await reportMember(input.report, frame, [table, ...records]);
  const name = bundleName(originTail(input.signer.origin), input.size, input.at);
  const written = await writeBundle([...frame, ...report, table, ...records], { to: input.to, signer: input.signer, name });
  return written.ok ? ok({ leaves: input.size, ...written.value, root: now.root.toString('base64') }) : written;
};

/** Reads every leaf once: sizes and sums of the two long members, whether the leaves are those of the checkpoint, and which keys they name. */
const measureLeaves = async (
  input: BundleInput, now: Checkpoint, rowRoots: ReadonlyMap<number, Buffer>,
): Promise<{ readonly leaves: LongMember; readonly table: LongMember; readonly history: KeyHistory }> => {
  const tree = createRunningRoot();
  const [leafSum, tableSum] = [createLineSummer(), createLineSummer()];
  const checkOpenings = openingsGuard(input);
  let history: KeyHistory = [];
  tableSum.add(csvHeader);
  for (const { seq, bytes } of input.leaves()) {
    if (seq !== tree.size()) throw new Error(`Leaf ${seq} stands where leaf ${tree.size()} belongs`);
    tree.add(leafHash(bytes));
    leafSum.add(`${bytes}\n`);
    tableSum.add(tableLine(bytes));
    if (bytes.includes('"kind":"key.')) history = withKeyLeaf(history, bytes);
    checkOpenings(seq, bytes);
    const rowRoot = rowRoots.get(seq);
    if (rowRoot !== undefined && !bytes.includes(`"root":"${rowRoot.toString('base64url')}"`)) throw new Error(`The rows are not those of leaf ${seq}`);
    if (seq % breath === breath - 1) await rest();
  }
  checkOpenings(null, '');
  if (tree.size() !== now.size || !tree.root().equals(now.root)) throw new Error('The leaves are not those of the checkpoint');
  return {
    leaves: longMember('leaves.ndjson', leafSum.end(), () => linesOf(input.leaves())),
    table: longMember('report.csv', tableSum.end(), () => tableLines(input.leaves())),
    history,
  };
};

/** Walks the openings beside the leaves; throws where one is not its leaf's. `seq` null: there are no more leaves. */
const openingsGuard = ({ openings }: BundleInput): ((seq: number | null, leafBytes: string) => void) => {
  const left = openings?.()[Symbol.iterator]();
  let next = left?.next();
  const isDue = (seq: number | null): boolean => next?.done === false && (seq === null || next.value.seq <= seq);
  return (seq, leafBytes) => {
    while (isDue(seq)) {
      const { seq: at, kind, bytes } = next?.value ?? {};
      if (at !== seq || bytes === undefined || !leafBytes.includes(`"${kind}":"${openingHash(bytes)}"`)) throw new Error(`An opening of leaf ${at} is not what that leaf commits to`);
      next = left?.next();
    }
  };
};

const measureRows = async ({ rows = [] }: BundleInput): Promise<readonly { readonly seq: number; readonly root: Buffer; readonly member: LongMember }[]> => {
  const measured: { seq: number; root: Buffer; member: LongMember }[] = [];
  for (const { seq, openings } of rows) {
    const tree = createRunningRoot();
    const member = await measureLines(`rows/${seq}.ndjson`, () => linesOf(openings()), (line) => { tree.add(rowLineHash(line.slice(0, -1))); });
    measured.push({ seq, root: tree.root(), member });
  }
  return measured;
};

const withKeyLeaf = (history: KeyHistory, bytes: string): KeyHistory => {
  const leaf = readLeaf(bytes);
  const next = !leaf.ok ? leaf.failure.why : leaf.value.kind.startsWith('key.') ? addKeyLeaf(history, leaf.value) : history;
  if (typeof next === 'string') throw new Error(`The log's keys do not follow from one another: ${next}`);
  return next;
};

const tableLine = (bytes: string): string => {
  const line = csvLine(bytes);
  if (!line.ok) throw new Error(`A leaf cannot be read: ${line.failure.why}`);
  return line.value;
};

/** Every leaf was read when it was measured, and bytes that changed since then are found out by their sum. */
function* tableLines(leaves: Iterable<{ readonly bytes: string }>): Generator<string> {
  yield csvHeader;
  for (const { bytes } of leaves) yield knownCsvLine(bytes);
}

function* linesOf(all: Iterable<string | { readonly bytes: string }>): Generator<string> {
  for (const each of all) yield `${typeof each === 'string' ? each : each.bytes}\n`;
}
