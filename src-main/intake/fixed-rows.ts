// Fixed-width lines to rows: cells are cut by place alone, physical lines are exact, and no letter of a line is lost.
import { ok } from '../../src-shared/result.ts';
import type { CsvRows } from './csv-rows.ts';
import type { Cuts, RawRow } from './source-types.ts';

/**
 * Cells are those of `cuts` in their order; what no cut takes comes last as one more cell, where it is not blank. Places count UTF-16
 * units, as editors do for all letters of phone lists. Quotes mean nothing here, so no line is ever refused.
 */
export const createFixedRows = (cuts: Cuts): CsvRows => {
  const gaps = gapsOf(cuts);
  let rest = '';
  let line = 1;

  const cut = (text: string): RawRow => {
    const cells = cuts.map(({ start, length }) => text.slice(start, start + length));
    const uncut = gaps.map(([from, to]) => text.slice(from, to).trim()).filter((part) => part !== '').join(' ');
    if (uncut !== '') cells.push(uncut);
    return { line, span: 1, cells: text.trim() === '' ? [''] : cells };
  };

  const push: CsvRows['push'] = (text, last) => {
    const all = rest + text;
    const rows: RawRow[] = [];
    const ends = /\r\n|\r|\n/g;
    let at = 0;
    for (let end = ends.exec(all); end !== null; end = ends.exec(all)) {
      // The LF of this CR may come with the next piece.
      if (!last && end[0] === '\r' && ends.lastIndex === all.length) break;
      rows.push(cut(all.slice(at, end.index)));
      line += 1;
      at = ends.lastIndex;
    }
    rest = all.slice(at);
    if (last && rest !== '') {
      rows.push(cut(rest));
      rest = '';
    }
    return ok(rows);
  };

  return Object.freeze({ push });
};

/** The places before, between and after the cuts. */
const gapsOf = (cuts: Cuts): readonly (readonly [number, number])[] => {
  const gaps: [number, number][] = [];
  let at = 0;
  for (const { start, length } of [...cuts].sort((one, other) => one.start - other.start)) {
    if (start > at) gaps.push([at, start]);
    at = Math.max(at, start + length);
  }
  return [...gaps, [at, Infinity]];
};
