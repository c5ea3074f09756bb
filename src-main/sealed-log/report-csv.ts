// The readable table of a log: one line a leaf, harmless when a spreadsheet program opens it.
import { fail, ok, type Result } from '../../src-shared/result.ts';
import { leafSentence } from '../../src-shared/words/leaf-body-words.ts';
import { readLeaf, type JsonValue, type Leaf } from './leaf.ts';
import { leafHash } from './merkle.ts';

export const csvHeader = 'seq,t,kind,actor,leaf_hash,says,summary\r\n';

/** One line, ended by CRLF (RFC 4180); `leaf_hash` in hex. A leaf that cannot be read is said so by the failure. */
export const csvLine = (leafBytes: string): Result<string, { readonly type: 'LeafBroken'; readonly why: string }> => {
  const leaf = readLeaf(leafBytes);
  return leaf.ok ? ok(lineOf(leaf.value, leafBytes)) : fail(leaf.failure);
};

/** The same of bytes that were read as a leaf before: half the time, and no judgement. */
export const knownCsvLine = (leafBytes: string): string => lineOf(JSON.parse(leafBytes) as Leaf, leafBytes); // read as one before, says the caller

const lineOf = ({ seq, t, kind, actor, body }: Leaf, leafBytes: string): string =>
  `${[String(seq), t, kind, actor, leafHash(leafBytes).toString('hex'), leafSentence(kind, body), summaryOf(body)].map(csvCell).join(',')}\r\n`;

/** The table of a certificate: one line a record, with what its opening says. Throws on a leaf that cannot be read. */
export const certificateCsv = (records: readonly { readonly bytes: string; readonly row: number | null; readonly opening: string | null }[]): string => {
  const lines = records.map(({ bytes, row, opening }) => {
    const leaf = readLeaf(bytes);
    if (!leaf.ok) throw new TypeError(`A leaf cannot be read: ${leaf.failure.why}`);
    const { seq, t, kind, actor, body } = leaf.value;
    return [String(seq), row === null ? '' : String(row), t, kind, actor, leafHash(bytes).toString('hex'), leafSentence(kind, body), summaryOf(body), opening ?? ''];
  });
  return [['seq', 'row', 't', 'kind', 'actor', 'leaf_hash', 'says', 'summary', 'record'], ...lines].map((cells) => `${cells.map(csvCell).join(',')}\r\n`).join('');
};

/** A cell no spreadsheet program takes for a formula, with nothing in it that is invisible or turns the reading direction. */
export const csvCell = (text: string): string => {
  const visible = text.replace(invisible, (found) => `\\u{${(found.codePointAt(0) ?? 0).toString(16)}}`);
  const safe = /^\s*[=+\-@|%]/.test(visible) ? `'${visible}` : visible;
  return /[",\r\n']/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
};

// Control characters and line ends, format characters (bidirectional controls among them), line and paragraph separators.
const invisible = /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/gu;

const summaryOf = (body: { readonly [key: string]: JsonValue }): string => Object.entries(body).map(([key, value]) => `${key}: ${wordsOf(value)}`).join(' / ');

const wordsOf = (value: JsonValue): string => {
  if (value === null) return 'none';
  if (typeof value !== 'object') return String(value);
  return JSON.stringify(value);
};
