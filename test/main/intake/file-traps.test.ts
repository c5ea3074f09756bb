// Every file trap an analyst meets, by its name, through the preview as it is shown: the layout proposed, each line's class, or the refusal.
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { strToU8, zipSync } from 'fflate';
import { expect, it } from 'vitest';
import { previewFile } from '../../../src-main/core/preview-file.ts';
import type { Preview } from '../../../src-shared/contract/imports.ts';
import type { FileFailure } from '../../../src-shared/failures.ts';
import { createIntakeFiles, workbook } from './intake-files.ts';
import { label, xls } from './xls-files.ts';

const files = createIntakeFiles();

/** Nothing asked for and nothing saved. */
const fresh = { asked: {}, at: Date.UTC(2026, 10, 21), candidates: [], chosen: null } as const;

/** What stands before the analyst: kinds of the lines by their first letters, and what each number came to. */
const seen = async (content: string | Uint8Array, name = 'list.csv') => {
  const read = await previewFile({ path: files.write(content, name), name, ...fresh });
  return read.ok ? { ...picture(read.value), preview: read.value } : { failure: read.failure };
};
const picture = ({ rows }: Pick<Preview, 'rows'>) => ({
  kinds: rows.map(({ kind }) => kind.charAt(0)).join(''),
  numbers: rows.flatMap(({ readings }) => readings.map((reading) => (reading.verdict === 'accepted' ? reading.phone : reading.reason))),
});

const ann = '+12025550101';
const bob = '+12025550102';
const list = 'phone,name\r\n2025550101,Ann\r\n2025550102,Bob\r\n';
const utf16 = (text: string): Buffer => Buffer.from(text, 'utf16le');
const sheet = (rows: string, parts: Readonly<Record<string, string | null>> = {}): Uint8Array => workbook(rows, parts);
const inline = (text: string): string => `<c t="inlineStr"><is><t>${text}</t></is></c>`;
const calls = `<row>${inline('phone')}</row><row>${inline('2025550101')}</row>`;

