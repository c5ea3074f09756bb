// Rules that carry dates are data: each says what, how long, from when, where it stands; and any can be replaced.
import { expect, it } from 'vitest';
import { findLegalRule, lastDayOf, legalRules, stateLists } from '../../src-shared/domain/legal-dates.ts';

it('each rule has its own id, a source line and a day that exists, if any', () => {
  expect(new Set(legalRules.map(({ id }) => id)).size).toBe(legalRules.length);
  for (const { source, since, value } of legalRules) {
    expect(source).not.toBe('');
    expect(value).toBeGreaterThan(0);
    if (since !== null) expect(new Date(since).toISOString().slice(0, 10)).toBe(since);
  }
});

it.each([['us-registry-version', 31, 'days'], ['gb-tps-version', 28, 'days'], ['ca-lnnte-version', 31, 'days'], ['us-internal-request', 10, 'business days'], ['ca-internal-request', 14, 'days'], ['us-request-kept', 5, 'years']])(
  '%s: %i %s', (id, value, unit) => expect(findLegalRule(id, '2026-11-21')).toMatchObject({ value, unit }));

it('a rule holds from its day on, and one of the desk’s own takes its place', () => {
  expect(findLegalRule('us-internal-request', '2025-04-10')).toBeNull();
  expect(findLegalRule('us-internal-request', '2025-04-11')).not.toBeNull();
  const own = { ...(legalRules[0] ?? expect.fail()), value: 15 };
  expect(findLegalRule(own.id, '2026-11-21', [own])).toBe(own);
  expect(findLegalRule('none', '2026-11-21')).toBeNull();
});

it('a version may be called on until its last day, counted from when it was obtained', () => {
  expect(lastDayOf(findLegalRule('us-registry-version', '2026-11-21') ?? expect.fail(), '2026-08-09')).toBe('2026-09-09');
  expect(lastDayOf(findLegalRule('us-internal-request', '2026-11-21') ?? expect.fail(), '2026-08-09')).toBeNull();
});

it('the states with a list of their own, five of them quarterly', () => {
  expect(stateLists.map(({ state }) => state.slice(3)).sort()).toEqual(['CO', 'FL', 'IN', 'LA', 'MA', 'MO', 'OK', 'PA', 'TN', 'TX', 'WY']);
  expect(stateLists.filter(({ everyMonths }) => everyMonths === 3).map(({ state }) => state.slice(3)).sort()).toEqual(['FL', 'IN', 'MA', 'MO', 'TX']);
});
