// A newer report of the numbering plan takes the place of the product's table from the next import on; what is no such report changes nothing.
import { afterEach, beforeEach, expect, it } from 'vitest';
import { readAreaCodeReport, readAreaCodes, writeAreaCodes } from '../../../src-shared/domain/area-code-report.ts';
import { areaCodeTableDate } from '../../../src-shared/domain/area-code-table.ts';
import { countAreaCodes, findAreaCode } from '../../../src-shared/domain/area-codes.ts';
import { createTestCore, valueOf, type TestCore } from '../../helpers/create-test-core.ts';

let world: TestCore;
beforeEach(async () => { world = await createTestCore(); });
afterEach(async () => {
  expect(world.defects).toEqual([]);
  await world.close();
});

const monthNames = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];
const header = 'NPA_ID,type_of_code,USE,LOCATION,COUNTRY,IN_SERVICE,IN_SERVICE_DT,SERVICE';
const all = Array.from({ length: 800 }, (_, at) => String(at + 200)).flatMap((code) => findAreaCode(code) ?? []);

/** The report's shape with the product's own facts: US states, and everything else as the plan at large. */
const report = (date: string, more: readonly string[] = []): string => [
  `File Date,${date}`, header,
  ...all.map(({ code, state, country, kind, since }) => {
    const [year = '', month = '', day = ''] = since.split('-');
    return [code, 'General Purpose Code', kind === 'geographic' ? 'G' : 'N', country === 'US' ? (state ?? '') : '', country === 'US' ? 'US' : country === 'CA' ? 'CANADA' : '', 'Y', `${day}-${monthNames[Number(month) - 1]}-${year}`, ''].join(',');
  }),
  ...more,
].join('\r\n');

const replace = async (name: string, content: string) => await world.client.call('area-codes.replace', { ticket: world.ticketFor(name, content) });
const readingOf = async (number: string) => valueOf(await world.client.call('import.preview', { ticket: world.ticketFor('n.csv', `Phone\n${number}\n2025550101\n`) })).rows[1]?.readings[0];

it('is in use from the next import on, places included, and its replacement is sealed', async () => {
  expect(valueOf(await world.client.call('area-codes.status', {}))).toEqual({ date: areaCodeTableDate, codes: countAreaCodes(), report: null });
  expect(await readingOf('5655550101')).toMatchObject({ verdict: 'quarantined', reason: 'area_code_unknown' });
  const given = valueOf(await replace('npa_report.csv', report('01/15/2027', ['565,General Purpose Code,G,OH,US,Y,01-Feb-2026,'])));
  expect(given).toMatchObject({ date: '2027-01-15', codes: countAreaCodes() + 1, report: { name: 'npa_report.csv' } });
  expect(await readingOf('5655550101')).toMatchObject({ verdict: 'accepted', state: 'OH', notes: ['area_code_newer_than_metadata'] });
  expect(valueOf(await world.client.call('import.store', { ticket: world.ticketFor('a.csv', 'Phone\n5655550102\n2025550102\n') }))).toMatchObject({ accepted: 2 });
  const { rows } = valueOf(await world.client.call('log.page', { offset: 0, limit: 5, kind: 'decision' }));
  expect(rows[0]?.body).toMatchObject({ act: 'area-codes.replace', date: '2027-01-15' });
});

it.each<readonly [string, string, string]>([
  ['an older one', report('11/01/2024'), 'of 2024-11-01'],
  ['a list of numbers', 'Phone\n2025550101\n', 'File Date'],
  ['half of one', report('01/15/2027').slice(0, 4000), 'area codes with a day of service'],
  ['one with other columns', report('01/15/2027').replace('IN_SERVICE_DT', 'SINCE'), 'lacks one of the columns'],
])('%s is refused with why, and nothing changes', async (_what, content, why) => {
  expect(await replace('x.csv', content)).toMatchObject({ ok: false, failure: { type: 'SettingInvalid', field: 'area codes', why: expect.stringContaining(why) } });
  expect(valueOf(await world.client.call('area-codes.status', {})).report).toBeNull();
});

it('its facts survive being written and read', () => {
  const read = readAreaCodeReport(report('01/15/2027').split('\r\n').map((line) => line.split(',')));
  if (!read.ok) throw new Error(read.failure);
  expect([...readAreaCodes(writeAreaCodes(read.value.codes)).values()]).toEqual(read.value.codes);
  expect(read.value.codes.filter(({ country }) => country === 'US')).toEqual(all.filter(({ country }) => country === 'US').map((code) => expect.objectContaining({ code: code.code, state: code.state, since: code.since })));
});

it('decides over typed numbers too, and the program’s own table comes back on demand', async () => {
  const typed = async (name: string) => {
    const view = valueOf(await world.client.call('import.store', { ticket: world.ticketFor(name, 'Phone\n555-0100x\n2025550101\n') }));
    const [held] = valueOf(await world.client.call('quarantine.page', { importId: view.importId, offset: 0, limit: 1 })).rows;
    return await world.client.call('quarantine.fix', { entryId: held?.entryId ?? 0, phone: '(565) 555-0103' });
  };
  expect(await typed('a.csv')).toMatchObject({ ok: false, failure: { type: 'NumberNotValid', reason: 'area_code_unknown' } });
  valueOf(await replace('npa_report.csv', report('01/15/2027', ['565,General Purpose Code,G,OH,US,Y,01-Feb-2026,'])));
  expect(await typed('b.csv')).toMatchObject({ ok: true });
  expect(valueOf(await world.client.call('release.request', { phone: '5655550103', because: 'asked' }))).toMatchObject({ requested: 1 });
  const own = { date: areaCodeTableDate, codes: countAreaCodes(), report: null };
  expect(valueOf(await world.client.call('area-codes.reset', {}))).toEqual(own);
  expect(valueOf(await world.client.call('area-codes.reset', {}))).toEqual(own);
  expect(await typed('c.csv')).toMatchObject({ ok: false, failure: { reason: 'area_code_unknown' } });
  const { rows } = valueOf(await world.client.call('log.page', { offset: 0, limit: 50, kind: 'decision' }));
  expect(rows.filter(({ body }) => body['act'] === 'area-codes.reset').map(({ body }) => body)).toEqual([expect.objectContaining({ date: areaCodeTableDate })]);
  // A report as old as the one that was laid aside may come again.
  expect(valueOf(await replace('npa_report.csv', report('01/15/2027'))).report).not.toBeNull();
});
