// Tells the encoding of a text from all of its bytes and decodes it without ever inventing a replacement character.
import { isUtf8 } from 'node:buffer';

/** Labels of the WHATWG Encoding Standard. */
export type TextEncoding = 'utf-8' | 'utf-16le' | 'utf-16be' | 'windows-1252';

export interface TextDecoding {
  /** Text of these bytes as far as whole letters go; null where they are not of this encoding. */
  readonly push: (bytes: Buffer) => string | null;
  /** The same without the text: whether these bytes are of this encoding. */
  readonly check: (bytes: Buffer) => boolean;
  /** False where the bytes end within a letter. */
  readonly whole: () => boolean;
}

/** Bytes of the byte order mark that `head` begins with, and what it says. */
export const readBom = (head: Uint8Array): { readonly encoding: 'utf-8' | 'utf-16le' | 'utf-16be'; readonly length: number } | null => {
  if (head[0] === 0xef && head[1] === 0xbb && head[2] === 0xbf) return { encoding: 'utf-8', length: 3 };
  if (head[0] === 0xff && head[1] === 0xfe) return { encoding: 'utf-16le', length: 2 };
  if (head[0] === 0xfe && head[1] === 0xff) return { encoding: 'utf-16be', length: 2 };
  return null;
};

/** UTF-16 without a mark shows itself by zero bytes at every second place: a file of numbers and Latin letters is half zeros. */
export const guessUtf16 = (head: Uint8Array): 'utf-16le' | 'utf-16be' | null => {
  const pairs = Math.floor(head.length / 2);
  if (pairs < 2) return null;
  let even = 0;
  let odd = 0;
  for (let i = 0; i < pairs * 2; i += 2) {
    if (head[i] === 0) even += 1;
    if (head[i + 1] === 0) odd += 1;
  }
  if (odd > pairs * 0.4 && even < pairs * 0.02) return 'utf-16le';
  if (even > pairs * 0.4 && odd < pairs * 0.02) return 'utf-16be';
  return null;
};

export const createTextDecoding = (encoding: TextEncoding): TextDecoding => {
  if (encoding === 'windows-1252') return Object.freeze({ push: decodeWindows1252, check: () => true, whole: () => true });
  const { wholeLetters, decode, check } = codecs[encoding];
  let rest: Buffer = Buffer.alloc(0);
  const take = (bytes: Buffer): Buffer => {
    const all = rest.length === 0 ? bytes : Buffer.concat([rest, bytes]);
    const end = wholeLetters(all);
    rest = Buffer.from(all.subarray(end));
    return all.subarray(0, end);
  };
  return Object.freeze({
    push: (bytes: Buffer) => decode(take(bytes)),
    check: (bytes: Buffer) => check(take(bytes)),
    whole: () => rest.length === 0,
  });
};

const decodeUtf8 = (bytes: Buffer): string | null => (isUtf8(bytes) ? bytes.toString('utf8') : null);

const decodeUtf16 = (bytes: Buffer): string | null => {
  const text = bytes.toString('utf16le');
  return text.isWellFormed() ? text : null;
};

// The bytes 0x80 to 0x9F; the five that the table leaves out keep their value, as the Encoding Standard has it.
const windows1252 =
  '\u20AC\u0081\u201A\u0192\u201E\u2026\u2020\u2021\u02C6\u2030\u0160\u2039\u0152\u008D\u017D\u008F' +
  '\u0090\u2018\u2019\u201C\u201D\u2022\u2013\u2014\u02DC\u2122\u0161\u203A\u0153\u009D\u017E\u0178';

const decodeWindows1252 = (bytes: Buffer): string =>
  // oxlint-disable-next-line no-control-regex -- these are the code points in question
  bytes.toString('latin1').replaceAll(/[\u0080-\u009F]/g, (letter) => windows1252.charAt(letter.charCodeAt(0) - 0x80));

/** Where the last whole letter ends: a lead byte among the last three may still wait for its followers. */
const wholeUtf8 = (bytes: Buffer): number => {
  const end = bytes.length;
  for (let back = 1; back <= 3 && back <= end; back += 1) {
    const byte = bytes[end - back] as number;
    if (byte < 0x80) return end;
    if (byte >= 0xc0) return (byte >= 0xf0 ? 4 : byte >= 0xe0 ? 3 : 2) > back ? end - back : end;
  }
  return end;
};

const wholeUtf16 = (highByte: 0 | 1) => (bytes: Buffer): number => {
  const end = bytes.length - (bytes.length % 2);
  const high = bytes[end - 2 + highByte];
  return high !== undefined && high >= 0xd8 && high <= 0xdb ? end - 2 : end;
};

const swapped = (bytes: Buffer): Buffer => Buffer.from(bytes).swap16();

const codecs = {
  'utf-8': { wholeLetters: wholeUtf8, decode: decodeUtf8, check: isUtf8 },
  'utf-16le': { wholeLetters: wholeUtf16(1), decode: decodeUtf16, check: (bytes: Buffer) => decodeUtf16(bytes) !== null },
  'utf-16be': {
    wholeLetters: wholeUtf16(0),
    decode: (bytes: Buffer) => decodeUtf16(swapped(bytes)),
    check: (bytes: Buffer) => decodeUtf16(swapped(bytes)) !== null,
  },
} as const;
