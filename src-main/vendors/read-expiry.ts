// Reads the expiry a vendor gives back: ISO 8601, taken as UTC where it names no zone.

/** Milliseconds since 1970; null for "never"; undefined when it cannot be read. */
export const readExpiry = (text: string | null | undefined): number | null | undefined => {
  const trimmed = text?.trim() ?? '';
  if (trimmed === '') return null;
  const parts = /^(\d{4}-\d{2}-\d{2})(?:[T ](\d{2}:\d{2}(?::\d{2}(?:\.\d{1,9})?)?)\s?(Z|[+-]\d{2}:?\d{2})?)?$/.exec(trimmed);
  if (parts === null) return undefined;
  const [, day, time = '00:00', zone = 'Z'] = parts;
  const at = Date.parse(`${day}T${time}${zone}`);
  return Number.isNaN(at) ? undefined : at;
};
