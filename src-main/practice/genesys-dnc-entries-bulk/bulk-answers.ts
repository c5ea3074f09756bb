// Answers of the practice tenant for telephony DNC entries: its error body, and the types of entries.
import type { Context } from 'hono';
import type { ContentfulStatusCode } from 'hono/utils/http-status';
import { createFaultBody, guideCodes } from '../fault-body.ts';
import type { Given } from '../tenant.ts';

export type BulkEnv = { Bindings: Given };
export type BulkContext = Context<BulkEnv>;

const bodyOf = (status: number, code: string, message: string) => ({ status, code, message });

export const refuse = (c: BulkContext, status: ContentfulStatusCode, code: string, message: string): Response => c.json(bodyOf(status, code, message), status);

export const plainError = createFaultBody(guideCodes, 'internal.server.error', bodyOf);

export const entryTypes = ['FEDERAL', 'STATE', 'CORPORATE', 'PERSONAL'] as const;
export type EntryType = (typeof entryTypes)[number];
export const isEntryType = (value: unknown): value is EntryType => entryTypes.some((type) => type === value);
