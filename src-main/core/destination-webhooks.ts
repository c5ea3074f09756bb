// Webhooks: the vendor tells an address of the customer's own of new entries; what it tells is the vendor's to list, so nothing of it is kept here but the sealed act.
import type { WebhookView } from '../../src-shared/contract/destination-acts.ts';
import type { ActNotOffered, NotFound } from '../../src-shared/failures.ts';
import { fail, ok, type Result } from '../../src-shared/result.ts';
import type { Destination } from '../ledger/repositories/destinations.ts';
import { askVendor } from '../runner/ask-vendor.ts';
import type { OpenFailure } from '../runner/vendor-desk.ts';
import type { WebhookCalls } from '../vendors/connector.ts';
import { askSealed } from './ask-sealed.ts';
import type { Handlers } from './handlers.ts';
import type { PushContext } from './push-context.ts';

type WebhookHandlers = Handlers<'webhook.page' | 'webhook.register' | 'webhook.remove'>;
type Found = { readonly destination: Destination; readonly calls: WebhookCalls };

export const webhookCommands = (context: PushContext): WebhookHandlers => {
  const { ledger, connectors, desk, hint } = context;

  const find = (destinationId: number): Result<Found, NotFound | ActNotOffered> => {
    const destination = ledger.destinations.find(destinationId);
    if (destination === null) return fail({ type: 'NotFound', what: 'destination', id: destinationId });
    const calls = connectors[destination.dialect].webhooks;
    return calls === undefined ? fail({ type: 'ActNotOffered', destinationId, act: 'webhooks' }) : ok({ destination, calls });
  };
  const look = async ({ destination, calls }: Found): Promise<Result<readonly WebhookView[], OpenFailure>> => {
    const asked = await askVendor(desk, destination, (_connector, call) => calls.list(call));
    return asked.ok ? ok(asked.value.webhooks) : asked;
  };

  return {
    'webhook.page': async ({ destinationId }) => {
      const found = find(destinationId);
      return found.ok ? look(found.value) : found;
    },
    'webhook.register': async ({ destinationId, name, url, secret }) => {
      const found = find(destinationId);
      if (!found.ok) return found;
      const { destination, calls } = found.value;
      const target = { name, url, token: secret ?? null };
      const fault = calls.findFault(target);
      if (fault !== null) return fail({ type: 'SettingInvalid', ...fault });
      const sealed = { act: 'webhook.register', destination: destinationId, body: { authenticated: secret !== undefined }, detail: { name: name.toWellFormed(), url: url.toWellFormed() } };
      const made = await askSealed(context, sealed, () => askVendor(desk, destination, (_connector, call) => calls.register(call, target)), ({ webhookId }) => ({ webhook: webhookId.toWellFormed() }));
      hint({ type: 'ledger.changed' });
      return made.ok ? look(found.value) : made;
    },
    'webhook.remove': async ({ destinationId, webhookId }) => {
      const found = find(destinationId);
      if (!found.ok) return found;
      const { destination, calls } = found.value;
      const sealed = { act: 'webhook.remove', destination: destinationId, body: {}, detail: { webhook: webhookId.toWellFormed() } };
      const removed = await askSealed(context, sealed, () => askVendor(desk, destination, (_connector, call) => calls.remove(call, webhookId)), () => ({}));
      hint({ type: 'ledger.changed' });
      return removed.ok ? look(found.value) : removed;
    },
  };
};
