// The real Electron, where its binary is installed; elsewhere the double has to do.
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { _electron, expect, test } from '@playwright/test';

const root = fileURLToPath(new URL('../..', import.meta.url));

/** Looks for the files only: importing the package would begin a download. */
const findBinary = (): string | null => {
  const folder = join(root, 'node_modules', 'electron');
  if (!existsSync(join(folder, 'path.txt'))) return null;
  const binary = join(folder, 'dist', readFileSync(join(folder, 'path.txt'), 'utf8').trim());
  return existsSync(binary) ? binary : null;
};

const executablePath = findBinary();
const obstacle = executablePath === null
  ? 'Electron’s binary is not installed here (npx install-electron)'
  : (process.platform === 'linux' && !process.env['DISPLAY'] && !process.env['WAYLAND_DISPLAY'] ? 'there is no display here' : null);

test('the real Electron opens the same page over the same core', async () => {
  test.skip(obstacle !== null, obstacle ?? '');
  const home = mkdtempSync(join(tmpdir(), 'dnc-desk-real-electron-'));
  const app = await _electron.launch({
    ...(executablePath === null ? {} : { executablePath }),
    args: [...(process.getuid?.() === 0 ? ['--no-sandbox'] : []), root],
    env: { ...(process.env as Record<string, string>), DNC_DESK_HOME: home, DNC_DESK_VAULT_PASSPHRASE: 'only for this very test' },
  });
  try {
    const page = await app.firstWindow();
    await expect(page.locator('#root, main').first()).toBeAttached();
    expect(page.url()).toBe('app://dnc-desk/');
    expect(await page.evaluate(() => window.dncDesk.call('home.get', {}))).toMatchObject({ ok: true });
    expect(await page.evaluate(() => 'require' in globalThis || 'process' in globalThis)).toBe(false);
  } finally {
    await app.close();
    rmSync(home, { recursive: true, force: true });
  }
});
