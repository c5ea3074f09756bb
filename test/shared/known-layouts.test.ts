// Each format that lands on a desk is recognised by its first rows, and its rows are read by its own rules.
import { describe, expect, it, test } from 'vitest';
import type { Layout } from '../../src-shared/contract/imports.ts';
import { guessLayout } from '../../src-shared/domain/guess-layout.ts';
import { createFileRowReader } from '../../src-shared/domain/known-layouts/file-row-reader.ts';
import { knownLayoutIds } from '../../src-shared/domain/known-layouts/ids.ts';
import { findKnownLayout, recogniseLayout, type Recognised } from '../../src-shared/domain/known-layouts/known-layouts.ts';
import { readRegistryName } from '../../src-shared/domain/known-layouts/registry-shape.ts';
import { createSettledChanges, type Change } from '../../src-shared/domain/known-layouts/us-changes.ts';
import { proposeMapping } from '../../src-shared/domain/propose-mapping.ts';
import { knownLayoutWords } from '../../src-shared/words/layout-words.ts';

const rowsOf = (lines: readonly string[]) => lines.map((line, at) => ({ line: at + 1, cells: line.split(',') }));
const recognise = (lines: readonly string[], fileName = 'list.csv', isRegistryXml = false): Recognised | null =>
  recogniseLayout({ fileName, member: null, rows: rowsOf(lines), isRegistryXml });

const blank: Layout = {
  headerLine: 0, phoneColumns: [0], codeColumn: null, fixedCode: null, requestedColumn: null, expiresColumn: null, reasonColumn: null,
  jurisdictionColumn: null, sourceColumn: null, dateOrder: 'mdy', region: 'US', sheet: null, delimiter: ',',
};
/** What one line comes to in a file of these first lines: the layout as an import settles it. */
const read = (lines: readonly string[], at: number, options: { readonly name?: string; readonly xml?: boolean; readonly on?: string } = {}) => {
  const known = recognise(lines, options.name, options.xml);
  const guess = guessLayout(rowsOf(lines), { delimiter: ',', sheet: null });
  const layout: Layout = { ...blank, ...('noPhoneColumn' in guess ? {} : guess), ...known?.layout, known: known?.id ?? null };
  const { readings, facts, setAside } = createFileRowReader(layout, options.on ?? '2026-11-21')(rowsOf(lines)[at] ?? { line: 0, cells: [] });
  return {
    said: setAside ?? readings.map((reading) => (reading.verdict === 'accepted' ? reading.phone : `${reading.reason} ${reading.suggestion ?? ''}`.trim())).join(' '), facts,
  };
};

describe('a registry’s full list', () => {
  it('of the US: area code and number make one federal number, without a header', () => {
    expect(recognise(['202,5550101', '202,5550102'])).toMatchObject({ id: 'us-registry', layout: { headerLine: 0, phoneColumns: [0, 1], fixedCode: 'US-FTC', region: 'US' } });
    expect(read(['202,5550101', '202,5550102'], 1)).toMatchObject({ said: '+12025550102', facts: { code: 'US-FTC' } });
  });
  it('of Canada: the same shape with Canadian area codes', () => {
    expect(recognise(['416,5550101', '416,5550102'])).toMatchObject({ id: 'ca-registry', layout: { fixedCode: 'CA-LNNTE', region: 'CA' } });
    expect(read(['416,5550101'], 0)).toMatchObject({ said: '+14165550101', facts: { code: 'CA-LNNTE' } });
  });
  it('as XML: the reader’s rows, US and Canada', () => {
    expect(recognise(['202,5550101'], 'a.xml', true)?.id).toBe('us-registry-xml');
    expect(recognise(['416,5550101'], 'a.xml', true)?.id).toBe('ca-registry-xml');
    expect(read([',5550101'], 0, { xml: true }).said).toBe('no_area_code');
  });
  it('is surer where the name says the same, and says what it goes by', () => {
    const named = recognise(['202,5550101'], '2026-8-9_202_4F1A.txt');
    expect(named?.confidence).toBeGreaterThan(recognise(['202,5550101'])?.confidence ?? 1);
    expect(named?.why).toContain('2026-08-09');
  });
  it('puts back zeros that a spreadsheet took, and holds the number that nobody can have', () => {
    expect(read(['202,5550101', '202,550102'], 1).said).toBe('exchange_invalid');
  });
  it('a line of another shape among them is held, not joined', () => {
    expect(read([...Array.from({ length: 20 }, () => '202,5550101'), '20,25550101'], 20).said).not.toContain('+1');
  });
  it('is not seen in lists that merely have short numbers', () => {
    for (const lines of [['id,ext', '202,5550101'], ['202,5550101,x'], ['101,5', '102,6'], ['101,5550101', '102,5550102'], ['Phone', '2025550101'], ['2025550101'], []]) expect(recognise(lines)).toBeNull();
  });
});

