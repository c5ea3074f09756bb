// Characters that look like digits, spaces, dashes or nothing at all become the plain ones; every other character stays as it is.

/** `changed`: some character was not plain, beyond blanks around the text. */
export type PlainText = { readonly text: string; readonly changed: boolean };

export const readOddCharacters = (raw: string): PlainText => {
  const trimmed = raw.trim();
  if (/^[ -~]*$/.test(trimmed) && !trimmed.includes('_x')) return { text: trimmed, changed: false };
  const text = trimmed
    .replace(escapedControl, ' ')
    .replace(invisible, '')
    .replace(anyBlank, ' ')
    .replace(anyDash, '-')
    .replace(decimalDigit, plainDigit)
    // Full-width letters and signs ("＋", "（", "／") have plain twins 0xFEE0 below them.
    .replace(/[\uFF01-\uFF5E]/g, (sign) => String.fromCodePoint((sign.codePointAt(0) ?? 0) - 0xfee0))
    .replace(/[‹〈《【〔「]/g, '(')
    .replace(/[›〉》】〕」]/g, ')')
    .replace(/[‚‛‘’´]/g, "'")
    .replace(/[“”„]/g, '"')
    .replace(/[·•∙・․]/g, (dot) => (dot === '․' || dot === '・' ? '.' : '•'))
    .trim();
  return { text, changed: text !== trimmed };
};

/** What spreadsheets write for control characters inside text (ECMA-376 part 1, 22.4.2.4). */
const escapedControl = /_x00(?:0[9AD]|A0)_/gi;
/** What draws nothing: zero-width and bidirectional marks, soft hyphen, byte order mark, variation selectors (Unicode's own property). */
const invisible = /\p{Default_Ignorable_Code_Point}/gu;
const anyBlank = /[\p{Z}\p{Cc}]/gu;
const anyDash = /[\p{Pd}\u2212\u2043\u30FC\u02D7\uFF70]/gu;
const decimalDigit = /\p{Nd}/gu;

/** Unicode keeps every set of decimal digits as ten neighbours, zero first (UAX #44), some sets side by side: the distance from the first tells the value. */
const plainDigit = (digit: string): string => {
  const point = digit.codePointAt(0) ?? 0;
  let first = point;
  while (isDecimalDigit(first - 1)) first -= 1;
  return String((point - first) % 10);
};

const isDecimalDigit = (point: number): boolean => /^\p{Nd}$/u.test(String.fromCodePoint(point));
