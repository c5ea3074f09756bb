// One step of the log's measurement, built and in a process of its own: `log-way.js make|append|export|check <home or file> [N]` in the project's folder, one line of JSON out.
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { monitorEventLoopDelay, performance } from 'node:perf_hooks';
import Sqlite from 'better-sqlite3';
import { createCore } from '../../src-main/core/create-core.ts';
import { openLedger } from '../../src-main/ledger/open-ledger.ts';
import { createSystemClock } from '../../src-main/ports/clock.ts';
import { createFiles } from '../../src-main/ports/files.ts';
import { createSystemIds } from '../../src-main/ports/ids.ts';
import type { Keychain } from '../../src-main/ports/keychain.ts';
import { createHttp } from '../../src-main/ports/node-http.ts';
import { checkBundle } from '../../src-main/sealed-log/check-bundle.ts';
import { signerFrom } from '../../src-main/sealed-log/keys.ts';
import { createClient } from '../../src-shared/contract/contract.ts';
import { done, fail, ok } from '../../src-shared/result.ts';
import { valueOf } from '../helpers/create-test-core.ts';
import { peakMegabytes } from './peak-memory.ts';

const [what = '', place = '', count = '0'] = process.argv.slice(2);
const ids = createSystemIds();

/** Secrets in a plain file: good enough for numbers nobody has. */
const keychainIn = (home: string): Keychain => {
  const path = join(home, 'secrets.json');
  const read = (): Record<string, string> => (existsSync(path) ? (JSON.parse(readFileSync(path, 'utf8')) as Record<string, string>) : {});
  return {
    store: 'memory', get: async (account) => ok(read()[account] ?? null),
    set: async (account, secret) => { writeFileSync(path, JSON.stringify({ ...read(), [account]: secret })); return done; },
    remove: async () => done,
  };
};

const openDesk = async (home: string) => {
  const files = createFiles(ids);
  const core = valueOf(await createCore({
    home, appVersion: '0.0.0-bench', ids, files, clock: createSystemClock(), http: createHttp({ userAgent: 'DNC-Desk-bench' }),
    logger: { defect: (_id, _where, thrown) => { throw thrown; } },
    secrets: { keychain: keychainIn(home), vaultExists: () => false, openVault: async () => fail({ type: 'VaultPassphraseWrong' }) },
    practice: { open: async () => fail({ type: 'PracticeUnavailable', why: 'not here' }) },
    intakeWorker: new URL('./intake-worker.js', import.meta.url), pages: join(process.cwd(), 'build/out/pages'),
    userName: 'Bench', practiceCooldownMs: 0,
  }));
  return { core, files, client: createClient(core) };
};

/** The ledger alone, open for writing with its own key. */
const openSigned = async (home: string) => {
  const { core, client } = await openDesk(home);
  // A log begins with the first thing that is written.
  valueOf(await client.call('code-map.save', { lines: [] }));
  const { origin } = valueOf(await client.call('log.status', {}));
  await core.close();
  const ledger = valueOf(openLedger(join(home, 'ledger.db'), { now: Date.now, appVersion: '0.0.0-bench', randomBytes: ids.bytes }));
  ledger.log.use(signerFrom(valueOf(await keychainIn(home).get(`log-key/${origin}`)) ?? '', origin), 'op:bench');
  return ledger;
};

/** As a batch's answer is sealed; every tenth leaf is about one number. */
const draft = (i: number) => ({
  kind: i % 10 === 0 ? 'decision' : 'push.response',
  body: { accepted: 500, batch: i, duplicate: 0, outcome: 'answered', refused: 0, request: i, run: 1, unknown: 0 },
  open: { detail: { receipt: `r-${i}`, status: 200, why: null }, ...(i % 10 === 0 ? { subject: { phone: `+1202555${String(100 + (i / 10) % 100).padStart(4, '0')}` } } : {}) },
} as const);

const make = async (home: string, leaves: number) => {
  const ledger = await openSigned(home);
  const startedAt = performance.now();
  for (let from = ledger.log.size(); from < leaves; from += 5000) {
    ledger.transact(() => {
      for (let i = from; i < Math.min(leaves, from + 5000); i += 1) ledger.log.append(draft(i));
    });
  }
  ledger.close();
  return { ms: performance.now() - startedAt };
};

/** Each a commit of its own with root and signature, beside a commit of one row of the same bytes with none of it. */
const append = async (home: string, commits: number) => {
  const ledger = await openSigned(home);
  const ours: number[] = [];
  const bare: number[] = [];
  const db = new Sqlite(join(home, 'bare.db'));
  db.pragma('journal_mode = WAL');
  db.pragma('synchronous = FULL');
  db.exec('CREATE TABLE leaf (seq INTEGER PRIMARY KEY, body TEXT)');
  const insert = db.prepare('INSERT INTO leaf (body) VALUES (?)');
  const body = 'x'.repeat(600);
  const from = ledger.log.size();
  for (let i = 0; i < commits; i += 1) {
    const startedAt = performance.now();
    ledger.transact(() => ledger.log.append(draft(from + i)));
    const between = performance.now();
    insert.run(body);
    ours.push(between - startedAt);
    bare.push(performance.now() - between);
  }
  ledger.close();
  db.close();
  return { leaves: from, median: at(ours, 0.5), p99: at(ours, 0.99), bareMedian: at(bare, 0.5) };
};

const exportAll = async (home: string) => {
  const { core, files, client } = await openDesk(home);
  valueOf(await client.call('log.status', {}));
  const before = peakMegabytes();
  const delay = monitorEventLoopDelay({ resolution: 5 });
  delay.enable();
  const startedAt = performance.now();
  const made = valueOf(await client.call('log.export', { level: 'redacted' }));
  const ms = performance.now() - startedAt;
  const path = valueOf(files.find(made.ticket)).path;
  await core.close();
  return { ms, before, megabytes: peakMegabytes(), delayMax: delay.max / 1e6, delayP99: delay.percentile(99) / 1e6, leaves: made.leaves, bytes: made.bytes, path };
};

const check = async (path: string) => {
  const startedAt = performance.now();
  const { verdict, leaves } = valueOf(await checkBundle(path));
  return { ms: performance.now() - startedAt, megabytes: peakMegabytes(), verdict, leaves };
};

const at = (values: readonly number[], share: number): number => values.toSorted((a, b) => a - b)[Math.floor(values.length * share)] ?? 0;

const n = Number(count);
console.log(JSON.stringify(await (what === 'make' ? make(place, n) : what === 'append' ? append(place, n) : what === 'export' ? exportAll(place) : check(place))));
