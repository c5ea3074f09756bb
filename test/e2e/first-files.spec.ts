// A person's own kinds of files, dropped on the window: lines cut by hand, saved as a layout, known again; and a registry's file taken on their word.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test, type Page } from '@playwright/test';
import { hearComplaints, openDesk, serveDesk, type Served } from '../support/serve-desk.ts';

let home = '';
let served: Served;

test.beforeEach(async () => {
  home = mkdtempSync(join(tmpdir(), 'dnc-desk-files-'));
  served = await serveDesk(home);
});
test.afterEach(async () => {
  await served.stop();
  rmSync(home, { recursive: true, force: true });
});

/** A file let go over the page, as the system hands it over. */
const drop = async (page: Page, name: string, text: string): Promise<void> => {
  const carried = await page.evaluateHandle(([given, content]) => {
    const transfer = new DataTransfer();
    transfer.items.add(new File([content], given));
    return transfer;
  }, [name, text] as const);
  for (const type of ['dragenter', 'dragover', 'drop']) await page.dispatchEvent('body', type, { dataTransfer: carried });
};
const importIt = async (page: Page): Promise<void> => {
  await page.getByRole('button', { name: 'Import', exact: true }).click();
  await expect(page.getByText('The count closes')).toBeVisible();
};

/** A key, ten digits, a name and a state, with nothing between them. */
const lines = (from: number, to: number): string => Array.from({ length: to - from }, (_, at) => `${100_000 + from + at}202555${String(100 + from + at).padStart(4, '0')}LEE       DC\n`).join('');

test('what no program knows is cut by hand once, and known the next time', async ({ page }) => {
  const complaints = hearComplaints(page);
  await openDesk(page, served);

  await test.step('dropped on Home, lines without separators are cut into columns, and the one with numbers is found', async () => {
    await drop(page, 'weekly-0412.dat', lines(0, 50));
    await page.getByRole('button', { name: 'Cut the lines into columns' }).click();
    const cut = page.getByRole('textbox', { name: 'Begin a column after character' });
    for (const place of ['6', '16', '26']) {
      await cut.fill(place);
      await cut.press('Enter');
    }
    await expect(page.getByRole('slider')).toHaveCount(3);
    await expect(page.getByRole('region', { name: 'First rows' })).toContainText('+12025550100');
    await expect(page.getByText('Of the first 40 lines: 40 accepted.')).toBeVisible();
  });

  await test.step('how it is read is saved by name, as a whole list', async () => {
    await page.getByRole('button', { name: 'Save this layout' }).click();
    await page.getByRole('textbox', { name: 'Name' }).fill('Weekly file of the office');
    await page.getByRole('radio', { name: /whole list/i }).focus();
    await page.keyboard.press('Space');
    await page.getByRole('button', { name: 'Save layout' }).click();
    await expect(page.getByText('Your layout “Weekly file of the office”')).toBeVisible();
    await importIt(page);
    await expect(page.getByText('Read under your layout “Weekly file of the office”.')).toBeVisible();
  });

  await test.step('the next such file is read so by itself, and compared with the one before', async () => {
    await drop(page, 'weekly-0419.dat', lines(3, 55));
    await expect(page.getByText('Your layout “Weekly file of the office”')).toBeVisible();
    await expect(page.getByRole('slider')).toHaveCount(3);
    await importIt(page);
    await expect(page.getByText('5 added, 0 changed, 3 gone')).toBeVisible();
    await expect(page.getByText('3 gone numbers are proposed for release')).toBeVisible();
  });

  await test.step('a registry’s file under another name is refused until a person says when it was obtained', async () => {
    await drop(page, 'download.txt', Array.from({ length: 20 }, (_, at) => `416,5550${100 + at}\n`).join(''));
    await expect(page.getByText('Canada’s National List (LNNTE)')).toBeVisible();
    await page.getByRole('button', { name: 'Import', exact: true }).click();
    await page.getByRole('textbox', { name: 'Obtained on' }).fill('2026-11-01');
    await page.getByRole('textbox', { name: 'How do you know?' }).fill('Downloaded by me from the registry');
    await page.getByRole('button', { name: 'Import on my word' }).click();
    await expect(page.getByText('The count closes')).toBeVisible();
  });
  expect(complaints).toEqual([]);
});
