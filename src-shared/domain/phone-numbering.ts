// Whether digits are a number that exists: full libphonenumber metadata, and our own area-code table where the metadata lags behind.
import { getCountries, getCountryCallingCode, isSupportedCountry, Metadata, parsePhoneNumberFromString, type CountryCode, type PhoneNumber } from 'libphonenumber-js/max';
import { findAreaCode, isInService, type AreaCodesOn } from './area-codes.ts';
import type { AcceptNote, RejectReason } from './reject.ts';

export type Numbering =
  | { readonly exists: true; readonly phone: string; readonly country: string; readonly state: string | null; readonly notes: readonly AcceptNote[] }
  | { readonly exists: false; readonly reason: RejectReason };

/**
 * `ten`: ten digits, area code first. `country` answers for numbers that no single country owns (toll-free and the like).
 * `on` (yyyy-mm-dd): the day for which the table is asked; without it the day the table was made.
 */
export const findNorthAmerican = (ten: string, country: string, on?: AreaCodesOn): Numbering => {
  const areaCode = findAreaCode(ten.slice(0, 3), on);
  const phone = `+1${ten}`;
  const state = areaCode?.state ?? null;
  if (isUnitedStatesNumber(ten)) return { exists: true, phone, country: 'US', state, notes: [] };
  const parsed = isOfAnIsland(ten) ? parsePhoneNumberFromString(phone) : undefined;
  if (parsed?.number === phone && parsed.isValid()) return { exists: true, phone, country: parsed.country ?? country, state, notes: [] };
  if (parsed === undefined && isCanadianNumber(ten)) return { exists: true, phone, country: 'CA', state, notes: [] };
  if (areaCode === null || !isInService(areaCode, on)) return { exists: false, reason: 'area_code_unknown' };
  if (!/^[2-9]/.test(ten.slice(3))) return { exists: false, reason: 'exchange_invalid' };
  return { exists: true, phone, country: areaCode.country ?? country, state, notes: ['area_code_newer_than_metadata'] };
};

/** Any other number, in international form or as dialled in `region` (null: international form only); never a North American one. */
export const findElsewhere = (text: string, region: string | null): PhoneNumber | null => {
  const parsed = region !== null && isSupportedCountry(region)
    ? parsePhoneNumberFromString(text, { defaultCountry: region, extract: false })
    : parsePhoneNumberFromString(text, { extract: false });
  return parsed ?? null;
};

const kindsOfLine = ['FIXED_LINE', 'MOBILE', 'PREMIUM_RATE', 'TOLL_FREE', 'SHARED_COST', 'VOIP', 'PERSONAL_NUMBER', 'PAGER', 'UAN', 'VOICEMAIL'] as const;

/** The published types leave the patterns out; the library's own isValid reads them through these functions. */
type Patterns = { readonly nationalNumberPattern: () => string; readonly leadingDigits: () => string | 0 | undefined; readonly type: (kind: string) => { readonly pattern: () => string } | undefined };

const patternsOf = (country: CountryCode): Patterns => {
  const metadata = new Metadata();
  metadata.selectNumberingPlan(country);
  return metadata.numberingPlan as unknown as Patterns;
};

const whole = (pattern: string): RegExp => new RegExp(`^(?:${pattern})$`);

/** The metadata's own answer without the cost of its parser: the general pattern and any kind of line. */
const numbersOf = (country: CountryCode): ((ten: string) => boolean) => {
  const patterns = patternsOf(country);
  const general = whole(patterns.nationalNumberPattern());
  const kinds = whole(kindsOfLine.map((kind) => patterns.type(kind)?.pattern() ?? '').filter((pattern) => pattern !== '').join('|'));
  return (ten) => general.test(ten) && kinds.test(ten);
};

/** The US comes first among the countries of +1, so a number that is valid there is the US's. */
const isUnitedStatesNumber = numbersOf('US');
/** Asked after the US and where no island claims the number. */
const isCanadianNumber = numbersOf('CA');

/** All other countries of +1 claim whole area codes, by their first digits; what none of them claims is of the US, of Canada, or nobody's. */
const islands = new RegExp(`^(?:${getCountries().filter((country) => getCountryCallingCode(country) === '1' && country !== 'US' && country !== 'CA').map((country) => {
  const first = patternsOf(country).leadingDigits();
  if (typeof first !== 'string') throw new Error(`the metadata of ${country} names no first digits`);
  return first;
}).join('|')})`);
const isOfAnIsland = (ten: string): boolean => islands.test(ten);

/**
 * Whether all numbers with the same area code and exchange as this one, which exists in `country`, exist as it does: in the metadata of these
 * two the last four digits decide nothing (a test tries). Numbers that exist by our own table go by their first digits as well.
 */
export const isSettledByStart = (ten: string, country: string): boolean => country === 'CA' || isUnitedStatesNumber(ten);
