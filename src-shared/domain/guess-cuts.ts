// Where the columns of fixed-width lines probably stand: places where every line parts blanks from text, or digits from letters. A proposal to be seen.
import type { Layout } from '../contract/imports.ts';

type Cuts = NonNullable<Layout['cuts']>;

/** The last column goes to the end of the line, however long others are. */
export const endOfLine = 100_000;

/** Empty where the lines differ in length, are few, or show no second column. */
export const guessCuts = (lines: readonly string[]): Cuts => {
  const written = lines.filter((line) => line.trim() !== '');
  const width = Math.max(0, ...written.map((line) => line.trimEnd().length));
  if (written.length < 2 || width > 2000) return [];
  const edges: number[] = [];
  for (let at = 1; at < width; at += 1) if (isEdge(written, at)) edges.push(at);
  return edges.length === 0 ? [] : cutsAt([0, ...edges]);
};

/** Columns that begin at these places, each up to the next. */
export const cutsAt = (starts: readonly number[]): Cuts => {
  const sorted = [...new Set(starts)].sort((one, other) => one - other);
  return sorted.map((start, at) => ({ start, length: (sorted[at + 1] ?? endOfLine) - start }));
};

/** Text that begins behind a blank in nearly all lines, or letters that meet digits at one place in all of them. */
const isEdge = (lines: readonly string[], at: number): boolean => {
  const kinds = lines.map((line) => [kindOf(line, at - 1), kindOf(line, at)] as const);
  const begins = kinds.filter(([before, here]) => before === ' ' && here !== ' ').length;
  const inside = kinds.filter(([before]) => before !== ' ').length;
  if (begins >= lines.length * 0.6 && inside <= lines.length * 0.05) return true;
  return kinds.filter(([before, here]) => (before === 'd' && here === 'l') || (before === 'l' && here === 'd')).length >= lines.length * 0.6
    && kinds.every(([before, here]) => before !== here || before === ' ');
};

const kindOf = (line: string, at: number): ' ' | 'd' | 'l' | '.' => {
  const letter = line[at] ?? ' ';
  return letter === ' ' ? ' ' : /\d/.test(letter) ? 'd' : /\p{L}/u.test(letter) ? 'l' : '.';
};
