// Every known format goes the whole way: proposed in the preview, stored under its own rules, and its count closes.
import { strToU8, zipSync } from 'fflate';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { ImportView, Layout } from '../../../src-shared/contract/imports.ts';
import { createTestCore, valueOf, type TestCore } from '../../helpers/create-test-core.ts';

let world: TestCore;
beforeEach(async () => { world = await createTestCore(); });
afterEach(async () => {
  expect(world.defects).toEqual([]);
  await world.close();
});

const store = async (name: string, content: string | Uint8Array, layout?: Partial<Layout>): Promise<ImportView> =>
  valueOf(await world.client.call('import.store', { ticket: world.ticketFor(name, content), ...(layout === undefined ? {} : { layout }) }));
const sumOf = ({ header, ignored, blank, accepted, duplicate, quarantined }: ImportView): number =>
  header + ignored + blank + accepted + duplicate + Object.values(quarantined).reduce((sum, rows) => sum + rows, 0);

const xml = "<?xml version='1.0'?><list type='full' level='ac' val='202'><ac val='202'><ph val='5550101'/><ph val='5550102'/></ac></list>";

it.each<readonly [string, string, string | Uint8Array, Partial<ImportView>]>([
  ['us-registry', '2026-8-9_202_AB.txt', '202,5550101\r\n202,5550102\r\n202,5550101\r\n', { lines: 3, accepted: 2, duplicate: 1, region: 'US' }],
  ['us-registry', '2026-8-9_202_AB.txt.zip', zipSync({ '2026-8-9_202_AB.txt': strToU8('202,5550101\r\n') }), { lines: 1, accepted: 1, format: 'zip' }],
  ['us-registry-xml', '2026-8-9_202_AB.xml', xml, { lines: 2, accepted: 2, format: 'xml' }],
  ['us-registry-xml', '2026-8-9_202_AB.xml.zip', zipSync({ '2026-8-9_202_AB.xml': strToU8(xml) }), { lines: 2, accepted: 2, format: 'zip' }],
  ['ca-registry', '2026-8-9_416_AB.txt', '416,5550101\n416,5550102\n', { lines: 2, accepted: 2, region: 'CA' }],
  ['ca-registry-xml', '2026-8-9_416_AB.xml', xml.replaceAll('202', '416'), { lines: 2, accepted: 2, region: 'CA', format: 'xml' }],
  ['uk-tps', 'tps.txt', '020 79460958\r\n02079460959 \r\n\r\n', { lines: 3, blank: 1, accepted: 2, region: 'GB' }],
  ['dnc-com', 'scrubbed.csv', 'Phone,ResultCode,Reserved,Reason\n2025550101,D,,National (USA) 2003-06-01;;;\n2025550102,C,,\n2025550103,B,,\n2025550104,P,,\n2025550105,W,,\n',
    { lines: 6, header: 1, accepted: 2, ignored: 2, setAside: { clear: 2 }, quarantined: { unscreened: 1 } }],
  ['genesys-dnc', 'export.csv', 'PhoneNumber,ContactMethod,ExpirationDate\n+12025550101,Voice,2027-01-31T08:00Z\n', { lines: 2, header: 1, accepted: 1 }],
  ['cxone-dnc', 'dnc.csv', 'Phone Number,Expire Date\n2025550101,12/31/2026\n', { lines: 2, header: 1, accepted: 1 }],
  ['livevox-dnc', 'lv.csv', 'Phone,Contact Group Id,Days To Expiry\n2025550101,7,30\n2025550102,7,soon\n', { lines: 3, header: 1, accepted: 1, quarantined: { date_unreadable: 1 } }],
  ['crm-flag', 'report.csv', 'Contact ID,Phone,MobilePhone,DoNotCall\n1,2025550101,,true\n2,2025550102,,false\n3,,,false\n\n"Copyright (c) 2000-2026 salesforce.com, inc. All rights reserved."\n"Confidential Information - Do Not Distribute"\n',
    { lines: 7, header: 1, accepted: 1, blank: 2, ignored: 3, setAside: { not_flagged: 1 } }],
])('%s: %s', async (known, name, content, expected) => {
  const preview = valueOf(await world.client.call('import.preview', { ticket: world.ticketFor(name, content) }));
  expect(preview.layout.known).toBe(known);
  expect(preview.known?.label).not.toBe('');
  const stored = await store(name, content);
  expect(stored).toMatchObject({ ...expected, layout: { known } });
  expect(sumOf(stored)).toBe(stored.lines);
});

