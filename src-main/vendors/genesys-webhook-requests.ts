// Builds the requests of Genesys webhooks; pure, and in a file of its own, so that no call that deletes stands beside the path of a list.
import type { HttpRequest } from '../ports/http.ts';
import type { Access } from './access.ts';
import type { WebhookTarget } from './connector.ts';

const path = '/api/v2/platform/webhooks';

/** The one event the guide knows: an entry was created. */
export const webhookRequest = (access: Access, { name, url, token }: WebhookTarget): HttpRequest =>
  request(access, 'POST', path, {
    name, description: 'Registered by DNC Desk: tells of new entries of DNC lists', enabled: true, eventDefinition: { eventType: 'OUTBOUND_DNCLIST_ENTRY_CREATED' },
    httpTarget: { url, httpMethod: 'POST', contentType: 'application/json', authentication: token === null ? { type: 'NONE' } : { type: 'BEARER', token } },
  });

export const webhooksRequest = (access: Access): HttpRequest => request(access, 'GET', path);

/** An id that would change the path is none: without its last segment this DELETE would be another. */
export const isWebhookId = (webhookId: string): boolean => /^[\w-]{1,200}$/.test(webhookId);

export const removeWebhookRequest = (access: Access, webhookId: string): HttpRequest => request(access, 'DELETE', `${path}/${encodeURIComponent(webhookId)}`);

const request = ({ apiBase, token, signal }: Access, method: 'GET' | 'POST' | 'DELETE', at: string, body?: unknown): HttpRequest => ({
  method,
  url: `${apiBase}${at}`,
  headers: { authorization: `Bearer ${token}`, accept: 'application/json', ...(body === undefined ? {} : { 'content-type': 'application/json' }) },
  ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  timeoutMs: 60_000,
  maxBytes: 1_000_000,
  signal,
});
