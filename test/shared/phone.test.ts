// Every number trap of intake by its name: what is accepted, with which note, and what is held, for which reason and with which suggestion.
import { describe, expect, it } from 'vitest';
import type { AcceptNote, RejectReason } from '../../src-shared/domain/reject.ts';
import { readExactPhone, readPhones } from '../../src-shared/domain/phone.ts';

const dc = '+12025550198';
const dc2 = '+12025550199';

type Accepted = readonly [cell: string, phone: string, notes?: readonly AcceptNote[], extension?: string];
const accepts = (title: string, cases: readonly Accepted[], region = 'US'): void => {
  for (const [cell, phone, notes = [], extension = null] of cases)
    it(`${title}: ${JSON.stringify(cell)}`, () => {
      expect(readPhones(cell, region)).toMatchObject([{ verdict: 'accepted', raw: cell, phone, notes, extension }]);
    });
};

type Held = readonly [cell: string, reason: RejectReason, suggestion?: string];
const holds = (title: string, cases: readonly Held[], region = 'US'): void => {
  for (const [cell, reason, suggestion = null] of cases)
    it(`${title}: ${JSON.stringify(cell)}`, () => {
      expect(readPhones(cell, region)).toEqual([{ verdict: 'quarantined', raw: cell, reason, suggestion }]);
    });
};

describe('plain numbers', () => {
  accepts('are accepted however they are written', [
    ['2025550198', dc], ['12025550198', dc], ['+12025550198', dc], ['(202) 555-0198', dc], ['202.555.0198', dc], ['1-202-555-0198', dc], ['202/555-0198', dc],
    ['+44 20 7946 0958', '+442079460958', ['country_outside_region']], ['+44 (0)20 7946 0958', '+442079460958', ['country_outside_region']],
    ['011442079460958', '+442079460958', ['country_outside_region']], ['01112025550198', dc],
  ]);
  it('come with country and state', () => {
    expect(readPhones('2125550100', 'US')).toMatchObject([{ country: 'US', state: 'NY' }]);
    expect(readPhones('4165550100', 'US')).toMatchObject([{ country: 'CA', state: 'ON', notes: ['country_outside_region'] }]);
    expect(readPhones('7875550100', 'US')).toMatchObject([{ country: 'PR', state: null }]);
  });
  it('are none in a blank cell, of whatever blanks', () => {
    for (const cell of ['', '  ', '\u00a0', '\u200b\ufeff', '\t', '\r\n']) expect(readPhones(cell, 'US')).toEqual([]);
  });
});

describe('trap 1: area codes in service that the metadata does not know', () => {
  const codes = ['357', '436', '457', '621', '624', '679', '729', '837', '861', '924'];
  it.each(codes)('accepts area code %s with a note', (code) => {
    expect(readPhones(`${code}5550123`, 'US')).toMatchObject([{ verdict: 'accepted', phone: `+1${code}5550123`, country: 'US', notes: ['area_code_newer_than_metadata'] }]);
  });
  accepts('takes territories and 983 in full', [
    ['6845550123', '+16845550123', ['area_code_newer_than_metadata', 'country_outside_region']], ['3405550123', '+13405550123', ['country_outside_region']], ['9835550123', '+19835550123'],
  ]);
  holds('an exchange cannot begin with 0 or 1', [['3571550123', 'exchange_invalid'], ['2020550198', 'exchange_invalid']]);
  holds('a code not in service is unknown', [['9995550123', 'area_code_unknown'], ['0205550198', 'area_code_unknown'], ['4655550123', 'area_code_unknown']]);
  it('accepts a planned code from its first day on', () => {
    expect(readPhones('4655550123', 'US', '2026-06-17')).toMatchObject([{ reason: 'area_code_unknown' }]);
    expect(readPhones('4655550123', 'US', '2026-06-18')).toMatchObject([{ phone: '+14655550123', state: 'NY', notes: ['area_code_newer_than_metadata'] }]);
  });
});

