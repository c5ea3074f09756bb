// Text files: encodings, delimiters and physical lines come out as they are in the bytes.
import { createHash } from 'node:crypto';
import { appendFileSync, utimesSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { openSource } from '../../../src-main/intake/source.ts';
import { cellsOf, createIntakeFiles, failureOf } from './intake-files.ts';

const files = createIntakeFiles();
const utf16 = (text: string, bigEndian: boolean): Buffer => {
  const bytes = Buffer.from(text, 'utf16le');
  return bigEndian ? bytes.swap16() : bytes;
};

describe('encodings', () => {
  const text = 'phone;Téléphone\r\n+12025550101;Größe 東\r\n';
  const rows = [['phone', 'Téléphone'], ['+12025550101', 'Größe 東']];
  it.each([
    ['utf-8', Buffer.from(text), 'utf-8'],
    ['utf-8 with mark', Buffer.from(`\uFEFF${text}`), 'utf-8'],
    ['utf-16le with mark', utf16(`\uFEFF${text}`, false), 'utf-16le'],
    ['utf-16be with mark', utf16(`\uFEFF${text}`, true), 'utf-16be'],
    ['utf-16le without mark', utf16(text, false), 'utf-16le'],
    ['utf-16be without mark', utf16(text, true), 'utf-16be'],
  ])('reads %s', async (_name, bytes, encoding) => {
    const read = await files.read(bytes);
    expect(cellsOf(read)).toEqual(rows);
    expect(read).toMatchObject({ lines: 2, facts: { encoding, bytes: bytes.length, sha256: createHash('sha256').update(bytes).digest('hex'), format: 'text', sheets: [] } });
  });

  it('takes for Windows-1252 what is not UTF-8, even if the first wrong byte comes late', async () => {
    const early = 'phone,é\n+12025550101,plain\n'.repeat(40_000);
    const bytes = Buffer.concat([Buffer.from('phone,name\n' + early.replaceAll('é', 'e')), Buffer.from([0x80, 0x2c, 0xe9, 0x0a])]);
    const read = await files.read(bytes);
    expect(read).toMatchObject({ facts: { encoding: 'windows-1252' }, lines: 80_002 });
    expect('rows' in read && read.rows.at(-1)?.cells).toEqual(['€', 'é']);
  });

  it('never invents a replacement character where a letter crosses the pieces that are read', async () => {
    const line = `+12025550101,${'€𝄞é'.repeat(3)}\n`;
    for (const bytes of [Buffer.from(line.repeat(9000)), utf16(line.repeat(9000), true)]) {
      const read = await files.read(bytes);
      expect('rows' in read && read.rows.length === 9000 && read.rows.every(({ cells }) => cells[1] === '€𝄞é'.repeat(3))).toBe(true);
    }
  });

  it('refuses UTF-16 that breaks off within a letter', async () => {
    const bytes = utf16('\uFEFFphone\n2025550101\n', false);
    expect(failureOf(await files.read(bytes.subarray(0, -1)))).toEqual({ type: 'FileNotTabular', name: 'list.csv', looksLike: 'damaged utf-16 text' });
  });
});

describe('lines', () => {
  it.each([
    ['LF', 'a,b\n1,2\n', [['a', 'b'], ['1', '2']]],
    ['CRLF', 'a,b\r\n1,2\r\n', [['a', 'b'], ['1', '2']]],
    ['CR', 'a,b\r1,2\r', [['a', 'b'], ['1', '2']]],
    ['a mixture', 'a,b\r\n1,2\r3,4\n5,6', [['a', 'b'], ['1', '2'], ['3', '4'], ['5', '6']]],
    ['blank lines', '\na,b\n\n\r\n', [[''], ['a', 'b'], [''], ['']]],
  ])('ends rows at %s', async (_name, text, rows) => {
    const read = await files.read(text);
    expect(cellsOf(read)).toEqual(rows);
    expect(read).toMatchObject({ lines: rows.length });
  });

  it('keeps a quoted line break in its cell and says how many lines the row covers', async () => {
    const read = await files.read('phone,note\r\n2025550101,"one\r\ntwo\nthree"\r\n2025550102,x\r\n');
    expect('rows' in read && read.rows).toEqual([
      { line: 1, span: 1, cells: ['phone', 'note'] },
      { line: 2, span: 3, cells: ['2025550101', 'one\r\ntwo\nthree'] },
      { line: 5, span: 1, cells: ['2025550102', 'x'] },
    ]);
    expect(read).toMatchObject({ lines: 5 });
  });

  it('comes in batches of bounded size even where every byte is a line', async () => {
    const read = await files.read('\n'.repeat(300_000));
    expect(read).toMatchObject({ lines: 300_000, rows: { length: 300_000 } });
  });

  it('refuses a line of more than a megabyte', async () => {
    expect(failureOf(await files.read('1'.repeat((1 << 20) + 1)))).toMatchObject({ type: 'FileNotTabular', looksLike: 'one endless line' });
  });
});

describe('delimiters', () => {
  it.each([
    ['a;b\n1,5;2,5\n3,5;1,0\n', ';'],
    ['a\tb\n1\t2\n', '\t'],
    ['a|b|c\n1|2|3\n', '|'],
    ['2025550101\n2025550102\n', ','],
    ['"a,b";"c,d"\n"e,f";g\n', ';'],
    ['File Date,11/26/2025\nNPA,use,note\n201,G,x\n202,G,y\n', ','],
    ['phone\n2025550101;2025550102\n2025550103\n2025550104\n', ','],
    ['pipe 5";x\npipe 6";y\n', ';'],
  ] as const)('guesses %j', async (text, delimiter) => {
    expect(await files.read(text)).toMatchObject({ delimiter });
  });

  it('obeys a sep= line, counts it as a line and says so', async () => {
    const read = await files.read('sep=;\r\nphone;a,b,c\r\n2025550101;x,y,z\r\n');
    expect(read).toMatchObject({ delimiter: ';', lines: 3, facts: { sepLine: true } });
    expect(cellsOf(read)).toEqual([['sep=;'], ['phone', 'a,b,c'], ['2025550101', 'x,y,z']]);
  });

  it('uses the delimiter it is told', async () => {
    expect(cellsOf(await files.read('a;b,c\n', { delimiter: ',' }))).toEqual([['a;b', 'c']]);
  });
});

describe('a file that changes', () => {
  const text = 'phone\n2025550101\n'.repeat(20_000);
  const change: readonly [string, (path: string) => void][] = [
    ['grows', (path) => appendFileSync(path, '2025550199\n')],
    ['is touched', (path) => utimesSync(path, 1, 1)],
  ];
  it.each(change)('ends as FileChanged when it %s while it is read', async (_name, act) => {
    const path = files.write(text);
    const opened = await openSource(path, 'list.csv');
    if (!opened.ok) throw new Error('not opened');
    const reading = opened.value.rows({ sheet: null, delimiter: ',' });
    await reading.next();
    act(path);
    let step = await reading.next();
    while (step.done !== true) step = await reading.next();
    expect(step.value).toEqual({ ok: false, failure: { type: 'FileChanged', name: 'list.csv' } });
  });
});
