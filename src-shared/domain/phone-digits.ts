// Digits under a region become one number or a named reason: what could be two numbers is never chosen silently.
import type { AreaCodesOn } from './area-codes.ts';
import { getCountryCallingCode, isSupportedCountry, Metadata, validatePhoneNumberLength, type PhoneNumber } from 'libphonenumber-js/max';
import { isDateText } from './dates.ts';
import { findElsewhere, findNorthAmerican, type Numbering } from './phone-numbering.ts';
import { isPlaceholder } from './phone-placeholder.ts';
import type { AcceptNote, RejectReason } from './reject.ts';

export type Verdict =
  | { readonly accepted: true; readonly phone: string; readonly country: string; readonly state: string | null; readonly notes: readonly AcceptNote[] }
  | { readonly accepted: false; readonly reason: RejectReason; readonly suggestion: string | null };

/** ISO 3166-1 keeps ZZ for users: numbers that belong to no country, such as +800 and +870. */
const noCountry = 'ZZ';

/** `text`: digits and the marks people put between them, perhaps a leading +. `on`: the day for which area codes are asked. */
export const readDigits = (text: string, region: string, on?: AreaCodesOn): Verdict => {
  const digits = text.replace(/\D/g, '');
  return isPlaceholder(digits) ? held('placeholder') : readMeantDigits(text, region, on);
};

/** As above, of a person who said that it is somebody's number and no filler. */
export const readMeantDigits = (text: string, region: string, on?: AreaCodesOn): Verdict => {
  const digits = text.replace(/\D/g, '');
  const international = text.includes('+');
  const verdict = isNorthAmerican(region)
    ? (international ? readPlus(text, digits, region, on) : readAmericanDialling(digits, region, on))
    : (international && digits.startsWith('1') ? readCountryOne(digits, region, on) : readDialling(digits, international, region, on));
  return verdict.accepted && verdict.country !== region ? { ...verdict, notes: [...verdict.notes, 'country_outside_region'] } : verdict;
};

/** Typed by a person as E.164 and meant so: "+" and digits, nothing else is looked for. */
export const readExactDigits = (text: string, on?: AreaCodesOn): Verdict => {
  const digits = text.replace(/\D/g, '');
  if (isPlaceholder(digits)) return held('placeholder');
  return digits.startsWith('1') ? readCountryOne(digits, 'US', on) : readInternational(digits);
};

const held = (reason: RejectReason, suggestion: string | null = null): Verdict => ({ accepted: false, reason, suggestion });

const verdictOf = (numbering: Numbering): Verdict => (numbering.exists ? { ...numbering, accepted: true } : held(numbering.reason));

/** ISO 3166-1 of a country whose numbers begin with +1. */
export const isNorthAmerican = (region: string): boolean => region === 'US' || (isSupportedCountry(region) && getCountryCallingCode(region) === '1');

/** +1 and what follows. Ten digits that begin with 1, with a + before them, are eleven cut short. */
const readCountryOne = (digits: string, region: string, on?: AreaCodesOn): Verdict => {
  if (digits.length === 11) return verdictOf(findNorthAmerican(digits.slice(1), isNorthAmerican(region) ? region : 'US', on));
  return held(digits.length > 11 ? 'too_long' : digits.length === 10 ? 'last_digit_lost' : 'too_short');
};

