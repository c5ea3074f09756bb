// Answers of the practice CXone DNC entries: an error is a code and a message; a body that cannot be read is none.
import type { Context } from 'hono';
import type { ContentfulStatusCode } from 'hono/utils/http-status';
import type { Given } from '../tenant.ts';

export type EntriesEnv = { Bindings: Given };
export type EntriesContext = Context<EntriesEnv>;

export const refuse = (c: EntriesContext, status: ContentfulStatusCode, code: string, message: string): Response => c.json({ code, message }, status);

/** For faults, which come before any route. */
export const plainError = (status: number): string => JSON.stringify({ code: codes[status] ?? 'server.error', message: `The request failed with status ${status}.` });

const codes: Readonly<Record<number, string>> = {
  400: 'invalid.request', 401: 'token.invalid', 403: 'scope.missing', 404: 'not.found', 409: 'conflict', 413: 'payload.too.large', 429: 'too.many.requests', 503: 'unavailable',
};

/** The fields of a JSON object; none where the text is no such thing. */
export const readFields = (body: string): Readonly<Record<string, unknown>> => {
  try {
    return fieldsOf(JSON.parse(body));
  } catch {
    return {};
  }
};

export const fieldsOf = (value: unknown): Readonly<Record<string, unknown>> =>
  // Any object can be read by name; what is found is unknown.
  (typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Record<string, unknown>) : {});

/** Milliseconds since 1970; null for none; undefined for what is no date. */
export const readDate = (value: unknown): number | null | undefined => {
  if (value === null || value === undefined) return null;
  const at = typeof value === 'string' ? Date.parse(value) : Number.NaN;
  return Number.isNaN(at) ? undefined : at;
};

export const writeDate = (at: number | null): string | null => (at === null ? null : new Date(at).toISOString());
