// Legacy workbooks: every cell as text without loss in whatever order it was written, and nothing of a file that is cut or lies.
import * as XLSX from '@e965/xlsx';
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { cellsOf, createIntakeFiles, failureOf } from './intake-files.ts';
import { bof, cell, compoundOf, eof, label, number, rec, str, u16, xls, xlsStream } from './xls-files.ts';

const files = createIntakeFiles();
const u32 = (value: number): Buffer => u16(value % 65_536, Math.floor(value / 65_536));
const formula = (result: Uint8Array): Buffer => Buffer.concat([result, Buffer.alloc(8)]);
const special = (kind: number, value = 0): Buffer => Buffer.from([kind, 0, value, 0, 0, 0, 0xff, 0xff]);

describe('cells', () => {
  it.each([
    ['a text of its own', [label(0, 0, '+12025550101')], '+12025550101', null],
    ['a text of wide letters', [cell(0x0204, 0, 0, str('東京 𝄞', true))], '東京 𝄞', null],
    ['a rich text', [cell(0x00d6, 0, 0, Buffer.concat([str('bold'), u16(1, 0, 5)]))], 'bold', null],
    ['a whole number', [number(0, 0, 12_025_550_198)], '12025550198', null],
    ['a fraction', [number(0, 0, 0.30000000000000004)], '0.30000000000000004', null],
    ['an integer in 30 bits', [cell(0x027e, 0, 0, u32((5_550_101 << 2) | 2))], '5550101', null],
    ['a negative integer in 30 bits', [cell(0x027e, 0, 0, Buffer.from([0xee, 0xff, 0xff, 0xff]))], '-5', null],
    ['a hundredth of an integer', [cell(0x027e, 0, 0, u32((150 << 2) | 3))], '1.5', null],
    ['a double in 30 bits', [cell(0x027e, 0, 0, Buffer.from([0, 0, 0xf8, 0x3f]))], '1.5', null],
    ['true', [cell(0x0205, 0, 0, Buffer.from([1, 0]))], 'TRUE', null],
    ['an error', [cell(0x0205, 0, 0, Buffer.from([0x2a, 1]))], '#N/A', 'cell_error'],
    ['a date', [number(0, 0, 45_000, 1)], '2023-03-15', 'date'],
    ['a date and time in a format of its own', [number(0, 0, 45_000.333333333336, 2)], '2023-03-15T08:00:00', 'date'],
    ['a number of days', [number(0, 0, 30, 3)], '30', null],
    ['a formula with its number', [cell(0x0006, 0, 0, formula(Buffer.from(new Float64Array([2_025_550_101]).buffer)))], '2025550101', null],
    ['a formula with its text', [cell(0x0006, 0, 0, formula(special(0))), rec(0x04bc, [0]), rec(0x0207, str('+12025550101'))], '+12025550101', null],
    ['a formula whose text goes on in a further record', [cell(0x0006, 0, 0, formula(special(0))), rec(0x0207, Buffer.concat([u16(4), Buffer.from('\u0000ab')])), rec(0x003c, Buffer.from('\u0001c\u0000d\u0000'))], 'abcd', null],
    ['a formula with an empty text', [cell(0x0006, 0, 0, formula(special(3)))], '', null],
    ['a formula with an error', [cell(0x0006, 0, 0, formula(special(2, 7)))], '#DIV/0!', 'cell_error'],
    ['a formula that is true', [cell(0x0006, 0, 0, formula(special(1, 1)))], 'TRUE', null],
    ['a formula whose text is missing', [cell(0x0006, 0, 0, formula(special(0)))], '=', 'formula_without_value'],
    ['what was written last into a cell', [number(0, 0, 1), label(0, 0, 'last')], 'last', null],
  ])('reads %s', async (_name, records, text, flag) => {
    const read = await files.read(xls([...records, label(0, 1, 'end')]));
    expect('rows' in read ? read.rows[0] : read).toEqual({ line: 1, span: 1, cells: [text, 'end'], ...(flag === null ? {} : { flags: [{ column: 0, flag }] }) });
  });

  it('counts days from 1904 where the workbook does', async () => {
    expect(cellsOf(await files.read(xls([number(0, 0, 43_538, 1)], [rec(0x0022, u16(1))])))).toEqual([['2023-03-15']]);
  });

  it('are letters of the code page that a workbook of Excel 5 names', async () => {
    const globals = [bof(5, 0x0500), rec(0x0042, u16(1251))];
    const named = (at: number): Buffer => rec(0x0085, Buffer.concat([u32(at), Buffer.from([0, 0, 2, 0xcb, 0xc1])]));
    const at = Buffer.concat([...globals, named(0), eof]).length;
    const stream = Buffer.concat([...globals, named(at), eof, bof(0x10, 0x0500), cell(0x0204, 0, 0, Buffer.concat([u16(3), Buffer.from([0xc8, 0xec, 0xff])])), eof]);
    const read = await files.read(compoundOf(stream, 'Book'));
    expect(cellsOf(read)).toEqual([['Имя']]);
    expect(read).toMatchObject({ sheet: 'ЛБ' });
  });

  it('finds shared texts that run over several records, with fonts and sounds beside them', async () => {
    const rich = Buffer.concat([u16(2), Buffer.from([0x0c]), u16(1), u32(3), Buffer.from('hi'), Buffer.alloc(7)]);
    const table = [rec(0x00fc, Buffer.concat([u32(3), u32(3), rich, str('ab').subarray(0, 4)])), rec(0x003c, Buffer.concat([Buffer.from('\u0001b\u0000'), str('東', true)]))];
    const read = await files.read(xls([0, 1, 2].map((index) => cell(0x00fd, index, 0, u32(index))), table));
    expect(cellsOf(read)).toEqual([['hi'], ['ab'], ['東']]);
  });
});

