// Reads the phone cells of one file as readPhones does, and remembers per area code and exchange what the numbers in it come to.
import type { Reading } from '../contract/imports.ts';
import type { AreaCodesOn } from './area-codes.ts';
import { isNorthAmerican } from './phone-digits.ts';
import { readPhones } from './phone.ts';
import { isSettledByStart } from './phone-numbering.ts';
import { mayStartPlaceholder } from './phone-placeholder.ts';

type Accepted = Extract<Reading, { readonly verdict: 'accepted' }>;
type Kind = Pick<Accepted, 'country' | 'state' | 'notes'>;

/** Six digits: area code and exchange. */
const starts = 1_000_000;
const unknown = 0;
const askEachTime = 1;
const firstKind = 2;

/** For the many cells of one file: the same answers as `readPhones(text, region, on)`, a property test compares them. */
export const createPhoneReader = (region: string, on?: AreaCodesOn): ((text: string) => readonly Reading[]) => {
  if (!isNorthAmerican(region)) return (text) => readPhones(text, region, on);
  let kindOf: Uint16Array | null = null;
  const kinds: Kind[] = [];
  const positions = new Map<string, number>();

  const learn = (ten: string, readings: readonly Reading[]): number => {
    const [reading] = readings;
    if (reading?.verdict !== 'accepted' || reading.phone !== `+1${ten}` || mayStartPlaceholder(ten.slice(0, 6)) || !isSettledByStart(ten, reading.country)) return askEachTime;
    const { country, state, notes } = reading;
    const key = `${country} ${state ?? ''} ${notes.join(' ')}`;
    const known = positions.get(key);
    if (known !== undefined) return known;
    const position = firstKind + kinds.push({ country, state, notes }) - 1;
    positions.set(key, position);
    return position;
  };

  return (text) => {
    const ten = tenOf(text);
    if (ten === null) return readPhones(text, region, on);
    kindOf ??= new Uint16Array(starts);
    const start = startOf(ten);
    const known = kindOf[start]!;
    if (known >= firstKind) {
      const { country, state, notes } = kinds[known - firstKind]!;
      return [{ verdict: 'accepted', raw: text, phone: `+1${ten}`, country, state, notes, extension: null }];
    }
    const readings = readPhones(text, region, on);
    if (known === unknown) kindOf[start] = learn(ten, readings);
    return readings;
  };
};

/**
 * The ten digits of a plain American number, told by their places from the end; null where it is none, or not plain (a plain number is one
 * of those `isPlainNumber` knows, and a test tries that none but such get past).
 */
const tenOf = (text: string): string | null => {
  const { length } = text;
  if (length < 10 || length > 18) return null;
  const parted = isSign(text.charCodeAt(length - 5));
  const exchangeEnd = parted ? length - 5 : length - 4;
  const exchange = exchangeEnd - 3;
  if (!areDigits(text, length - 4, length) || !areDigits(text, exchange, exchangeEnd)) return null;
  const before = text.charCodeAt(exchange - 1);
  const bracket = before === close ? exchange - 1 : before === space && text.charCodeAt(exchange - 2) === close ? exchange - 2 : -1;
  if (bracket >= 0) {
    if (text.charCodeAt(bracket - 4) !== open || !areDigits(text, bracket - 3, bracket) || !isCountryOne(text, bracket - 4, true)) return null;
    return text.slice(bracket - 3, bracket) + text.slice(exchange, exchangeEnd) + text.slice(length - 4);
  }
  const areaEnd = parted && isSign(before) ? exchange - 1 : exchange;
  const area = areaEnd - 3;
  // A sign at one place and none at the other: a figure, for all one knows.
  if (area < 0 || parted !== isSign(before) || !areDigits(text, area, areaEnd) || !isCountryOne(text, area, parted)) return null;
  return parted ? text.slice(area, areaEnd) + text.slice(exchange, exchangeEnd) + text.slice(length - 4) : length === 10 ? text : text.slice(area);
};

/** Whether nothing stands before `end` but a 1: behind a + or not, and where it is `parted` or behind a + perhaps with a sign after it. */
const isCountryOne = (text: string, end: number, parted: boolean): boolean => {
  if (end === 0) return true;
  const plus = text.charCodeAt(0) === plusSign;
  const one = plus ? 1 : 0;
  if (text.charCodeAt(one) !== zero + 1) return false;
  return end === one + 1 || (end === one + 2 && (parted || plus) && isSign(text.charCodeAt(one + 1)));
};

const [zero, space, open, close, plusSign, hyphen, point] = [48, 32, 40, 41, 43, 45, 46];
const isSign = (code: number): boolean => code === space || code === hyphen || code === point;
const areDigits = (text: string, from: number, to: number): boolean => {
  for (let at = from; at < to; at += 1) {
    const code = text.charCodeAt(at);
    if (!(code >= zero && code <= zero + 9)) return false;
  }
  return true;
};

const startOf = (ten: string): number => {
  let start = 0;
  for (let at = 0; at < 6; at += 1) start = start * 10 + ten.charCodeAt(at) - zero;
  return start;
};
