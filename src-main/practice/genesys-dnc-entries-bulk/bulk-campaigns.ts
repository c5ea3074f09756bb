// One campaign with a DNC rule, so that binding can be practised: no type is blocked until somebody says so.
import type { Hono } from 'hono';
import type { TenantNeeds } from '../tenant.ts';
import { isEntryType, refuse, type BulkEnv } from './bulk-answers.ts';
import { fieldsOf, readJson } from '../read-body.ts';

export const practiceCampaign = 'practice-campaign';
const fresh = { id: practiceCampaign, name: 'Practice campaign', dncRule: { blockTypes: [], blockInbound: false, priority: 1, description: 'Blocks nothing yet' } };
const key = 'campaign';
const path = '/api/v2/campaigns/outbound/campaigns/:id';

export const addCampaigns = (app: Hono<BulkEnv>, needs: TenantNeeds): void => {
  const current = (): object => fieldsOf(needs.lists.documents.get(key) ?? fresh);

  app.get(path, (c) => (c.req.param('id') === fresh.id ? c.json(current()) : refuse(c, 404, 'not.found', 'The campaign could not be found.')));

  app.put(path, async (c) => {
    if (c.req.param('id') !== fresh.id) return refuse(c, 404, 'not.found', 'The campaign could not be found.');
    const draft = fieldsOf(readJson(c.env.body));
    const { blockTypes, blockInbound, priority, description } = fieldsOf(draft['dncRule']);
    const isRule = Array.isArray(blockTypes) && blockTypes.every(isEntryType) && typeof blockInbound === 'boolean' && Number.isSafeInteger(priority) && typeof description === 'string';
    if (!isRule) return refuse(c, 400, 'bad.request', 'dncRule needs blockTypes, blockInbound, priority and description.');
    await needs.journal.append({ t: 'document', key, at: needs.now(), value: { ...current(), ...draft, id: fresh.id } });
    return c.json(current());
  });
};