describe('rows', () => {
  it('come in their order whatever the order of the cells, gaps as blank lines, hidden ones counted, charts within left aside', async () => {
    const hidden = (row: number): Buffer => rec(0x0208, u16(row, 0, 1, 255, 0, 0, 0x0120, 0));
    const read = await files.read(xls([hidden(1), hidden(4), hidden(9), number(4, 2, 3), bof(0x20), number(0, 0, 99), eof, label(1, 1, 'b'), number(4, 0, 1), rec(0x00bd, Buffer.concat([u16(1, 2), u16(0), u32(10), u16(1), u32(14), u16(3)]))]));
    expect(cellsOf(read)).toEqual([[''], ['', 'b', '2', '1900-01-03'], [''], [''], ['1', '', '3']]);
    expect(read).toMatchObject({ lines: 5, sheet: 'Calls', facts: { hiddenRows: 2, format: 'xls', encoding: null } });
  });

  it('of an empty sheet are none', async () => {
    expect(await files.read(xls([]))).toMatchObject({ rows: [], lines: 0 });
  });

  it('are 65,536 at most and all there', async () => {
    const read = await files.read(xls(Array.from({ length: 65_536 }, (_x, row) => number(row, 0, 2_025_550_100 + (row % 100)))));
    expect('rows' in read && [read.lines, read.rows.length, read.rows.at(-1)?.cells]).toEqual([65_536, 65_536, ['2025550135']]);
  });
});

