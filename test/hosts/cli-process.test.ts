// The command line as a process of its own: streams, signals, old Nodes, and no stack trace for anybody.
import { spawn, spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, describe, expect, it } from 'vitest';

const main = fileURLToPath(new URL('../../src-main/hosts/cli/main.ts', import.meta.url));
const folder = mkdtempSync(join(tmpdir(), 'dnc-desk-process-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const env = { PATH: process.env['PATH'], NODE_COMPILE_CACHE: process.env['NODE_COMPILE_CACHE'], HOME: folder, DNC_DESK_HOME: join(folder, 'home') };
const run = (...argv: readonly string[]) => spawnSync(process.execPath, [main, ...argv], { env, encoding: 'utf8', timeout: 15_000 });

describe('the process', () => {
  it('prints help on standard output and ends with 0', () => {
    expect(run('--help')).toMatchObject({ status: 0, stdout: expect.stringContaining('Every day:'), stderr: '' });
  });

  it('keeps standard output for the answer', () => {
    const ran = run('run', 'get', '--json');
    expect(ran.status).toBe(2);
    expect(JSON.parse(ran.stdout)).toMatchObject({ failure: { type: 'InputInvalid' } });
    expect(ran.stderr).toContain('--run-id');
    expect(ran.stderr).not.toMatch(/\n\s+at /);
  });

  it('writes no colours to a pipe', () => {
    // eslint-disable-next-line no-control-regex -- the escape character is what must not be there
    expect(run('improt').stderr).not.toMatch(/\u001b/);
  });

  it('checks a bundle where there is no home, no ledger and no keychain', () => {
    const path = join(folder, 'notes.zip');
    writeFileSync(path, 'no bundle');
    const ran = spawnSync(process.execPath, [main, 'log', 'check', path, '--json'], { env: { PATH: env.PATH, NODE_COMPILE_CACHE: env.NODE_COMPILE_CACHE, DNC_DESK_HOME: '/proc/none' }, encoding: 'utf8' });
    expect([ran.status, JSON.parse(ran.stdout)]).toMatchObject([1, { failure: { type: 'BundleInvalid' } }]);
  });

  it('names a data folder that cannot be made', () => {
    const path = join(folder, 'a-file');
    writeFileSync(path, '');
    const ran = run('status', '--json', '--home', path);
    expect([ran.status, JSON.parse(ran.stdout)]).toMatchObject([4, { failure: { type: 'HomeUnwritable' } }]);
  });

  it('goes on quietly when nobody reads its output any more', () => {
    const ran = spawnSync('bash', ['-c', `"$0" "$1" --help | head -1; exit "\${PIPESTATUS[0]}"`, process.execPath, main], { env, encoding: 'utf8' });
    expect(ran).toMatchObject({ status: 0, stderr: '' });
  });
});

describe('a practice tenant alone', () => {
  it('prints its address at once, answers there, and ends calmly when it is told to', async () => {
    const child = spawn(process.execPath, [main, 'practice', '--dialect', 'cxone-dnc-groups', '--port', '0', '--json'], { env });
    const line = await new Promise<string>((resolve) => { child.stdout.setEncoding('utf8').once('data', resolve); });
    const { baseUrl } = JSON.parse(line) as { readonly baseUrl: string };
    expect((await fetch(`${baseUrl}/nothing-there`)).status).toBeGreaterThanOrEqual(400);
    child.kill('SIGINT');
    expect(await new Promise((resolve) => { child.once('exit', resolve); })).toBe(0);
  });
});

const oldNode = '/usr/bin/node';
const isOld = existsSync(oldNode) && /^v(?:1\d|20|21)\./.test(spawnSync(oldNode, ['--version'], { encoding: 'utf8' }).stdout);
const built = fileURLToPath(new URL('../../build/out/main/cli.js', import.meta.url));

describe(`an older Node${isOld && existsSync(built) ? '' : ' (skipped: none here, or not built)'}`, () => {
  it.skipIf(!isOld || !existsSync(built))('is told plainly what to do, before anything native is loaded', () => {
    const ran = spawnSync(oldNode, [built, 'status'], { env, encoding: 'utf8' });
    expect(ran).toMatchObject({ status: 70, stdout: '', stderr: expect.stringContaining('needs Node 22.18 or newer') });
  });
});
