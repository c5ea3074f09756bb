// The readable page is a member like the others: made from what the bundle holds, and under the same list of sums.
import { measureLines, type LongMember, type Member } from './bundle-members.ts';
import type { ReportData } from './report-html.ts';

/** Writes report.html from an export's own files (`reportParts` with the built template); called for measuring and for writing, and must say the same. */
export type ReportWriter = (data: ReportData) => Iterable<string>;

/** None without a writer. `short` members are handed over whole, `long` ones line by line; the sums are not among them. */
export const reportMember = async (write: ReportWriter | undefined, short: readonly Member[], long: readonly LongMember[]): Promise<readonly Member[]> => {
  if (write === undefined) return [];
  const texts = short.map(({ name, chunks }) => ({ name, text: Buffer.concat([...chunks()]).toString(/\.(?:sig|tsq|tsr)$/.test(name) ? 'base64' : 'utf8') }));
  return [await measureLines('report.html', () => write({ texts, long }))];
};
