// The import screen as one meets it with a fresh file: what it is, whether that is right, how it is cut, and how that is saved.
import { cleanup, fireEvent, render, screen, waitFor, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { afterEach, expect, test } from 'vitest';
import type { Layout, Preview } from '../../src-shared/contract/imports.ts';
import type { SavedLayout } from '../../src-shared/contract/layouts.ts';
import { fail, ok } from '../../src-shared/result.ts';
import { moveColumns, usedColumns } from '../../src-renderer/screens/import/column-meaning.ts';
import { CountEquation } from '../../src-renderer/screens/import/count-equation.tsx';
import { addEdge, edgesOf, moveEdge, removeEdge, withEdges } from '../../src-renderer/screens/import/edges.ts';
import { FixedWidthEditor } from '../../src-renderer/screens/import/fixed-width-editor.tsx';
import { ImportScreen } from '../../src-renderer/screens/import/import-screen.tsx';
import { StoredPanel } from '../../src-renderer/screens/import/stored-panel.tsx';
import { understandingOf } from '../../src-renderer/screens/import/understanding.ts';
import { createPageWorld, type PageWorld } from './page-world.tsx';
import { areaCodes, AT, importView, layout, preview } from './samples.ts';

afterEach(cleanup);

const saved: SavedLayout = { layoutId: 4, name: 'Texas weekly', layout, mode: 'full', watermarkColumn: null, createdAt: AT, usedAt: null };
const none = { 'import.page': () => ok({ total: 0, rows: [] }), 'layout.page': () => ok({ total: 1, rows: [saved] }), 'area-codes.status': () => ok(areaCodes) };

const show = async (world: PageWorld): Promise<void> => {
  render(<world.Around><ImportScreen /></world.Around>);
  await userEvent.click(await screen.findByRole('button', { name: 'Choose a file' }));
};

test('a known format says what it is, why, what is done with its rows and what the first ones come to', async () => {
  const world = createPageWorld({ ...none, 'import.preview': () => ok<Preview>({
    ...preview, file: { ...preview.file, format: 'zip', member: '2026-8-9_202_AB.txt' }, layout: { ...layout, known: 'dnc-com' }, known: { label: 'DNC.com scrub results', why: 'the columns Phone and ResultCode' },
    rows: [...preview.rows, { line: 5, cells: ['a', '2025550125', 'C'], kind: 'ignored', readings: [], setAside: 'clear' }],
  }) });
  await show(world);
  await screen.findByText('DNC.com scrub results');
  expect(screen.getByText('(the columns Phone and ResultCode)')).toBeDefined();
  expect(screen.getByText(/Clear rows are set aside/)).toBeDefined();
  expect(screen.getByText(/Of the first 5 lines: 1 accepted, 1 held for review, 1 clear\./)).toBeDefined();
  expect(screen.getByText('set aside: clear')).toBeDefined();
  expect(screen.getByText('2026-8-9_202_AB.txt')).toBeDefined();
});

test('what is not right is read as something else, and a format the file is not of says so beside the preview', async () => {
  const replies = [ok(preview), fail({ type: 'LayoutUnfit', name: 'requests.xlsx', layout: 'DNC.com scrub results' }), ok(preview)];
  const world = createPageWorld({ ...none, 'import.preview': () => replies.shift() });
  await show(world);
  await userEvent.click(await screen.findByRole('button', { name: 'Not right? Change it' }));
  await userEvent.click(screen.getByRole('button', { name: /Read it as/ }));
  await userEvent.click(await screen.findByRole('option', { name: /DNC\.com scrub results/ }));
  expect((await screen.findByRole('alert')).textContent).toContain('is not what the layout');
  expect(world.asked.at(-1)?.input).toEqual({ ticket: 't1', layout: { known: 'dnc-com' }, layoutId: null });
  await userEvent.click(screen.getByRole('button', { name: /Read it as/ }));
  await userEvent.click(await screen.findByRole('option', { name: /Texas weekly/ }));
  await waitFor(() => { expect(world.asked.findLast(({ name }) => name === 'import.preview')?.input).toEqual({ ticket: 't1', layoutId: 4 }); });
});

test('a layout is saved by name with its way, and its file is then imported under it', async () => {
  const looks = { format: 'text' as const, header: ['name'], columns: 3, fileName: 'a#.csv', lineLength: null };
  const world = createPageWorld({ ...none, 'import.preview': () => ok({ ...preview, looks }), 'layout.save': () => ok({ ...saved, layoutId: 9, name: 'Ohio' }), 'import.store': () => ok(importView) });
  await show(world);
  await userEvent.click(await screen.findByRole('button', { name: 'Save this layout' }));
  const dialog = within(screen.getByRole('dialog'));
  await userEvent.click(dialog.getByRole('button', { name: 'Save layout' }));
  expect(dialog.getByText('It needs a name.')).toBeDefined();
  await userEvent.type(dialog.getByRole('textbox', { name: 'Name' }), 'Ohio');
  await userEvent.click(dialog.getByRole('radio', { name: /Full list/ }));
  await userEvent.click(dialog.getByRole('button', { name: 'Save layout' }));
  await screen.findByText('Your layout “Ohio”');
  expect(world.asked.find(({ name }) => name === 'layout.save')?.input).toEqual({ name: 'Ohio', mode: 'full', watermarkColumn: null, layout, looks });
  await userEvent.click(screen.getByRole('button', { name: 'Import' }));
  await screen.findByText('requests.xlsx is imported');
  expect(world.asked.find(({ name }) => name === 'import.store')?.input).toEqual({ ticket: 't1', layout, layoutId: 9 });
});

test('a file without a phone column shows what its columns are called and takes the one that is named', async () => {
  const replies = [fail({ type: 'NoPhoneColumn', name: 'a.csv', columns: ['Ref', 'Wert'] }), ok(preview)];
  const world = createPageWorld({ ...none, 'import.preview': () => replies.shift() });
  await show(world);
  await screen.findByText(/The file has 2 columns: Ref, Wert\./);
  await userEvent.click(screen.getByRole('button', { name: /The phone numbers are in/ }));
  await userEvent.click(await screen.findByRole('option', { name: 'Wert' }));
  await userEvent.click(screen.getByRole('button', { name: 'Read this column as phone numbers' }));
  await screen.findByText('perhaps +12025550124');
  expect(world.asked.findLast(({ name }) => name === 'import.preview')?.input).toEqual({ ticket: 't1', layout: { phoneColumns: [1] } });
});

test('the area codes say of what day and origin they are, a report that is none is refused in words, and the program’s own come back', async () => {
  const replies = [fail({ type: 'SettingInvalid', field: 'area codes', why: 'the report is of 2024-01-01' }), ok({ ...areaCodes, date: '2027-01-15', report: { name: 'npa.csv', sha256: 'ab'.repeat(32), at: AT } })];
  const world = createPageWorld({ ...none, 'area-codes.replace': () => replies.shift(), 'area-codes.reset': () => ok(areaCodes) });
  render(<world.Around><ImportScreen /></world.Around>);
  await userEvent.click(await screen.findByRole('button', { name: 'Area codes as of 2025-11-26' }));
  await userEvent.click(screen.getByRole('button', { name: 'Replace with a newer report' }));
  await screen.findByText(/the report is of 2024-01-01/);
  await userEvent.click(screen.getByRole('button', { name: 'Replace with a newer report' }));
  await screen.findByRole('button', { name: 'Area codes as of 2027-01-15, from your report' });
  expect(screen.getByText(/your report npa\.csv, brought/)).toBeDefined();
  await userEvent.click(screen.getByRole('button', { name: 'Go back to the program’s own table' }));
  await screen.findByRole('button', { name: 'Area codes as of 2025-11-26' });
});

test('a registry’s file with a wrong name is taken on the word of a person who says when it was obtained and how they know', async () => {
  const replies = [fail({ type: 'RegistryRefused', name: 'list.txt', refusal: { why: 'name-wrong', name: 'list.txt' } }), ok(importView)];
  const world = createPageWorld({ ...none, 'import.preview': () => ok(preview), 'import.store': () => replies.shift() });
  await show(world);
  await userEvent.click(await screen.findByRole('button', { name: 'Import' }));
  await userEvent.click(await screen.findByRole('button', { name: 'Import on my word' }));
  expect(screen.getByText('A day as year-month-day.')).toBeDefined();
  await userEvent.type(screen.getByRole('textbox', { name: 'Obtained on' }), '2026-11-20');
  await userEvent.type(screen.getByRole('textbox', { name: 'How do you know?' }), 'downloaded it myself{Enter}');
  await screen.findByText('requests.xlsx is imported');
  expect(world.asked.findLast(({ name }) => name === 'import.store')?.input).toEqual({ ticket: 't1', layout, vouched: { because: 'downloaded it myself', obtained: '2026-11-20' } });
});

test('lines set aside stand in the equation by what they are, and hidden rows and the layout are said', () => {
  const view = { ...importView, ignored: 3, lines: 5204, setAside: { clear: 2 }, hiddenRows: 7, saved: { layoutId: 4, name: 'Texas weekly' } };
  render(<><CountEquation count={view} /><StoredPanel view={view} onReview={() => undefined} onRows={() => undefined} onMap={() => undefined} /></>);
  expect(screen.getAllByText('The count closes')).toHaveLength(2);
  expect(document.body.textContent).toContain('+ 1 ignored+ 2 set aside (clear)');
  expect(screen.getByText(/7 rows of the sheet are hidden/)).toBeDefined();
  expect(screen.getByText('Read under your layout “Texas weekly”.')).toBeDefined();
});

const lines = ['2025550101TX20260102', '2025550102CA20260103'];
const fixed: Layout = { ...layout, headerLine: 0, phoneColumns: [0], codeColumn: null, jurisdictionColumn: 1, delimiter: null, cuts: [{ start: 0, length: 10 }, { start: 10, length: 2 }, { start: 12, length: 99_988 }] };

test('edges are moved, removed and added by keyboard, and each says where it stands', async () => {
  const told: Layout[] = [];
  render(<FixedWidthEditor lines={lines} layout={fixed} onLayout={(next) => { told.push(next); }} />);
  const edge = screen.getByRole('slider', { name: 'Edge 1' });
  expect(edge.getAttribute('aria-valuetext')).toBe('column 2 begins after character 10, with “TX” in the first line');
  fireEvent.keyDown(edge, { key: 'ArrowLeft' });
  expect(told.at(-1)?.cuts).toEqual([{ start: 0, length: 9 }, { start: 9, length: 3 }, { start: 12, length: 99_988 }]);
  expect(edge.getAttribute('aria-valuenow')).toBe('9');
  fireEvent.keyDown(edge, { key: 'End' });
  expect(edge.getAttribute('aria-valuenow')).toBe('11');
  fireEvent.keyDown(screen.getByRole('slider', { name: 'Edge 2' }), { key: 'Delete' });
  expect(screen.getAllByRole('slider')).toHaveLength(1);
  await userEvent.type(screen.getByRole('textbox', { name: 'Begin a column after character' }), '99{Enter}');
  expect(screen.getByText('A number from 1 to 19.')).toBeDefined();
  await userEvent.clear(screen.getByRole('textbox', { name: 'Begin a column after character' }));
  await userEvent.type(screen.getByRole('textbox', { name: 'Begin a column after character' }), '4{Enter}');
  expect(screen.getAllByRole('slider').map((one) => one.getAttribute('aria-valuenow'))).toEqual(['4', '11']);
});

test('a column keeps its meaning while edges come, go and move', () => {
  expect(withEdges(fixed, [3, 10, 12])).toMatchObject({ phoneColumns: [0], jurisdictionColumn: 2 });
  expect(withEdges(fixed, [12])).toMatchObject({ phoneColumns: [0], jurisdictionColumn: null });
  expect(withEdges(fixed, [9, 12])).toMatchObject({ phoneColumns: [0], jurisdictionColumn: 1, known: null, delimiter: null });
  expect(edgesOf({ ...fixed, cuts: [{ start: 2, length: 10 }, { start: 14, length: 2 }] })).toEqual([2, 12, 14, 16]);
  expect([addEdge([4], 4), addEdge([4], 0), moveEdge([4, 8], 0, 99, 20), moveEdge([4, 8], 1, 0, 20), removeEdge([4, 8], 0)]).toEqual([[4], [4], [7, 8], [4, 5], [8]]);
});

test('meanings move with their columns and are told in order', () => {
  expect(moveColumns({ ...layout, phoneColumns: [1, 2], countryColumn: 3 }, (column) => column + 1)).toMatchObject({ phoneColumns: [2, 3], codeColumn: null, countryColumn: 4 });
  expect(usedColumns({ ...layout, flagColumn: 0 })).toEqual([{ meaning: 'phone', columns: [1] }, { meaning: 'code', columns: [2] }, { meaning: 'flag', columns: [0] }]);
});

test('a plain table, a bare list and fixed-width text are told apart', () => {
  expect(understandingOf(preview)).toMatchObject({ what: 'A table', why: '3 columns, names on line 1' });
  expect(understandingOf({ ...preview, columns: ['Column 1'], layout: { ...layout, headerLine: 0, phoneColumns: [0] } })).toMatchObject({ what: 'A list of numbers', why: '1 column, no header row' });
  expect(understandingOf({ ...preview, layout: fixed })).toMatchObject({ what: 'Fixed-width text' });
});
