// Verify: nothing is called whole but what the core found whole, and what is missing can be pushed by its count.
import { cleanup, fireEvent, render, screen, within } from '@testing-library/react';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import type { DestinationView } from '../../src-shared/contract/destinations.ts';
import type { ReconciliationView } from '../../src-shared/contract/runs.ts';
import { fail, ok } from '../../src-shared/result.ts';
import { doesAddUp, pushMissingWords, verdictWords } from '../../src-renderer/screens/verify/reading-words.ts';
import { createVerifyStore, type VerifyState } from '../../src-renderer/screens/verify/verify-store.ts';
import { VerifyView } from '../../src-renderer/screens/verify/verify-view.tsx';
import { createPageWorld, giveHeight, later } from './page-world.tsx';
import { AT, destination } from './samples.ts';

const reading: ReconciliationView = {
  reconciliationId: 4, destinationId: 1, at: AT, endedAt: AT + 1000, state: 'differences', expected: 5000, found: 4999, missing: 2, extra: 1, different: 3,
  probe: [{ listName: 'Federal', phone: '+12025550101', mustBeListed: true, listed: false }, { listName: 'Federal', phone: '+12025550199', mustBeListed: false, listed: false }], failure: null, attestedBy: null, because: null,
};
const answers = (readings: readonly ReconciliationView[]) => ({ 'destination.get': () => ok(destination), 'verify.page': () => ok({ total: readings.length, rows: readings }) });

beforeEach(() => { giveHeight(); });
afterEach(cleanup);

test('it looks again when its destination changes, not when another does', async () => {
  const world = createPageWorld(answers([reading]));
  const verify = createVerifyStore(world.client, 1);
  verify.open();
  await vi.waitFor(() => { expect(verify.store.getState().version).toBe(1); });
  world.emit({ type: 'verify.changed', seq: 1, destinationId: 2 });
  await new Promise((rest) => { setTimeout(rest, 20); });
  expect(verify.store.getState().version).toBe(1);
  world.emit({ type: 'verify.changed', seq: 2, destinationId: 1 });
  await vi.waitFor(() => { expect(verify.store.getState().version).toBe(2); });
  verify.close();
  expect(world.listeners()).toBe(0);
});

test('an overtaken answer is dropped, and why reading back failed is kept until the next attempt', async () => {
  const slow = later<unknown>();
  const pages: unknown[] = [slow.promise, ok({ total: 1, rows: [reading] })];
  const replies: unknown[] = [fail({ type: 'NotReady', readyAt: AT }), ok(reading)];
  const world = createPageWorld({ ...answers([reading]), 'verify.page': () => pages.shift() ?? ok({ total: 1, rows: [reading] }), 'verify.start': () => replies.shift() });
  const verify = createVerifyStore(world.client, 1);
  const looks = [verify.refresh(), verify.refresh()];
  slow.settle(ok({ total: 0, rows: [] }));
  await Promise.all(looks);
  expect(verify.store.getState().readings).toHaveLength(1);
  await verify.readNow();
  expect(verify.store.getState()).toMatchObject({ actFailure: { type: 'NotReady' }, acting: null });
  await verify.readNow();
  expect(verify.store.getState().actFailure).toBeNull();
});

const show = (more: Partial<VerifyState>, standing: Partial<DestinationView> = {}) => {
  const world = createPageWorld({ 'verify.differences': () => ok({ total: 0, rows: [] }) });
  const acts = { onReadNow: vi.fn(), onAttest: vi.fn(), onPushMissing: vi.fn(), onRetry: vi.fn(), onPush: vi.fn() };
  const state: VerifyState = { status: 'showing', destination: { ...destination, ...standing }, readings: [reading], total: 1, failure: null, actFailure: null, acting: null, version: 1, ...more };
  render(<world.Around><VerifyView state={state} client={world.client} choice={null} {...acts} /></world.Around>);
  return { world, acts };
};