describe('the name of a registry’s file', () => {
  it.each([
    ['2026-8-9_202_4F1A.txt.zip', '2026-08-09', '202', '4F1A'], ['2026-12-31_416_A-1_2.txt', '2026-12-31', '416', 'A-1_2'],
    ['C:\\Downloads\\2026-08-09_818_X.xml', '2026-08-09', '818', 'X'], ['2026-8-9_202_AB.zip', '2026-08-09', '202', 'AB'],
  ])('%s is of %s', (name, date, areaCode, id) => expect(readRegistryName(name)).toEqual({ date, areaCode, id }));
  it.each(['2026-2-30_202_A.txt', '2026-13-1_202_A.txt', '2026-8-9_20_A.txt', 'copy of 2026-8-9_202_A.txt', '2026-8-9_202.txt', '2026-8-9_202_A (1).txt', 'dnc.txt'])(
    '%s is none', (name) => expect(readRegistryName(name)).toBeNull());
});

describe('a change list', () => {
  const lines = ['2025550101,2026-08-29T08:00:00,A', '2025550102,2026-08-29T09:00:00,D', '2025550103,2026-08-29T09:00:00,X'];
  it('adds what it adds', () => {
    expect(recognise(lines.slice(0, 2))).toMatchObject({ id: 'us-changes', layout: { phoneColumns: [0], requestedColumn: 1 } });
    expect(read(lines.slice(0, 2), 0)).toMatchObject({ said: '+12025550101', facts: { code: 'US-FTC' } });
  });
  it('never adds what it deletes', () => expect(read(lines.slice(0, 2), 1).said).toBe('removed'));
  it('holds a line that says neither', () => {
    const many = [...Array.from({ length: 20 }, () => lines[0] ?? ''), lines[2] ?? ''];
    expect(read(many, 20).said).toBe('change_unreadable +12025550103');
  });
  it('counts in the order of its times, not of its lines; of two at one moment the one that adds', () => {
    const change = (phone: string, at: string, action: Change['action']): Change => ({ phone, at, action });
    const settled = createSettledChanges();
    for (const one of [
      change('2025550101', '2026-08-29T09:00:00', 'D'), change('2025550101', '2026-08-29T08:00:00', 'A'),
      change('2025550102', '2026-08-29T08:00:00', 'A'), change('2025550102', '2026-08-29T08:00:00', 'D'),
      change('2025550103', '2026-08-29T08:00:00', 'D'), change('2025550103', '2026-08-30T08:00:00', 'A'),
    ]) settled.add(one);
    expect(settled.removed()).toEqual([12025550101]);
    expect(['2025550101', '2025550102', '2025550103', '2025550104'].map(settled.isRemoved)).toEqual([true, false, false, false]);
  });
});

describe('the UK’s TPS', () => {
  it.each([['with a space', '01632 960001'], ['without one', '01632960001 ']])('twelve characters, %s', (_name, line) => {
    expect(recognise([line])).toMatchObject({ id: 'uk-tps', layout: { region: 'GB', fixedCode: 'GB-TPS' } });
  });
  it('is read as British, not as Maine', () => expect(read(['020 79460958', '02079460959 '], 0)).toMatchObject({ said: '+442079460958', facts: { code: 'GB-TPS' } }));
  it('the corporate list carries its own code', () => expect(recognise(['01632 960001'], 'CTPS_2026.txt')?.layout.fixedCode).toBe('GB-CTPS'));
  it('is not seen in lines of other lengths', () => expect(recognise(['01632960001'])).toBeNull());
});

