// Our reading of a cell beside libphonenumber-js's, and the named rule by which they differ; a difference without a rule has no name here.
import { parsePhoneNumberFromString } from 'libphonenumber-js/max';
import type { Reading } from '../../src-shared/contract/imports.ts';
import { createPhoneReader } from '../../src-shared/domain/phone-reader.ts';

/** As an import reads: what one number teaches about its exchange answers for the next. */
const read = createPhoneReader('US');

const several = 'trap 2: several numbers in a cell, each read by itself, and what parts them is no part of one';
const fraction = 'trap 6: .0 is no part of the number';

/** 'same', the rule of the number traps that explains the difference, or null: nothing does. */
export const compareReadings = (text: string): string | null => {
  const ours = read(text);
  const theirs = parsePhoneNumberFromString(text, 'US');
  const valid = theirs?.isValid() === true ? theirs : null;
  const [first] = ours;
  if (first === undefined) return valid === null ? 'same' : null;
  if (ours.length > 1) return several;
  if (first.verdict === 'quarantined') return valid === null ? 'same' : heldThough(first, text);
  if (valid === null) return acceptedThough(first, text);
  if (valid.number === first.phone && (valid.ext ?? null) === first.extension) return 'same';
  return first.notes.map((note) => ruleOfNote[note]).find((rule) => rule !== undefined) ?? null;
};

const heldThough = (reading: Extract<Reading, { verdict: 'quarantined' }>, text: string): string | null => {
  // "8559568.880", "609474056.0": what stands behind the point is no digit of a number, and without it there are too few or others.
  if (/\d\.\d+\D*$/.test(text)) return fraction;
  // The library takes what stands too many before a number for dialling codes and drops it: which digits are too many is not ours to guess.
  if (reading.reason === 'too_long' && text.replace(/\D/g, '').length > 11) return 'class too_long: more digits than a number has, of which the library drops some';
  return ruleOfReason[reading.reason] ?? null;
};

const acceptedThough = (reading: Extract<Reading, { verdict: 'accepted' }>, text: string): string | null =>
  reading.notes.map((note) => ruleOfNote[note]).find((rule) => rule !== undefined) ?? (/[,;|/\n]/.test(text) ? several : null);

const ruleOfReason: Readonly<Record<string, string>> = {
  ambiguous_prefix: 'trap 3: + or 011 before ten digits may be a foreign number',
  digits_lost: 'trap 5: a spreadsheet rounded the number',
  last_digit_lost: 'trap 7: ten digits that begin with 1',
  placeholder: 'trap 8: a placeholder, valid or not',
  masked: 'trap 8: digits are masked',
  no_area_code: 'trap 8: seven digits',
  letters_around: 'trap 9: letters or signs around the digits',
  formula_without_value: 'file trap: a formula without its value',
  words: 'trap 9: letters or signs around the digits',
  keypad_letters: 'trap 10: letters of the keypad are mapped and reviewed',
};

const ruleOfNote: Readonly<Record<string, string>> = {
  area_code_newer_than_metadata: 'trap 1: an area code in service that the metadata does not know',
  exponent_expanded: 'trap 5: all digits stand in the exponent form',
  decimal_suffix_removed: fraction,
  odd_characters_removed: 'trap 11: invisible or foreign signs between the digits',
  extension_kept: 'trap 12: the extension is kept apart',
};
