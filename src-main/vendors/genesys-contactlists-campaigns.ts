// Which campaigns dial a contact list, and waking those that had come to its end; a contact list that no campaign dials protects nobody and calls nobody.
import { z } from 'zod';
import type { CampaignView } from '../../src-shared/contract/destination-acts.ts';
import { accessOf } from './access.ts';
import { ask } from './ask.ts';
import type { Call, CampaignCalls, Connector, ListUse, Trouble } from './connector.ts';
import { campaignRequest, campaignsRequest, changeCampaignRequest, isRef } from './genesys-contactlists-requests.ts';
import { readFailure } from './genesys-dnclists-answers.ts';
import { quoteVendor } from './quote-vendor.ts';
import { readAnswer } from './read-answer.ts';

const campaignSchema = z.looseObject({ id: z.string(), name: z.string(), campaignStatus: z.string().nullish(), contactList: z.looseObject({ id: z.string() }) });
const pageSchema = z.object({ entities: z.array(campaignSchema), pageCount: z.number().nullish() });
type Campaign = z.output<typeof campaignSchema>;

/** So many times is a campaign read again that somebody else changed meanwhile. */
const mostTries = 3;
const mostPages = 100;

export const findCampaignUses: NonNullable<Connector['uses']> = async (call, listRefs) => {
  const lists: ListUse[] = [];
  for (const listRef of listRefs) {
    const found = await findCampaigns(call, listRef);
    if (found.kind !== 'campaigns') return found;
    const say = ({ name, campaignStatus }: Campaign): string => `campaign ${quoteVendor(name, [call.token()]).slice(0, 80)} (${quoteVendor(campaignStatus ?? 'status unknown', [call.token()]).slice(0, 30)})`;
    lists.push({ listRef, by: found.campaigns.map(say), warnings: found.campaigns.length === 0 ? ['no campaign dials this contact list'] : [],
      asleep: found.campaigns.filter(({ campaignStatus }) => isEnded(campaignStatus)).map(({ name }) => quoteVendor(name, [call.token()])) });
  }
  return { kind: 'uses', lists };
};

/** Every campaign that dials one of the lists. */
const findDialling: CampaignCalls['find'] = async (call, lists) => {
  const views = new Map<string, CampaignView>();
  for (const { listRef, listName } of lists) {
    const found = await findCampaigns(call, listRef);
    if (found.kind !== 'campaigns') return found;
    for (const { id, name, campaignStatus } of found.campaigns) {
      const status = campaignStatus == null ? null : quoteVendor(campaignStatus, [call.token()]).slice(0, 30);
      views.set(id, { campaignId: id, name: quoteVendor(name, [call.token()]), status, lists: [...(views.get(id)?.lists ?? []), listName], lacks: [], can: isEnded(campaignStatus) && isRef(id) ? 'wake' : null });
    }
  }
  return { kind: 'campaigns', campaigns: [...views.values()] };
};

/** The guide writes "Completed", the Platform API "complete". */
const isEnded = (status: string | null | undefined): boolean => /^completed?$/i.test(status ?? '');

/**
 * Sets a campaign that came to its end back to on. Dialling begins again with that, so a person decides it: no push does it by itself.
 * PUT takes the full object with its version; 409: somebody changed it meanwhile, so it is read again.
 */
const wake: CampaignCalls['settle'] = async (call, id, lists) => {
  if (!isRef(id)) return { kind: 'failed', failure: { type: 'VendorRefused', status: 404, code: 'campaign.not.found', why: 'there is no such campaign' } };
  for (let tries = 1; ; tries += 1) {
    const read = await ask(call, campaignRequest(accessOf(call), id), readFailure);
    if (read.kind !== 'answered') return read;
    const campaign = read.reply.status === 200 ? readAnswer(campaignSchema, read.reply.body) : null;
    if (campaign === null) return read.unreadable();
    if (!isEnded(campaign.campaignStatus) || !lists.some(({ listRef }) => listRef === campaign.contactList.id)) return { kind: 'settled', changed: false };
    const changed = await ask(call, changeCampaignRequest(accessOf(call), id, { ...campaign, campaignStatus: 'on' }), readFailure);
    if (changed.kind !== 'answered') return changed;
    if (changed.reply.status === 409 && tries < mostTries) continue;
    // Only what the answer shows was kept.
    const kept = changed.reply.status === 200 ? readAnswer(campaignSchema, changed.reply.body) : null;
    return kept?.campaignStatus?.toLowerCase() === 'on' ? { kind: 'settled', changed: true } : changed.unreadable();
  }
};

export const contactCampaigns: CampaignCalls = { act: 'wake', find: findDialling, settle: wake };

const findCampaigns = async (call: Call, listRef: string): Promise<{ readonly kind: 'campaigns'; readonly campaigns: readonly Campaign[] } | Trouble> => {
  if (!isRef(listRef)) return { kind: 'failed', failure: { type: 'ListMissing', list: listRef } };
  const campaigns = new Map<string, Campaign>();
  for (let page = 1; page <= mostPages; page += 1) {
    const asked = await ask(call, campaignsRequest(accessOf(call), listRef, page), readFailure);
    if (asked.kind !== 'answered') return asked;
    const read = asked.reply.status === 200 ? readAnswer(pageSchema, asked.reply.body) : null;
    if (read === null) return asked.unreadable();
    // A gateway that does not know the filter answers with all campaigns.
    for (const campaign of read.entities) if (campaign.contactList.id === listRef) campaigns.set(campaign.id, campaign);
    if (read.entities.length === 0 || page >= (read.pageCount ?? page)) break;
  }
  return { kind: 'campaigns', campaigns: [...campaigns.values()] };
};
