// A practice tenant, a signed-in client whose every answer is held against the vendor's document, and everything closed afterwards.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, expect } from 'vitest';
import type { PracticeOptions, PracticeTenant } from '../../../src-main/practice/practice.ts';
import { startPractice } from '../../../src-main/practice/start-practice.ts';
import type { Dialect } from '../../../src-shared/domain/dnc.ts';
import { createOpenApiCheck } from './openapi-check.ts';

export type Answered = { readonly status: number; readonly headers: Headers; readonly text: string; readonly json: unknown };
/** What lies at "entities.0.id" of a JSON answer. */
export const read = (answer: Answered, path: string): unknown =>
  // Any object or array can be read by key; what is found is unknown.
  path.split('.').reduce<unknown>((value, key) => (typeof value === 'object' && value !== null ? (value as Record<string, unknown>)[key] : undefined), answer.json);
export const readText = (answer: Answered, path: string): string => String(read(answer, path));

export type Client = {
  readonly tenant: PracticeTenant;
  readonly ask: (method: string, path: string, body?: unknown, headers?: Readonly<Record<string, string>>) => Promise<Answered>;
};

const open: PracticeTenant[] = [];
const folders: string[] = [];
/** Only the live dialects have a document. */
const checks: Partial<Record<Dialect, ReturnType<typeof createOpenApiCheck>>> = {
  'genesys-dnclists': createOpenApiCheck('genesys-dnclists', ''),
  'cxone-dnc-groups': createOpenApiCheck('cxone-dnc-groups', '/inContactAPI/services/v[0-9.]+'),
};

afterEach(async () => {
  await Promise.all(open.splice(0).map((tenant) => tenant.close()));
  for (const folder of folders.splice(0)) rmSync(folder, { recursive: true, force: true });
});

export const temporaryFolder = (): string => {
  const folder = mkdtempSync(join(tmpdir(), 'practice-'));
  folders.push(folder);
  return folder;
};

export const startTenant = async (dialect: Dialect, options: PracticeOptions = {}): Promise<PracticeTenant> => {
  const started = await startPractice(dialect, { propagationMs: 0, ...options });
  if (!started.ok) throw new Error(started.failure.why);
  open.push(started.value);
  return started.value;
};

export const basic = (user: string, password: string): string => `Basic ${Buffer.from(`${user}:${password}`).toString('base64')}`;

export const signIn = async (tenant: PracticeTenant, over: Readonly<Record<string, string>> = {}): Promise<Answered> => {
  const sent = { ...tenant.credentials, ...over };
  const [path, form] = tenant.dialect === 'cxone-dnc-groups'
    ? ['/auth/token', { grant_type: 'password', username: sent['accessKeyId'] ?? '', password: sent['accessKeySecret'] ?? '' }]
    : tenant.dialect === 'cxone-dnc-entries'
      ? ['/oauth/token', { grant_type: 'client_credentials', client_id: sent['clientId'] ?? '', client_secret: sent['clientSecret'] ?? '', scope: 'dnc:read dnc:write tenant:read' }]
      : ['/oauth/token', { grant_type: 'client_credentials' }];
  return plain(tenant, 'POST', path, new URLSearchParams(form).toString(), {
    'content-type': 'application/x-www-form-urlencoded', authorization: basic(sent['clientId'] ?? '', sent['clientSecret'] ?? ''),
  });
};

/** Signs in once; every further answer is checked against the OpenAPI document. */
export const clientOf = async (tenant: PracticeTenant, over: Readonly<Record<string, string>> = {}): Promise<Client> => {
  const signed = await signIn(tenant, over);
  expect(signed.status).toBe(200);
  const token = readText(signed, 'access_token');
  return {
    tenant,
    ask: async (method, path, body, headers = {}) => {
      const answered = await plain(tenant, method, path, body === undefined ? undefined : JSON.stringify(body), {
        authorization: `Bearer ${token}`, ...(body === undefined ? {} : { 'content-type': 'application/json' }), ...headers,
      });
      expect(checks[tenant.dialect]?.(method, path.split('?')[0] ?? '', answered.status, answered.text) ?? null).toBeNull();
      return answered;
    },
  };
};

export const startClient = async (dialect: Dialect, options: PracticeOptions = {}): Promise<Client> => clientOf(await startTenant(dialect, options));

export const plain = async (tenant: PracticeTenant, method: string, path: string, body?: string, headers: Readonly<Record<string, string>> = {}): Promise<Answered> => {
  const response = await fetch(tenant.baseUrl + path, { method, headers: { ...headers }, ...(body === undefined ? {} : { body }) });
  const text = await response.text();
  const isJson = text !== '' && (response.headers.get('content-type') ?? '').includes('json');
  return { status: response.status, headers: response.headers, text, json: isJson ? parse(text) : undefined };
};

const parse = (text: string): unknown => {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return undefined;
  }
};

/** Fictitious numbers, the n-th of 100 lines over many area codes. */
export const phone = (n: number): string => `+1${areaCodes[Math.floor(n / 100) % areaCodes.length]}55501${String(n % 100).padStart(2, '0')}`;
export const phones = (count: number): readonly string[] => Array.from({ length: count }, (_, n) => phone(n));

const areaCodes = Array.from({ length: 799 }, (_, n) => 201 + n).filter((code) => code % 100 !== 11);
