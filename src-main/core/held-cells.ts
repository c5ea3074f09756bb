// The columns of an exported quarantine, and its cells as they go out and come back: no spreadsheet may change or run what a list said.
import { rejectReasonWords } from '../../src-shared/words/reason-words.ts';
import type { HeldRow } from '../ledger/repositories/quarantine.ts';

/** In this order in an export; found by these names, in any order, in what comes back. */
export const heldColumns = ['entry id', 'file', 'line', 'raw text', 'reason', 'suggestion', 'corrected number', 'decision', 'because'] as const;
export type HeldColumn = (typeof heldColumns)[number];
/** Without these nothing can be matched or decided. */
export const neededColumns: readonly HeldColumn[] = ['entry id', 'file', 'line', 'raw text', 'suggestion', 'corrected number', 'decision', 'because'];

export const heldCells = ({ entryId, file, line, raw, reason, suggestion }: HeldRow): readonly string[] =>
  [String(entryId), file, String(line), raw, rejectReasonWords[reason].word, suggestion ?? '', '', '', ''];

/**
 * An apostrophe before what a spreadsheet would run (OWASP: = + - @ tab CR) or change when it opens a CSV: leading zeros, more
 * digits than it shows, exponents, dates, truth values.
 */
export const quoteCell = (text: string): string => (/^[=+\-@\t\r]/.test(text) || isChanged(text) ? `'${text}` : text);

const isChanged = (text: string): boolean => {
  const bare = text.trim();
  if (/^(?:0|[1-9]\d{0,10})$/.test(bare)) return bare !== text;
  return /^[\d\s.,:/\-%$€£()+eE]+$/.test(bare) || /^(?:true|false)$/i.test(bare) || (/\d/.test(bare) && /\b(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)/i.test(bare) && bare.length < 24);
};

/** What was exported as `text` has come back as `cell`: quoted or not, with whatever line ends. */
export const isSameCell = (text: string, cell: string): boolean => {
  const [wanted, found] = [plain(text), plain(cell)];
  return found === wanted || found === `'${wanted}` || found.trim() === wanted.trim() || (/^\d{1,15}$/.test(wanted) && found.trim() === String(Number(wanted)));
};

/** What a person typed, without the apostrophe that keeps it text. */
export const unquoted = (cell: string): string => cell.trim().replace(/^'/, '').trim();

const plain = (text: string): string => text.toWellFormed().replaceAll(/\r\n?/g, '\n');
