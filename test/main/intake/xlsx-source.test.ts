// Workbooks: every cell as text without loss, every row with its number, and what SheetJS reads agrees.
import * as XLSX from '@e965/xlsx';
import * as fc from 'fast-check';
import { strToU8 } from 'fflate';
import { describe, expect, it } from 'vitest';
import { cellsOf, createIntakeFiles, failureOf, workbook } from './intake-files.ts';

const files = createIntakeFiles();

describe('cells', () => {
  it.each([
    ['a shared string', '<c t="s"><v>0</v></c>', 'phone', null],
    ['rich text without what is said phonetically', '<c t="s"><v>1</v></c>', '+12025550101', null],
    ['escapes and blanks', '<c t="s"><v>2</v></c>', ' a\rb_x000D_ ', null],
    ['an inline string', '<c t="inlineStr"><is><r><t>a&amp;</t></r><r><t>&#233;&lt;</t></r></is></c>', 'a&é<', null],
    ['an escape of half a letter as it is written', '<c t="inlineStr"><is><t>_xD800_</t></is></c>', '_xD800_', null],
    ['CDATA', '<c t="inlineStr"><is><t><![CDATA[<b>]]></t></is></c>', '<b>', null],
    ['a whole number', '<c><v>12025550198</v></c>', '12025550198', null],
    ['a whole number with an exponent', '<c><v>1.2025550198E10</v></c>', '12025550198', null],
    ['a whole number as a float', '<c t="n"><v>12025550198.0</v></c>', '12025550198', null],
    ['a fraction', '<c><v>0.30000000000000004</v></c>', '0.30000000000000004', null],
    ['a number beyond what a double holds', '<c><v>1.2345678901234567E25</v></c>', '1.2345678901234567E25', null],
    ['true', '<c t="b"><v>1</v></c>', 'TRUE', null],
    ['a formula with its value', '<c><f>A1+1</f><v>2025550101</v></c>', '2025550101', null],
    ['a formula with an empty text', '<c t="str"><f>""</f><v></v></c>', '', null],
    ['a formula never calculated', '<c><f>"+1"&amp;A1</f></c>', '="+1"&A1', 'formula_without_value'],
    ['a formula with an empty value', '<c><f>A1</f><v/></c>', '=A1', 'formula_without_value'],
    ['an error', '<c t="e"><f>1/0</f><v>#DIV/0!</v></c>', '#DIV/0!', 'cell_error'],
    ['a date', '<c s="1"><v>45000</v></c>', '2023-03-15', 'date'],
    ['a date and time in a format of its own', '<c s="2"><v>45000.333333333336</v></c>', '2023-03-15T08:00:00', 'date'],
    ['the first of March 1900', '<c s="1"><v>61</v></c>', '1900-03-01', 'date'],
    ['the first day', '<c s="1"><v>1</v></c>', '1900-01-01', 'date'],
    ['a time of day', '<c s="1"><v>0.5</v></c>', '12:00:00', 'date'],
    ['a phone number under a date format', '<c s="1"><v>12025550198</v></c>', '12025550198', null],
    ['a number of days', '<c s="3"><v>30</v></c>', '30', null],
    ['elapsed hours', '<c s="4"><v>1.5</v></c>', '1.5', null],
    ['an ISO date', '<c t="d"><v>2026-08-29</v></c>', '2026-08-29', 'date'],
    ['odd quoting of attributes', `<c t = 'inlineStr' x='a>b"' ><is><t>x</t></is></c >`, 'x', null],
  ])('reads %s', async (_name, cell, text, flag) => {
    const read = await files.read(workbook(`<row>${cell}</row>`));
    expect('rows' in read ? read.rows[0] : read).toEqual({ line: 1, span: 1, cells: [text], ...(flag === null ? {} : { flags: [{ column: 0, flag }] }) });
  });

  it('counts days from 1904 where the workbook does', async () => {
    const read = await files.read(workbook('<row><c s="1"><v>0</v></c><c s="1"><v>43538</v></c></row>', {
      'xl/workbook.xml': '<workbook xmlns:r="r"><workbookPr date1904="true"/><sheets><sheet name="First" sheetId="1" r:id="r1"/></sheets></workbook>',
    }));
    expect(cellsOf(read)).toEqual([['1904-01-01', '2023-03-15']]);
  });
});

