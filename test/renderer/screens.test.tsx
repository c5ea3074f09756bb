// Home, Import and Quarantine as a person meets them: empty, with much, with a failure, by keyboard.
import { cleanup, fireEvent, render, screen, waitFor, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { fail, ok } from '../../src-shared/result.ts';
import { HomeSummary } from '../../src-renderer/screens/home/home-summary.tsx';
import { ImportScreen } from '../../src-renderer/screens/import/import-screen.tsx';
import { CountEquation } from '../../src-renderer/screens/import/count-equation.tsx';
import { StoredPanel } from '../../src-renderer/screens/import/stored-panel.tsx';
import { QuarantineScreen } from '../../src-renderer/screens/quarantine/quarantine-screen.tsx';
import type { Route } from '../../src-renderer/wizard/routes.ts';
import { createPageWorld, giveHeight } from './page-world.tsx';
import { areaCodes, decision, destination, entry, home, importView, preview } from './samples.ts';

beforeEach(() => { giveHeight(); window.location.hash = ''; });
afterEach(cleanup);

test('an empty desk says what to do first and where destinations come from', () => {
  const gone: Route[] = [];
  const { Around } = createPageWorld({});
  render(<Around><HomeSummary home={home} onGo={(route) => { gone.push(route); }} /></Around>);
  fireEvent.click(within(screen.getByRole('region', { name: 'What to do next' })).getByRole('button', { name: 'Import a file' }));
  expect(gone).toEqual([{ screen: 'import', params: {} }]);
  expect(screen.getByText('No destination yet')).toBeDefined();
});

test('a push that comes first names the codes that wait beside it', () => {
  const gone: Route[] = [];
  const { Around } = createPageWorld({});
  render(<Around><HomeSummary home={{ ...home, destinations: [destination], next: 'push', nextDestinationId: 1, unmapped: 3400, unmappedCodes: 1 }} onGo={(route) => { gone.push(route); }} /></Around>);
  const next = within(screen.getByRole('region', { name: 'What to do next' }));
  expect(next.getByText(/After that: 1 code without a meaning holds back 3,400 numbers\./)).toBeDefined();
  for (const name of ['Push', 'Map the codes']) fireEvent.click(next.getByRole('button', { name }));
  expect(gone).toEqual([{ screen: 'push', params: { destination: '1' } }, { screen: 'map-codes', params: {} }]);
});

test('a ledger that may not be changed says so first, and why', () => {
  const { Around } = createPageWorld({});
  render(<Around><HomeSummary home={{ ...home, readOnly: { type: 'LedgerBroken', path: 'ledger.db', why: 'a leaf is not what was signed' } }} onGo={() => undefined} /></Around>);
  expect(screen.getByRole('alert').textContent).toMatch(/a leaf is not what was signed.*nothing can be changed/u);
});

test('each destination shows its state in a word, a cooling one its clock', () => {
  const world = createPageWorld({});
  const destinations = [
    { ...destination, state: 'COOLING' as const, readyAt: world.clock.ms + 125_000 },
    { ...destination, destinationId: 2, name: 'CXone', state: 'ATTENTION' as const, attention: 'dead-letters' as const, deadLetters: 4 },
  ];
  const gone: Route[] = [];
  render(<world.Around><HomeSummary home={{ ...home, destinations, next: 'dead-letters', nextDestinationId: 2 }} onGo={(route) => { gone.push(route); }} /></world.Around>);
  expect(screen.getByText('COOLING')).toBeDefined();
  expect(screen.getByRole('timer').textContent).toContain('2 min 5 s');
  expect(screen.getByText(/Retry, correct or discard them on the Push screen/)).toBeDefined();
  expect(screen.getByText(/It is about CXone/)).toBeDefined();
  fireEvent.click(screen.getByRole('button', { name: 'Settle CXone' }));
  fireEvent.click(screen.getByRole('button', { name: 'Settle the dead letters' }));
  expect(gone).toEqual([{ screen: 'push', params: { destination: '2' } }, { screen: 'push', params: { destination: '2' } }]);
});

test('the closing count is an equation that says whether it closes', () => {
  const { rerender } = render(<CountEquation count={importView} />);
  expect(screen.getByText('The count closes')).toBeDefined();
  rerender(<CountEquation count={{ ...importView, blank: 11 }} />);
  expect(screen.getByText('The count does not close')).toBeDefined();
});

test('reasons come as a picture with the same figures as a table', async () => {
  render(<StoredPanel view={importView} onReview={() => undefined} onRows={() => undefined} onMap={() => undefined} />);
  expect(screen.getByRole('img', { name: 'Held rows by reason: No area code 80, Masked 8' })).toBeDefined();
  await userEvent.click(screen.getByRole('button', { name: 'Show as table' }));
  expect(within(screen.getByRole('table')).getAllByRole('row').map((row) => row.textContent)).toEqual(['WhatRowsShare', 'No area code8090.9 %', 'Masked89.1 %']);
});

test('import: choose, give a column another meaning, store, read the count', async () => {
  const world = createPageWorld({
    'import.page': () => ok({ total: 0, rows: [] }), 'layout.page': () => ok({ total: 0, rows: [] }), 'area-codes.status': () => ok(areaCodes),
    'import.preview': (input: { readonly layout?: object }) => ok({ ...preview, layout: { ...preview.layout, ...input.layout } }),
    'import.store': () => ok(importView),
  });
  render(<world.Around><ImportScreen /></world.Around>);
  await screen.findByText('Nothing has been imported yet');
  await userEvent.click(screen.getByRole('button', { name: 'Choose a file' }));
  await screen.findByText('perhaps +12025550124');
  expect(screen.getByText(/ext\. 12/)).toBeDefined();
  await userEvent.click(screen.getByRole('button', { name: /Meaning of Name/ }));
  await userEvent.click(screen.getByRole('option', { name: 'Reason' }));
  await waitFor(() => { expect(world.asked.at(-1)).toMatchObject({ name: 'import.preview', input: { layout: { reasonColumn: 0, phoneColumns: [1] } } }); });
  await userEvent.click(screen.getByRole('button', { name: 'Import' }));
  await screen.findByText('requests.xlsx is imported');
  await userEvent.click(screen.getByRole('button', { name: 'Review 88 held rows' }));
  expect(window.location.hash).toBe('#/quarantine?import=3');
});

test('import: a dropped file is looked at, a bad one is explained and can be tried again', async () => {
  const replies = [fail({ type: 'WorkbookEncrypted', name: 'secret.xlsx' }), ok(preview)];
  const world = createPageWorld({ 'import.page': () => ok({ total: 1, rows: [importView] }), 'layout.page': () => ok({ total: 0, rows: [] }), 'area-codes.status': () => ok(areaCodes), 'import.preview': () => replies.shift() });
  render(<world.Around><ImportScreen /></world.Around>);
  const transfer = { types: ['Files'], files: [new File(['x'], 'secret.xlsx')] };
  fireEvent.dragEnter(document.body, { dataTransfer: transfer });
  expect(screen.getByText('Drop the file to look at it')).toBeDefined();
  fireEvent.drop(document.body, { dataTransfer: transfer });
  expect((await screen.findByRole('alert')).textContent).toContain('protected by a password');
  expect(screen.queryByText('Drop the file to look at it')).toBeNull();
  await userEvent.click(screen.getByRole('button', { name: 'Try again' }));
  await screen.findByText('perhaps +12025550124');
});

const quarantineWorld = (rows: number) => {
  let first = 1;
  const held = (): number => rows - first + 1;
  const world = createPageWorld({
    'quarantine.summary': () => ok({ held: held(), underWay: [], groups: held() === 0 ? [] : [{ reason: 'letters_around', held: held(), suggested: held() }] }),
    'quarantine.page': ({ offset, limit }: { readonly offset: number; readonly limit: number }) => ok({ total: held(), rows: Array.from({ length: Math.min(limit, held() - offset) }, (_, index) => entry(first + offset + index)) }),
    'quarantine.accept': () => { first += 1; return ok(decision); },
    'quarantine.fix': () => { first += 1; return ok({ ...decision, act: 'fix' }); },
    'quarantine.discard': () => { first += 1; return ok({ ...decision, act: 'discard', because: 'test' }); },
    'quarantine.undo': () => { first -= 1; return ok({ ...decision, undone: true, canUndo: false }); },
    'quarantine.decisions': () => ok({ total: 1, rows: [decision] }),
  });
  render(<world.Around><QuarantineScreen /></world.Around>);
  return world;
};
const focused = (): string | null => document.activeElement?.getAttribute('role') ?? null;

test('quarantine by keyboard alone: move, accept, undo, and the focus never leaves the list', async () => {
  const world = quarantineWorld(40);
  await screen.findByRole('grid', { name: 'Held rows' });
  await waitFor(() => { expect(focused()).toBe('grid'); });
  await userEvent.keyboard('{ArrowDown}a');
  await screen.findByText('Accepted the suggestion for 1 row (letters around).');
  expect(world.asked.find((one) => one.name === 'quarantine.accept')?.input).toEqual({ reason: 'letters_around', entryId: 2 });
  expect(focused()).toBe('grid');
  await userEvent.keyboard('u');
  await screen.findByText('Taken back: 1 row (letters around) held again.');
  expect(focused()).toBe('grid');
});

test('quarantine: F fixes in place with the suggestion filled in, Escape leaves it, Enter saves it', async () => {
  const world = quarantineWorld(40);
  await waitFor(() => { expect(focused()).toBe('grid'); });
  await userEvent.keyboard('f');
  const field = await screen.findByRole('textbox', { name: 'The right number' });
  expect(document.activeElement).toBe(field);
  await userEvent.keyboard('{Escape}');
  expect(focused()).toBe('grid');
  await userEvent.keyboard('f');
  await userEvent.clear(await screen.findByRole('textbox', { name: 'The right number' }));
  await userEvent.keyboard('+1 202 555 0177{Enter}');
  await screen.findByText('Fixed 1 row (letters around).');
  expect(world.asked.find((one) => one.name === 'quarantine.fix')?.input).toEqual({ entryId: 1, phone: '+1 202 555 0177' });
  expect(focused()).toBe('grid');
});

test('quarantine: R goes to the reasons, the arrows walk them, Enter narrows the list, Escape goes back to the rows', async () => {
  const world = quarantineWorld(40);
  await waitFor(() => { expect(focused()).toBe('grid'); });
  await userEvent.keyboard('r');
  expect(document.activeElement?.textContent).toContain('All reasons');
  await userEvent.keyboard('{ArrowDown}');
  expect(document.activeElement?.textContent).toContain('Letters around');
  await userEvent.keyboard('{Escape}');
  expect(focused()).toBe('grid');
  await userEvent.keyboard('r{ArrowDown}{Enter}');
  await waitFor(() => { expect(world.asked.some(({ name, input }) => name === 'quarantine.page' && JSON.stringify(input).includes('letters_around'))).toBe(true); });
});

test('quarantine: nothing is discarded without a written reason', async () => {
  const world = quarantineWorld(40);
  await waitFor(() => { expect(focused()).toBe('grid'); });
  await userEvent.keyboard('d');
  await screen.findByRole('dialog', { name: 'Discard this row' });
  await userEvent.keyboard('  {Enter}');
  expect(screen.getByText('A reason is needed; it goes into the record.')).toBeDefined();
  expect(world.asked.some((one) => one.name === 'quarantine.discard')).toBe(false);
  await userEvent.keyboard('Vendor test row{Enter}');
  await waitFor(() => { expect(world.asked.find((one) => one.name === 'quarantine.discard')?.input).toEqual({ because: 'Vendor test row', entryId: 1 }); });
  await waitFor(() => { expect(focused()).toBe('grid'); });
});

test('quarantine: when the last row is settled the empty list says where to go on, and the focus is not lost', async () => {
  quarantineWorld(1);
  await waitFor(() => { expect(focused()).toBe('grid'); });
  await userEvent.keyboard('a');
  await screen.findByText('Nothing is held');
  expect(document.activeElement).not.toBe(document.body);
});

test('quarantine: letters typed into the search are text and no acts', async () => {
  const world = quarantineWorld(40);
  await screen.findByRole('grid', { name: 'Held rows' });
  await userEvent.keyboard('/');
  await userEvent.keyboard('fad');
  await waitFor(() => { expect(world.asked.at(-1)).toMatchObject({ name: 'quarantine.page', input: { search: 'fad' } }); });
  expect(world.asked.some((one) => one.name === 'quarantine.accept')).toBe(false);
});
