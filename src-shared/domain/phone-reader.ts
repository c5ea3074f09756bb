// Reads the phone cells of one file as readPhones does, and remembers per area code and exchange what the numbers in it come to.
import type { Reading } from '../contract/imports.ts';
import type { AreaCodesOn } from './area-codes.ts';
import { isNorthAmerican } from './phone-digits.ts';
import { readPhones } from './phone.ts';
import { isSettledByStart } from './phone-numbering.ts';
import { isPlainNumber } from './phone-piece.ts';
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

/** The ten digits of a plain number that are told by their place: the last four, the three before them, and three more. */
const tenOf = (text: string): string | null => {
  const { length } = text;
  if (length < 10 || length > 18 || !isPlainNumber(text)) return null;
  if (length === 10) return text;
  // No other plain form has this length: eleven digits, and only behind a 1 are ten of them a number of this plan.
  if (length === 11) return text.charCodeAt(0) === one ? text.slice(1) : null;
  const exchangeEnd = isDigit(text, length - 5) ? length - 4 : length - 5;
  const exchange = exchangeEnd - 3;
  let areaEnd = exchange;
  while (!isDigit(text, areaEnd - 1)) areaEnd -= 1;
  return text.slice(areaEnd - 3, areaEnd) + text.slice(exchange, exchangeEnd) + text.slice(length - 4);
};

const zero = 48;
const one = 49;
const isDigit = (text: string, at: number): boolean => text.charCodeAt(at) >= zero && text.charCodeAt(at) <= zero + 9;

const startOf = (ten: string): number => {
  let start = 0;
  for (let at = 0; at < 6; at += 1) start = start * 10 + ten.charCodeAt(at) - zero;
  return start;
};
