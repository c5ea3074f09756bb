// What every clone must hold: an install that compiles nothing, exact versions, a tidy top level, nobody else's files and paths.
import { execFileSync } from 'node:child_process';
import { readFileSync, statSync } from 'node:fs';
import { basename, join } from 'node:path';
import { describe, expect, it } from 'vitest';

const root = join(import.meta.dirname, '..');
const read = (name: string): unknown => JSON.parse(readFileSync(join(root, name), 'utf8'));

type Versions = Readonly<Record<string, string>>;
type Manifest = { readonly dependencies: Versions; readonly devDependencies: Versions; readonly optionalDependencies: Versions; readonly allowScripts: Readonly<Record<string, boolean>> };
type Locked = { readonly gypfile?: boolean; readonly hasInstallScript?: boolean; readonly resolved?: string; readonly name?: string; readonly optionalDependencies?: Versions };

const manifest = read('package.json') as Manifest; // our own file
const lock = (read('package-lock.json') as { packages: Readonly<Record<string, Locked & Partial<Manifest>>> }).packages;

describe('npm ci', () => {
  it('does not run node-gyp for better-sqlite3, which has its prebuilds in the package', () => {
    expect(lock['node_modules/better-sqlite3']?.gypfile, 'npm dropped it: run `node build/patch-lock.mjs`').toBe(false);
  });

  it('finds every platform’s optional packages in the lock file', () => {
    // npm leaves out of the lock what a registry lacks at the moment, and then a clean install fails on that platform.
    const lost = Object.entries(lock).flatMap(([path, { optionalDependencies }]) => Object.keys(optionalDependencies ?? {})
      .filter((name) => lock[`node_modules/${name}`] === undefined && lock[`${path}/node_modules/${name}`] === undefined)
      .map((name) => `${path || 'package.json'} -> ${name}`));
    expect(lost).toEqual([]);
  });

  it('takes exact versions, the same in both files', () => {
    for (const kind of ['dependencies', 'devDependencies', 'optionalDependencies'] as const) {
      expect(Object.entries(manifest[kind]).filter(([, version]) => !/^(?:npm:(?:@[\w-]+\/)?[\w-]+@)?\d+\.\d+\.\d+(?:-r\.\d+)?$/u.test(version))).toEqual([]);
      expect(lock['']?.[kind]).toEqual(manifest[kind]);
    }
  });

  it('fetches from the public registry only, and every install script has been decided on', () => {
    expect(Object.entries(lock).filter(([, { resolved }]) => resolved !== undefined && !resolved.startsWith('https://registry.npmjs.org/')).map(([path]) => path)).toEqual([]);
    const scripted = Object.entries(lock).filter(([, locked]) => locked.hasInstallScript === true)
      .map(([path, { name }]) => name ?? path.slice(path.lastIndexOf('node_modules/') + 'node_modules/'.length));
    expect(scripted.filter((name) => manifest.allowScripts[name] === undefined && !onMacOnly.has(name))).toEqual([]);
  });
});

/** Never installed here, and harmless where it is: it has a prebuilt file in its package. */
const onMacOnly = new Set(['fsevents']);

const tracked = ((): readonly string[] | null => {
  try {
    return execFileSync('git', ['ls-files', '-z', '--cached', '--', '.'], { cwd: root, encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] }).split('\0').filter((name) => name !== '');
  } catch {
    return null; // an unpacked archive, or no git
  }
})();
const there = (tracked ?? []).filter((name) => statSync(join(root, name), { throwIfNoEntry: false })?.isFile() === true);

describe.skipIf(tracked === null)(`the tracked files${tracked === null ? ' (skipped: this is no git clone)' : ''}`, () => {
  it('have nothing at the top but what belongs there', () => {
    const top = new Set((tracked ?? []).map((name) => name.split('/')[0] ?? ''));
    const allowed = new Set(['package.json', 'package-lock.json', 'tsconfig.json', 'electron.vite.config.ts', 'src-main', 'src-renderer', 'src-shared', 'src-pages', 'test', 'build', 'README.md']);
    expect([...top].filter((name) => !name.startsWith('.') && !allowed.has(name))).toEqual([]);
  });

  it('name no folder of the machine they were written on', () => {
    const own = new RegExp(`(?<![\\w.:/-])/(?:${['work', 'root', 'tmp/node\\d+'].join('|')})/`, 'u');
    expect(there.filter((name) => /\.(?:tsx?|mjs|js|json|css|html|md|yml|sql|sh)$|^\./u.test(name))
      .filter((name) => own.test(readFileSync(join(root, name), 'utf8')))).toEqual([]);
  });

  it('hold none of the agencies’ and libraries’ data that the tests may look at elsewhere', () => {
    expect(there.filter((name) => /^(?:ftc_|nanpa_|libphonenumber-)/iu.test(basename(name)) && !/\.tsx?$/u.test(name))).toEqual([]);
    expect(there.filter((name) => name !== 'package-lock.json' && statSync(join(root, name)).size > 1_000_000)).toEqual([]);
  });

  it('hold no generated folder', () => {
    expect(there.filter((name) => /^(?:node_modules|build\/(?:out|release|test-results|coverage))\//u.test(name))).toEqual([]);
  });
});
