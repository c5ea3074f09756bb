// Answers of the practice CXone DNC entries: an error is a code and a message; a body that cannot be read is none.
import type { Context } from 'hono';
import type { ContentfulStatusCode } from 'hono/utils/http-status';
import { createFaultBody } from '../fault-body.ts';
import { fieldsOf, readJson } from '../read-body.ts';
import type { Given } from '../tenant.ts';

export type EntriesEnv = { Bindings: Given };
export type EntriesContext = Context<EntriesEnv>;

const bodyOf = (_status: number, code: string, message: string) => ({ code, message });

export const refuse = (c: EntriesContext, status: ContentfulStatusCode, code: string, message: string): Response => c.json(bodyOf(status, code, message), status);

export const plainError = createFaultBody({
  400: 'invalid.request', 401: 'token.invalid', 403: 'scope.missing', 404: 'not.found', 409: 'conflict', 413: 'payload.too.large', 429: 'too.many.requests', 503: 'unavailable',
}, 'server.error', bodyOf);

/** The fields of a JSON object; none where the text is no such thing. */
export const readFields = (body: string): Readonly<Record<string, unknown>> => fieldsOf(readJson(body));

/** Milliseconds since 1970; null for none; undefined for what is no date. */
export const readDate = (value: unknown): number | null | undefined => {
  if (value === null || value === undefined) return null;
  const at = typeof value === 'string' ? Date.parse(value) : Number.NaN;
  return Number.isNaN(at) ? undefined : at;
};

export const writeDate = (at: number | null): string | null => (at === null ? null : new Date(at).toISOString());
