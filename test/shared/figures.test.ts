// Figures read the same everywhere and never flicker between forms.
import { expect, test } from 'vitest';
import { countOf, formatBytes, formatCount, formatDuration, formatMoment, formatRate, formatRemaining, formatShare } from '../../src-shared/words/figures.ts';

test('counts are grouped and agree with their noun', () => {
  expect(formatCount(1_234_567)).toBe('1,234,567');
  expect(countOf(1, 'number')).toBe('1 number');
  expect(countOf(2000, 'entry', 'entries')).toBe('2,000 entries');
});

test.each([[0, '0 B'], [999, '999 B'], [1000, '1.0 kB'], [999_600, '1.0 MB'], [40_123_456, '40.1 MB'], [123_400_000, '123 MB'], [3.1e9, '3.1 GB']])('%d bytes are %s', (bytes, words) => {
  expect(formatBytes(bytes)).toBe(words);
});

test.each([[0, 'under 0.1 s'], [49, 'under 0.1 s'], [50, '0.1 s'], [412, '0.4 s'], [9949, '9.9 s'], [9950, '10 s'], [42_000, '42 s'], [59_600, '1 min'], [125_000, '2 min 5 s'], [3_599_000, '59 min 59 s'], [10_800_000, 'about 3 h'], [345_600_000, 'about 4 d']])('%d ms last %s', (ms, words) => {
  expect(formatDuration(ms)).toBe(words);
});

test('time left counts whole seconds down to zero and not below', () => {
  expect([2001, 2000, 1, 0, -5].map(formatRemaining)).toEqual(['3 s', '2 s', '1 s', '0 s', '0 s']);
  expect(formatRemaining(125_000)).toBe('2 min 5 s');
});

test('a moment is given in the zone that is asked for, with the month as a word', () => {
  const at = Date.UTC(2026, 10, 21, 23, 5, 9);
  expect(formatMoment(at, { timeZone: 'UTC' })).toBe('21 Nov 2026, 23:05');
  expect(formatMoment(at, { timeZone: 'Europe/Berlin', seconds: true })).toBe('22 Nov 2026, 00:05:09');
  expect(formatMoment(at, { timeZone: 'America/New_York', zone: true })).toBe('21 Nov 2026, 18:05 GMT-5');
});

test('shares and rates', () => {
  expect([formatShare(0, 0), formatShare(1, 3), formatShare(3, 3)]).toEqual(['0 %', '33.3 %', '100 %']);
  expect([formatRate(4.25), formatRate(1250.4)]).toEqual(['4.3 / s', '1,250 / s']);
});
