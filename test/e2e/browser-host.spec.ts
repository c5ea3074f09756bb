// `dnc-desk serve` as a newcomer meets it: a printed link, a real browser, a file that goes up and is imported.
import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from '@playwright/test';
import { hearComplaints, serveDesk, type Served } from '../support/serve-desk.ts';

let home = '';
let served: Served;

const serve = async (flag: string): Promise<Served> => await serveDesk(home, { flags: [flag] });

test.beforeEach(() => { home = mkdtempSync(join(tmpdir(), 'dnc-desk-serve-')); });
test.afterEach(async () => {
  await served.stop();
  rmSync(home, { recursive: true, force: true });
});

test('the link opens the page once, and its code leaves the address', async ({ page, browser }) => {
  served = await serve('--no-open');
  const complaints = hearComplaints(page);
  await page.goto(served.link);
  await page.waitForURL((url) => url.pathname === '/' && url.search === '');
  await expect(page.locator('#root, main').first()).toBeAttached();
  expect(await page.evaluate(() => document.cookie)).toBe('');
  expect(complaints).toEqual([]);

  const stranger = await browser.newContext();
  const other = await stranger.newPage();
  expect((await other.goto(served.link))?.status()).toBe(403);
  expect((await other.goto(new URL('/', served.link).href))?.status()).toBe(403);
  await stranger.close();
});

test('the page comes under a strict policy and calls the core', async ({ page }) => {
  served = await serve('--no-open');
  await page.goto(served.link);
  await page.waitForURL((url) => url.pathname === '/');
  const answer = await page.reload();
  expect(answer?.headers()['content-security-policy']).toMatch(/^default-src 'none'; script-src 'self';/);
  const inline = await page.evaluate(() => {
    const script = document.createElement('script');
    script.textContent = 'window.wasRun = true';
    document.body.append(script);
    return 'wasRun' in window;
  });
  expect(inline).toBe(false);
  const reply = await page.evaluate(async () => {
    const called = await fetch('/call/home.get', { method: 'POST', headers: { 'content-type': 'application/json' }, body: '{}' });
    return (await called.json()) as unknown;
  });
  expect(reply).toMatchObject({ ok: true, value: { imports: 0 } });
});

test('a file goes up, is imported, and nothing of it stays behind when the host ends', async ({ page }) => {
  served = await serve('--no-open');
  await page.goto(served.link);
  await page.waitForURL((url) => url.pathname === '/');
  const stored = await page.evaluate(async () => {
    const post = async (path: string, body: string, type: string) =>
      (await (await fetch(path, { method: 'POST', headers: { 'content-type': type }, body })).json()) as { readonly value: { readonly ticket: string } };
    const up = await post('/upload?name=leads.csv', 'Phone,Name\n+12025550123,Ada\n+13125550145,Bob\n', 'application/octet-stream');
    return post('/call/import.store', JSON.stringify({ ticket: up.value.ticket }), 'application/json');
  });
  expect(stored).toMatchObject({ ok: true, value: { file: 'leads.csv', lines: 3, header: 1, accepted: 2 } });
  expect(await served.stop()).toBe(0);
  expect(readdirSync(join(home, 'incoming'))).toEqual([]);
});

test('another site in the same browser gets nothing', async ({ page, context }) => {
  served = await serve('--no-open');
  await page.goto(served.link);
  await page.waitForURL((url) => url.pathname === '/');
  const target = new URL(served.link);
  const foreign = await context.newPage();
  await foreign.route('http://evil.example/', (route) => route.fulfill({ contentType: 'text/html', body: '<!doctype html><title>evil</title>' }));
  await foreign.goto('http://evil.example/');
  const taken = await foreign.evaluate(async (port) => {
    const answers: string[] = [];
    for (const host of ['127.0.0.1', 'localhost']) {
      try {
        const answer = await fetch(`http://${host}:${port}/call/home.get`, { method: 'POST', credentials: 'include', headers: { 'content-type': 'application/json' }, body: '{}' });
        answers.push(await answer.text());
      } catch { answers.push('blocked'); }
    }
    return answers;
  }, target.port);
  expect(taken).toEqual(['blocked', 'blocked']);
});

test('--window without a display says so and prints the address instead', async ({ page }) => {
  test.skip(process.platform !== 'linux', 'only Linux can lack a display');
  served = await serve('--window');
  expect(served.err()).toContain('there is no display');
  expect((await page.goto(served.link))?.status()).toBe(200);
});
