// Log: what is sealed is shown as it is, an export can be checked by anyone, and only a valid bundle is called valid.
import { cleanup, fireEvent, render, screen, waitFor } from '@testing-library/react';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import type { LeafView, LogCheck, LogStatus } from '../../src-shared/contract/log.ts';
import { fail, ok } from '../../src-shared/result.ts';
import { CheckPanel } from '../../src-renderer/screens/log/check-panel.tsx';
import { checkLines } from '../../src-renderer/screens/log/export-panel.tsx';
import { LeafList } from '../../src-renderer/screens/log/leaf-list.tsx';
import { createLogStore, type LogState } from '../../src-renderer/screens/log/log-store.ts';
import { LogView } from '../../src-renderer/screens/log/log-view.tsx';
import { startHereText } from '../../src-main/sealed-log/start-here.ts';
import { createPageWorld, giveHeight, later } from './page-world.tsx';
import { AT } from './samples.ts';

const status: LogStatus = { origin: 'dncdesk.local/ledger/7f3c', leaves: 3, root: 'cm9vdA==', checkpointAt: AT, fingerprint: 'SHA256:abc', lastExportAt: null, lastExportLeaves: null };
const leaf = (seq: number): LeafView => ({ seq, at: new Date(AT + seq * 1000).toISOString(), kind: 'decision', actor: 'a-1', body: { act: 'run.start', numbers: 5000, list: { type: 'STATE' } }, hash: `hash-${seq}` });
const kinds = [{ kind: 'decision', leaves: 2 }, { kind: 'index.root', leaves: 1 }];
const answers = { 'log.status': () => ok(status), 'log.kinds': () => ok(kinds), 'log.page': () => ok({ total: 2, rows: [leaf(2), leaf(1)] }) };
const valid: LogCheck = { verdict: 'valid', origin: status.origin, leaves: 3, fingerprint: 'SHA256:abc', checks: [{ what: 'It is a ZIP file', held: true, detail: '' }] };
const file = new File(['x'], 'bundle.zip');

beforeEach(() => { giveHeight(); });
afterEach(cleanup);

test('a file chosen later decides what is shown, however slow the earlier check was', async () => {
  const slow = later<unknown>();
  const replies: unknown[] = [slow.promise, ok(valid)];
  const world = createPageWorld({ ...answers, 'log.check': async () => await replies.shift() });
  const log = createLogStore(world.client, world.bridge);
  const first = log.checkFile(new File(['y'], 'old.zip'));
  await vi.waitFor(() => { expect(world.asked).toHaveLength(1); });
  const second = log.checkFile(file);
  slow.settle(ok({ ...valid, verdict: 'invalid' }));
  await Promise.all([first, second]);
  expect(log.store.getState().check).toMatchObject({ status: 'checked', name: 'bundle.zip', check: { verdict: 'valid' } });
});

test('hints make it look again, few times; leaving ends that', async () => {
  const world = createPageWorld(answers);
  const log = createLogStore(world.client, world.bridge);
  log.open();
  await vi.waitFor(() => { expect(log.store.getState().version).toBe(1); });
  for (let seq = 0; seq < 50; seq += 1) world.emit({ type: 'ledger.changed', seq });
  await new Promise((rest) => { setTimeout(rest, 30); });
  expect(log.store.getState().version).toBe(1);
  log.close();
  expect(world.listeners()).toBe(0);
});

test('a failed export keeps the earlier one and says why', async () => {
  const made = { file: 'a.zip', ticket: 't', bytes: 1, sha256: 'ab', leaves: 3, checkpoint: 'cm9vdA==', level: 'redacted' as const, certificate: null };
  const replies: unknown[] = [ok(made), fail({ type: 'DiskFull', path: '/exports' })];
  const world = createPageWorld({ ...answers, 'log.export': () => replies.shift() });
  const log = createLogStore(world.client, world.bridge);
  await log.exportLog('the auditor');
  await log.exportLog('');
  expect(log.store.getState()).toMatchObject({ exported: { file: 'a.zip' }, exportFailure: { type: 'DiskFull' }, exporting: false });
});

test('the lines to check with are those of START-HERE.txt', () => {
  const text = startHereText({ origin: status.origin, fingerprint: status.fingerprint, size: 3, root: status.root, at: '2026-11-21', appVersion: '0', earlier: null, level: 'L1', stamped: [], certificate: null, example: { leaf: null, row: null, entry: null } });
  for (const { line } of checkLines(status.origin)) expect(text).toContain(line);
});

test('only a valid bundle is called valid, and a strange key is named', () => {
  const { rerender } = render(<CheckPanel ownFingerprint="SHA256:other" onFile={vi.fn()} check={{ status: 'checked', name: 'b.zip', check: valid }} />);
  expect(screen.getByText('Valid: every check held.')).toBeDefined();
  expect(screen.getByText('another key than this desk’s')).toBeDefined();
  rerender(<CheckPanel ownFingerprint={null} onFile={vi.fn()} check={{ status: 'checked', name: 'b.zip', check: { ...valid, verdict: 'invalid', checks: [{ what: 'It is a ZIP file', held: false, detail: 'cut short' }] } }} />);
  expect(screen.queryByText(/^Valid/)).toBeNull();
  expect(screen.getByText('Not valid: do not rely on this file.')).toBeDefined();
  expect(screen.getByText('not held')).toBeDefined();
  rerender(<CheckPanel ownFingerprint={null} onFile={vi.fn()} check={{ status: 'failed', name: 'b.zip', failure: { type: 'BundleInvalid', why: 'no ZIP' } }} />);
  expect(screen.getByRole('alert').textContent).toContain('no sealed-log bundle');
});

test('leaves are filtered by kind, and the one under the cursor is shown whole', async () => {
  const world = createPageWorld(answers);
  render(<world.Around><LeafList client={world.client} kinds={kinds} version={1} /></world.Around>);
  await waitFor(() => { expect(screen.getByText('hash-2')).toBeDefined(); });
  expect(screen.getByText('{"type":"STATE"}')).toBeDefined();
  fireEvent.click(screen.getByRole('button', { name: /index.root/ }));
  await waitFor(() => { expect(world.asked.at(-1)?.input).toEqual({ offset: 0, limit: 100, kind: 'index.root' }); });
});

test('without the key the log says so and a bundle can be checked all the same', () => {
  const world = createPageWorld({});
  const state: LogState = { status: null, kinds: [], newest: [], failure: { type: 'SigningKeyMissing', origin: 'x' }, exporting: false, exported: null, exportFailure: null, check: { status: 'none' }, version: 1 };
  const onSecrets = vi.fn();
  render(<world.Around><LogView state={state} client={world.client} tab="leaves" onTab={vi.fn()} onExport={vi.fn()} onSave={vi.fn()} onFile={vi.fn()} onRetry={vi.fn()} onSecrets={onSecrets} /></world.Around>);
  fireEvent.click(screen.getByRole('button', { name: 'Go to Destinations' }));
  expect(onSecrets).toHaveBeenCalledOnce();
  expect(screen.getByRole('button', { name: 'Choose a bundle to check' })).toBeDefined();
});
