// Holds the import table: arrows point inward, each package lives in its own place, and no file grows past reading.
import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join, normalize } from 'node:path';
import { expect, it } from 'vitest';

const root = join(import.meta.dirname, '..');

/** Folder -> what it may import besides itself. The longest matching folder rules; a folder without a row may not exist. */
const mayImport: Readonly<Record<string, readonly string[]>> = {
  'src-shared': [],
  'src-main/ports': ['src-shared'],
  'src-main/intake': ['src-shared'],
  'src-main/sealed-log': ['src-shared'],
  'src-main/ledger': ['src-shared', 'src-main/sealed-log'],
  'src-main/vendors': ['src-shared', 'src-main/ports'],
  'src-main/practice': ['src-shared'], // the far side of a dialect shares no code with vendors/, else both err alike
  'src-main/runner': ['src-shared', 'src-main/ports', 'src-main/ledger', 'src-main/vendors'],
  'src-main/core': ['src-shared', 'src-main/ports', 'src-main/intake', 'src-main/ledger', 'src-main/sealed-log', 'src-main/vendors', 'src-main/runner'],
  'src-main/hosts': ['src-shared', 'src-main/core', 'src-main/ports', 'src-main/ledger', 'src-main/sealed-log', 'src-main/practice'],
  'src-main/hosts/app-version.ts': ['package.json'],
  'src-renderer/ui': ['src-shared'],
  'src-renderer/api': ['src-shared'],
  'src-renderer/wizard': ['src-shared', 'src-renderer/api', 'src-renderer/ui'],
  'src-renderer/screens': ['src-shared', 'src-renderer/api', 'src-renderer/ui', 'src-renderer/wizard'],
  // The pages that leave the house: they check what the others wrote, so they share no code with them.
  'src-pages/proof': [],
  'src-pages/kit': ['src-pages/proof'], // types of what it draws
  'src-pages/verify': ['src-pages/proof', 'src-pages/kit'],
  'src-pages/report': ['src-pages/proof', 'src-pages/kit'],
  // The three files that put the page together.
  'src-renderer/main.tsx': ['src-shared', 'src-renderer'],
  'src-renderer/app.tsx': ['src-shared', 'src-renderer'],
  'src-renderer/screen-registry.ts': ['src-renderer/wizard', 'src-renderer/screens'],
};

/** Package -> the only places that may name it. Node's own modules count as the package "node:". */
const livesIn: Readonly<Record<string, readonly string[]>> = {
  'node:': ['src-main'],
  electron: ['src-main/hosts/electron'],
  'better-sqlite3': ['src-main/ledger'],
  keytar: ['src-main/ports/os-keychain.ts'],
  undici: ['src-main/ports/node-http.ts'],
  hono: ['src-main/hosts/browser', 'src-main/practice'],
  '@hono/node-server': ['src-main/hosts/browser', 'src-main/practice'],
  commander: ['src-main/hosts/cli'],
  papaparse: ['src-main/intake', 'src-main/vendors/csv-rows.ts'],
  fflate: ['src-main/intake'],
  '@scure/bip39': ['src-main/sealed-log'],
  uqr: ['src-main/sealed-log'],
  '@noble/hashes': ['src-pages/proof'],
  '@noble/ed25519': ['src-pages/proof'],
  'libphonenumber-js': ['src-shared/domain'],
  zod: ['src-shared/contract', 'src-main/vendors', 'src-main/ports', 'src-main/hosts', 'src-main/practice/fault-plan.ts'], // edges: contract, vendors' replies, files
  react: ['src-renderer'],
  'react-dom': ['src-renderer'],
  'react-aria-components': ['src-renderer'],
  'lucide-react': ['src-renderer'],
  '@tanstack/react-virtual': ['src-renderer'],
  zustand: ['src-renderer'],
};

const isIn = (path: string, folder: string): boolean => path === folder || path.startsWith(`${folder}/`);
const packageOf = (specifier: string): string =>
  specifier.startsWith('node:') ? 'node:' : specifier.split('/').slice(0, specifier.startsWith('@') ? 2 : 1).join('/');

