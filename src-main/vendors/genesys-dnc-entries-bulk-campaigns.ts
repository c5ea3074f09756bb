// Which campaigns heed the DNC entries: an entry of a type that no campaign's rule blocks protects nobody.
import { z } from 'zod';
import type { DncType } from '../../src-shared/domain/dnc.ts';
import type { HttpRequest } from '../ports/http.ts';
import type { CampaignView } from '../../src-shared/contract/destination-acts.ts';
import { accessOf } from './access.ts';
import { ask, type Answer } from './ask.ts';
import type { Call, CampaignCalls, Connector, ListUse, SettleOutcome, Trouble } from './connector.ts';
import { readFailure } from './genesys-dnc-entries-bulk-answers.ts';
import { isCampaignId, readCampaignIds } from './genesys-dnc-entries-bulk-form.ts';
import { campaignRequest, changeCampaignRequest } from './genesys-dnc-entries-bulk-requests.ts';
import { quoteVendor } from './quote-vendor.ts';
import { readAnswer } from './read-answer.ts';

const ruleSchema = z.object({ blockTypes: z.array(z.string()).nullish(), blockInbound: z.boolean().nullish(), priority: z.number().nullish(), description: z.string().nullish() });
const campaignSchema = z.looseObject({ name: z.string().nullish(), dncRule: ruleSchema.nullish() });
type Campaign = z.output<typeof campaignSchema>;

type Found = { readonly kind: 'found'; readonly campaign: Campaign } | { readonly kind: 'missing' } | Trouble;

/** A list is a DNC type here, so a campaign uses it by blocking that type. The guide lists no campaigns: the settings name them. */
export const findCampaignUses: NonNullable<Connector['uses']> = async (call, listRefs) => {
  const ids = readCampaignIds(call.settings).filter(isCampaignId);
  const found: { readonly words: string; readonly blocked: readonly string[] }[] = [];
  const warnings: string[] = ids.length === 0 ? ['the settings name no campaign, so nothing shows that one heeds these entries'] : [];
  for (const id of ids) {
    const one = await findCampaign(call, id);
    if (one.kind === 'missing') warnings.push(`campaign ${id} does not exist`);
    else if (one.kind !== 'found') return one;
    else {
      const words = `campaign ${quoteVendor(one.campaign.name ?? id, [call.token()])}`;
      const { dncRule } = one.campaign;
      if (dncRule === null || dncRule === undefined) warnings.push(`${words} has no DNC rule`);
      else found.push({ words, blocked: dncRule.blockTypes ?? [] });
    }
  }
  const lists = listRefs.map((listRef): ListUse => ({
    listRef,
    by: found.filter(({ blocked }) => blocked.includes(listRef)).map(({ words }) => words),
    warnings: [...warnings, ...found.filter(({ blocked }) => !blocked.includes(listRef)).map(({ words }) => `${words} does not block ${listRef}`)],
  }));
  return { kind: 'uses', lists };
};

/** The campaigns that the settings name; one that does not exist is shown by its id, and nothing can be done about it. */
const findCampaigns: CampaignCalls['find'] = async (call, lists) => {
  const campaigns: CampaignView[] = [];
  for (const id of readCampaignIds(call.settings).filter(isCampaignId)) {
    const one = await findCampaign(call, id);
    if (one.kind === 'missing') campaigns.push({ campaignId: id, name: id, status: 'does not exist', lists: [], lacks: [], can: null });
    else if (one.kind !== 'found') return one;
    else {
      const blocked = one.campaign.dncRule?.blockTypes ?? [];
      const lacks = lists.filter(({ dncType }) => !blocked.includes(dncType)).map(({ dncType }) => dncType);
      campaigns.push({
        campaignId: id, name: quoteVendor(one.campaign.name ?? id, [call.token()]), status: null, lacks, can: lacks.length === 0 ? null : 'bind',
        lists: lists.filter(({ dncType }) => blocked.includes(dncType)).map(({ listName }) => listName),
      });
    }
  }
  return { kind: 'campaigns', campaigns };
};

/** Adds the types to what a campaign's rule blocks and leaves the rest of the campaign as it was read; says nothing to the vendor when they are there already. */
export const bindCampaign = async (call: Call, campaignId: string, types: readonly DncType[]): Promise<SettleOutcome> => {
  const one = isCampaignId(campaignId) ? await findCampaign(call, campaignId) : ({ kind: 'missing' } as const);
  if (one.kind === 'missing') return { kind: 'failed', failure: { type: 'VendorRefused', status: 404, code: 'campaign.not.found', why: 'there is no such campaign' } };
  if (one.kind !== 'found') return one;
  const rule = one.campaign.dncRule ?? {};
  const before = rule.blockTypes ?? [];
  const blockTypes = [...new Set([...before, ...types])];
  if (blockTypes.length === before.length) return { kind: 'settled', changed: false };
  const asked = await askFine(call, changeCampaignRequest(accessOf(call), campaignId, { ...one.campaign, dncRule: { ...rule, blockTypes } }));
  if (asked.kind !== 'answered') return asked;
  // Only what the answer shows was kept.
  const kept = readAnswer(campaignSchema, asked.reply.body)?.dncRule?.blockTypes ?? [];
  return types.every((type) => kept.includes(type)) ? { kind: 'settled', changed: true } : asked.unreadable();
};

export const bulkCampaigns: CampaignCalls = { act: 'bind', find: findCampaigns, settle: (call, campaignId, lists) => bindCampaign(call, campaignId, lists.map(({ dncType }) => dncType)) };

const findCampaign = async (call: Call, id: string): Promise<Found> => {
  const asked = await askFine(call, campaignRequest(accessOf(call), id));
  if (asked.kind === 'failed' && asked.failure.type === 'VendorRefused' && asked.failure.status === 404) return { kind: 'missing' };
  if (asked.kind !== 'answered') return asked;
  const campaign = readAnswer(campaignSchema, asked.reply.body);
  return campaign === null ? asked.unreadable() : { kind: 'found', campaign };
};

/** Here only 200 is an answer. */
const askFine = async (call: Call, request: HttpRequest): Promise<Answer> => {
  const asked = await ask(call, request, readFailure);
  return asked.kind !== 'answered' || asked.reply.status === 200 ? asked : asked.unreadable();
};
