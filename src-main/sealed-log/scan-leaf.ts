// Says of plain leaves in one look over their bytes what reading them would say; of any other it says nothing, and they are read.
import { leafKinds } from './leaf.ts';

/** Not told from the bytes alone: the leaf must be read with `readLeaf`, which decides. */
export const unscanned = -1;

/**
 * Looks at the bytes [from, to) of a line. A number of 0 or more is a promise: `readLeaf` would accept these bytes, they
 * belong to the log `origin`, name no key, and the number is the leaf's place. Only printable ASCII without escapes and
 * integers of at most 15 digits are told; a leaf with more is `unscanned`, never refused.
 */
export const createLeafScanner = (origin: string): ((bytes: Uint8Array, from: number, to: number) => number) => {
  const logPart = Buffer.from(`","log":"${origin}","open":{`);
  let data: Uint8Array = new Uint8Array();
  let at = 0;
  let end = 0;

  const skip = (part: Uint8Array): boolean => {
    const { length } = part;
    if (at + length > end) return false;
    for (let i = 0; i < length; i += 1) if (data[at + i] !== part[i]) return false;
    at += length;
    return true;
  };
  /** From behind the opening quote to behind the closing one. */
  const skipString = (): boolean => {
    while (at < end) {
      const byte = data[at] ?? 0;
      at += 1;
      if (byte === quote) return true;
      if (byte < 0x20 || byte > 0x7e || byte === backslash) return false;
    }
    return false;
  };
  const skipInteger = (): boolean => {
    const isNegative = data[at] === minus;
    if (isNegative) at += 1;
    const first = data[at] ?? 0;
    const start = at;
    while (at < end && isDigit(data[at] ?? 0)) at += 1;
    const digits = at - start;
    // No leading zero, no negative zero; a fraction or an exponent ends in a byte that no caller expects.
    return digits > 0 && digits <= 15 && (first !== zero || (digits === 1 && !isNegative));
  };
  const skipValue = (depth: number): boolean => {
    const byte = data[at];
    if (byte === quote) {
      at += 1;
      return skipString();
    }
    if (byte === braceOpen) return depth < maxDepth && skipObject(depth + 1);
    if (byte === bracketOpen) return depth < maxDepth && skipArray(depth + 1);
    if (byte === 0x74) return skip(trueWord);
    if (byte === 0x66) return skip(falseWord);
    if (byte === 0x6e) return skip(nullWord);
    return skipInteger();
  };
  const skipArray = (depth: number): boolean => {
    at += 1;
    if (data[at] === bracketClose) {
      at += 1;
      return true;
    }
    for (;;) {
      if (!skipValue(depth)) return false;
      const byte = data[at];
      at += 1;
      if (byte === bracketClose) return at <= end;
      if (byte !== comma) return false;
    }
  };
  /** Keys ascend byte by byte, which in ASCII is the order of RFC 8785; so none comes twice. */
  const skipObject = (depth: number): boolean => {
    at += 1;
    if (data[at] === braceClose) {
      at += 1;
      return true;
    }
    let [lastFrom, lastTo] = [0, -1];
    for (;;) {
      if (data[at] !== quote) return false;
      at += 1;
      const keyFrom = at;
      if (!skipString()) return false;
      const keyTo = at - 1;
      if (lastTo !== -1 && !isBefore(lastFrom, lastTo, keyFrom, keyTo)) return false;
      [lastFrom, lastTo] = [keyFrom, keyTo];
      if (data[at] !== colon) return false;
      at += 1;
      if (!skipValue(depth)) return false;
      const byte = data[at];
      at += 1;
      if (byte === braceClose) return at <= end;
      if (byte !== comma) return false;
    }
  };
  const isBefore = (aFrom: number, aTo: number, bFrom: number, bTo: number): boolean => {
    const shared = Math.min(aTo - aFrom, bTo - bFrom);
    for (let i = 0; i < shared; i += 1) {
      const [a, b] = [data[aFrom + i] ?? 0, data[bFrom + i] ?? 0];
      if (a !== b) return a < b;
    }
    return aTo - aFrom < bTo - bFrom;
  };
  const skipFilledString = (): boolean => data[at] !== quote && skipString();
  const skipKind = (): boolean => plainKinds.some((kind) => skip(kind));
  /** The commitments, from behind the brace: any of the three, in their order. */
  const skipCommitments = (): boolean => {
    if (data[at] === braceClose) {
      at += 1;
      return true;
    }
    for (const name of openingNames) {
      if (!skip(name)) continue;
      const start = at;
      while (at < end && isBase64Url(data[at] ?? 0)) at += 1;
      if (at - start !== 43 || data[at] !== quote) return false;
      const byte = data[at + 1];
      at += 2;
      if (byte === braceClose) return true;
      if (byte !== comma) return false;
    }
    return false;
  };
  const readSeq = (): number => {
    const start = at;
    if (data[at] === minus || !skipInteger()) return unscanned;
    let seq = 0;
    for (let i = start; i < at; i += 1) seq = seq * 10 + (data[i] ?? 0) - zero;
    return seq;
  };
  const pair = (offset: number): number => {
    const [tens, ones] = [(data[at + offset] ?? 0) - zero, (data[at + offset + 1] ?? 0) - zero];
    return tens < 0 || tens > 9 || ones < 0 || ones > 9 ? Number.NaN : tens * 10 + ones;
  };
  /** `2026-11-20T22:56:48.123Z`, a day of the calendar. */
  const skipInstant = (): boolean => {
    const year = pair(0) * 100 + pair(2);
    const [month, day] = [pair(5), pair(8)];
    const isTime = pair(11) < 24 && pair(14) < 60 && pair(17) < 60 && pair(20) < 100 && isDigit(data[at + 22] ?? 0);
    const isPunctuated = data[at + 4] === minus && data[at + 7] === minus && data[at + 10] === 0x54 && data[at + 13] === colon && data[at + 16] === colon && data[at + 19] === 0x2e && data[at + 23] === 0x5a;
    if (!isTime || !isPunctuated || !(year >= 1000 && month >= 1 && month <= 12 && day >= 1 && day <= daysIn(year, month))) return false;
    at += 24;
    return true;
  };

  return (bytes, from, to) => {
    [data, at, end] = [bytes, from, to];
    if (!skip(actorPart) || !skipFilledString() || !skip(appPart) || !skipFilledString() || !skip(bodyPart) || data[at] !== braceOpen || !skipObject(0)) return unscanned;
    if (!skip(kindPart) || !skipKind() || !skip(logPart) || !skipCommitments() || !skip(seqPart)) return unscanned;
    const seq = readSeq();
    return seq !== unscanned && skip(timePart) && skipInstant() && skip(versionPart) && at === end ? seq : unscanned;
  };
};

