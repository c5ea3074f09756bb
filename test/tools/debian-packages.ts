// Looks for the programs that some tests drive; as root on Debian it installs what is missing, elsewhere it says what that costs.
import { spawnSync } from 'node:child_process';
import { existsSync, readdirSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { findChromium } from './find-chromium.ts';

type Wanted = { readonly name: string; readonly isThere: () => boolean; readonly lost: string };

const wanted: readonly Wanted[] = [
  { name: 'chromium', isThere: () => findChromium() !== undefined, lost: 'the end-to-end tests' },
  { name: 'dbus', isThere: () => hasProgram('dbus-run-session'), lost: 'the tests of a real keychain' },
  { name: 'gnome-keyring', isThere: () => hasProgram('gnome-keyring-daemon'), lost: 'the tests of a real keychain' },
  { name: 'libsecret-1-0', isThere: () => hasLibrary('libsecret-1.so.0'), lost: 'the tests of a real keychain' },
  { name: 'openssh-client', isThere: () => hasProgram('ssh-keygen'), lost: 'the tests in which ssh-keygen checks a sealed log' },
  { name: 'openssl', isThere: () => hasProgram('openssl'), lost: 'the tests in which openssl checks a checkpoint' },
  { name: 'unzip', isThere: () => hasProgram('unzip'), lost: 'the tests in which unzip opens a sealed log' },
];

const hasProgram = (name: string): boolean =>
  (process.env['PATH'] ?? '').split(delimiter).some((folder) => folder !== '' && existsSync(join(folder, name)));

const hasLibrary = (name: string): boolean => ['/usr/lib', '/usr/lib64', '/lib', '/lib64'].some((folder) =>
  existsSync(join(folder, name)) || (existsSync(folder) && readdirSync(folder).some((entry) => entry.includes('-linux-') && existsSync(join(folder, entry, name)))));

/** Says in one line what it installs; then one line for each program that is still not there. */
export const provideDebianPackages = (say: (line: string) => void): void => {
  if (process.platform !== 'linux') return;
  const missing = wanted.filter((one) => !one.isThere());
  if (missing.length === 0) return;
  const why = mayInstall() ? install(missing.map((one) => one.name), say) : 'only root on Debian may install it';
  for (const one of missing) if (!one.isThere()) say(`Not here: ${one.name} (${why}). Skipped without it: ${one.lost}.`);
};

const mayInstall = (): boolean => process.getuid?.() === 0 && hasProgram('apt-get');

/** Answers why something may still be missing. */
const install = (names: readonly string[], say: (line: string) => void): string => {
  say(`Installing the Debian packages that the tests want and this machine lacks: ${names.join(', ')}`);
  const asked = ['install', '-y', '-qq', '--no-install-recommends', ...names];
  // A machine without package lists, or with old ones, needs an update first; others are spared it.
  if (aptGet(asked) === '' || (aptGet(['update', '-qq']), aptGet(asked)) === '') return 'installed, but not found';
  // One package that cannot be had must not cost the others.
  return names.map((name) => aptGet(['install', '-y', '-qq', '--no-install-recommends', name])).findLast((line) => line !== '') ?? 'installed, but not found';
};

/** An empty text for success, else the last line of what apt-get said. */
const aptGet = (asked: readonly string[]): string => {
  const ran = spawnSync('apt-get', ['-o', 'DPkg::Lock::Timeout=60', '-o', 'Acquire::Retries=2', ...asked], {
    env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive' }, stdio: ['ignore', 'ignore', 'pipe'], encoding: 'utf8', timeout: 240_000,
  });
  if (ran.status === 0) return '';
  return ran.stderr?.trim().split('\n').at(-1) ?? ran.error?.message ?? 'apt-get failed';
};
