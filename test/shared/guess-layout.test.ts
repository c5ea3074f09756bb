// A layout is proposed from names and cells, whatever stands above the header, and refused where nothing reads as phones.
import { describe, expect, it } from 'vitest';
import { layoutSchema } from '../../src-shared/contract/imports.ts';
import { findMeaning } from '../../src-shared/domain/column-names.ts';
import { guessLayout, isFooter } from '../../src-shared/domain/guess-layout.ts';

const layoutOf = (...lines: readonly string[]) =>
  guessLayout(lines.map((line, at) => ({ line: at + 1, cells: line.split('|') })), { delimiter: '|', sheet: null });

describe('column names', () => {
  it.each([
    'phone', 'Phone Number', 'TELEPHONE', 'tel', 'ANI', 'Mobile', 'Cell', 'Home Phone', 'Work Phone', 'Business Phone', 'DNC_Home', 'DNC_Cell', 'DNC_Work', 'phone1', 'Phone 5', 'Téléphone', 'Portable',
    'Telefono', 'Teléfono', 'Company_Phone_Number', 'TN', 'MobilePhone', 'OtherPhone', 'Telefonnummer', 'Rufnummer', 'Numéro de téléphone', 'Phone #', 'caller_id',
  ])('%s is a phone', (name) => { expect(findMeaning(name)?.meaning).toBe('phone'); });
  it.each(['Número', 'pattern', 'Number'])('%s is a phone if its cells are', (name) => { expect(findMeaning(name)?.meaning).toBe('phone-perhaps'); });
  it.each(['Phone Type', 'Phone Ext', 'Mobile Carrier', 'Consumer_Area_Code', 'Consumer_State', 'Customer State', 'DoNotCall', 'Zip Code', 'Phone Country Code', '', 'Days To Expiry'])('%j says nothing', (name) => {
    expect(findMeaning(name)).toBeNull();
  });
  it.each([
    ['Regulation Code', 'code'], ['List Type', 'code'], ['Código de regulación', 'code'], ['Request Date', 'requested'], ['Fecha de solicitud', 'requested'], ['Antragsdatum', 'requested'], ['Date de la demande', 'requested'],
    ['Expiry', 'expires'], ['Expiration Date', 'expires'], ['Gültig bis', 'expires'], ['Fecha de vencimiento', 'expires'], ['Reason', 'reason'], ['Motif', 'reason'], ['Grund', 'reason'], ['State', 'jurisdiction'],
    ['Jurisdiction', 'jurisdiction'], ['Province', 'jurisdiction'], ['Bundesland', 'jurisdiction'], ['Source', 'source'], ['Quelle', 'source'], ['Country', 'country'],
  ])('%s is %s', (name, meaning) => { expect(findMeaning(name)?.meaning).toBe(meaning); });
});

describe('a layout', () => {
  it('is found under titles and blank lines', () => {
    const layout = layoutOf('Do not call report', 'Made 2026-01-02', '', 'Phone|Regulation Code|State|Request Date|Expiry Date|Reason|Source', '(202) 555-0198|TCPA|CA|1/13/2026|1/2/2027|asked|web');
    expect(layout).toEqual({
      headerLine: 4, phoneColumns: [0], codeColumn: 1, fixedCode: null, jurisdictionColumn: 2, requestedColumn: 3, expiresColumn: 4, reasonColumn: 5, sourceColumn: 6,
      countryColumn: null, dateOrder: 'mdy', region: 'US', sheet: null, delimiter: '|',
    });
    expect(layoutSchema.safeParse(layout).success).toBe(true);
  });
  it('does without a header', () => {
    expect(layoutOf('2025550198|TCPA', '2025550199|x')).toMatchObject({ headerLine: 0, phoneColumns: [0] });
    expect(layoutOf('unknown', '2025550198')).toMatchObject({ headerLine: 0, phoneColumns: [0] });
  });
  it('takes all phone columns, the empty ones too', () => {
    expect(layoutOf('Name|DoNotCall|Phone|MobilePhone|HomePhone|Phone Type', 'Jo|1|(202) 555-0198||2025550197|Home')).toMatchObject({ phoneColumns: [2, 3, 4] });
    expect(layoutOf('Wibble|Wobble|Wubble', '2025550198|x|2025550199')).toMatchObject({ headerLine: 1, phoneColumns: [0, 2] });
  });
  it('believes cells more than names', () => {
    expect(layoutOf('Mobile|Number', 'Y|2025550198', 'N|2025550199', 'Y|2025550197')).toMatchObject({ phoneColumns: [1] });
    expect(layoutOf('Phone|State|Expires', '2025550198|open|never', '2025550199|closed|never')).toMatchObject({ jurisdictionColumn: null, expiresColumn: null });
  });
  it('proposes no loose plan, in which nearly any digits are a number, for a list with faults in it', () => {
    expect(layoutOf('Phone', '020 7946 0958', '020 7946 0959', '020 7946 09')).toMatchObject({ region: 'US' });
    expect(layoutOf('Phone', '020 7946 0958', '020 7946 0959', '020 7946 0957', '020 7946 0956', '020 7946')).toMatchObject({ region: 'GB' });
  });

  it('has the region of the country column, of the codes, or of the numbers themselves', () => {
    expect(layoutOf('Phone|Country', '2079460958|GB', '2079460959|GB')).toMatchObject({ region: 'GB' });
    expect(layoutOf('Phone', '+442079460958', '+442079460959')).toMatchObject({ region: 'GB' });
    expect(layoutOf('Number', '020 7946 0958', '020 7946 0959')).toMatchObject({ region: 'GB', dateOrder: 'dmy', headerLine: 1 });
    expect(layoutOf('Number', '2079460958')).toMatchObject({ region: 'US' });
    expect(layoutOf('Telefon', '+49 30 901820', '030 901820', '0171 2345678', '0151 12345678', '0221 2210')).toMatchObject({ region: 'DE' });
    expect(guessLayout([{ line: 1, cells: ['2079460958'] }], { region: 'GB', delimiter: null, sheet: 'Sheet1' })).toMatchObject({ region: 'GB', sheet: 'Sheet1', delimiter: null });
  });
  it('is refused where nothing reads as phones, with what the columns are called', () => {
    expect(layoutOf('code|state', '1|CA', '2|TX')).toEqual({ noPhoneColumn: ['code', 'state'] });
    expect(layoutOf('1|2')).toEqual({ noPhoneColumn: ['Column 1', 'Column 2'] });
    expect(guessLayout([], { delimiter: ',', sheet: null })).toEqual({ noPhoneColumn: [] });
  });
});

it('knows report lines, and takes no number for one', () => {
  for (const cells of [['Grand Totals (5 records)', ''], ['Copyright (c) 2000-2026 salesforce.com, inc.'], ['', 'Confidential Information - Do Not Distribute'], ['Total'], ['Page 3 of 4']]) expect(isFooter(cells), cells.join()).toBe(true);
  for (const cells of [['2025550198'], ['Total', '5'], [''], ['Total: 2025550198'], ['Totally fine']]) expect(isFooter(cells), cells.join()).toBe(false);
});
