// `demo`: a newcomer watches the whole job run on the project's own sheets and practice tenants; it succeeds only if all of it held.
import { existsSync, mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { createSystemClock } from '../../ports/clock.ts';
import { openDesk } from '../open-desk.ts';
import { findPlaces } from '../places.ts';
import { tellFailure, usage } from './actor.ts';
import { decideCodes, importSheets, reviewHeld } from './demo-prepare.ts';
import { proveLog } from './demo-prove.ts';
import { openPractice, pushAndVerify } from './demo-push.ts';
import { buildReport, listUnheld, summaryText, type DemoReport } from './demo-report.ts';
import { createVoice, hearInterrupts, interrupted, type DemoAt, type DemoResult, type DemoWorld } from './demo-world.ts';
import { exitCodeOf } from './exit-code.ts';
import { ok } from '../../../src-shared/result.ts';

const demoPassphrase = 'only-for-the-demo';
const sheetNames = ['national-and-in-house.csv', 'state-opt-outs.xlsx'] as const;

/** `argv`: the words after `demo`. Answers the exit code: 0 only where every count closed, both lists are ACTIVE and the log's proof holds. */
export const runDemo = async (argv: readonly string[]): Promise<number> => {
  const options = readOptions(argv);
  const world = createDemoWorld(options?.json === true);
  if (options === null) return refuse(world, usage('demo takes --json and --home <folder>, nothing else'));
  const folder = join(findPlaces(import.meta.url).root, 'test', 'fixtures', 'sheets');
  if (!sheetNames.every((name) => existsSync(join(folder, name)))) {
    return refuse(world, usage('the demo’s sheets are not here: they come with the source code (test/fixtures/sheets), not with the installed program; import a file of your own instead'));
  }
  const home = options.home === undefined ? mkdtempSync(join(tmpdir(), 'dnc-desk-demo-')) : resolve(options.home);
  if (existsSync(join(home, 'ledger.db'))) {
    return refuse(world, usage(`there is a ledger in ${home} already, and the demo begins with an empty one; name another folder`));
  }
  return runIn(world, home, sheetNames.map((name) => join(folder, name)));
};

const readOptions = (argv: readonly string[]): { readonly json?: boolean; readonly home?: string } | null => {
  try {
    return parseArgs({ args: [...argv], options: { json: { type: 'boolean' }, home: { type: 'string' } }, allowPositionals: false }).values;
  } catch {
    return null;
  }
};

const refuse = (world: DemoWorld, failure: ReturnType<typeof usage>): number => {
  tellFailure(world, failure, world.json);
  return exitCodeOf(failure);
};

const runIn = async (world: DemoWorld, home: string, sheets: readonly string[]): Promise<number> => {
  // The vault is chosen below, in so many words; a passphrase for another folder's vault is none of this one's.
  const opened = await openDesk({ ...world.env, DNC_DESK_VAULT_PASSPHRASE: undefined }, home);
  if (!opened.ok) {
    tellFailure(world, opened.failure, world.json);
    return exitCodeOf(opened.failure);
  }
  const desk = opened.value;
  const voice = createVoice(world);
  const interrupts = hearInterrupts();
  try {
    const ran = await runStages({ world, voice, desk, client: desk.client, stop: interrupts.signal }, sheets);
    if (ran.ok) return tellReport(world, home, ran.value);
    if (ran.failure.type === 'Interrupted') {
      voice.note(`Stopped. Everything done so far is kept in ${home}. Where it stands, and what to do next:\n\n${commandLine(home, 'status')}\n`);
      return 130;
    }
    tellFailure(world, ran.failure, world.json);
    voice.note(`What was done until then is in ${home}`);
    return exitCodeOf(ran.failure);
  } finally {
    interrupts.end();
    await desk.close();
  }
};

const runStages = async (at: DemoAt, sheets: readonly string[]): Promise<DemoResult<DemoReport>> => {
  const { voice, desk, client, world } = at;
  const startedAt = world.clock.now();
  voice.note('DNC Desk: the whole job, on two sheets of fictitious numbers and two practice tenants on this machine.');
  voice.note(`Data folder: ${desk.home}`);
  const vault = await client.call('secrets.use-vault', { passphrase: demoPassphrase });
  if (!vault.ok) return vault;
  voice.note('Secrets: in a vault file of that folder, under the demo’s passphrase; your own desk keeps them in the system’s keychain.');

  const imports = await importSheets(at, sheets);
  if (!imports.ok) return imports;
  for (const stage of [reviewHeld, decideCodes]) {
    if (at.stop.aborted) return interrupted;
    const staged = await stage(at);
    if (!staged.ok) return staged;
  }
  const opened = await openPractice(at);
  if (!opened.ok) return opened;
  const destinations = await pushAndVerify(at, opened.value);
  if (!destinations.ok) return destinations;
  const log = await proveLog(at);
  if (!log.ok) return log;
  return ok(buildReport(imports.value, destinations.value, log.value, world.clock.now() - startedAt));
};

const tellReport = (world: DemoWorld, home: string, report: DemoReport): number => {
  const voice = createVoice(world);
  const unheld = listUnheld(report);
  voice.head('Result');
  voice.say(summaryText(report));
  for (const what of unheld) voice.say(`NOT HELD: ${what}`);
  voice.say(['', `Data folder   ${home}`, `Sealed log    ${report.log.bundle}`, '', 'Open it in a window, and look around:', '', commandLine(home, 'serve --window'), ''].join('\n'));
  if (world.json) world.out(`${JSON.stringify({ imports: report.imports, destinations: report.destinations, log: report.log })}\n`);
  return unheld.length === 0 ? 0 : 1;
};

const commandLine = (home: string, words: string): string =>
  process.platform === 'win32'
    ? `  set DNC_DESK_VAULT_PASSPHRASE=${demoPassphrase}\n  npm run cli -- ${words} --home "${home}"`
    : `  DNC_DESK_VAULT_PASSPHRASE=${demoPassphrase} npm run cli -- ${words} --home ${/^[\w./-]+$/.test(home) ? home : `'${home.replaceAll("'", String.raw`'\''`)}'`}`;

const createDemoWorld = (json: boolean): DemoWorld => {
  const { stdout, stderr, env } = process;
  return {
    json, env,
    out: (text) => { stdout.write(text); }, err: (text) => { stderr.write(text); },
    // A terminal that does not know its width says 0.
    draws: stderr.isTTY && env['TERM'] !== 'dumb', columns: stderr.columns > 0 ? stderr.columns : 80,
    // https://no-color.org: present and not empty, whatever its value.
    colours: stderr.isTTY && (env['NO_COLOR'] ?? '') === '' && env['TERM'] !== 'dumb',
    clock: createSystemClock(),
  };
};
