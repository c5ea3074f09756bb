// Campaigns at the vendor: those that came to their end are woken, and those that block too little are told to; a person asks, and each step is sealed.
import type { CampaignsChanged, CampaignView } from '../../src-shared/contract/destination-acts.ts';
import type { ActNotOffered, NotFound } from '../../src-shared/failures.ts';
import { fail, ok, type Result } from '../../src-shared/result.ts';
import type { Destination } from '../ledger/repositories/destinations.ts';
import { askVendor } from '../runner/ask-vendor.ts';
import type { OpenFailure } from '../runner/vendor-desk.ts';
import type { CampaignCalls } from '../vendors/connector.ts';
import { askSealed } from './ask-sealed.ts';
import { findUses, seeUses } from './destination-uses.ts';
import type { Handlers } from './handlers.ts';
import type { PushContext } from './push-context.ts';

type CampaignHandlers = Handlers<'campaign.page' | 'campaign.wake' | 'campaign.bind'>;
type Failing = NotFound | ActNotOffered | OpenFailure;
type Found = { readonly destination: Destination; readonly calls: CampaignCalls };
type Changing = { readonly destinationId: number; readonly campaignIds?: readonly string[] | undefined };

export const campaignCommands = (context: PushContext): CampaignHandlers => {
  const { ledger, connectors, desk, hint } = context;

  const find = (destinationId: number, act: CampaignCalls['act'] | null): Result<Found, NotFound | ActNotOffered> => {
    const destination = ledger.destinations.find(destinationId);
    if (destination === null) return fail({ type: 'NotFound', what: 'destination', id: destinationId });
    const calls = connectors[destination.dialect].campaigns;
    if (calls === undefined || (act !== null && calls.act !== act)) return fail({ type: 'ActNotOffered', destinationId, act: act === 'bind' ? 'bind-campaigns' : 'wake-campaigns' });
    return ok({ destination, calls });
  };

  const look = async ({ destination, calls }: Found): Promise<Result<readonly CampaignView[], OpenFailure>> => {
    const asked = await askVendor(desk, destination, (_connector, call) => calls.find(call, destination.lists));
    return asked.ok ? ok(asked.value.campaigns) : asked;
  };

  /** One by one; the first that fails ends it, and the leaf names those that were changed before. */
  const settleAll = async ({ destination, calls }: Found, campaigns: readonly CampaignView[], changed: string[]): Promise<Result<readonly string[], OpenFailure>> => {
    for (const { campaignId, name } of campaigns) {
      const settled = await askVendor(desk, destination, (_connector, call) => calls.settle(call, campaignId, destination.lists));
      if (!settled.ok) return settled;
      if (settled.value.changed) changed.push(name);
    }
    return ok(changed);
  };

  /** What was known of the lists' users is known no more; a look that fails changes nothing of what was done. */
  const lookAgain = async (destination: Destination): Promise<void> => {
    const uses = await findUses(context, destination);
    if (uses.ok) ledger.transact(() => { seeUses(context, destination.id, uses.value); });
    hint({ type: 'ledger.changed' });
  };

  const change = async (act: CampaignCalls['act'], { destinationId, campaignIds }: Changing): Promise<Result<CampaignsChanged, Failing>> => {
    const found = find(destinationId, act);
    if (!found.ok) return found;
    const before = await look(found.value);
    if (!before.ok) return before;
    const unknown = campaignIds?.find((id) => !before.value.some(({ campaignId }) => campaignId === id));
    if (unknown !== undefined) return fail({ type: 'NotFound', what: 'campaign', id: unknown });
    const wanted = before.value.filter(({ campaignId, can }) => can === act && (campaignIds === undefined || campaignIds.includes(campaignId)));
    if (wanted.length === 0) return ok({ changed: [], campaigns: before.value });
    const names: string[] = [];
    const sealed = {
      act: `campaign.${act}`, destination: destinationId, body: { campaigns: wanted.length },
      detail: { campaigns: wanted.map(({ campaignId, name, lacks }) => ({ id: campaignId, name: name.toWellFormed(), ...(act === 'bind' ? { types: [...lacks] } : {}) })) },
    };
    const settled = await askSealed(context, sealed, () => settleAll(found.value, wanted, names), () => ({ changed: names.map((name) => name.toWellFormed()) }));
    await lookAgain(found.value.destination);
    if (!settled.ok) return settled;
    const after = await look(found.value);
    return after.ok ? ok({ changed: settled.value, campaigns: after.value }) : after;
  };

  return {
    'campaign.page': async ({ destinationId }) => {
      const found = find(destinationId, null);
      return found.ok ? look(found.value) : found;
    },
    'campaign.wake': (input) => change('wake', input),
    'campaign.bind': (input) => change('bind', input),
  };
};
