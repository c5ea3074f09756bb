// What else can be done at a vendor: campaigns are woken after a question, an address is registered with its mistakes at their fields, and no token stays.
import { cleanup, fireEvent, render, screen, waitFor, within } from '@testing-library/react';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import type { CampaignView, WebhookView } from '../../src-shared/contract/destination-acts.ts';
import type { DialectForm } from '../../src-shared/contract/destinations.ts';
import { fail, ok } from '../../src-shared/result.ts';
import { createVendorActsStore } from '../../src-renderer/screens/destinations/vendor-acts-store.ts';
import { VendorActs } from '../../src-renderer/screens/destinations/vendor-acts.tsx';
import { AsleepHints } from '../../src-renderer/ui/asleep-hint.tsx';
import { createPageWorld, giveHeight } from './page-world.tsx';
import { destination } from './samples.ts';

const form: DialectForm = { dialect: 'genesys-contactlists', label: 'Contact lists', listWord: 'contact list', cooldownMs: 180_000, maxBatch: 50, verifies: 'read-back', countries: [], needsJurisdiction: false, fields: [], offers: ['wake-campaigns'] };
const ended: CampaignView = { campaignId: 'c-1', name: 'Spring', status: 'complete', lists: ['Offers'], lacks: [], can: 'wake' };
const hook: WebhookView = { webhookId: 'w-1', name: 'Ours', url: 'https://hooks.example/dnc', enabled: true };

beforeEach(() => { giveHeight(); });
afterEach(cleanup);

test('an ended campaign is shown at once, woken after a question, and shown as it is then', async () => {
  const world = createPageWorld({ 'campaign.page': () => ok([ended]), 'campaign.wake': () => ok({ changed: ['Spring'], campaigns: [{ ...ended, status: 'on', can: null }] }) });
  render(<world.Around><VendorActs destination={destination} form={form} /></world.Around>);
  fireEvent.click(await screen.findByRole('button', { name: 'Wake: Spring' }));
  expect(world.asked.some(({ name }) => name === 'campaign.wake')).toBe(false);
  fireEvent.click(within(screen.getByRole('dialog')).getByRole('button', { name: 'Wake' }));
  await waitFor(() => { expect(screen.getByText('on')).toBeDefined(); });
  expect(world.asked.at(-1)).toEqual({ name: 'campaign.wake', input: { destinationId: 1, campaignIds: ['c-1'] } });
  expect(screen.queryByRole('button', { name: 'Wake: Spring' })).toBeNull();
});

test('a failed look says why and can be tried again; without lists nobody is asked', async () => {
  const world = createPageWorld({ 'campaign.page': () => fail({ type: 'PermissionMissing', permissions: ['outbound:campaign:view'] }) });
  render(<world.Around><VendorActs destination={destination} form={form} /></world.Around>);
  expect(await screen.findByText(/outbound:campaign:view/)).toBeDefined();
  cleanup();
  render(<world.Around><VendorActs destination={{ ...destination, lists: [] }} form={form} /></world.Around>);
  expect(screen.getByRole('button', { name: 'Look for campaigns' })).toBeDefined();
  expect(world.asked).toHaveLength(1);
});

test('an address is registered with what is wrong at its field, and removed after a question', async () => {
  const replies = [fail({ type: 'SettingInvalid' as const, field: 'url', why: 'must begin with https://' }), ok([hook])];
  const world = createPageWorld({ 'webhook.page': () => ok([]), 'webhook.register': () => replies.shift(), 'webhook.remove': () => ok([]) });
  render(<world.Around><VendorActs destination={destination} form={{ ...form, offers: ['webhooks'] }} /></world.Around>);
  await screen.findByText('No address is registered.');
  fireEvent.click(screen.getByRole('button', { name: 'Register an address' }));
  const dialog = within(screen.getByRole('dialog'));
  fireEvent.click(dialog.getByRole('button', { name: 'Register' }));
  expect(dialog.getByText('The address is needed.')).toBeDefined();
  fireEvent.change(dialog.getByRole('textbox', { name: 'Name' }), { target: { value: 'Ours' } });
  fireEvent.change(dialog.getByRole('textbox', { name: 'Address of your receiver' }), { target: { value: 'ftp://x' } });
  fireEvent.click(dialog.getByRole('button', { name: 'Register' }));
  await waitFor(() => { expect(dialog.getByText('must begin with https://')).toBeDefined(); });
  fireEvent.change(dialog.getByRole('textbox', { name: 'Address of your receiver' }), { target: { value: hook.url } });
  fireEvent.click(dialog.getByRole('button', { name: 'Register' }));
  fireEvent.click(await screen.findByRole('button', { name: 'Remove: Ours' }));
  fireEvent.click(within(screen.getByRole('dialog')).getByRole('button', { name: 'Remove' }));
  await waitFor(() => { expect(screen.getByText('No address is registered.')).toBeDefined(); });
});

test('a token goes to the core and is never part of the state', async () => {
  const world = createPageWorld({ 'webhook.register': () => ok([hook]) });
  const { store, register } = createVendorActsStore(world.client, 1, ['webhooks'], false);
  await register({ name: 'Ours', url: hook.url, secret: 'hook-secret' });
  expect(world.asked).toEqual([{ name: 'webhook.register', input: { destinationId: 1, name: 'Ours', url: hook.url, secret: 'hook-secret' } }]);
  expect(JSON.stringify(store.getState())).not.toContain('hook-secret');
});

test('campaigns that came to their end are said wherever the destination is shown', () => {
  const onLook = vi.fn();
  const uses = { by: ['campaign Spring (complete)'], warnings: [], asleep: ['Spring'] };
  render(<AsleepHints destinations={[{ ...destination, lists: destination.lists.map((list) => ({ ...list, uses })) }, { ...destination, destinationId: 2 }]} onLook={onLook} />);
  expect(screen.getAllByRole('note')).toHaveLength(1);
  fireEvent.click(screen.getByRole('button', { name: /Look at the campaigns/ }));
  expect(onLook).toHaveBeenCalledWith(1);
});
