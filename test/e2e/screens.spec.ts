// Every screen, empty and full, light and dark: nothing axe objects to, nothing on the console, nothing cut, everything by keyboard.
import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { AxeBuilder } from '@axe-core/playwright';
import { expect, test, type Page } from '@playwright/test';
import { cheapenVault } from '../support/cheap-vault.ts';
import { hearComplaints, openDesk, serveDesk, type Served } from '../support/serve-desk.ts';

const cli = fileURLToPath(new URL('../../build/out/main/cli.js', import.meta.url));
const passphrase = 'only-for-the-demo';

const places = [
  'home', 'import', 'import?rows=1', 'quarantine', 'map-codes', 'map-codes?tab=conflicts', 'map-codes?tab=versions', 'destinations', 'destinations?destination=1', 'destinations?new=genesys-dnclists',
  'push', 'push?tab=batches', 'push?tab=dead-letters', 'push?tab=runs', 'verify', 'log', 'log?tab=pictures', 'log?tab=export', 'log?tab=keys', 'log?tab=witnesses',
];
const titles = ['Home', 'Import', 'Quarantine', 'Code map', 'Destinations', 'Push', 'Verify', 'Log'];

const desks: Record<'empty' | 'full', { home: string; served: Served | null }> = { empty: { home: '', served: null }, full: { home: '', served: null } };

/** A new link for each page; the host goes on meanwhile. */
const openOn = async (page: Page, desk: 'empty' | 'full'): Promise<void> => {
  const { home, served } = desks[desk];
  if (served !== null) await served.stop();
  const anew = await serveDesk(home, { passphrase });
  desks[desk].served = anew;
  await openDesk(page, anew);
};

// Each test opens its own; so both workers can take their share, each with desks of its own.
test.describe.configure({ mode: 'parallel' });

test.beforeAll(() => {
  test.setTimeout(120_000);
  for (const desk of [desks.empty, desks.full]) desk.home = mkdtempSync(join(tmpdir(), 'dnc-desk-screens-'));
  // The demo does the whole job on the project's own sheets: every reason, every state of a code, two verified destinations.
  const demo = spawnSync(process.execPath, [cli, 'demo', '--json', '--home', desks.full.home], { encoding: 'utf8' });
  expect(demo.status, demo.stderr).toBe(0);
  for (const { home } of [desks.empty, desks.full]) cheapenVault(home, passphrase);
});
test.afterAll(async () => {
  for (const { home, served } of [desks.empty, desks.full]) {
    await served?.stop();
    rmSync(home, { recursive: true, force: true });
  }
});

const stand = async (page: Page, place: string): Promise<void> => {
  await page.evaluate((hash) => { window.location.hash = `#/${hash}`; }, place);
  await expect(page.getByRole('heading', { level: 1 })).toBeVisible();
  await expect(page.getByText(/^Reading .* …$/)).toHaveCount(0);
  // what is drawn with the next frames, and the short fading of disclosures
  await page.waitForTimeout(120);
};

for (const desk of ['empty', 'full'] as const) {
  for (const colorScheme of ['light', 'dark'] as const) {
    test(`axe finds nothing on any screen of the ${desk} desk in ${colorScheme}`, async ({ page }) => {
      test.setTimeout(90_000);
      await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' });
      const complaints = hearComplaints(page);
      await openOn(page, desk);
      const found: string[] = [];
      for (const place of places) {
        await stand(page, place);
        const axe = new AxeBuilder({ page });
        const { violations } = await (colorScheme === 'light' ? axe.withTags(['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice']) : axe.withRules(['color-contrast', 'link-in-text-block'])).analyze();
        found.push(...violations.map(({ id, nodes }) => `${place}: ${id}: ${nodes.map(({ html, failureSummary }) => `${html.slice(0, 160)} ${failureSummary ?? ''}`).slice(0, 3).join(' | ')}`));
      }
      expect(found).toEqual([]);
      expect(complaints).toEqual([]);
    });
  }
}

/* In the dark only colours are other than in the light. */

