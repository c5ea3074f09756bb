// The quarantine leaves as a spreadsheet and comes back corrected: every row onto the one it came from, or refused by name; all of it one decision.
import { read, utils, write } from '@e965/xlsx';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import Papa from 'papaparse';
import { afterEach, describe, expect, it } from 'vitest';
import { writeXlsx } from '../../../src-main/core/write-xlsx.ts';
import { openSource } from '../../../src-main/intake/source.ts';
import { createTestCore, valueOf, type TestCore } from '../../helpers/create-test-core.ts';

let world: TestCore | null = null;
afterEach(async () => {
  expect(world?.defects).toEqual([]);
  await world?.close();
  world = null;
});

const raws = ['DNC 2025550123', '5550148', '=HYPERLINK("x")', '0000000000', '+2125550100', '-5550149', '@home', ' 5550150', 'say "hi", now', '1.20256E+10', 'call 2125550101', 'Jan 5 2021', '55501', 'line\nbreak'];
const quoted = (text: string): string => `"${text.replaceAll('"', '""')}"`;
const start = async (): Promise<TestCore> => {
  world = await createTestCore();
  valueOf(await world.client.call('import.store', { ticket: world.ticketFor('=list.csv', `Phone,Code\n${raws.map((raw) => `${quoted(raw)},TX`).join('\n')}\n`), layout: { headerLine: 1, phoneColumns: [0], codeColumn: 1, region: 'US' } }));
  return world;
};

type Table = string[][];
const exported = async ({ client, home }: TestCore, format: 'csv' | 'xlsx'): Promise<Buffer> => readFileSync(join(home, 'exports', valueOf(await client.call('quarantine.export', { format })).file));
const tableOf = (bytes: Buffer, format: 'csv' | 'xlsx'): Table => {
  if (format === 'csv') return Papa.parse<string[]>(bytes.toString('utf8').replace(/^\uFEFF/, ''), { skipEmptyLines: true }).data;
  const book = read(bytes, { type: 'buffer', raw: true });
  return utils.sheet_to_json<string[]>(book.Sheets['Held'] ?? {}, { header: 1, raw: false, defval: '' });
};
const bytesOf = (table: Table, format: 'csv' | 'xlsx'): Uint8Array => {
  if (format === 'csv') return Buffer.from(Papa.unparse(table, { newline: '\r\n' }));
  const book = utils.book_new();
  utils.book_append_sheet(book, utils.aoa_to_sheet(table), 'Held');
  return write(book, { type: 'buffer', bookType: 'xlsx' }) as Uint8Array;
};
const set = (table: Table, raw: string, cells: { readonly number?: string; readonly decision?: string; readonly because?: string }): void => {
  const row = table.find((one) => one[3] === raw || one[3] === `'${raw}`);
  if (row === undefined) throw new Error(`no row of ${raw}`);
  [row[6], row[7], row[8]] = [cells.number ?? '', cells.decision ?? '', cells.because ?? ''];
};

describe.each(['csv', 'xlsx'] as const)('a quarantine exported as %s', (format) => {
  it('has every held row with its reason in words, and no cell that a spreadsheet would run', async () => {
    const here = await start();
    const bytes = await exported(here, format);
    const [head, ...rows] = tableOf(bytes, format);
    expect(head).toEqual(['entry id', 'file', 'line', 'raw text', 'reason', 'suggestion', 'corrected number', 'decision', 'because']);
    const held = valueOf(await here.client.call('quarantine.page', { offset: 0, limit: 100 }));
    expect(rows).toHaveLength(held.total);
    if (format === 'csv') {
      expect([...bytes.subarray(0, 3)]).toEqual([0xef, 0xbb, 0xbf]);
      expect(rows.flat().filter((cell) => /^[=+\-@\t\r]/.test(cell))).toEqual([]);
      expect(rows.find((row) => row[3]?.includes('0000000000'))?.[3]).toBe("'0000000000");
    } else {
      const sheet = read(bytes, { type: 'buffer' }).Sheets['Held'] ?? {};
      expect(Object.entries(sheet).filter(([at, cell]) => !at.startsWith('!') && (cell as { f?: string }).f !== undefined)).toEqual([]);
      expect(rows.map((row) => row[3])).toEqual(held.rows.map(({ raw }) => raw));
    }
  });

  it('comes back unchanged onto the very same rows', async () => {
    const here = await start();
    const table = tableOf(await exported(here, format), format);
    for (const row of table.slice(1)) [row[7], row[8]] = ['discard', 'sifted'];
    const ticket = here.ticketFor(`back.${format}`, bytesOf(table, format));
    expect(valueOf(await here.client.call('quarantine.corrections', { ticket }))).toMatchObject({ rows: table.length - 1, discarded: table.length - 1, refused: 0, refusals: [] });
  });

  it('corrects, accepts and discards as one decision, which is undone as one', async () => {
    const here = await start();
    const table = tableOf(await exported(here, format), format);
    set(table, '5550148', { number: '(202) 555-0148' });
    set(table, '55501', { number: '+1 202 555 0148', decision: 'accept' });
    set(table, 'DNC 2025550123', { decision: 'Accept' });
    set(table, '@home', { decision: 'discard', because: 'a remark' });
    const ticket = here.ticketFor(`back.${format}`, bytesOf(table, format));
    const counted = valueOf(await here.client.call('quarantine.corrections', { ticket }));
    expect(counted).toMatchObject({ fixed: 2, accepted: 1, discarded: 1, unchanged: raws.length - 4, refused: 0 });
    expect(valueOf(await here.client.call('quarantine.summary', {})).held).toBe(raws.length);
    const done = valueOf(await here.client.call('quarantine.correct', { ticket, sha256: counted.sha256 }));
    expect(done).toMatchObject({ fixed: 2, decision: { act: 'correct', because: `back.${format}`, entries: 4, duplicates: 1, canUndo: true } });
    expect(valueOf(await here.client.call('quarantine.summary', {})).held).toBe(raws.length - 4);
    const leaf = valueOf(await here.client.call('log.page', { kind: 'decision', offset: 0, limit: 1 })).rows[0];
    expect(leaf?.body).toMatchObject({ act: 'correct', entries: 4, rows: 4, fixed: 2, accepted: 1, discarded: 1 });
    expect(JSON.stringify(leaf?.body)).not.toContain('back.');
    // The same file once more: its rows are decided.
    expect(valueOf(await here.client.call('quarantine.corrections', { ticket }))).toMatchObject({ refused: 4, refusals: [{ why: 'decided-already' }, { why: 'decided-already' }, { why: 'decided-already' }, { why: 'decided-already' }] });
    valueOf(await here.client.call('quarantine.undo', { decisionId: done.decision?.decisionId ?? 0 }));
    expect(valueOf(await here.client.call('quarantine.corrections', { ticket }))).toMatchObject({ fixed: 2, accepted: 1, discarded: 1, refused: 0 });
  });
});

