// Files that are no list end by name: as what they are, within bounds, and never by a throw.
import { mkdirSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import * as fc from 'fast-check';
import { strToU8, zipSync } from 'fflate';
import { describe, expect, it } from 'vitest';
import { cellsOf, createIntakeFiles, failureOf, workbook } from './intake-files.ts';
import { expectSameOrFailure } from './one-byte-changed.ts';

const files = createIntakeFiles();
const sheet = '<row><c t="s"><v>0</v></c></row><row><c t="s"><v>1</v></c></row>';

describe('what a file is', () => {
  it('is told by its bytes, not by its name', async () => {
    expect(cellsOf(await files.read('phone\n+12025550101\n', { name: 'list.xlsx' }))).toEqual([['phone'], ['+12025550101']]);
    expect(cellsOf(await files.read(workbook(sheet), { name: 'list.csv' }))).toEqual([['phone'], ['+12025550101']]);
  });

  const compound = (name: string): Buffer => {
    const bytes = Buffer.alloc(2048);
    Buffer.from('D0CF11E0A1B11AE1', 'hex').copy(bytes);
    bytes.writeUInt16LE(9, 30);
    bytes.writeUInt32LE(1, 48);
    Buffer.from(name, 'utf16le').copy(bytes, 1024);
    return bytes;
  };
  it.each([
    ['pdf', Buffer.from('%PDF-1.7\n%\u00e2')],
    ['png', Buffer.from('89504e470d0a1a0a0000000d49484452', 'hex')],
    ['jpeg', Buffer.from('ffd8ffe000104a464946', 'hex')],
    ['gzip', gzipSync('phone\n')],
    ['program', Buffer.concat([Buffer.from('MZ'), Buffer.alloc(200)])],
    ['doc', compound('WordDocument')],
    ['ppt', compound('PowerPoint Document')],
    ['compound file', compound('Quill96')],
    ['empty zip', zipSync({ 'folder/': new Uint8Array() })],
    ['zip of pdf', zipSync({ 'a.csv': strToU8('%PDF-1.7') })],
    ['zip of another workbook or archive', zipSync({ 'a.xlsx': workbook(sheet) })],
    ['docx', zipSync({ 'word/document.xml': strToU8('<a/>') })],
    ['OpenDocument, but no spreadsheet', zipSync({ mimetype: strToU8('application/vnd.oasis.opendocument.text'), 'content.xml': strToU8('<a/>') })],
    ['html', Buffer.from('<html><table><tr><td>2025550101')],
    ['json', Buffer.from('[{"phone": "2025550101"}]')],
    ['binary data', Buffer.from(Array.from({ length: 4000 }, (_x, index) => (index * 37) % 256))],
    ['utf-32 text', Buffer.from('fffe0000610000000a000000', 'hex')],
  ])('is named: %s', async (looksLike, bytes) => {
    expect(failureOf(await files.read(bytes))).toEqual({ type: 'FileNotTabular', name: 'list.csv', looksLike });
  });

  it('is an encrypted workbook where the compound file holds an encrypted package', async () => {
    expect(failureOf(await files.read(compound('EncryptedPackage')))).toEqual({ type: 'WorkbookEncrypted', name: 'list.csv' });
  });

  it('is nothing, empty, a folder or no file', async () => {
    mkdirSync(join(files.folder, 'folder'));
    symlinkSync(join(files.folder, 'nowhere'), join(files.folder, 'link'));
    expect(failureOf(await files.readPath(join(files.folder, 'none.csv')))).toMatchObject({ type: 'FileMissing' });
    expect(failureOf(await files.readPath(join(files.folder, 'link')))).toMatchObject({ type: 'FileMissing' });
    expect(failureOf(await files.readPath(join(files.folder, 'folder')))).toMatchObject({ type: 'FileIsFolder' });
    expect(failureOf(await files.readPath('/dev/null'))).toMatchObject({ type: 'FileUnreadable', code: 'NOT_A_FILE' });
    expect(failureOf(await files.read(''))).toMatchObject({ type: 'FileEmpty' });
    expect(failureOf(await files.read('\uFEFF'))).toMatchObject({ type: 'FileEmpty' });
  });
});

describe('a workbook that is not what it should be', () => {
  it.each([
    ['a missing sheet part', { 'xl/worksheets/sheet1.xml': null }, 'xl/worksheets/sheet1.xml', 'part missing'],
    ['no relationships', { 'xl/_rels/workbook.xml.rels': null }, 'xl/_rels/workbook.xml.rels', 'part missing'],
    ['a DOCTYPE', { 'xl/worksheets/sheet1.xml': '<!DOCTYPE x [<!ENTITY a "b">]><worksheet/>' }, 'xl/worksheets/sheet1.xml', 'DOCTYPE'],
    ['an entity of its own', { 'xl/sharedStrings.xml': '<sst><si><t>&a;</t></si></sst>' }, 'xl/sharedStrings.xml', 'an unknown entity'],
    ['XML that breaks off', { 'xl/worksheets/sheet1.xml': '<worksheet><sheetData><row>' }, 'xl/worksheets/sheet1.xml', 'cut short'],
    ['tags that do not match', { 'xl/worksheets/sheet1.xml': '<worksheet><sheetData></row></worksheet>' }, 'xl/worksheets/sheet1.xml', 'tags do not match'],
    ['a string that is not there', { 'xl/worksheets/sheet1.xml': '<worksheet><sheetData><row><c t="s"><v>9</v></c></row></sheetData></worksheet>' }, 'xl/worksheets/sheet1.xml', 'row 1 asks for a shared string that is not there'],
    ['rows out of order', { 'xl/worksheets/sheet1.xml': '<worksheet><sheetData><row r="2"/><row r="2"/></sheetData></worksheet>' }, 'xl/worksheets/sheet1.xml', 'row 2 is not followed by a later one'],
    ['a cell twice', { 'xl/worksheets/sheet1.xml': '<worksheet><sheetData><row><c r="A1"/><c r="A1"/></row></sheetData></worksheet>' }, 'xl/worksheets/sheet1.xml', 'row 1 has cells out of order'],
    ['no sheets', { 'xl/workbook.xml': '<workbook><sheets/></workbook>' }, 'xl/workbook.xml', 'no worksheet'],
  ])('is broken: %s', async (_name, parts, part, why) => {
    expect(failureOf(await files.read(workbook(sheet, parts)))).toEqual({ type: 'WorkbookBroken', name: 'list.csv', part, why });
  });

  it.each([
    ['row 1,048,577', '<row r="1048577"/>', '1048576 rows'],
    ['column XFE', '<row><c r="XFE1"><v>1</v></c></row>', '16384 columns'],
    ['a text of two megabytes', `<row><c t="inlineStr"><is><t>${'a'.repeat(2 << 20)}</t></is></c></row>`, '1 MB in one XML token'],
    ['tags within tags', '<a>'.repeat(200), '100 levels of tags'],
  ])('is too large: %s', async (_name, content, limit) => {
    expect(failureOf(await files.read(workbook(content)))).toMatchObject({ type: 'WorkbookTooLarge', limit });
  });

  it('is refused before it is unpacked when it unpacks to 250 times its size', async () => {
    const bomb = new Uint8Array(70 << 20).fill(32);
    const bytes = workbook('', { 'xl/worksheets/sheet1.xml': bomb });
    expect(failureOf(await files.read(bytes))).toMatchObject({ type: 'WorkbookTooLarge', part: 'xl/worksheets/sheet1.xml', limit: '250 times its packed size' });
  });

  it('is broken when a part is larger than the directory says, or its checksum is another', async () => {
    const bytes = Buffer.from(workbook(sheet));
    const listed = bytes.lastIndexOf('xl/worksheets/sheet1.xml') - 46;
    const size = Buffer.from(bytes);
    size.writeUInt32LE(size.readUInt32LE(listed + 24) - 1, listed + 24);
    expect(failureOf(await files.read(size))).toMatchObject({ type: 'WorkbookBroken', part: 'xl/worksheets/sheet1.xml', why: 'larger than listed' });
    const crc = Buffer.from(bytes);
    crc.writeUInt32LE((crc.readUInt32LE(listed + 16) ^ 1) >>> 0, listed + 16);
    expect(failureOf(await files.read(crc))).toMatchObject({ type: 'WorkbookBroken', part: 'xl/worksheets/sheet1.xml', why: 'damaged (checksum)' });
  });
});

describe('whatever the bytes', () => {
  const full = Buffer.from(workbook(sheet));

  it('a workbook cut anywhere fails by name', async () => {
    await fc.assert(fc.asyncProperty(fc.integer({ min: 4, max: full.length - 1 }), async (length) => {
      expect(failureOf(await files.read(full.subarray(0, length)))?.type).toMatch(/^(?:WorkbookBroken|ArchiveUnreadable)$/);
    }), { numRuns: 60 });
  });

  it('a workbook with one byte changed reads the same or fails by name', async () => {
    await expectSameOrFailure(files, full, /^(?:Workbook|Archive|FileNotTabular|StrayQuote)/, 300);
  });

  it('arbitrary bytes end or fail by name, and rows cover every line', async () => {
    await fc.assert(fc.asyncProperty(
      fc.oneof(fc.uint8Array({ minLength: 1, maxLength: 300 }), fc.uint8Array({ minLength: 1, maxLength: 100 }).map((bytes) => Buffer.concat([Buffer.from('PK\u0003\u0004'), bytes, Buffer.from('PK\u0005\u0006'), bytes]))),
      async (bytes) => {
        const read = await files.read(bytes);
        if ('rows' in read) expect(read.rows.reduce((sum, { span }) => sum + span, 0)).toBe(read.lines);
        else expect(read.failure.type).toMatch(/^(?:File|Workbook|Archive|StrayQuote)/);
      },
    ), { numRuns: 300 });
  });
});
