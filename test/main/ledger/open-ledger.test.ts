// Opening a ledger that cannot be used is answered by its name, changes nothing, and leaves nothing open.
import Sqlite from 'better-sqlite3';
import { execFileSync, spawnSync } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { chmodSync, existsSync, mkdirSync, mkdtempSync, readFileSync, readdirSync, rmSync, statSync, truncateSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { migrate } from '../../../src-main/ledger/migrate.ts';
import { migrations } from '../../../src-main/ledger/migrations/index.ts';
import { openDatabase } from '../../../src-main/ledger/open-database.ts';
import { openLedger } from '../../../src-main/ledger/open-ledger.ts';
import { createSigningKey, signerFrom } from '../../../src-main/sealed-log/keys.ts';
import { valueOf } from '../../helpers/create-test-core.ts';
import { mayMount } from '../../helpers/may-mount.ts';

let folder = '';
let path = '';
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'dnc-ledger-'));
  path = join(folder, 'ledger.db');
});
afterEach(() => { rmSync(folder, { recursive: true, force: true }); });

const needs = { now: () => 0, appVersion: '0.0.0-test', randomBytes, busyMs: 50 };
const open = (at = path) => openLedger(at, needs);
const origin = 'dncdesk.test/ledger/0123456789abcdef';
const begun = () => {
  const ledger = valueOf(open());
  ledger.log.use(signerFrom(createSigningKey().pkcs8, origin), 'op:test');
  ledger.transact(() => ledger.log.append({ kind: 'ledger.genesis', body: { format: 1 } }));
  return ledger;
};
/** As an attacker or another program would: none of our settings. */
const plain = (at = path) => new Sqlite(at, { timeout: 0 });

describe('a ledger', () => {
  it('comes to be where there is none, and is the same when opened again', () => {
    const first = begun();
    first.close();
    const again = valueOf(open());
    expect(again.log.size()).toBe(1);
    expect(again.log.origin()).toBe(origin);
    again.close();
  });

  it('from a newer program is refused by number and not touched', () => {
    begun().close();
    const db = plain();
    db.pragma(`user_version = ${migrations.length + 7}`);
    db.close();
    const before = readFileSync(path);
    expect(open()).toEqual({ ok: false, failure: { type: 'LedgerFromFuture', found: migrations.length + 7, known: migrations.length } });
    expect(readFileSync(path).equals(before)).toBe(true);
  });

  it.each([
    ['text', Buffer.from('phone,code\n2025550123,TX\n'.repeat(100))], ['noise', Buffer.alloc(8192, 7)],
  ])('is no file of %s', (_what, bytes) => {
    writeFileSync(path, bytes);
    expect(open()).toMatchObject({ ok: false, failure: { type: 'LedgerBroken', path } });
    expect(readFileSync(path).equals(bytes)).toBe(true);
  });

  it('cut in half is named as broken', () => {
    begun().close();
    truncateSync(path, Math.floor(statSync(path).size / 2));
    const opened = open();
    expect(opened).toMatchObject({ ok: false, failure: { type: 'LedgerBroken' } });
  });

  it('is no folder', () => {
    mkdirSync(path);
    expect(open()).toMatchObject({ ok: false, failure: { type: 'HomeUnwritable', path } });
  });

  it('is not made where there is no folder for it', () => {
    const nowhere = join(folder, 'gone', 'ledger.db');
    expect(open(nowhere)).toEqual({ ok: false, failure: { type: 'HomeUnwritable', path: nowhere, code: 'ENOENT' } });
    expect(existsSync(join(folder, 'gone'))).toBe(false);
  });

  it('has every setting it relies on', () => {
    const db = openDatabase(path);
    const settings = Object.fromEntries(['journal_mode', 'synchronous', 'foreign_keys', 'recursive_triggers', 'trusted_schema', 'secure_delete', 'fullfsync', 'checkpoint_fullfsync', 'busy_timeout'].map((name) => [name, db.pragma(name, { simple: true })]));
    expect(settings).toEqual({ journal_mode: 'wal', synchronous: 2, foreign_keys: 1, recursive_triggers: 1, trusted_schema: 0, secure_delete: 1, fullfsync: 1, checkpoint_fullfsync: 1, busy_timeout: 5000 });
    db.close();
  });
});

describe('a lock', () => {
  const holding = (statement: string, work: () => void) => {
    const other = plain();
    other.exec(statement);
    try {
      work();
    } finally {
      other.close();
    }
  };

  it('of a writer lets the ledger be opened and read, and names itself when something is to be written', () => {
    begun().close();
    holding('BEGIN IMMEDIATE', () => {
      const ledger = valueOf(open());
      expect(ledger.log.size()).toBe(1);
      expect(() => ledger.leases.take('x', 'me', 0)).toThrow(expect.objectContaining({ code: 'SQLITE_BUSY' }) as Error);
      ledger.close();
    });
  });

  it('on a ledger that is still to be made is LedgerLocked', () => {
    plain().close();
    holding('BEGIN EXCLUSIVE', () => {
      const started = performance.now();
      expect(open()).toEqual({ ok: false, failure: { type: 'LedgerLocked', path } });
      expect(performance.now() - started).toBeLessThan(2000);
    });
    expect(open().ok).toBe(true);
  });

  it('of a program that wants the file for itself alone is LedgerLocked', () => {
    begun().close();
    holding('PRAGMA locking_mode = EXCLUSIVE; BEGIN EXCLUSIVE; CREATE TABLE mine (x); COMMIT', () => {
      expect(open()).toEqual({ ok: false, failure: { type: 'LedgerLocked', path } });
    });
  });
});

