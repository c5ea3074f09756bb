// One Genesys campaign, so that binding a list can be practised: PUT takes the full object with its version.
import type { Hono } from 'hono';
import type { TenantNeeds } from '../tenant.ts';
import { isRecord, readJson, refuse, type GenesysEnv } from './genesys-answers.ts';

const fresh = {
  id: 'practice-campaign', name: 'Practice campaign', version: 1, campaignStatus: 'off', dialingMode: 'preview',
  contactList: { id: 'practice-contacts', name: 'Practice contacts' }, phoneColumns: [{ columnName: 'phone', type: 'cell' }],
  callerName: 'Practice', callerAddress: '+12025550100', dncLists: [] as unknown, selfUri: '/api/v2/outbound/campaigns/practice-campaign',
};
const key = 'campaign';

export const addCampaigns = (app: Hono<GenesysEnv>, needs: TenantNeeds): void => {
  const current = (): Readonly<Record<string, unknown>> => {
    const stored = needs.lists.documents.get(key);
    return isRecord(stored) ? stored : fresh;
  };

  app.get('/api/v2/outbound/campaigns', (c) => c.json({ entities: [current()], pageSize: 25, pageNumber: 1, total: 1, pageCount: 1 }));

  app.get('/api/v2/outbound/campaigns/:id', (c) => (c.req.param('id') === fresh.id ? c.json(current()) : refuse(c, 404, 'not.found', 'The campaign could not be found.')));

  app.put('/api/v2/outbound/campaigns/:id', async (c) => {
    if (c.req.param('id') !== fresh.id) return refuse(c, 404, 'not.found', 'The campaign could not be found.');
    const draft = readJson(c.env.body);
    if (!isRecord(draft)) return refuse(c, 400, 'bad.request', 'The body is not a JSON object.');
    const lacking = ['name', 'contactList', 'dialingMode', 'phoneColumns', 'callerName', 'callerAddress'].filter((field) => draft[field] === undefined);
    if (lacking.length > 0) return refuse(c, 400, 'invalid.property', `The full campaign is needed; missing: ${lacking.join(', ')}.`);
    const { version } = current();
    if (draft['version'] !== version) return refuse(c, 409, 'general.conflict', 'The version does not match; read the campaign again.');
    await needs.journal.append({ t: 'document', key, at: needs.now(), value: { ...draft, id: fresh.id, selfUri: fresh.selfUri, version: Number(version) + 1 } });
    return c.json(current());
  });
};
