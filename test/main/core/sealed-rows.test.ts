// What a leaf sealed of a file's rows can be made again from the ledger, whatever the file was and whatever became of its numbers since.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import * as fc from 'fast-check';
import { afterEach, beforeEach, expect, it } from 'vitest';
import type { Layout } from '../../../src-shared/contract/imports.ts';
import { createTestCore, valueOf, type TestCore } from '../../helpers/create-test-core.ts';

let desk: TestCore;
beforeEach(async () => { desk = await createTestCore(); });
afterEach(async () => {
  expect(desk.defects).toEqual([]);
  await desk.close();
});

const store = async (name: string, content: string | Uint8Array, layout?: Partial<Layout>) => valueOf(await desk.client.call('import.store', { ticket: desk.ticketFor(name, content), ...(layout === undefined ? {} : { layout }) }));
/** Full disclosure shows every row of every leaf, and its check holds them to the leaves' roots. */
const flawsOfFull = async (): Promise<readonly string[]> => {
  const made = valueOf(await desk.client.call('log.export', { level: 'full' }));
  return valueOf(await desk.client.call('log.check', { ticket: made.ticket })).checks.filter(({ state }) => state !== 'held').map(({ what, detail }) => `${what}: ${detail}`);
};

it.each(['files/libreoffice.ods', 'files/libreoffice.xls', 'files/libreoffice.xlsx', 'sheets/national-and-in-house.csv', 'sheets/state-opt-outs.xlsx'])('%s', async (name) => {
  await store(name.split('/')[1] ?? '', readFileSync(join(import.meta.dirname, '../../fixtures', name)));
  expect(await flawsOfFull()).toEqual([]);
});

it('lines with several phone columns, several numbers in a cell, cells over many lines, strange letters and held rows', async () => {
  await store('wide.csv', [
    'home,work,code', '2025550101,2025550102,A', '"2025550103 / 2025550104",,A', ',"202\n555\n0105",A', '2025550101,2025550101,A', '５５５,٢٠٢٥٥٥٠١٠٦,A', 'DNC 2025550107 ext 5,"=2025550108",A', ',,', '"Zoë ""Q"" \u{1f600} 2025550109",x,A',
  ].join('\n'), { phoneColumns: [0, 1] });
  await store('utf16.csv', Buffer.from('\ufeffphone\tcode\r\n2025550111 \u200f\tx\r\n2025550112\tB\r\n', 'utf16le'));
  expect(await flawsOfFull()).toEqual([]);
});

it('any cells', async () => {
  const cell = fc.oneof(fc.constantFrom('2025550101', '+1 (202) 555-0102', '5550103', '202-555-0104 x12', '', 'n/a', '2025550105;2025550106', '02 5550 1234'), fc.string({ unit: 'grapheme', maxLength: 12 }));
  await fc.assert(fc.asyncProperty(fc.array(fc.tuple(cell, cell), { minLength: 1, maxLength: 40 }), async (rows) => {
    const text = ['phone,other', ...rows.map((cells) => cells.map((each) => `"${each.replaceAll('"', '""')}"`).join(','))].join('\n');
    const stored = await desk.client.call('import.store', { ticket: desk.ticketFor(`${rows.length}.csv`, text), layout: { phoneColumns: [0], headerLine: 1 } });
    // Some texts are no table; that is for intake to say.
    if (stored.ok) expect(await flawsOfFull()).toEqual([]);
  }), { numRuns: 12 });
});

it('stays so after fixes, suggestions taken, decisions undone and an import taken back', async () => {
  const first = await store('a.csv', ['phone,code', '2025550101,A', '5550148,A', 'DNC 2025550107,A', 'DNC 2025550108,A', '2025550109 / 5550150,A'].join('\n'));
  await store('b.csv', 'phone,code\n2025550101,A\nDNC 2025550107,A\n');
  const held = valueOf(await desk.client.call('quarantine.page', { importId: first.importId, offset: 0, limit: 10 })).rows;
  expect(held.length).toBeGreaterThan(2);
  const fixed = valueOf(await desk.client.call('quarantine.fix', { entryId: held[0]?.entryId ?? 0, phone: '(202) 555-0148' }));
  const accepted = valueOf(await desk.client.call('quarantine.accept', { reason: 'letters_around' }));
  expect(await flawsOfFull()).toEqual([]);
  valueOf(await desk.client.call('quarantine.undo', { decisionId: accepted.decisionId }));
  valueOf(await desk.client.call('quarantine.undo', { decisionId: fixed.decisionId }));
  valueOf(await desk.client.call('quarantine.fix', { entryId: held[0]?.entryId ?? 0, phone: '(202) 555-0149' }));
  expect(await flawsOfFull()).toEqual([]);
  valueOf(await desk.client.call('import.undo', { importId: first.importId, because: 'the wrong file' }));
  expect(await flawsOfFull()).toEqual([]);
  const made = valueOf(await desk.client.call('log.export', { level: 'certificate', phone: '+12025550107' }));
  expect(valueOf(await desk.client.call('log.check', { ticket: made.ticket })).verdict).toBe('valid');
});
