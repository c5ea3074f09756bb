// The paragraphs of one OpenDocument cell, with white space as the format means it (ODF 1.3 part 3, 6.1.2) and without comments or drawings.
import { LONGEST_STRING } from './xlsx-shared-strings.ts';
import { eachAttribute } from './xml-tokens.ts';

export interface OdsText {
  readonly start: () => void;
  readonly open: (name: string, attributes: string) => void;
  readonly close: (name: string) => void;
  readonly add: (text: string) => void;
  /** What was shown; null where the cell has no paragraph. */
  readonly shown: () => string | null;
  readonly tooLong: () => boolean;
}

/** Elements whose text is part of the paragraph; `s`, `tab` and `line-break` stand for letters, and everything else is beside the text. */
const inline = new Set(['p', 'h', 'span', 'a', 'list', 'list-item', 'list-header', 's', 'tab', 'line-break', 'ruby', 'ruby-base', 'meta', 'sheet-name', 'date', 'time', 'title', 'page-number', 'file-name']);

export const createOdsText = (): OdsText => {
  let text: string | null = null;
  let paragraphs = 0;
  /** Paragraphs within paragraphs come from drawings only, which are left out. */
  let inParagraph = false;
  let beside = 0;
  let empty = true;
  let space = false;

  const append = (more: string): void => {
    if ((text?.length ?? 0) <= LONGEST_STRING) text = (text ?? '') + more;
    empty = false;
    space = false;
  };

  return Object.freeze({
    start: () => {
      text = null;
      paragraphs = 0;
      inParagraph = false;
      beside = 0;
    },
    open: (name: string, attributes: string) => {
      if (beside > 0 || !inline.has(name)) {
        beside += 1;
        return;
      }
      if (name === 'p' || name === 'h') {
        text = paragraphs === 0 ? '' : `${text ?? ''}\n`;
        paragraphs += 1;
        inParagraph = true;
        empty = true;
        space = false;
      } else if (name === 's') append(' '.repeat(countOf(attributes)));
      else if (name === 'tab') append('\t');
      else if (name === 'line-break') append('\n');
    },
    close: (name: string) => {
      if (beside > 0) beside -= 1;
      else if (name === 'p' || name === 'h') inParagraph = false;
    },
    add: (piece: string) => {
      if (beside > 0 || !inParagraph) return;
      // Line ends and tabs of the XML are spaces, several are one, and those before the first letter none.
      const single = piece.replaceAll(/[ \t\r\n]+/g, ' ');
      const from = single.startsWith(' ') && (empty || space) ? single.slice(1) : single;
      if (from === '') return;
      append(from);
      space = from.endsWith(' ');
    },
    shown: () => text,
    tooLong: () => (text?.length ?? 0) > LONGEST_STRING,
  });
};

const countOf = (attributes: string): number => {
  let count = 1;
  eachAttribute(attributes, (name, value) => {
    if (name === 'c' && /^\d{1,7}$/.test(value)) count = Number(value);
  });
  return Math.min(count, LONGEST_STRING);
};
