// A registry's version ages from the day it was obtained: the rule is data with its source, and what is shown is called a hint.
import { expect, it } from 'vitest';
import { knownLayoutIds } from '../../src-shared/domain/known-layouts/ids.ts';
import { findVersionRule, lastDayOf } from '../../src-shared/domain/legal-dates.ts';
import { versionAgeWords } from '../../src-shared/words/list-change-words.ts';

const registry = { kind: 'full', date: '2026-08-09', areaCode: '202' } as const;

it('counts from the day the list was obtained, 31 days for the registries of the US and Canada, and has no rule for any other list', () => {
  expect(knownLayoutIds.filter((known) => findVersionRule(known) !== null)).toEqual(['us-registry', 'us-registry-xml', 'ca-registry', 'ca-registry-xml']);
  expect(lastDayOf(findVersionRule('us-registry') ?? expect.fail(), '2026-08-09')).toBe('2026-09-09');
  expect(findVersionRule(null)).toBeNull();
});

it('is shown as a hint with its citation, for a full list whose day is known', () => {
  expect(versionAgeWords({ registry, layout: { known: 'us-registry' } })).toEqual([
    'Obtained on 2026-08-09: calls may rest on this version until 2026-09-09 (31 days: 16 CFR 310.4(b)(3)(iv); 47 CFR 64.1200(c)(2)(i)(D)). A hint, not legal advice.']);
  expect(versionAgeWords({ registry, layout: { known: 'ca-registry' } })[0]).toContain('until 2026-09-09 (31 days). A hint');
  expect(versionAgeWords({ registry: { ...registry, kind: 'changes' }, layout: { known: 'us-changes' } })).toEqual([]);
  expect(versionAgeWords({ registry: null, layout: { known: 'us-registry' } })).toEqual([]);
});
