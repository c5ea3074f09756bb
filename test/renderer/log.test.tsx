// Log: what is sealed is shown as it is, an export can be checked by anyone, and only a valid bundle is called valid.
import { cleanup, fireEvent, render, screen, waitFor } from '@testing-library/react';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import type { ErasureView } from '../../src-shared/contract/erasure.ts';
import type { BundleCheck, LeafView, LogStatus } from '../../src-shared/contract/log.ts';
import type { LeafDetail as Detail } from '../../src-shared/contract/log-search.ts';
import { fail, ok } from '../../src-shared/result.ts';
import { CheckPanel } from '../../src-renderer/screens/log/check-panel.tsx';
import { checkLines, ExportPanel } from '../../src-renderer/screens/log/export-panel.tsx';
import { EraseDialog } from '../../src-renderer/screens/log/erase-dialog.tsx';
import { LeafList } from '../../src-renderer/screens/log/leaf-list.tsx';
import { LeafDetail } from '../../src-renderer/screens/log/leaf-detail.tsx';
import { wordsOf } from '../../src-renderer/screens/log/opening-facts.tsx';
import { createLogStore, type LogState } from '../../src-renderer/screens/log/log-store.ts';
import { LogView } from '../../src-renderer/screens/log/log-view.tsx';
import { startHereText } from '../../src-main/sealed-log/start-here.ts';
import { createPageWorld, giveHeight, later } from './page-world.tsx';
import { AT } from './samples.ts';

const status: LogStatus = { origin: 'dncdesk.local/ledger/7f3c', leaves: 3, root: 'cm9vdA==', checkpointAt: AT, fingerprint: 'SHA256:abc', lastExportAt: null, lastExportLeaves: null };
const leaf = (seq: number): LeafView => ({ seq, at: new Date(AT + seq * 1000).toISOString(), kind: 'decision', actor: 'a-1', body: { act: 'run.start', numbers: 5000, list: { type: 'STATE' } }, hash: `hash-${seq}` });
const facets = { kinds: [{ kind: 'decision', leaves: 2 }, { kind: 'index.root', leaves: 1 }], actors: [{ actor: 'a-1', name: 'Ada Analyst', leaves: 3 }] };
const detailOf = (seq: number): Detail => ({
  leaf: leaf(seq), bytes: `{"seq":${seq}}`, actorName: 'Ada Analyst', openings: [{ kind: 'subject', commitment: 'c1', fields: { phone: '+12025550101' } }, { kind: 'detail', commitment: 'c2', fields: null }],
  proof: { size: 3, root: 'cm9vdA==', at: AT, holds: true, steps: [{ sibling: 's1', side: 'left', from: 0, until: 2, made: 'cm9vdA==' }] },
});
const answers = {
  'log.status': () => ok(status), 'log.facets': () => ok(facets), 'log.search': () => ok({ total: 2, rows: [leaf(2), leaf(1)] }),
  'log.leaf': ({ seq }: { readonly seq: number }) => ok(detailOf(seq)),
};
const valid: BundleCheck = { level: 'L1', subject: null, verdict: 'valid', origin: status.origin, leaves: 3, fingerprint: 'SHA256:abc', checks: [{ what: 'It is a ZIP file', state: 'held', detail: '' }] };
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
  await log.exportLog({ to: 'the auditor' });
  await log.exportLog({});
  expect(log.store.getState()).toMatchObject({ exported: { file: 'a.zip' }, exportFailure: { type: 'DiskFull' }, exporting: false });
});

test('the lines to check with are those of START-HERE.txt', () => {
  const text = startHereText({ origin: status.origin, fingerprint: status.fingerprint, size: 3, root: status.root, at: '2026-11-21', appVersion: '0', earlier: null, level: 'L1', stamped: [], hasRevoked: false, certificate: null, example: { leaf: null, row: null, entry: null } });
  for (const { line } of checkLines(status.origin)) expect(text).toContain(line);
});

test('what a leaf has beside it is told in words, whatever is in it', () => {
  expect([null, '', true, 7, 'a', [], ['a', 'b'], {}].map(wordsOf)).toEqual(['none', 'none', 'yes', '7', 'a', 'none', 'a; b', 'none']);
  expect(wordsOf({ dncType: 'STATE', jurisdiction: null })).toBe('Dnc type: STATE, Jurisdiction: none');
  expect(wordsOf({ phone: '+12025550101', listName: 'DNC STATE', listed: false, mustBeListed: true })).toBe('+12025550101 is not listed, “DNC STATE”: not as it must be');
});