describe('rows', () => {
  it('are counted to the last, those left out as blank lines, hidden ones and gaps kept', async () => {
    const read = await files.read(workbook(
      '<row r="2"><c r="B2"><v>1</v></c><c r="D2"><v>2</v></c><c r="E2" s="1"/></row><row r="5" hidden="1"><c r="A5"><v>3</v></c></row><row r="6" s="1"/>'));
    expect(cellsOf(read)).toEqual([[''], ['', '1', '', '2'], [''], [''], ['3'], ['']]);
    expect(read).toMatchObject({ lines: 6, facts: { hiddenRows: 1, format: 'xlsx', encoding: null } });
    expect('rows' in read && read.rows.map(({ line }) => line)).toEqual([1, 2, 3, 4, 5, 6]);
  });

  it('of an empty sheet are none', async () => {
    expect(await files.read(workbook(''))).toMatchObject({ rows: [], lines: 0 });
  });

  it('come out in the same order from a strict workbook with prefixes, absolute and odd part names', async () => {
    const strict = 'http://purl.oclc.org/ooxml/officeDocument/relationships';
    const read = await files.read(workbook('', {
      '_rels/.rels': `\uFEFF<?xml version="1.0"?><!-- x --><p:Relationships xmlns:p="p"><p:Relationship Id="a" Type="${strict}/officeDocument" Target="/book/Main.xml"/></p:Relationships>`,
      'xl/workbook.xml': null,
      'xl/_rels/workbook.xml.rels': null,
      'book/main.xml': '<x:workbook xmlns:x="x" xmlns:q="q"><x:sheets><x:sheet name="A &amp; B" sheetId="7" q:id="k"/></x:sheets></x:workbook>',
      'book/_rels/main.xml.rels': `<Relationships><Relationship Id="k" Type="${strict}/worksheet" Target="../tab\\one.xml"/></Relationships>`,
      'tab/one.xml': '<x:worksheet xmlns:x="x"><x:sheetData><x:row r="1"><x:c r="A1"><x:v>7</x:v></x:c></x:row></x:sheetData></x:worksheet>',
    }));
    expect(cellsOf(read)).toEqual([['7']]);
    expect(read).toMatchObject({ sheet: 'A & B' });
  });

  it('come from a part in UTF-16 too', async () => {
    const sheet = Buffer.from('\uFEFF<worksheet><sheetData><row><c t="inlineStr"><is><t>é東</t></is></c></row></sheetData></worksheet>', 'utf16le');
    expect(cellsOf(await files.read(workbook('', { 'xl/worksheets/sheet1.xml': sheet })))).toEqual([['é東']]);
  });
});

describe('sheets', () => {
  const book = XLSX.utils.book_new();
  for (const name of ['Hidden', 'Calls', 'More']) XLSX.utils.book_append_sheet(book, XLSX.utils.aoa_to_sheet([[name]]), name);
  book.Workbook = { Sheets: [{ Hidden: 2 }, { Hidden: 0 }, { Hidden: 1 }] };
  const bytes: Uint8Array = XLSX.write(book, { type: 'buffer', bookType: 'xlsx' });

  it('are listed in order with the hidden ones marked, and the first visible one is proposed', async () => {
    const read = await files.read(bytes);
    expect(read).toMatchObject({ sheet: 'Calls', facts: { sheets: [{ name: 'Hidden', hidden: true }, { name: 'Calls', hidden: false }, { name: 'More', hidden: true }] } });
    expect(cellsOf(read)).toEqual([['Calls']]);
  });

  it('can be asked for by name, hidden or not', async () => {
    expect(cellsOf(await files.read(bytes, { sheet: 'Hidden' }))).toEqual([['Hidden']]);
    expect(failureOf(await files.read(bytes, { sheet: 'None' }))).toEqual({ type: 'SheetMissing', name: 'list.csv', sheet: 'None', sheets: ['Hidden', 'Calls', 'More'] });
  });
});

describe('what SheetJS writes', () => {
  const value = fc.oneof(
    fc.string({ unit: fc.constantFrom('a', '+1', ' ', 'é', '&', '<', '>', '"', '\n', '東', '𝄞'), minLength: 1, maxLength: 8 }),
    fc.integer({ min: -9_999_999_999, max: 99_999_999_999 }), fc.boolean(), fc.constant(null),
  );
  it('reads back as it was put in, by shared and by inline strings, packed and stored', async () => {
    await fc.assert(fc.asyncProperty(
      fc.array(fc.array(value, { minLength: 1, maxLength: 5 }), { minLength: 1, maxLength: 6 }), fc.boolean(), fc.boolean(),
      async (table, bookSST, compression) => {
        const book = XLSX.utils.book_new();
        XLSX.utils.book_append_sheet(book, XLSX.utils.aoa_to_sheet(table), 'S');
        const bytes: Uint8Array = XLSX.write(book, { type: 'buffer', bookType: 'xlsx', bookSST, compression });
        const read = cellsOf(await files.read(bytes));
        const width = Math.max(...table.map((row) => row.length));
        const padded = (row: readonly string[]) => [...row, ...Array.from({ length: width - row.length }, () => '')];
        const expected = table.map((row) => padded(row.map((one) => (one === null ? '' : typeof one === 'boolean' ? String(one).toUpperCase() : String(one)))));
        const found = Array.isArray(read) ? read.map(padded) : read;
        // Rows without a value at the end are not written.
        while (expected.length > 0 && expected.at(-1)?.every((one) => one === '') === true && expected.length > (Array.isArray(found) ? found.length : 0)) expected.pop();
        expect(found).toEqual(expected);
      },
    ), { numRuns: 60 });
  });
});

it('opens a workbook of thousands of shared strings and rows in batches', async () => {
  const count = 5000;
  const strings = Array.from({ length: count }, (_x, index) => `<si><t>+1202555${String(index).padStart(4, '0')}</t></si>`).join('');
  const sheet = Array.from({ length: count }, (_x, index) => `<row r="${index + 1}"><c r="A${index + 1}" t="s"><v>${count - 1 - index}</v></c></row>`).join('');
  const read = await files.read(workbook(sheet, { 'xl/sharedStrings.xml': strToU8(`<sst>${strings}</sst>`) }));
  expect(read).toMatchObject({ lines: count });
  expect('rows' in read && read.rows.map(({ cells }) => cells[0])).toEqual(Array.from({ length: count }, (_x, index) => `+1202555${String(count - 1 - index).padStart(4, '0')}`));
});
