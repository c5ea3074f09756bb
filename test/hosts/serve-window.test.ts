// `serve --window` and `start` with a stand-in for the browser: host and window end together, and what cannot open says why.
import { spawn, spawnSync } from 'node:child_process';
import { chmodSync, existsSync, mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, describe, expect, it } from 'vitest';
import { findBrowser, findObstacle, windowFlags } from '../../src-main/hosts/browser/open-window.ts';
import { findElectron } from '../../src-main/hosts/cli/start-window.ts';

const root = fileURLToPath(new URL('../..', import.meta.url));
const main = join(root, 'src-main/hosts/cli/main.ts');
const folder = mkdtempSync(join(tmpdir(), 'dnc-desk-window-'));
const home = join(folder, 'home');
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const program = (name: string, script: string): string => {
  const path = join(folder, name);
  writeFileSync(path, `#!/bin/sh\n${script}\n`);
  chmodSync(path, 0o755);
  return path;
};
const env = { PATH: process.env['PATH'], NODE_COMPILE_CACHE: process.env['NODE_COMPILE_CACHE'], HOME: folder, DNC_DESK_HOME: home, DNC_DESK_VAULT_PASSPHRASE: 'only for this very test', DISPLAY: ':no-such-display' };
const serve = (browser: string) => {
  const child = spawn(process.execPath, [main, 'serve', '--window'], { env: { ...env, CHROMIUM: browser } });
  let said = '';
  for (const stream of [child.stdout, child.stderr]) stream.setEncoding('utf8').on('data', (text: string) => { said += text; });
  return { child, said: () => said, ended: new Promise<number | null>((resolve) => { child.once('exit', resolve); }) };
};

describe.skipIf(process.platform === 'win32')('an app window', () => {
  it('is given one link, a profile of its own and no way to phone home; when the host is stopped it ends too', async () => {
    const noted = join(folder, 'noted');
    const browser = program('stays', `echo "$$ $@" > ${noted}; trap 'exit 0' TERM; while :; do sleep 0.1; done`);
    const { child, said, ended } = serve(browser);
    await expect.poll(said, { timeout: 10_000 }).toContain('open in its window');
    const [pid = '', ...flags] = readFileSync(noted, 'utf8').trim().split(' ');
    expect(flags).toContainEqual(expect.stringMatching(/^--app=http:\/\/127\.0\.0\.1:\d+\/start\?code=/));
    expect(flags).toContainEqual(expect.stringContaining(`--user-data-dir=${home}`));
    expect(flags).toContain('--disable-background-networking');
    child.kill('SIGINT');
    expect(await ended).toBe(0);
    expect(() => process.kill(Number(pid), 0)).toThrow();
    expect(readdirSync(join(home, 'windows'))).toEqual([]);
  });

  it('ends the host when it is closed', async () => {
    const { ended } = serve(program('closes', 'sleep 1.5'));
    expect(await ended).toBe(0);
  });

  it('that dies at once leaves a printed address instead of nothing', async () => {
    const { child, said, ended } = serve(program('dies', 'exit 3'));
    await expect.poll(said, { timeout: 10_000 }).toMatch(/ended at once \(exit code 3\)[\s\S]*http:\/\/127\.0\.0\.1:\d+\/start/);
    child.kill('SIGTERM');
    expect(await ended).toBe(0);
  });

  it('turns the sandbox off for root only', () => {
    expect(windowFlags('x', 'y', false)).not.toContain('--no-sandbox');
    expect(windowFlags('x', 'y', true)).toContain('--no-sandbox');
  });
});

describe('what is there to open a window with', () => {
  it('is Chrome, Chromium or Edge on the PATH, and nothing where there is none', () => {
    const chromium = program('chromium', '');
    expect(findBrowser({ env: { PATH: `/nowhere:${folder}` }, platform: 'linux', isRoot: false })).toBe(chromium);
    expect(findBrowser({ env: { PATH: '/nowhere' }, platform: 'linux', isRoot: false })).toBeNull();
    expect(findBrowser({ env: { PATH: folder, CHROMIUM: '/no/such/browser' }, platform: 'linux', isRoot: false })).toBeNull();
  });

  it('needs a display on Linux only', () => {
    expect(findObstacle({ env: {}, platform: 'linux', isRoot: false })).toBe('there is no display');
    expect(findObstacle({ env: { WAYLAND_DISPLAY: 'wayland-0' }, platform: 'linux', isRoot: false })).toBeNull();
    expect(findObstacle({ env: {}, platform: 'darwin', isRoot: false })).toBeNull();
  });
});

describe('start', () => {
  const hasElectron = existsSync(join(root, 'node_modules/electron/path.txt'));

  it('finds Electron by its files alone', () => {
    expect(findElectron(folder)).toBeNull();
    expect(findElectron(root) === null).toBe(!hasElectron);
  });

  it.skipIf(hasElectron)('says in one line that Electron is missing, and prints the address where no window can be opened', async () => {
    const { DISPLAY: _display, ...rest } = env;
    const child = spawn(process.execPath, [main, 'start'], { env: rest });
    let said = '';
    for (const stream of [child.stdout, child.stderr]) stream.setEncoding('utf8').on('data', (text: string) => { said += text; });
    await expect.poll(() => said, { timeout: 10_000 }).toMatch(/Electron’s binary is not installed[^\n]*\n[\s\S]*there is no display[\s\S]*http:\/\/127\.0\.0\.1/);
    child.kill('SIGINT');
    expect(await new Promise((resolve) => { child.once('exit', resolve); })).toBe(0);
  });

  it('refuses a port that is none', () => {
    expect(spawnSync(process.execPath, [main, 'serve', '--port', '70000'], { env, encoding: 'utf8' })).toMatchObject({ status: 2, stderr: expect.stringContaining('0 to 65535') });
  });
});
