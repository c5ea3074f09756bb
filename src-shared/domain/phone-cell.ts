// One cell becomes the pieces that each may hold one number: nothing between them is dropped but separators.

/** Splits a cell as it was written; a cell with one number, or none, is one piece. `raw` is never blank. */
export const splitCell = (raw: string): readonly string[] => {
  const whole = raw.trim();
  if (!separatorPerhaps.test(whole) && !manyDigits.test(whole)) return [whole];
  if (isOneFigure(whole)) return [whole];
  return splitSeparators(whole).flatMap(splitWords).flatMap(splitBlanks);
};

/** Digits of the text in any script. */
const countDigits = (text: string): number => text.match(/\p{Nd}/gu)?.length ?? 0;

const separatorPerhaps = /[^0-9+() .-]/;
const manyDigits = /(?:\d[^\d]*){14}/;

/** 1,20256E+10 and 2,025,550,198 and 2025550198,0 carry a comma that parts nothing. */
const isOneFigure = (text: string): boolean =>
  /^[+-]?\d+[.,]\d+e[+-]?\d+$/i.test(text) || /^\d{1,3}(?:,\d{3}){2,}(?:\.0+)?$/.test(text) || /^\+?\d{7,15},0+$/.test(text);

/** ";ext=" belongs to its number (RFC 3966). */
const hardSeparator = /(?:_x00(?:09|0A|0D)_|[;,|\n\r\t\v\f\u0085\u2028\u2029、，；｜؛،](?!\s*(?:ext|isub|phone-context)=))+/i;
const extensionAlone = /^\s*(?:ext|extn|extension|x|#)[\s.:]*\d{1,6}\s*$/i;

const splitSeparators = (text: string): readonly string[] => {
  const parts = text.split(hardSeparator).map((part) => part.trim()).filter((part) => /[\p{L}\p{N}]/u.test(part));
  const withDigits = parts.filter((part) => countDigits(part) > 0);
  // 202,555,0198 is one number in an odd dress; "Smith, 2025550198" is one number with words around it.
  if (parts.length < 2) return [parts[0] ?? text];
  if (withDigits.length < 2 || !withDigits.some((part) => countDigits(part) >= 7)) return [text];
  // An extension after a comma goes with the number before it.
  const belongsBefore = (at: number): boolean => at > 0 && extensionAlone.test(parts[at] ?? '') && !extensionAlone.test(parts[at - 1] ?? '');
  return parts.flatMap((part, at) => (belongsBefore(at) ? [] : belongsBefore(at + 1) ? [`${part} ${parts[at + 1] ?? ''}`] : [part]));
};

/** "a or b", "a / b", "a & b": a word or slash parts only what is long enough for a number on both sides (202/555-0198 is one). */
const splitWords = (text: string): readonly string[] => {
  const parts = text.split(/\s+(?:or|and|oder|und|ou|et|o|y)\s+|\s*[/&／＆]\s*/i).map((part) => part.trim()).filter((part) => part !== '');
  return parts.length > 1 && parts.every((part) => countDigits(part) >= 7) ? parts : [text];
};

const national = String.raw`(?:\+?1[ .-]?)?\(?\d{3}\)?[ .-]?\d{3}[ .-]?\d{4}`;
const sideBySide = new RegExp(String.raw`^${national}(?:\s+${national})+$`);
const oneOfThem = new RegExp(String.raw`(?<=^|\s)${national}(?=\s|$)`, 'g');

/** Two whole North American numbers with nothing but blanks between them. */
const splitBlanks = (text: string): readonly string[] => {
  if (text.length > 400 || !sideBySide.test(text)) return [text];
  const numbers = text.match(oneOfThem) ?? [];
  return countDigits(numbers.join('')) === countDigits(text) ? numbers : [text];
};
