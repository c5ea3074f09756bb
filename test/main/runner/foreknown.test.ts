// What can be known before a push is named before it: full and unfit lists, lists nobody uses, missing jurisdictions, countries the interface does not take.
import { afterEach, describe, expect, it } from 'vitest';
import { createConnectors } from '../../../src-main/vendors/registry.ts';
import type { VendorFacts } from '../../../src-main/vendors/connector.ts';
import type { PlanView } from '../../../src-shared/contract/runs.ts';
import { valueOf } from '../../helpers/create-test-core.ts';
import { createPushWorld, phones, type PushWorld, type WorldOptions } from './push-world.ts';

let world: PushWorld | undefined;
const open = async (facts: Partial<VendorFacts>, options: WorldOptions): Promise<PushWorld> => {
  const connectors = createConnectors();
  const live = connectors['genesys-dnclists'];
  world = await createPushWorld({ ...options, needs: { connectors: { ...connectors, 'genesys-dnclists': { ...live, facts: { ...live.facts, ...facts } } } } });
  return world;
};
afterEach(async () => {
  await world?.close();
  world = undefined;
});
const plan = async ({ desk, destinationId }: PushWorld): Promise<PlanView> => valueOf(await desk().client.call('run.plan', { destinationId }));
const check = ({ desk, destinationId }: PushWorld) => desk().client.call('destination.check', { destinationId });

describe('the dry run', () => {
  it('says that a list has no room for all of it, by what the last check saw and what was pushed since', async () => {
    const here = await open({ listLimit: 30 }, { rows: phones(25) });
    expect((await plan(here)).warnings).toEqual([]);
    await here.push();
    await here.importRows(phones(10, 25));
    expect((await plan(here)).warnings).toEqual([{ kind: 'list_full', listName: 'DNC CORPORATE', numbers: 10, room: 5, limit: 30 }]);
  });

  it('says that no campaign uses a list, once a check has looked, and that one does', async () => {
    const here = await open({}, { rows: phones(5) });
    expect((await plan(here)).warnings).toEqual([]);
    expect(valueOf(await check(here)).uses).toHaveLength(4);
    expect((await plan(here)).warnings).toEqual([{ kind: 'list_unused', listName: 'DNC CORPORATE' }]);
    await bindCampaign(here);
    valueOf(await check(here));
    expect((await plan(here)).warnings).toEqual([]);
    const list = (await here.destination()).lists.find(({ dncType }) => dncType === 'CORPORATE');
    expect(list?.uses).toEqual({ by: ['campaign Practice campaign (off)'], warnings: ['none of these campaigns is on'] });
  });

  it('holds back numbers without a jurisdiction where the vendor would block them everywhere', async () => {
    const here = await open({ needsJurisdiction: true }, { rows: [...phones(3), ...phones(2, 3).map((phone) => ({ phone, code: 'FTC' }))] });
    expect(await plan(here)).toMatchObject({ numbers: 2, held: [{ why: 'jurisdiction_missing', detail: null, numbers: 3 }] });
    expect(await here.push()).toMatchObject({ accepted: 2 });
  });

  it('holds back countries that the interface does not take, whatever the destination allows', async () => {
    const here = await open({ countries: ['GB', 'CA'] }, { rows: phones(3) });
    expect(await plan(here)).toMatchObject({ numbers: 0, held: [{ why: 'country_not_allowed', detail: 'US', numbers: 3 }] });
    await here.close();
    const narrower = await open({ countries: ['GB', 'US'] }, { rows: phones(3), countries: ['GB'] });
    expect(await plan(narrower)).toMatchObject({ numbers: 0 });
  });
});

/** As an administrator of the vendor's would, past the desk. */
const bindCampaign = async ({ tenant: { baseUrl, credentials: { clientId = '', clientSecret = '' } }, listRef }: PushWorld): Promise<void> => {
  const signedIn = await fetch(`${baseUrl}/oauth/token`, {
    method: 'POST', body: 'grant_type=client_credentials',
    headers: { authorization: `Basic ${Buffer.from(`${clientId}:${clientSecret}`).toString('base64')}`, 'content-type': 'application/x-www-form-urlencoded' },
  });
  const { access_token: token } = await signedIn.json() as { readonly access_token: string };
  const headers = { authorization: `Bearer ${token}`, 'content-type': 'application/json' };
  const campaign = await (await fetch(`${baseUrl}/api/v2/outbound/campaigns/practice-campaign`, { headers })).json() as object;
  const changed = await fetch(`${baseUrl}/api/v2/outbound/campaigns/practice-campaign`, { method: 'PUT', headers, body: JSON.stringify({ ...campaign, dncLists: [{ id: listRef() }] }) });
  expect(changed.status).toBe(200);
};
