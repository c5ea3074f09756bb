// Runs the built command line, building first whenever a source is newer than the build.
import { spawnSync } from 'node:child_process';
import { existsSync, readdirSync, statSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';

const root = join(dirname(fileURLToPath(import.meta.url)), '..');
const built = join(root, 'build/out/main/cli.js');
// The build writes them in this order: one that stopped halfway leaves an old page behind a new command line.
const outputs = [built, join(root, 'build/out/preload/preload.cjs'), join(root, 'build/out/renderer/index.html')];
const sources = ['src-main', 'src-renderer', 'src-shared', 'electron.vite.config.ts', 'package.json', 'package-lock.json'];

const newest = (path) => {
  const facts = statSync(path);
  return facts.isDirectory()
    ? Math.max(facts.mtimeMs, ...readdirSync(path).map((name) => newest(join(path, name))))
    : facts.mtimeMs;
};

const isStale = () => {
  if (!outputs.every((path) => existsSync(path))) return true;
  const builtAt = Math.min(...outputs.map((path) => statSync(path).mtimeMs));
  return sources.some((path) => newest(join(root, path)) > builtAt);
};

if (isStale()) {
  process.stderr.write('Building DNC Desk …\n');
  const vite = join(root, 'node_modules/electron-vite/bin/electron-vite.js');
  const build = spawnSync(process.execPath, [vite, 'build', '--logLevel', 'error'], { cwd: root, stdio: ['ignore', 'ignore', 'inherit'] });
  if (build.status !== 0) process.exit(build.status ?? 1);
}
process.argv[1] = built;
await import(pathToFileURL(built).href);