type Seen = { readonly kinds?: string; readonly numbers?: readonly string[]; readonly preview?: object };
it.each<[string, string | Uint8Array, Seen]>([
  ['UTF-8 with its mark', `\uFEFF${list}`, { kinds: 'hdd', numbers: [ann, bob], preview: { columns: ['phone', 'name'], file: { encoding: 'utf-8' } } }],
  ['Excel\'s "Unicode text": UTF-16 with tabs', utf16(`\uFEFFPhone\tName\r\n2025550101\tGröße\r\n`), { kinds: 'hd', numbers: [ann], preview: { layout: { delimiter: '\t' }, file: { encoding: 'utf-16le' } } }],
  ['UTF-16 big end first', utf16(`\uFEFF${list}`).swap16(), { numbers: [ann, bob], preview: { file: { encoding: 'utf-16be' } } }],
  ['Windows-1252', Buffer.from('T\u00e9l\u00e9phone,name\n2025550101,Gr\u00f6\u00dfe\n', 'latin1'), { kinds: 'hd', numbers: [ann], preview: { columns: ['Téléphone', 'name'], file: { encoding: 'windows-1252' } } }],
  ['semicolons', 'phone;name\n2025550101;Lee, Ann\n', { numbers: [ann], preview: { layout: { delimiter: ';' } } }],
  ['a sep= line', 'sep=;\r\nphone;name\r\n2025550101;a,b\r\n', { kinds: 'ihd', numbers: [ann], preview: { layout: { delimiter: ';', headerLine: 2 } } }],
  ['CR alone as line end', list.replaceAll('\r\n', '\r'), { kinds: 'hdd', numbers: [ann, bob] }],
  ['no line end at the end', 'phone\n2025550101', { kinds: 'hd', numbers: [ann] }],
  ['duplicate headers', 'phone,phone,name\n2025550101,2025550102,Ann\n', { kinds: 'hd', numbers: [ann, bob], preview: { columns: ['phone', 'phone', 'name'], layout: { phoneColumns: [0, 1] } } }],
  ['no header', '2025550101,Ann\n2025550102,Bob\n', { kinds: 'dd', numbers: [ann, bob], preview: { columns: ['Column 1', 'Column 2'], layout: { headerLine: 0 } } }],
  ['title rows above the header', 'Do not call list\nAugust 2026\n\nphone,name\n2025550101,Ann\n', { kinds: 'iiihd', numbers: [ann], preview: { layout: { headerLine: 4 } } }],
  ['footers', `${list}Grand Totals (2 records)\nCopyright (c) 2000-2026 somebody\nConfidential Information - Do Not Distribute\n`, { kinds: 'hddiii', numbers: [ann, bob] }],
  ['blank lines', 'phone,name\n\n2025550101,Ann\n,\n', { kinds: 'hbdb', numbers: [ann] }],
  ['short and long rows', 'name,phone\nAnn\nBob,2025550102,more,and more\n', { kinds: 'hdd', numbers: [bob] }],
  ['a quoted cell over several lines', 'phone,note\n2025550101,"a\nb"\n2025550102,c\n', { kinds: 'hdd', numbers: [ann, bob] }],
  ['one column of fixed width, without a space (UK TPS)', '02079460123 \r\n01614960456 \r\n01214960123 \r\n', { kinds: 'ddd', numbers: ['+442079460123', '+441614960456', '+441214960123'], preview: { layout: { region: 'GB', phoneColumns: [0], headerLine: 0 } } }],
  ['one column of fixed width, with a space (UK TPS)', '020 79460123\r\n0161 4960456\r\n0121 4960123\r\n', { numbers: ['+442079460123', '+441614960456', '+441214960123'], preview: { layout: { region: 'GB', phoneColumns: [0] } } }],
  ['a list named .xlsx', list, { numbers: [ann, bob], preview: { file: { format: 'text' } } }],
  ['a workbook named .csv', sheet(calls), { numbers: [ann], preview: { file: { format: 'xlsx', encoding: null } } }],
  ['an old workbook named .xlsx', xls([label(0, 0, 'phone'), label(1, 0, '2025550101')]), { kinds: 'hd', numbers: [ann], preview: { file: { format: 'xls' } } }],
  ['a registry download in its ZIP', zipSync({ '2026-8-9_202_1.txt': strToU8('2025550101\r\n2025550102\r\n') }), { kinds: 'dd', numbers: [ann, bob], preview: { file: { format: 'zip' } } }],
  ['several and hidden sheets', sheet('', {
    'xl/workbook.xml': '<workbook xmlns:r="r"><sheets><sheet name="Old" sheetId="1" state="veryHidden" r:id="r4"/><sheet name="New" sheetId="2" r:id="r1"/></sheets></workbook>',
    'xl/_rels/workbook.xml.rels': '<Relationships><Relationship Id="r1" Type="x/worksheet" Target="worksheets/sheet1.xml"/><Relationship Id="r4" Type="x/worksheet" Target="worksheets/sheet4.xml"/></Relationships>',
    'xl/worksheets/sheet1.xml': `<worksheet><sheetData>${calls}</sheetData></worksheet>`,
  }), { numbers: [ann], preview: { layout: { sheet: 'New' }, file: { sheets: [{ name: 'Old', hidden: true }, { name: 'New', hidden: false }] } } }],
  ['hidden and filtered rows', sheet(`${calls}<row hidden="1">${inline('2025550102')}</row>`), { kinds: 'hdd', numbers: [ann, bob] }],
  ['rich text', sheet(`<row>${inline('phone')}</row><row><c t="s"><v>1</v></c></row>`), { numbers: [ann] }],
  ['hyperlinks', workbook('', { 'xl/worksheets/sheet1.xml': `<worksheet><sheetData>${calls}</sheetData><hyperlinks><hyperlink ref="A2" r:id="x"/></hyperlinks></worksheet>` }), { numbers: [ann] }],
  ['formulas without a stored value', sheet(`${calls}<row><c><f>"+1"&amp;B1</f></c></row>`), { kinds: 'hdd', numbers: [ann, 'formula_without_value'] }],
  ['error cells', sheet(`${calls}<row><c t="e"><v>#N/A</v></c></row>`), { kinds: 'hdd', numbers: [ann, 'cell_error'] }],
  ['numbers as floats', sheet(`<row>${inline('phone')}</row><row><c><v>1.2025550101E10</v></c></row><row><c><v>2025550102.0</v></c></row>`), { numbers: [ann, bob] }],
  ['a date among numbers', sheet(`${calls}<row><c s="1"><v>45000</v></c></row>`), { numbers: [ann, 'date'] }],
  ['the 1904 date system', sheet(`<row>${inline('phone')}${inline('date requested')}</row><row>${inline('2025550101')}<c s="1"><v>43538</v></c></row>`, {
    'xl/workbook.xml': '<workbook xmlns:r="r"><workbookPr date1904="1"/><sheets><sheet name="First" sheetId="1" r:id="r1"/></sheets></workbook>',
  }), { numbers: [ann], preview: { layout: { requestedColumn: 1 }, rows: [{}, { cells: ['2025550101', '2023-03-15'] }] } }],
  ['_x000D_ escapes', sheet(`<row>${inline('phone_x000D_')}</row><row>${inline('2025550101_x000D_')}</row>`), { kinds: 'hd', numbers: [ann] }],
])('%s', async (_trap, content, expected) => {
  expect(await seen(content)).toMatchObject(expected);
});

