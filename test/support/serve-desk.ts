// Starts the built `dnc-desk serve` on a home of its own and ends it again: what every end-to-end test of the page stands on.
import { spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { expect, type Page } from '@playwright/test';
import type { FaultRule } from '../../src-main/practice/practice.ts';

const cli = fileURLToPath(new URL('../../build/out/main/cli.js', import.meta.url));

export type Served = {
  /** Opens the page once. */
  readonly link: string;
  readonly err: () => string;
  /** Ends it as Ctrl-C does, once or more often; the exit code. */
  readonly stop: () => Promise<number | null>;
};

export type ServeOptions = {
  readonly flags?: readonly string[];
  readonly passphrase?: string | null;
  readonly practiceCooldownMs?: number;
  /** A fault plan for the practice tenants. */
  readonly practiceFaults?: readonly FaultRule[];
};

/** `passphrase` null: no vault is offered, and no keychain answers. No display is passed on, so that no window opens. */
export const serveDesk = async (home: string, { flags = ['--no-open'], passphrase = 'only for this very test', practiceCooldownMs = 5000, practiceFaults = [] }: ServeOptions = {}): Promise<Served> => {
  const { DISPLAY: _display, WAYLAND_DISPLAY: _wayland, DBUS_SESSION_BUS_ADDRESS: _bus, DNC_DESK_VAULT_PASSPHRASE: _passphrase, ...env } = process.env;
  const child = spawn(process.execPath, [cli, 'serve', '--json', ...flags], { env: { ...env, DNC_DESK_HOME: home, DNC_DESK_PRACTICE_COOLDOWN_MS: String(practiceCooldownMs), DNC_DESK_PRACTICE_FAULTS: JSON.stringify(practiceFaults), ...(passphrase === null ? {} : { DNC_DESK_VAULT_PASSPHRASE: passphrase }) } });
  let err = '';
  child.stderr.setEncoding('utf8').on('data', (text: string) => { err += text; });
  const ended = new Promise<number | null>((resolve) => { child.once('exit', resolve); });
  const line = await Promise.race([
    new Promise<string>((resolve) => { child.stdout.setEncoding('utf8').once('data', resolve); }),
    ended.then((code) => { throw new Error(`ended with ${code}: ${err}`); }),
  ]);
  const stop = async (): Promise<number | null> => { child.kill('SIGINT'); return await ended; };
  return { link: (JSON.parse(line) as { readonly url: string }).url, err: () => err, stop };
};

/** Opens the page with its one-time link and stands on the screen that the address then names. */
export const openDesk = async (page: Page, { link }: Served): Promise<void> => {
  await page.goto(link);
  await page.waitForURL((url) => url.pathname === '/' && url.search === '');
  await expect(page.getByRole('heading', { level: 1 })).toBeVisible();
};

/** Everything the page complains about from now on: errors on its console, what it threw, and requests that came to nothing. */
export const hearComplaints = (page: Page): readonly string[] => {
  const complaints: string[] = [];
  page.on('console', (message) => { if (message.type() === 'error' || message.type() === 'warning') complaints.push(`${message.text()} (${message.location().url})`); });
  page.on('pageerror', (problem) => { complaints.push(problem.stack ?? problem.message); });
  page.on('response', (response) => { if (response.status() >= 400) complaints.push(`${response.status()} ${response.url()}`); });
  return complaints;
};
