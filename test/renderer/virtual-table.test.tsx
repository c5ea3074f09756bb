// The long table by keyboard, and what it tells readers.
import { cleanup, fireEvent, render, screen, waitFor } from '@testing-library/react';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { fail, ok } from '../../src-shared/result.ts';
import { VirtualTable, type Column, type VirtualTableProps } from '../../src-renderer/ui/virtual-table.tsx';
import { giveHeight } from './page-world.tsx';

beforeEach(() => { giveHeight(); });
afterEach(cleanup);

const columns: readonly Column<number>[] = [{ key: 'n', title: 'Number', width: '100px', cell: (row) => `n${row}` }];
const pages = (total: number): VirtualTableProps<number>['loadPage'] => async (offset, limit) =>
  await Promise.resolve(ok({ total, rows: Array.from({ length: Math.min(limit, total - offset) }, (_, index) => offset + index) }));

const show = async (props: Partial<VirtualTableProps<number>> = {}): Promise<HTMLElement> => {
  render(<VirtualTable label="Numbers" columns={columns} loadPage={pages(1_048_576)} empty={<p>nothing here</p>} {...props} />);
  return await screen.findByRole('grid', { name: 'Numbers' });
};
const cursorRow = (): string | null => screen.getByRole('row', { selected: true }).textContent;

test('a million rows draw a few dozen and say how many there are', async () => {
  const grid = await show();
  expect(grid.getAttribute('aria-rowcount')).toBe('1048577');
  expect(screen.getAllByRole('row').length).toBeLessThan(60);
  expect(screen.getByRole('row', { name: 'n0' }).getAttribute('aria-rowindex')).toBe('2');
});

test('arrow keys, PageDown, Home and End move the cursor and the focus stays on the table', async () => {
  const grid = await show({ loadPage: pages(500) });
  grid.focus();
  await waitFor(() => { expect(cursorRow()).toBe('n0'); });
  fireEvent.keyDown(grid, { key: 'ArrowDown' });
  fireEvent.keyDown(grid, { key: 'ArrowDown' });
  expect(cursorRow()).toBe('n2');
  fireEvent.keyDown(grid, { key: 'PageDown' });
  expect(cursorRow()).toBe('n11');
  fireEvent.keyDown(grid, { key: 'ArrowUp' });
  fireEvent.keyDown(grid, { key: 'Home' });
  expect(cursorRow()).toBe('n0');
  fireEvent.keyDown(grid, { key: 'End' });
  await waitFor(() => { expect(cursorRow()).toBe('n499'); });
  expect(grid.getAttribute('aria-activedescendant')).toBe(screen.getByRole('row', { selected: true }).id);
  expect(document.activeElement).toBe(grid);
});

test('Enter opens the row under the cursor, a double click the row under the pointer', async () => {
  const opened: number[] = [];
  const grid = await show({ onOpen: (row) => { opened.push(row); } });
  await screen.findByText('n3');
  fireEvent.keyDown(grid, { key: 'ArrowDown' });
  fireEvent.keyDown(grid, { key: 'Enter' });
  fireEvent.doubleClick(screen.getByText('n3'));
  expect(opened).toEqual([1, 3]);
});

test('the row under the cursor is told, also when its content changed or it is gone', async () => {
  const told: (number | null)[] = [];
  let total = 2;
  const loadPage: VirtualTableProps<number>['loadPage'] = async () => await Promise.resolve(ok({ total, rows: Array.from({ length: total }, (_, index) => index * 10 + total) }));
  const table = (version: number) => <VirtualTable label="Numbers" columns={columns} loadPage={loadPage} version={version} empty={<p>nothing here</p>} onCursor={(row) => { told.push(row); }} />;
  const { rerender } = render(table(1));
  fireEvent.keyDown(await screen.findByRole('grid'), { key: 'End' });
  await waitFor(() => { expect(told.at(-1)).toBe(12); });
  total = 1;
  rerender(table(2));
  await waitFor(() => { expect(told.at(-1)).toBe(1); });
  total = 0;
  rerender(table(3));
  await screen.findByText('nothing here');
  expect(told.at(-1)).toBeNull();
});

test('other keys go to the owner, and only keys that are its own are kept from the page', async () => {
  const grid = await show({ onKey: (event) => event.key === 'x' });
  expect(fireEvent.keyDown(grid, { key: 'x' })).toBe(false);
  expect(fireEvent.keyDown(grid, { key: 'y' })).toBe(true);
});

test('an empty list shows what to do instead, a failed one says why', async () => {
  render(<VirtualTable label="Numbers" columns={columns} loadPage={pages(0)} empty={<p>nothing here</p>} />);
  await screen.findByText('nothing here');
  cleanup();
  render(<VirtualTable label="Numbers" columns={columns} loadPage={async () => await Promise.resolve(fail({ type: 'LedgerLocked', path: 'desk.db' }))} empty={<p>nothing here</p>} />);
  expect((await screen.findByRole('alert')).textContent).toContain('desk.db');
});

test('a list longer than a browser can draw is shown in parts, and End reaches its true end', async () => {
  const grid = await show({ loadPage: pages(2_300_000) });
  expect(screen.getByText('Rows 1–1,000,000 of 2,300,000')).toBeDefined();
  fireEvent.keyDown(grid, { key: 'End' });
  await screen.findByText('Rows 2,000,001–2,300,000 of 2,300,000');
  expect(grid.getAttribute('aria-rowcount')).toBe('2300001');
});
