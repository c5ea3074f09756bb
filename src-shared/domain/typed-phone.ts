// A number that a person typed to correct another: exactly one, taken at its word when it is a full E.164.
import type { NumberNotValid } from '../failures.ts';
import { fail, ok, type Result } from '../result.ts';
import type { AreaCodesOn } from './area-codes.ts';
import { readMeantDigits } from './phone-digits.ts';
import { readExactPhone, readPhones } from './phone.ts';

export type TypedPhone = { readonly phone: string; readonly country: string; readonly notes: readonly string[] };

/**
 * `region` reads a number without country code; an extension is kept as the note "extension:12". `sure`: the person said that it is
 * somebody's number although it looks like a filler; without it such a number is refused as `placeholder`. `on`: the area codes in use.
 */
export const readTypedPhone = (text: string, region: string, sure = false, on?: AreaCodesOn): Result<TypedPhone, NumberNotValid> => {
  const exact = readExactPhone(text, on);
  const readings = exact === null ? readPhones(text, region, on) : [exact];
  const held = readings.find((reading) => reading.verdict === 'quarantined');
  if (sure && held?.reason === 'placeholder' && readings.length === 1) return readMeant(text, region, on);
  if (held !== undefined) return fail({ type: 'NumberNotValid', reason: held.reason });
  const [only] = readings;
  if (only?.verdict !== 'accepted') return fail({ type: 'NumberNotValid', reason: 'no_number' });
  if (readings.length > 1) return fail({ type: 'NumberNotValid', reason: 'several_in_cell' });
  const { phone, country, extension } = only;
  return ok({ phone, country, notes: extension === null ? only.notes : [...only.notes, `extension:${extension}`] });
};

const readMeant = (text: string, region: string, on: AreaCodesOn | undefined): Result<TypedPhone, NumberNotValid> => {
  const verdict = readMeantDigits(text, region, on);
  return verdict.accepted ? ok({ phone: verdict.phone, country: verdict.country, notes: verdict.notes }) : fail({ type: 'NumberNotValid', reason: verdict.reason });
};
