// report.html is the page's template with an export's own files put in as text that no reader of HTML can take for markup.
import { leafHash, nodeHash } from './merkle.ts';

/** Everything the page shows and checks itself by: the export's own files under their names in bundle-format.ts. */
export type ReportData = {
  /** Short files as text; those that are no text (`.sig`, `.tsq`, `.tsr`) in base64. What the page has no use for is left out here. */
  readonly texts: Iterable<{ readonly name: string; readonly text: string }>;
  /** Long files line by line with their line ends, from the start at each call. */
  readonly long: Iterable<{ readonly name: string; readonly lines: () => Iterable<string> }>;
};

/** Of a longer log the page holds the last so many leaves, and checks them against the hashes of what stands before them. */
export const maxReportLeaves = 200_000;

/** Where the data goes in the template. */
export const reportMarker = '<!--data-->';

/** The whole page as one text. Throws (a defect) if the template has not exactly one marker or a name is none of an export. */
export const renderReport = (template: string, data: ReportData): string => [...reportParts(template, data)].join('');

/** The page in parts of bounded size, in order; the same data gives the same parts. An empty one says that others may have a turn: much was read and nothing written. */
export function* reportParts(template: string, { texts, long }: ReportData, most = maxReportLeaves): Generator<string> {
  const [head, tail, ...more] = template.split(reportMarker);
  if (head === undefined || tail === undefined || more.length > 0) throw new Error('The report’s template must have one place for data');
  yield head;
  let size = 0;
  for (const { name, text } of texts) {
    if (name === 'bundle.json') size = sizeIn(text);
    if (isInReport(name)) yield* element(name, name.endsWith('.sig') ? ' data-encoding="base64"' : '', [text]);
  }
  const files = new Map([...long].map(({ name, lines }) => [name, lines]));
  const [leaves, openings] = [files.get('leaves.ndjson'), files.get('openings.ndjson')];
  const first = Math.max(0, size - most);
  const peaks = leaves === undefined || first === 0 ? [] : yield* peaksOf(leaves(), first);
  if (leaves !== undefined) yield* element('leaves.ndjson', first === 0 ? '' : ` data-first="${first}" data-peaks="${peaks.join(' ')}"`, after(leaves(), first));
  if (openings !== undefined) yield* element('openings.ndjson', '', first === 0 ? openings() : openedAfter(openings(), first));
  yield tail;
}

const isInReport = (name: string): boolean =>
  /^(?:bundle\.json|checkpoint\.(?:txt|body|sig)|keys\/.+|previous\/.+|consistency\/.+|anchors\/\d+\.(?:body|note)|proofs\/.+|index\/.+|rows\/\d+-\d+\.(?:row\.json|row-proof))$/.test(name);

/**
 * Text that stands in a script element and comes back unchanged by undoing "%25", "%3C", "%0D" and "%00": without "<" it ends no
 * element and begins no comment, and HTML would turn the other two into something else.
 */
export const escapeData = (text: string): string => {
  if (!text.isWellFormed()) throw new TypeError('A lone surrogate has no place in a file of UTF-8');
  return text.replace(/[%<\r\0]/g, (found) => `%${found.charCodeAt(0).toString(16).toUpperCase().padStart(2, '0')}`);
};

function* element(name: string, more: string, texts: Iterable<string>): Generator<string> {
  if (!/^[A-Za-z0-9_./-]{1,100}$/.test(name)) throw new Error('A file of the report has a name no export has');
  yield `<script type="text/plain" data-file="${name}"${more}>`;
  yield* inChunks(texts);
  yield '</script>\n';
}

function* after(lines: Iterable<string>, first: number): Generator<string> {
  let seq = 0;
  for (const line of lines) {
    if (seq >= first) yield line;
    else if (seq % turn === 0) yield '';
    seq += 1;
  }
}

function* openedAfter(lines: Iterable<string>, first: number): Generator<string> {
  for (const line of lines) {
    const opening = JSON.parse(line) as { readonly seq?: unknown }; // our own canonical JSON
    if (Number(opening.seq) >= first) yield line;
    else if (Number(opening.seq) % turn === 0) yield '';
  }
}

const sizeIn = (facts: string): number => {
  const { size } = JSON.parse(facts) as { readonly size?: unknown }; // our own canonical JSON
  return Number.isSafeInteger(size) ? Number(size) : 0;
};

function* inChunks(lines: Iterable<string>): Generator<string> {
  let chunk = '';
  for (const line of lines) {
    if (line === '') yield '';
    chunk += escapeData(line);
    if (chunk.length < chunkLength) continue;
    yield chunk;
    chunk = '';
  }
  yield chunk;
}

/** The hashes (base64) of the complete subtrees that make up the first `count` leaves, largest first. */
function* peaksOf(lines: Iterable<string>, count: number): Generator<string, readonly string[]> {
  const peaks: Uint8Array[] = [];
  let seq = 0;
  for (const line of lines) {
    if (seq >= count) break;
    peaks.push(leafHash(line.slice(0, -1)));
    for (let n = seq; n % 2 === 1; n = (n - 1) / 2) {
      const right = peaks.pop();
      const left = peaks.pop();
      if (left === undefined || right === undefined) throw new Error('A peak is missing');
      peaks.push(nodeHash(left, right));
    }
    seq += 1;
    if (seq % turn === 0) yield '';
  }
  return peaks.map((peak) => Buffer.from(peak).toString('base64'));
}

/** Texts beyond some 100,000 characters V8 keeps apart, and frees late. */
const chunkLength = 32 * 1024;
/** Leaves read between two turns of others: about a millisecond. */
const turn = 256;
