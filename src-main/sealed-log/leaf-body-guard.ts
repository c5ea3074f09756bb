// A leaf can never be unwritten, so nothing that reads like a telephone number or an e-mail address gets into one.

/**
 * Throws (a defect of the caller) if any string, key or integer in `value` looks like a telephone number or e-mail address. Numbers belong in
 * openings. Refused: `+` with 8 to 15 digits; a string of exactly 10 to 15 digits; a North American number standing free in
 * a text, with or without separators, or as an integer. Not mistaken for one: ISO dates, UUIDs, hex and base64 hashes, verifier keys.
 */
export const assertNoPersonalData = (value: unknown, where: string): void => {
  if (typeof value === 'string' && looksPersonal(value)) throw new TypeError(`A telephone number or e-mail address must not enter a leaf: ${where}`);
  if (typeof value === 'number' && northAmericanInteger.test(String(value))) throw new TypeError(`A telephone number must not enter a leaf: ${where}`);
  if (typeof value !== 'object' || value === null) return;
  for (const [key, inner] of Object.entries(value)) {
    // The path is kept out of the words if the key itself is the trouble.
    assertNoPersonalData(Array.isArray(value) ? '' : key, `a key of ${where}`);
    assertNoPersonalData(inner, `${where}.${key}`);
  }
};

const looksPersonal = (text: string): boolean =>
  !digestShapes.some((shape) => shape.test(text)) && personalShapes.some((shape) => shape.test(text));

// Whole values whose characters are as good as random: a run of digits in them says nothing.
const digestShapes: readonly RegExp[] = [
  /^[0-9a-f]{64}$/, // SHA-256 in hex
  /^[A-Za-z0-9_-]{43}$/, // SHA-256 in base64url
  /^(?:SHA256:)?[A-Za-z0-9+/]{43}=?$/, // SHA-256 in base64, OpenSSH fingerprint
  /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/, // UUID
  /^[a-z][a-z0-9.-]*\/ledger\/[0-9a-f]{16}\+[0-9a-f]{8}\+[A-Za-z0-9+/]{44}$/, // verifier key of a signed note
];

const personalShapes: readonly RegExp[] = [
  /\+\d{8,15}(?!\d)/, // E.164
  /^\d{10,15}$/, // digits and nothing else
  /(?<![\w-])1?[2-9]\d{2}[2-9]\d{6}(?![\w-])/, // a North American number standing free
  /(?<!\w)\(?\d{3}\)?[ .-]{1,2}\d{3}[ .-]\d{4}(?!\w)/, // (202) 555-0123 and the like
  /[^\s@]@[\w-]+\.[A-Za-z]{2,}/, // an e-mail address
];

// Milliseconds have 13 digits and seconds begin with 1 and have 10, so instants as integers pass.
const northAmericanInteger = /^1?[2-9]\d{2}[2-9]\d{6}$/;
