// Genesys answers: the documented error body, and numbers and dates in the vendor's own form.
import { randomUUID } from 'node:crypto';
import type { Context } from 'hono';
import type { ContentfulStatusCode } from 'hono/utils/http-status';
import { createFaultBody } from '../fault-body.ts';
import type { Given } from '../tenant.ts';
import type { Scope } from '../tokens.ts';

export type GenesysEnv = { Bindings: Given; Variables: { correlationId: string; scope: Scope } };
export type GenesysContext = Context<GenesysEnv>;

type Detail = { readonly errorCode: string; readonly fieldName: string };
type Limit = { readonly key: string; readonly namespace: 'outbound' | 'platform.api'; readonly value: number };
type More = { readonly details?: readonly Detail[]; readonly limit?: Limit; readonly messageParams?: Readonly<Record<string, string>> };

const faultId = 'practice-fault';
/** Genesys names every request, refused ones as well. */
export const errorHeaders = (): Readonly<Record<string, string>> => ({ 'inin-correlation-id': randomUUID() });

/** Error bodies are `message, code, status, contextId, details, errors`, and `limit` where one was met. */
const bodyOf = (status: number, code: string, message: string, contextId = faultId) => ({ message, code, status, contextId, details: [], errors: [] });

export const refuse = (c: GenesysContext, status: ContentfulStatusCode, code: string, message: string, more: More = {}): Response =>
  c.json({ ...bodyOf(status, code, message, c.get('correlationId')), ...more }, status);

export const plainError = createFaultBody({
  400: 'bad.request', 401: 'bad.credentials', 403: 'missing.permissions', 404: 'not.found', 409: 'general.conflict',
  413: 'request.entity.too.large', 415: 'unsupported.media.type', 429: 'too.many.requests', 503: 'service.unavailable', 504: 'gateway.timeout',
}, 'internal.server.error', bodyOf);

/** `yyyy-MM-ddTHH:mmZ` in ms since 1970; null for any other form or a day that is none. */
export const readExpiration = (text: string): number | null => {
  if (!/^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}Z$/.test(text)) return null;
  const at = Date.parse(text);
  return Number.isNaN(at) || writeExpiration(at) !== text ? null : at;
};

export const writeExpiration = (at: number): string => `${new Date(at).toISOString().slice(0, 16)}Z`;
