// `dnc-desk import` for every way of reading a file: known formats, columns by name and place, saved layouts; the JSON says which it was.
import { writeFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import type { Desk } from '../../src-main/hosts/open-desk.ts';
import { createTestCore, type TestCore } from '../helpers/create-test-core.ts';
import { runLine, type Ran } from '../support/command-line.ts';

let world: TestCore;
let desk: Desk;
beforeAll(async () => {
  world = await createTestCore();
  desk = {
    core: world.core, client: world.client, home: world.home, stay: () => undefined, close: async () => { await Promise.resolve(); },
    files: { admit: (path) => world.admit(path), find: () => { throw new Error('the core finds files by itself'); } },
  };
});
afterAll(async () => {
  expect(world.defects).toEqual([]);
  await world.close();
});

const run = async (name: string, content: string, ...flags: readonly string[]): Promise<Ran> => {
  const path = join(world.home, name);
  writeFileSync(path, content);
  return await runLine(['import', path, '--json', ...flags], { desk });
};

it.each<readonly [string, string, string, readonly string[], object]>([
  ['a registry’s list', '2026-8-9_202_AB.txt', '202,5550101\n202,5550102\n', [], { as: 'us-registry', accepted: 2 }],
  ['a change list', 'changes.txt', '2025550111,2026-08-10T08:00:00,A\n2025550112,2026-08-10T08:00:00,D\n', ['--as', 'us-changes'], { as: 'us-changes', accepted: 1, setAside: { removed: 1 } }],
  ['what looks like a format and is none', 'scrub.csv', 'Phone,ResultCode,Reason\n2025550121,C,\n', ['--as', 'table'], { accepted: 1, ignored: 0 }],
  ['a column of flags', 'crm.csv', 'Phone,Keine Anrufe\n2025550131,yes\n2025550132,no\n', ['--flag-column', 'Keine Anrufe'], { accepted: 1, setAside: { not_flagged: 1 } }],
  ['a column of countries', 'world.csv', 'Phone,Land\n020 7946 0958,United Kingdom\n2025550141,US\n', ['--country-column', '2'], { accepted: 2 }],
  ['columns by place', 'fixed.txt', 'X2025550151  TX\nY2025550152  CA\n', ['--cuts', '1-11,13-', '--phone', '1', '--jurisdiction-column', '2'], { accepted: 2 }],
])('%s', async (_what, name, content, flags, expected) => {
  const ran = await run(name, content, ...flags);
  expect(ran.code, ran.err).toBe(0);
  expect(ran.json()).toMatchObject({ file: basename(name), ...expected });
});

it('a layout saved with one file is that of the next, unless it says otherwise', async () => {
  const rows = (phone: string): string => `Ref,Contact,Wo\n1,${phone},Texas\n`;
  expect((await run('october.csv', rows('2025550161'), '--jurisdiction-column', 'Wo', '--save-layout', 'Monthly', '--mode', 'full')).json()).toMatchObject({ layout: 'Monthly', accepted: 1 });
  expect((await run('november.csv', rows('2025550162'))).json()).toMatchObject({ layout: 'Monthly', accepted: 1 });
  expect((await run('december.csv', rows('2025550163'), '--no-layout')).json()).not.toHaveProperty('layout');
  expect((await run('other.csv', rows('2025550164').replace('Ref', 'Id'), '--layout', 'monthly')).json()).toMatchObject({ layout: 'Monthly', accepted: 1 });
  const page = await runLine(['layout', 'page', '--json'], { desk });
  expect(page.json()).toMatchObject({ total: 1, rows: [{ name: 'Monthly', mode: 'full', layout: { jurisdictionColumn: 2 } }] });
  const words = await runLine(['preview', join(world.home, 'november.csv')], { desk });
  expect(words.out).toContain('saved layout: Monthly (the same column names in the same order)');
});

it.each<readonly [string, readonly string[], string]>([
  ['a layout nobody saved', ['--layout', 'Nowhere'], 'there is no saved layout “Nowhere”'],
  ['a format nobody knows', ['--as', 'fax'], 'us-registry'],
  ['cuts that end before they begin', ['--cuts', '10-3'], '0-10,12-20'],
])('%s is said before anything is read', async (_what, flags, words) => {
  const ran = await run('a.csv', 'Phone\n2025550171\n', ...flags);
  expect(ran).toMatchObject({ code: 2, err: expect.stringContaining(words) });
});

it('a format the file is not of, and a header past its end, are refused by name', async () => {
  expect(await run('a.csv', 'Phone\n2025550171\n', '--as', 'dnc-com')).toMatchObject({ code: 1, err: expect.stringContaining('DNC.com scrub results') });
  expect(await run('a.csv', 'Phone\n2025550171\n', '--header', '7')).toMatchObject({ code: 1, err: expect.stringContaining('no row that begins on line 7') });
});
