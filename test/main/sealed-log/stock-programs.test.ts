// What START-HERE.txt tells an auditor to type works with the programs of others, and fails on one changed byte.
import { execFileSync, spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { createSigningKey, signerFrom } from '../../../src-main/sealed-log/keys.ts';
import { signSsh, verifySsh } from '../../../src-main/sealed-log/sshsig.ts';
import { bundleBytes, createLogWorld, origin } from './log-world.ts';
import { hasProgram } from './programs.ts';

const folder = mkdtempSync(join(tmpdir(), 'dncdesk-stock-'));
const world = createLogWorld({ size: 23 });
const zip = join(folder, 'export.zip');
writeFileSync(zip, await bundleBytes(world.bundleInput(11)));

const canUnzip = hasProgram('unzip');
const needs = (program: string): boolean => !canUnzip || !hasProgram(program);

const unpack = (): string => {
  const to = mkdtempSync(join(folder, 'x-'));
  execFileSync('unzip', ['-q', zip, '-d', to]);
  return to;
};
const spoil = (file: string, at = 5): void => {
  const bytes = readFileSync(file);
  bytes[at] = bytes[at]! ^ 1;
  writeFileSync(file, bytes);
};
/** The command lines of START-HERE.txt that begin with `program`, as they stand there. */
const commandsOf = (program: string): readonly string[] =>
  execFileSync('unzip', ['-p', zip, 'START-HERE.txt'], { encoding: 'utf8' }).split('\n').filter((line) => line.startsWith(`     ${program} `)).map((line) => line.trim());
const run = (command: string | undefined, cwd: string): { readonly code: number | null; readonly said: string } => {
  const { status, stdout, stderr } = spawnSync('sh', ['-c', command ?? 'exit 99'], { cwd, encoding: 'utf8' });
  return { code: status, said: stdout + stderr };
};

test.skipIf(!canUnzip)('unzip finds nothing wrong with the ZIP', () => {
  expect(execFileSync('unzip', ['-t', zip], { encoding: 'utf8' })).toContain('No errors detected');
  expect(readFileSync(join(unpack(), 'leaves.ndjson'), 'utf8')).toBe(world.leaves.map((leaf) => `${leaf}\n`).join(''));
});

test.skipIf(!hasProgram('python3'))('Python opens the ZIP and finds nothing wrong with it', () => {
  expect(execFileSync('python3', ['-m', 'zipfile', '-t', zip], { encoding: 'utf8' })).toContain('Done testing');
});

describe.skipIf(needs('ssh-keygen'))('ssh-keygen', () => {
  const [fingerprint, verify] = canUnzip ? commandsOf('ssh-keygen') : [];
  test('prints the fingerprint START-HERE.txt names', () => {
    const { code, said } = run(fingerprint, unpack());
    expect(code).toBe(0);
    expect(said).toContain(world.signer.fingerprint);
  });
  test('accepts the signature of the list of files', () => {
    const { code, said } = run(verify, unpack());
    expect(said).toContain(`Good "dncdesk-export" signature for ${origin} with ED25519 key ${world.signer.fingerprint}`);
    expect(code).toBe(0);
  });
  test.each(['SHA256SUMS', 'keys/allowed_signers'])('refuses it after one changed byte in %s', (name) => {
    const to = unpack();
    spoil(join(to, name));
    expect(run(verify, to).code).not.toBe(0);
  });
  test('refuses it after one changed byte in the signature, and under another namespace', () => {
    const to = unpack();
    expect(run(verify?.replace('-n dncdesk-export', '-n file'), to).code).not.toBe(0);
    spoil(join(to, 'SHA256SUMS.sig'), 200);
    expect(run(verify, to).code).not.toBe(0);
  });
});

describe.skipIf(needs('sha256sum'))('sha256sum', () => {
  const [check] = canUnzip ? commandsOf('sha256sum') : [];
  test('finds every file as listed', () => {
    const { code, said } = run(check, unpack());
    expect(code).toBe(0);
    expect(said.trim().split('\n').every((line) => line.endsWith(': OK'))).toBe(true);
    expect(said.trim().split('\n')).toHaveLength(15);
  });
  test('names the file with one changed byte', () => {
    const to = unpack();
    spoil(join(to, 'leaves.ndjson'));
    const { code, said } = run(check, to);
    expect(code).not.toBe(0);
    expect(said).toContain('leaves.ndjson: FAILED');
  });
});

// -rawin came with OpenSSL 3; LibreSSL has no such switch.
const hasOpenssl3 = hasProgram('openssl') && spawnSync('openssl', ['version'], { encoding: 'utf8' }).stdout.startsWith('OpenSSL 3');
describe.skipIf(!canUnzip || !hasOpenssl3)('openssl 3', () => {
  const [check] = canUnzip ? commandsOf('openssl') : [];
  test('accepts the plain signature of the checkpoint', () => {
    expect(run(check, unpack())).toMatchObject({ code: 0, said: expect.stringContaining('Signature Verified Successfully') });
  });
  test.each(['checkpoint.body', 'checkpoint.sig'])('refuses it after one changed byte in %s', (name) => {
    const to = unpack();
    spoil(join(to, name));
    expect(run(check, to).code).not.toBe(0);
  });
});

describe('our own reading of SSHSIG', () => {
  const signer = signerFrom(createSigningKey().pkcs8, origin);
  const message = Buffer.from('a list of files\n');
  const armoured = signSsh(signer, message);
  test('accepts what was signed', () => {
    expect(verifySsh(armoured, signer.publicKey, message)).toBe(true);
  });
  test('refuses another message, another key, and any changed character', () => {
    expect(verifySsh(armoured, signer.publicKey, Buffer.from('another'))).toBe(false);
    expect(verifySsh(armoured, signerFrom(createSigningKey().pkcs8, origin).publicKey, message)).toBe(false);
    for (let at = 0; at < armoured.length; at += 1) {
      const other = armoured[at] === 'A' ? 'B' : 'A';
      expect(verifySsh(armoured.slice(0, at) + other + armoured.slice(at + 1), signer.publicKey, message)).toBe(false);
    }
    for (const text of ['', 'x', `${armoured}\n`, armoured.replaceAll('\n', '\r\n')]) expect(verifySsh(text, signer.publicKey, message)).toBe(false);
  });
});