/** Heads, buttons and column titles that are wider than their box, boxes that scroll sideways, and things beyond the window's edge. */
const findCut = (): string[] => {
  const describe = (element: Element): string => `${element.tagName.toLowerCase()}${element.getAttribute('role') === null ? '' : `[${element.getAttribute('role') ?? ''}]`} “${(element.getAttribute('aria-label') ?? element.textContent).trim().slice(0, 60)}”`;
  const shown = [...document.querySelectorAll('*')].filter((element) => element.checkVisibility() && element.closest('svg') === null);
  const isHidden = (element: Element): boolean => element.clientWidth <= 1 || getComputedStyle(element).clipPath !== 'none';
  const isWide = (element: Element): boolean => element.scrollWidth > element.clientWidth + 1;
  return [
    ...shown.filter((element) => element.matches('html, body, main, main *') && ['auto', 'scroll'].includes(getComputedStyle(element).overflowX) && isWide(element) && !isHidden(element)).map((element) => `scrolls sideways: ${describe(element)}`),
    ...shown.filter((element) => element.matches('h1, h2, h3, button, label, th, dt, dd, [role=columnheader], [role=tab], [role=option]') && isWide(element) && !isHidden(element)).map((element) => `is cut: ${describe(element)}`),
    ...shown.filter((element) => element.matches('h1, h2, h3, button, a, input, p, td') && !isHidden(element) && element.getBoundingClientRect().right > window.innerWidth + 1).map((element) => `stands outside: ${describe(element)}`),
  ];
};

for (const size of [{ width: 1024, height: 700 }, { width: 1440, height: 900 }]) {
  test(`nothing is cut or scrolls sideways at ${size.width}×${size.height}`, async ({ page }) => {
    test.setTimeout(60_000);
    await page.setViewportSize(size);
    const cut: string[] = [];
    for (const desk of ['empty', 'full'] as const) {
      await openOn(page, desk);
      for (const place of places) {
        await stand(page, place);
        cut.push(...(await page.evaluate(findCut)).map((what) => `${desk} ${place}: ${what}`));
      }
    }
    expect(cut).toEqual([]);
  });
}

/** `hasParts`: a field for a day has stops of its own for day, month, year and the calendar. */
type Stop = { readonly what: string; readonly seen: boolean; readonly inSight: boolean; readonly order: number; readonly hasParts: boolean };

/** What has the focus now: whether that can be seen, whether it is in sight, and its place among all elements. */
const readStop = (): Stop => {
  const element = document.activeElement ?? document.body;
  // a grid shows it on its current row, a box to tick on the box that is drawn for it
  const marked = [element, ...element.querySelectorAll('[role=row][aria-selected=true]'), ...(element.matches('input[type=radio], input[type=checkbox]') ? element.closest('label')?.querySelectorAll('span') ?? [] : [])];
  const isOutlined = (part: Element): boolean => { const style = getComputedStyle(part); return style.outlineStyle !== 'none' && Number.parseFloat(style.outlineWidth) >= 1; };
  const box = element.getBoundingClientRect();
  return {
    what: `${element.tagName.toLowerCase()} “${(element.getAttribute('aria-label') ?? element.textContent).trim().slice(0, 50)}”`,
    seen: marked.some(isOutlined),
    inSight: box.bottom > 0 && box.top < window.innerHeight && box.right > 0 && box.left < window.innerWidth,
    order: [...document.querySelectorAll('*')].indexOf(element),
    hasParts: element.matches('input[type=date]'),
  };
};

test('every screen is reached and walked through by keyboard, and the focus is always seen', async ({ page }) => {
  test.setTimeout(90_000);
  await openOn(page, 'full');
  const lost: string[] = [];
  for (const [index, title] of titles.entries()) {
    await page.keyboard.press(`Alt+${index + 1}`);
    await expect(page.getByRole('heading', { level: 1, name: title })).toBeVisible();
    await expect(page).toHaveTitle(`${title} · DNC Desk`);
    await page.waitForTimeout(250);
    expect(await page.evaluate(() => document.querySelector('main')?.contains(document.activeElement)), `${title}: the focus is in the screen`).toBe(true);
    await page.evaluate(() => { document.querySelector('main')?.focus(); });
    let before = -1;
    for (let presses = 0; presses < 60; presses += 1) {
      await page.keyboard.press('Tab');
      const stop = await page.evaluate(readStop);
      if (stop.what.startsWith('body') || (await page.evaluate(() => document.querySelector('main')?.contains(document.activeElement))) !== true) break;
      if (!stop.seen) lost.push(`${title}: no focus to be seen on ${stop.what}`);
      if (!stop.inSight) lost.push(`${title}: out of sight: ${stop.what}`);
      if (stop.order < before || (stop.order === before && !stop.hasParts)) lost.push(`${title}: out of order: ${stop.what}`);
      before = stop.order;
    }
  }
  expect(lost).toEqual([]);
});

