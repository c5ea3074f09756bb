// The command line over the real core: the whole job with a vault, a practice tenant and a real ledger, and what a locked or newer ledger gets.
import { spawn, spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import Database from 'better-sqlite3';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { cheapenVault } from '../support/cheap-vault.ts';

const main = fileURLToPath(new URL('../../src-main/hosts/cli/main.ts', import.meta.url));
const folder = mkdtempSync(join(tmpdir(), 'dnc-desk-real-'));
const home = join(folder, 'home');
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const env = {
  PATH: process.env['PATH'], NODE_COMPILE_CACHE: process.env['NODE_COMPILE_CACHE'], HOME: folder, DNC_DESK_HOME: home, DNC_DESK_VAULT_PASSPHRASE: 'only for this very test', DNC_DESK_PRACTICE_COOLDOWN_MS: '1700',
};
const run = (argv: readonly string[], more: Readonly<Record<string, string>> = {}) => {
  const ran = spawnSync(process.execPath, [main, ...argv, '--json'], { env: { ...env, ...more }, encoding: 'utf8', timeout: 20_000 });
  return { status: ran.status, stderr: ran.stderr, value: JSON.parse(ran.stdout) as Record<string, unknown> };
};

const areaCodes = [202, 212, 213, 214, 215, 216, 217, 218, 219, 224, 225, 228, 229, 231, 234, 239, 240, 248, 251, 252];
const numbers = areaCodes.flatMap((area) => Array.from({ length: 100 }, (_value, line) => `+1${area}55501${String(line).padStart(2, '0')}`));

describe('the whole job on the command line', () => {
  beforeAll(() => writeFileSync(join(folder, 'leads.csv'), `Phone,Name\n${numbers.map((phone, at) => `${phone},Nobody ${at}\n`).join('')}12,Cy\n\n`));

  it('imports with a count that closes', () => {
    expect(run(['import', join(folder, 'leads.csv'), '--code', 'NAT'])).toMatchObject({
      status: 0, value: { file: 'leads.csv', lines: 2003, header: 1, ignored: 0, blank: 1, accepted: 2000, duplicate: 0, quarantined: { too_short: 1 } },
    });
    expect(statSync(home).mode & 0o777).toBe(0o700);
    cheapenVault(home, env.DNC_DESK_VAULT_PASSPHRASE); // the many processes after this one derive its key again
  });

  it('maps, adds a practice destination, pushes, waits and reads back until it is ACTIVE', () => {
    expect(run(['code-map', 'set', 'NAT=FEDERAL'])).toMatchObject({ status: 0, value: { version: 1 } });
    expect(run(['practice', 'create', 'cxone-dnc-groups', '--name', 'West'])).toMatchObject({ status: 0, value: { state: 'DRAFT', practice: true } });
    const pushed = run(['push', 'West', '--yes']);
    expect(pushed).toMatchObject({ status: 0, value: { run: { accepted: 2000, refused: 0 }, reconciliation: { state: 'clean', missing: 0 }, state: 'ACTIVE' } });
    expect(pushed.stderr).toContain('2,000 numbers');
    expect(run(['status'])).toMatchObject({ status: 0, value: { destinations: [{ name: 'West', state: 'ACTIVE', listed: 2000 }] } });
  });

  it('exports a log that checks from the file alone, and one changed byte is found', () => {
    const exported = run(['log', 'export', '--out', join(folder, 'out')]);
    expect(exported).toMatchObject({ status: 0, value: { leaves: expect.any(Number) } });
    const path = String(exported.value['path']);
    expect(run(['log', 'check', path], { DNC_DESK_HOME: '/proc/none' })).toMatchObject({ status: 0, value: { verdict: 'valid' } });
    const bytes = readFileSync(path);
    bytes.writeUInt8(bytes.readUInt8(200) ^ 1, 200);
    writeFileSync(path, bytes);
    expect(run(['log', 'check', path], { DNC_DESK_HOME: '/proc/none' })).toMatchObject({ status: 1, value: { verdict: 'invalid' } });
  });

  it('stops a run at Ctrl-C, and another process goes on from there', async () => {
    // Genesys' own limit of 300 requests a minute makes this run long enough to be stopped.
    run(['practice', 'create', 'genesys-dnclists', '--name', 'East']);
    const child = spawn(process.execPath, [main, 'push', 'East', '--yes', '--json'], { env });
    let out = '';
    child.stdout.setEncoding('utf8').on('data', (text: string) => { out += text; });
    await new Promise<void>((resolve) => { child.stderr.setEncoding('utf8').on('data', (text: string) => { if (/\] \d+\/[\d,]+ batch/.test(text)) resolve(); }); });
    child.kill('SIGINT');
    const code = await new Promise<number | null>((resolve) => { child.once('exit', resolve); });
    // A fast machine may have sent everything before the signal came; then it has left during the cooldown or finished.
    expect([0, 130]).toContain(code);
    expect(JSON.parse(out)).toMatchObject({ run: { name: 'East' } });
    expect(run(['push', 'East', '--yes']).value).toSatisfy((value: Record<string, unknown>) => value['state'] === 'ACTIVE' || 'failure' in value);
    expect(run(['verify', 'East'])).toMatchObject({ status: 0, value: { state: 'ACTIVE' } });
  });

  it('takes a secret from standard input and never says it again', () => {
    const saved = spawnSync(process.execPath, [main, 'destination', 'save-secret', '--destination-id', '1', '--field', 'clientSecret', '--json'], { env, input: 'open sesame\n', encoding: 'utf8' });
    expect(saved.stdout + saved.stderr).not.toContain('sesame');
    for (const name of readdirSync(home)) {
      const path = join(home, name);
      if (statSync(path).isFile()) expect(readFileSync(path).includes('sesame')).toBe(false);
    }
  });
});

