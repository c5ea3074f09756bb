// Answers of the practice tenant for telephony DNC entries: its error body, and the forms of numbers, types and dates.
import type { Context } from 'hono';
import type { ContentfulStatusCode } from 'hono/utils/http-status';
import type { Given } from '../tenant.ts';

export type BulkEnv = { Bindings: Given };
export type BulkContext = Context<BulkEnv>;

export const refuse = (c: BulkContext, status: ContentfulStatusCode, code: string, message: string): Response => c.json({ status, code, message }, status);

/** For faults, which come before any route. */
export const plainError = (status: number): string => JSON.stringify({ status, code: codes[status] ?? 'internal.server.error', message: `The request failed with status ${status}.` });

const codes: Readonly<Record<number, string>> = {
  400: 'bad.request', 401: 'bad.credentials', 403: 'missing.permissions', 404: 'not.found', 409: 'request.in.flight', 413: 'request.entity.too.large',
  422: 'unprocessable', 429: 'too.many.requests', 503: 'service.unavailable', 504: 'gateway.timeout',
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

export const entryTypes = ['FEDERAL', 'STATE', 'CORPORATE', 'PERSONAL'] as const;
export type EntryType = (typeof entryTypes)[number];
export const isEntryType = (value: unknown): value is EntryType => entryTypes.some((type) => type === value);

/** ITU-T E.164: a plus, at most 15 digits, none of them leading zeros. */
export const isE164 = (value: unknown): value is string => typeof value === 'string' && /^\+[1-9]\d{6,14}$/.test(value);

/** ISO 8601 with date, time and zone; absent and null are permanent, anything else is NaN. */
export const readExpiration = (value: unknown): number | null => {
  if (value === undefined || value === null) return null;
  return typeof value === 'string' && /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}(?::\d{2}(?:\.\d{1,9})?)?(?:Z|[+-]\d{2}:\d{2})$/.test(value) ? Date.parse(value) : Number.NaN;
};
