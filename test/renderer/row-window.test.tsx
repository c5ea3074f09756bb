// The window onto a long list fetches only what is in sight and never shows an overtaken page.
import { expect, test, vi } from 'vitest';
import { fail, ok, type Result } from '../../src-shared/result.ts';
import type { Failure } from '../../src-shared/failures.ts';
import { createRowWindow, type PageOf } from '../../src-renderer/ui/row-window.ts';
import { later } from './page-world.tsx';

const rowsFrom = (offset: number, limit: number, mark = 'row'): readonly string[] => Array.from({ length: limit }, (_, index) => `${mark} ${offset + index}`);

test('of a million rows only the pages in sight are asked for, each once', async () => {
  const asked: number[] = [];
  const rows = createRowWindow(async (offset, limit) => { asked.push(offset); return await Promise.resolve(ok({ total: 1_000_000, rows: rowsFrom(offset, limit) })); });
  rows.need(0, 20);
  await vi.waitFor(() => { expect(rows.state().total).toBe(1_000_000); });
  rows.need(0, 40);
  rows.need(999_950, 1_000_000);
  rows.need(999_950, 1_000_000);
  await vi.waitFor(() => { expect(rows.rowAt(999_999)).toBe('row 999999'); });
  expect(asked).toEqual([0, 999_900]);
  expect(rows.rowAt(500_000)).toBeUndefined();
});

test('a refresh keeps the old rows in place until the new ones are there, and drops what was asked before', async () => {
  const before = later<Result<PageOf<string>, Failure>>();
  const after = later<Result<PageOf<string>, Failure>>();
  const answers = [Promise.resolve(ok({ total: 2, rows: ['a', 'b'] })), before.promise, after.promise];
  const rows = createRowWindow(async () => await (answers.shift() ?? Promise.reject(new Error('asked too often'))));
  rows.need(0, 2);
  await vi.waitFor(() => { expect(rows.rowAt(0)).toBe('a'); });
  rows.refresh();
  rows.refresh();
  expect(rows.rowAt(0)).toBe('a');
  after.settle(ok({ total: 1, rows: ['c'] }));
  await vi.waitFor(() => { expect(rows.rowAt(0)).toBe('c'); });
  before.settle(ok({ total: 2, rows: ['late', 'later'] }));
  await Promise.resolve();
  expect(rows.rowAt(0)).toBe('c');
  expect(rows.state().total).toBe(1);
});

test('a failed page is a failure to show, and the next good one clears it', async () => {
  const answers: Result<PageOf<string>, Failure>[] = [fail({ type: 'LedgerLocked', path: 'desk.db' }), ok({ total: 0, rows: [] })];
  const rows = createRowWindow(async () => await Promise.resolve(answers.shift() ?? ok({ total: 0, rows: [] })));
  rows.need(0, 1);
  await vi.waitFor(() => { expect(rows.state().failure).toEqual({ type: 'LedgerLocked', path: 'desk.db' }); });
  rows.refresh();
  await vi.waitFor(() => { expect(rows.state()).toMatchObject({ total: 0, failure: null }); });
});

test('memory stays bounded however far one scrolls', async () => {
  const rows = createRowWindow(async (offset, limit) => await Promise.resolve(ok({ total: 1_000_000, rows: rowsFrom(offset, limit) })));
  rows.need(0, 1);
  await vi.waitFor(() => { expect(rows.rowAt(0)).toBeDefined(); });
  for (let page = 1; page <= 200; page += 1) {
    rows.need(page * 100, page * 100 + 1);
    await Promise.resolve();
    await Promise.resolve();
  }
  await vi.waitFor(() => { expect(rows.rowAt(20_000)).toBeDefined(); });
  expect(Array.from({ length: 201 }, (_, page) => rows.rowAt(page * 100)).filter((row) => row !== undefined)).toHaveLength(60);
});

test('what is only scrolled past is not asked for; where the scrolling ends is', async () => {
  const slow = later<void>();
  const asked: number[] = [];
  const rows = createRowWindow(async (offset, limit) => {
    asked.push(offset);
    if (offset > 0) await slow.promise;
    return ok({ total: 1_000_000, rows: rowsFrom(offset, limit) });
  });
  rows.need(0, 1);
  await vi.waitFor(() => { expect(rows.rowAt(0)).toBeDefined(); });
  for (let page = 1; page <= 5000; page += 1) rows.need(page * 100, page * 100 + 40);
  expect(asked.length).toBeLessThan(5);
  slow.settle();
  await vi.waitFor(() => { expect(rows.rowAt(500_000)).toBe('row 500000'); });
  expect(asked.length).toBeLessThan(6);
});