it('refuses what does not fit row by row, names line and cause, and decides the rest', async () => {
  const here = await start();
  const table = tableOf(await exported(here, 'csv'), 'csv');
  set(table, '5550148', { number: '+12025550148' });
  const spoil = (at: number, change: (row: string[]) => void): void => { change(table[at] ?? []); };
  const rowOf = (raw: string): number => table.findIndex((row) => row[3] === raw || row[3] === `'${raw}`);
  const wish = { decision: 'discard', because: 'x' };
  set(table, '@home', wish); spoil(rowOf('@home'), (row) => { row[3] = 'at home'; });
  set(table, '55501', wish); spoil(rowOf('55501'), (row) => { row[0] = '999'; });
  set(table, 'line\nbreak', wish); spoil(rowOf('line\nbreak'), (row) => { row[2] = '2'; });
  set(table, '1.20256E+10', { decision: 'discard' });
  set(table, '0000000000', { decision: 'maybe' });
  set(table, ' 5550150', { number: '55' });
  set(table, 'Jan 5 2021', { decision: 'accept' });
  set(table, '-5550149', { number: '+12025550149', decision: 'discard' });
  set(table, 'DNC 2025550123', { decision: 'accept' }); spoil(rowOf('DNC 2025550123'), (row) => { row[5] = '+12025550124'; });
  table.push([...(table[rowOf('5550148')] ?? [])]);
  const ticket = here.ticketFor('back.csv', bytesOf(table, 'csv'));
  const done = valueOf(await here.client.call('quarantine.correct', { ticket }));
  expect(done).toMatchObject({ fixed: 1, refused: 10, decision: { entries: 1 } });
  expect(done.refusals.map(({ why }) => why).sort()).toEqual([
    'decision-unknown', 'entry-unknown', 'line-differs', 'nothing-suggested', 'number-and-discard', 'number-invalid', 'raw-differs', 'reason-missing', 'suggestion-differs', 'twice-in-file']);
  expect(done.refusals.every(({ line }) => line > 1)).toBe(true);
});

it('takes columns in any order beside others, and refuses a file that is none of its exports, or another than was shown', async () => {
  const here = await start();
  const table = tableOf(await exported(here, 'csv'), 'csv');
  set(table, '5550148', { number: '+12025550148' });
  const turned = table.map((row, at) => [at === 0 ? 'my notes' : 'n', ...row.toReversed()]);
  expect(valueOf(await here.client.call('quarantine.corrections', { ticket: here.ticketFor('turned.csv', bytesOf([['made by me'], ...turned], 'csv')) }))).toMatchObject({ fixed: 1, refused: 0 });
  const other = here.ticketFor('other.csv', 'a,b\n1,2\n');
  expect(await here.client.call('quarantine.correct', { ticket: other })).toMatchObject({ failure: { type: 'LayoutUnfit', name: 'other.csv' } });
  const ticket = here.ticketFor('back.csv', bytesOf(table, 'csv'));
  expect(await here.client.call('quarantine.correct', { ticket, sha256: 'ff' })).toMatchObject({ failure: { type: 'FileChanged' } });
  expect(valueOf(await here.client.call('quarantine.decisions', { offset: 0, limit: 1 })).total).toBe(0);
});

it('writes workbooks that its own reader reads back letter for letter, on as many sheets as are asked for', async () => {
  const here = await start();
  const cells = ['a_x0041_b', '<&">', ' edge ', 'tab\tline\nend\r', '\u0007bell', '=1+1', '😀 é', ''];
  const path = join(here.home, 'own.xlsx');
  const chunks: Uint8Array[] = [];
  const shape = { heads: ['n', 'text'], widths: [8, 30], numbers: new Set([0]), choices: { 1: ['a', 'b'] } };
  const rows = [cells.map((cell, at) => [String(at), cell])];
  await writeXlsx(shape, [{ name: 'Held', rows }, { name: 'Held 2', rows }], async (chunk) => { chunks.push(chunk); });
  writeFileSync(path, Buffer.concat(chunks));
  const source = valueOf(await openSource(path, 'own.xlsx'));
  expect(source.facts.sheets.map(({ name }) => name)).toEqual(['Held', 'Held 2']);
  const found: (readonly string[])[] = [];
  for await (const batch of source.rows({ sheet: 'Held 2', delimiter: null })) found.push(...batch.map((row) => row.cells));
  expect(found).toEqual([['n', 'text'], ...cells.map((cell, at) => (cell === '' ? [String(at)] : [String(at), cell]))]);
});
