// One value has exactly one text: JSON after RFC 8785 (JCS), restricted to what can never be written in two ways.

/**
 * The canonical text of `value`: keys sorted by UTF-16 code units, no white space, ECMAScript string escapes.
 * Only strings without lone surrogates, safe integers, booleans, null, arrays and plain objects have one; anything else
 * (floats, undefined, dates, holes, class instances) is a defect and throws.
 */
export const canonicalJson = (value: unknown): string => {
  if (value === null || value === true || value === false) return String(value);
  if (typeof value === 'string') return canonicalString(value);
  if (typeof value === 'number') return canonicalInteger(value);
  if (Array.isArray(value)) return canonicalArray(value);
  if (isPlainObject(value)) return canonicalObject(value);
  throw new TypeError(`No canonical JSON for a value of type ${typeof value}`);
};

const canonicalString = (text: string): string => {
  if (!text.isWellFormed()) throw new TypeError('No canonical JSON for a string with a lone surrogate');
  return JSON.stringify(text);
};

const canonicalInteger = (value: number): string => {
  if (!Number.isSafeInteger(value)) throw new TypeError('No canonical JSON for a number that is not a safe integer');
  // RFC 8785 3.2.2.3 writes negative zero as 0, as JSON.stringify does and String() too.
  return String(value);
};

const canonicalArray = (values: readonly unknown[]): string => {
  let text = '[';
  // Counted, so that a hole is seen as undefined and refused.
  for (let i = 0; i < values.length; i += 1) text += (i === 0 ? '' : ',') + canonicalJson(values[i]);
  return text + ']';
};

const canonicalObject = (value: Readonly<Record<string, unknown>>): string => {
  if (Object.getOwnPropertySymbols(value).length > 0) throw new TypeError('No canonical JSON for an object with symbol keys');
  const keys = Object.keys(value);
  // Then JSON.stringify writes the same text, in one piece.
  if (isInOrder(keys) && keys.every((key) => key.isWellFormed() && isPlainScalar(value[key]))) return JSON.stringify(value);
  let text = '{';
  // The default order of sort() is the one RFC 8785 3.2.3 asks for: UTF-16 code units.
  for (const key of keys.sort()) text += (text === '{' ? '' : ',') + canonicalString(key) + ':' + canonicalJson(value[key]);
  return text + '}';
};

const isPlainScalar = (value: unknown): boolean =>
  value === null || typeof value === 'boolean' || (typeof value === 'string' ? value.isWellFormed() : Number.isSafeInteger(value));

/** Most objects are made in the order they are written in, and sorting costs more memory than all the rest. */
const isInOrder = (keys: readonly string[]): boolean => {
  for (let i = 1; i < keys.length; i += 1) if ((keys[i - 1] ?? '') > (keys[i] ?? '')) return false;
  return true;
};

const isPlainObject = (value: unknown): value is Readonly<Record<string, unknown>> => {
  if (typeof value !== 'object' || value === null) return false;
  const prototype: unknown = Object.getPrototypeOf(value);
  return prototype === Object.prototype || prototype === null;
};
