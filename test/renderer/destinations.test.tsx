// Destinations: secrets go in and never come out, mistakes stand at their fields, checks speak plainly.
import { cleanup, fireEvent, render, screen, waitFor, within } from '@testing-library/react';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import type { DialectForm, RemoteList } from '../../src-shared/contract/destinations.ts';
import type { SecretsStatus } from '../../src-shared/contract/log.ts';
import { fail, ok } from '../../src-shared/result.ts';
import { CheckResult } from '../../src-renderer/screens/destinations/check-result.tsx';
import { DestinationForm } from '../../src-renderer/screens/destinations/destination-form.tsx';
import { createDestinationsStore, type DestinationsState } from '../../src-renderer/screens/destinations/destinations-store.ts';
import { DestinationsView } from '../../src-renderer/screens/destinations/destinations-view.tsx';
import { draftOf, fieldsOf, findMistakes, readCountries } from '../../src-renderer/screens/destinations/draft-form.ts';
import { ListChoices } from '../../src-renderer/screens/destinations/list-choices.tsx';
import { SecretsPanel } from '../../src-renderer/screens/destinations/secrets-panel.tsx';
import { createPageWorld, giveHeight, later } from './page-world.tsx';
import { destination } from './samples.ts';

const form: DialectForm = {
  dialect: 'genesys-dnclists', label: 'Genesys Cloud', listWord: 'DNC list', cooldownMs: 180_000, maxBatch: 1000, verifies: 'read-back', countries: [], needsJurisdiction: false,
  fields: [
    { name: 'region', label: 'Region', help: 'Where you sign in.', kind: 'choice', required: true, choices: ['mypurecloud.com', 'mypurecloud.ie'], initial: 'mypurecloud.com' },
    { name: 'clientId', label: 'Client ID', help: 'From Admin.', kind: 'text', required: true, choices: [], initial: '' },
    { name: 'clientSecret', label: 'Client secret', help: 'Shown once.', kind: 'secret', required: true, choices: [], initial: '' },
  ],
};
const usable: SecretsStatus = { store: 'keychain', usable: true, why: null, vaultExists: false };
const answers = { 'destination.page': () => ok([destination]), 'destination.forms': () => ok([form]), 'secrets.status': () => ok(usable) };
const filled = { ...fieldsOf(form, null), name: ' EU ', settings: { region: 'mypurecloud.ie', clientId: ' abc ' }, secrets: { clientSecret: 's3cret' }, countries: 'us, ca' };

beforeEach(() => { giveHeight(); });
afterEach(cleanup);

test('what goes to the core are trimmed settings without secrets', () => {
  expect(draftOf(filled, null)).toEqual({ name: 'EU', settings: { region: 'mypurecloud.ie', clientId: 'abc' }, countries: ['US', 'CA'], lateExpiry: 'permanent', shared: false });
  expect(readCountries('US; xxx')).toBeNull();
  expect(readCountries('')).toEqual([]);
  expect(Object.keys(findMistakes(form, fieldsOf(form, null), []))).toEqual(['name', 'clientId', 'clientSecret']);
  expect(findMistakes(form, { ...filled, secrets: {} }, ['clientSecret'])).toEqual({});
});

test('saving creates, then puts each typed secret into the keychain, and the state never holds one', async () => {
  const world = createPageWorld({ ...answers, 'destination.create': () => ok(destination), 'destination.save-secret': () => fail({ type: 'KeychainLocked', why: 'asleep' }) });
  const store = createDestinationsStore(world.client);
  const reply = await store.save('genesys-dnclists', filled, null);
  expect(reply).toMatchObject({ ok: true, value: { secretFailure: { type: 'KeychainLocked' } } });
  expect(world.asked.find(({ name }) => name === 'destination.create')?.input).not.toHaveProperty('secrets');
  expect(world.asked.find(({ name }) => name === 'destination.save-secret')?.input).toEqual({ destinationId: 1, field: 'clientSecret', secret: 's3cret' });
  expect(JSON.stringify(store.store.getState())).not.toContain('s3cret');
});

test('an overtaken list is dropped; two checks of one destination are one', async () => {
  const slow = later<unknown>();
  const pages: unknown[] = [slow.promise, ok([{ ...destination, name: 'New' }])];
  const checked = later<unknown>();
  const world = createPageWorld({ ...answers, 'destination.page': () => pages.shift() ?? ok([destination]), 'destination.check': async () => await checked.promise });
  const store = createDestinationsStore(world.client);
  const looks = [store.refresh(), store.refresh()];
  slow.settle(ok([]));
  await Promise.all(looks);
  expect(store.store.getState().destinations?.[0]?.name).toBe('New');
  const checks = [store.check(1), store.check(1)];
  checked.settle(fail({ type: 'RegionWrong', region: 'mypurecloud.ie', why: 'no such organisation' }));
  await Promise.all(checks);
  expect(store.store.getState().checks[1]).toMatchObject({ status: 'failed', failure: { type: 'RegionWrong' } });
  expect(world.asked.filter(({ name }) => name === 'destination.check')).toHaveLength(1);
});

