// A ZIP of one text is that text, with the size and hash of the ZIP; of several files it is refused with their names.
import { createHash } from 'node:crypto';
import { appendFileSync } from 'node:fs';
import { strToU8, zipSync } from 'fflate';
import { describe, expect, it } from 'vitest';
import { openSource } from '../../../src-main/intake/source.ts';
import { cellsOf, createIntakeFiles, failureOf } from './intake-files.ts';
import { expectSameOrFailure } from './one-byte-changed.ts';

const files = createIntakeFiles();
const member = '2026-8-9_202_AB12.txt';
const flat = '202,5550101\r\n202,5550102\r\n';

describe('a ZIP of one text', () => {
  it('is read as the text: registry downloads by area code', async () => {
    const bytes = zipSync({ [member]: strToU8(flat) });
    const read = await files.read(bytes, { name: `${member}.zip` });
    expect(cellsOf(read)).toEqual([['202', '5550101'], ['202', '5550102']]);
    expect(read).toMatchObject({ lines: 2, delimiter: ',', facts: { format: 'zip', encoding: 'utf-8', member, bytes: bytes.length, sha256: createHash('sha256').update(bytes).digest('hex'), sheets: [] } });
  });

  it.each([
    ['stored', { 'a.txt': [strToU8(flat), { level: 0 }] }],
    ['in a folder, beside what a Mac and Windows add', { 'list/': new Uint8Array(), 'list/a.csv': strToU8(flat), '__MACOSX/list/._a.csv': strToU8('x'), 'list/.DS_Store': strToU8('x'), 'Thumbs.db': strToU8('x') }],
    ['in UTF-16 with its mark', { 'a.txt': Buffer.from(`\uFEFF${flat}`, 'utf16le') }],
  ] as const)('is read %s', async (_name, entries) => {
    expect(cellsOf(await files.read(zipSync(entries as Parameters<typeof zipSync>[0])))).toEqual([['202', '5550101'], ['202', '5550102']]);
  });

  it('of many pieces is whole, line by line', async () => {
    const lines = Array.from({ length: 120_000 }, (_x, index) => `202,55501${String(index % 100).padStart(2, '0')},${index}`);
    const read = await files.read(zipSync({ 'a.txt': strToU8(lines.join('\n')) }));
    expect('rows' in read && [read.lines, read.rows.every(({ cells, line }, index) => cells[2] === String(index) && line === index + 1)]).toEqual([120_000, true]);
  });

  it('that changes while it is read ends as FileChanged', async () => {
    const path = files.write(zipSync({ 'a.txt': [strToU8(flat.repeat(50_000)), { level: 0 }] }));
    const opened = await openSource(path, 'list.zip');
    if (!opened.ok) throw new Error('not opened');
    const reading = opened.value.rows({ sheet: null, delimiter: ',' });
    await reading.next();
    appendFileSync(path, 'more');
    let step = await reading.next();
    while (step.done !== true) step = await reading.next();
    expect(step.value).toEqual({ ok: false, failure: { type: 'FileChanged', name: 'list.zip' } });
  });
});

describe('a ZIP that is not one text', () => {
  it('names what it holds', async () => {
    expect(failureOf(await files.read(zipSync({ 'a.txt': strToU8(flat), 'b/c.csv': strToU8(flat) })))).toEqual({ type: 'ArchiveHoldsSeveral', name: 'list.csv', count: 2, members: ['a.txt', 'b/c.csv'] });
    const many = Object.fromEntries(Array.from({ length: 30 }, (_x, index) => [`${index}.txt`, strToU8('x')]));
    expect(failureOf(await files.read(zipSync(many)))).toMatchObject({ count: 30, members: { length: 20 } });
  });

  it('is empty where its text is', async () => {
    expect(failureOf(await files.read(zipSync({ 'a.txt': new Uint8Array() })))).toEqual({ type: 'FileEmpty', name: 'list.csv' });
  });

  const full = Buffer.from(zipSync({ 'a.txt': strToU8(flat.repeat(40)) }));
  it('is refused under a password, as a bomb, damaged and cut', async () => {
    const why = async (bytes: Uint8Array) => failureOf(await files.read(bytes));
    const locked = Buffer.from(full);
    const listed = locked.lastIndexOf('a.txt') - 46;
    locked[listed + 8] = (locked[listed + 8] ?? 0) | 1;
    expect(await why(locked)).toEqual({ type: 'ArchiveUnreadable', name: 'list.csv', part: 'a.txt', why: 'protected by a password' });
    const wrong = Buffer.from(full);
    wrong.writeUInt32LE((wrong.readUInt32LE(listed + 16) ^ 1) >>> 0, listed + 16);
    expect(await why(wrong)).toMatchObject({ type: 'ArchiveUnreadable', part: 'a.txt', why: 'damaged (checksum)' });
    expect(await why(full.subarray(0, -30))).toMatchObject({ type: 'ArchiveUnreadable', part: 'zip', why: 'no central directory' });
    expect(await why(zipSync({ 'a.txt': new Uint8Array(70 << 20).fill(49) }))).toMatchObject({ type: 'ArchiveUnreadable', part: 'a.txt', why: 'more than 250 times its packed size' });
  });

  it('with one byte changed reads the same or fails by name', async () => {
    await expectSameOrFailure(files, full, /^(?:Workbook|Archive|File|StrayQuote)/, 200);
  });
});
