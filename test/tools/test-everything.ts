// The whole gate in its order: what machine, types, lint, build, unit, end to end; then the skipped, the failed and the sum.
import { mkdirSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { provideDebianPackages } from './debian-packages.ts';
import { findChromium } from './find-chromium.ts';
import { root, runStep } from './run-step.ts';
import { makeScratch } from './scratch-folder.ts';
import { addTallies, none, readPlaywright, readTally, tallyOf, type Tally } from './tally.ts';
import { unitReportPath } from './unit-report.ts';

const say = (line: string): void => { process.stdout.write(`${line}\n`); };
const { scripts } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as { scripts: Readonly<Record<string, string>> }; // our own file
const script = (name: string, ...more: readonly string[]): string => [scripts[name] ?? `echo no script ${name}`, ...more].join(' ');

const results = join(root, 'build/test-results');
const e2eReport = join(results, 'e2e.json');
rmSync(results, { recursive: true, force: true }); // else an old report could speak for a run that never was
mkdirSync(results, { recursive: true });
const scratch = makeScratch();
const env = { TMPDIR: scratch, TEMP: scratch, TMP: scratch, NODE_COMPILE_CACHE: join(scratch, 'dnc-desk-compiled') };

const check = async (title: string, name: string): Promise<Tally> =>
  await runStep({ title, command: script(name), env, limitMs: 120_000 }) ? none : { ...none, failed: [`${title} (npm run ${name})`] };

const runUnit = async (isBuilt: boolean): Promise<Tally> => {
  const passed = await runStep({ title: 'Unit tests', command: script('test:unit', '--allowOnly=false', '--reporter=default', '--reporter=test/tools/unit-report.ts'), env: { ...env, ...(isBuilt ? { DNC_DESK_BUILT_INTAKE: join(root, 'build/out/main/intake-worker.js') } : {}) }, limitMs: 900_000 });
  return tallyOf('vitest', unitReportPath, passed, readTally);
};

const runEndToEnd = async (isBuilt: boolean): Promise<Tally> => {
  if (!isBuilt) return { ...none, failed: ['the end-to-end tests (they need the build, which failed)'] };
  const why = findChromium() === undefined ? 'no Chromium or Chrome here' : null;
  const how = why === null ? ['--workers=2', '--forbid-only'] : ['--list', '--reporter=json'];
  const passed = await runStep({ title: why === null ? 'End-to-end tests' : 'End-to-end tests (only listed)', command: script('test:e2e', ...how), env: { ...env, PLAYWRIGHT_JSON_OUTPUT_FILE: e2eReport } });
  const tally = tallyOf('Playwright', e2eReport, passed, readPlaywright);
  return why === null ? tally : { ...tally, passed: 0, skipped: tally.skipped.map((one) => ({ ...one, why })) };
};

const began = performance.now();
say(`Testing DNC Desk on Node ${process.versions.node}, ${process.platform} ${process.arch}`);
provideDebianPackages(say);
const checks = [await check('Types', 'typecheck'), await check('Lint', 'lint')];
const built = await check('Build', 'build'); // before the unit tests: imports run what was built, and some of the tests
const isBuilt = built.failed.length === 0;
const tally = addTallies([...checks, built, await runUnit(isBuilt), await runEndToEnd(isBuilt)]);

say(`\nAll in ${((performance.now() - began) / 1000).toFixed(0)} s`);
if (tally.skipped.length > 0) say('\nSkipped:');
for (const { name, why } of tally.skipped) say(`  ${name}${why === '' ? '' : `: ${why}`}`);
if (tally.failed.length > 0) say('\nFailed:');
for (const name of tally.failed) say(`  ${name}`);
say(`\n${tally.passed} passed, ${tally.failed.length} failed, ${tally.skipped.length} skipped`);
process.exitCode = tally.failed.length === 0 ? 0 : 1;
