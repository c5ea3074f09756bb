// The code map: drafts, proposals that wait for a person, versions, and decisions on conflicts.
import { cleanup, fireEvent, render, screen, waitFor } from '@testing-library/react';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import type { CodeMapView, ConflictView } from '../../src-shared/contract/code-map.ts';
import { ok } from '../../src-shared/result.ts';
import { conflictConsequence } from '../../src-shared/words/conflict-consequence-words.ts';
import { codeRows, isMapped, linesToSave, unmappedCount } from '../../src-renderer/screens/map-codes/code-rows.ts';
import { heldSentence } from '../../src-renderer/screens/map-codes/code-list.tsx';
import { createDraftKeeper } from '../../src-renderer/screens/map-codes/draft-keeper.ts';
import { createMapCodesStore } from '../../src-renderer/screens/map-codes/map-codes-store.ts';
import { MapCodesView, type MapCodesViewProps } from '../../src-renderer/screens/map-codes/map-codes-view.tsx';
import { AT } from './samples.ts';
import { createPageWorld, giveHeight, later } from './page-world.tsx';

const texas = { code: 'TX_DNC', dncType: 'STATE', jurisdiction: 'US-TX', reason: 'State do-not-call list' } as const;
const tcpa = { code: 'TCPA', dncType: 'FEDERAL', jurisdiction: null, reason: '' } as const;
const view: CodeMapView = {
  version: 2, lines: [tcpa, { ...tcpa, code: 'OLD' }],
  codes: [{ code: 'TX_DNC', numbers: 1200, mapped: false, proposal: texas }, { code: 'TCPA', numbers: 900, mapped: true, proposal: null }, { code: '', numbers: 4, mapped: false, proposal: null }],
  unmappedNumbers: 1204, versions: [{ version: 1, at: AT, actor: 'jane', lines: 1, note: '' }, { version: 2, at: AT, actor: 'jane', lines: 2, note: 'second' }],
};
const conflict: ConflictView = {
  kind: 'state_mismatch', numbers: 218, choices: ['keep', 'use_area_code', 'hold'], choice: null, decidedBy: null, decidedAt: null,
  examples: [{ phone: '+12145550100', code: 'CA', dncType: 'STATE', declared: 'US-CA', areaCode: 'US-TX', file: 'a.csv', line: 3 }],
};
const answers = { 'code-map.get': () => ok(view), 'conflict.matrix': () => ok([conflict]) };
const keeper = () => createDraftKeeper(window.sessionStorage);

beforeEach(() => { window.sessionStorage.clear(); giveHeight(); });
afterEach(cleanup);

test('codes stand by frequency, then those only the map knows, and a proposal maps nothing', () => {
  const rows = codeRows(view, {});
  expect(rows.map((row) => row.code)).toEqual(['TX_DNC', 'TCPA', '', 'OLD']);
  expect(rows[0]).toMatchObject({ proposal: texas, line: null, isChanged: false });
  expect(rows.filter(isMapped).map((row) => row.code)).toEqual(['TCPA', 'OLD']);
  expect(unmappedCount(rows)).toBe(1204);
  expect(linesToSave(rows)).toEqual(view.lines);
});

test('an accepted proposal, a removed line and an added code are changes; a line without a type is none', () => {
  const rows = codeRows(view, { TX_DNC: texas, OLD: null, NEW: { code: 'NEW', dncType: null, jurisdiction: null, reason: '' } });
  expect(rows.filter((row) => row.isChanged).map((row) => row.code)).toEqual(['TX_DNC', 'OLD']);
  expect(linesToSave(rows)).toEqual([texas, tcpa]);
  expect(unmappedCount(rows)).toBe(4);
});

test('codes named like built-in properties are codes like any other', () => {
  const odd = { ...view, codes: [{ code: 'constructor', numbers: 1, mapped: false, proposal: null }, { code: 'toString', numbers: 1, mapped: false, proposal: null }], lines: [] };
  expect(codeRows(odd, {}).every((row) => row.line === null && !row.isChanged)).toBe(true);
});

test('unsaved changes survive another screen, belong to their version, and broken ones are dropped', async () => {
  const world = createPageWorld(answers);
  const first = createMapCodesStore(world.client, keeper());
  await first.refresh();
  first.edit('TX_DNC', texas);
  const second = createMapCodesStore(world.client, keeper());
  await second.refresh();
  expect(second.store.getState().draft).toEqual({ TX_DNC: texas });
  expect(keeper().read(3)).toEqual({});
  window.sessionStorage.setItem('dnc-desk.code-map-draft', '{"version":2,"draft":{"X":{"code":1}}}');
  expect(keeper().read(2)).toEqual({});
  window.sessionStorage.setItem('dnc-desk.code-map-draft', '{');
  expect(keeper().read(2)).toEqual({});
});

