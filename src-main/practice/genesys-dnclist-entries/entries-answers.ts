// Answers of the practice tenant for DNC list entries: its error body with field errors, and the forms of numbers and dates.
import type { Context } from 'hono';
import type { ContentfulStatusCode } from 'hono/utils/http-status';
import type { Given } from '../tenant.ts';

export type EntriesEnv = { Bindings: Given };
export type EntriesContext = Context<EntriesEnv>;
export type FieldError = { readonly field: string; readonly code: string; readonly message: string };

export const refuse = (c: EntriesContext, status: ContentfulStatusCode, code: string, message: string, errors: readonly FieldError[] = []): Response =>
  c.json({ status, code, message, errors }, status);

/** For faults, which come before any route. */
export const plainError = (status: number): string => JSON.stringify({ status, code: codes[status] ?? 'internal.server.error', message: `The request failed with status ${status}.`, errors: [] });

const codes: Readonly<Record<number, string>> = {
  400: 'bad.request', 401: 'bad.credentials', 403: 'missing.permissions', 404: 'not.found', 409: 'request.in.flight', 413: 'request.entity.too.large',
  422: 'field.errors', 429: 'too.many.requests', 503: 'service.unavailable', 504: 'gateway.timeout',
};

/** The JSON body, or undefined where it is none. */
export const readJson = (body: string): unknown => {
  try {
    return JSON.parse(body) as unknown;
  } catch {
    return undefined;
  }
};

export const fieldsOf = (value: unknown): Readonly<Record<string, unknown>> =>
  // Any object can be read by name; what is found is unknown.
  (typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Record<string, unknown>) : {});

/** ITU-T E.164: a plus, at most 15 digits, none of them leading zeros. */
export const isE164 = (value: unknown): value is string => typeof value === 'string' && /^\+[1-9]\d{6,14}$/.test(value);

/** US and CA, GB, DE, FR by their country codes: +1 is shared with the Caribbean, which a tenant cannot tell apart by a glance. */
export const isOfAllowedCountry = (phone: string): boolean => /^\+(?:1|44|49|33)/.test(phone);

/** ISO 8601 with date, time and zone; absent and null are permanent, anything else is NaN. */
export const readExpiration = (value: unknown): number | null => {
  if (value === undefined || value === null) return null;
  return typeof value === 'string' && /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}(?::\d{2}(?:\.\d{1,9})?)?(?:Z|[+-]\d{2}:\d{2})$/.test(value) ? Date.parse(value) : Number.NaN;
};