describe('trap 2: several numbers in one cell', () => {
  it.each([
    '2025550198;2025550199', '2025550198, 2025550199', '2025550198|2025550199', '2025550198\n2025550199', '2025550198 or 2025550199', '(202) 555-0198 / (202) 555-0199',
    '2025550198 2025550199', '(202) 555-0198 (202) 555-0199', '2025550198x2025550199', '2025550198；2025550199', '2025550198_x000A_2025550199', '2025550198 & 2025550199',
  ])('keeps both of %j', (cell) => {
    expect(readPhones(cell, 'US')).toMatchObject([{ phone: dc, notes: ['several_in_cell'] }, { phone: dc2, notes: ['several_in_cell'] }]);
  });
  it('keeps what is no number beside one that is', () => {
    expect(readPhones('2025550198;222', 'US')).toMatchObject([{ phone: dc, raw: '2025550198' }, { reason: 'too_short', raw: '222' }]);
    expect(readPhones('2025550198, x1, x2', 'US')).toMatchObject([{ phone: dc, extension: '1' }, { reason: 'words', raw: 'x2' }]);
  });
  accepts('separators around one number part nothing', [['2025550198,', dc], ['2025550198;', dc]]);
  holds('one number cut by commas is offered whole', [['202,555,0198', 'letters_around', dc]]);
});

describe('trap 3: + or 011 before ten national digits', () => {
  holds('is ambiguous', [['+2025550198', 'ambiguous_prefix', dc], ['+202 555 0198', 'ambiguous_prefix', dc], ['0112025550198', 'ambiguous_prefix', dc], ['00442079460958', 'ambiguous_prefix', '+442079460958']]);
  it('offers nothing where the grouping speaks for the other country', () => {
    expect(readPhones('+65 9555 0123', 'US')).toMatchObject([{ reason: 'ambiguous_prefix', suggestion: null }]);
    expect(readPhones('+6595550123', 'US')).toMatchObject([{ reason: 'ambiguous_prefix', suggestion: '+16595550123' }]);
  });
  it('takes a person at their word who types E.164', () => {
    expect(readExactPhone('+12025550198')).toMatchObject({ phone: dc });
    expect(readExactPhone('+6595550123')).toMatchObject({ phone: '+6595550123', country: 'SG' });
    expect(readExactPhone('2025550198')).toBeNull();
  });
});

describe('trap 4: the region decides', () => {
  accepts('London with and without its zero', [['020 7946 0958', '+442079460958'], ['2079460958', '+442079460958', ['leading_zero_restored']], ['+1 202 555 0198', dc, ['country_outside_region']]], 'GB');
  it('the same digits are Maine in the US', () => { expect(readPhones('2079460958', 'US')).toMatchObject([{ phone: '+12079460958', state: 'ME' }]); });
  holds('a region nobody knows reads international numbers only', [['2025550198', 'number_invalid']], 'ZZ');
});

describe('traps 5 and 6: numbers that were counted with', () => {
  holds('digits lost', [['1.20256E+10', 'digits_lost'], ['1,20256E+10', 'digits_lost'], ['2E+09', 'digits_lost']]);
  accepts('all digits kept', [
    ['1.2025550198E+10', dc, ['exponent_expanded']], ['2.025550198e9', dc, ['exponent_expanded']], ['12025550198.0', dc, ['decimal_suffix_removed']], ['2025550198.00', dc, ['decimal_suffix_removed']],
    ['2,025,550,198', dc, ['odd_characters_removed']], ['="2025550198"', dc, ['odd_characters_removed']], ["'2025550198", dc, ['odd_characters_removed']],
  ]);
  holds('a fraction is no number', [['2025550198.5', 'number_invalid']]);
});

describe('trap 7: eleven digits cut to ten', () => {
  holds('the last digit is lost', [['1202555019', 'last_digit_lost'], ['+1202555019', 'last_digit_lost'], ['1 202 555019', 'last_digit_lost']]);
});

