// Whether digits are a number that exists: full libphonenumber metadata, and our own area-code table where the metadata lags behind.
import { isSupportedCountry, Metadata, parsePhoneNumberFromString, type PhoneNumber } from 'libphonenumber-js/max';
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
  const parsed = parsePhoneNumberFromString(phone);
  if (parsed?.number === phone && parsed.isValid()) return { exists: true, phone, country: parsed.country ?? country, state, notes: [] };
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

/**
 * The metadata's own answer for the US, without the cost of its parser: the general pattern and any kind of line.
 * The US comes first among the countries of +1, so a number that is valid there is the US's.
 */
const isUnitedStatesNumber = (ten: string): boolean => generalPattern.test(ten) && kindPattern.test(ten);

const kindsOfLine = ['FIXED_LINE', 'MOBILE', 'PREMIUM_RATE', 'TOLL_FREE', 'SHARED_COST', 'VOIP', 'PERSONAL_NUMBER', 'PAGER', 'UAN', 'VOICEMAIL'] as const;

type Patterns = { readonly nationalNumberPattern: () => string; readonly type: (kind: string) => { readonly pattern: () => string } | undefined };

const patternsOfTheUs = ((): Patterns => {
  const metadata = new Metadata();
  metadata.selectNumberingPlan('US');
  // The published types leave the patterns out; the library's own isValid reads them through these two functions.
  return metadata.numberingPlan as unknown as Patterns;
})();

const whole = (pattern: string): RegExp => new RegExp(`^(?:${pattern})$`);
const generalPattern = whole(patternsOfTheUs.nationalNumberPattern());
const kindPattern = whole(kindsOfLine.map((kind) => patternsOfTheUs.type(kind)?.pattern() ?? '').filter((pattern) => pattern !== '').join('|'));
