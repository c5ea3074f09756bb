// Keys and witnesses on the page: nothing is recorded that nobody said, a withdrawn key needs a reason, and a week without a witness is a warning.
import { cleanup, fireEvent, render, screen, waitFor } from '@testing-library/react';
import { afterEach, expect, test, vi } from 'vitest';
import type { AnchorStatus } from '../../src-shared/contract/anchors.ts';
import type { KeyCardView, KeyView } from '../../src-shared/contract/keys.ts';
import { fail, ok } from '../../src-shared/result.ts';
import { outsideWords } from '../../src-shared/words/anchor-words.ts';
import { leafSentence } from '../../src-shared/words/leaf-body-words.ts';
import { OutsideWords } from '../../src-renderer/screens/home/outside-line.tsx';
import { KeyPanel } from '../../src-renderer/screens/log/key-panel.tsx';
import { WitnessPanel } from '../../src-renderer/screens/log/witness-panel.tsx';
import { createWitnessStore } from '../../src-renderer/screens/log/witness-store.ts';
import { createPageWorld } from './page-world.tsx';
import { AT } from './samples.ts';

afterEach(cleanup);

const day = 86_400_000;
const status: AnchorStatus = { lastAt: AT - 3 * day, lastKind: 'mail', lastLeaves: 200, leaves: 240, isOverdue: false, authority: null };
const card: KeyCardView = { origin: 'dncdesk.local/ledger/7f3c', fingerprint: 'SHA256:abc', words: ['tide', 'view'], vkey: 'v', at: '2026-11-21T00:00:00.000Z', qr: '<svg/>', text: '' };
const key: KeyView = { fingerprint: 'SHA256:abc', vkey: 'v', how: 'key.add', seq: 1, since: '2026-11-20T00:00:00.000Z', end: null, endSeq: null, endedAt: null, store: 'keychain' };

test('Home says how long ago a checkpoint left, and warns after a week', () => {
  const onOpen = vi.fn();
  const { rerender } = render(<OutsideWords status={status} now={AT} onOpen={onOpen} />);
  expect(screen.getByText('3 days ago')).toBeDefined();
  expect(screen.queryByRole('note')).toBeNull();
  rerender(<OutsideWords status={{ ...status, lastAt: AT - 8 * day, isOverdue: true }} now={AT} onOpen={onOpen} />);
  expect(screen.getByRole('note').textContent).toContain('Last checkpoint outside this computer: 8 days ago');
  fireEvent.click(screen.getByRole('button', { name: 'Let it leave' }));
  expect(onOpen).toHaveBeenCalledOnce();
  expect([outsideWords({ lastAt: null }, AT), outsideWords({ lastAt: AT + day }, AT), outsideWords({ lastAt: AT - day }, AT)]).toEqual(['never', 'less than a day ago', '1 day ago']);
});

test('a log that has not begun has no checkpoint that could leave', async () => {
  const world = createPageWorld({ 'anchor.status': () => ok({ ...status, lastAt: null, lastKind: null, lastLeaves: null, leaves: 0 }), 'anchor.page': () => ok({ total: 0, rows: [] }), 'anchor.cosigners': () => ok([]), 'anchor.seen': () => ok([]) });
  const store = createWitnessStore(world.client, world.bridge);
  store.open();
  await waitFor(() => { expect(store.store.getState().status).not.toBeNull(); });
  store.close();
  render(<world.Around><WitnessPanel state={store.store.getState()} acts={store} now={AT} onSave={vi.fn()} tell={vi.fn()} /></world.Around>);
  expect(screen.getByText('There is no checkpoint yet: the log begins with the first import.')).toBeDefined();
  expect(screen.queryByRole('button', { name: 'Write a mail' })).toBeNull();
});

