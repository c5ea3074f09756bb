// Campaigns and webhooks on the command line: named after a push, woken by one line, and a receiver's token comes from standard input alone.
import { expect, it } from 'vitest';
import type { CampaignView } from '../../src-shared/contract/destination-acts.ts';
import type { DestinationView } from '../../src-shared/contract/destinations.ts';
import type { ReconciliationView } from '../../src-shared/contract/runs.ts';
import { fail, ok } from '../../src-shared/result.ts';
import { destination } from '../renderer/samples.ts';
import { runLine } from '../support/command-line.ts';
import { createTinyCore, createTinyDesk, type TinyCore } from '../support/tiny-core.ts';

const campaign: CampaignView = { campaignId: 'c-1', name: 'Spring', status: 'on', lists: ['Offers'], lacks: [], can: null };
const found: ReconciliationView = {
  reconciliationId: 1, destinationId: 1, at: 1, endedAt: 2, state: 'clean', expected: 5, found: 5, missing: 0, extra: 0, different: 0, probe: [], failure: null, attestedBy: null, because: null,
};
const sleepy: DestinationView = { ...destination, state: 'ACTIVE', lists: destination.lists.map((list) => ({ ...list, uses: { by: ['campaign Spring (complete)'], warnings: [], asleep: ['Spring'] } })) };
/** A folder without a vault. */
const at = (core: TinyCore) => ({ desk: createTinyDesk(core, 'nowhere') });

it('verify names campaigns that came to their end, and the line that wakes them; that line says what it changed', async () => {
  const core = createTinyCore({
    'destination.page': () => ok([sleepy]), 'destination.get': () => ok(sleepy), 'verify.start': () => ok(found), 'verify.page': () => ok({ total: 1, rows: [found] }),
    'campaign.wake': () => ok({ changed: ['Spring'], campaigns: [campaign] }),
  });
  const verified = await runLine(['verify', '1'], at(core));
  expect(verified.out).toContain('Spring. If dialling is to go on: dnc-desk campaign wake --destination-id 1');
  expect((await runLine(['verify', '1', '--json'], at(core))).json()).toMatchObject({ asleep: ['Spring'] });
  expect((await runLine(['campaign', 'wake', '--destination-id', '1', '--campaign-ids', 'c-1', '--json'], at(core))).json()).toEqual({ changed: ['Spring'], campaigns: [campaign] });
  expect(core.heard.at(-1)).toEqual({ name: 'campaign.wake', input: { destinationId: 1, campaignIds: ['c-1'] } });
});

it('a refusal has words and an exit code', async () => {
  const core = createTinyCore({ 'campaign.bind': () => fail({ type: 'ActNotOffered', destinationId: 1, act: 'bind-campaigns' }) });
  const refused = await runLine(['campaign', 'bind', '--destination-id', '1'], at(core));
  expect(refused.code).toBe(1);
  expect(refused.err).toContain('no campaigns that could be told to block');
});

it('a webhook is registered with a token only where one is meant, and the token is no flag', async () => {
  const core = createTinyCore({ 'destination.page': () => ok([destination]), 'webhook.register': () => ok([]) });
  const line = ['webhook', 'register', '--destination-id', '1', '--name', 'Ours', '--url', 'https://hooks.example/dnc'];
  expect((await runLine(line, at(core))).code).toBe(0);
  expect((await runLine([...line, '--with-token', '--json'], { ...at(core), input: 'hook-secret\n' })).json()).toEqual([]);
  expect(core.heard.filter(({ name }) => name === 'webhook.register').map(({ input }) => input)).toEqual([
    { destinationId: 1, name: 'Ours', url: 'https://hooks.example/dnc' }, { destinationId: 1, name: 'Ours', url: 'https://hooks.example/dnc', secret: 'hook-secret' },
  ]);
  expect((await runLine([...line, '--secret', 'x'], at(core))).code).toBe(2);
});
