// Genesys campaigns, so that binding a list can be practised: PUT takes the full object with its version, start and stop take neither.
import { randomUUID } from 'node:crypto';
import type { Hono } from 'hono';
import type { TenantNeeds } from '../tenant.ts';
import { refuse, type GenesysContext, type GenesysEnv } from './genesys-answers.ts';
import { isRecord, readJson } from '../read-body.ts';
import { countContacts, findContactList, refOfContactList } from './genesys-contact-lists.ts';
import { createDocuments, type Documents } from './genesys-documents.ts';
import { findList, refOf } from './genesys-lists.ts';
import { answerPage, home } from './genesys-pages.ts';

const path = '/api/v2/outbound/campaigns';
const modes = new Set(['agentless', 'preview', 'power', 'predictive', 'progressive', 'external']);
const statuses = new Set(['on', 'stopping', 'off', 'complete', 'invalid', 'forced_off', 'forced_stopping']);
/** Those a client can leave out and still have a campaign, says the schema. */
const required = ['name', 'contactList', 'dialingMode', 'phoneColumns', 'callerName', 'callerAddress'] as const;

/** `stopsAt`: a stopping campaign is off from then on. */
type Campaign = { readonly id: string; readonly name: string; readonly version: number; readonly stopsAt?: number | null; readonly [field: string]: unknown };

const first: Campaign = {
  id: 'practice-campaign', name: 'Practice campaign', version: 1, campaignStatus: 'off', dialingMode: 'preview',
  contactList: { id: 'practice-contacts', name: 'Practice contacts' }, phoneColumns: [{ columnName: 'phone', type: 'cell' }],
  callerName: 'Practice', callerAddress: '+12025550100', dncLists: [], dateCreated: '2026-01-01T00:00:00.000Z',
};

/** The practice campaign has dialled this list to its end: what waking one is like can be tried. */
export const endOn = async (needs: TenantNeeds, contactList: { readonly id: string; readonly name: string }): Promise<void> => {
  await createDocuments<Campaign>(needs, 'campaign', first).keep({ ...first, campaignStatus: 'complete', contactList: { id: contactList.id, name: contactList.name } });
};

export const addCampaigns = (app: Hono<GenesysEnv>, needs: TenantNeeds): void => {
  const campaigns = createDocuments<Campaign>(needs, 'campaign', first);
  const body = (campaign: Campaign) => bodyOf(campaign, needs);

  /** Answers with what `change` makes of the campaign, or with the refusal. */
  const onOne = (answer: (c: GenesysContext, campaign: Campaign) => Response | Promise<Response>) => (c: GenesysContext): Response | Promise<Response> => {
    const campaign = campaigns.byId(c.req.param('id') ?? '');
    return campaign === undefined ? notFound(c) : answer(c, campaign);
  };
  const keep = async (campaign: Campaign): Promise<Campaign> => {
    await campaigns.keep(campaign);
    return campaigns.byId(campaign.id) ?? campaign;
  };

  app.get(path, (c) => answerPage(c, using(c, campaigns), body));
  app.get(`${path}/divisionviews`, (c) => answerPage(c, campaigns.all(), viewOf));
  app.get(`${path}/divisionviews/:id`, onOne((c, campaign) => c.json(viewOf(campaign))));

  app.post(path, async (c) => {
    const draft = readDraft(c, needs);
    if (draft instanceof Response) return draft;
    const at = new Date(needs.now()).toISOString();
    return c.json(body(await keep({ campaignStatus: 'off', ...draft, id: randomUUID(), version: 1, dateCreated: at, dateModified: at })));
  });

  app.post(`${path}/progress`, (c) => {
    const ids = readJson(c.env.body);
    return Array.isArray(ids) ? c.json(ids.flatMap((id) => campaigns.byId(String(id)) ?? []).map((one) => progressOf(one, needs))) : refuse(c, 400, 'bad.request', 'The body is no JSON array.');
  });

  app.get(`${path}/:id`, onOne((c, campaign) => c.json(body(campaign))));

  app.put(`${path}/:id`, onOne(async (c, campaign) => {
    const draft = readDraft(c, needs);
    if (draft instanceof Response) return draft;
    if (draft.version !== campaign.version) return refuse(c, 409, 'general.conflict', 'The version does not match; read the campaign again.');
    return c.json(body(await keep({
      campaignStatus: campaign['campaignStatus'], ...draft, id: campaign.id, version: campaign.version + 1,
      dateCreated: campaign['dateCreated'], dateModified: new Date(needs.now()).toISOString(),
    })));
  }));

  app.patch(`${path}/:id`, onOne(async (c, campaign) => {
    const draft = readJson(c.env.body);
    if (!isRecord(draft)) return refuse(c, 400, 'bad.request', 'The body is not a JSON object.');
    const fields = Object.entries(draft).filter(([field]) => ['outboundLineCount', 'abandonRate', 'maxCallsPerAgent', 'queue'].includes(field));
    await keep({ ...campaign, ...Object.fromEntries(fields), version: campaign.version + 1 });
    return c.body(null, 204);
  }));

  app.delete(`${path}/:id`, onOne(async (c, campaign) => {
    if (statusOf(campaign, needs) !== 'off') return refuse(c, 400, 'bad.request', 'Only a campaign that is off can be deleted.');
    await campaigns.drop(campaign.id);
    return c.json(body(campaign));
  }));

  app.post(`${path}/:id/start`, onOne(async (c, campaign) => {
    await keep({ ...campaign, campaignStatus: 'on', stopsAt: null, version: campaign.version + 1 });
    return c.body(null, 204);
  }));

  // Calls under way are not cut off: it stops for a while, then it is off.
  app.post(`${path}/:id/stop`, onOne(async (c, campaign) => {
    if (statusOf(campaign, needs) === 'on') await keep({ ...campaign, campaignStatus: 'stopping', stopsAt: needs.now() + needs.propagationMs, version: campaign.version + 1 });
    return c.body(null, 204);
  }));

  // Recycling: the contact list is dialled from its beginning when the campaign is started again.
  app.delete(`${path}/:id/progress`, onOne(async (c, campaign) => {
    if (['on', 'stopping'].includes(statusOf(campaign, needs))) return refuse(c, 400, 'bad.request', 'A running campaign cannot be recycled.');
    await keep({ ...campaign, campaignStatus: 'off', version: campaign.version + 1 });
    return c.body(null, 204);
  }));

  app.get(`${path}/:id/progress`, onOne((c, campaign) => c.json(progressOf(campaign, needs))));
  app.get(`${path}/:id/stats`, onOne((c) => c.json({ idleAgents: 0, outstandingCalls: 0, scheduledCalls: 0, validAttempts: 0, contactRate: { attempts: 0, connects: 0, connectRatio: 0 } })));
  app.get(`${path}/:id/diagnostics`, onOne((c, campaign) => c.json({
    callableContacts: { dncLists: campaign['dncLists'] ?? [] }, outstandingInteractionsCount: 0, scheduledInteractionsCount: 0, idleAgents: 0, numberOfContactsCalled: 0,
    totalNumberOfContacts: countContacts(needs, idOf(campaign['contactList'])), campaignErrors: [],
  })));
  app.get(`${path}/:id/interactions`, onOne((c, { id, name }) => c.json({
    campaign: { id, name, selfUri: `${path}/${id}` }, pendingInteractions: [], proceedingInteractions: [], previewingInteractions: [], interactingInteractions: [], scheduledInteractions: [],
  })));
};

