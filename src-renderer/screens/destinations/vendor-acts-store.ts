// What else can be done at one destination's vendor: its campaigns and webhooks as the vendor shows them, and the acts on them.
import { createStore } from 'zustand/vanilla';
import type { Client } from '../../../src-shared/contract/contract.ts';
import type { CampaignsChanged, CampaignView, VendorAct, WebhookView } from '../../../src-shared/contract/destination-acts.ts';
import type { Failure } from '../../../src-shared/failures.ts';
import type { Result } from '../../../src-shared/result.ts';
import { createLatest } from '../../wizard/latest.ts';
import type { ScreenStore } from '../../wizard/screen-store.ts';

export type VendorActsState = {
  /** Null: nobody has looked yet. */
  readonly campaigns: readonly CampaignView[] | null;
  readonly webhooks: readonly WebhookView[] | null;
  readonly failure: Failure | null;
  /** What is being done, for the button that shows it ("look", "settle", "register", "remove w-1"); null: nothing. */
  readonly acting: string | null;
};

export type NewWebhook = { readonly name: string; readonly url: string; readonly secret: string };

/** Acts answer null when another one is still under way. */
export type VendorActsStore = ScreenStore<VendorActsState> & {
  readonly look: () => Promise<void>;
  readonly settle: (campaignIds: readonly string[]) => Promise<Result<CampaignsChanged, Failure> | null>;
  /** The secret passes through and is never part of the state. */
  readonly register: (webhook: NewWebhook) => Promise<Result<readonly WebhookView[], Failure> | null>;
  readonly remove: (webhookId: string) => Promise<Result<readonly WebhookView[], Failure> | null>;
};

/** `looksAtOnce`: the vendor is asked on entry; otherwise only when a person wants it. */
export const createVendorActsStore = (client: Client, destinationId: number, offers: readonly VendorAct[], looksAtOnce: boolean): VendorActsStore => {
  const store = createStore<VendorActsState>(() => ({ campaigns: null, webhooks: null, failure: null, acting: null }));
  const latest = createLatest();
  const hasCampaigns = offers.includes('wake-campaigns') || offers.includes('bind-campaigns');

  const act = async <T>(what: string, ask: () => Promise<Result<T, Failure>>, keep: (value: T) => Partial<VendorActsState>): Promise<Result<T, Failure> | null> => {
    if (store.getState().acting !== null) return null;
    store.setState({ acting: what });
    const reply = await ask();
    store.setState({ acting: null, ...(reply.ok ? { ...keep(reply.value), failure: null } : {}) });
    return reply;
  };
  const look = async (): Promise<void> => {
    if (store.getState().acting !== null) return;
    store.setState({ acting: 'look' });
    await latest(
      async () => (hasCampaigns ? { campaigns: await client.call('campaign.page', { destinationId }) } : { webhooks: await client.call('webhook.page', { destinationId }) }),
      ({ campaigns, webhooks }) => {
        const failed = [campaigns, webhooks].find((reply) => reply?.ok === false);
        store.setState({
          ...(campaigns?.ok === true ? { campaigns: campaigns.value } : {}), ...(webhooks?.ok === true ? { webhooks: webhooks.value } : {}),
          failure: failed?.ok === false ? failed.failure : null, acting: null,
        });
      },
    );
  };

  return {
    store,
    look,
    settle: async (campaignIds) => await act(
      'settle', async () => await client.call(offers.includes('wake-campaigns') ? 'campaign.wake' : 'campaign.bind', { destinationId, campaignIds: [...campaignIds] }), ({ campaigns }) => ({ campaigns }),
    ),
    register: async ({ name, url, secret }) => await act('register', async () => await client.call('webhook.register', { destinationId, name, url, ...(secret === '' ? {} : { secret }) }), (webhooks) => ({ webhooks })),
    remove: async (webhookId) => await act(`remove ${webhookId}`, async () => await client.call('webhook.remove', { destinationId, webhookId }), (webhooks) => ({ webhooks })),
    open: () => { if (looksAtOnce) void look(); },
    close: () => undefined,
  };
};
