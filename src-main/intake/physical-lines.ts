// Counts physical lines from bytes alone: LF, CR and CRLF each end one, and a last line without an end counts too. In the same pass: control characters.

export interface LineCounter {
  readonly push: (bytes: Uint8Array) => void;
  /** Physical lines so far, as if the file ended here. */
  readonly lines: () => number;
  /** Bytes in the longest line so far, its end not counted. */
  readonly longest: () => number;
  /** Control characters that no text holds: all but tab, the line ends, vertical tab, form feed and the old end-of-file mark. Not told of UTF-16. */
  readonly controls: () => number;
}

/** The bytes four by four; none where their memory does not begin at a word. */
const wordsOf = (bytes: Uint8Array): Int32Array => (bytes.byteOffset % 4 === 0 ? new Int32Array(bytes.buffer, bytes.byteOffset, bytes.length >> 2) : new Int32Array(0));

/** A byte below 32 borrows from its highest bit when 32 is taken from it (a byte of 128 and more may be told wrongly, and is then looked at). */
const hasNoControl = (word: number): boolean => ((word - 0x2020_2020) & 0x8080_8080) === 0;

/** `unit` 1 for encodings that keep ASCII as bytes; 2 for UTF-16, whose byte of value 10 or 13 may be half of another letter. */
export const createLineCounter = (unit: 1 | 2, bigEndian: boolean): LineCounter => {
  let ends = 0;
  let afterCr = false;
  let inLine = 0;
  let longest = 0;
  let half = -1;
  let controls = 0;

  const see = (code: number): void => {
    if (code === 10 && afterCr) {
      afterCr = false;
      return;
    }
    afterCr = code === 13;
    if (code === 10 || code === 13) {
      ends += 1;
      if (inLine > longest) longest = inLine;
      inLine = 0;
    } else {
      inLine += unit;
    }
  };

  const pushBytes = (bytes: Uint8Array): void => {
    let from = 0;
    const end = bytes.length;
    const words = wordsOf(bytes);
    for (let i = 0; i < end; i += 1) {
      // Four bytes at once where none of them is below 32: most of a text.
      while ((i & 3) === 0 && i >> 2 < words.length && hasNoControl(words[i >> 2]!)) i += 4;
      if (i >= end) break;
      const code = bytes[i] as number;
      if (code >= 32) continue;
      if (code !== 10 && code !== 13) {
        if (code < 9 || (code > 13 && code !== 26)) controls += 1;
        continue;
      }
      if (i > from) {
        inLine += i - from;
        afterCr = false;
      }
      from = i + 1;
      see(code);
    }
    if (end > from) {
      inLine += end - from;
      afterCr = false;
    }
  };

  const pushUnits = (bytes: Uint8Array): void => {
    for (const byte of bytes) {
      if (half < 0) half = byte;
      else {
        see(bigEndian ? half * 256 + byte : byte * 256 + half);
        half = -1;
      }
    }
  };

  return Object.freeze({
    push: unit === 1 ? pushBytes : pushUnits,
    lines: () => ends + (inLine > 0 ? 1 : 0),
    longest: () => Math.max(longest, inLine),
    controls: () => controls,
  });
};
