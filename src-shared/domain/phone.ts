// Every cell comes to its numbers: a cell with a letter or digit yields at least one reading, and what is not certainly one number is held with its reason.
import type { AreaCodesOn } from './area-codes.ts';
import type { Reading } from '../contract/imports.ts';
import { splitCell } from './phone-cell.ts';
import { readExactDigits } from './phone-digits.ts';
import { cutExtension } from './phone-extension.ts';
import { readOddCharacters } from './phone-odd-characters.ts';
import { isPlainNumber, readPiece, type PieceVerdict } from './phone-piece.ts';

/**
 * `region`: ISO 3166-1 of numbers written without a country code. `on` (yyyy-mm-dd): the day for which our area-code table is asked,
 * else the table's own day. None for a blank cell; `raw` is the text as written, of one piece where the cell holds several.
 */
export const readPhones = (text: string, region: string, on?: AreaCodesOn): readonly Reading[] => {
  if (isPlainNumber(text)) return [readingOf(text, readPiece(text, region, on), false)];
  if (readOddCharacters(text).text === '') return [];
  const pieces = splitCell(text).flatMap(splitLongExtension);
  const several = pieces.length > 1;
  return pieces.map((piece) => readingOf(several ? piece : text, readPiece(piece, region, on), several));
};

/** One number in E.164 typed by a person who means exactly it: a + before ten digits is no riddle here. Null: not of this form. */
export const readExactPhone = (text: string, on?: AreaCodesOn): Reading | null =>
  /^\+\d{5,15}$/.test(text.trim()) ? readingOf(text, { ...readExactDigits(text, on), extension: null }, false) : null;

const readingOf = (raw: string, verdict: PieceVerdict, several: boolean): Reading => {
  if (!verdict.accepted) return { verdict: 'quarantined', raw, reason: verdict.reason, suggestion: verdict.suggestion };
  const { phone, country, state, extension } = verdict;
  return { verdict: 'accepted', raw, phone, country, state, notes: several ? ['several_in_cell', ...verdict.notes] : verdict.notes, extension };
};

/** "2025550198x2025550199": what stands for an extension is a number of its own. */
const splitLongExtension = (piece: string): readonly string[] => {
  const { base, extension } = cutExtension(readOddCharacters(piece).text);
  return extension !== null && extension.length >= 7 ? [base, extension] : [piece];
};
