// `dnc-desk import` for every way of reading a file: known formats, columns by name and place, saved layouts; the JSON says which it was.
import { readFileSync, writeFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { strToU8, zipSync } from 'fflate';
import { afterAll, beforeAll, expect, it } from 'vitest';
import type { Desk } from '../../src-main/hosts/open-desk.ts';
import { knownLayoutIds } from '../../src-shared/domain/known-layouts/ids.ts';
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

const run = async (name: string, content: string | Uint8Array, ...flags: readonly string[]): Promise<Ran> => {
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

const list = (areaCode: string): string => `<list type='full' level='ac' val='${areaCode}'><ac val='${areaCode}'><ph val='5550181'/></ac></list>`;
const registry = (name: string, text: string): Uint8Array => zipSync({ [name]: strToU8(text) });
const everyLayout: readonly (readonly [(typeof knownLayoutIds)[number], string, string | Uint8Array, object])[] = [
  ['us-registry', '2026-8-9_212_AB.txt.zip', registry('2026-8-9_212_AB.txt', '212,5550181\r\n212,5550182\r\n'), { accepted: 2 }],
  ['us-registry-xml', '2026-8-9_213_AB.xml.zip', registry('2026-8-9_213_AB.xml', list('213')), { accepted: 1 }],
  ['us-changes', '2026-8-10_212_AB.txt', '2125550183,2026-08-10T08:00:00,A\n2125550181,2026-08-10T08:00:00,D\n', { accepted: 1, setAside: { removed: 1 } }],
  ['ca-registry', '2026-8-9_416_AB.txt', '416,5550181\n', { accepted: 1 }],
  ['ca-registry-xml', '2026-8-9_604_AB.xml', list('604'), { accepted: 1 }],
  ['uk-tps', 'tps.txt', '020 79460961\r\n02079460962 \r\n', { accepted: 2 }],
  ['dnc-com', 'scrubbed.csv', 'Phone,ResultCode,Reserved,Reason\n3035550181,D,,National (USA) 2003-06-01;;;\n3035550182,B,,\n3035550183,C,,\n', { accepted: 1, quarantined: { unscreened: 1 }, setAside: { clear: 1 } }],
  ['genesys-dnc', 'genesys.csv', 'Home Phone,Cell,expiration\n+13035550184,+13035550185,2027-01-31T08:00Z\n', { accepted: 1 }],
  ['cxone-dnc', 'cxone.csv', 'Phone Number,Expire Date\n3035550186,12/31/2027\n', { accepted: 1 }],
  ['livevox-dnc', 'livevox.csv', 'Phone,Contact Group Id,Days To Expiry\n3035550187,7,30\n3035550188,7,soon\n', { accepted: 1, quarantined: { date_unreadable: 1 } }],
  ['crm-flag', 'report.csv', 'Contact ID,Phone,DoNotCall\n1,3035550189,true\n2,3035550190,false\n\n"Confidential Information - Do Not Distribute"\n', { accepted: 1, setAside: { not_flagged: 1 } }],
];

it('every known format is imported under its own rules, and says which it was', async () => {
  expect(everyLayout.map(([known]) => known).toSorted()).toEqual([...knownLayoutIds].toSorted());
  for (const [known, name, content, expected] of everyLayout) {
    const ran = await run(name, content);
    expect(ran.code, ran.err).toBe(0);
    expect(ran.json(), known).toMatchObject({ file: basename(name), as: known, ...expected });
  }
});

it.each(['xlsx', 'ods', 'xls'])('a workbook of the kind %s, its sheet named', async (format) => {
  const ran = await run(`calls.${format}`, readFileSync(new URL(`../fixtures/files/libreoffice.${format}`, import.meta.url)), '--sheet', 'Calls', '--code', format);
  expect(ran.code, ran.err).toBe(0);
  expect(ran.json()).toMatchObject({ file: `calls.${format}`, lines: 12, header: 1, ignored: 2, blank: 2, accepted: 5 });
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
