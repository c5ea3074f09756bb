// CXone answers: OAuth-style error bodies and numbers in the vendor's own form, ten digits for North America.
import type { Context } from 'hono';
import type { ContentfulStatusCode } from 'hono/utils/http-status';
import { createFaultBody, type StatusWords } from '../fault-body.ts';
import type { NumberList } from '../number-lists.ts';
import type { Given, TenantNeeds } from '../tenant.ts';

export type CxoneEnv = { Bindings: Given };
export type CxoneContext = Context<CxoneEnv>;

const words: StatusWords = {
  400: 'invalid_request', 401: 'invalid_token', 403: 'access_denied', 404: 'not_found', 409: 'conflict', 429: 'too_many_requests', 503: 'temporarily_unavailable',
};
const otherwise = 'server_error';

const bodyOf = (_status: number, error: string, why: string) => ({ error, error_description: why });

export const refuse = (c: CxoneContext, status: ContentfulStatusCode, why: string): Response => c.json(bodyOf(status, words[status] ?? otherwise, why), status);

export const none = (c: CxoneContext): Response => c.body(null, 204);

export const plainError = createFaultBody(words, otherwise, bodyOf);

/** Group ids are whole numbers; the first group of a tenant is 1001. */
export const groupNumber = (list: NumberList): number => 1000 + list.ordinal;

export const findGroup = (needs: TenantNeeds, groupId: string | undefined): NumberList | undefined =>
  (/^\d{1,9}$/.test(groupId ?? '') ? needs.lists.all()[Number(groupId) - 1001] : undefined);

/** The E.164 form of what CXone takes as an integer: ten digits are North American, anything else begins with its country. Null: not possible. */
export const toPhone = (digits: string): string | null => {
  if (/^[2-9]\d{2}[2-9]\d{6}$/.test(digits)) return `+1${digits}`;
  return /^[2-9]\d{7,14}$/.test(digits) && digits.length !== 10 ? `+${digits}` : null;
};

/** The digits CXone keeps for an E.164 number. */
export const toDigits = (phone: string): string => (phone.startsWith('+1') ? phone.slice(2) : phone.slice(1));

/** "(202) 555-0123", or the E.164 form outside North America. */
export const formatPhone = (phone: string): string =>
  (phone.startsWith('+1') ? `(${phone.slice(2, 5)}) ${phone.slice(5, 8)}-${phone.slice(8)}` : phone);

/** skip and top of a page; null where they are no whole numbers. */
export const readPage = (c: CxoneContext, largest: number): { readonly skip: number; readonly top: number } | null => {
  const [skip, top] = [c.req.query('skip') ?? '0', c.req.query('top') ?? String(largest)];
  if (!/^\d{1,9}$/.test(skip) || !/^\d{1,9}$/.test(top)) return null;
  return { skip: Number(skip), top: Math.min(largest, Number(top)) };
};
