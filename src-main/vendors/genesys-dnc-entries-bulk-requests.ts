// Builds the requests of Genesys telephony DNC entries; pure, and the same batch makes the same bytes, since its key stands for them.
import type { DncType } from '../../src-shared/domain/dnc.ts';
import type { HttpRequest } from '../ports/http.ts';
import type { Access } from './access.ts';
import { toBasic } from './basic-credentials.ts';
import type { Batch } from './connector.ts';

const entriesPath = '/api/v2/telephony/dnc/entries';
const answerLimit = 20_000_000;

/** What the guide asks for; RFC 6749, 3.3: names with spaces between them. */
const scopes = 'dnc:write dnc:read campaign:read';

/** Client credentials grant (RFC 6749, 4.4). The guide names no address of its own for it: Genesys Cloud's. */
export const tokenRequest = (login: string, clientId: string, clientSecret: string, signal: AbortSignal): HttpRequest => ({
  method: 'POST',
  url: `${login}/oauth/token`,
  headers: { authorization: `Basic ${toBasic(clientId, clientSecret)}`, 'content-type': 'application/x-www-form-urlencoded', accept: 'application/json' },
  body: new URLSearchParams({ grant_type: 'client_credentials', scope: scopes }).toString(),
  timeoutMs: 30_000,
  maxBytes: 1_000_000,
  signal,
});

/** An absent expirationDate means permanent. */
export const addEntriesRequest = (access: Access, batch: Batch): HttpRequest => {
  const expiry = batch.expiresAt === null ? {} : { expirationDate: new Date(batch.expiresAt).toISOString() };
  const entries = batch.numbers.map(({ phone }) => ({ number: phone, type: batch.dncType, reason: reasons[batch.dncType], ...expiry }));
  return request(access, 'POST', `${entriesPath}/bulk`, { body: entries, headers: { 'idempotency-key': batch.idempotencyKey } });
};

/** These are part of what a key stands for: other words here would be another payload. */
const reasons: Readonly<Record<DncType, string>> = {
  FEDERAL: 'National do-not-call registry',
  STATE: 'State do-not-call list',
  CORPORATE: 'Request to the whole company',
  PERSONAL: 'Request to one person or campaign',
};

export const removeEntryRequest = (access: Access, entryRef: string): HttpRequest => request(access, 'DELETE', `${entriesPath}/${encodeURIComponent(entryRef)}`);

/** An id that would change the path is none: without its last segment this DELETE would be another. */
export const isEntryRef = (entryRef: string): boolean => /^[\w:=~-][\w.:=~-]{0,199}$/.test(entryRef);

export const campaignRequest = (access: Access, campaignId: string): HttpRequest => request(access, 'GET', campaignPath(campaignId));

export const changeCampaignRequest = (access: Access, campaignId: string, campaign: unknown): HttpRequest => request(access, 'PUT', campaignPath(campaignId), { body: campaign });

const campaignPath = (campaignId: string): string => `/api/v2/campaigns/outbound/campaigns/${encodeURIComponent(campaignId)}`;

type More = { readonly body?: unknown; readonly headers?: Readonly<Record<string, string>> };

const request = (access: Access, method: 'GET' | 'POST' | 'PUT' | 'DELETE', path: string, { body, headers = {} }: More = {}): HttpRequest => ({
  method,
  url: `${access.apiBase}${path}`,
  headers: { authorization: `Bearer ${access.token}`, accept: 'application/json', ...(body === undefined ? {} : { 'content-type': 'application/json' }), ...headers },
  ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  timeoutMs: 60_000,
  maxBytes: answerLimit,
  signal: access.signal,
});