test('while it cools down there is a clock and no reading back', () => {
  const { world } = show({}, { state: 'COOLING', readyAt: Date.UTC(2026, 10, 21, 12) + 90_000 });
  expect(world.clock.ms).toBe(Date.UTC(2026, 10, 21, 12));
  expect(screen.getByRole('timer').textContent).toContain('1 min 30 s');
  expect(screen.getByRole('button', { name: 'Read back now' }).hasAttribute('disabled')).toBe(true);
});

test('differences are a sum with the probe, and pushing the missing names its count', () => {
  const { acts } = show({}, { state: 'ATTENTION', attention: 'differences' });
  expect(screen.queryByText('ACTIVE')).toBeNull();
  expect(screen.getAllByText('wrong').length).toBeGreaterThan(0);
  fireEvent.click(screen.getByRole('button', { name: 'Push the 5 missing or different numbers' }));
  expect(acts.onPushMissing).not.toHaveBeenCalled();
  fireEvent.click(within(screen.getByRole('dialog')).getByRole('button', { name: 'Push the 5 missing or different numbers' }));
  expect(acts.onPushMissing).toHaveBeenCalledOnce();
});

test('a failed reading says why and that nothing is verified, and can be tried again', () => {
  const { acts } = show({ readings: [{ ...reading, state: 'failed', missing: 0, extra: 0, different: 0, probe: [], failure: { type: 'VendorUnreachable', address: 'https://api.mypurecloud.com', why: 'refused' } }] }, { state: 'ATTENTION', attention: 'read-back-failed' });
  expect(screen.getByText(/api.mypurecloud.com cannot be reached/)).toBeDefined();
  expect(screen.getByText('The lists could not be read to the end, so nothing is verified.')).toBeDefined();
  fireEvent.click(screen.getByRole('button', { name: 'Try again' }));
  expect(acts.onReadNow).toHaveBeenCalledOnce();
});

test('a draft says what to do', () => {
  const { acts } = show({ readings: [], total: 0 });
  fireEvent.click(screen.getByRole('button', { name: 'Go to Push' }));
  expect(acts.onPush).toHaveBeenCalledOnce();
});

test('words and sums hold for one and for many', () => {
  expect(doesAddUp(reading)).toBe(true);
  expect(doesAddUp({ ...reading, found: 5000 })).toBe(false);
  expect(pushMissingWords({ missing: 1, different: 0 })).toBe('Push the one missing number');
  expect(pushMissingWords({ missing: 0, different: 2 })).toBe('Push the 2 different numbers');
  expect(verdictWords({ ...reading, state: 'clean', extra: 0 }, { shared: false, state: 'COOLING' })).toContain('not ACTIVE at present');
  expect(verdictWords(reading, { shared: true, state: 'ATTENTION' })).toContain('The probe failed.');
});

test('a list nobody can read is answered for with a reason, and the state says whose word it is', () => {
  const { acts } = show({ readings: [], total: 0 }, { verifies: 'attestation', state: 'ATTENTION', attention: 'not-attested', runId: 7, listed: 20 });
  expect(screen.queryByRole('button', { name: 'Read back now' })).toBeNull();
  fireEvent.click(screen.getByRole('button', { name: 'Answer for this list' }));
  fireEvent.click(screen.getByRole('button', { name: 'I answer for it' }));
  expect(acts.onAttest).not.toHaveBeenCalled();
  fireEvent.change(screen.getByLabelText(/What did you look at/), { target: { value: 'The admin pages' } });
  fireEvent.click(screen.getByRole('button', { name: 'I answer for it' }));
  expect(acts.onAttest).toHaveBeenCalledWith('The admin pages');
  cleanup();
  show({ readings: [], total: 0 }, { verifies: 'attestation', state: 'ACTIVE', verifiedBy: 'attestation', attestedBy: 'Ada', activeSince: AT });
  expect(screen.getByText('ACTIVE: answered for by Ada, not read back')).toBeDefined();
});
