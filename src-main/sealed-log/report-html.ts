// report.html is the page's template with an export's own files put in as text that no reader of HTML can take for markup.
import { leafHash, nodeHash } from './merkle.ts';

/** Everything the page shows and checks itself by; the names are those of bundle-format.ts. */
export type ReportData = {
  /** Short files; those the page has no use for are left out here (`isInReport`). */
  readonly files: Iterable<{ readonly name: string; readonly bytes: Uint8Array }>;
  /** How many leaves the log has. */
  readonly size: number;
  /** L1, L2: all leaves from 0, in order, each time it is called (twice where there are more than `maxReportLeaves`). */
  readonly leaves: (() => Iterable<{ readonly seq: number; readonly bytes: string }>) | null;
  /** L2: all openings by (seq, kind). */
  readonly openings: (() => Iterable<{ readonly seq: number; readonly bytes: string }>) | null;
};

/** Of a longer log the page holds the last so many leaves, and checks them against the hashes of what stands before them. */
export const maxReportLeaves = 200_000;

/** Where the data goes in the template. */
export const reportMarker = '<!--data-->';

/** Files of an export whose bytes belong into its report. */
export const isInReport = (name: string): boolean =>
  /^(?:bundle\.json|checkpoint\.(?:txt|body|sig)|keys\/.+|previous\/.+|consistency\/.+|anchors\/\d+\.(?:body|note)|proofs\/.+|index\/.+|rows\/\d+-\d+\.(?:row\.json|row-proof))$/.test(name);

/** The whole page as one text. Throws (a defect) if the template has not exactly one marker or a name is none of an export. */
export const renderReport = (template: string, data: ReportData): string => [...reportParts(template, data)].join('');

/** The page in parts of bounded size, in order; the same data gives the same parts. */
export function* reportParts(template: string, { files, size, leaves, openings }: ReportData): Generator<string> {
  const [head, tail, ...more] = template.split(reportMarker);
  if (head === undefined || tail === undefined || more.length > 0) throw new Error('The report’s template must have one place for data');
  yield head;
  for (const { name, bytes } of files) if (isInReport(name)) yield* element(name, '', [textOf(bytes) ?? null, bytes]);
  if (leaves !== null) {
    const first = Math.max(0, size - maxReportLeaves);
    yield* element('leaves.ndjson', first === 0 ? '' : ` data-first="${first}" data-peaks="${peaksOf(leaves(), first).join(' ')}"`, linesFrom(leaves(), first));
    if (openings !== null) yield* element('openings.ndjson', '', linesFrom(openings(), first));
  }
  yield tail;
}

/**
 * Text that stands in a script element and comes back unchanged by undoing "%25", "%3C", "%0D" and "%00": without "<" it ends no
 * element and begins no comment, and HTML would turn the other two into something else.
 */
export const escapeData = (text: string): string => {
  if (!text.isWellFormed()) throw new TypeError('A lone surrogate has no place in a file of UTF-8');
  return text.replace(/[%<\r\0]/g, (found) => `%${found.charCodeAt(0).toString(16).toUpperCase().padStart(2, '0')}`);
};

/** Either lines, or a file as text and, in case it is none, as bytes. */
function* element(name: string, more: string, content: Iterable<string> | readonly [string | null, Uint8Array]): Generator<string> {
  if (!/^[A-Za-z0-9_./-]{1,100}$/.test(name)) throw new Error('A file of the report has a name no export has');
  const binary = isFile(content) && content[0] === null;
  yield `<script type="text/plain" data-file="${name}"${binary ? ' data-encoding="base64"' : ''}${more}>`;
  if (!isFile(content)) yield* inChunks(content);
  else yield binary ? Buffer.from(content[1]).toString('base64') : escapeData(content[0] ?? '');
  yield '</script>\n';
}

const isFile = (content: Iterable<string> | readonly [string | null, Uint8Array]): content is readonly [string | null, Uint8Array] => Array.isArray(content);

function* linesFrom(all: Iterable<{ readonly seq: number; readonly bytes: string }>, first: number): Generator<string> {
  for (const { seq, bytes } of all) if (seq >= first) yield `${bytes}\n`;
}

function* inChunks(lines: Iterable<string>): Generator<string> {
  let chunk = '';
  for (const line of lines) {
    chunk += escapeData(line);
    if (chunk.length < chunkLength) continue;
    yield chunk;
    chunk = '';
  }
  yield chunk;
}

/** The hashes (base64) of the complete subtrees that make up the first `count` leaves, largest first. */
const peaksOf = (all: Iterable<{ readonly seq: number; readonly bytes: string }>, count: number): readonly string[] => {
  const peaks: Uint8Array[] = [];
  for (const { seq, bytes } of all) {
    if (seq >= count) break;
    peaks.push(leafHash(bytes));
    for (let n = seq; n % 2 === 1; n = (n - 1) / 2) {
      const right = peaks.pop();
      const left = peaks.pop();
      if (left === undefined || right === undefined) throw new Error('The leaves do not come in order');
      peaks.push(nodeHash(left, right));
    }
  }
  return peaks.map((peak) => Buffer.from(peak).toString('base64'));
};

const textOf = (bytes: Uint8Array): string | undefined => {
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch {
    return undefined;
  }
};

const chunkLength = 128 * 1024;
