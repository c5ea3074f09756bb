// OpenDocument spreadsheets: stored values before shown ones, repeats written out within bounds, what is no row of the sheet left out.
import * as XLSX from '@e965/xlsx';
import * as fc from 'fast-check';
import { strToU8, zipSync } from 'fflate';
import { describe, expect, it } from 'vitest';
import { cellsOf, createIntakeFiles, failureOf } from './intake-files.ts';
import { expectSameOrFailure } from './one-byte-changed.ts';

const files = createIntakeFiles();
const mimetype = 'application/vnd.oasis.opendocument.spreadsheet';

/** `tables` is what stands inside <office:spreadsheet>; every part may be replaced, or left out with null. */
const ods = (tables: string, parts: Readonly<Record<string, string | null>> = {}): Uint8Array => {
  const all: Record<string, string | null> = {
    mimetype,
    'META-INF/manifest.xml': '<manifest:manifest><manifest:file-entry manifest:full-path="content.xml"/></manifest:manifest>',
    'content.xml':
      '<office:document-content><office:automatic-styles><style:style style:name="ta1" style:family="table"><style:table-properties table:display="true"/></style:style>'
      + '<style:style style:name="ta2" style:family="table"><style:table-properties table:display="false"/></style:style></office:automatic-styles>'
      + `<office:body><office:spreadsheet>${tables}</office:spreadsheet></office:body></office:document-content>`,
    ...parts,
  };
  return zipSync(Object.fromEntries(Object.entries(all).flatMap(([name, part]) => (part === null ? [] : [[name, strToU8(part)]]))));
};
const table = (rows: string, name = 'First', style = 'ta1'): string => `<table:table table:name="${name}" table:style-name="${style}">${rows}</table:table>`;
const row = (cells: string, attributes = ''): string => `<table:table-row ${attributes}>${cells}</table:table-row>`;
const text = (words: string, attributes = ''): string => `<table:table-cell office:value-type="string" ${attributes}><text:p>${words}</text:p></table:table-cell>`;
const cell = (attributes: string, shown = ''): string => `<table:table-cell ${attributes}>${shown}</table:table-cell>`;

describe('cells', () => {
  it.each([
    ['a text', text('a &amp; <text:span>b</text:span><text:a>c</text:a>'), 'a & bc', null],
    ['spaces, tabs and line breaks as the format writes them', text(' \n a  b <text:s text:c="2"/>c<text:tab/>d<text:line-break/>e'), 'a b   c\td\ne', null],
    ['paragraphs as lines', cell('office:value-type="string"', '<text:p>a</text:p><text:p/><text:p>b</text:p>'), 'a\n\nb', null],
    ['a text without its comment and drawing', cell('office:value-type="string"', '<office:annotation><text:p>said</text:p></office:annotation><text:p>a</text:p><draw:frame><draw:text-box><text:p>drawn</text:p></draw:text-box></draw:frame>'), 'a', null],
    ['a text without its ruby', text('<text:ruby><text:ruby-base>東</text:ruby-base><text:ruby-text>to</text:ruby-text></text:ruby>'), '東', null],
    ['a stored text before the shown one', text('shown', 'office:string-value="stored"'), 'stored', null],
    ['a whole number', cell('office:value-type="float" office:value="12025550198" calcext:value-type="float"', '<text:p>1.20256E+10</text:p>'), '12025550198', null],
    ['a whole number with an exponent', cell('office:value-type="float" office:value="1.2025550198E10"'), '12025550198', null],
    ['a float with all its digits', cell('office:value-type="float" office:value="0.30000000000000004"', '<text:p>0.3</text:p>'), '0.30000000000000004', null],
    ['a currency', cell('office:value-type="currency" office:value="1.5"', '<text:p>€1.50</text:p>'), '1.5', null],
    ['a date', cell('office:value-type="date" office:date-value="2026-08-29"', '<text:p>29.08.26</text:p>'), '2026-08-29', 'date'],
    ['a date at midnight', cell('office:value-type="date" office:date-value="2026-08-29T00:00:00"'), '2026-08-29', 'date'],
    ['a date and time', cell('office:value-type="date" office:date-value="2026-08-29T08:00:00.000000000"'), '2026-08-29T08:00:00', 'date'],
    ['a time of day', cell('office:value-type="time" office:time-value="PT8H05M00S"'), '08:05:00', 'date'],
    ['true', cell('office:value-type="boolean" office:boolean-value="true"', '<text:p>WAHR</text:p>'), 'TRUE', null],
    ['a formula with its value', cell('table:formula="of:=[.A1]+1" office:value-type="float" office:value="2025550101"'), '2025550101', null],
    ['a formula with an empty text', cell('table:formula="of:=&quot;&quot;" office:value-type="string" office:string-value=""'), '', null],
    ['a formula never calculated', cell('table:formula="of:=[.A1]&amp;&quot;1&quot;"'), '=[.A1]&"1"', 'formula_without_value'],
    ['a formula whose number is missing', cell('table:formula="of:=[.A1]" office:value-type="float"'), '=[.A1]', 'formula_without_value'],
    ['an error as LibreOffice marks it', cell('table:formula="of:=1/0" office:value-type="string" office:string-value="" calcext:value-type="error"', '<text:p>#DIV/0!</text:p>'), '#DIV/0!', 'cell_error'],
    ['an error as others write it', cell('table:formula="of:=1/0" office:value-type="float" office:value="0"', '<text:p>#N/A</text:p>'), '#N/A', 'cell_error'],
    ['a covered cell', '<table:covered-table-cell office:value-type="string"><text:p>under</text:p></table:covered-table-cell>', 'under', null],
  ])('reads %s', async (_name, one, words, flag) => {
    const read = await files.read(ods(table(row(one + text('end')))));
    expect('rows' in read ? read.rows[0] : read).toEqual({ line: 1, span: 1, cells: [words, 'end'], ...(flag === null ? {} : { flags: [{ column: 0, flag }] }) });
  });
});

