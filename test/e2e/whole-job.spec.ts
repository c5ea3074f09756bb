// The main job as an analyst does it, by clicks and keys alone: from an empty desk to two verified destinations and a log that checks.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test, type Locator, type Page } from '@playwright/test';
import { makeSheet } from '../support/make-sheet.ts';
import { hearComplaints, openDesk, serveDesk, type Served } from '../support/serve-desk.ts';

let home = '';
let served: Served;

test.beforeEach(async () => {
  home = mkdtempSync(join(tmpdir(), 'dnc-desk-job-'));
  // Slow answers: else a whole push is over before a hand can stop it.
  served = await serveDesk(home, { practiceCooldownMs: 4000, practiceFaults: [{ on: 'push', fault: { kind: 'slow', ms: 600 } }] });
});
test.afterEach(async () => {
  await served.stop();
  rmSync(home, { recursive: true, force: true });
});

const go = async (page: Page, digit: number, title: string): Promise<void> => {
  await page.keyboard.press(`Alt+${digit}`);
  await expect(page.getByRole('heading', { level: 1, name: title })).toBeVisible();
};

const choose = async (page: Page, field: Locator, option: string | RegExp): Promise<void> => {
  await field.click();
  await page.getByRole('option', { name: option }).click();
};

const figure = (page: Page, name: string): Locator => page.locator('dl > div', { has: page.locator('dt', { hasText: new RegExp(`^${name}$`) }) }).locator('dd').first();