describe('DNC.com’s results', () => {
  const header = 'Phone,ResultCode,Reserved,Reason,RegionAbbrev,Country';
  const answer = (code: string, reason = '') => read([header, `2025550101,${code},,${reason},DC,US`, '2025550102,C,,,DC,US'], 1);
  it('are recognised by their columns', () => {
    expect(recognise([header])).toMatchObject({ id: 'dnc-com', layout: { headerLine: 1, phoneColumns: [0], codeColumn: 1, reasonColumn: 3, jurisdictionColumn: null, countryColumn: null } });
    expect(recognise(['Results of project 7', header.toUpperCase()])).toMatchObject({ id: 'dnc-com', layout: { headerLine: 2 } });
  });
  it.each([
    ['D', 'National (USA) 2003-06-01;;;', 'US-FTC', null], ['d', ';FL 2005-01-02;;', 'US-FL', 'US-FL'], ['D', ';State (TX);DMA;', 'US-TX', 'US-TX'],
    ['D', 'National (USA) 2003-06-01;FL 2005-01-02;;', 'US-FTC', null], ['D', 'Litigator', 'DNC.COM-D', null], ['D', '', 'DNC.COM-D', null], ['P', '', 'DNC.COM-P', null],
  ])('%s “%s” is blocked under %s', (code, reason, asCode, jurisdiction) => {
    expect(answer(code, reason)).toMatchObject({ said: '+12025550101', facts: { code: asCode, jurisdiction } });
  });
  it.each(['C', 'E', 'G', 'H', 'O', 'S', 'W', 'X', 'Y'])('%s is clear: no request, and counted', (code) => expect(answer(code).said).toBe('clear'));
  it('B is unscreened: neither blocked nor clear', () => expect(answer('B').said).toBe('unscreened +12025550101'));
  it.each([['I', 'scrub_invalid'], ['M', 'scrub_malformed'], ['L', 'scrub_restricted'], ['F', 'scrub_restricted'], ['V', 'scrub_restricted'], ['R', 'scrub_restricted'], ['T', 'scrub_code_unknown'], ['Q', 'scrub_code_unknown'], ['', 'scrub_code_unknown']])(
    '%s is held as %s', (code, reason) => expect(answer(code).said).toBe(`${reason} +12025550101`));
  it('a malformed number is held for what the scrub said', () => expect(read([header, '555010,M,,,,', '2025550102,C,,,DC,US'], 1).said).toBe('scrub_malformed'));
  it('its codes mean for certain what they mean', () => {
    expect(['US-FTC', 'CA-LNNTE', 'GB-TPS', 'DNC.COM-P', 'US-FL', 'DNC.COM-D'].map((code) => proposeMapping(code)?.dncType ?? null)).toEqual(['FEDERAL', 'FEDERAL', 'FEDERAL', 'CORPORATE', 'STATE', null]);
  });
});

describe('lists of vendors', () => {
  it('Genesys Cloud’s: several phone columns and a time of expiration', () => {
    const lines = ['Home Phone,Cell,expiration', '+12025550101,+12025550102,2027-01-31T08:00Z', '+12025550103,,'];
    expect(recognise(lines)).toMatchObject({ id: 'genesys-dnc', layout: { phoneColumns: [0, 1], expiresColumn: 2 } });
    expect(read(lines, 1)).toMatchObject({ said: '+12025550101 +12025550102', facts: { expiresAt: Date.UTC(2027, 1, 1, 12) } });
    expect(read(lines, 2)).toMatchObject({ said: '+12025550103', facts: { expiresAt: null } });
    expect(recognise(['PhoneNumber,ContactMethod,ExpirationDate', '+12025550101,Voice,'])?.id).toBe('genesys-dnc');
    expect(recognise(['Phone,Expiration', '+12025550101,01/31/2027'])).toBeNull();
  });
  it('CXone’s: Phone Number and Expire Date', () => {
    const lines = ['Phone Number,Expire Date', '2025550101,12/31/2026'];
    expect(recognise(lines)).toMatchObject({ id: 'cxone-dnc', layout: { phoneColumns: [0], expiresColumn: 1 } });
    expect(read(lines, 1)).toMatchObject({ said: '+12025550101', facts: { expiresAt: Date.UTC(2027, 0, 1, 12) } });
  });
  it('LiveVox’s: days to expiry count from the day of the import', () => {
    const lines = ['Phone,Contact Group Id,Days To Expiry', '2025550101,7,30', '2025550102,7,', '2025550103,7,soon', '2025550104,7,999999', '2025550105,7,0'];
    expect(recognise(lines)).toMatchObject({ id: 'livevox-dnc', layout: { phoneColumns: [0], expiresColumn: 2, sourceColumn: 1 } });
    const at = (line: number) => read(lines, line, { on: '2026-11-21' });
    expect(at(1)).toMatchObject({ said: '+12025550101', facts: { expiresAt: Date.UTC(2026, 11, 22, 12) } });
    expect(at(2)).toMatchObject({ said: '+12025550102', facts: { expiresAt: null } });
    expect(at(3).said).toBe('date_unreadable +12025550103');
    expect(at(4)).toMatchObject({ said: '+12025550104', facts: { expiresAt: null } });
    expect(at(5)).toMatchObject({ facts: { expiresAt: Date.UTC(2026, 10, 22, 12) } });
  });
});

