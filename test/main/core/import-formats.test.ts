// Every kind of file goes the whole way: shown, stored and sealed with a count that closes, and remembered as what it was.
import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { strToU8, zipSync } from 'fflate';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { createTestCore, valueOf, type TestCore } from '../../helpers/create-test-core.ts';

let world: TestCore;
beforeEach(async () => { world = await createTestCore(); });
afterEach(async () => {
  expect(world.defects).toEqual([]);
  await world.close();
});

const made = (name: string): Uint8Array => readFileSync(join(import.meta.dirname, '../../fixtures/files', name));
const office = { lines: 12, header: 1, ignored: 2, blank: 2, accepted: 5, duplicate: 0, sheet: 'Calls', encoding: null };

it.each([
  ['libreoffice.ods', made('libreoffice.ods'), { format: 'ods', ...office }],
  ['libreoffice.xls', made('libreoffice.xls'), { format: 'xls', ...office }],
  ['libreoffice.xlsx', made('libreoffice.xlsx'), { format: 'xlsx', ...office }],
  ['2026-8-9_202_AB12.txt.zip', zipSync({ '2026-8-9_202_AB12.txt': strToU8('2025550101\r\n2025550102\r\n2025550101\r\n') }), { format: 'zip', lines: 3, header: 0, accepted: 2, duplicate: 1, sheet: null, encoding: 'utf-8' }],
])('%s', async (name, bytes, expected) => {
  const ticket = world.ticketFor(name, bytes);
  const facts = { name, bytes: bytes.length, sha256: createHash('sha256').update(bytes).digest('hex') };
  expect(valueOf(await world.client.call('import.preview', { ticket })).file).toMatchObject({ ...facts, format: expected.format });
  const stored = valueOf(await world.client.call('import.store', { ticket }));
  const { header, ignored, blank, accepted, duplicate, quarantined } = stored;
  expect(stored).toMatchObject({ file: name, bytes: facts.bytes, sha256: facts.sha256, ...expected });
  expect(header + ignored + blank + accepted + duplicate + Object.values(quarantined).reduce((sum, rows) => sum + rows, 0)).toBe(stored.lines);
  expect(valueOf(await world.client.call('import.preview', { ticket })).seenBefore).toMatchObject({ importId: stored.importId });
});