const maxDepth = 16;
const [quote, backslash, minus, zero, comma, colon, braceOpen, braceClose, bracketOpen, bracketClose] = [0x22, 0x5c, 0x2d, 0x30, 0x2c, 0x3a, 0x7b, 0x7d, 0x5b, 0x5d];
const [trueWord, falseWord, nullWord] = [Buffer.from('true'), Buffer.from('false'), Buffer.from('null')];
const actorPart = Buffer.from('{"actor":"');
const appPart = Buffer.from(',"app":"');
const bodyPart = Buffer.from(',"body":');
const kindPart = Buffer.from(',"kind":"');
const seqPart = Buffer.from(',"seq":');
const timePart = Buffer.from(',"t":"');
const versionPart = Buffer.from('","v":1}');
const openingNames = ['detail', 'rows', 'subject'].map((name) => Buffer.from(`"${name}":"`));
/** The log's keys hang on those of kind key: they are read. The closing quote belongs to the part that follows, so no kind passes for a longer one. */
const plainKinds = leafKinds.filter((kind) => !kind.startsWith('key.')).map((kind) => Buffer.from(kind));

const isDigit = (byte: number): boolean => byte >= zero && byte <= 0x39;
const isBase64Url = (byte: number): boolean => isDigit(byte) || (byte >= 0x41 && byte <= 0x5a) || (byte >= 0x61 && byte <= 0x7a) || byte === minus || byte === 0x5f;
const daysIn = (year: number, month: number): number => {
  if (month === 2) return year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0) ? 29 : 28;
  return month === 4 || month === 6 || month === 9 || month === 11 ? 30 : 31;
};
