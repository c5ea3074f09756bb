// The frame: eight screens in the address, by key and by link, with what waits where; a broken screen leaves the way open.
import { act, cleanup, fireEvent, render, screen, waitFor } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { lazy, type JSX } from 'react';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { ok } from '../../src-shared/result.ts';
import { hashToRoute, routeToHash, screenIds, screenTitles, type ScreenId } from '../../src-renderer/wizard/routes.ts';
import { keepTheme, readTheme, showTheme } from '../../src-renderer/wizard/theme.ts';
import { WizardFrame, type ScreenRegistry } from '../../src-renderer/wizard/wizard-frame.tsx';
import { createPageWorld } from './page-world.tsx';
import { destination, home } from './samples.ts';

beforeEach(() => { window.location.hash = '#/home'; });
afterEach(() => { cleanup(); vi.restoreAllMocks(); });

const broken = (): JSX.Element => { throw new Error('a drawing mistake'); };
const stub = (id: ScreenId) => lazy(async () => await Promise.resolve({ default: id === 'log' ? broken : () => <h1>the {id} screen</h1> }));
const screens: ScreenRegistry = {
  home: stub('home'), import: stub('import'), quarantine: stub('quarantine'), 'map-codes': stub('map-codes'),
  destinations: stub('destinations'), push: stub('push'), verify: stub('verify'), log: stub('log'), release: stub('release'),
};

const show = async (): Promise<void> => {
  const { Around } = createPageWorld({ 'home.get': () => ok({ ...home, held: 1200, unmapped: 900, unmappedCodes: 3, destinations: [{ ...destination, deadLetters: 2 }] }) });
  render(<Around><WizardFrame screens={screens} /></Around>);
  await screen.findByText('the home screen');
};

test('addresses name screens and parameters, and anything else leads home', () => {
  expect(hashToRoute('#/push?destination=3')).toEqual({ screen: 'push', params: { destination: '3' } });
  expect(hashToRoute('#/../etc')).toEqual({ screen: 'home', params: {} });
  expect(hashToRoute('')).toEqual({ screen: 'home', params: {} });
  for (const id of screenIds) expect(hashToRoute(routeToHash({ screen: id, params: { a: 'b&c' } }))).toEqual({ screen: id, params: { a: 'b&c' } });
});

test('what waits is on the way to where it waits', async () => {
  await show();
  await waitFor(() => { expect(screen.getByRole('link', { name: /Quarantine/ }).textContent).toContain('1,200 held'); });
  expect(screen.getByRole('link', { name: /Code map/ }).textContent).toContain('3 to settle');
  expect(screen.getByRole('link', { name: /Push/ }).textContent).toContain('2 dead letters');
  expect(screen.getByRole('link', { name: 'Home' }).getAttribute('aria-current')).toBe('page');
});

test('what a person should know now is said on every screen, and by the system where the host leaves that to the page', async () => {
  const shown: string[] = [];
  const world = createPageWorld({ 'home.get': () => ok(home) }, { notices: { ask: () => undefined, show: (title) => { shown.push(title); } } });
  render(<world.Around><WizardFrame screens={screens} /></world.Around>);
  await screen.findByText('the home screen');
  act(() => { world.emit({ type: 'attention', seq: 1, destinationId: 1, title: 'Genesys EU: every push of late has failed', advice: 'Nothing is lost.' }); });
  expect(screen.getByText('Genesys EU: every push of late has failed. Nothing is lost.')).toBeDefined();
  expect(shown).toEqual(['Genesys EU: every push of late has failed']);
});

test('Alt and a digit goes to a screen, names the window and puts the focus there', async () => {
  await show();
  fireEvent.keyDown(document.body, { key: '™', code: 'Digit2', altKey: true });
  await screen.findByText('the import screen');
  expect(document.title).toBe(`${screenTitles.import} · DNC Desk`);
  await waitFor(() => { expect(document.activeElement).toBe(screen.getByRole('main')); });
});

test('? shows the keys, and Escape puts them away', async () => {
  await show();
  await userEvent.keyboard('?');
  await screen.findByRole('dialog', { name: 'Keyboard shortcuts' });
  await userEvent.keyboard('{Escape}');
  await waitFor(() => { expect(screen.queryByRole('dialog')).toBeNull(); });
});

test('a screen that breaks says so, and the others still open', async () => {
  vi.spyOn(console, 'error').mockImplementation(() => undefined);
  const reported = vi.fn((event: Event) => { event.preventDefault(); });
  window.addEventListener('error', reported);
  await show();
  fireEvent.click(screen.getByRole('link', { name: 'Log' }));
  window.location.hash = '#/log';
  await screen.findByText('This screen broke');
  expect(screen.getByText(/a drawing mistake/)).toBeDefined();
  window.location.hash = '#/verify';
  await screen.findByText('the verify screen');
  window.removeEventListener('error', reported);
});

test('the colours are the system’s unless chosen, and the choice is kept', () => {
  const kept = new Map<string, string>();
  const storage = { getItem: (key: string) => kept.get(key) ?? null, setItem: (key: string, value: string) => { kept.set(key, value); } };
  expect(readTheme(storage)).toBe('system');
  keepTheme(storage, 'dark');
  showTheme(document, readTheme(storage));
  expect(document.documentElement.dataset['theme']).toBe('dark');
  showTheme(document, 'system');
  expect(document.documentElement.dataset['theme']).toBeUndefined();
});
