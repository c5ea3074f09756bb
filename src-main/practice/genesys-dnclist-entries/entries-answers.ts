// Answers of the practice tenant for DNC list entries: its error body with field errors, and the countries it takes.
import type { Context } from 'hono';
import type { ContentfulStatusCode } from 'hono/utils/http-status';
import { createFaultBody, guideCodes } from '../fault-body.ts';
import type { Given } from '../tenant.ts';

export type EntriesEnv = { Bindings: Given };
export type EntriesContext = Context<EntriesEnv>;
export type FieldError = { readonly field: string; readonly code: string; readonly message: string };

const bodyOf = (status: number, code: string, message: string, errors: readonly FieldError[] = []) => ({ status, code, message, errors });

export const refuse = (c: EntriesContext, status: ContentfulStatusCode, code: string, message: string, errors: readonly FieldError[] = []): Response =>
  c.json(bodyOf(status, code, message, errors), status);

export const plainError = createFaultBody({ ...guideCodes, 422: 'field.errors' }, 'internal.server.error', bodyOf);

/** US and CA, GB, DE, FR by their country codes: +1 is shared with the Caribbean, which a tenant cannot tell apart by a glance. */
export const isOfAllowedCountry = (phone: string): boolean => /^\+(?:1|44|49|33)/.test(phone);