/** A + before ten national digits is a valid number of another country in 9 of 100 cases: it is held unless it can only be the other. */
const readPlus = (text: string, digits: string, region: string, on?: AreaCodesOn): Verdict => {
  if (digits.startsWith('1')) return readCountryOne(digits, region, on);
  const asNational = digits.length === 10 ? findNorthAmerican(digits, region, on) : null;
  const elsewhere = readInternational(digits);
  if (asNational?.exists !== true) return elsewhere;
  // "+65 9555 0123" is grouped as a number of Singapore: then neither reading is offered for a click.
  const group = /\+\s?\(?(\d{1,2})[\s().-]/.exec(text)?.[1];
  const groupedElsewhere = elsewhere.accepted && callingCodeOf(elsewhere.country) === group;
  return held('ambiguous_prefix', groupedElsewhere ? null : asNational.phone);
};

const readAmericanDialling = (digits: string, region: string, on?: AreaCodesOn): Verdict => {
  const { length } = digits;
  if (length === 10 && digits.startsWith('1')) return held('last_digit_lost');
  if (length === 10) return verdictOf(findNorthAmerican(digits, region, on));
  if (length === 11 && digits.startsWith('1')) return readCountryOne(digits, region, on);
  if (length > 10 && digits.startsWith('011')) return readAbroad(digits.slice(3), region, false, on);
  if (length > 11 && digits.startsWith('00')) return readAbroad(digits.slice(2), region, true, on);
  if (length === 7) return held('no_area_code');
  if (length < 10) return held(isDateText(digits, { compact: true }) ? 'date' : 'too_short');
  return held('too_long');
};

/** Behind 011, the prefix of this plan, or 00, which is another plan's and therefore never taken silently. */
const readAbroad = (rest: string, region: string, foreignPrefix: boolean, on?: AreaCodesOn): Verdict => {
  const asNational = rest.length === 10 ? findNorthAmerican(rest, region, on) : null;
  if (asNational?.exists === true) return held('ambiguous_prefix', asNational.phone);
  const verdict = rest.startsWith('1') ? readCountryOne(rest, region, on) : readInternational(rest);
  if (!foreignPrefix) return verdict;
  return verdict.accepted ? held('ambiguous_prefix', verdict.phone) : held('too_long');
};

/** `digits`: country code first, not 1. */
const readInternational = (digits: string): Verdict => {
  const parsed = findElsewhere(`+${digits}`, null);
  if (parsed !== null && isNumber(parsed)) return { accepted: true, phone: parsed.number, country: parsed.country ?? noCountry, state: null, notes: [] };
  return held(lengthReason(`+${digits}`, null));
};

/** As dialled in a region of another numbering plan. */
const readDialling = (digits: string, international: boolean, region: string, on?: AreaCodesOn): Verdict => {
  if (international || !isSupportedCountry(region)) return international ? readInternational(digits) : held('number_invalid');
  const parsed = findElsewhere(digits, region);
  if (parsed?.countryCallingCode === '1') return readCountryOne(parsed.number.slice(1), region, on);
  if (parsed !== null && isNumber(parsed)) {
    const restored = parsed.nationalNumber === digits && trunkPrefixOf(region) === '0';
    return { accepted: true, phone: parsed.number, country: parsed.country ?? noCountry, state: null, notes: restored ? ['leading_zero_restored'] : [] };
  }
  return held(isDateText(digits, { compact: true }) ? 'date' : lengthReason(digits, region));
};

/** The metadata knows a few numbers of more than the 15 digits that E.164 allows. */
const isNumber = (parsed: PhoneNumber): boolean => parsed.number.length <= 16 && parsed.isValid();

const lengthReason = (text: string, region: string | null): RejectReason => {
  if (text.length < 4) return 'too_short';
  if (text.replace('+', '').length > 15) return 'too_long';
  const length = region !== null && isSupportedCountry(region) ? validatePhoneNumberLength(text, region) : validatePhoneNumberLength(text);
  return length === 'TOO_SHORT' ? 'too_short' : length === 'TOO_LONG' ? 'too_long' : 'number_invalid';
};

const callingCodeOf = (country: string): string => (isSupportedCountry(country) ? getCountryCallingCode(country) : '');

const trunkPrefixOf = (region: string): string | undefined => {
  if (!isSupportedCountry(region)) return undefined;
  const metadata = new Metadata();
  metadata.selectNumberingPlan(region);
  // The published types leave it out; the library formats national numbers with it.
  return (metadata.numberingPlan as unknown as { readonly nationalPrefix: () => string | undefined }).nationalPrefix();
};