test('a mail counts only once somebody says that it was sent, and to whom', async () => {
  const world = createPageWorld({
    'anchor.status': () => ok(status), 'anchor.page': () => ok({ total: 0, rows: [] }), 'anchor.cosigners': () => ok([]), 'anchor.seen': () => ok([]),
    'anchor.mail-text': () => ok({ leaves: 240, subject: 'Checkpoint', body: 'three\nlines' }),
    'anchor.hand-over': () => ok({ kind: 'mail', leaves: 240, at: AT, seq: 240, who: 'Counsel', witnessedAt: null }),
  });
  const store = createWitnessStore(world.client, world.bridge);
  const draw = () => <world.Around><WitnessPanel state={store.store.getState()} acts={store} now={AT} onSave={vi.fn()} tell={vi.fn()} /></world.Around>;
  store.open();
  await waitFor(() => { expect(store.store.getState().status).not.toBeNull(); });
  render(draw());
  fireEvent.click(screen.getByRole('button', { name: 'Write a mail' }));
  await waitFor(() => { expect(screen.getByRole('link', { name: 'Open the mail program' }).getAttribute('href')).toBe('mailto:?subject=Checkpoint&body=three%0D%0Alines'); });
  expect(world.asked.some(({ name }) => name === 'anchor.hand-over')).toBe(false);
  fireEvent.click(screen.getByRole('button', { name: 'It was sent' }));
  fireEvent.click(await screen.findByRole('button', { name: 'Record it' }));
  expect(screen.getByText('Say who has it now.')).toBeDefined();
  fireEvent.change(screen.getByLabelText(/To whom/), { target: { value: 'Counsel' } });
  fireEvent.click(screen.getByRole('button', { name: 'Record it' }));
  await waitFor(() => { expect(world.asked.find(({ name }) => name === 'anchor.hand-over')?.input).toEqual({ to: 'Counsel', how: 'mail', leaves: 240 }); });
  store.close();
});

test('what is refused stays in sight in words, and nothing is called done', async () => {
  const world = createPageWorld({ 'anchor.stamp': () => fail({ type: 'AnchorRefused', why: 'the authority answered with status 503', seenLeaves: null }) });
  const store = createWitnessStore(world.client, world.bridge);
  expect(await store.stamp('https://tsa.example/')).toBeNull();
  expect(store.store.getState()).toMatchObject({ isBusy: false, failure: { type: 'AnchorRefused' } });
});

test('a key is changed or withdrawn with a written reason only', async () => {
  const acts = { rotate: vi.fn(async () => await Promise.resolve(true)), revoke: vi.fn(async () => await Promise.resolve(true)), replace: vi.fn(), backup: vi.fn(), restore: vi.fn() };
  const tell = vi.fn();
  render(<KeyPanel state={{ card, keys: [key], failure: null, isBusy: false, isRead: true }} acts={acts} onSave={vi.fn()} tell={tell} />);
  expect(screen.getByRole('img', { name: 'QR code of the verifier key' })).toBeDefined();
  expect(screen.getByText('tide view')).toBeDefined();
  fireEvent.click(screen.getByRole('button', { name: 'Withdraw' }));
  fireEvent.click(await screen.findByRole('button', { name: 'Withdraw the key' }));
  expect(acts.revoke).not.toHaveBeenCalled();
  fireEvent.change(screen.getByLabelText(/What happened/), { target: { value: 'The laptop was stolen' } });
  fireEvent.click(screen.getByRole('button', { name: 'Withdraw the key' }));
  await waitFor(() => { expect(tell).toHaveBeenCalledWith('The key was withdrawn.'); });
  expect(acts.revoke).toHaveBeenCalledWith('SHA256:abc', 'stolen', 'The laptop was stolen');
});

test('leaves are sentences, and one without a sentence is shown as it is written', () => {
  expect(leafSentence('anchor.mail', { act: 'paper', size: 1 })).toBe('The checkpoint of 1 leaf left on paper.');
  expect(leafSentence('decision', { act: 'something.new', destination: 3, root: 'x' })).toBe('Decision something.new: destination 3.');
  expect(leafSentence('kind.of.tomorrow', {})).toBe('kind.of.tomorrow.');
});