describe('a known format', () => {
  it('shows in the preview which lines it sets aside, and why', async () => {
    const { rows } = valueOf(await world.client.call('import.preview', { ticket: world.ticketFor('a.csv', 'Phone,ResultCode,Reason\n2025550101,C,\n') }));
    expect(rows[1]).toMatchObject({ line: 2, kind: 'ignored', setAside: 'clear', readings: [] });
  });

  it('is a plain table where the analyst says so', async () => {
    expect(await store('a.csv', 'Phone,ResultCode,Reason\n2025550101,C,\n', { known: null })).toMatchObject({ accepted: 1, ignored: 0, setAside: {}, layout: { known: null } });
  });

  it('that was asked for and is not there is refused by its name', async () => {
    expect(await world.client.call('import.store', { ticket: world.ticketFor('a.csv', 'Phone\n2025550101\n'), layout: { known: 'dnc-com' } })).toEqual({
      ok: false, failure: { type: 'LayoutUnfit', name: 'a.csv', layout: 'DNC.com scrub results' },
    });
  });

  it('is stored as it was shown: the layout of the preview gives the same import', async () => {
    const content = '202,5550101\n202,5550102\n';
    const { layout } = valueOf(await world.client.call('import.preview', { ticket: world.ticketFor('2026-8-9_202_AB.txt', content) }));
    expect(await store('2026-8-9_202_AB.txt', content, layout)).toMatchObject({ accepted: 2, layout });
  });
});

it('a registry’s XML whose numbers and lines differ is refused, and nothing of it stays', async () => {
  const odd = "<list type='full'><ac val='202'><ph val='5550101'/><x y=\"<ph val='5550102'/>\"/></ac></list>";
  expect(await world.client.call('import.store', { ticket: world.ticketFor('2026-8-9_202_AB.xml', odd) })).toMatchObject({ ok: false, failure: { type: 'CountNotClosed', lines: 2, sum: 1 } });
  expect(valueOf(await world.client.call('import.page', { offset: 0, limit: 5 })).total).toBe(0);
});

describe('fixed-width text', () => {
  const lines = '2025550101TX2026-01-02\r\n2025550102  2026-01-03\r\n\r\n';
  const cuts = [{ start: 0, length: 10 }, { start: 10, length: 2 }, { start: 12, length: 10 }];
  it('is read by its cuts', async () => {
    const stored = await store('fixed.txt', lines, { cuts, phoneColumns: [0], jurisdictionColumn: 1, requestedColumn: 2, headerLine: 0 });
    expect(stored).toMatchObject({ lines: 3, accepted: 2, blank: 1, layout: { cuts, delimiter: null, known: null } });
    const { rows } = valueOf(await world.client.call('import.rows', { importId: stored.importId, outcome: 'accepted', offset: 0, limit: 10 }));
    expect(rows.map(({ cells }) => cells)).toEqual([['2025550101', 'TX', '2026-01-02'], ['2025550102', '  ', '2026-01-03']]);
  });
});

describe('a column of countries', () => {
  it('picks the region of each row, and holds the rows of no country', async () => {
    const stored = await store('a.csv', 'Phone,Country\n020 7946 0958,United Kingdom\n2025550101,US\n2025550102,US\n2025550103,USA\n2025550104,US\n2025550105,Atlantis\n');
    expect(stored).toMatchObject({ accepted: 5, quarantined: { country_unreadable: 1 }, layout: { countryColumn: 1 } });
  });
});

it('an import without a phone column names the columns that there are', async () => {
  expect(await world.client.call('import.store', { ticket: world.ticketFor('a.csv', 'Name,City\nJane,Rome\n') })).toEqual({
    ok: false, failure: { type: 'NoPhoneColumn', name: 'a.csv', columns: ['Name', 'City'] },
  });
});
