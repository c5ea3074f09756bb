// The import store: one file's way from being chosen to being stored.
import { expect, test, vi } from 'vitest';
import { fail, ok } from '../../src-shared/result.ts';
import { createImportStore, importPace } from '../../src-renderer/screens/import/import-store.ts';
import { meaningOf, withMeaning } from '../../src-renderer/screens/import/column-meaning.ts';
import { createPageWorld, later, type PageWorld } from './page-world.tsx';
import { importView, layout, preview } from './samples.ts';

const openStore = (world: PageWorld) => {
  const store = createImportStore({ client: world.client, bridge: world.bridge, now: () => world.clock.ms });
  store.open();
  return store;
};

test('a chosen file is previewed and nothing is stored before the analyst says so', async () => {
  const world = createPageWorld({ 'import.preview': () => ok(preview), 'import.store': () => ok(importView) });
  const store = openStore(world);
  await store.pick();
  expect(store.store.getState().now).toMatchObject({ step: 'preview', preview: { columns: ['Name', 'Phone', 'Rule'] } });
  expect(world.asked.map((one) => one.name)).toEqual(['import.preview']);
  await store.keep();
  expect(store.store.getState()).toMatchObject({ now: { step: 'stored', view: { importId: 3 } }, version: 1 });
  expect(world.asked.at(-1)).toEqual({ name: 'import.store', input: { ticket: 't1', layout } });
});

test('choosing no file changes nothing, a file that cannot be offered says why', async () => {
  const world = createPageWorld({}, { pickFile: async () => await Promise.resolve(ok(null)), offerFile: async (file) => await Promise.resolve(fail({ type: 'FileMissing', name: file.name })) });
  const store = openStore(world);
  await store.pick();
  expect(store.store.getState().now).toEqual({ step: 'choosing', failure: null, file: null });
  await store.offer(new File(['x'], 'a.csv'));
  expect(store.store.getState().now).toMatchObject({ step: 'choosing', failure: { type: 'FileMissing', name: 'a.csv' } });
});

test('of two layouts asked for in a row only the later answer is shown', async () => {
  const slow = later<unknown>();
  const fast = later<unknown>();
  const answers = [Promise.resolve(ok(preview)), slow.promise, fast.promise];
  const world = createPageWorld({ 'import.preview': async () => await answers.shift() });
  const store = openStore(world);
  await store.pick();
  const asked = [store.relayout({ region: 'GB' }), store.relayout({ region: 'CA' })];
  expect(store.store.getState().now).toMatchObject({ busy: true });
  fast.settle(ok({ ...preview, layout: { ...layout, region: 'CA' } }));
  slow.settle(ok({ ...preview, layout: { ...layout, region: 'GB' } }));
  await Promise.all(asked);
  expect(store.store.getState().now).toMatchObject({ step: 'preview', busy: false, preview: { layout: { region: 'CA' } } });
});

test('a layout the file does not bear is refused beside the preview that still holds', async () => {
  const answers = [ok(preview), fail({ type: 'LayoutMismatch', name: 'requests.xlsx', column: 9, columns: 3 })];
  const store = openStore(createPageWorld({ 'import.preview': () => answers.shift() }));
  await store.pick();
  await store.relayout({ codeColumn: 9 });
  expect(store.store.getState().now).toMatchObject({ step: 'preview', failure: { type: 'LayoutMismatch' }, preview: { layout } });
});

test('a file without a phone column can be read again with one that the analyst names', async () => {
  const answers = [fail({ type: 'NoPhoneColumn', name: 'requests.xlsx', columns: ['A', 'B'] }), ok(preview)];
  const world = createPageWorld({ 'import.preview': () => answers.shift() });
  const store = openStore(world);
  await store.pick();
  expect(store.store.getState().now).toMatchObject({ step: 'choosing', failure: { type: 'NoPhoneColumn' } });
  await store.retry({ phoneColumns: [1] });
  expect(store.store.getState().now).toMatchObject({ step: 'preview' });
  expect(world.asked.at(-1)?.input).toEqual({ ticket: 't1', layout: { phoneColumns: [1] } });
});

test('an import that fails leads back to its preview with the failure, so that nothing chosen is lost', async () => {
  const store = openStore(createPageWorld({ 'import.preview': () => ok(preview), 'import.store': () => fail({ type: 'StrayQuote', name: 'requests.xlsx', line: 9 }) }));
  await store.pick();
  await store.keep();
  expect(store.store.getState().now).toMatchObject({ step: 'preview', failure: { type: 'StrayQuote', line: 9 }, busy: false });
});

test('progress of this file is shown with its pace, that of another is not', async () => {
  const stored = later<unknown>();
  const world = createPageWorld({ 'import.preview': () => ok(preview), 'import.store': async () => await stored.promise });
  const store = openStore(world);
  await store.pick();
  const keeping = store.keep();
  world.emit({ type: 'import.progress', seq: 1, file: 'other.csv', rows: 9, bytes: 9, totalBytes: 9 });
  expect(store.store.getState().now).toMatchObject({ step: 'storing', progress: null });
  world.emit({ type: 'import.progress', seq: 2, file: 'requests.xlsx', rows: 10, bytes: 100, totalBytes: 1000 });
  world.clock.ms += 2000;
  world.emit({ type: 'import.progress', seq: 3, file: 'requests.xlsx', rows: 50, bytes: 500, totalBytes: 1000 });
  const { now } = store.store.getState();
  if (now.step !== 'storing' || now.progress === null) throw new Error('no progress');
  expect(importPace(now.progress)).toEqual({ perSecond: 25, timeLeftMs: 2000 });
  expect(importPace({ ...now.progress, at: now.progress.startedAt })).toEqual({ perSecond: null, timeLeftMs: null });
  stored.settle(ok(importView));
  await keeping;
});

test('the list of imports is read again when the ledger changed', async () => {
  const world = createPageWorld({});
  const store = openStore(world);
  world.emit({ type: 'ledger.changed', seq: 1 });
  await vi.waitFor(() => { expect(store.store.getState().version).toBe(1); });
  store.close();
  expect(world.listeners()).toBe(0);
});

test('a meaning moves to the column that is given it, and the last phone column stays', () => {
  expect([0, 1, 2].map((column) => meaningOf(layout, column))).toEqual(['none', 'phone', 'code']);
  const moved = withMeaning(layout, 0, 'code');
  expect(moved).toMatchObject({ codeColumn: 0, phoneColumns: [1] });
  expect(withMeaning(layout, 2, 'phone')).toMatchObject({ codeColumn: null, phoneColumns: [1, 2] });
  expect(withMeaning(layout, 1, 'reason')).toBeNull();
  expect(layout.codeColumn).toBe(2);
});
