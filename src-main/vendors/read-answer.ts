// Reads an answer's body by a schema; whatever does not fit is null, never half a value.
import type { z } from 'zod';

/** Undefined when the text is no JSON: HTML, half a body, nothing. */
export const readJson = (body: string): unknown => {
  try {
    return JSON.parse(body) as unknown;
  } catch {
    return undefined;
  }
};

export const readAnswer = <S extends z.ZodType>(schema: S, body: string): z.output<S> | null => {
  const read = schema.safeParse(readJson(body));
  return read.success ? read.data : null;
};

/** An empty body or JSON may come from the vendor itself; HTML and half bodies come from something in between. */
export const isVendorsOwn = (body: string): boolean => body.trim() === '' || readJson(body) !== undefined;
