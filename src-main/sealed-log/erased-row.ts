// What stands for a row that was erased: its place and its hash, so that every other row of its list is proved as before.
import { canonicalJson } from './canonical-json.ts';
import { rowLeafHash } from './rows-tree.ts';

const keys = 'erased,i,kind,log';

/** The line in the place of row `i`'s opening; `hash` is what the sub-tree holds of it. */
export const erasedRow = (i: number, log: string, hash: Uint8Array): string => canonicalJson({ erased: Buffer.from(hash).toString('base64url'), i, kind: 'row', log });

/** The hash in such a line, already parsed; null for anything else. */
export const erasedHash = (row: Readonly<Record<string, unknown>>): Buffer | null => {
  const sum = row['erased'];
  if (typeof sum !== 'string' || !/^[A-Za-z0-9_-]{43}$/.test(sum) || Object.keys(row).sort().join(',') !== keys) return null;
  const hash = Buffer.from(sum, 'base64url');
  return hash.toString('base64url') === sum ? hash : null;
};

/** A line that stands for an erased row, told by its first key alone: an opening begins with another. */
export const isErasedRow = (line: string): boolean => line.startsWith('{"erased":');

/** What the sub-tree holds for a line of our own: the hash of the opening, or the one that was kept. */
export const rowLineHash = (line: string): Buffer => {
  const kept = isErasedRow(line) ? erasedHash(JSON.parse(line) as Record<string, unknown>) : null; // our own canonical JSON
  return kept ?? rowLeafHash(line);
};

/** The row in an opening of our own, as canonical JSON; null where it was erased. Cut out: it stands between the log's name, which has no quote, and a salt of 43 letters. */
export const rowInOpening = (line: string): string | null => (isErasedRow(line) ? null : line.slice(line.indexOf(rowMark) + rowMark.length, -saltLength));
const rowMark = ',"row":';
const saltLength = ',"salt":"'.length + 43 + '"}'.length;
