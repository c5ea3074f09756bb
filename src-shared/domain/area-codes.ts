// What a North American area code is: whose it is, what kind, since when; from the project's own dated table, where number metadata lags behind.
import { areaCodesElsewhere, areaCodeTableDate } from './area-code-table.ts';
import { areaCodesOfTheUs } from './area-code-table-us.ts';

export const areaCodeKinds = ['geographic', 'non-geographic', 'toll-free', 'premium'] as const;
export type AreaCodeKind = (typeof areaCodeKinds)[number];

export type AreaCode = {
  readonly code: string;
  /** ISO 3166-1; null where the whole numbering plan shares the code. */
  readonly country: string | null;
  /** Tail of ISO 3166-2 ("CA", "ON"); null outside the US and Canada, in codes that span provinces, and where the code is not geographic. */
  readonly state: string | null;
  readonly kind: AreaCodeKind;
  /** First day of service, yyyy-mm-dd; it may lie after the table's own date. */
  readonly since: string;
};

export type AreaCodes = ReadonlyMap<string, AreaCode>;

/** The day (yyyy-mm-dd) for which area codes are asked; with a table of the user's own, which then stands in for the product's. */
export type AreaCodesOn = string | { readonly on: string; readonly table: AreaCodes };

/** `code`: three digits. Null: neither in service nor with a date for it when the table was made. */
export const findAreaCode = (code: string, asked?: AreaCodesOn): AreaCode | null => (typeof asked === 'object' ? asked.table : areaCodes).get(code) ?? null;

/** `phone`: E.164. Null for all numbers outside the North American plan. */
export const findAreaCodeOf = (phone: string, asked?: AreaCodesOn): AreaCode | null =>
  phone.length === 12 && phone.startsWith('+1') ? findAreaCode(phone.slice(2, 5), asked) : null;

/** In service on that day (yyyy-mm-dd), or on the day the table was made. */
export const isInService = (areaCode: AreaCode, asked: AreaCodesOn = areaCodeTableDate): boolean => areaCode.since <= (typeof asked === 'object' ? asked.on : asked);

const blankAsNull = (field: string): string | null => (field === '-' ? null : field);

const isKind = (word: string): word is AreaCodeKind => areaCodeKinds.some((kind) => kind === word);

const linesOf = (table: string): readonly (readonly string[])[] => table.trim().split('\n').map((line) => line.split(' '));

/** How many codes the product's own table has. */
export const countAreaCodes = (): number => areaCodes.size;

const areaCodes: AreaCodes = new Map([
  ...linesOf(areaCodesOfTheUs).map(([code = '', state = '', since = '']): [string, AreaCode] =>
    [code, Object.freeze({ code, country: 'US', state, kind: 'geographic', since })]),
  ...linesOf(areaCodesElsewhere).map(([code = '', country = '', state = '', kind = '', since = '']): [string, AreaCode] => {
    if (!isKind(kind)) throw new Error(`area code table: ${code} has the unknown kind ${kind}`);
    return [code, Object.freeze({ code, country: blankAsNull(country), state: blankAsNull(state), kind, since })];
  }),
]);