describe('rows', () => {
  it('are written out as often as they are repeated, in groups too, and the padding to the last row of the sheet is none of them', async () => {
    const read = await files.read(ods(table(
      '<office:forms/><table:shapes><draw:frame><table:table><table:table-row><table:table-cell><text:p>drawn</text:p></table:table-cell></table:table-row></table:table></draw:frame></table:shapes>'
      + `<table:table-column table:number-columns-repeated="16384"/><table:table-header-rows>${row(text('phone') + cell('table:number-columns-repeated="16383"'))}</table:table-header-rows>`
      + row(cell('table:number-columns-repeated="16384"'), 'table:number-rows-repeated="2" table:visibility="collapse"')
      + `<table:table-row-group><table:table-row-group>${row(cell('') + text('a', 'table:number-columns-repeated="2"'), 'table:number-rows-repeated="3" table:visibility="filter"')}</table:table-row-group></table:table-row-group>`
      + row(text('b'), 'table:visibility="visible"') + row(cell('table:number-columns-repeated="16384"'), 'table:number-rows-repeated="1048569" table:visibility="collapse"'))));
    expect(cellsOf(read)).toEqual([['phone'], [''], [''], ['', 'a', 'a'], ['', 'a', 'a'], ['', 'a', 'a'], ['b']]);
    expect(read).toMatchObject({ lines: 7, facts: { hiddenRows: 5, format: 'ods', encoding: null } });
    expect('rows' in read && read.rows.map(({ line }) => line)).toEqual([1, 2, 3, 4, 5, 6, 7]);
  });

  it('of an empty sheet are none', async () => {
    expect(await files.read(ods(table(row(cell(''), 'table:number-rows-repeated="1048576"'))))).toMatchObject({ rows: [], lines: 0 });
  });

  it('are those of the sheet that is asked for; hidden sheets are marked, cached ones of other files are no sheets', async () => {
    const bytes = ods(
      `<table:tracked-changes><table:deletion><table:table-row/></table:deletion></table:tracked-changes>${table(row(text('h')), 'Hidden', 'ta2')}`
      + table(row(text('x')), "'file:///other.ods'#$Sheet1", 'ta_extref') + table(row(text('a')), 'A &amp; B') + table(row(text('c')), 'C', 'none'));
    const read = await files.read(bytes);
    expect(read).toMatchObject({ sheet: 'A & B', facts: { sheets: [{ name: 'Hidden', hidden: true }, { name: 'A & B', hidden: false }, { name: 'C', hidden: false }] } });
    expect(cellsOf(read)).toEqual([['a']]);
    expect(cellsOf(await files.read(bytes, { sheet: 'Hidden' }))).toEqual([['h']]);
    expect(cellsOf(await files.read(bytes, { sheet: 'C' }))).toEqual([['c']]);
    expect(failureOf(await files.read(bytes, { sheet: 'None' }))).toEqual({ type: 'SheetMissing', name: 'list.csv', sheet: 'None', sheets: ['Hidden', 'A & B', 'C'] });
  });

  it('are a million where a million are declared, each with its number', async () => {
    const read = await files.read(ods(table(row(text('2025550101'), 'table:number-rows-repeated="1048576"'))));
    expect('rows' in read && [read.lines, read.rows.length, read.rows.at(-1)]).toEqual([1_048_576, 1_048_576, { line: 1_048_576, span: 1, cells: ['2025550101'] }]);
  });
});

