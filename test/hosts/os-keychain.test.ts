// The keychain port: every trouble of the system's keychain has a name, and "nothing there" is never said of a locked one.
import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { createOsKeychain, type KeychainLibrary } from '../../src-main/ports/os-keychain.ts';

const createLibrary = (overrides: Partial<KeychainLibrary> = {}): KeychainLibrary => {
  const items = new Map<string, string>();
  return {
    getPassword: async (service, account) => items.get(`${service}/${account}`) ?? null,
    setPassword: async (service, account, password) => { items.set(`${service}/${account}`, password); },
    deletePassword: async (service, account) => items.delete(`${service}/${account}`),
    ...overrides,
  };
};

const over = (library: KeychainLibrary, patience?: number) => createOsKeychain('DNC Desk', async () => library, patience);

describe('the OS keychain', () => {
  it('keeps, finds and forgets a secret', async () => {
    const keychain = over(createLibrary());
    expect(await keychain.set('destination/1/clientSecret', 'grüße')).toEqual({ ok: true, value: null });
    expect(await keychain.get('destination/1/clientSecret')).toEqual({ ok: true, value: 'grüße' });
    expect(await keychain.remove('destination/1/clientSecret')).toEqual({ ok: true, value: null });
    expect(await keychain.get('destination/1/clientSecret')).toEqual({ ok: true, value: null });
  });

  it('leaves nothing behind when it looks whether "nothing there" can be believed', async () => {
    const items: string[] = [];
    const library = createLibrary({
      setPassword: async (_service, account) => { items.push(account); },
      deletePassword: async (_service, account) => items.splice(items.indexOf(account), 1).length > 0,
    });
    await over(library).get('absent');
    expect(items).toEqual([]);
  });

  it('says locked, not absent, when reading gives nothing and writing is refused', async () => {
    const message = 'Object does not exist at path "/org/freedesktop/secrets/collection/login"';
    const keychain = over(createLibrary({ getPassword: async () => null, setPassword: () => Promise.reject(new Error(message)) }));
    expect(await keychain.get('log-key/x')).toEqual({ ok: false, failure: { type: 'KeychainLocked', why: message } });
  });

  it('names a library that cannot be loaded', async () => {
    const keychain = createOsKeychain('DNC Desk', () => Promise.reject(new Error('Failed to load keytar native addon, checked [...]\nlong list')));
    expect(await keychain.set('a', 'b')).toEqual({ ok: false, failure: { type: 'KeychainUnavailable', why: 'Failed to load keytar native addon, checked [...]' } });
  });

  it('names a session without D-Bus', async () => {
    const keychain = over(createLibrary({ getPassword: () => Promise.reject(new Error('Cannot autolaunch D-Bus without X11 $DISPLAY')) }));
    expect(await keychain.get('a')).toMatchObject({ failure: { type: 'KeychainUnavailable' } });
  });

  it('does not wait for ever for a daemon that hangs', async () => {
    const keychain = over(createLibrary({ getPassword: () => new Promise(() => undefined) }), 20);
    expect(await keychain.get('a')).toMatchObject({ failure: { type: 'KeychainUnavailable', why: expect.stringContaining('did not answer') } });
  });
});

const needed = ['/usr/bin/dbus-run-session', '/usr/bin/gnome-keyring-daemon'];
const missing = process.platform === 'linux' ? needed.filter((path) => !existsSync(path)) : ['Linux'];

describe(`a real gnome-keyring${missing.length === 0 ? '' : ` (skipped: ${missing.join(', ')} missing)`}`, () => {
  const ask = (prepare: string): unknown => {
    const home = mkdtempSync(join(tmpdir(), 'dnc-desk-keyring-'));
    try {
      const script = `${prepare} "$0" --input-type=module -e "$1"`;
      const ran = spawnSync('dbus-run-session', ['--', 'bash', '-c', script, process.execPath, questions], {
        env: { PATH: process.env['PATH'], HOME: home, XDG_RUNTIME_DIR: home }, encoding: 'utf8', timeout: 15_000,
      });
      return JSON.parse(ran.stdout.split('\n').findLast((line) => line.startsWith('{')) ?? 'null');
    } finally {
      rmSync(home, { recursive: true, force: true });
    }
  };
  const module = new URL('../../src-main/ports/os-keychain.ts', import.meta.url).href;
  const questions = `
    const { createOsKeychain } = await import('${module}');
    const keychain = createOsKeychain('DNC Desk');
    const set = await keychain.set('destination/1/clientSecret', 'sésame');
    console.log(JSON.stringify({ set, found: await keychain.get('destination/1/clientSecret'), gone: await keychain.remove('destination/1/clientSecret'), after: await keychain.get('destination/1/clientSecret') }));
  `;

  it.skipIf(missing.length > 0)('keeps a secret while it is unlocked', () => {
    expect(ask('echo -n pw | gnome-keyring-daemon --unlock --components=secrets >/dev/null 2>&1;')).toEqual({
      set: { ok: true, value: null }, found: { ok: true, value: 'sésame' }, gone: { ok: true, value: null }, after: { ok: true, value: null },
    });
  });

  it.skipIf(missing.length > 0)('is named as locked when nobody has unlocked it, for reading too', () => {
    expect(ask('gnome-keyring-daemon --start --components=secrets >/dev/null 2>&1;')).toMatchObject({
      set: { failure: { type: 'KeychainLocked' } }, found: { failure: { type: 'KeychainLocked' } },
    });
  });
});
