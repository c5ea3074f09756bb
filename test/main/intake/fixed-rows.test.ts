// Fixed-width text: columns by place, lines as the bytes have them, and every letter in some cell.
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createFixedRows } from '../../../src-main/intake/fixed-rows.ts';
import { openSource, type Cuts, type RawRow } from '../../../src-main/intake/source.ts';
import { createIntakeFiles } from './intake-files.ts';

const files = createIntakeFiles();
const cuts: Cuts = [{ start: 0, length: 10 }, { start: 10, length: 2 }, { start: 14, length: 4 }];

const read = async (content: string | Uint8Array): Promise<{ readonly rows: readonly RawRow[]; readonly lines: number } | string> => {
  const opened = await openSource(files.write(content), 'list.txt');
  if (!opened.ok) return opened.failure.type;
  const rows: RawRow[] = [];
  const reading = opened.value.rows({ sheet: null, delimiter: null, cuts });
  for (;;) {
    const step = await reading.next();
    if (step.done !== true) rows.push(...step.value);
    else return step.value.ok ? { rows, lines: step.value.value.lines } : step.value.failure.type;
  }
};

describe('a line of fixed columns', () => {
  it('is cut by place, quotes and commas mean nothing, short lines have blank cells', async () => {
    expect(await read('2025550101TX  2026\r\n"202,555",0CA  20\r\n\r\n202\r\n')).toEqual({
      lines: 4,
      rows: [
        { line: 1, span: 1, cells: ['2025550101', 'TX', '2026'] }, { line: 2, span: 1, cells: ['"202,555",', '0C', ' 20', 'A'] },
        { line: 3, span: 1, cells: [''] }, { line: 4, span: 1, cells: ['202', '', ''] },
      ],
    });
  });

  it('keeps what no column takes as one more cell', async () => {
    expect(await read('2025550101TX!?2026 and more')).toMatchObject({ rows: [{ cells: ['2025550101', 'TX', '2026', '!? and more'] }] });
  });

  it('ends at LF, CR and CRLF alike, a CR at the end of a piece too', () => {
    const rows = createFixedRows([{ start: 0, length: 1 }]);
    const pushed = [rows.push('a\r', false), rows.push('\nb\r', false), rows.push('c\n', false), rows.push('', true)];
    expect(pushed.flatMap((one) => (one.ok ? one.value : [])).map(({ line, cells }) => [line, cells[0]])).toEqual([[1, 'a'], [2, 'b'], [3, 'c']]);
  });

  it('is proposed from nothing but its cuts: the head has no delimiter', async () => {
    const opened = await openSource(files.write('2025550101,TX,2026\n'), 'list.txt');
    expect(opened.ok && await opened.value.head({ cuts }, 5)).toEqual({ ok: true, value: { rows: [{ line: 1, span: 1, cells: ['2025550101', ',T', '2026', 'X,'] }], delimiter: null, sheet: null } });
  });
});

it('any bytes end: each line is one row and no letter is lost, or the file is refused', async () => {
  const text = fc.array(fc.constantFrom('2025550101', ' ', '\r', '\n', '\r\n', '"', ',', 'é', '\t', 'TX', '\u{1F600}', '\u0000'), { maxLength: 40 }).map((parts) => Buffer.from(parts.join('')));
  await fc.assert(fc.asyncProperty(fc.oneof(text, fc.uint8Array({ maxLength: 60 }).map((bytes) => Buffer.from(bytes))), fc.nat({ max: 8 }), async (bytes, cut) => {
    const one = await read(bytes.subarray(0, Math.max(0, bytes.length - cut)));
    if (typeof one === 'string') expect(['FileEmpty', 'FileNotTabular', 'ArchiveUnreadable', 'FileChanged']).toContain(one);
    else expect(one.rows.map(({ line }) => line)).toEqual(Array.from({ length: one.lines }, (_, at) => at + 1));
  }), { numRuns: 150 });
  const anyCuts = fc.array(fc.record({ start: fc.nat({ max: 12 }), length: fc.integer({ min: 1, max: 6 }) }), { minLength: 1, maxLength: 4 });
  fc.assert(fc.property(fc.string({ maxLength: 20 }).filter((line) => !/[\r\n]/.test(line)), anyCuts, (line, some) => {
    const pushed = createFixedRows(some).push(line, true);
    const kept = (pushed.ok ? pushed.value : []).flatMap(({ cells }) => cells).join('');
    for (const letter of line.trim().split('')) if (letter.trim() !== '') expect(kept).toContain(letter);
  }));
});