test('from an empty desk to verified lists and a proof of it', async ({ page }) => {
  test.setTimeout(90_000);
  const complaints = hearComplaints(page);
  await openDesk(page, served);

  await test.step('an empty desk says what to do first', async () => {
    const next = page.getByRole('region', { name: 'What to do next' });
    await expect(next).toContainText('No list has been imported yet.');
    await next.getByRole('button', { name: 'Import a file' }).click();
    await expect(page.getByRole('heading', { level: 1, name: 'Import' })).toBeVisible();
  });

  await test.step('a sheet is looked at, one column gets its meaning, and every line is accounted for', async () => {
    const chooser = page.waitForEvent('filechooser');
    await page.getByRole('button', { name: 'Choose a file' }).click();
    await (await chooser).setFiles({ name: 'opt-outs.csv', mimeType: 'text/csv', buffer: Buffer.from(makeSheet({ numbers: 24_000, held: 60 })) });
    await expect(page.getByRole('region', { name: 'First rows' })).toContainText('+1');
    await choose(page, page.getByRole('button', { name: /Meaning of Basis/ }), 'Regulation code');
    await page.getByRole('button', { name: 'Import', exact: true }).click();
    await expect(page.getByText('The count closes')).toBeVisible();
    await expect(page.getByText('24,000 accepted')).toBeVisible();
    await expect(page.getByText('60 quarantined')).toBeVisible();
    await page.getByRole('button', { name: 'Review 60 held rows' }).click();
  });

  await test.step('held rows are fixed, accepted and discarded, and a decision can be taken back', async () => {
    const waiting = page.getByRole('link', { name: /^Quarantine/ });
    await expect(page.getByRole('grid', { name: /held/i })).toBeVisible();
    await page.getByRole('button', { name: /^Words/ }).click();
    await expect(page.getByRole('grid')).toHaveAttribute('aria-rowcount', '13');
    await page.getByRole('grid').focus();
    await page.keyboard.press('f');
    await page.getByRole('textbox', { name: 'The right number' }).fill('+1 202-555-0199');
    await page.keyboard.press('Enter');
    await expect(page.getByText('Fixed 1 row')).toBeVisible();
    await expect(waiting).toContainText('59');

    await page.getByRole('button', { name: /^Letters around/ }).click();
    await expect(page.getByRole('button', { name: /Accept 12 suggestions/ })).toBeVisible();
    await page.getByRole('grid').focus();
    await page.keyboard.press('Shift+A');
    await expect(page.getByText('Accepted the suggestion for 12 rows')).toBeVisible();
    await expect(waiting).toContainText('47');

    await page.getByRole('button', { name: /^Placeholder/ }).click();
    await page.getByRole('grid').focus();
    await page.keyboard.press('Shift+D');
    await page.getByRole('dialog').getByRole('textbox', { name: 'Why?' }).fill('Filler of the old system');
    await page.keyboard.press('Enter');
    await expect(page.getByText('Discarded 12 rows')).toBeVisible();
    await expect(waiting).toContainText('35');
    await page.keyboard.press('u');
    await expect(page.getByText('Taken back: 12 rows')).toBeVisible();
    await expect(waiting).toContainText('47');
  });

  await test.step('codes get their meaning by key, and a version is saved', async () => {
    await go(page, 4, 'Code map');
    const codes = page.getByRole('grid', { name: 'Codes' });
    await codes.focus();
    for (let code = 0; code < 4; code += 1) {
      await page.keyboard.press('a');
      await page.keyboard.press('ArrowDown');
    }
    await expect(page.getByText('4 codes changed, not saved')).toBeVisible();
    await page.getByRole('button', { name: 'Save as new version' }).click();
    await expect(page.getByText('Every number’s code has a meaning.')).toBeVisible();
  });

  await test.step('the page, reloaded, stands where it stood', async () => {
    await page.reload();
    await expect(page.getByRole('heading', { level: 1, name: 'Code map' })).toBeVisible();
    await expect(page.getByText('Every number’s code has a meaning.')).toBeVisible();
    await expect(page.getByRole('tab', { name: /^Versions/ })).toContainText('1');
    await expect(page.getByRole('link', { name: /^Quarantine/ })).toContainText('47');
  });

  await test.step('each kind of conflict is decided once', async () => {
    await page.getByRole('tab', { name: /^Conflicts/ }).click();
    const open = page.getByRole('button', { name: 'Decide', exact: true });
    await expect(open.first()).toBeVisible();
    for (let left = await open.count(); left > 0; left -= 1) {
      await page.getByRole('radio', { name: /^Hold back/ }).first().focus();
      await page.keyboard.press('Space');
      await open.first().click();
      await expect(open).toHaveCount(left - 1);
    }
  });

  await test.step('a practice tenant of each dialect is one click', async () => {
    await go(page, 5, 'Destinations');
    await page.getByRole('button', { name: 'Practice Genesys Cloud' }).click();
    await expect(page.getByRole('heading', { name: 'Practice Genesys Cloud' })).toBeVisible();
    await page.getByRole('button', { name: 'Add a practice tenant' }).click();
    await page.getByRole('menuitem', { name: 'Practice NICE CXone' }).click();
    await expect(page.getByRole('heading', { name: 'Practice NICE CXone' })).toBeVisible();
    await page.getByRole('button', { name: 'Push to Practice Genesys Cloud' }).click();
  });

  await test.step('after the dry run it is pushed, stopped, and goes on where it stood', async () => {
    await expect(page.getByRole('heading', { level: 2, name: 'Dry run' })).toBeVisible();
    await page.getByRole('button', { name: /^Push [\d,]+ numbers in \d+ batches$/ }).click();
    await page.getByRole('dialog').getByRole('button', { name: /^Push/ }).click();
    await page.getByRole('button', { name: 'Stop' }).click();
    await expect(page.getByRole('button', { name: 'Resume' })).toBeVisible();
    await expect(figure(page, 'Waiting')).not.toHaveText('0');
    await page.reload();
    await expect(page.getByRole('button', { name: 'Resume' })).toBeVisible();
    await page.getByRole('button', { name: 'Resume' }).click();
    await expect(page.getByText(/the cooldown ends;/)).toBeVisible({ timeout: 20_000 });
    await expect(page.getByRole('timer').first()).toBeVisible();
    await expect(figure(page, 'Waiting')).toHaveText('0');
  });

  await test.step('nothing is called ACTIVE before it was read back', async () => {
    await expect(page.getByText('COOLING', { exact: true })).toBeVisible();
    await go(page, 7, 'Verify');
    await expect(page.getByText('until the cooldown is over')).toBeVisible();
    await expect(page.getByText('Found whole').first()).toBeVisible({ timeout: 20_000 });
    await expect(page.getByText('ACTIVE', { exact: true }).first()).toBeVisible();
    await expect(page.getByText('all as they must be')).toBeVisible();
  });

  await test.step('the other destination, without a stop', async () => {
    await go(page, 6, 'Push');
    await page.getByRole('button', { name: /^Push [\d,]+ numbers in \d+ batches$/ }).click();
    await page.getByRole('dialog').getByRole('button', { name: /^Push/ }).click();
    await expect(page.getByRole('dialog')).toHaveCount(0);
    await go(page, 1, 'Home');
    await expect(page.getByText('ACTIVE', { exact: true })).toHaveCount(2, { timeout: 25_000 });
  });

  await test.step('the log is exported, downloaded and checked from its file alone', async () => {
    await go(page, 8, 'Log');
    await page.getByRole('tab', { name: 'Export and check' }).click();
    await page.getByRole('textbox', { name: 'To whom (optional)' }).fill('The auditor');
    await page.keyboard.press('Enter');
    const download = page.waitForEvent('download');
    await page.getByRole('button', { name: 'Save or show the file' }).click();
    const path = join(home, 'bundle.zip');
    await (await download).saveAs(path);
    const chooser = page.waitForEvent('filechooser');
    await page.getByRole('button', { name: 'Choose a bundle to check' }).click();
    await (await chooser).setFiles(path);
    await expect(page.getByText('Valid: every check held.')).toBeVisible();
  });

  await test.step('Home has nothing left to do but what a person left open', async () => {
    await go(page, 1, 'Home');
    await expect(page.getByRole('region', { name: 'What to do next' })).toContainText('Review the quarantine');
  });
  expect(complaints).toEqual([]);
});
