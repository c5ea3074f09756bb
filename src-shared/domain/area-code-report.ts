// Reads the numbering plan's own report of area codes (nanpa.com, "NPA Database Report") into facts of our form; what it does not say is not made up.
import { fail, ok, type Result } from '../result.ts';
import { areaCodeKinds, type AreaCode, type AreaCodeKind } from './area-codes.ts';
import { findMonth } from './month-names.ts';

/** `date`: the day the report was made, yyyy-mm-dd. */
export type AreaCodeReport = { readonly date: string; readonly codes: readonly AreaCode[] };

/** Fewer than these are no whole report: the plan had 481 codes in service in 2025. */
const leastCodes = 400;

/** `rows`: line 1 is "File Date" and the day, line 2 the header. Fails with why in words. */
export const readAreaCodeReport = (rows: readonly (readonly string[])[]): Result<AreaCodeReport, string> => {
  const [title = [], header = [], ...body] = rows;
  const date = /^(\d{1,2})\/(\d{1,2})\/(\d{4})$/.exec((title[1] ?? '').trim());
  if ((title[0] ?? '').trim().toLowerCase() !== 'file date' || date === null) return fail('its first line is not “File Date” and a day');
  const [, month = '', day = '', year = ''] = date;
  const at = (name: string): number => header.findIndex((cell) => cell.trim() === name);
  const columns = { code: at('NPA_ID'), since: at('IN_SERVICE_DT'), use: at('USE'), location: at('LOCATION'), country: at('COUNTRY'), service: at('SERVICE') };
  const missing = Object.entries(columns).find(([, column]) => column < 0);
  if (missing !== undefined) return fail('its second line lacks one of the columns NPA_ID, IN_SERVICE_DT, USE, LOCATION, COUNTRY, SERVICE');
  const codes = body.flatMap((cells): readonly AreaCode[] => {
    const cell = (name: keyof typeof columns): string => (cells[columns[name]] ?? '').trim();
    const code = cell('code');
    const since = readDay(cell('since'));
    if (!/^[2-9]\d\d$/.test(code) || since === null) return [];
    const kind = kindOf(cell('use'), cell('service'));
    return [{ code, since, kind, ...placeOf(cell('country'), cell('location'), kind === 'geographic') }];
  });
  if (codes.length < leastCodes) return fail(`it has ${codes.length} area codes with a day of service, and the plan has more than ${leastCodes}`);
  return ok({ date: `${year}-${month.padStart(2, '0')}-${day.padStart(2, '0')}`, codes });
};

/** One line a code, as the product's own table has them: "202 US DC geographic 1947-01-01". */
export const writeAreaCodes = (codes: readonly AreaCode[]): string =>
  codes.map(({ code, country, state, kind, since }) => `${code} ${country ?? '-'} ${state ?? '-'} ${kind} ${since}`).join('\n');

/** The other way about. A kind nobody knows is a defect: these lines were written here. */
export const readAreaCodes = (text: string): ReadonlyMap<string, AreaCode> => new Map(text.split('\n').map((line): readonly [string, AreaCode] => {
  const [code = '', country = '', state = '', word = '', since = ''] = line.split(' ');
  const kind = areaCodeKinds.find((known) => known === word);
  if (kind === undefined) throw new Error(`area codes: ${code} has the unknown kind ${word}`);
  return [code, { code, country: country === '-' ? null : country, state: state === '-' ? null : state, kind, since }];
}));

/** "01-Jan-1947"; null where the code is not in service and has no day for it. */
const readDay = (text: string): string | null => {
  const [, day = '', month = '', year = ''] = /^(\d{1,2})-([A-Za-z]{3})-(\d{4})$/.exec(text) ?? [];
  const number = findMonth(month);
  return number === '' ? null : `${year}-${number.padStart(2, '0')}-${day.padStart(2, '0')}`;
};

const kindOf = (use: string, service: string): AreaCodeKind => (use === 'G' ? 'geographic' : /^toll-free/i.test(service) ? 'toll-free' : /^premium/i.test(service) ? 'premium' : 'non-geographic');

const placeOf = (country: string, location: string, isGeographic: boolean): Pick<AreaCode, 'country' | 'state'> => {
  if (country === 'US') {
    const territory = territories[location];
    if (territory !== undefined && isGeographic) return { country: territory, state: null };
    return { country: 'US', state: isGeographic && /^[A-Z]{2}$/.test(location) ? location : null };
  }
  if (country === 'CANADA') return { country: 'CA', state: isGeographic ? (provinces[location] ?? null) : null };
  return { country: countries[country] ?? null, state: null };
};

/** Territories of the US, which are countries of their own in ISO 3166-1. */
const territories: Readonly<Record<string, string>> = { VI: 'VI', GU: 'GU', AS: 'AS', PR: 'PR', CNMI: 'MP' };

/** A code of several provinces has none. */
const provinces: Readonly<Record<string, string>> = {
  ALBERTA: 'AB', 'BRITISH COLUMBIA': 'BC', MANITOBA: 'MB', 'NEW BRUNSWICK': 'NB', 'NEWFOUNDLAND AND LABRADOR': 'NL', ONTARIO: 'ON', QUEBEC: 'QC', SASKATCHEWAN: 'SK',
};

const countries: Readonly<Record<string, string>> = {
  ANGUILLA: 'AI', 'ANTIGUA/BARBUDA': 'AG', BAHAMAS: 'BS', BARBADOS: 'BB', BERMUDA: 'BM', 'BRITISH VIRGIN ISLANDS': 'VG', 'CAYMAN ISLANDS': 'KY', DOMINICA: 'DM',
  'DOMINICAN REPUBLIC': 'DO', GRENADA: 'GD', JAMAICA: 'JM', MONTSERRAT: 'MS', 'SINT MAARTEN': 'SX', 'ST. KITTS & NEVIS': 'KN', 'ST.LUCIA': 'LC', 'ST. LUCIA': 'LC',
  'ST. VINCENT & GRENADINES': 'VC', 'TRINIDAD & TOBAGO': 'TT', 'TURKS & CAICOS ISLANDS': 'TC',
};
