// The Electron layer through its double: the built main and preload bundles, the built page, a real ledger and a real import.
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, test } from '@playwright/test';
import { startElectronDouble, type DoubleOptions, type ElectronDouble } from '../support/electron-double.ts';

type Desk = {
  readonly call: (name: string, input: unknown) => Promise<{ readonly ok: boolean; readonly value?: Record<string, unknown>; readonly failure?: Record<string, unknown> }>;
  readonly listen: (hear: (event: { readonly type: string }) => void) => () => void;
  readonly offerFile: (file: File) => Promise<{ readonly ticket: string; readonly name: string } | null>;
  readonly pickFile: () => Promise<{ readonly ticket: string; readonly name: string } | null>;
  readonly pickFolder: () => Promise<{ readonly ticket: string; readonly name: string } | null>;
  readonly saveFile: (ticket: string) => Promise<boolean>;
};
declare global {
  interface Window { readonly dncDesk: Desk }
}

const main = fileURLToPath(new URL('../../build/out/main/electron.js', import.meta.url));
let home = '';
let double: ElectronDouble;

test.beforeEach(() => {
  home = mkdtempSync(join(tmpdir(), 'dnc-desk-electron-'));
  process.env['DNC_DESK_HOME'] = join(home, 'desk');
  // No keychain is promised where tests run; the vault is chosen in so many words.
  process.env['DNC_DESK_VAULT_PASSPHRASE'] = 'only for this very test';
});
test.afterEach(async () => {
  double.closeWindow();
  await double.ended;
  rmSync(home, { recursive: true, force: true });
});

const start = async (context: Parameters<typeof startElectronDouble>[0], options: Omit<DoubleOptions, 'main'> = {}): Promise<ElectronDouble> => {
  double = await startElectronDouble(context, { main, ...options });
  return double;
};

test('starts hardened, shows its page under app:// and gives it six functions', async ({ context }) => {
  const { page, mayUse } = await start(context);
  await expect(page.locator('#root, main').first()).toBeAttached();
  expect(await page.evaluate(() => Object.keys(window.dncDesk).toSorted())).toEqual(['call', 'listen', 'offerFile', 'pickFile', 'pickFolder', 'saveFile']);
  expect(await page.evaluate(() => 'require' in globalThis || 'process' in globalThis)).toBe(false);
  expect(['geolocation', 'media', 'notifications', 'clipboard-read'].filter(mayUse)).toEqual([]);
});

test('answers the page through the one channel, malformed commands by name', async ({ context }) => {
  const { page } = await start(context);
  const ask = (name: string, input: unknown) => page.evaluate(([asked, given]) => window.dncDesk.call(asked, given), [name, input] as const);
  expect(await ask('home.get', {})).toMatchObject({ ok: true, value: { imports: 0 } });
  expect(await ask('home.get', { odd: 1 })).toMatchObject({ ok: false, failure: { type: 'InputInvalid' } });
  expect(await ask('home.get', null)).toMatchObject({ ok: false, failure: { type: 'InputInvalid' } });
  expect(await ask('__proto__', {})).toMatchObject({ ok: false, failure: { type: 'CommandUnknown' } });
  expect(await ask('run.get', { runId: 'x'.repeat(2_000_000) })).toMatchObject({ ok: false, failure: { type: 'InputInvalid' } });
  expect(await page.evaluate(() => window.dncDesk.call(7 as unknown as string, {}))).toMatchObject({ ok: false, failure: { type: 'CommandUnknown' } });
  // What only the host may do is not to be had by calling the core.
  expect(await ask('offer-file', { path: '/etc/passwd', name: 'x' })).toMatchObject({ ok: false, failure: { type: 'CommandUnknown' } });
});

test('refuses every frame but its own page’s', async ({ context }) => {
  const { invokeAs, page } = await start(context);
  const own = 'app://dnc-desk/';
  const refused = { ok: false, failure: { type: 'HostGone' } };
  expect(await invokeAs({ url: own, parent: null }, 'dnc-desk:call', 'core', 'home.get', {})).toMatchObject({ ok: true });
  for (const url of ['https://evil.example/', 'app://dnc-desk.evil/', 'app://evil/', 'file:///etc/passwd', 'about:blank', '']) {
    expect(await invokeAs({ url, parent: null }, 'dnc-desk:call', 'core', 'home.get', {})).toMatchObject(refused);
  }
  expect(await invokeAs({ url: own, parent: {} }, 'dnc-desk:call', 'core', 'home.get', {})).toMatchObject(refused);
  expect(await invokeAs(null, 'dnc-desk:call', 'host', 'pick-file', null)).toMatchObject(refused);
  const fromFrame = await page.evaluate(() => {
    const frame = document.body.appendChild(document.createElement('iframe'));
    const inner = frame.contentWindow as unknown as { readonly electronInvoke: (...args: readonly unknown[]) => Promise<unknown> };
    return inner.electronInvoke('dnc-desk:call', 'core', 'home.get', {});
  });
  expect(fromFrame).toMatchObject(refused);
});

