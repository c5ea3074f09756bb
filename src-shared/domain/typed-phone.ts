// A number that a person typed to correct another: exactly one, taken at its word when it is a full E.164.
import type { NumberNotValid } from '../failures.ts';
import { fail, ok, type Result } from '../result.ts';
import { readExactPhone, readPhones } from './phone.ts';

export type TypedPhone = { readonly phone: string; readonly country: string; readonly notes: readonly string[] };

/** `region` reads a number without country code; an extension is kept as the note "extension:12". */
export const readTypedPhone = (text: string, region: string): Result<TypedPhone, NumberNotValid> => {
  const exact = readExactPhone(text);
  const readings = exact === null ? readPhones(text, region) : [exact];
  const held = readings.find((reading) => reading.verdict === 'quarantined');
  if (held !== undefined) return fail({ type: 'NumberNotValid', reason: held.reason });
  const [only] = readings;
  if (only?.verdict !== 'accepted') return fail({ type: 'NumberNotValid', reason: 'no_number' });
  if (readings.length > 1) return fail({ type: 'NumberNotValid', reason: 'several_in_cell' });
  const { phone, country, extension } = only;
  return ok({ phone, country, notes: extension === null ? only.notes : [...only.notes, `extension:${extension}`] });
};
