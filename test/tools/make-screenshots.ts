// Takes the README's pictures from the demo's own data, so that they can be taken again: `node test/tools/make-screenshots.ts`.
import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { chromium, expect, type Page } from '@playwright/test';
import { makeSheet } from '../support/make-sheet.ts';
import { openDesk, serveDesk } from '../support/serve-desk.ts';
import { findChromium } from './find-chromium.ts';

const root = join(import.meta.dirname, '../..');
const folder = join(root, 'build/screenshots');
const passphrase = 'only-for-the-demo';

const go = async (page: Page, place: string): Promise<void> => {
  await page.evaluate((hash) => { window.location.hash = `#/${hash}`; }, place);
  await expect(page.getByText(/^Reading .* …$/)).toHaveCount(0);
};

const take = async (page: Page, name: string, colorScheme: 'light' | 'dark'): Promise<void> => {
  await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' });
  await page.mouse.move(0, 0);
  await page.waitForTimeout(300);
  await page.screenshot({ path: join(folder, `${name}-${colorScheme}.png`) });
  process.stdout.write(`build/screenshots/${name}-${colorScheme}.png\n`);
};

const takeAll = async (page: Page): Promise<void> => {
  await go(page, 'quarantine');
  await page.getByRole('button', { name: /^Unreadable date/ }).click();
  await expect(page.getByRole('button', { name: /^Accept \d+ suggestions/ })).toBeVisible();
  await take(page, 'quarantine', 'light');

  // More numbers than the demo pushed, so that there is a push to be seen.
  await go(page, 'import');
  const chooser = page.waitForEvent('filechooser');
  await page.getByRole('button', { name: 'Choose a file' }).click();
  await (await chooser).setFiles({ name: 'november-requests.csv', mimeType: 'text/csv', buffer: Buffer.from(makeSheet({ numbers: 12_000, held: 20 })) });
  await page.getByRole('button', { name: /Meaning of Basis/ }).click();
  await page.getByRole('option', { name: 'Regulation code' }).click();
  await expect(page.locator('[aria-busy=true]')).toHaveCount(0);
  await page.getByRole('button', { name: 'Import', exact: true }).click();
  await expect(page.getByText('The count closes')).toBeVisible();

  await go(page, 'push?destination=1');
  await page.getByRole('button', { name: /^Push [\d,]+ numbers/ }).click();
  await page.getByRole('dialog').getByRole('button', { name: /^Push/ }).click();
  await expect(page.getByRole('progressbar')).toHaveAttribute('aria-valuetext', /left$/, { timeout: 20_000 });
  await page.getByRole('button', { name: 'Close' }).click();
  await take(page, 'push', 'dark');
  await go(page, 'home');
  await expect(page.getByText('PUSHING')).toBeVisible();
  await take(page, 'home', 'light');
};

const home = mkdtempSync(join(tmpdir(), 'dnc-desk-pictures-'));
mkdirSync(folder, { recursive: true });
try {
  const demo = spawnSync(process.execPath, [join(root, 'build/run-cli.mjs'), 'demo', '--json', '--home', home], { encoding: 'utf8' });
  if (demo.status !== 0) throw new Error(`the demo ended with ${demo.status}: ${demo.stderr}`);
  const executablePath = findChromium();
  const browser = await chromium.launch({ ...(executablePath === undefined ? {} : { executablePath }), args: process.getuid?.() === 0 ? ['--no-sandbox'] : [] });
  const served = await serveDesk(home, { passphrase });
  try {
    const page = await browser.newPage({ viewport: { width: 1280, height: 800 } });
    await openDesk(page, served);
    await takeAll(page);
  } finally {
    await browser.close();
    await served.stop();
  }
} finally {
  rmSync(home, { recursive: true, force: true });
}