describe('trouble with secrets and the ledger', () => {
  it('a wrong passphrase ends with 3, a short one for a new vault too', () => {
    expect(run(['import', join(folder, 'leads.csv')], { DNC_DESK_VAULT_PASSPHRASE: 'not the right one at all' })).toMatchObject({ status: 3, value: { failure: { type: 'VaultPassphraseWrong' } } });
    expect(run(['status'], { DNC_DESK_VAULT_PASSPHRASE: 'short', DNC_DESK_HOME: join(folder, 'new') })).toMatchObject({ status: 3, value: { failure: { type: 'VaultPassphraseShort' } } });
  });

  it('no keychain and no vault chosen: reading works, writing is refused by name and stores nothing', () => {
    const bare = { DNC_DESK_VAULT_PASSPHRASE: '', DNC_DESK_HOME: join(folder, 'bare'), DBUS_SESSION_BUS_ADDRESS: 'unix:path=/nowhere' };
    expect(run(['status'], bare).status).toBe(0);
    expect(run(['import', join(folder, 'leads.csv')], bare)).toMatchObject({ status: 3, value: { failure: { type: 'KeychainUnavailable' } } });
    expect(run(['import', 'page'], bare)).toMatchObject({ value: { total: 0 } });
    expect(readdirSync(join(folder, 'bare'))).not.toContain('vault.json');
  });

  it('a ledger from a newer version, and one that is none, end with 4 and stay as they are', () => {
    const newer = join(folder, 'newer');
    run(['status'], { DNC_DESK_HOME: newer });
    const ledger = new Database(join(newer, 'ledger.db'));
    ledger.pragma('user_version = 9999');
    ledger.close();
    expect(run(['status'], { DNC_DESK_HOME: newer })).toMatchObject({ status: 4, value: { failure: { type: 'LedgerFromFuture', found: 9999 } } });
    writeFileSync(join(newer, 'ledger.db'), 'this is no database, however long it goes on'.repeat(50));
    expect(run(['status'], { DNC_DESK_HOME: newer })).toMatchObject({ status: 4, value: { failure: { type: 'LedgerBroken' } } });
  });
});

describe('practice in one word', () => {
  it('adds a destination of each vendor, and leaves them alone when they are there', () => {
    const desk = { DNC_DESK_HOME: join(folder, 'practice-home') };
    const first = run(['practice'], desk);
    expect(first).toMatchObject({ status: 0, value: [{ dialect: 'genesys-dnclists', practice: true }, { dialect: 'cxone-dnc-groups', practice: true }] });
    expect(run(['practice'], desk)).toMatchObject({ status: 0, value: [] });
    expect(run(['status'], desk)).toMatchObject({ status: 0, value: { destinations: [{ state: 'DRAFT' }, { state: 'DRAFT' }] } });
  });
});