test('a dialog keeps the focus, Escape leaves it, and the focus returns', async ({ page }) => {
  await openOn(page, 'full');
  await page.keyboard.press('Alt+3');
  const rows = page.getByRole('grid');
  await rows.focus();
  for (const key of ['?', 'd']) {
    await page.keyboard.press(key);
    const dialog = page.getByRole('dialog');
    await expect(dialog).toBeVisible();
    for (let presses = 0; presses < 8; presses += 1) {
      expect(await dialog.evaluate((element) => element.contains(document.activeElement))).toBe(true);
      await page.keyboard.press('Tab');
    }
    await page.keyboard.press('Escape');
    await expect(dialog).toHaveCount(0);
    await expect(rows).toBeFocused();
  }
});

test('a form with mistakes leads to the first one, and what comes after begins at its top', async ({ page }) => {
  await page.setViewportSize({ width: 1024, height: 700 });
  await openOn(page, 'empty');
  await stand(page, 'destinations?new=genesys-dnclists');
  const add = page.getByRole('button', { name: 'Add the destination' });
  await add.click();
  await expect(page.getByRole('textbox', { name: 'Name' })).toBeFocused();
  await page.keyboard.type('Outbound US');
  await add.click();
  await expect(page.getByRole('textbox', { name: 'Client ID' })).toBeFocused();
  await page.keyboard.type('11111111-2222-3333-4444-555555555555');
  await page.getByRole('textbox', { name: 'Client secret' }).fill('not a secret');
  await add.click();
  await expect(page.getByRole('heading', { level: 1, name: 'Outbound US' })).toBeInViewport();
});

test('without a keychain the way to a vault is shown, and a passphrase that will not do is told at its field', async ({ page }) => {
  const home = mkdtempSync(join(tmpdir(), 'dnc-desk-locked-'));
  const served = await serveDesk(home, { passphrase: null });
  try {
    await openDesk(page, served);
    await page.getByRole('region', { name: 'What to do next' }).getByRole('button', { name: 'Unlock secrets' }).click();
    await expect(page.getByRole('heading', { name: 'There is no place for secrets yet' })).toBeVisible();
    const passphrase = page.getByRole('textbox', { name: 'Passphrase', exact: true });
    const again = page.getByRole('textbox', { name: 'The same once more' });
    await passphrase.fill('short');
    await again.fill('short');
    await page.keyboard.press('Enter');
    await expect(page.getByText('The passphrase is too short (at least 12 characters)')).toBeVisible();
    await expect(passphrase).toHaveValue('short');
    await passphrase.fill('four words at random');
    await again.fill('four words at random');
    await page.keyboard.press('Enter');
    await expect(page.getByText('Secrets are kept in the vault file of this desk')).toBeVisible();
    await expect(page.getByRole('button', { name: 'Practice Genesys Cloud' })).toBeEnabled();
  } finally {
    await served.stop();
    rmSync(home, { recursive: true, force: true });
  }
});

test('when the program behind the page has ended, the page says so by itself', async ({ page }) => {
  await openOn(page, 'empty');
  await expect(page.getByRole('region', { name: 'What to do next' })).toBeVisible();
  await desks.empty.served?.stop();
  desks.empty.served = null;
  await expect(page.getByRole('alert')).toContainText('DNC Desk does not answer');
  for (const key of [3, 4, 5, 6, 7, 8]) {
    await page.keyboard.press(`Alt+${key}`);
    await expect(page.getByRole('heading', { level: 1, name: titles[key - 1] ?? '' })).toBeVisible();
    await expect(page.getByRole('alert').first()).toContainText('DNC Desk does not answer');
  }
});