describe('trap 8: too few, too many, hidden and filler digits', () => {
  holds('each under its own reason', [
    ['5550198', 'no_area_code'], ['555-0198', 'no_area_code'], ['202555', 'too_short'], ['202555019', 'too_short'], ['20255501980', 'too_long'], ['2025550198012345', 'too_long'],
    ['202555xxxx', 'masked'], ['202555****', 'masked'], ['(202) 555-##98', 'masked'], ['1202555*', 'masked'], ['20255501??', 'masked'], ['xxxxxxxxxx', 'masked'], ['***', 'masked'],
    ['0', 'placeholder'], ['0000000000', 'placeholder'], ['000-000-0000', 'placeholder'], ['9999999999', 'placeholder'], ['1111111111', 'placeholder'], ['(555) 555-5555', 'placeholder'],
    ['1234567890', 'placeholder'], ['2147483647', 'placeholder'], ['+12147483647', 'placeholder'],
  ]);
  holds('words, dates and errors are no numbers', [
    ['unknown', 'words'], ['n/a', 'words'], ['None', 'words'], ['PRIVATE', 'words'], ['-', 'words'], ['press 1', 'words'],
    ['2021-07-06', 'date'], ['7/6/2021', 'date'], ['07072021', 'date'], ['070721', 'date'], ['2021-07-06 11:48:00', 'date'], ['6 Jul 2021', 'date'],
    ['#N/A', 'cell_error'], ['#REF!', 'cell_error'], ['#DIV/0!', 'cell_error'], ['Err:502', 'cell_error'], ['=A2', 'formula_without_value'], ['=+12025550198', 'formula_without_value', dc],
  ]);
});

describe('trap 9: letters and signs around the digits', () => {
  holds('are offered, not taken', [
    ['jane2025550198@x.com', 'letters_around', dc], ['DNC 2025550198', 'letters_around', dc], ['$2025550198', 'letters_around', dc], ['2025550198 (home)', 'letters_around', dc], ['202555`0198', 'letters_around', dc],
    ['2025550198?', 'letters_around', dc], ['-2025550198', 'letters_around', dc], ['Smith, 2025550198', 'letters_around', dc],
  ]);
  holds('nothing is offered where two could be meant, or none', [['ask 2025550198 not 2025550199', 'letters_around'], ['ref 99955501234', 'letters_around']]);
});

describe('trap 10: keypad letters', () => {
  holds('are mapped and marked for review', [['1-202-KJL-0198', 'keypad_letters', dc], ['202 KJL 0198', 'keypad_letters', dc], ['202-KJL-0198-NOW', 'keypad_letters', dc]]);
});

describe('trap 11: odd characters', () => {
  accepts('are read as what they stand for', [
    '202\u00a0555\u00a00198', '\u202a+1 202-555-0198\u202c', '202\u200b5550198', '２０２５５５０１９８', '٢٠٢٥٥٥٠١٩٨', '۲۰۲۵۵۵۰۱۹۸', '२०२५५५०१९८',
    '202–555—0198', '202‑555−0198', '＋１（２０２）５５５－０１９８', '𝟐𝟎𝟐𝟓𝟓𝟓𝟎𝟏𝟗𝟖',
  ].map((cell) => [cell, dc, ['odd_characters_removed']]));
});

describe('traps 12 to 14', () => {
  accepts('12: an extension is kept apart', [
    ['2025550198x12', dc, ['extension_kept'], '12'], ['12025550198#1', dc, ['extension_kept'], '1'], ['2025550198ex1', dc, ['extension_kept'], '1'], ['202-555-0198 ext. 4321', dc, ['extension_kept'], '4321'],
    ['2025550198, ext 12', dc, ['extension_kept'], '12'], ['tel:+12025550198;ext=12', dc, ['odd_characters_removed', 'extension_kept'], '12'],
  ]);
  accepts('13: toll-free is accepted', ['800', '833', '844', '855', '866', '877', '888'].map((code) => [`${code}5550123`, `+1${code}5550123`]));
  it('13: toll-free has no state', () => { expect(readPhones('8885550123', 'US')).toMatchObject([{ country: 'US', state: null }]); });
  it.each([['8765550123', 'JM'], ['6045550123', 'CA'], ['8095550123', 'DO'], ['7875550123', 'PR']])('14: %s is in %s', (cell, country) => {
    expect(readPhones(cell, 'US')).toMatchObject([{ verdict: 'accepted', country, notes: ['country_outside_region'] }]);
  });
});
