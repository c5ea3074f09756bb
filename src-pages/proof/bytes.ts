// Bytes and the texts that stand for them: every text has one reading, and what has two is refused.

/** Lower-case hex. */
export const toHex = (bytes: Uint8Array): string => {
  let text = '';
  for (const byte of bytes) text += (hexDigits[byte >> 4] ?? '') + (hexDigits[byte & 15] ?? '');
  return text;
};

/** Base64 (RFC 4648 section 4) with its padding. */
export const toBase64 = (bytes: Uint8Array): string => encode(bytes, plainDigits, '=');

/** Base64url (RFC 4648 section 5) without padding. */
export const toBase64Url = (bytes: Uint8Array): string => encode(bytes, urlDigits, '');

/** Null unless `text` is exactly what `toBase64` writes for some bytes. */
export const fromBase64 = (text: string): Uint8Array | null => {
  const digits = text.replace(/={1,2}$/u, '');
  const bytes = new Uint8Array(Math.floor((digits.length * 3) / 4));
  let held = 0;
  let bits = 0;
  let at = 0;
  for (const digit of digits) {
    const value = plainDigits.indexOf(digit);
    if (value === -1) return null;
    held = ((held << 6) | value) & 0xffff;
    bits += 6;
    if (bits < 8) continue;
    bits -= 8;
    bytes[at] = (held >> bits) & 0xff;
    at += 1;
  }
  return toBase64(bytes) === text ? bytes : null;
};

export const utf8 = (text: string): Uint8Array<ArrayBuffer> => encoder.encode(text);

/** Null for bytes that are no UTF-8; a byte order mark is content. */
export const fromUtf8 = (bytes: Uint8Array): string | null => {
  try {
    return decoder.decode(bytes);
  } catch {
    return null;
  }
};

export const join = (...parts: readonly Uint8Array[]): Uint8Array<ArrayBuffer> => {
  const whole = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0));
  let at = 0;
  for (const part of parts) {
    whole.set(part, at);
    at += part.length;
  }
  return whole;
};

export const areSame = (one: Uint8Array, other: Uint8Array): boolean => one.length === other.length && one.every((byte, at) => byte === other[at]);

const encode = (bytes: Uint8Array, digits: string, padding: string): string => {
  let text = '';
  for (let at = 0; at < bytes.length; at += 3) {
    const [first = 0, second = 0, third = 0] = bytes.subarray(at, at + 3);
    const group = (first << 16) | (second << 8) | third;
    const there = bytes.length - at;
    text += (digits[group >> 18] ?? '') + (digits[(group >> 12) & 63] ?? '');
    text += there > 1 ? digits[(group >> 6) & 63] ?? '' : padding;
    text += there > 2 ? digits[group & 63] ?? '' : padding;
  }
  return text;
};

const hexDigits = '0123456789abcdef';
const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789';
const plainDigits = `${alphabet}+/`;
const urlDigits = `${alphabet}-_`;
const encoder = new TextEncoder();
const decoder = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });
