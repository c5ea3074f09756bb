// Guesses the delimiter of a text from its first lines: the one that cuts most of them into the same number of cells.
import type { Delimiter } from './source-types.ts';

const candidates: readonly Delimiter[] = [',', '\t', ';', '|'];

/** `,` where nothing cuts: a file of one column has no delimiter. */
export const guessDelimiter = (head: string): Delimiter => {
  const records = countPerRecord(head);
  let best: { readonly delimiter: Delimiter; readonly share: number; readonly width: number } | null = null;
  for (const [index, delimiter] of candidates.entries()) {
    const { share, width } = commonWidth(records.map((counts) => counts[index] ?? 0));
    if (share < 0.3) continue;
    // A decimal comma cuts as evenly as the true delimiter; the true one then cuts into more cells.
    if (best === null || share > best.share + 0.1 || (share >= best.share - 0.1 && width > best.width)) best = { delimiter, share, width };
  }
  return best?.delimiter ?? ',';
};

/** The line that Excel reads first, where there is one: `sep=;` names the delimiter. */
export const readSepLine = (head: string): Delimiter | null => {
  const found = /^"?sep=([,;|\t])"?(?:\r|\n|$)/i.exec(head)?.[1];
  return candidates.find((delimiter) => delimiter === found) ?? null;
};

const MOST_RECORDS = 300;

/** Per record that is not blank, how often each candidate stands outside quotes. */
const countPerRecord = (head: string): number[][] => {
  const records: number[][] = [];
  let counts = candidates.map(() => 0);
  let filled = false;
  let quoted = false;
  let cellStart = true;
  for (let at = 0; at < head.length && records.length < MOST_RECORDS; at += 1) {
    const letter = head.charAt(at);
    if (quoted) {
      if (letter === '"') quoted = false;
      continue;
    }
    if (letter === '\n' || letter === '\r') {
      if (filled) records.push(counts);
      counts = candidates.map(() => 0);
      filled = false;
      cellStart = true;
      continue;
    }
    filled = true;
    const candidate = candidates.indexOf(letter as Delimiter);
    if (candidate >= 0) counts[candidate] = (counts[candidate] ?? 0) + 1;
    // A quote opens a cell only at its start; one right after a closing quote is an escaped quote.
    if (letter === '"' && (cellStart || head.charAt(at - 1) === '"')) quoted = true;
    cellStart = candidate >= 0;
  }
  if (filled && records.length === 0) records.push(counts);
  return records;
};

const commonWidth = (counts: readonly number[]): { readonly share: number; readonly width: number } => {
  const seen = new Map<number, number>();
  for (const count of counts) if (count > 0) seen.set(count, (seen.get(count) ?? 0) + 1);
  let width = 0;
  let most = 0;
  for (const [count, times] of seen) {
    if (times > most || (times === most && count > width)) [width, most] = [count, times];
  }
  // Cells that hold two numbers now and then are no columns: most lines would be without the delimiter.
  const uncut = counts.filter((count) => count === 0).length;
  return { share: uncut > most ? 0 : most / Math.max(counts.length, 1), width };
};
