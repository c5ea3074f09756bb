// The table is harmless in a spreadsheet program, whatever a leaf holds.
import * as fc from 'fast-check';
import Papa from 'papaparse';
import { expect, test } from 'vitest';
import { createLeaf, type JsonObject } from '../../../src-main/sealed-log/leaf.ts';
import { csvCell, csvLine } from '../../../src-main/sealed-log/report-csv.ts';

const lineOf = (body: JsonObject, actor = 'op:1'): string => {
  const leaf = createLeaf({
    log: 'dncdesk.local/ledger/7f3c0000000000a1', seq: 3, t: '2026-11-20T22:56:48.123Z', kind: 'decision', actor, app: '0.1.0', body, open: {},
  }, (count) => Buffer.alloc(count));
  const line = csvLine(leaf.bytes);
  return line.ok ? line.value : line.failure.why;
};

test('a leaf is one line of seven cells, its body in plain words', () => {
  const [cells] = Papa.parse<string[]>(lineOf({ rows: 3, file: null, ok: true, kinds: ['a', 'b'] }), { delimiter: ',' }).data;
  expect(cells?.slice(0, 4)).toEqual(['3', '2026-11-20T22:56:48.123Z', 'decision', 'op:1']);
  expect(cells?.[4]).toMatch(/^[0-9a-f]{64}$/);
  expect(cells?.[5]).toContain('Decision');
  expect(cells?.[6]).toBe('file: none / kinds: ["a","b"] / ok: true / rows: 3');
});

test.each(['=1+1', '+1', '-1', '@SUM(A1)', '|cmd', '%0A', '  =1', '\t=1', '\r=1'])('%j does not begin a formula', (text) => {
  expect(csvCell(text)).not.toMatch(/^"?\s*[=+\-@|%]/);
});

test('no cell begins a formula, breaks the line or holds anything invisible, whatever is put in', () => {
  fc.assert(fc.property(fc.string({ unit: 'binary' }), (text) => {
    const cell = csvCell(text);
    expect(cell).not.toMatch(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/u);
    expect(cell).not.toMatch(/^"?\s*[=+\-@|%]/);
    expect(Papa.parse<string[]>(`${cell},end\r\n`, { delimiter: ',' }).data[0]).toHaveLength(2);
  }), { numRuns: 500 });
});

test('text that turns the reading direction is written out', () => {
  expect(lineOf({ note: 'a\u202eb' })).toContain('a\\u{202e}b');
});

test('what is no leaf has no line', () => {
  expect(csvLine('{}').ok).toBe(false);
});
