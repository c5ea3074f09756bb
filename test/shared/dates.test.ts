// Dates are read in the stated order or not at all.
import * as fc from 'fast-check';
import { expect, it } from 'vitest';
import { guessDateOrder, isDateText, readDate } from '../../src-shared/domain/dates.ts';

it.each([
  ['2021-07-06', 'mdy', '2021-07-06'], ['2021-07-06T23:59:59-08:00', 'mdy', '2021-07-06'], ['2021-07-06 11:48:00', 'mdy', '2021-07-06'], ['2026-01-01T00:00Z', 'mdy', '2026-01-01'], ['2021/7/6', 'dmy', '2021-07-06'],
  ['7/6/2021', 'mdy', '2021-07-06'], ['7/6/2021', 'dmy', '2021-06-07'], ['06.07.2021', 'dmy', '2021-07-06'], ['7/6/21', 'mdy', '2021-07-06'], ['7/6/70', 'mdy', '1970-07-06'], ['7/6/69', 'mdy', '2069-07-06'],
  ['7/6/2021 11:48 PM', 'mdy', '2021-07-06'], ['21-07-06', 'ymd', '2021-07-06'], ['20210706', 'mdy', '2021-07-06'], ['07062021', 'mdy', '2021-07-06'], ['070621', 'dmy', '2021-06-07'],
  ['6 Jul 2021', 'mdy', '2021-07-06'], ['Jul 6, 2021', 'mdy', '2021-07-06'], ['Tue, 6 July 2021', 'mdy', '2021-07-06'], ['06-JUL-21', 'mdy', '2021-07-06'], ['6. Juli 2021', 'dmy', '2021-07-06'],
  ['6 de julio de 2021', 'dmy', '2021-07-06'], ['6 juillet 2021', 'dmy', '2021-07-06'], ['1er août 2021', 'dmy', '2021-08-01'], ['3. März 2021', 'dmy', '2021-03-03'], ['2024-02-29', 'mdy', '2024-02-29'], ['9999-12-31', 'mdy', '9999-12-31'],
] as const)('%j in the order %s is %s', (text, order, iso) => {
  expect(readDate(text, order)).toEqual({ iso, ms: Date.parse(`${iso}T00:00:00Z`) });
});

it.each([
  ['13/07/2021', 'mdy'], ['07/13/2021', 'dmy'], ['2021-02-29', 'ymd'], ['2021-13-01', 'ymd'], ['7/6/2021', 'ymd'], ['soon', 'mdy'], ['', 'mdy'], ['44383', 'mdy'], ['2025550198', 'mdy'], ['6 jui 2021', 'dmy'], ['0/0/2021', 'mdy'], ['July 2021', 'mdy'],
] as const)('%j in the order %s is no date', (text, order) => { expect(readDate(text, order)).toBeNull(); });

it('reads serial numbers of spreadsheets only when told', () => {
  expect(readDate('44383', 'mdy', { serials: true })?.iso).toBe('2021-07-06');
  expect(readDate('44383.75', 'mdy', { serials: true })?.iso).toBe('2021-07-06');
  expect(readDate('19999', 'mdy', { serials: true })).toBeNull();
  expect(readDate('80001', 'mdy', { serials: true })).toBeNull();
});

it('guesses the order from what proves one', () => {
  expect(guessDateOrder(['2021-07-06', ''])).toBe('ymd');
  expect(guessDateOrder(['1/2/2021', '1/13/2021'])).toBe('mdy');
  expect(guessDateOrder(['1/2/2021', '13/1/2021'])).toBe('dmy');
  expect(guessDateOrder(['01.02.2021'])).toBe('dmy');
  expect(guessDateOrder(['1/2/2021'])).toBe('mdy');
  expect(guessDateOrder(['1/2/2021'], 'dmy')).toBe('dmy');
  expect(guessDateOrder([])).toBe('mdy');
});

it('tells dates from numbers', () => {
  expect(isDateText('07072021')).toBe(false);
  expect(isDateText('07072021', { compact: true })).toBe(true);
  expect(isDateText('20331899', { compact: true })).toBe(false);
  expect(isDateText('202-555-0198')).toBe(false);
});

it('reads back every day it could have written, in each order', () => {
  const day = fc.date({ min: new Date('1970-01-01'), max: new Date('2069-12-31'), noInvalidDate: true });
  fc.assert(fc.property(day, fc.constantFrom('/', '-', '.', ' '), (date, sign) => {
    const iso = date.toISOString().slice(0, 10);
    const [year = '', month = '', dayOfMonth = ''] = iso.split('-');
    expect(readDate([month, dayOfMonth, year].join(sign), 'mdy')?.iso).toBe(iso);
    expect(readDate([dayOfMonth, month, year.slice(2)].join(sign), 'dmy')?.iso).toBe(iso);
    expect(readDate([year, month, dayOfMonth].join(sign), 'dmy')?.iso).toBe(iso);
  }));
  fc.assert(fc.property(fc.string({ maxLength: 40 }), fc.constantFrom('ymd', 'mdy', 'dmy'), (text, order) => { readDate(text, order); }));
});
