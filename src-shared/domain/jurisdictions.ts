// Texts that name a state, province or country become ISO 3166 codes, the same ones that area codes lead to; what is not certain is null.
import type { AreaCode } from './area-codes.ts';
import { countriesOfThePlan, otherNames, provincesOfCanada, statesOfTheUs } from './jurisdiction-names.ts';

/**
 * "CA", "California", "US-CA", "us_ca", "CA - California" -> "US-CA"; "Ontario", "CA-ON" -> "CA-ON"; "Canada" -> "CA"; "Puerto Rico", "US-PR" -> "PR".
 * `region`: the file's default country, which decides two letters that mean two things ("CA": in a US file California, in a Canadian one Canada).
 */
export const readJurisdiction = (text: string, region: string): string | null => {
  const plain = plainOf(text);
  const whole = readPlain(plain, region);
  if (whole !== null) return whole;
  // "CA - California", "California (CA)": two ways to say it count only where they say the same.
  const both = /^([A-Z]{2}) (.{3,})$/.exec(plain);
  const [letters, name] = both === null ? [plain.slice(-2), plain.slice(0, -3)] : [both[1] ?? '', both[2] ?? ''];
  const named = byName.get(name) ?? null;
  return named !== null && (named === letters || named.endsWith(`-${letters}`)) ? named : null;
};

/** "US-CA"; the bare country where it has no states here ("PR", "JM"); null for codes that are not geographic or span provinces. */
export const jurisdictionOfAreaCode = (areaCode: AreaCode): string | null => {
  if (areaCode.kind !== 'geographic' || areaCode.country === null) return null;
  if (areaCode.state !== null) return `${areaCode.country}-${areaCode.state}`;
  return areaCode.country === 'US' || areaCode.country === 'CA' ? null : areaCode.country;
};

const plainOf = (text: string): string =>
  text.normalize('NFKD').replace(/\p{M}/gu, '').toUpperCase().replace(/[^A-Z&]+/g, ' ').trim().replace(/^(?:STATE|PROVINCE|COMMONWEALTH) OF /, '');

const readPlain = (plain: string, region: string): string | null => {
  const pair = /^(US|USA|CA|CAN) ([A-Z]{2})$/.exec(plain);
  if (pair !== null) return pair[1]?.startsWith('US') === true ? ofTheUs(pair[2] ?? '') : ofCanada(pair[2] ?? '');
  if (/^[A-Z]{2}$/.test(plain)) return readTwoLetters(plain, region);
  return byName.get(plain) ?? null;
};

const readTwoLetters = (letters: string, region: string): string | null => {
  const [first, second] = region === 'CA' ? [ofCanada, ofTheUs] : [ofTheUs, ofCanada];
  if (letters === region) return region;
  return first(letters) ?? second(letters) ?? byName.get(letters) ?? (Object.hasOwn(countriesOfThePlan, letters) ? letters : null);
};

/** "PR" and its like are written as states, and are countries here. */
const ofTheUs = (code: string): string | null =>
  Object.hasOwn(statesOfTheUs, code) ? `US-${code}` : ['PR', 'VI', 'GU', 'AS', 'MP'].includes(code) ? code : null;

const ofCanada = (code: string): string | null => (Object.hasOwn(provincesOfCanada, code) ? `CA-${code}` : null);

const byName: ReadonlyMap<string, string> = new Map([
  ...Object.entries(countriesOfThePlan).map(([code, name]): [string, string] => [plainOf(name), code]),
  ...Object.entries(provincesOfCanada).map(([code, name]): [string, string] => [plainOf(name), `CA-${code}`]),
  ...Object.entries(statesOfTheUs).map(([code, name]): [string, string] => [plainOf(name), `US-${code}`]),
  ...Object.entries(otherNames),
]);
