// One piece of a cell, with at most one number: every known way in which it is no plain number has its own answer, the rest goes by its digits.
import type { AreaCodesOn } from './area-codes.ts';
import { isDateText } from './dates.ts';
import { isCellError, isFormula, unwrapText } from './phone-spreadsheet.ts';
import { cutExtension } from './phone-extension.ts';
import { readDigits, type Verdict } from './phone-digits.ts';
import { readFigure } from './phone-figure.ts';
import { readOddCharacters } from './phone-odd-characters.ts';
import { suggestAmongLetters, suggestFromKeypad } from './phone-suggestion.ts';
import type { AcceptNote, RejectReason } from './reject.ts';

export type PieceVerdict = Verdict & { readonly extension: string | null };

/** `raw` is not blank. */
export const readPiece = (raw: string, region: string, on?: AreaCodesOn): PieceVerdict => {
  if (isPlainNumber(raw)) return { ...readDigits(raw, region, on), extension: null };
  const plain = readOddCharacters(raw);
  if (isCellError(plain.text)) return held('cell_error');
  const text = unwrapText(plain.text);
  const found = findTrap(text, region, on);
  if (found !== null) return found;

  const figure = readFigure(text);
  if (figure.kind === 'digits-lost') return held('digits_lost');
  if (figure.kind === 'fraction') return held('number_invalid');
  const { base, extension } = cutExtension(figure.text);
  const read = hasOtherSigns(base) ? readSigns(base, region, on) : readDigits(base, region, on);
  if (!read.accepted) return { ...read, extension };
  const notes: readonly AcceptNote[] = [
    ...(plain.changed || text !== plain.text || figure.kind === 'grouped' ? ['odd_characters_removed' as const] : []),
    ...(figure.kind === 'exponent' ? ['exponent_expanded' as const] : []),
    ...(figure.kind === 'decimal' ? ['decimal_suffix_removed' as const] : []),
    ...(extension === null ? [] : ['extension_kept' as const]),
    ...read.notes,
  ];
  return { ...read, notes, extension };
};

/**
 * Nearly every cell: "2025550198", "(202) 555-0198", "+1 202.555.0198". None of the ways below has an answer of its own for these
 * (a test compares), so that the digits decide alone. Two parting signs or none: "202555.0000" is a figure.
 */
export const isPlainNumber = (text: string): boolean => plainNumber.test(text);

const plainNumber = /^(?:\d{10,11}|(?:\+?1[ .-]?)?(?:\(\d{3}\) ?\d{3}[ .-]?\d{4}|\d{3}[ .-]\d{3}[ .-]\d{4})|\+1[ .-]?\d{10})$/;

const held = (reason: RejectReason, suggestion: string | null = null): PieceVerdict => ({ accepted: false, reason, suggestion, extension: null });

/** What is told from the text as a whole, before anything in it is taken for a number. */
const findTrap = (text: string, region: string, on?: AreaCodesOn): PieceVerdict | null => {
  const digits = text.replace(/\D/g, '').length;
  if (digits === 0) return held(/[x*#•?_]{3}/i.test(text) && !/[a-wyz]/i.test(text) ? 'masked' : 'words');
  if (isDateText(text)) return held('date');
  if (text.length > 250) return held(/\p{L}/u.test(text) ? 'letters_around' : 'too_long');
  if (isFormula(text)) return held('formula_without_value', suggestAmongLetters(text.slice(1), region, on));
  if (isMasked(text, digits)) return held('masked');
  return null;
};

/** Hidden digits: fewer are left than a number has (ten that begin with 1 are too few as well), and no extension explains the signs. */
const isMasked = (text: string, digits: number): boolean => {
  if (!/^[\d\s().+/x*#•?_-]+$/i.test(text) || !/[x*#•?_]/i.test(text)) return false;
  const hidden = text.match(/[x*#•?_]/gi)?.length ?? 0;
  const tooFew = digits < 10 || (digits === 10 && /^\D*1/.test(text));
  return tooFew && digits + hidden >= 7 && cutExtension(text).extension === null;
};

const hasOtherSigns = (text: string): boolean => !/^\(?\+?[\d\s().~/-]*$/.test(text) || text.startsWith('-');

/** Letters or signs that no number has: the reading, if there is one, is offered and not taken. */
const readSigns = (text: string, region: string, on?: AreaCodesOn): Verdict => {
  const keypad = suggestFromKeypad(text, region, on);
  if (keypad !== null) return { accepted: false, reason: 'keypad_letters', suggestion: keypad };
  const digits = text.replace(/\D/g, '').length;
  if (digits < 7) return { accepted: false, reason: /\p{L}/u.test(text) ? 'words' : 'too_short', suggestion: null };
  return { accepted: false, reason: 'letters_around', suggestion: suggestAmongLetters(text, region, on) };
};
