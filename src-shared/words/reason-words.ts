// Why a row is held, and what was done to a cell that was accepted all the same, in words.
import type { AcceptNote, RejectReason, SetAside } from '../domain/reject.ts';

/** `word`: a short name for lists and charts. `meaning`: what it is and what usually helps. */
export const rejectReasonWords: Readonly<Record<RejectReason, { readonly word: string; readonly meaning: string }>> = {
  too_short: { word: 'Too short', meaning: 'Fewer digits than a number of this region has.' },
  too_long: { word: 'Too long', meaning: 'More digits than a number of this region has; perhaps two numbers run together.' },
  no_area_code: { word: 'No area code', meaning: 'Seven digits: the area code is missing and nothing in the row says which.' },
  area_code_unknown: { word: 'Unknown area code', meaning: 'No area code in service begins like this.' },
  exchange_invalid: { word: 'Impossible exchange', meaning: 'The three digits after the area code cannot begin with 0 or 1.' },
  last_digit_lost: { word: 'Last digit lost', meaning: 'Ten digits that begin with the country code 1: an eleven-digit number cut short.' },
  digits_lost: { word: 'Digits lost', meaning: 'The spreadsheet rounded the number (like 1.20256E+10). Export it again as text.' },
  masked: { word: 'Masked', meaning: 'Digits are hidden by x or *. Ask for the unmasked list.' },
  placeholder: { word: 'Placeholder', meaning: 'A filler such as 0000000000, not anybody’s number.' },
  ambiguous_prefix: { word: 'Ambiguous prefix', meaning: 'A + or 011 before what is probably a national number; it could also be a foreign one.' },
  letters_around: { word: 'Letters around', meaning: 'There is text before or after the digits.' },
  keypad_letters: { word: 'Keypad letters', meaning: 'Letters that may stand for digits, as in 1-800-FLOWERS.' },
  words: { word: 'Words', meaning: 'Text where a number should be.' },
  date: { word: 'A date', meaning: 'This cell holds a date, not a number.' },
  number_invalid: { word: 'Not assigned', meaning: 'The digits form no number that can exist in its country.' },
  formula_without_value: { word: 'Formula without value', meaning: 'The workbook was saved without calculating this cell. Open it in Excel and save it again.' },
  cell_error: { word: 'Cell error', meaning: 'The cell holds an error such as #N/A or #REF!.' },
  date_unreadable: { word: 'Unreadable date', meaning: 'The date on which this block ends cannot be read. Accepting the suggestion blocks the number without end.' },
  jurisdiction_unreadable: { word: 'Unreadable jurisdiction', meaning: 'The state or province of this row is none that is known. Accepting the suggestion leaves it to the code map and the area code.' },
  unscreened: { word: 'Not screened', meaning: 'The scrub did not check this number: its area code is outside the subscription. It is neither blocked nor clear.' },
  scrub_invalid: { word: 'Invalid by the scrub', meaning: 'The scrub says that no such number can be in service.' },
  scrub_malformed: { word: 'Malformed by the scrub', meaning: 'The scrub could not read this as a number; it was not checked.' },
  scrub_restricted: { word: 'Doubtful by the scrub', meaning: 'On no list, but wireless (in a restricted state, or under a relationship), or its relationship has expired. Whether to block it is for you to say.' },
  scrub_code_unknown: { word: 'Unknown result code', meaning: 'The scrub answered with a code that DNC Desk does not know. Look it up before you accept or discard the row.' },
  country_unreadable: { word: 'Unreadable country', meaning: 'The country of this row is none that is known, so its number cannot be read for certain.' },
  flag_unreadable: { word: 'Unreadable yes or no', meaning: 'The do-not-call column says neither yes nor no.' },
  change_unreadable: { word: 'Unreadable change', meaning: 'A line of a change list says neither A (added) nor D (deleted).' },
};

export const setAsideWords: Readonly<Record<SetAside, { readonly word: string; readonly meaning: string }>> = {
  clear: { word: 'clear', meaning: 'The file says that these numbers are on no list. They are not blocked.' },
  not_flagged: { word: 'not flagged', meaning: 'The do-not-call column says no. These numbers are not blocked.' },
  removed: { word: 'taken off', meaning: 'The change list takes these numbers off. A block that stands stays until you release it.' },
  older: { word: 'older', meaning: 'These rows were last changed before the newest row of the version before, so that one had them already.' },
};

const acceptNoteWords: Readonly<Record<AcceptNote, string>> = {
  area_code_newer_than_metadata: 'in service by the area-code table, not yet in the numbering metadata',
  extension_kept: 'extension kept apart',
  decimal_suffix_removed: '“.0” removed',
  exponent_expanded: 'exponent written out',
  several_in_cell: 'several in one cell',
  odd_characters_removed: 'odd characters removed',
  country_outside_region: 'other country',
  leading_zero_restored: 'leading zero restored',
};

/** Notes arrive as plain words from the ledger; one we do not know is shown as it stands. */
export const noteWords = (note: string): string => (Object.hasOwn(acceptNoteWords, note) ? acceptNoteWords[note as AcceptNote] : note.replaceAll('_', ' '));
