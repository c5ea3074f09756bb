// The area-code table holds what the plan's own report said, and its jurisdictions are those that people's words lead to.
import { describe, expect, it } from 'vitest';
import { findAreaCode, findAreaCodeOf, isInService, type AreaCode } from '../../src-shared/domain/area-codes.ts';
import { jurisdictionOfAreaCode, readJurisdiction } from '../../src-shared/domain/jurisdictions.ts';

const all: readonly AreaCode[] = Array.from({ length: 1000 }, (_, code) => findAreaCode(String(code).padStart(3, '0'))).filter((areaCode) => areaCode !== null);

describe('the table', () => {
  it('has the counts of the report: 481 in service, 375 US, 58 Canadian and 21 other geographic', () => {
    const serving = all.filter((areaCode) => isInService(areaCode));
    const geographic = serving.filter(({ kind }) => kind === 'geographic');
    const territories = new Set(['PR', 'VI', 'GU', 'AS', 'MP']);
    expect(serving.length).toBe(481);
    expect(geographic.filter(({ country }) => country === 'US' || territories.has(country ?? '')).length).toBe(375);
    expect(geographic.filter(({ country }) => country === 'CA').length).toBe(55);
    expect(serving.filter(({ country }) => country === 'CA').length).toBe(58);
    expect(geographic.filter(({ country }) => country !== 'US' && country !== 'CA' && !territories.has(country ?? '')).length).toBe(21);
  });
  it('knows kind, state and first day', () => {
    expect(findAreaCode('201')).toEqual({ code: '201', country: 'US', state: 'NJ', kind: 'geographic', since: '1947-01-01' });
    expect(findAreaCode('800')).toMatchObject({ kind: 'toll-free', country: null, state: null });
    expect(findAreaCode('900')).toMatchObject({ kind: 'premium', country: null });
    expect(findAreaCode('500')).toMatchObject({ kind: 'non-geographic' });
    expect(findAreaCode('999')).toBeNull();
  });
  it('tells a planned code from one in service by the day', () => {
    const planned = all.filter((areaCode) => !isInService(areaCode));
    expect(planned.map(({ code }) => code)).toEqual(['273', '465', '471', '483']);
    expect(planned.filter((areaCode) => isInService(areaCode, '2026-06-18')).map(({ code }) => code)).toEqual(['465', '471', '483']);
  });
  it('finds the code of an E.164 number, and none abroad', () => {
    expect(findAreaCodeOf('+12025550198')?.state).toBe('DC');
    expect(findAreaCodeOf('+442079460958')).toBeNull();
  });
});

describe('jurisdictions', () => {
  it.each([['202', 'US-DC'], ['416', 'CA-ON'], ['787', 'PR'], ['876', 'JM'], ['800', null], ['900', null], ['902', null], ['600', null]])('of area code %s is %s', (code, jurisdiction) => {
    const areaCode = findAreaCode(code);
    expect(areaCode === null ? undefined : jurisdictionOfAreaCode(areaCode)).toBe(jurisdiction);
  });
  it.each([
    ['CA', 'US', 'US-CA'], ['California', 'US', 'US-CA'], ['US-CA', 'US', 'US-CA'], ['us_ca', 'US', 'US-CA'], ['CA - California', 'US', 'US-CA'], ['California (CA)', 'US', 'US-CA'], ['State of Texas', 'US', 'US-TX'],
    ['Ontario', 'US', 'CA-ON'], ['CA-ON', 'US', 'CA-ON'], ['ON', 'US', 'CA-ON'], ['Québec', 'CA', 'CA-QC'], ['CA', 'CA', 'CA'], ['Canada', 'US', 'CA'], ['U.S.', 'US', 'US'], ['US', 'US', 'US'],
    ['D.C.', 'US', 'US-DC'], ['Washington, D.C.', 'US', 'US-DC'], ['Washington', 'US', 'US-WA'], ['PR', 'US', 'PR'], ['US-PR', 'US', 'PR'], ['Puerto Rico', 'US', 'PR'], ['GB', 'GB', 'GB'],
    ['', 'US', null], ['XX', 'US', null], ['federal', 'US', null], ['CA-CA', 'US', null], ['TX - California', 'US', null], ['12', 'US', null],
  ])('%j in a file of %s is %s', (text, region, jurisdiction) => { expect(readJurisdiction(text, region)).toBe(jurisdiction); });
  it('has a name for every one that an area code leads to', () => {
    for (const areaCode of all) {
      const jurisdiction = jurisdictionOfAreaCode(areaCode);
      // KY and MS are Kentucky and Mississippi wherever the file is not from the Caymans or Montserrat.
      if (jurisdiction !== null) expect(readJurisdiction(jurisdiction, areaCode.country ?? 'US'), areaCode.code).toBe(jurisdiction);
    }
  });
});
