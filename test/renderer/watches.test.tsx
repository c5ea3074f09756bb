// Watched folders in the window: what stopped one and what to do about it, acts of one click, and folders that only the host can name.
import { cleanup, render, screen, waitFor, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { afterEach, beforeEach, expect, test } from 'vitest';
import type { WatchView } from '../../src-shared/contract/watches.ts';
import { ok } from '../../src-shared/result.ts';
import type { Bridge } from '../../src-renderer/api/bridge.ts';
import { ImportScreen } from '../../src-renderer/screens/import/import-screen.tsx';
import { StoppedWatches } from '../../src-renderer/screens/home/stopped-watches.tsx';
import { lookWords, wayOutOf } from '../../src-renderer/screens/import/watch-words.ts';
import { createPageWorld, type PageWorld } from './page-world.tsx';
import { areaCodes, AT, importView, preview } from './samples.ts';

beforeEach(() => { window.location.hash = '#/import?watches=all'; });
afterEach(() => {
  cleanup();
  window.location.hash = '';
});

const watch: WatchView = {
  watchId: 3, folder: '/lists/texas', layout: null, mostGone: 0.05, mostHeld: 0.25, stopped: null, pausedAt: null, lookedAt: AT,
  last: { file: 'week-1.csv', at: AT, outcome: 'imported', imported: { importId: 7, accepted: 1200, duplicate: 3, held: 1 } },
};
const stopped: WatchView = { ...watch, stopped: { file: 'week-2.csv', at: AT, failure: { type: 'LayoutUnfit', name: 'week-2.csv', layout: '' } } };

const show = (watches: readonly WatchView[], more: Parameters<typeof createPageWorld>[0] = {}, files: Partial<Bridge> = {}): PageWorld => {
  const world = createPageWorld({
    'watch.list': () => ok(watches), 'layout.page': () => ok({ total: 0, rows: [] }), 'import.page': () => ok({ total: 0, rows: [] }), 'area-codes.status': () => ok(areaCodes),
    'watch.schedule': () => ok({ watchFolder: 'dnc-desk watch set --home /desk --file FOLDER', taskScheduler: 'schtasks /Create', launchd: { file: 'a.plist', plist: '<plist/>' }, cron: '*/15 * * * * dnc-desk sync' }), ...more,
  }, files);
  render(<world.Around><ImportScreen /></world.Around>);
  return world;
};
const inputOf = (world: PageWorld, name: string): unknown => world.asked.findLast((one) => one.name === name)?.input;

test('a folder says how it reads, where it stops and what its last file came to, rests and is looked at on demand', async () => {
  const world = show([watch], { 'watch.pause': () => ok({ ...watch, pausedAt: AT }), 'watch.sync': () => ok([{ watchId: 3, folder: '/lists/texas', imported: [], passedOver: [], stopped: null, busy: false }]) });
  await screen.findByText('Watching');
  expect(screen.getByText(/1,200 accepted, 3 there already, 1 held/)).toBeDefined();
  expect(screen.getByText(/more than 5\.0 % of the list are gone, or more than 25\.0 % of the rows would be held/)).toBeDefined();
  await userEvent.click(screen.getByRole('button', { name: 'Pause' }));
  expect(inputOf(world, 'watch.pause')).toEqual({ watchId: 3 });
  await userEvent.click(screen.getByRole('button', { name: 'Look now' }));
  await screen.findByText('Nothing new was imported.');
  await userEvent.click(screen.getByRole('button', { name: 'Look while DNC Desk is closed' }));
  expect(screen.getByText('*/15 * * * * dnc-desk sync')).toBeDefined();
  expect(screen.getByRole('button', { name: 'Copy the line for cron' })).toBeDefined();
});

test('a stop says what to do; its file is looked at in place, and is passed over only with a reason', async () => {
  const world = show([stopped], { 'watch.resume': () => ok(watch), 'watch.file': () => ok({ ticket: 't9', name: 'week-2.csv' }), 'import.preview': () => ok(preview), 'import.store': () => ok(importView) });
  const alert = await screen.findByRole('alert');
  expect(alert.textContent).toContain('is of no known format');
  expect(alert.textContent).toContain('save how it is read as a layout');
  await userEvent.click(within(alert).getByRole('button', { name: 'Pass the file over' }));
  await userEvent.click(screen.getByRole('button', { name: 'Pass it over' }));
  expect(inputOf(world, 'watch.resume')).toBeUndefined();
  await userEvent.type(screen.getByRole('textbox', { name: 'Why' }), 'a test of the sender');
  await userEvent.keyboard('{Enter}');
  await waitFor(() => { expect(inputOf(world, 'watch.resume')).toEqual({ watchId: 3, skip: true, because: 'a test of the sender' }); });
  await userEvent.click(screen.getByRole('button', { name: 'Look at the file' }));
  await userEvent.click(await screen.findByRole('button', { name: 'Import' }));
  expect(inputOf(world, 'import.preview')).toEqual({ ticket: 't9' });
  await userEvent.click(await screen.findByRole('button', { name: 'Let the watched folder go on' }));
  await screen.findByRole('heading', { name: 'Watched folders' });
});

test('a folder is chosen by the host; where the host cannot ask, the exact command is shown', async () => {
  const world = show([], { 'watch.set': () => ok(watch) }, { pickFolder: async () => await Promise.resolve(ok({ ticket: 't5', name: 'texas' })) });
  await userEvent.click(await screen.findByRole('button', { name: 'Watch a folder' }));
  await userEvent.click(await screen.findByRole('button', { name: 'Watch it' }));
  await waitFor(() => { expect(inputOf(world, 'watch.set')).toEqual({ ticket: 't5', layoutId: null, mostGone: 0.05, mostHeld: 0.05 }); });
  cleanup();
  show([]);
  await userEvent.click(await screen.findByRole('button', { name: 'Watch a folder' }));
  await screen.findByText('dnc-desk watch set --home /desk --file FOLDER');
});

test('words: each stop has its way out, a look tells what it found, and Home leads to both', async () => {
  const stop = (type: 'ImportBusy' | 'FileUnreadable', file: string): string => wayOutOf({ file, at: AT, failure: type === 'ImportBusy' ? { type } : { type, name: file, code: 'ENOENT' } });
  expect(stop('FileUnreadable', '')).toContain('drive');
  expect(stop('FileUnreadable', 'a.csv')).toContain('pass the file over');
  const found = { watchId: 1, folder: '/a', imported: [{ file: 'a', importId: 1, accepted: 1, duplicate: 0, held: 0 }], passedOver: [{ file: 'b', why: 'growing' as const }], stopped: null, busy: false };
  expect(lookWords([found])).toBe('1 file imported. 1 file still being written: taken at the next look.');
  let went = 0;
  render(<StoppedWatches watches={[stopped]} onSettle={() => { went += 1; }} />);
  await userEvent.click(screen.getByRole('button', { name: 'Settle it under Watched folders' }));
  expect(went).toBe(1);
});