test('saving sends every mapped line and clears the draft; a hint keeps what was typed', async () => {
  const saved = { ...view, version: 3 };
  const world = createPageWorld({ ...answers, 'code-map.save': () => ok(saved) });
  const map = createMapCodesStore(world.client, keeper());
  await map.refresh();
  map.edit('TX_DNC', texas);
  await map.refresh();
  expect(map.store.getState().draft).toEqual({ TX_DNC: texas });
  await map.save('texas');
  expect(world.asked.find(({ name }) => name === 'code-map.save')?.input).toEqual({ lines: [texas, tcpa, { ...tcpa, code: 'OLD' }], note: 'texas' });
  expect(map.store.getState().draft).toEqual({});
});

test('a refused save keeps the draft', async () => {
  const world = createPageWorld({ ...answers, 'code-map.save': () => ({ ok: false, failure: { type: 'SettingInvalid', field: 'jurisdiction', why: 'no state' } }) });
  const map = createMapCodesStore(world.client, keeper());
  await map.refresh();
  map.edit('TX_DNC', texas);
  expect(await map.save('')).toMatchObject({ ok: false });
  expect(map.store.getState()).toMatchObject({ draft: { TX_DNC: texas }, acting: false });
});

test('an overtaken map is not shown, and a second act waits for none', async () => {
  const slow = later<unknown>();
  const queue: unknown[] = [slow.promise, ok({ ...view, version: 9 })];
  const world = createPageWorld({ ...answers, 'code-map.get': () => queue.shift(), 'conflict.decide': () => ok([conflict]) });
  const map = createMapCodesStore(world.client, keeper());
  const reads = [map.refresh(), map.refresh()];
  slow.settle(ok({ ...view, version: 1 }));
  await Promise.all(reads);
  expect(map.store.getState().view?.version).toBe(9);
  queue.push(ok(view));
  const acts = await Promise.all([map.decide('state_mismatch', 'keep', 'call'), map.decide('state_mismatch', 'hold', '')]);
  expect(acts[1]).toBeNull();
});

const noop = (): void => undefined;
const props = (more: Partial<MapCodesViewProps> = {}): MapCodesViewProps => ({
  state: { view, conflicts: [conflict], failure: null, draft: {}, opened: null, acting: false }, tab: 'codes', onTab: noop, onEdit: noop, onSave: noop, onUndo: noop, onOpenVersion: noop, onUseVersion: noop, onDecide: noop, onRetry: noop, onImport: noop, ...more,
});

test('the page says how many numbers are held back, and A accepts the proposal of the row', async () => {
  const onEdit = vi.fn();
  render(<MapCodesView {...props({ onEdit })} />);
  expect(screen.getByText(/1,204 numbers are held back until their code is mapped/)).toBeDefined();
  const grid = await screen.findByRole('grid', { name: 'Codes' });
  await waitFor(() => { expect(screen.getByRole('button', { name: /Accept it/ })).toBeDefined(); });
  fireEvent.keyDown(grid, { key: 'a' });
  expect(onEdit).toHaveBeenCalledWith('TX_DNC', texas);
});

test('unsaved changes bring the bar, which saves with its note', () => {
  const onSave = vi.fn();
  render(<MapCodesView {...props({ onSave, state: { ...props().state, draft: { TX_DNC: texas } } })} />);
  expect(screen.getByText('1 code changed, not saved')).toBeDefined();
  expect(screen.getByText(/Once you save: 4 numbers are held back/)).toBeDefined();
  fireEvent.change(screen.getByRole('textbox', { name: 'Note for this version' }), { target: { value: ' texas ' } });
  fireEvent.submit(screen.getByRole('form', { name: 'Unsaved changes' }));
  expect(onSave).toHaveBeenCalledWith('texas');
});

test('a conflict is decided by a choice whose consequence is said', () => {
  const onDecide = vi.fn();
  render(<MapCodesView {...props({ onDecide, tab: 'conflicts' })} />);
  expect(screen.getByText(/218 numbers are held back until you decide/)).toBeDefined();
  expect(screen.getByText('218 numbers go to the STATE list as US-CA.')).toBeDefined();
  fireEvent.click(screen.getByRole('radio', { name: /Use the area code/ }));
  fireEvent.change(screen.getByRole('textbox', { name: /Why/ }), { target: { value: 'moved' } });
  fireEvent.click(screen.getByRole('button', { name: 'Decide' }));
  expect(onDecide).toHaveBeenCalledWith('state_mismatch', 'use_area_code', 'moved');
});

test('what follows from a choice is said for one and for many', () => {
  expect(conflictConsequence('federal_outside_country', 'keep', { numbers: 1, declared: null, areaCode: null })).toBe('1 number goes to the FEDERAL list, although the number is foreign.');
  expect(conflictConsequence('state_mismatch', 'hold', { numbers: 2, declared: null, areaCode: null })).toBe('2 numbers stay here and are pushed nowhere.');
  expect(conflictConsequence('state_mismatch', 'use_area_code', { numbers: 2, declared: null, areaCode: null })).toBe('2 numbers go to the STATE list under the state of their area code.');
  expect(heldSentence(1)).toBe('1 number is held back until its code is mapped.');
});
