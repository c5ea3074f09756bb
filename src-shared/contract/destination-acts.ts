// What a person does at the vendor beside lists: ended campaigns are woken, campaigns are told to block, and an own address hears of new entries.
import { z } from 'zod';
import type { DncType } from '../domain/dnc.ts';
import type { ActNotOffered, NotFound, PracticeUnavailable, SettingInvalid, VendorFailure } from '../failures.ts';
import { command } from './command.ts';

/** Which of them a dialect knows; each needs its own call at the vendor. */
const vendorActs = ['wake-campaigns', 'bind-campaigns', 'webhooks'] as const;
export type VendorAct = (typeof vendorActs)[number];

export type CampaignView = {
  readonly campaignId: string;
  readonly name: string;
  /** In the vendor's own word ("on", "complete"); null where it says none. */
  readonly status: string | null;
  /** The chosen lists it dials, or heeds, by name. */
  readonly lists: readonly string[];
  /** DNC types with a chosen list that its rule does not block. */
  readonly lacks: readonly DncType[];
  /** wake: it came to its end and can be set back to on. bind: it can be told to block what it lacks. Null: nothing is to be done. */
  readonly can: 'wake' | 'bind' | null;
};

/** `changed`: the names of those that the vendor showed as changed by this act; `campaigns`: all of them as they are now. */
export type CampaignsChanged = { readonly changed: readonly string[]; readonly campaigns: readonly CampaignView[] };

export type WebhookView = { readonly webhookId: string; readonly name: string; readonly url: string; readonly enabled: boolean };

type ActFailure = NotFound | ActNotOffered | PracticeUnavailable | VendorFailure;

const someCampaigns = z.strictObject({ destinationId: z.int(), /** All that can be, where it is left out. */ campaignIds: z.array(z.string().min(1).max(200)).min(1).max(1000).optional() });

export const destinationActCommands = {
  'campaign.page': command<readonly CampaignView[], ActFailure>()('The campaigns that have to do with a destination’s lists, as the vendor shows them now', z.strictObject({ destinationId: z.int() })),
  'campaign.wake': command<CampaignsChanged, ActFailure>()('Set campaigns that came to their end back to on: dialling begins again', someCampaigns),
  'campaign.bind': command<CampaignsChanged, ActFailure>()('Let campaigns block the DNC types that have a list here', someCampaigns),
  'webhook.page': command<readonly WebhookView[], ActFailure>()('Addresses that the vendor tells of new entries', z.strictObject({ destinationId: z.int() })),
  'webhook.register': command<readonly WebhookView[], ActFailure | SettingInvalid>()(
    'Let the vendor tell an address of your own of every new entry',
    z.strictObject({
      destinationId: z.int(), name: z.string().trim().min(1).max(80), url: z.string().trim().min(1).max(500),
      /** The bearer token that your receiver asks for; it goes to the vendor and is kept nowhere here. */
      secret: z.string().min(1).max(2000).optional(),
    })),
  'webhook.remove': command<readonly WebhookView[], ActFailure>()('Let the vendor tell an address no more', z.strictObject({ destinationId: z.int(), webhookId: z.string().min(1).max(200) })),
};
