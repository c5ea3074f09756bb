// Asks the vendor to tell an address of the customer's own whenever a DNC list got an entry; only https, or this machine, may hear it.
// The guide names the call that registers. That the same address lists them and that one of them is removed under its id is the usual form, and assumed: where a
// gateway does not offer it, the vendor's refusal is shown.
import { z } from 'zod';
import { accessOf } from './access.ts';
import { ask } from './ask.ts';
import { findAddressFault } from './base-address.ts';
import type { WebhookCalls } from './connector.ts';
import { readFailure } from './genesys-dnclist-entries-answers.ts';
import { isWebhookId, removeWebhookRequest, webhookRequest, webhooksRequest } from './genesys-webhook-requests.ts';
import { quoteVendor } from './quote-vendor.ts';
import { readAnswer } from './read-answer.ts';

const webhookSchema = z.object({ id: z.string().min(1) });
const listedSchema = z.object({ id: z.string().min(1), name: z.string().nullish(), enabled: z.boolean().nullish(), httpTarget: z.object({ url: z.string().nullish() }).nullish() });
const pageSchema = z.object({ entities: z.array(listedSchema) });

const list: WebhookCalls['list'] = async (call) => {
  const asked = await ask(call, webhooksRequest(accessOf(call)), readFailure);
  if (asked.kind !== 'answered') return asked;
  const page = asked.reply.status === 200 ? readAnswer(pageSchema, asked.reply.body) : null;
  if (page === null) return asked.unreadable();
  const quote = (text: string): string => quoteVendor(text, [call.token()]);
  return { kind: 'webhooks', webhooks: page.entities.map(({ id, name, enabled, httpTarget }) => ({ webhookId: quote(id), name: quote(name ?? ''), url: quote(httpTarget?.url ?? ''), enabled: enabled ?? true })) };
};

const register: WebhookCalls['register'] = async (call, target) => {
  const hidden = [call.token(), ...(target.token === null ? [] : [target.token])];
  const asked = await ask(call, webhookRequest(accessOf(call), target), readFailure, { hidden });
  if (asked.kind !== 'answered') return asked;
  const made = asked.reply.status === 200 || asked.reply.status === 201 ? readAnswer(webhookSchema, asked.reply.body) : null;
  return made === null ? asked.unreadable() : { kind: 'registered', webhookId: quoteVendor(made.id, hidden) };
};

const remove: WebhookCalls['remove'] = async (call, webhookId) => {
  if (!isWebhookId(webhookId)) return { kind: 'failed', failure: { type: 'VendorRefused', status: 404, code: 'webhook.not.found', why: 'there is no such webhook' } };
  const asked = await ask(call, removeWebhookRequest(accessOf(call), webhookId), readFailure);
  if (asked.kind !== 'answered') return asked;
  const { status } = asked.reply;
  return (status >= 200 && status < 300) || status === 404 ? { kind: 'removed' } : asked.unreadable();
};

/** The address may carry no user name, password or query: they would be secrets in another's settings. */
const findFault: WebhookCalls['findFault'] = ({ name, url }) => {
  const fault = findAddressFault(url);
  if (fault !== null) return { field: 'url', why: fault };
  return name.trim() === '' ? { field: 'name', why: 'the name is missing' } : null;
};

export const entriesWebhooks: WebhookCalls = { findFault, list, register, remove };