const notFound = (c: GenesysContext): Response => refuse(c, 404, 'not.found', 'The campaign could not be found.');

/** Those that use the contact list and the DNC lists of the query. */
const using = (c: GenesysContext, campaigns: Documents<Campaign>): readonly Campaign[] => {
  const [contactListId, dncListIds] = [c.req.query('contactListId'), c.req.queries('dncListIds')?.flatMap((ids) => ids.split(',')) ?? []];
  return campaigns.all().filter((campaign) => {
    const used = refsOf(campaign['dncLists']);
    return (contactListId === undefined || idOf(campaign['contactList']) === contactListId) && dncListIds.every((id) => used.includes(id));
  });
};

type Draft = Readonly<Record<string, unknown>> & { readonly name: string; readonly version: unknown };

/** The full object with its references named, or the refusal. */
const readDraft = (c: GenesysContext, needs: TenantNeeds): Draft | Response => {
  const draft = readJson(c.env.body);
  if (!isRecord(draft)) return refuse(c, 400, 'bad.request', 'The body is not a JSON object.');
  const lacking = required.filter((field) => draft[field] === undefined);
  if (lacking.length > 0) return refuse(c, 400, 'invalid.property', `The full campaign is needed; missing: ${lacking.join(', ')}.`);
  const { name, version, dialingMode, campaignStatus = 'off' } = draft;
  if (typeof name !== 'string' || name.trim() === '') return refuse(c, 400, 'invalid.property', 'name is missing.');
  if (typeof dialingMode !== 'string' || !modes.has(dialingMode)) return refuse(c, 400, 'invalid.value', 'dialingMode is unknown.');
  if (typeof campaignStatus !== 'string' || !statuses.has(campaignStatus)) return refuse(c, 400, 'invalid.value', 'campaignStatus is unknown.');
  const contactList = findContactList(needs, idOf(draft['contactList']));
  if (contactList === undefined) return refuse(c, 400, 'invalid.value', 'contactList names no contact list.');
  const dncLists = refsOf(draft['dncLists']).map((id) => findList(needs, id));
  if (dncLists.includes(undefined)) return refuse(c, 400, 'invalid.value', 'dncLists names a DNC list that does not exist.');
  return { ...draft, name, version, contactList: refOfContactList(contactList), dncLists: dncLists.flatMap((list) => (list === undefined ? [] : [refOf(list)])) };
};

const idOf = (ref: unknown): string => (isRecord(ref) && typeof ref['id'] === 'string' ? ref['id'] : '');

const refsOf = (refs: unknown): readonly string[] => (Array.isArray(refs) ? refs.map(idOf) : []);

const statusOf = ({ campaignStatus, stopsAt }: Campaign, { now }: TenantNeeds): string =>
  (campaignStatus === 'stopping' && typeof stopsAt === 'number' && stopsAt <= now() ? 'off' : String(campaignStatus));

const bodyOf = (campaign: Campaign, needs: TenantNeeds) => {
  const { stopsAt: _stopsAt, ...body } = campaign;
  return { ...body, campaignStatus: statusOf(campaign, needs), division: home, selfUri: `${path}/${campaign.id}` };
};

const viewOf = ({ id, name }: Campaign) => ({ id, name, division: home, selfUri: `${path}/divisionviews/${id}` });

/** Nobody is ever dialled here. */
const progressOf = ({ id, name, contactList }: Campaign, needs: TenantNeeds) => ({
  campaign: { id, name, selfUri: `${path}/${id}` }, contactList, numberOfContactsCalled: 0, numberOfContactsMessaged: 0,
  totalNumberOfContacts: countContacts(needs, idOf(contactList)), percentage: 0,
});