describe('a legacy workbook that is not what it should be', () => {
  const broken = (why: string, part = 'Workbook') => ({ type: 'WorkbookBroken', name: 'list.csv', part, why });
  it.each([
    ['asks for a shared text that is not there', xls([cell(0x00fd, 6, 0, u32(1))]), broken('row 7 asks for a shared string that is not there', 'Calls')],
    ['has a cell beyond its width', xls([number(0, 256, 1)]), broken('a cell beyond column IV in row 1', 'Calls')],
    ['has cells beyond its width in one record', xls([rec(0x00bd, Buffer.concat([u16(0, 255), u16(0), u32(2), u16(0), u32(2), u16(256)]))]), broken('a cell beyond column IV in row 1', 'Calls')],
    ['has a cell without its value', xls([rec(0x0203, u16(0, 0, 0))]), broken('a record cut short', 'Calls')],
    ['has a text longer than its record', xls([cell(0x0204, 0, 0, u16(50, 0))]), broken('a text cut short', 'Calls')],
    ['has a sheet that never ends', compoundOf(xlsStream([number(0, 0, 1)]).subarray(0, -4)), broken('cut short', 'Calls')],
    ['points to a sheet that is none', compoundOf(Buffer.concat([bof(5), rec(0x0085, Buffer.from([0xff, 0, 0, 0, 0, 0, 1, 0, 65])), eof])), broken('a sheet that is not where it should be', 'A')],
    ['has no sheet', compoundOf(Buffer.concat([bof(5), eof])), broken('no worksheet')],
    ['is older than Excel 5', compoundOf(Buffer.concat([rec(0x0409, u16(0, 5)), eof]), 'Book'), broken('no workbook of Excel 5 or later', 'Book')],
    ['has letters of a code page nobody knows', compoundOf(Buffer.concat([bof(5, 0x0500), rec(0x0042, u16(437)), rec(0x0085, Buffer.from([9, 0, 0, 0, 0, 0, 1, 0x84])), eof]), 'Book'), broken('letters of code page 437', 'Book')],
  ])('and %s ends by name', async (_name, bytes, failure) => {
    expect(failureOf(await files.read(bytes))).toEqual(failure);
  });

  it('is under a password where it says so', async () => {
    expect(failureOf(await files.read(xls([], [rec(0x002f, [0, 0])])))).toEqual({ type: 'WorkbookEncrypted', name: 'list.csv' });
  });

  it('is told apart from a document that has one inside', async () => {
    const container = XLSX.CFB.utils.cfb_new({ root: 'Root Entry' });
    XLSX.CFB.utils.cfb_add(container, '/ObjectPool/_1/Workbook', xlsStream([]));
    expect(failureOf(await files.read(XLSX.CFB.write(container, { type: 'buffer' }) as Buffer))).toMatchObject({ type: 'FileNotTabular', looksLike: 'compound file' });
    XLSX.CFB.utils.cfb_add(container, '/WordDocument', Buffer.alloc(10));
    expect(failureOf(await files.read(XLSX.CFB.write(container, { type: 'buffer' }) as Buffer))).toMatchObject({ type: 'FileNotTabular', looksLike: 'doc' });
  });

  it('is not read beyond 30 MB, and called encrypted all the same where it is', async () => {
    const large = Buffer.concat([xls([]), Buffer.alloc(30 << 20)]);
    expect(failureOf(await files.read(large))).toEqual({ type: 'FileTooLarge', name: 'list.csv', bytes: large.length, limit: 30 << 20 });
    expect(failureOf(await files.read(Buffer.concat([compoundOf(Buffer.alloc(9), 'EncryptedPackage'), Buffer.alloc(30 << 20)])))).toMatchObject({ type: 'WorkbookEncrypted' });
  });

  const full = xls(Array.from({ length: 300 }, (_x, row) => label(row, 0, `+1202555${String(row % 100).padStart(4, '0')}`)));
  it('ends by name wherever it is cut, for it is whole or nothing', async () => {
    const sound = cellsOf(await files.read(full));
    await fc.assert(fc.asyncProperty(fc.integer({ min: 8, max: full.length - 1 }), async (length) => {
      const read = await files.read(full.subarray(0, length));
      // What is cut off at the very end may be padding.
      if (failureOf(read) === null) expect(cellsOf(read)).toEqual(sound);
      else expect(failureOf(read)?.type).toMatch(/^(?:WorkbookBroken|FileNotTabular)$/);
    }), { numRuns: 80 });
  });

  it('ends with rows or by name whatever bytes are changed, in circles too', async () => {
    await fc.assert(fc.asyncProperty(fc.array(fc.tuple(fc.oneof(fc.nat(600), fc.nat(full.length - 1)), fc.nat(255)), { minLength: 1, maxLength: 4 }), async (changes) => {
      const bytes = Buffer.from(full);
      for (const [at, value] of changes) if (at >= 8) bytes[at] = value;
      const read = await files.read(bytes);
      if ('rows' in read) expect(read.rows.reduce((sum, { span }) => sum + span, 0)).toBe(read.lines);
      else expect(read.failure.type).toMatch(/^(?:Workbook|FileNotTabular|FileTooLarge)/);
    }), { numRuns: 300 });
    const circle = Buffer.from(full);
    const table = (circle.readUInt32LE(76) + 1) * 512;
    for (let at = table; at < table + 512; at += 4) if (circle.readUInt32LE(at) < 0xfffffffa) circle.writeUInt32LE(1, at);
    expect(failureOf(await files.read(circle))?.type).toMatch(/^WorkbookBroken/);
  });
});

it.each(['xls', 'biff5'] as const)('reads back what SheetJS writes as %s, texts, numbers, hidden sheets and all', async (bookType) => {
  const letters = bookType === 'xls' ? ['a', '+1', ' ', 'é', '<', '"', '\n', '東', '𝄞'] : ['a', '+1', ' ', '<', '"'];
  const value = fc.oneof(fc.string({ unit: fc.constantFrom(...letters), minLength: 1, maxLength: 8 }), fc.integer({ min: -9_999_999_999, max: 99_999_999_999 }), fc.boolean(), fc.constant(null));
  await fc.assert(fc.asyncProperty(fc.array(fc.array(value, { minLength: 1, maxLength: 5 }), { minLength: 1, maxLength: 6 }), async (rows) => {
    const book = XLSX.utils.book_new();
    XLSX.utils.book_append_sheet(book, XLSX.utils.aoa_to_sheet([['hidden']]), 'Old');
    XLSX.utils.book_append_sheet(book, XLSX.utils.aoa_to_sheet(rows), 'Calls');
    book.Workbook = { Sheets: [{ Hidden: 1 }, { Hidden: 0 }] };
    const read = await files.read(XLSX.write(book, { type: 'buffer', bookType }) as Buffer);
    expect(read).toMatchObject({ facts: { sheets: [{ name: 'Old', hidden: true }, { name: 'Calls', hidden: false }] } });
    const found = cellsOf(await files.read(XLSX.write(book, { type: 'buffer', bookType }) as Buffer, { sheet: 'Calls' }));
    const line = (cells: readonly (string | number | boolean | null)[]): string => JSON.stringify(cells.map((one) => (one === null ? '' : typeof one === 'boolean' ? String(one).toUpperCase() : String(one)))).replace(/(?:,?"")*\]$/, ']');
    const expected = rows.map(line);
    while (expected.at(-1) === '[]') expected.pop();
    expect(Array.isArray(found) ? found.map(line) : found).toEqual(expected);
  }), { numRuns: 40 });
});