describe('a folder that may not be written', () => {
  /** Root may write anywhere, so it becomes nobody for this. */
  const openAsNobody = () => {
    const script = `import { openLedger } from ${JSON.stringify(new URL('../../../src-main/ledger/open-ledger.ts', import.meta.url).href)};
      const opened = openLedger(${JSON.stringify(path)}, { now: () => 0, appVersion: '0', randomBytes: () => new Uint8Array(32) });
      console.log(JSON.stringify(opened.ok ? 'opened' : opened.failure));`;
    const made = spawnSync(process.execPath, ['--input-type=module', '--no-warnings', '-e', script], { encoding: 'utf8', ...(process.getuid?.() === 0 ? { uid: 65_534, gid: 65_534 } : {}) });
    if (made.status !== 0) throw new Error(made.stderr);
    return JSON.parse(made.stdout) as unknown;
  };

  it('is named, whether the ledger is there or not', () => {
    chmodSync(folder, 0o555);
    expect(openAsNobody()).toMatchObject({ type: 'HomeUnwritable', path, code: 'SQLITE_CANTOPEN' });
    expect(readdirSync(folder)).toEqual([]);
    chmodSync(folder, 0o755);
    begun().close();
    chmodSync(path, 0o444);
    chmodSync(folder, 0o555);
    expect(openAsNobody()).toMatchObject({ type: 'HomeUnwritable', path });
    chmodSync(folder, 0o755);
  });
});

// Without root no small file system can be mounted; the core's own test of a full disk limits the pages instead.
describe.skipIf(!mayMount())('a full disk', () => {
  const onDisk = (size: string, work: (at: string) => void) => {
    execFileSync('mount', ['-t', 'tmpfs', '-o', `size=${size}`, 'tmpfs', folder]);
    try {
      work(join(folder, 'ledger.db'));
    } finally {
      // Refused while anything in it is open: a failed opening that kept its file would show here.
      const left = spawnSync('umount', [folder]);
      if (left.status !== 0) execFileSync('umount', ['-l', folder]);
      expect(left.status).toBe(0);
    }
  };

  it.each(['0k', '4k', '16k', '40k', '60k', '100k', '140k'])('of %s is named when a ledger is to be made there', (left) => {
    // A tmpfs cannot be of size 0 (that means no limit), so it is filled but for what is left.
    onDisk('256k', (at) => {
      writeFileSync(join(folder, 'filler'), Buffer.alloc(256 * 1024 - Number.parseInt(left, 10) * 1024));
      const opened = open(at);
      if (opened.ok) opened.value.close();
      else expect(opened.failure).toEqual({ type: 'DiskFull', path: at });
      if (left === '0k' || left === '16k') expect(opened.ok).toBe(false);
      // Room again: what is there is a whole ledger or becomes one.
      rmSync(join(folder, 'filler'));
      execFileSync('mount', ['-o', 'remount,size=4m', folder]);
      valueOf(open(at)).close();
    });
  });

  it('while something is written leaves what was there before, and works again when there is room', () => {
    onDisk('1500k', (at) => {
      path = at;
      const ledger = begun();
      let written = 1;
      let thrown: unknown = null;
      for (; written < 5000 && thrown === null; ) {
        try {
          ledger.transact(() => ledger.log.append({ kind: 'decision', body: { act: 'x'.repeat(5000) } }));
          written += 1;
        } catch (error) {
          thrown = error;
        }
      }
      expect(thrown).toMatchObject({ code: expect.stringMatching(/^SQLITE_(FULL|IOERR_WRITE)$/) as string });
      expect(ledger.log.size()).toBe(written);
      expect(ledger.log.latest()?.size).toBe(written);
      execFileSync('mount', ['-o', 'remount,size=8m', folder]);
      ledger.transact(() => ledger.log.append({ kind: 'decision', body: { act: 'again' } }));
      expect(ledger.log.latest()?.size).toBe(written + 1);
      ledger.close();
      const again = valueOf(open(at));
      expect(again.log.size()).toBe(written + 1);
      again.close();
    });
  });
});

describe('migrating', () => {
  it('takes no lock where nothing is to be done', () => {
    begun().close();
    const other = plain();
    other.exec('BEGIN IMMEDIATE');
    const db = openDatabase(path, 0);
    expect(migrate(db)).toEqual({ ok: true, value: null });
    db.close();
    other.close();
  });

  it('leaves neither tables nor version where a step fails', () => {
    const db = openDatabase(path);
    db.exec('CREATE TABLE checkpoint (x)'); // in the way of the first schema
    expect(() => migrate(db)).toThrow();
    expect(db.pragma('user_version', { simple: true })).toBe(0);
    expect(db.prepare("SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'sqlite_%'").pluck().all()).toEqual(['checkpoint']);
    db.close();
  });
});
