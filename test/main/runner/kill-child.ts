// A process to be killed: opens the desk on a folder, goes on with whatever is unfinished there, and says so when all is done. Not a test by itself.
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { setTimeout } from 'node:timers/promises';
import { createCore } from '../../../src-main/core/create-core.ts';
import { createSystemClock } from '../../../src-main/ports/clock.ts';
import { createFiles } from '../../../src-main/ports/files.ts';
import { createSystemIds } from '../../../src-main/ports/ids.ts';
import type { Keychain } from '../../../src-main/ports/keychain.ts';
import { createHttp } from '../../../src-main/ports/node-http.ts';
import { createClient, type Client } from '../../../src-shared/contract/contract.ts';
import type { DestinationView } from '../../../src-shared/contract/destinations.ts';
import type { Dialect } from '../../../src-shared/domain/dnc.ts';
import { done, fail, ok } from '../../../src-shared/result.ts';
import { approveRelease, goOn, goOnReleasing, valueOf } from '../../faults/go-on.ts';
import { withoutRates } from '../../faults/without-rates.ts';

export type ChildTask = {
  readonly home: string;
  /** Outside the home: it stands for the operating system's keychain. */
  readonly keychainFile: string;
  readonly aheadMs: number;
  readonly file: string;
  readonly baseUrl: string;
  readonly credentials: Readonly<Record<string, string>>;
  readonly dialect: Dialect;
  /** How often a person presses the next button when a run rests; absent: a rest is an error. */
  readonly turns?: number;
  /** With `turns`: once all is pushed, these are approved for release and taken off. */
  readonly released?: readonly string[];
};

const fileKeychain = (path: string): Keychain => {
  const read = (): Record<string, string> => (existsSync(path) ? JSON.parse(readFileSync(path, 'utf8')) as Record<string, string> : {});
  return {
    store: 'memory',
    get: async (account) => ok(read()[account] ?? null),
    set: async (account, secret) => {
      writeFileSync(path, JSON.stringify({ ...read(), [account]: secret }));
      return done;
    },
    remove: async () => done,
  };
};

const work = async (task: ChildTask): Promise<void> => {
  const ids = { ...createSystemIds(), random: () => 0 };
  const files = createFiles(ids);
  const clock = createSystemClock();
  // Each start's clock is a lease ahead of the last one's, so that the dead process's lease is over at once.
  const now = (): number => clock.now() + task.aheadMs;
  const connectors = withoutRates();
  const core = valueOf(await createCore({
    home: task.home, appVersion: '0.0.0-test', ids, files, connectors, http: createHttp({ userAgent: 'DNC-Desk-test' }),
    clock: { now, sleepUntil: (until, signal) => clock.sleepUntil(until - task.aheadMs, signal) },
    logger: { defect: (id, where, thrown) => { process.stderr.write(`${id} ${where} ${thrown instanceof Error ? thrown.stack : String(thrown)}\n`); } },
    secrets: { keychain: fileKeychain(task.keychainFile), vaultExists: () => false, openVault: async () => fail({ type: 'KeychainUnavailable', why: 'none' }) },
    practice: { open: async () => ok({ baseUrl: task.baseUrl, credentials: task.credentials }) },
    intakeWorker: new URL('../../../src-main/core/intake-worker.ts', import.meta.url), userName: 'Analyst', practiceCooldownMs: 100,
  }));
  const { call } = createClient(core);
  const tell = (what: string): void => { process.stdout.write(`${what}\n`); };

  tell('open');
  if (valueOf(await call('import.page', { offset: 0, limit: 1 })).total === 0) {
    valueOf(await call('import.store', { ticket: files.admit(task.file, 'numbers.csv') }));
  }
  tell('imported');
  // Where a number without a jurisdiction would be held back, every code has one.
  const jurisdiction = connectors[task.dialect].facts.needsJurisdiction ? 'US' : null;
  const lines = [{ code: 'INT', dncType: 'CORPORATE' as const, jurisdiction, reason: 'Asked us' }, { code: 'FTC', dncType: 'FEDERAL' as const, jurisdiction: 'US', reason: 'Registry' }];
  if (valueOf(await call('code-map.get', {})).version === 0) valueOf(await call('code-map.save', { lines }));
  const known = valueOf(await call('destination.page', {}))[0];
  const destination = known ?? valueOf(await call('practice.create', { dialect: task.dialect }));
  const { destinationId, name, settings } = destination;
  if (settings['batchSize'] === undefined) {
    valueOf(await call('destination.update', { destinationId, name, settings: { ...settings, batchSize: '15' }, countries: [], lateExpiry: 'permanent', shared: false }));
  }
  // Making a list again finds it: a process killed amid this leaves nothing behind that the next one minds.
  for (const dncType of ['CORPORATE', 'FEDERAL'] as const) {
    if (!destination.lists.some((list) => list.dncType === dncType)) valueOf(await call('destination.create-list', { destinationId, dncType, name: `DNC ${dncType}` }));
  }
  tell('mapped');

  const latest = valueOf(await call('run.page', { destinationId, offset: 0, limit: 1 })).rows[0];
  const run = latest === undefined ? valueOf(await call('run.start', { destinationId }))
    : latest.state === 'ended' ? latest : valueOf(await call('run.resume', { runId: latest.runId }));
  const tellTurn = (view: DestinationView): void => { tell(`turn ${view.state} ${view.attention ?? ''}`); };
  const settled = await Promise.all((['approved', 'done'] as const).map(async (state) => valueOf(await call('release.page', { state, offset: 0, limit: 1 })).total));
  if (task.released !== undefined && settled.every((total) => total === 0)) {
    await goOn({ call }, destinationId, task.turns ?? 0);
    await approveRelease({ call }, destinationId, task.released);
  }
  if (task.released !== undefined) tell('approved');
  tell(`working ${run.state}`);
  if (task.turns !== undefined) await (task.released === undefined ? goOn : goOnReleasing)({ call }, destinationId, task.turns, tellTurn);
  else await untilEnded(call, run.runId);
  const plan = valueOf(await call('run.plan', { destinationId }));
  const exported = valueOf(await call('log.export', {}));
  const check = valueOf(await call('log.check', { ticket: exported.ticket }));
  const { state, attention, listed } = valueOf(await call('destination.get', { destinationId }));
  await core.close();
  tell(`done ${JSON.stringify({ state, attention, listed, left: plan.numbers, log: check.verdict })}`);
};

const untilEnded = async (call: Client['call'], runId: number): Promise<void> => {
  for (;;) {
    const { state, working, trouble } = valueOf(await call('run.get', { runId }));
    if (state === 'ended') return;
    if (!working) throw new Error(`the run rests: ${trouble}`);
    await setTimeout(5);
  }
};

process.once('message', (task: ChildTask) => {
  work(task).then(() => process.exit(0), (thrown: unknown) => {
    process.stderr.write(`${thrown instanceof Error ? thrown.stack : String(thrown)}\n`);
    process.exit(1);
  });
});
