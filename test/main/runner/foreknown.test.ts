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

describe('a list that takes no numbers', () => {
  it('is not chosen at Genesys where it is not internal', async () => {
    const here = await open({}, { rows: phones(2) });
    const headers = await signIn(here);
    const made = await fetch(`${here.tenant.baseUrl}/api/v2/outbound/dnclists`, { method: 'POST', headers, body: JSON.stringify({ name: 'Scrubbed elsewhere', dncSourceType: 'rds_custom', contactMethod: 'Phone', customExclusionColumn: 'x' }) });
    const { id } = await made.json() as { readonly id: string };
    const { client } = here.desk();
    expect(await client.call('destination.set-list', { destinationId: here.destinationId, dncType: 'CORPORATE', listRef: id })).toEqual({ ok: false, failure: { type: 'ListUnsuitable', list: 'Scrubbed elsewhere', why: 'rds_custom source' } });
    expect(await here.push()).toMatchObject({ accepted: 2 });
    expect(here.tenant.contents(id)).toEqual([]);
  });

  it('because its CXone group has become inactive is named by the check and by the dry run, and a push keeps its numbers until it is active again', async () => {
    world = await createPushWorld({ dialect: 'cxone-dnc-groups', rows: phones(5) });
    const { tenant: { baseUrl, credentials }, desk, destinationId } = world;
    const signedIn = await fetch(`${baseUrl}/authentication/v1/token/access-key`, { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify(credentials) });
    const { access_token: token } = await signedIn.json() as { readonly access_token: string };
    const activate = async (isActive: boolean): Promise<void> => {
      const changed = await fetch(`${baseUrl}/inContactAPI/services/v31.0/dnc-groups/${world?.listRef() ?? ''}?isActive=${isActive}`, { method: 'PUT', headers: { authorization: `Bearer ${token}`, accept: 'application/json' } });
      expect(changed.status).toBe(200);
    };
    await activate(false);
    expect(await check(world)).toMatchObject({ ok: false, failure: { type: 'ListUnsuitable', list: 'DNC CORPORATE', why: 'inactive' } });
    expect((await plan(world)).warnings).toContainEqual({ kind: 'list_unsuitable', listName: 'DNC CORPORATE', why: 'inactive' });
    const stopped = await world.push();
    expect(stopped).toMatchObject({ state: 'stopped', waiting: 5, trouble: expect.stringContaining('inactive') as string });
    await activate(true);
    expect(await world.resume(stopped.runId)).toMatchObject({ state: 'ended', accepted: 5 });
    expect(valueOf(await desk().client.call('destination.get', { destinationId }))).toMatchObject({ state: 'ACTIVE' });
  });
});

/** As an administrator of the vendor's would, past the desk. */
const signIn = async ({ tenant: { baseUrl, credentials: { clientId = '', clientSecret = '' } } }: PushWorld): Promise<Readonly<Record<string, string>>> => {
  const signedIn = await fetch(`${baseUrl}/oauth/token`, {
    method: 'POST', body: 'grant_type=client_credentials',
    headers: { authorization: `Basic ${Buffer.from(`${clientId}:${clientSecret}`).toString('base64')}`, 'content-type': 'application/x-www-form-urlencoded' },
  });
  const { access_token: token } = await signedIn.json() as { readonly access_token: string };
  return { authorization: `Bearer ${token}`, 'content-type': 'application/json' };
};

const bindCampaign = async (here: PushWorld): Promise<void> => {
  const { tenant: { baseUrl }, listRef } = here;
  const headers = await signIn(here);
  const campaign = await (await fetch(`${baseUrl}/api/v2/outbound/campaigns/practice-campaign`, { headers })).json() as object;
  const changed = await fetch(`${baseUrl}/api/v2/outbound/campaigns/practice-campaign`, { method: 'PUT', headers, body: JSON.stringify({ ...campaign, dncLists: [{ id: listRef() }] }) });
  expect(changed.status).toBe(200);
};
