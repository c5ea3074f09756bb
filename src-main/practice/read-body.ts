// What every practice tenant reads alike: JSON that may be none, fields of anything, numbers in E.164.

/** The JSON body, or undefined where it is none. */
export const readJson = (body: string): unknown => {
  try {
    return JSON.parse(body) as unknown;
  } catch {
    return undefined;
  }
};

export const isRecord = (value: unknown): value is Readonly<Record<string, unknown>> => typeof value === 'object' && value !== null && !Array.isArray(value);

/** By name, each unknown; none where the value is no object. */
export const fieldsOf = (value: unknown): Readonly<Record<string, unknown>> => (isRecord(value) ? value : {});

/** ITU-T E.164: a plus, at most 15 digits, none of them leading zeros. */
export const isE164 = (value: unknown): value is string => typeof value === 'string' && /^\+[1-9]\d{6,14}$/.test(value);

/** ISO 8601 with date, time and zone in ms since 1970; absent and null are permanent, anything else is NaN. */
export const readExpiration = (value: unknown): number | null => {
  if (value === undefined || value === null) return null;
  return typeof value === 'string' && /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}(?::\d{2}(?:\.\d{1,9})?)?(?:Z|[+-]\d{2}:\d{2})$/.test(value) ? Date.parse(value) : Number.NaN;
};
