// Both pages as an auditor meets them: opened from the disk, without a network, in the browsers there are.
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { AxeBuilder } from '@axe-core/playwright';
import { expect, test, type Page } from '@playwright/test';
import { zipSync } from 'fflate';
import { renderReport } from '../../src-main/sealed-log/report-html.ts';
import { createSigningKey, signerFrom } from '../../src-main/sealed-log/keys.ts';
import { origin } from '../main/sealed-log/log-world.ts';
import { createPageWorld, reportDataOf, sealed, zipOf, type Files } from '../pages/bundle-world.ts';
import { driveFirefox, findFirefox } from '../support/drive-firefox.ts';
import { hearComplaints } from '../support/serve-desk.ts';

const pages = fileURLToPath(new URL('../../build/out/pages/', import.meta.url));
const verifyPage = pathToFileURL(join(pages, 'verify.html')).href;
test.skip(!existsSync(join(pages, 'verify.html')), 'the pages are not built: npm run build');

const world = createPageWorld();
const folder = { path: '' };
test.beforeAll(() => { folder.path = mkdtempSync(join(tmpdir(), 'dnc-desk-pages-')); });
test.afterAll(() => { rmSync(folder.path, { recursive: true, force: true }); });

const save = (name: string, content: Uint8Array | string): string => {
  const path = join(folder.path, name);
  writeFileSync(path, content);
  return path;
};
const honest = (level: 'L0' | 'L1' | 'L2', of = world): Files => sealed(of.files(level, 17), of.signer);
const report = (level: 'L0' | 'L1' | 'L2'): string => renderReport(readFileSync(join(pages, 'report.html'), 'utf8'), reportDataOf(world.files(level, 17)));

const checkFile = async (page: Page, zip: Uint8Array, { held, card }: { readonly held?: string | undefined; readonly card?: string | undefined } = {}): Promise<void> => {
  await page.goto(verifyPage);
  if (card !== undefined) await page.getByLabel('The fingerprint on your key card').fill(card);
  if (held !== undefined) await page.getByLabel('An older checkpoint.txt').setInputFiles(save('checkpoint.txt', held));
  await page.getByLabel('The export').setInputFiles(save('export.zip', zip));
};
const verdict = (page: Page) => page.locator('#verdict');

test('says nothing is checked until something is', async ({ page }) => {
  const complaints = hearComplaints(page);
  await page.goto(verifyPage);
  await expect(verdict(page)).toContainText('Nothing has been checked');
  await page.getByLabel('An older checkpoint.txt').setInputFiles(save('checkpoint.txt', world.checkpointAt(17)));
  await expect(verdict(page)).toContainText('Nothing has been checked');
  await expect(verdict(page)).not.toHaveClass(/good/);
  expect(complaints).toEqual([]);
});

for (const level of ['L0', 'L1', 'L2'] as const) {
  test(`finds an honest export of level ${level} good, and leaves the comparison of the key to the reader`, async ({ page }) => {
    const complaints = hearComplaints(page);
    await checkFile(page, zipOf(honest(level)), { held: world.checkpointAt(17) });
    await expect(verdict(page)).toContainText('one comparison is yours');
    await expect(page.locator('#facts')).toContainText(world.signer.fingerprint);
    await expect(page.locator('#checks .broken, #checks .not-made')).toHaveCount(0);
    await page.getByLabel('The fingerprint on your key card').fill(world.signer.fingerprint);
    await page.getByLabel('The fingerprint on your key card').press('Enter');
    await expect(verdict(page)).toHaveClass(/good/);
    expect(complaints).toEqual([]);
  });
}