test('only a valid bundle is called valid, and a strange key is named', () => {
  const { rerender } = render(<CheckPanel ownFingerprint="SHA256:other" onFile={vi.fn()} check={{ status: 'checked', name: 'b.zip', check: valid }} />);
  expect(screen.getByText('Valid: every check held.')).toBeDefined();
  expect(screen.getByText('another key than this desk’s')).toBeDefined();
  rerender(<CheckPanel ownFingerprint={null} onFile={vi.fn()} check={{ status: 'checked', name: 'b.zip', check: { ...valid, verdict: 'invalid', checks: [{ what: 'It is a ZIP file', state: 'wrong', detail: 'cut short' }] } }} />);
  expect(screen.queryByText(/^Valid/)).toBeNull();
  expect(screen.getByText('Not valid: do not rely on this file.')).toBeDefined();
  expect(screen.getByText('not held')).toBeDefined();
  rerender(<CheckPanel ownFingerprint={null} onFile={vi.fn()} check={{ status: 'checked', name: 'b.zip', check: { ...valid, verdict: 'invalid', checks: [{ what: 'It is a ZIP file', state: 'wrong', detail: 'cut short' }, { what: 'It is signed', state: 'not-checked', detail: '' }] } }} />);
  expect([screen.getAllByText('not held').length, screen.getAllByText('not checked').length]).toEqual([1, 1]);
  rerender(<CheckPanel ownFingerprint={null} onFile={vi.fn()} check={{ status: 'failed', name: 'b.zip', failure: { type: 'BundleInvalid', why: 'no ZIP' } }} />);
  expect(screen.getByRole('alert').textContent).toContain('no sealed-log bundle');
});

test('leaves are asked for by number and time, and the one under the cursor is shown with its proof', async () => {
  const world = createPageWorld(answers);
  const onCertificate = vi.fn();
  render(<world.Around><LeafList client={world.client} facets={facets} version={1} onCertificate={onCertificate} /></world.Around>);
  await waitFor(() => { expect(screen.getByText('Leaf 2: Decision')).toBeDefined(); });
  expect(screen.getByText('+12025550101')).toBeDefined();
  expect(screen.getByText(/erased/)).toBeDefined();
  expect(screen.getByText('holds')).toBeDefined();
  expect(screen.getByRole('img', { name: /from leaf 2 up 1 step to the root over 3 leaves; it holds/ })).toBeDefined();
  fireEvent.click(screen.getByRole('button', { name: 'Certificate of this number' }));
  expect(onCertificate).toHaveBeenCalledWith('+12025550101');
  fireEvent.change(screen.getByLabelText('Telephone number'), { target: { value: '555' } });
  await waitFor(() => { expect(screen.getByText('The whole number is needed.')).toBeDefined(); });
  fireEvent.change(screen.getByLabelText('Telephone number'), { target: { value: '(202) 555-0101' } });
  fireEvent.change(screen.getByLabelText('From'), { target: { value: '2026-11-20' } });
  fireEvent.change(screen.getByLabelText('Until'), { target: { value: '2026-11-20' } });
  const searched = () => world.asked.findLast(({ name }) => name === 'log.search')?.input;
  await waitFor(() => { expect(searched()).toEqual({ offset: 0, limit: 100, phone: '(202) 555-0101', from: new Date(2026, 10, 20).getTime(), until: new Date(2026, 10, 21).getTime() }); });
  fireEvent.click(screen.getByRole('button', { name: 'Show all' }));
  await waitFor(() => { expect(searched()).toEqual({ offset: 0, limit: 100 }); });
});

test('a proof that does not hold is said in words and drawn so', () => {
  const detail = detailOf(2);
  render(<LeafDetail onCertificate={vi.fn()} detail={{ ...detail, proof: detail.proof === null ? null : { ...detail.proof, holds: false } }} />);
  expect(screen.getByText('does not hold')).toBeDefined();
  expect(screen.getByRole('img', { name: /it does not hold/ })).toBeDefined();
});

test('a certificate needs a number, and a kept checkpoint goes along', async () => {
  const onExport = vi.fn();
  render(<ExportPanel status={status} exported={null} failure={null} isExporting={false} phone="" onExport={onExport} onSave={vi.fn()} onHandOver={vi.fn()} onVerifyPage={vi.fn()} />);
  fireEvent.click(screen.getByRole('radio', { name: /Certificate of one number/ }));
  fireEvent.click(screen.getByRole('button', { name: 'Make the certificate' }));
  expect(screen.getByText('Say whose certificate it is.')).toBeDefined();
  expect(onExport).not.toHaveBeenCalled();
  fireEvent.change(screen.getByLabelText(/Telephone number/), { target: { value: '+12025550101' } });
  const input = document.querySelector('input[type=file]');
  if (!(input instanceof HTMLInputElement)) throw new Error('the page has a place for a checkpoint');
  const kept = new File(['note'], 'checkpoint.txt');
  fireEvent.change(input, { target: { files: { length: 1, 0: kept, item: () => kept } } });
  await waitFor(() => { expect(screen.getByText('checkpoint.txt')).toBeDefined(); });
  fireEvent.click(screen.getByRole('button', { name: 'Make the certificate' }));
  expect(onExport).toHaveBeenCalledWith({ to: '', level: 'certificate', phone: '+12025550101', previousCheckpoint: 'note' });
});