/** What a file names in `import … from`, `export … from`, `import '…'`, `import('…')` and `new URL('…', import.meta.url)`. */
const importsOf = (text: string): string[] => [
  /^[ \t]*(?:import|export)\b[^'";]*?\bfrom\s*['"]([^'"]+)['"]/gmu,
  /^[ \t]*import\s*['"]([^'"]+)['"]/gmu,
  /\b(?:import|require)\(\s*['"`]([^'"`]+)['"`]/gu,
  /\bnew URL\(\s*['"`](\.[^'"`]+\.tsx?)['"`]\s*,\s*import\.meta\.url/gu,
].flatMap((form) => [...text.matchAll(form)].map((found) => found[1] ?? ''));

const targetOf = (file: string, specifier: string): string => normalize(join(dirname(file), specifier));
const screenOf = (path: string): string | undefined => /^src-renderer\/screens\/([^/]+)\//u.exec(path)?.[1];

const breachesOf = (file: string, text: string): string[] => importsOf(text).flatMap((specifier) => {
  const breach = `${file} imports ${specifier}`;
  if (!specifier.startsWith('.')) return (livesIn[packageOf(specifier)] ?? []).some((place) => isIn(file, place)) ? [] : [breach];
  const target = targetOf(file, specifier);
  if (/^src-main\/ledger\/migrations\/\d/u.test(file)) return [breach];
  const rows = Object.keys(mayImport).filter((row) => isIn(file, row)).toSorted((a, b) => b.length - a.length);
  if (rows[0] === undefined) return [`${file} is in no row of the table`];
  const ownScreen = screenOf(file);
  if (screenOf(target) !== undefined && ownScreen !== undefined && screenOf(target) !== ownScreen) return [breach];
  const allowed = rows.flatMap((row) => [row, ...(mayImport[row] ?? [])]);
  return allowed.some((folder) => isIn(target, folder)) ? [] : [breach];
});

const filesUnder = (folder: string, ending: RegExp): string[] =>
  readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' })
    .map((name) => join(folder, name)).filter((name) => ending.test(name)).toSorted();

const sources = ['src-main', 'src-shared', 'src-renderer', 'src-pages'].flatMap((room) => filesUnder(room, /\.tsx?$/u))
  .map((file) => ({ file, text: readFileSync(join(root, file), 'utf8') }));

/** Files that import each other in a ring, each ring once; types count too, they are a ring for the reader all the same. */
const ringsOf = (arrows: ReadonlyMap<string, readonly string[]>): string[] => {
  const rings: string[] = [];
  const left = new Set<string>();
  const walk = (file: string, trail: readonly string[]): void => {
    const start = trail.indexOf(file);
    if (start !== -1) rings.push([...trail.slice(start), file].join(' -> '));
    if (start !== -1 || left.has(file)) return;
    for (const next of arrows.get(file) ?? []) walk(next, [...trail, file]);
    left.add(file);
  };
  for (const file of arrows.keys()) walk(file, []);
  return rings;
};

it('lets every folder import only what the table allows', () => {
  expect(sources.length).toBeGreaterThan(100);
  expect(sources.flatMap(({ file, text }) => breachesOf(file, text))).toEqual([]);
});

it('would notice a forbidden import, however it is written', () => {
  expect(breachesOf('src-shared/domain/phone.ts', "import { readFileSync } from 'node:fs';")).toHaveLength(1);
  expect(breachesOf('src-main/core/core.ts', "const { app } = await import('electron');")).toHaveLength(1);
  expect(breachesOf('src-main/practice/practice.ts', "export {\n  pace,\n} from '../vendors/pacing.ts';")).toHaveLength(1);
  expect(breachesOf('src-main/core/core.ts', "import { startPractice } from '../practice/start-practice.ts';")).toHaveLength(1);
  expect(breachesOf('src-renderer/screens/push/push-view.tsx', "import { HomeView } from '../home/home-view.tsx';")).toHaveLength(1);
  expect(breachesOf('src-renderer/app.tsx', "import type { Core } from '../src-main/core/core.ts';")).toHaveLength(1);
  expect(breachesOf('src-main/ledger/migrations/0001-initial.ts', "import type { Migration } from './index.ts';")).toHaveLength(1);
  expect(breachesOf('src-main/utils/text.ts', "import { ok } from '../../src-shared/result.ts';")).toHaveLength(1);
  expect(breachesOf('src-pages/proof/tree.ts', "import { nodeHash } from '../../src-main/sealed-log/merkle.ts';")).toHaveLength(1);
  expect(breachesOf('src-main/core/core.ts', "import leftPad from 'left-pad';")).toHaveLength(1);
  expect(breachesOf('src-main/core/core.ts', "import { ok } from '../../src-shared/result.ts';")).toEqual([]);
});

it('has no ring of files that import each other', () => {
  expect(ringsOf(new Map([['a', ['b']], ['b', ['c']], ['c', ['a']]]))).toEqual(['a -> b -> c -> a']);
  const arrows = new Map(sources.map(({ file, text }) =>
    [file, importsOf(text).filter((specifier) => specifier.startsWith('.')).map((specifier) => targetOf(file, specifier))] as const));
  expect(ringsOf(arrows)).toEqual([]);
});

it('keeps every source file under 400 lines and opens it with the promise it keeps', () => {
  const opens = /^(?:#!.*\n)?(?:\/\/ \S|\/\*\*? ?\S)/u;
  expect(sources.filter(({ text }) => text.split('\n').length > 401).map(({ file }) => file)).toEqual([]);
  const read = [
    ...sources,
    ...[...filesUnder('test', /\.(?:tsx?|mjs)$/u), ...readdirSync(join(root, 'build')).filter((name) => name.endsWith('.mjs')).map((name) => `build/${name}`)].map((file) => ({ file, text: readFileSync(join(root, file), 'utf8') })),
  ];
  expect(read.filter(({ text }) => !opens.test(text)).map(({ file }) => file)).toEqual([]);
});
