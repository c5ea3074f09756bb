// The closed list of reasons for which a row is held in quarantine.

/** What any list may hold. */
export const listReasons = [
  'too_short', 'too_long', 'no_area_code', 'area_code_unknown', 'exchange_invalid', 'last_digit_lost', 'digits_lost', 'masked',
  'placeholder', 'ambiguous_prefix', 'letters_around', 'keypad_letters', 'words', 'date', 'number_invalid',
  'formula_without_value', 'cell_error', 'date_unreadable', 'jurisdiction_unreadable',
] as const;

/** What only a known layout, a column of countries or a column of flags leads to. */
const layoutReasons = [
  'unscreened', 'scrub_invalid', 'scrub_malformed', 'scrub_restricted', 'scrub_code_unknown', 'country_unreadable', 'flag_unreadable', 'change_unreadable',
] as const;

export const rejectReasons = [...listReasons, ...layoutReasons] as const;

export type RejectReason = (typeof rejectReasons)[number];

/**
 * Lines that hold a number which is no request to block it. They are counted among the ignored ones, told apart by this:
 * `clear`: the file says that the number is on no list; `not_flagged`: its do-not-call column says no; `removed`: a change list takes it off;
 * `older`: the version before had it, by the column of the last change.
 */
export const setAsides = ['clear', 'not_flagged', 'removed', 'older'] as const;

export type SetAside = (typeof setAsides)[number];

/** What was done to a cell that was accepted all the same; shown beside the number. */
export const acceptNotes = [
  'area_code_newer_than_metadata', 'extension_kept', 'decimal_suffix_removed', 'exponent_expanded',
  'several_in_cell', 'odd_characters_removed', 'country_outside_region', 'leading_zero_restored',
] as const;

export type AcceptNote = (typeof acceptNotes)[number];