const other = createPageWorld({ signer: world.signer, change: (leaf) => (leaf.seq === 12 ? { ...leaf, body: { act: 'never' } } : leaf) });
const stranger = createPageWorld({ signer: signerFrom(createSigningKey().pkcs8, 'dncdesk.local/ledger/00000000000000ff') });
const twin = createPageWorld({ signer: signerFrom(createSigningKey().pkcs8, origin) });
const flipped = (): Uint8Array => {
  const zip = zipOf(honest('L1'));
  const at = zip.indexOf('"decision":12');
  zip[at + 12] = 0x33;
  return zip;
};
const without = (name: string): Uint8Array => zipOf(new Map([...honest('L1')].filter(([each]) => each !== name)));
const attacks: readonly (readonly [string, () => Uint8Array, { readonly held?: string; readonly card?: string }, RegExp])[] = [
  ['a changed byte', flipped, {}, /leaves\.ndjson was changed after it was signed/],
  ['a missing file', () => without('leaves.ndjson'), {}, /Missing: leaves\.ndjson/],
  ['an added file', () => zipOf(new Map([['notes.txt', Buffer.from('x')], ...honest('L1')])), {}, /Put in by somebody: notes\.txt/],
  ['a ZIP bomb', () => zipSync({ 'leaves.ndjson': new Uint8Array(20_000_000) }), {}, /ZIP bomb/],
  ['something that is no ZIP', () => Buffer.from('this is no ZIP file, whatever its name says'), {}, /no ZIP file/],
  ['an empty file', () => new Uint8Array(), {}, /empty/],
  ['a cut file', () => zipOf(honest('L1')).subarray(0, 4000), {}, /end is missing/],
  ['a newer version', () => { const files = world.files('L1'); files.set('bundle.json', Buffer.from(String(files.get('bundle.json')).replace('"v":1', '"v":2'))); return zipOf(sealed(files, world.signer)); }, {}, /newer DNC Desk/],
  ['a checkpoint of another log', () => zipOf(honest('L1')), { held: stranger.checkpointAt(17) }, /belongs to another log/],
  ['an older export than the checkpoint', () => zipOf(honest('L1')), { held: createPageWorld({ signer: world.signer, size: 60 }).checkpointAt(60) }, /older export, or the log was cut/],
  ['another key than on the card', () => zipOf(honest('L1', twin)), { card: world.signer.fingerprint }, /fingerprint on your key card is not/],
  ['a history rewritten by a thief of the key', () => zipOf(honest('L1', other)), { held: world.checkpointAt(17) }, /history was rewritten/],
  ['a certificate out of a rewritten history', () => zipOf(honest('L0', other)), { held: world.checkpointAt(17) }, /history was rewritten/],
  ['a record kept back', () => { const files = world.files('L0'); for (const end of ['leaf.json', 'tlog-proof', 'subject.json']) files.delete(`proofs/20.${end}`); return zipOf(sealed(files, world.signer)); }, {}, /record in entry 20, which is not shown/],
];
test('names every attack, in red', async ({ page }) => {
  const complaints = hearComplaints(page);
  for (const [name, zip, more, words] of attacks) {
    await checkFile(page, zip(), more);
    await expect(verdict(page), name).toHaveClass(/bad/);
    await expect(verdict(page), name).toContainText(words);
    await expect(page.locator('#checks .broken'), name).toHaveCount(1);
  }
  expect(complaints).toEqual([]);
});

test('takes files that are dropped on it', async ({ page }) => {
  await page.goto(verifyPage);
  const dropped = await page.evaluateHandle(([zip, note]) => {
    const data = new DataTransfer();
    data.items.add(new File([Uint8Array.from(atob(zip ?? ''), (letter) => letter.charCodeAt(0))], 'export.zip'));
    data.items.add(new File([note ?? ''], 'checkpoint.txt'));
    return data;
  }, [zipOf(honest('L1')).toString('base64'), world.checkpointAt(17)]);
  await page.dispatchEvent('body', 'drop', { dataTransfer: dropped });
  await expect(verdict(page)).toContainText('Everything in this file holds');
  await expect(page.locator('#checks')).toContainText('The first 17 entries are those you hold a checkpoint of');
});