describe('an OpenDocument spreadsheet that is not what it should be', () => {
  it.each([
    ['one row too many', table(row(text('1'), 'table:number-rows-repeated="1048577"')), '1048576 rows'],
    ['one column too many', table(row(text('1', 'table:number-columns-repeated="16385"'))), '16384 columns'],
    ['a value beyond the last column', table(row(cell('table:number-columns-repeated="16384"') + text('1'))), '16384 columns'],
    ['a wide row again and again', table(row(text('1'.repeat(20), 'table:number-columns-repeated="16384"'), 'table:number-rows-repeated="1000000"')), '16777216 cells|268435456 cells|64 MB of repeated cells'],
    ['spaces without end', table(row(text('<text:s text:c="9999999"/>'.repeat(3)))), '1 MB in one cell'],
  ])('is too large: %s', async (_name, tables, limit) => {
    expect(failureOf(await files.read(ods(tables)))).toMatchObject({ type: 'WorkbookTooLarge', part: 'content.xml', limit: expect.stringMatching(new RegExp(`^(?:${limit})$`)) as string });
  });

  it.each([
    ['a row repeated by a word', table(row(text('1'), 'table:number-rows-repeated="many"')), 'a row repeated "many" times'],
    ['a cell repeated less than once', table(row(text('1', 'table:number-columns-repeated="0"'))), 'a cell repeated no number of times'],
    ['an entity of its own', table(row(text('&a;'))), 'an unknown entity'],
    ['no sheet', '', 'no sheet'],
    ['XML that breaks off', '<table:table>', 'tags do not match'],
  ])('is broken: %s', async (_name, tables, why) => {
    expect(failureOf(await files.read(ods(tables)))).toEqual({ type: 'WorkbookBroken', name: 'list.csv', part: 'content.xml', why });
  });

  it('is refused with a DOCTYPE, without its content, and as a bomb before it is unpacked', async () => {
    expect(failureOf(await files.read(ods('', { 'content.xml': '<!DOCTYPE a><office:document-content/>' })))).toMatchObject({ type: 'WorkbookBroken', why: 'DOCTYPE' });
    expect(failureOf(await files.read(ods('', { 'content.xml': null })))).toMatchObject({ type: 'WorkbookBroken', why: 'part missing' });
    expect(failureOf(await files.read(ods('', { 'content.xml': ' '.repeat(70 << 20) })))).toMatchObject({ type: 'WorkbookTooLarge', limit: '250 times its packed size' });
  });

  it('is encrypted where its manifest says so, whole or part by part', async () => {
    const manifest = '<!-- x --><manifest:manifest><manifest:file-entry manifest:full-path="content.xml"><manifest:encryption-data/></manifest:file-entry></manifest:manifest>';
    expect(failureOf(await files.read(ods('', { 'META-INF/manifest.xml': manifest, 'content.xml': 'noise' })))).toEqual({ type: 'WorkbookEncrypted', name: 'list.csv' });
    expect(failureOf(await files.read(ods('', { 'META-INF/manifest.xml': manifest, 'content.xml': null, 'encrypted-package': 'noise' })))).toEqual({ type: 'WorkbookEncrypted', name: 'list.csv' });
  });

  it('is read though the manifest of an early OpenOffice carries a DOCTYPE, or none is there', async () => {
    expect(cellsOf(await files.read(ods(table(row(text('1'))), { 'META-INF/manifest.xml': '<!DOCTYPE manifest><manifest/>' })))).toEqual([['1']]);
    expect(cellsOf(await files.read(ods(table(row(text('1'))), { 'META-INF/manifest.xml': null })))).toEqual([['1']]);
  });

  it('with one byte changed reads the same or fails by name', async () => {
    const full = Buffer.from(ods(table(row(text('+12025550101')) + row(cell('office:value-type="float" office:value="5"')))));
    await expectSameOrFailure(files, full, /^(?:Workbook|Archive|FileNotTabular|StrayQuote)/, 200);
  });
});

it('reads back what SheetJS writes', async () => {
  const value = fc.oneof(fc.string({ unit: fc.constantFrom('a', '+1', 'é', '&', '<', '"', '東', '𝄞'), minLength: 1, maxLength: 8 }), fc.integer({ min: -9_999_999_999, max: 99_999_999_999 }), fc.constant(null));
  await fc.assert(fc.asyncProperty(fc.array(fc.array(value, { minLength: 1, maxLength: 5 }), { minLength: 1, maxLength: 6 }), async (rows) => {
    const book = XLSX.utils.book_new();
    XLSX.utils.book_append_sheet(book, XLSX.utils.aoa_to_sheet(rows), 'S');
    const read = cellsOf(await files.read(XLSX.write(book, { type: 'buffer', bookType: 'ods' }) as Buffer));
    const trimmed = (cells: readonly string[]): string => cells.join('\t').trimEnd();
    const expected = rows.map((cells) => trimmed(cells.map((one) => (one === null ? '' : String(one)))));
    while (expected.at(-1) === '') expected.pop();
    expect(Array.isArray(read) ? read.map(trimmed) : read).toEqual(expected);
  }), { numRuns: 40 });
});
