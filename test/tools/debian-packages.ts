// Looks for the programs that some tests drive; as root on Debian it installs what is missing, elsewhere it says what that costs.
import { spawnSync } from 'node:child_process';
import { existsSync, readdirSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { findFirefox } from '../support/drive-firefox.ts';
import { findChromium } from './find-chromium.ts';

type Wanted = { readonly name: string; readonly isThere: () => boolean; readonly lost: string };

const wanted: readonly Wanted[] = [
  { name: 'chromium', isThere: () => findChromium() !== undefined, lost: 'the end-to-end tests' },
  { name: 'dbus', isThere: () => hasProgram('dbus-run-session'), lost: 'the tests of a real keychain' },
  { name: 'gnome-keyring', isThere: () => hasProgram('gnome-keyring-daemon'), lost: 'the tests of a real keychain' },
  { name: 'libsecret-1-0', isThere: () => hasLibrary('libsecret-1.so.0'), lost: 'the tests of a real keychain' },
  { name: 'openssh-client', isThere: () => hasProgram('ssh-keygen'), lost: 'the tests in which ssh-keygen checks a sealed log' },
  { name: 'openssl', isThere: () => hasProgram('openssl'), lost: 'the tests in which openssl checks a checkpoint' },
  { name: 'python3', isThere: () => hasProgram('python3'), lost: 'the tests in which Python checks a sealed log' },
  { name: 'firefox-esr', isThere: () => findFirefox() !== undefined, lost: 'the tests of report.html and verify.html in Firefox' },
  { name: 'golang-go', isThere: () => hasProgram('go'), lost: 'the tests in which Go checks a sealed log' },
  { name: 'golang-golang-x-mod-dev', isThere: () => existsSync('/usr/share/gocode/src/golang.org/x/mod/sumdb/note'), lost: 'the tests in which Go checks a sealed log' },
  { name: 'zbar-tools', isThere: () => hasProgram('zbarimg'), lost: 'the test in which a reader of QR codes reads a key card' },
  { name: 'librsvg2-bin', isThere: () => hasProgram('rsvg-convert'), lost: 'the test in which a reader of QR codes reads a key card' },
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
  const mayInstall = process.getuid?.() === 0 && hasProgram('apt-get');
  if (mayInstall) say(`Installing the Debian packages that the tests want and this machine lacks: ${missing.map((one) => one.name).join(', ')}`);
  const why = mayInstall ? install(missing.map((one) => one.name)) : new Map<string, string>();
  for (const { name, isThere, lost } of missing) {
    if (!isThere()) say(`Not here: ${name} (${why.get(name) ?? 'only root on Debian may install it'}). Skipped without it: ${lost}.`);
  }
};

/** For each package what apt-get had to say where it is still missing. */
const install = (names: readonly string[]): ReadonlyMap<string, string> => {
  const get = (wants: readonly string[]): string => aptGet(['install', '-y', '-qq', '--no-install-recommends', ...wants]);
  // A machine without package lists, or with old ones, needs an update first; others are spared it.
  if (get(names) === '' || (aptGet(['update', '-qq']), get(names)) === '') return new Map(names.map((name) => [name, 'installed, but not found']));
  // One package that cannot be had must not cost the others.
  return new Map(names.map((name) => [name, get([name])]));
};

/** An empty text for success, else the last line of what apt-get said. */
const aptGet = (asked: readonly string[]): string => {
  const ran = spawnSync('apt-get', ['-o', 'DPkg::Lock::Timeout=60', '-o', 'Acquire::Retries=2', ...asked], {
    env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive' }, stdio: ['ignore', 'ignore', 'pipe'], encoding: 'utf8', timeout: 240_000,
  });
  if (ran.status === 0) return '';
  return ran.stderr?.trim().split('\n').at(-1) ?? ran.error?.message ?? 'apt-get failed';
};