test('lets nothing out: the pages’ policies allow no connection, frame, image or other script', async ({ page }) => {
  for (const href of [verifyPage, pathToFileURL(save('report.html', report('L1'))).href]) {
    await page.goto(href);
    const blocked = await page.evaluate(async () => {
      const policy = document.querySelector('meta[http-equiv]')?.getAttribute('content') ?? '';
      const reached = await fetch('https://example.invalid/').then(() => true, () => false);
      const script = document.createElement('script');
      script.textContent = 'window.ran = true';
      document.body.append(script);
      return { policy, reached, ran: 'ran' in window };
    });
    expect(blocked.policy).toMatch(/^default-src 'none'; script-src 'sha256-[^']+'; style-src 'sha256-[^']+'; base-uri 'none'; form-action 'none'$/);
    expect(blocked).toMatchObject({ reached: false, ran: false });
  }
});

test('the report tells the log in words and holds together', async ({ page }) => {
  const complaints = hearComplaints(page);
  for (const level of ['L1', 'L2'] as const) {
    await page.goto(pathToFileURL(save('report.html', report(level))).href);
    await expect(verdict(page)).toContainText('This page holds together');
    await expect(verdict(page)).toContainText('a doctored page could lie');
    await expect(page.getByRole('region', { name: 'Imports', exact: true })).toContainText('0, it closes');
    await expect(page.getByRole('region', { name: 'Reconciliations' })).toContainText('differences');
  }
  await expect(page.getByRole('region', { name: 'People' })).toContainText('Ada ⟨U+202E⟩example <script>alert(1)</script> 100%');
  await page.getByLabel('Kind', { exact: true }).selectOption('import.batch');
  await expect(page.getByRole('region', { name: 'Entries', exact: true }).locator('tbody tr')).toHaveCount(1);
  expect(complaints).toEqual([]);
});

test('the certificate names the number, its records and the statement with its limits', async ({ page }) => {
  await page.goto(pathToFileURL(save('report.html', report('L0'))).href);
  await expect(page.locator('.certificate')).toContainText(world.phone);
  await expect(page.locator('.statement')).toContainText('are all there were about this number');
  await expect(page.locator('.certificate tbody tr')).toHaveCount(4);
  await expect(page.locator('.certificate')).toContainText('What this does not show');
});

test('a report with altered bytes turns red and makes no statement', async ({ page }) => {
  const changes: readonly (readonly ['L0' | 'L1' | 'L2', string, string])[] = [
    ['L1', '"accepted":4939', '"accepted":4940'], ['L1', '\n40\n', '\n41\n'], ['L1', '"kind":"export.seal"', '"kind":"export.sold"'], ['L1', 'data-file="checkpoint.sig"', 'data-file="checkpoint.sag"'],
    ['L2', 'national.csv', 'rational.csv'], ['L0', '"act":"discard"', '"act":"release"'], ['L0', '+12025550142', '+12025550143'],
  ];
  for (const [level, from, to] of changes) {
    const html = report(level);
    expect(html.split(from).length).toBeGreaterThan(1);
    await page.goto(pathToFileURL(save('report.html', html.replace(from, to))).href);
    await expect(verdict(page), from).toHaveClass(/bad/);
    await expect(page.locator('body')).not.toContainText('are all there were about this number');
  }
  await page.goto(pathToFileURL(join(pages, 'report.html')).href);
  await expect(verdict(page)).toContainText('There is nothing in this page');
});

