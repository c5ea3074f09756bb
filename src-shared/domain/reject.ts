// The closed list of reasons for which a row is held in quarantine.

export const rejectReasons = [
  'too_short', 'too_long', 'no_area_code', 'area_code_unknown', 'exchange_invalid', 'last_digit_lost', 'digits_lost', 'masked',
  'placeholder', 'ambiguous_prefix', 'letters_around', 'keypad_letters', 'words', 'date', 'number_invalid',
  'formula_without_value', 'cell_error', 'date_unreadable', 'jurisdiction_unreadable',
] as const;

export type RejectReason = (typeof rejectReasons)[number];

/** What was done to a cell that was accepted all the same; shown beside the number. */
export const acceptNotes = [
  'area_code_newer_than_metadata', 'extension_kept', 'decimal_suffix_removed', 'exponent_expanded',
  'several_in_cell', 'odd_characters_removed', 'country_outside_region', 'leading_zero_restored',
] as const;

export type AcceptNote = (typeof acceptNotes)[number];