test('the form says what is missing at its field and what the core refused at its own', async () => {
  const onSave = vi.fn(async () => await Promise.resolve({ type: 'SettingInvalid' as const, field: 'clientId', why: 'it is too short' }));
  render(<DestinationForm form={form} destination={null} isSaving={false} onSave={onSave} onCancel={vi.fn()} />);
  fireEvent.click(screen.getByRole('button', { name: 'Add the destination' }));
  expect(screen.getByText('Client secret is needed.')).toBeDefined();
  expect(onSave).not.toHaveBeenCalled();
  fireEvent.change(screen.getByRole('textbox', { name: 'Name' }), { target: { value: 'EU' } });
  fireEvent.change(screen.getByRole('textbox', { name: 'Client ID' }), { target: { value: 'a' } });
  fireEvent.change(screen.getByLabelText('Client secret'), { target: { value: 'x' } });
  fireEvent.click(screen.getByRole('button', { name: 'Add the destination' }));
  await waitFor(() => { expect(screen.getByText('it is too short')).toBeDefined(); });
});

test('a saved secret is said to be saved and never shown', () => {
  render(<DestinationForm form={form} destination={{ ...destination, savedSecrets: ['clientSecret'] }} isSaving={false} onSave={vi.fn()} onCancel={vi.fn()} />);
  const box = screen.getByLabelText<HTMLInputElement>('Client secret');
  expect(box.value).toBe('');
  expect(box.placeholder).toBe('Saved; type to replace it');
});

test('an empty page offers practice first, and nothing while secrets have no place', () => {
  const onPractice = vi.fn();
  const noop = vi.fn();
  const state: DestinationsState = { destinations: [], forms: [form], secrets: usable, failure: null, checks: {}, acting: null };
  const page = (shown: DestinationsState) => <DestinationsView state={shown} onPractice={onPractice} onNew={noop} onSettings={noop} onCheck={noop} onPush={noop} onUseVault={async () => null} onRetry={noop} />;
  const { rerender } = render(page(state));
  fireEvent.click(screen.getByRole('button', { name: 'Practice NICE CXone' }));
  expect(onPractice).toHaveBeenCalledWith('cxone-dnc-groups');
  rerender(page({ ...state, secrets: { store: 'none', usable: false, why: 'No D-Bus.', vaultExists: false } }));
  expect(screen.getByRole('button', { name: 'Practice NICE CXone' }).hasAttribute('disabled')).toBe(true);
  expect(screen.getByText('No D-Bus.')).toBeDefined();
});

test('a vault needs its passphrase twice when it is new and once when it exists', () => {
  const onUseVault = vi.fn(async () => null);
  const none: SecretsStatus = { store: 'none', usable: false, why: 'none', vaultExists: false };
  const { rerender } = render(<SecretsPanel secrets={none} isActing={false} onUseVault={onUseVault} />);
  fireEvent.change(screen.getByLabelText('Passphrase'), { target: { value: 'four random words here' } });
  fireEvent.click(screen.getByRole('button', { name: 'Keep secrets in a vault' }));
  expect(screen.getByText('The two are not the same.')).toBeDefined();
  expect(onUseVault).not.toHaveBeenCalled();
  fireEvent.change(screen.getByLabelText('The same once more'), { target: { value: 'four random words here' } });
  fireEvent.click(screen.getByRole('button', { name: 'Keep secrets in a vault' }));
  expect(onUseVault).toHaveBeenCalledWith('four random words here');
  rerender(<SecretsPanel secrets={{ ...none, vaultExists: true }} isActing={false} onUseVault={onUseVault} />);
  expect(screen.queryByLabelText('The same once more')).toBeNull();
});

test('a check says how long it took and how many lists can take numbers, or what is missing', () => {
  const list: RemoteList = { listRef: 'a', name: 'Federal', size: 3, unsuitable: null };
  const { rerender } = render(<CheckResult listWord="DNC list" onRetry={vi.fn()} state={{ status: 'checked', check: { checkedAt: 0, millis: 400, lists: [list, { ...list, listRef: 'b', unsuitable: 'dnc.com source' }], uses: null } }} />);
  expect(screen.getByText(/It took 0.4 s. 2 DNC lists found, 1 of them can take numbers/)).toBeDefined();
  rerender(<CheckResult listWord="DNC list" onRetry={vi.fn()} state={{ status: 'failed', failure: { type: 'PermissionMissing', permissions: ['outbound:dncList:view'] } }} />);
  expect(screen.getByRole('alert').textContent).toContain('outbound:dncList:view');
});

test('a list that serves another type or takes no numbers cannot be chosen, and says why', () => {
  const found: readonly RemoteList[] = [{ listRef: 'a', name: 'Federal', size: 3, unsuitable: null }, { listRef: 'b', name: 'Synced', size: null, unsuitable: 'dnc.com source' }, { listRef: 'c', name: 'Free', size: 0, unsuitable: null }];
  const onChoose = vi.fn();
  render(<ListChoices destination={destination} listWord="DNC list" found={found} acting={null} isChecking={false} onLook={vi.fn()} onChoose={onChoose} onCreate={vi.fn()} />);
  fireEvent.click(screen.getByRole('button', { name: /DNC list for STATE/, expanded: false }));
  const options = within(screen.getByRole('listbox')).getAllByRole('option');
  expect(options.map((option) => option.getAttribute('aria-disabled'))).toEqual(['true', 'true', null]);
  expect(options[0]?.textContent).toContain('Serves FEDERAL already');
  expect(options[1]?.textContent).toContain('Cannot take numbers: dnc.com source');
});
