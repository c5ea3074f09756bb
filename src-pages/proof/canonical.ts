// Text is taken for JSON only if it is the one text RFC 8785 (JCS) gives its value: sorted keys, no spaces, no floats, no key twice.

export type Json = string | number | boolean | null | readonly Json[] | { readonly [key: string]: Json };
export type JsonRecord = { readonly [key: string]: Json };

/** The value, or undefined for any text that is not canonical. */
export const readCanonical = (text: string): Json | undefined => {
  let value: Json;
  try {
    value = JSON.parse(text) as Json; // JSON.parse returns nothing else
  } catch {
    return undefined;
  }
  // The quick way for nearly every text; keys that look like numbers and odd strings take the long one.
  const isCanonical = (!text.includes(String.raw`\ud`) && isInOrder(value) && JSON.stringify(value) === text) || write(value) === text;
  return isCanonical ? value : undefined;
};

export const isRecord = (value: Json | undefined): value is JsonRecord => typeof value === 'object' && value !== null && !Array.isArray(value);

/** Keys rise in every object and all numbers are safe integers: then JSON.stringify writes the canonical text. */
const isInOrder = (value: Json): boolean => {
  if (typeof value === 'number') return Number.isSafeInteger(value);
  if (typeof value !== 'object' || value === null) return true;
  if (isList(value)) return value.every(isInOrder);
  let last: string | null = null;
  for (const key of Object.keys(value)) {
    if ((last !== null && key <= last) || !isInOrder(value[key] ?? null)) return false;
    last = key;
  }
  return true;
};

/** The canonical text; for a value that has none, a text no reader would accept. */
const write = (value: Json): string => {
  if (typeof value === 'string') return value.isWellFormed() ? JSON.stringify(value) : '!';
  if (typeof value === 'number') return Number.isSafeInteger(value) ? String(value) : '!';
  if (value === null || typeof value === 'boolean') return String(value);
  if (isList(value)) return `[${value.map(write).join(',')}]`;
  let text = '';
  for (const key of Object.keys(value).sort()) text += `${text === '' ? '' : ','}${write(key)}:${write(value[key] ?? null)}`;
  return `{${text}}`;
};

const isList = (value: Json): value is readonly Json[] => Array.isArray(value);
