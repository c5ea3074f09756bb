// The readable page is a member like the others: made from what the bundle holds, and under the same list of sums.
import { measureLines, type Member } from './bundle-members.ts';
import type { ReportData } from './report-html.ts';

/** Writes report.html from an export's own files (`reportParts` with the built template); called for measuring and for writing, and must say the same. */
export type ReportWriter = (data: ReportData) => Iterable<string>;

/** None without a writer. `short`: the members that are handed over whole. */
export const reportMember = async (write: ReportWriter | undefined, short: readonly Member[], long: Omit<ReportData, 'files'>): Promise<readonly Member[]> => {
  if (write === undefined) return [];
  const files = short.map(({ name, chunks }) => ({ name, bytes: Buffer.concat([...chunks()]) }));
  return [await measureLines('report.html', () => write({ ...long, files }))];
};