describe('a Salesforce export', () => {
  const lines = ['Contact ID,Phone,MobilePhone,HomePhone,OtherPhone,DoNotCall', '1,2025550101,2025550102,,,true', '2,2025550103,,,,false', '3,,,,,0', '4,2025550104,,,,', '5,2025550105,,,,perhaps', '6,2025550106,,,,1'];
  it('asks only where DoNotCall is set; the others are set aside, and a contact without a number is blank', () => {
    expect(recognise(lines)).toMatchObject({ id: 'crm-flag', layout: { phoneColumns: [1, 2, 3, 4], flagColumn: 5 } });
    expect([1, 2, 3, 4, 5, 6].map((at) => read(lines, at).said)).toEqual(['+12025550101 +12025550102', 'not_flagged', '', 'not_flagged', 'flag_unreadable +12025550105', '+12025550106']);
  });
  it('as a custom field, and not where the column holds something else', () => {
    expect(recognise(['Phone,Do_Not_Call__c', '2025550101,Yes'])?.id).toBe('crm-flag');
    expect(recognise(['Phone,Do Not Call', '2025550101,2025550102'])).toBeNull();
  });
});

describe('a column of countries', () => {
  const layout: Layout = { ...blank, countryColumn: 1 };
  const one = (...cells: readonly string[]) => {
    const [reading] = createFileRowReader(layout, '2026-11-21')({ line: 2, cells }).readings;
    return reading?.verdict === 'accepted' ? reading.phone : [reading?.reason, reading?.suggestion];
  };
  it('decides how a row’s number is read, and a blank one leaves it to the file', () => {
    expect([one('2079460958', 'GB'), one('020 7946 0958', 'United Kingdom'), one('2025550101', ''), one('2025550101', 'usa')]).toEqual(['+442079460958', '+442079460958', '+12025550101', '+12025550101']);
  });
  it('holds a row whose country is unknown, and suggests only what needs none', () => {
    expect([one('2079460958', 'Atlantis'), one('+442079460958', 'Atlantis')]).toEqual([['country_unreadable', null], ['country_unreadable', '+442079460958']]);
  });
  it('is proposed where its cells are countries', () => {
    expect(guessLayout(rowsOf(['Phone,Country', '2025550101,US', '2079460958,United Kingdom']), { delimiter: ',', sheet: null })).toMatchObject({ countryColumn: 1 });
    expect(guessLayout(rowsOf(['Phone,Country', '2025550101,1', '2025550102,1']), { delimiter: ',', sheet: null })).toMatchObject({ countryColumn: null });
  });
});

describe('the names of phone columns', () => {
  it.each([
    'phone', 'Phone Number', 'Telephone', 'Tel', 'ANI', 'Mobile', 'Cell', 'Home Phone', 'work_phone', 'BusinessPhone', 'DNC_Home', 'DNC_Cell', 'DNC_Work', 'phone1', 'Phone 5', 'Téléphone', 'Portable', 'Telefono', 'Company_Phone_Number', 'TN', 'pattern', 'Número',
  ])('%s', (name) => {
    expect(guessLayout(rowsOf([`Name,${name}`, 'Jane,2025550101']), { delimiter: ',', sheet: null })).toMatchObject({ headerLine: 1, phoneColumns: [1] });
  });
  it('of several all are taken: phone1 … phone5', () => {
    expect(guessLayout(rowsOf(['phone1,phone2,phone3,phone4,phone5', '2025550101,2025550102,,,']), { delimiter: ',', sheet: null })).toMatchObject({ phoneColumns: [0, 1, 2, 3, 4] });
  });
});

test('the words for known formats call each as the format itself does', () => {
  expect(knownLayoutIds.map((id) => knownLayoutWords[id].label)).toEqual(knownLayoutIds.map((id) => findKnownLayout(id).label));
});