it.each<[string, string | Uint8Array, Partial<FileFailure>]>([
  ['a stray quote', 'phone,name\n2025550101,"Ann\n2025550102,Bob\n', { type: 'StrayQuote', line: 2 }],
  ['a ZIP bomb', workbook('', { 'xl/worksheets/sheet1.xml': ' '.repeat(70 << 20) }), { type: 'WorkbookTooLarge' }],
  ['a ZIP bomb of text', zipSync({ 'a.txt': new Uint8Array(70 << 20).fill(50) }), { type: 'ArchiveUnreadable' }],
  ['a ZIP of several files', zipSync({ 'a.txt': strToU8('1'), 'b.txt': strToU8('2') }), { type: 'ArchiveHoldsSeveral', count: 2, members: ['a.txt', 'b.txt'] }],
  ['a DOCTYPE', workbook('', { 'xl/worksheets/sheet1.xml': '<!DOCTYPE x [<!ENTITY a "b">]><worksheet/>' }), { type: 'WorkbookBroken', why: 'DOCTYPE' }],
  ['an encrypted workbook', Buffer.concat([Buffer.from('D0CF11E0A1B11AE1', 'hex'), Buffer.alloc(1016), utf16('EncryptedPackage'), Buffer.alloc(1000)]), { type: 'WorkbookEncrypted' }],
  ['an encrypted old workbook', xls([], [Buffer.from([0x2f, 0, 0, 0])]), { type: 'WorkbookEncrypted' }],
  ['a sheet that declares a row too many', sheet('<row r="1048577"><c><v>1</v></c></row>'), { type: 'WorkbookTooLarge', limit: '1048576 rows' }],
  ['an empty file', '', { type: 'FileEmpty' }],
  ['a web page named .xls', '<html><table><tr><td>2025550101</td></tr></table></html>', { type: 'FileNotTabular', looksLike: 'html' }],
  ['no phone column', 'name,state\nAnn,TX\nBob,OK\n', { type: 'NoPhoneColumn' }],
])('%s is refused by name within five seconds', async (_trap, content, failure) => {
  const began = performance.now();
  expect(await seen(content)).toMatchObject({ failure: { name: 'list.csv', ...failure } });
  expect(performance.now() - began).toBeLessThan(5000);
});

it('a folder is refused by name', async () => {
  mkdirSync(join(files.folder, 'list.csv'));
  expect(await previewFile({ path: join(files.folder, 'list.csv'), name: 'list.csv', ...fresh })).toEqual({ ok: false, failure: { type: 'FileIsFolder', name: 'list.csv' } });
});

it('1,048,576 rows declared are shown at once, though the last of them is far away', async () => {
  const began = performance.now();
  const read = await seen(sheet(`${calls}<row r="1048576">${inline('2025550102')}</row>`));
  expect(read).toMatchObject({ kinds: `hd${'b'.repeat(38)}`, numbers: [ann] });
  expect(performance.now() - began).toBeLessThan(5000);
});
