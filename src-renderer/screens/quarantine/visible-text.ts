// Raw text with every character that one cannot see given a name, so that what broke a number can be found.
export type TextPiece = { readonly at: number; readonly text: string; readonly isMark: boolean };

/** Unicode names in the short forms of the Unicode Standard's charts. */
const names: Readonly<Record<number, string>> = {
  0x09: 'TAB', 0x0a: 'LF', 0x0d: 'CR', 0x7f: 'DEL', 0xa0: 'NBSP', 0xad: 'SHY', 0x61c: 'ALM', 0x2002: 'ENSP', 0x2003: 'EMSP', 0x2007: 'FIGSP', 0x2009: 'THINSP', 0x200a: 'HAIRSP',
  0x200b: 'ZWSP', 0x200c: 'ZWNJ', 0x200d: 'ZWJ', 0x200e: 'LRM', 0x200f: 'RLM', 0x2028: 'LSEP', 0x2029: 'PSEP', 0x202a: 'LRE', 0x202b: 'RLE', 0x202c: 'PDF', 0x202d: 'LRO', 0x202e: 'RLO',
  0x202f: 'NNBSP', 0x2060: 'WJ', 0x2066: 'LRI', 0x2067: 'RLI', 0x2068: 'FSI', 0x2069: 'PDI', 0x3000: 'IDSP', 0xfeff: 'BOM', 0xfffd: 'U+FFFD',
};

/** Runs of plain text, and one piece for each invisible character; leading and trailing spaces count as invisible. */
export const textToPieces = (text: string): readonly TextPiece[] => {
  const pieces: TextPiece[] = [];
  let plain = '';
  let at = 0;
  const inner = text.length - text.trimStart().length;
  const outer = text.trimEnd().length;
  const endPlain = (): void => {
    if (plain !== '') pieces.push({ at: at - plain.length, text: plain, isMark: false });
    plain = '';
  };
  for (const character of text) {
    const name = nameOf(character, at < inner || at >= outer);
    if (name === null) plain += character;
    else {
      endPlain();
      pieces.push({ at, text: name, isMark: true });
    }
    at += character.length;
  }
  endPlain();
  return pieces;
};

const nameOf = (character: string, isEdge: boolean): string | null => {
  const code = character.codePointAt(0) ?? 0;
  if (character === ' ') return isEdge ? 'SP' : null;
  const name = names[code];
  if (name !== undefined) return name;
  return /[\p{Cc}\p{Cf}\p{Co}\p{Zs}]/u.test(character) ? `U+${code.toString(16).toUpperCase().padStart(4, '0')}` : null;
};