test('without the key the log says so and a bundle can be checked all the same', () => {
  const world = createPageWorld({});
  const state: LogState = { status: null, facets: { kinds: [], actors: [] }, newest: [], failure: { type: 'SigningKeyMissing', origin: 'x' }, exporting: false, exported: null, exportFailure: null, check: { status: 'none' }, version: 1 };
  const onSecrets = vi.fn();
  render(<world.Around><LogView state={state} client={world.client} tab="leaves" onTab={vi.fn()} onExport={vi.fn()} onSave={vi.fn()} onFile={vi.fn()} onRetry={vi.fn()} onSecrets={onSecrets} phone="" onCertificate={vi.fn()} onHandOver={vi.fn()} onVerifyPage={vi.fn()} wayOut={<button type="button">A way out</button>} keys={null} witnesses={null} /></world.Around>);
  fireEvent.click(screen.getByRole('button', { name: 'Go to Destinations' }));
  expect(onSecrets).toHaveBeenCalledOnce();
  expect(screen.getByRole('button', { name: 'Choose a bundle to check' })).toBeDefined();
  expect(screen.getByRole('button', { name: 'A way out' })).toBeDefined();
});

test('a log that has not begun says so with its words, and names no key to compare with', () => {
  const world = createPageWorld({});
  const none: LogStatus = { origin: '', leaves: 0, root: '', checkpointAt: null, fingerprint: '', lastExportAt: null, lastExportLeaves: null };
  const state: LogState = { status: none, facets: { kinds: [], actors: [] }, newest: [], failure: null, exporting: false, exported: null, exportFailure: null, check: { status: 'checked', name: 'b.zip', check: valid }, version: 1 };
  const view = (tab: string) => <world.Around><LogView state={state} client={world.client} tab={tab} onTab={vi.fn()} onExport={vi.fn()} onSave={vi.fn()} onFile={vi.fn()} onRetry={vi.fn()} onSecrets={vi.fn()} phone="" onCertificate={vi.fn()} onHandOver={vi.fn()} onVerifyPage={vi.fn()} wayOut={null} keys={null} witnesses={null} /></world.Around>;
  const { rerender } = render(view('leaves'));
  expect(screen.getByText('It begins with the first import.')).toBeDefined();
  rerender(view('export'));
  expect(screen.getByText('It begins with the first import.')).toBeDefined();
  expect(screen.getByText('Valid: every check held.')).toBeDefined();
  expect(screen.queryByText('another key than this desk’s')).toBeNull();
});

const seen: ErasureView = { phone: '+12025550101', records: 7, open: 7, shared: 1, lines: 2, keeps: ['blocked', 'listed'], lists: [{ destination: 'East', listName: 'Federal' }], waits: [], exports: 3 };

test('an erasure says what goes, what stays and what no one can prove, and is done only with a reason', async () => {
  const done = { phone: seen.phone, seq: 12, openings: 1, rows: 6, lines: 2, keeps: seen.keeps, gone: false };
  const world = createPageWorld({ 'log.erasure': () => ok(seen), 'log.erase': () => ok(done) });
  render(<EraseDialog client={world.client} phone="(202) 555-0101" onClose={vi.fn()} />);
  expect(await screen.findByText(/A block must be kept to be honoured; it stays in force unless you release it/)).toBeDefined();
  for (const words of [/1 record of these names other numbers as well/, /It stays on “Federal” \(East\)/, /can be proved no more/, /3 exports so far/]) expect(screen.getByText(words)).toBeDefined();
  fireEvent.click(screen.getByRole('button', { name: 'Erase for good' }));
  expect(screen.getByText(/A reason is needed/)).toBeDefined();
  fireEvent.change(screen.getByLabelText(/Why it is erased/), { target: { value: 'asked in writing' } });
  fireEvent.click(screen.getByRole('button', { name: 'Erase for good' }));
  // Nothing is called gone that was found.
  expect(await screen.findByText(/may still stand in the ledger’s files/)).toBeDefined();
  expect(world.asked.at(-1)).toEqual({ name: 'log.erase', input: { phone: '(202) 555-0101', because: 'asked in writing' } });
});

test('an erasure that must wait says for what, and cannot be begun', async () => {
  const world = createPageWorld({ 'log.erasure': () => ok({ ...seen, waits: ['held'] }) });
  render(<EraseDialog client={world.client} phone={seen.phone} onClose={vi.fn()} />);
  expect(await screen.findByText(/A line held for review looks like this number/)).toBeDefined();
  expect(screen.getByRole('button', { name: 'Erase for good' }).hasAttribute('disabled')).toBe(true);
});
