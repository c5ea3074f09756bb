// Acts at the vendor beside lists: ended campaigns are told of and woken, campaigns are let block, own addresses hear of entries; each is sealed before and after.
import { afterEach, describe, expect, it } from 'vitest';
import type { CoreEvent } from '../../../src-shared/contract/contract.ts';
import type { DestinationView } from '../../../src-shared/contract/destinations.ts';
import type { Dialect } from '../../../src-shared/domain/dnc.ts';
import { createTestCore, valueOf, type TestCore } from '../../helpers/create-test-core.ts';
import { findSecrets } from '../runner/find-secrets.ts';
import { createPushWorld, phones, type PushWorld } from '../runner/push-world.ts';

let open: readonly (() => Promise<void>)[] = [];
afterEach(async () => {
  await Promise.all(open.map((close) => close()));
  open = [];
});

const begin = async (dialect: Dialect): Promise<{ readonly desk: TestCore; readonly made: DestinationView }> => {
  const desk = await createTestCore();
  open = [...open, () => desk.close()];
  return { desk, made: valueOf(await desk.client.call('practice.create', { dialect })) };
};
/** The steps of an act, as the log tells them, oldest first. */
const told = async ({ client }: Pick<TestCore, 'client'>, act: string): Promise<readonly Readonly<Record<string, unknown>>[]> =>
  valueOf(await client.call('log.page', { kind: 'decision', offset: 0, limit: 50 })).rows.map(({ body }) => body).filter((body) => body['act'] === act).toReversed();
const asleep = ({ lists }: DestinationView): readonly string[] => lists.flatMap(({ uses }) => uses?.asleep ?? []);

describe('campaigns that came to their end', () => {
  it('are told of once the lists were read back, are woken when a person asks, and then no more', async () => {
    const here: PushWorld = await createPushWorld({ dialect: 'genesys-contactlists', rows: phones(5) });
    open = [...open, here.close];
    const { client, core } = here.desk();
    const { destinationId } = here;
    const heard: CoreEvent[] = [];
    core.listen((event) => { if (event.type === 'attention') heard.push(event); });
    expect(asleep(await here.destination())).toEqual([]);
    await here.push();
    expect(asleep(await here.destination())).toEqual(['Practice campaign']);
    expect(heard).toMatchObject([{ destinationId, title: expect.stringContaining('1 campaign came to its end') as string }]);
    const [campaign] = valueOf(await client.call('campaign.page', { destinationId }));
    expect(campaign).toMatchObject({ name: 'Practice campaign', status: 'complete', can: 'wake' });

    expect(await client.call('campaign.wake', { destinationId, campaignIds: ['another'] })).toMatchObject({ failure: { type: 'NotFound', what: 'campaign' } });
    expect(await told(here.desk(), 'campaign.wake')).toEqual([]);
    expect(valueOf(await client.call('campaign.wake', { destinationId }))).toMatchObject({ changed: ['Practice campaign'], campaigns: [{ status: 'on', can: null }] });
    expect(await told(here.desk(), 'campaign.wake')).toMatchObject([{ step: 'asked', campaigns: 1, destination: destinationId }, { step: 'answered', outcome: 'done' }]);
    expect(asleep(await here.destination())).toEqual([]);
    expect(valueOf(await client.call('campaign.wake', { destinationId }))).toMatchObject({ changed: [] });
    expect(await told(here.desk(), 'campaign.wake')).toHaveLength(2);
    expect(await here.account()).toMatchObject({ state: 'ACTIVE' });
  });
});

describe('campaigns whose rule blocks too little', () => {
  it('are let block the types that have a list, and the check says so afterwards', async () => {
    const { desk, made: { destinationId } } = await begin('genesys-dnc-entries-bulk');
    const { client } = desk;
    expect(valueOf(await client.call('campaign.page', { destinationId }))).toMatchObject([{ name: 'Practice campaign', lacks: ['CORPORATE', 'FEDERAL', 'PERSONAL', 'STATE'], can: 'bind' }]);
    expect(valueOf(await client.call('campaign.bind', { destinationId }))).toMatchObject({ changed: ['Practice campaign'], campaigns: [{ lacks: [], can: null }] });
    expect(valueOf(await client.call('destination.get', { destinationId })).lists.every(({ uses }) => uses?.by[0] === 'campaign Practice campaign')).toBe(true);
    expect(await told(desk, 'campaign.bind')).toMatchObject([{ step: 'asked' }, { step: 'answered', outcome: 'done' }]);
  });

  it('stay as they were where the vendor refuses, and the log says that too', async () => {
    const { desk, made: { destinationId } } = await begin('genesys-dnc-entries-bulk');
    desk.tenants[0]?.setFaults([{ on: 'any', nth: 3, fault: { kind: 'status', status: 403 } }]);
    expect(await desk.client.call('campaign.bind', { destinationId })).toMatchObject({ ok: false, failure: { type: 'PermissionMissing' } });
    expect(await told(desk, 'campaign.bind')).toMatchObject([{ step: 'asked' }, { step: 'answered', outcome: 'PermissionMissing' }]);
  });
});

describe('an address of one’s own', () => {
  it('is registered, shown by the vendor and removed; what it asks for as a token stays nowhere', async () => {
    const { desk, made: { destinationId } } = await begin('genesys-dnclist-entries');
    const { client } = desk;
    const wanted = { destinationId, name: 'Our receiver', url: 'https://hooks.example/dnc' };
    expect(await client.call('webhook.register', { ...wanted, url: 'http://hooks.example/dnc' })).toMatchObject({ failure: { type: 'SettingInvalid', field: 'url' } });
    expect(await told(desk, 'webhook.register')).toEqual([]);
    const [hook] = valueOf(await client.call('webhook.register', { ...wanted, secret: 'hook-secret-1' }));
    expect(hook).toMatchObject({ name: 'Our receiver', url: 'https://hooks.example/dnc', enabled: true });
    expect(await told(desk, 'webhook.register')).toMatchObject([{ step: 'asked', authenticated: true }, { outcome: 'done' }]);
    expect(findSecrets(desk.home, ['hook-secret-1'])).toEqual([]);
    expect(valueOf(await client.call('webhook.remove', { destinationId, webhookId: hook?.webhookId ?? '' }))).toEqual([]);
    expect(await told(desk, 'webhook.remove')).toMatchObject([{ step: 'asked' }, { outcome: 'done' }]);
  });
});

it('what an interface does not offer is refused by name', async () => {
  const { desk, made: { destinationId } } = await begin('cxone-dnc-groups');
  for (const name of ['campaign.page', 'campaign.wake', 'campaign.bind', 'webhook.page'] as const) {
    expect(await desk.client.call(name, { destinationId })).toMatchObject({ ok: false, failure: { type: 'ActNotOffered', destinationId } });
    expect(await desk.client.call(name, { destinationId: 99 })).toMatchObject({ ok: false, failure: { type: 'NotFound' } });
  }
});
