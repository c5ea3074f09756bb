// Delimited rows: the same as PapaParse wherever quoting is sound, with exact lines; a stray quote stops at the line it opened on.
import * as fc from 'fast-check';
import Papa from 'papaparse';
import { describe, expect, it } from 'vitest';
import { createCsvRows } from '../../../src-main/intake/csv-rows.ts';
import { createLineCounter } from '../../../src-main/intake/physical-lines.ts';

const readAll = (text: string, delimiter = ',', pieces: readonly number[] = []) => {
  const parser = createCsvRows(delimiter);
  const rows = [];
  let at = 0;
  for (const size of [...pieces, text.length]) {
    const read = parser.push(text.slice(at, at + size), at + size >= text.length);
    if (!read.ok) return { stray: read.failure.line };
    rows.push(...read.value);
    at += size;
    if (at >= text.length) break;
  }
  return { rows };
};

const linesOf = (text: string): number => {
  const counter = createLineCounter(1, false);
  counter.push(Buffer.from(text));
  return counter.lines();
};

const cell = fc.string({ unit: fc.constantFrom('a', '1', ' ', 'é', '"', ',', ';', '\n', '\r'), maxLength: 6 });
const quoteCell = (text: string): string => (/["\n\r,;]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text);

describe('rows of delimited text', () => {
  it('are those of PapaParse for everything soundly quoted, cut into any pieces, and their spans add up to the lines', () => {
    fc.assert(fc.property(
      fc.array(fc.array(cell, { minLength: 1, maxLength: 4 }), { minLength: 1, maxLength: 6 }),
      fc.constantFrom('\n', '\r\n', '\r'), fc.constantFrom(',', ';', '\t', '|'), fc.array(fc.integer({ min: 1, max: 5 }), { maxLength: 12 }),
      (table, newline, delimiter, pieces) => {
        const text = table.map((row) => row.map(quoteCell).join(delimiter)).join(newline);
        fc.pre(text !== '');
        const read = readAll(text, delimiter, pieces);
        // Prose that looks like records is the stray-quote rule's to judge, below.
        fc.pre(read.rows !== undefined);
        const oracle = Papa.parse<string[]>(text, { delimiter, newline }).data;
        // A last line without an end that is empty is no physical line; PapaParse gives it a row.
        if (text.endsWith(newline) || text === '') oracle.pop();
        expect(read.rows?.map(({ cells }) => cells)).toEqual(oracle);
        expect(read.rows?.reduce((sum, { span }) => sum + span, 0)).toBe(linesOf(text));
      },
    ), { numRuns: 400 });
  });

  it('are the same however the text is cut, for any text at all, and cover every line or name a stray quote', () => {
    fc.assert(fc.property(
      fc.string({ unit: fc.constantFrom('a', '1', '"', ',', '\n', '\r', ' '), minLength: 1, maxLength: 60 }), fc.array(fc.integer({ min: 1, max: 7 }), { maxLength: 30 }),
      (text, pieces) => {
        const whole = readAll(text);
        expect(readAll(text, ',', pieces)).toEqual(whole);
        if (whole.rows === undefined) expect(whole.stray).toBeLessThanOrEqual(linesOf(text));
        else {
          let line = 1;
          for (const row of whole.rows) {
            expect(row.line).toBe(line);
            line += row.span;
          }
          expect(line - 1).toBe(linesOf(text));
        }
      },
    ), { numRuns: 1000 });
  });

  it('leave a quote within a cell alone and forgive blanks after a closing one', () => {
    expect(readAll('pipe 5",x "y" z\n"a" ,b\n')).toMatchObject({ rows: [{ cells: ['pipe 5"', 'x "y" z'] }, { cells: ['a', 'b'] }] });
  });
});

describe('a stray quote', () => {
  const before = 'phone,name,note\n2025550101,Ann,\n';
  it.each([
    ['never closed', '2025550102,"Bob,x\n2025550103,Cy,y\n', 3],
    ['closed at the next quoted cell', '2025550102,"Bob,x\n2025550103,"Cy",y\n', 3],
    ['followed by text', '2025550102,"Bob"by,x\n', 3],
    ['closed by the inch mark of a later record', '2025550102,"Bob,x\n2025550103,Cy,pipe 5"\n2025550104,Di,z\n', 3],
    ['on a line of its own row', '2025550102,"one\ntwo","three\n2025550103,Cy,z\n', 4],
    ['that takes in hundreds of lines', `2025550102,Bob,"${'prose\n'.repeat(300)}"\n`, 3],
  ])('%s stops the import at the line where it opened', (_name, text, line) => {
    expect(readAll(before + text)).toEqual({ stray: line });
  });

  it.each([
    ['a note of several lines', '2025550102,Bob,"called twice\nno answer"\n'],
    ['a note with commas', '2025550102,Bob,"Dear Sir,\nplease, call, never\nagain, thanks, Bob"\n'],
    ['several numbers in one cell', '"2025550102\n2025550103",Bob,x\n'],
    ['several numbers in a middle cell', 'x,"2025550102\n2025550103",Bob\n'],
    ['a note after a long quoted cell', '2025550102,"Smith, Bob","first, second\nthird"\n'],
  ])('is not seen in %s', (_name, text) => {
    expect(readAll(before + text)).toMatchObject({ rows: { length: 3 } });
  });
});