test('opens no windows and goes to no other page', async ({ context }) => {
  const { page, denied } = await start(context);
  await page.evaluate(() => { window.open('https://evil.example/'); });
  await expect.poll(() => denied.windows).toEqual(['https://evil.example/']);
  await page.evaluate(() => { location.href = 'https://evil.example/page'; });
  await expect.poll(() => denied.navigations).toEqual(['https://evil.example/page']);
  expect(page.url()).toContain('dnc-desk.app.localhost');
  // Chromium closes the denied one a moment later.
  await expect.poll(() => context.pages().length).toBe(1);
});

test('imports a dropped file from end to end, and the page never sees a path', async ({ context }) => {
  const { page, placeFile } = await start(context);
  const path = join(home, 'leads.csv');
  const content = 'Phone,Name\n+12025550123,Ada\n+13125550145,Bob\n12,Cy\n';
  writeFileSync(path, content);
  await placeFile('leads.csv', path);
  const { stored, offered, heard } = await page.evaluate(async (text) => {
    const heard: string[] = [];
    const deaf = window.dncDesk.listen((event) => heard.push(event.type));
    const offered = await window.dncDesk.offerFile(new File([text], 'leads.csv'));
    const stored = await window.dncDesk.call('import.store', { ticket: offered?.ticket });
    await new Promise((resolve) => { setTimeout(resolve, 300); });
    deaf();
    return { offered, stored, heard };
  }, content);
  expect(stored).toMatchObject({ ok: true, value: { file: 'leads.csv', lines: 4, header: 1, accepted: 2 } });
  expect(JSON.stringify([offered, stored])).not.toContain(home);
  expect(heard).toContain('ledger.changed');
  expect(await page.evaluate(() => window.dncDesk.offerFile(new File(['x'], 'made-by-a-script.csv')))).toBeNull();
});

test('picks a file by dialog, and saves what a ticket stands for', async ({ context }) => {
  const path = join(home, 'picked.csv');
  const saved = join(home, 'saved.csv');
  writeFileSync(path, 'Phone\n+12025550123\n');
  const { page } = await start(context, { dialogs: { open: [path], save: saved } });
  const picked = await page.evaluate(() => window.dncDesk.pickFile());
  expect(picked).toMatchObject({ name: 'picked.csv' });
  expect(await page.evaluate((ticket) => window.dncDesk.saveFile(ticket), picked?.ticket ?? '')).toBe(true);
  expect(await page.evaluate(() => window.dncDesk.saveFile('invented'))).toBe(false);
});

test('a folder is watched by dialog alone, and its path comes from the host', async ({ context }) => {
  const { page } = await start(context, { dialogs: { open: [home] } });
  const watched = await page.evaluate(async () => {
    const picked = await window.dncDesk.pickFolder();
    return [picked, await window.dncDesk.call('watch.set', { ticket: picked?.ticket ?? '' })] as const;
  });
  expect(watched).toMatchObject([{ name: basename(home) }, { ok: true, value: { folder: home, stopped: null, last: null } }]);
});

test('asks before it quits while a push is running, and lets it stop where it can be resumed', async ({ context }) => {
  const dialogs = { box: 0 };
  const { page, closeWindow, ended, placeFile, questions } = await start(context, { dialogs });
  const phones = Array.from({ length: 60 }, (_area, at) => 201 + at * 10).flatMap((area) => Array.from({ length: 100 }, (_line, at) => `+1${area}55501${String(at).padStart(2, '0')}`));
  const content = `Phone\n${phones.join('\n')}\n`;
  writeFileSync(join(home, 'many.csv'), content);
  await placeFile('many.csv', join(home, 'many.csv'));
  const started = await page.evaluate(async (text) => {
    const offered = await window.dncDesk.offerFile(new File([text], 'many.csv'));
    await window.dncDesk.call('import.store', { ticket: offered?.ticket, layout: { fixedCode: 'NAT' } });
    await window.dncDesk.call('code-map.save', { lines: [{ code: 'NAT', dncType: 'FEDERAL', jurisdiction: null, reason: '' }] });
    const made = await window.dncDesk.call('practice.create', { dialect: 'cxone-dnc-groups' });
    return window.dncDesk.call('run.start', { destinationId: made.value?.['destinationId'] });
  }, content);
  expect(started).toMatchObject({ ok: true });

  closeWindow();
  await expect.poll(() => questions).toEqual(['A push is running.']);
  // "Keep pushing" was the answer: the desk still answers.
  expect(await page.evaluate(() => window.dncDesk.call('run.page', { offset: 0, limit: 1 }))).toMatchObject({ ok: true, value: { total: 1 } });
  dialogs.box = 1;
  closeWindow();
  expect(await ended).toBe(0);
});

test('a second start brings the first window forward and ends itself', async ({ context }) => {
  const first = await start(context);
  first.secondInstance();
  expect(first.focused()).toBe(1);
  const second = await startElectronDouble(context, { main, isFirstInstance: false });
  expect(await second.ended).toBe(0);
  await second.page.close();
});

test('says in a box why it cannot start, and ends with the failure’s exit code', async ({ context }) => {
  const file = join(home, 'a-file');
  writeFileSync(file, '');
  process.env['DNC_DESK_HOME'] = file;
  const { boxes, ended } = await start(context);
  expect(await ended).toBe(4);
  expect(boxes).toMatchObject([{ title: expect.stringContaining('data folder cannot be written') }]);
});
