// The readable page is a member like the others: made from what the bundle holds, and under the same list of sums.
import { measureLines, type Member } from './bundle-members.ts';
import type { ReportData } from './report-html.ts';

/** Writes report.html from an export's own files (`reportParts` with the built template); called for measuring and for writing, and must say the same. */
export type ReportWriter = (data: ReportData) => Iterable<string>;

/** None without a writer. `short` members are handed over whole, `long` ones line by line; the sums are not among them. */
export const reportMember = async (write: ReportWriter | undefined, short: readonly Member[], long: readonly Member[]): Promise<readonly Member[]> => {
  if (write === undefined) return [];
  const texts = short.map(({ name, chunks }) => ({ name, text: Buffer.concat([...chunks()]).toString(/\.(?:sig|tsq|tsr)$/.test(name) ? 'base64' : 'utf8') }));
  return [await measureLines('report.html', () => write({ texts, long: long.map(({ name, chunks }) => ({ name, lines: () => linesOf(chunks()) })) }))];
};

/** Chunks of a member are whole lines, each with its line end. */
function* linesOf(chunks: Iterable<Buffer>): Generator<string> {
  for (const chunk of chunks) for (const line of chunk.toString().split('\n').slice(0, -1)) yield `${line}\n`;
}
