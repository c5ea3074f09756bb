// Wires what else can be done at a destination's vendor: campaigns or webhooks, whichever its interface offers.
import type { JSX } from 'react';
import type { DestinationView, DialectForm } from '../../../src-shared/contract/destinations.ts';
import { countOf } from '../../../src-shared/words/figures.ts';
import { useNotices } from '../../ui/notices.tsx';
import { useDesk } from '../../wizard/desk.tsx';
import { tellReply } from '../../wizard/tell-reply.ts';
import { useScreenStore } from '../../wizard/use-screen-store.ts';
import { CampaignsPanel } from './campaigns-panel.tsx';
import { createVendorActsStore, type VendorActsState, type VendorActsStore } from './vendor-acts-store.ts';
import { WebhooksPanel } from './webhooks-panel.tsx';

export const VendorActs = ({ destination, form }: { readonly destination: DestinationView; readonly form: DialectForm }): JSX.Element | null => {
  const { client } = useDesk();
  const { tell } = useNotices();
  const offers = form.offers ?? [];
  // Lists are chosen only over a connection that works.
  const [state, store] = useScreenStore<VendorActsState, VendorActsStore>(() => createVendorActsStore(client, destination.destinationId, offers, offers.length > 0 && destination.lists.length > 0));
  const look = (): void => { void store.look(); };
  const shared = { failure: state.failure, acting: state.acting, onLook: look };
  if (offers.includes('webhooks')) {
    return (
      <WebhooksPanel
        {...shared} webhooks={state.webhooks}
        onRegister={async (webhook) => {
          const reply = await store.register(webhook);
          if (reply?.ok === true) tell({ text: `The vendor tells ${webhook.url} of new entries from now on.`, tone: 'good' });
          return reply?.ok === false ? reply.failure : null;
        }}
        onRemove={({ webhookId, url }) => { void store.remove(webhookId).then((reply) => tellReply(tell, reply, () => `${url} hears nothing any more.`)); }}
      />
    );
  }
  const act = offers.includes('wake-campaigns') ? 'wake' : offers.includes('bind-campaigns') ? 'bind' : null;
  if (act === null) return null;
  return (
    <CampaignsPanel
      {...shared} act={act} campaigns={state.campaigns}
      onSettle={(campaigns) => {
        void store.settle(campaigns.map(({ campaignId }) => campaignId)).then((reply) =>
          tellReply(tell, reply, ({ changed }) => (changed.length === 0 ? 'Somebody else did it meanwhile.' : `${countOf(changed.length, 'campaign')} ${act === 'wake' ? `${changed.length === 1 ? 'is' : 'are'} on again` : `${changed.length === 1 ? 'blocks' : 'block'} these types now`}.`)));
      }}
    />
  );
};
