// Asks the vendor to tell an address of the customer's own whenever a DNC list got an entry; only https, or this machine, may hear it.
import { z } from 'zod';
import type { VendorFailure } from '../../src-shared/failures.ts';
import { findAddressFault } from './base-address.ts';
import type { Call } from './connector.ts';
import { readFailure } from './genesys-dnclist-entries-answers.ts';
import { webhookRequest, type WebhookTarget } from './genesys-dnclist-entries-requests.ts';
import { failNoReply } from './no-reply.ts';
import { quoteVendor } from './quote-vendor.ts';
import { readAnswer } from './read-answer.ts';

export type WebhookOutcome =
  | { readonly kind: 'registered'; readonly webhookId: string }
  /** Nothing was sent: what is wrong with the target. */
  | { readonly kind: 'invalid'; readonly field: 'name' | 'url'; readonly why: string }
  | { readonly kind: 'token-ended' }
  | { readonly kind: 'failed'; readonly failure: VendorFailure };

const webhookSchema = z.object({ id: z.string().min(1) });

/** The address may carry no user name, password or query: they would be secrets in another's settings. */
export const registerWebhook = async (call: Call, target: WebhookTarget): Promise<WebhookOutcome> => {
  const fault = findAddressFault(target.url);
  if (fault !== null) return { kind: 'invalid', field: 'url', why: fault };
  if (target.name.trim() === '') return { kind: 'invalid', field: 'name', why: 'the name is missing' };
  const request = webhookRequest({ apiBase: call.apiBase, token: call.token(), signal: call.signal }, target);
  const reply = await call.http.send(request);
  if (reply.kind !== 'reply') return { kind: 'failed', failure: failNoReply(reply, request.url) };
  if (reply.status === 401) return { kind: 'token-ended' };
  const made = reply.status === 200 || reply.status === 201 ? readAnswer(webhookSchema, reply.body) : null;
  const hidden = [call.token(), ...(target.authentication.type === 'BEARER' ? [target.authentication.token] : [])];
  if (made !== null) return { kind: 'registered', webhookId: quoteVendor(made.id, hidden) };
  return { kind: 'failed', failure: readFailure(reply, { url: request.url, list: null, hidden }) };
};
