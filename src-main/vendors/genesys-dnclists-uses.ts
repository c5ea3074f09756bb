// Which campaigns scrub against a Genesys DNC list: one that no campaign names protects nobody.
// Campaign.dncLists and campaignStatus (on, stopping, off, complete, invalid, forced_off, forced_stopping) of the Platform API v2.
import { z } from 'zod';
import { accessOf } from './access.ts';
import { ask } from './ask.ts';
import type { Connector, ListUse } from './connector.ts';
import { readFailure } from './genesys-dnclists-answers.ts';
import { campaignsRequest } from './genesys-dnclists-requests.ts';
import { quoteVendor } from './quote-vendor.ts';
import { readAnswer } from './read-answer.ts';

const pageSchema = z.object({
  entities: z.array(z.object({ name: z.string().nullish(), campaignStatus: z.string().nullish(), dncLists: z.array(z.object({ id: z.string().nullish() })).nullish() })),
  pageCount: z.number().nullish(),
});
type Campaign = z.output<typeof pageSchema>['entities'][number];

/** A list of campaigns longer than this repeats itself. */
const mostPages = 100;

export const findListUses: NonNullable<Connector['uses']> = async (call, listRefs) => {
  const campaigns: Campaign[] = [];
  for (let page = 1; page <= mostPages; page += 1) {
    const asked = await ask(call, campaignsRequest(accessOf(call), page), readFailure);
    if (asked.kind !== 'answered') return asked;
    const read = asked.reply.status === 200 ? readAnswer(pageSchema, asked.reply.body) : null;
    if (read === null) return asked.unreadable();
    campaigns.push(...read.entities);
    if (read.entities.length === 0 || (typeof read.pageCount === 'number' ? page >= read.pageCount : read.entities.length < 100)) break;
  }
  return { kind: 'uses', lists: listRefs.map((listRef) => useOf(listRef, campaigns, call.token())) };
};

const useOf = (listRef: string, campaigns: readonly Campaign[], token: string): ListUse => {
  const users = campaigns.filter(({ dncLists }) => dncLists?.some(({ id }) => id === listRef) === true)
    .map(({ name, campaignStatus }) => ({ name: `campaign ${quoteVendor(name ?? 'without a name', [token])}`, status: quoteVendor(campaignStatus ?? 'unknown', [token]) }));
  return {
    listRef, by: users.map(({ name, status }) => `${name} (${status})`),
    warnings: users.length > 0 && users.every(({ status }) => status !== 'on') ? ['none of these campaigns is on'] : [],
  };
};
