// The readable page is a member like the others: made from what the bundle holds, and under the same list of sums.
import type { ReportWriter } from './bundle-frame.ts';
import type { BundleLevel } from './bundle-format.ts';
import { measureLines, type Member } from './bundle-members.ts';

/** None without a writer. `short` members are handed over whole, `long` ones line by line. */
export const reportMember = async (write: ReportWriter | undefined, level: BundleLevel, short: readonly Member[], long: readonly Member[]): Promise<readonly Member[]> => {
  if (write === undefined) return [];
  const texts = short.map(({ name, chunks }) => ({ name, text: Buffer.concat([...chunks()]).toString(isBinary(name) ? 'base64' : 'utf8') }));
  const parts = { level, texts, long: long.map(({ name, chunks }) => ({ name, lines: () => linesOf(chunks()) })) };
  return [await measureLines('report.html', () => write(parts))];
};

/** Members that are no text are handed over in base64. */
const isBinary = (name: string): boolean => /\.(?:sig|tsq|tsr)$/.test(name) && name !== 'SHA256SUMS.sig';

function* linesOf(chunks: Iterable<Buffer>): Generator<string> {
  let open = '';
  for (const chunk of chunks) {
    const lines = (open + chunk.toString()).split('\n');
    open = lines.pop() ?? '';
    for (const line of lines) yield `${line}\n`;
  }
  if (open !== '') yield open;
}