test('axe finds nothing on either page, in light, dark and on paper', async ({ page }) => {
  test.setTimeout(120_000);
  for (const scheme of ['light', 'dark'] as const) {
    await page.emulateMedia({ colorScheme: scheme });
    const look = async (): Promise<void> => {
      const { violations } = await new AxeBuilder({ page }).withTags(['wcag2a', 'wcag2aa', 'wcag21aa', 'wcag22aa', 'best-practice']).analyze();
      expect(violations.map(({ id, nodes }) => `${id}: ${nodes[0]?.html ?? ''}`)).toEqual([]);
    };
    await page.goto(verifyPage);
    await look();
    await checkFile(page, zipOf(honest('L1')));
    await expect(page.locator('#checks')).toBeVisible();
    await look();
    await checkFile(page, flipped());
    await expect(verdict(page)).toHaveClass(/bad/);
    await look();
    for (const level of ['L0', 'L2'] as const) {
      await page.goto(pathToFileURL(save('report.html', report(level))).href);
      await expect(verdict(page)).toHaveClass(/good/);
      for (const summary of await page.locator('summary').all()) await summary.click();
      await look();
    }
    await page.emulateMedia({ media: 'print' });
    await look();
    await page.emulateMedia({ media: 'screen' });
  }
});

test('a hundred thousand entries are checked and shown, few of them as rows', async ({ page }) => {
  test.setTimeout(120_000);
  const large = createPageWorld({ size: 100_000 });
  const data = reportDataOf(large.files('L1', 17));
  const html = renderReport(readFileSync(join(pages, 'report.html'), 'utf8'), data);
  const files = large.files('L1', 17);
  files.set('report.html', Buffer.from(html));
  await checkFile(page, zipOf(sealed(files, large.signer)));
  await expect(verdict(page)).toContainText('Everything in this file holds', { timeout: 20_000 });
  await page.goto(pathToFileURL(save('large.html', html)).href);
  await expect(verdict(page)).toContainText('This page holds together', { timeout: 20_000 });
  expect(await page.locator('tr').count()).toBeLessThan(400);
  await page.getByLabel('From entry').fill('77777');
  await page.getByLabel('From entry').press('Enter');
  await expect(page.getByRole('region', { name: 'Entries', exact: true })).toContainText('77,777');
  await expect(page.locator('body')).toContainText('of 100,000. All of them are in report.csv and leaves.ndjson of the export.');
});

const firefoxPath = findFirefox();
test('both pages hold in Firefox from the disk, name every attack there, and can be printed', async () => {
  test.skip(firefoxPath === undefined, 'there is no Firefox on this computer');
  test.setTimeout(120_000);
  const firefox = await driveFirefox(firefoxPath ?? '');
  const box = "document.getElementById('verdict').className + ' ' + document.getElementById('verdict').textContent";
  const check = async (zip: Uint8Array, { held, card }: { readonly held?: string; readonly card?: string }): Promise<string> => {
    await firefox.goTo(verifyPage);
    if (card !== undefined) await firefox.read(`document.getElementById('card').value = ${JSON.stringify(card)}`);
    if (held !== undefined) await firefox.giveFile('held', save('checkpoint.txt', held));
    await firefox.giveFile('bundle', save('export.zip', zip));
    return firefox.readUntil(box, /^verdict (?:good|bad|open) (?!Nothing)/u);
  };
  const open = async (html: string): Promise<string> => {
    await firefox.goTo(pathToFileURL(save('report.html', html)).href);
    return firefox.readUntil(box, /^verdict (?:good|bad)/u);
  };
  try {
    for (const level of ['L0', 'L1', 'L2'] as const) {
      expect(await check(zipOf(honest(level)), { held: world.checkpointAt(17) })).toContain('open Everything in this file holds; one comparison is yours');
      expect(await open(report(level))).toContain('good This page holds together');
    }
    expect((await firefox.print()).subarray(0, 5).toString()).toBe('%PDF-');
    expect(await open(report('L1').replace('"accepted":4939', '"accepted":4940'))).toMatch(/^verdict bad .*do not give the root that was signed/u);
    for (const [name, zip, more, words] of attacks) expect(await check(zip(), more), name).toMatch(new RegExp(`^verdict bad .*${words.source}`, 'u'));
    expect((await firefox.print()).subarray(0, 5).toString()).toBe('%PDF-');
    expect(firefox.complaints).toEqual([]);
  } finally {
    await firefox.close();
  }
});
