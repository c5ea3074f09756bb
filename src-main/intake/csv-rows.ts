// Delimited text to rows whose physical lines are exact (RFC 4180, read as leniently as PapaParse), stopping at a stray quote.
import { fail, ok, type Result } from '../../src-shared/result.ts';
import type { RawRow } from './source-types.ts';
import { LONGEST_CELL, LONGEST_CELL_LINES, swallowsRecords } from './stray-quote.ts';

export interface CsvRows {
  /** Rows completed by this text; `last` when no text follows. `line` is where a stray quote opened. */
  readonly push: (text: string, last: boolean) => Result<RawRow[], { readonly line: number }>;
}

// PapaParse itself was not taken: in streaming it knows neither lines nor spans, guesses one line end for the whole file,
// and repairs malformed quoting silently. The tests hold this reader to its rows wherever quoting is sound.

type QuotedRow = { readonly cells: string[]; readonly next: number; readonly span: number };

export const createCsvRows = (delimiter: string): CsvRows => {
  const delimiterCode = delimiter.charCodeAt(0);
  let rest = '';
  let line = 1;
  let width: number | null = null;

  const push: CsvRows['push'] = (text, last) => {
    const all = rest + text;
    const rows: RawRow[] = [];
    const finder = createFinder(all);
    let at = 0;
    while (at < all.length) {
      const end = finder.lineEnd(at);
      if (!last && isOpenEnd(all, end)) break;
      if (finder.quote(at) >= end) {
        const cells = all.slice(at, end).split(delimiter);
        rows.push({ line, span: 1, cells });
        width = cells.length;
        line += 1;
        at = afterLineEnd(all, end);
        continue;
      }
      const row = readQuotedRow(all, at, last, finder.lineEnd);
      if (row === 'more') break;
      if (!row.ok) return row;
      const { cells, span, next } = row.value;
      rows.push({ line, span, cells });
      if (span === 1) width = cells.length;
      line += span;
      at = next;
    }
    rest = all.slice(at);
    return ok(rows);
  };

  /** One row with quotes in it, cell by cell; 'more' where it may go on in text that has not come yet. */
  const readQuotedRow = (
    all: string, start: number, last: boolean, lineEnd: (from: number) => number,
  ): Result<QuotedRow, { readonly line: number }> | 'more' => {
    const cells: string[] = [];
    let breaks = 0;
    let at = start;
    for (;;) {
      if (all.charCodeAt(at) !== QUOTE) {
        const end = lineEnd(at);
        const cut = cellEnd(all, at, end, delimiterCode);
        if (cut === end && !last && isOpenEnd(all, end)) return 'more';
        cells.push(all.slice(at, cut));
        if (cut === end) return ok({ cells, next: afterLineEnd(all, end), span: breaks + 1 });
        at = cut + 1;
        continue;
      }
      const stray = fail({ line: line + breaks });
      const close = closingQuote(all, at);
      if (close < 0 || (!last && close === all.length - 1)) return last || all.length - at > LONGEST_CELL ? stray : 'more';
      const raw = all.slice(at + 1, close);
      const inner = raw.includes('\n') || raw.includes('\r') ? raw.split(LINE_END).length - 1 : 0;
      let after = close + 1;
      while (isPadding(all.charCodeAt(after))) after += 1;
      if (after === all.length && !last) return 'more';
      const end = lineEnd(after);
      if (after !== end && all.charCodeAt(after) !== delimiterCode) return stray;
      if (inner > 0) {
        if (inner >= LONGEST_CELL_LINES || raw.length > LONGEST_CELL) return stray;
        if (!last && isOpenEnd(all, end)) return 'more';
        // A quote on a later line of the same row has no cells before it on its line that are worth comparing.
        const before = breaks === 0 ? cells : [];
        if (swallowsRecords(before, all.slice(at, end).split(LINE_END).slice(0, inner + 1), delimiter, width)) return stray;
      }
      breaks += inner;
      cells.push(raw.includes('"') ? raw.replaceAll('""', '"') : raw);
      if (after === end) {
        if (!last && isOpenEnd(all, end)) return 'more';
        return ok({ cells, next: afterLineEnd(all, end), span: breaks + 1 });
      }
      at = after + 1;
    }
  };

  const isPadding = (code: number): boolean => (code === SPACE || code === TAB) && code !== delimiterCode;

  return Object.freeze({ push });
};

const QUOTE = 34;
const SPACE = 32;
const TAB = 9;
const CR = 13;
const LF = 10;
const LINE_END = /\r\n|\r|\n/;

/** Looks for line ends and quotes forward only, so that a letter that never comes is searched once. */
const createFinder = (text: string) => {
  const forward = (letter: string) => {
    let found = -1;
    return (from: number): number => {
      if (found < from) {
        found = text.indexOf(letter, from);
        if (found < 0) found = text.length;
      }
      return found;
    };
  };
  const lf = forward('\n');
  const cr = forward('\r');
  return { quote: forward('"'), lineEnd: (from: number): number => Math.min(lf(from), cr(from)) };
};

/** The text ends here, or with a CR whose LF may come with the next piece. */
const isOpenEnd = (text: string, end: number): boolean => end >= text.length || (end === text.length - 1 && text.charCodeAt(end) === CR);

const afterLineEnd = (text: string, end: number): number => (text.charCodeAt(end) === CR && text.charCodeAt(end + 1) === LF ? end + 2 : end + 1);

const cellEnd = (text: string, start: number, end: number, delimiterCode: number): number => {
  for (let at = start; at < end; at += 1) if (text.charCodeAt(at) === delimiterCode) return at;
  return end;
};

const closingQuote = (text: string, open: number): number => {
  for (let at = open + 1; ; ) {
    const quote = text.indexOf('"', at);
    if (quote < 0 || text.charCodeAt(quote + 1) !== QUOTE) return quote;
    at = quote + 2;
  }
};
