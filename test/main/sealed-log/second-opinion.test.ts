// Programs that share no code with this one come to the same verdict on its bundles: plain sh and openssl, Python, and Go where it is installed.
import { execFileSync, spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { membersOf } from './bundle-forge.ts';
import { certificateBytes, createCertificateWorld, logBytes } from './certificate-world.ts';
import { hasProgram } from './programs.ts';

const folder = mkdtempSync(join(tmpdir(), 'dncdesk-second-'));
const world = createCertificateWorld({ fillers: 20 });
const certificate = membersOf(await certificateBytes(world.needs({ earlier: world.earlierAt(11) })));
const whole = membersOf(await logBytes(world.logInput({ earlier: world.earlierAt(11) })));

const unpack = (members: Readonly<Record<string, Buffer>>): string => {
  const to = mkdtempSync(join(folder, 'x-'));
  for (const [name, bytes] of Object.entries(members)) {
    mkdirSync(dirname(join(to, name)), { recursive: true });
    writeFileSync(join(to, name), bytes);
  }
  return to;
};
const spoil = (file: string, at: number): void => {
  const bytes = readFileSync(file);
  bytes[at] = bytes[at]! ^ 1;
  writeFileSync(file, bytes);
};

describe.skipIf(!hasProgram('openssl') || !hasProgram('sh'))('sh and openssl, as START-HERE.txt says', () => {
  const startHere = String(certificate['START-HERE.txt']).split('\n').map((line) => line.trim());
  const from = startHere.findIndex((line) => line.startsWith('walk()'));
  const walk = startHere.slice(from, startHere.findIndex((line) => line.endsWith('rm h; }')) + 1).join('\n');
  const commands = startHere.map((line, i) => [line, startHere[i + 1] ?? ''] as const).filter(([line]) => line.startsWith('{ printf') && line.includes('| walk '));
  const linesOf = (cwd: string, first: string, second: string): readonly string[] =>
    spawnSync('sh', ['-c', `${walk}\n${first}\n${second}`], { cwd, encoding: 'utf8' }).stdout.trim().split('\n').map((line) => line.replace(/^root /, ''));
  test('a leaf, a row and the entry lead to the roots they should', () => {
    const to = unpack(certificate);
    expect(commands).toHaveLength(3);
    for (const [first, second] of commands) {
      const [made, expected, ...more] = linesOf(to, first, second);
      expect(made).toMatch(/^[A-Za-z0-9+/]{43}=$/);
      expect([made, more]).toEqual([expected, []]);
    }
  });
  test('the same lines with the names of another leaf prove that one', () => {
    const to = unpack(certificate);
    const [[leaf, root] = ['', '']] = commands;
    for (const seq of [0, 27]) {
      const [made, expected] = linesOf(to, leaf.replaceAll('proofs/3.', `proofs/${seq}.`).replace('walk 3 ', `walk ${seq} `), root);
      expect([seq, made]).toEqual([seq, expected]);
    }
  });
  test('one changed byte leads elsewhere', () => {
    for (const [i, name] of ['proofs/3.leaf.json', 'rows/3-4.row.json', 'index/entry.json'].entries()) {
      const to = unpack(certificate);
      spoil(join(to, name), 20);
      const [made, expected] = linesOf(to, commands[i]![0], commands[i]![1]);
      expect(made).not.toBe(expected);
    }
  });
});

describe.skipIf(!hasProgram('ssh-keygen') || !hasProgram('sha256sum'))('ssh-keygen and sha256sum on a certificate, as START-HERE.txt says', () => {
  const commands = String(certificate['START-HERE.txt']).split('\n').map((line) => line.trim()).filter((line) => line.startsWith('ssh-keygen -Y') || line.startsWith('sha256sum'));
  const codes = (to: string): readonly (number | null)[] => commands.map((command) => spawnSync('sh', ['-c', command], { cwd: to }).status);
  test('accept it, and not with one changed byte', () => {
    const to = unpack(certificate);
    expect(codes(to)).toEqual([0, 0]);
    spoil(join(to, 'index/records.json'), 5);
    expect(codes(to)).toEqual([0, 1]);
    spoil(join(to, 'SHA256SUMS'), 5);
    expect(codes(to)[0]).not.toBe(0);
  });
});

describe.skipIf(!hasProgram('python3'))('Python', () => {
  const program = join(import.meta.dirname, 'second-opinion.py');
  const ask = (to: string): { readonly code: number | null; readonly said: string } => {
    const { status, stdout, stderr } = spawnSync('python3', [program, to], { encoding: 'utf8' });
    return { code: status, said: stdout + stderr };
  };
  test('finds the certificate and the whole log right', () => {
    expect(ask(unpack(certificate))).toEqual({ code: 0, said: 'certificate of 6 records\n' });
    expect(ask(unpack(whole))).toEqual({ code: 0, said: `log of ${world.size} leaves\nwith openings\n` });
  });
  test.each(['proofs/24.leaf.json', 'rows/26-4.row.json', 'index/entry.json', 'proofs/24.subject.json'])('names %s with one changed byte, even where the sums were made anew', (name) => {
    const to = unpack(certificate);
    spoil(join(to, name), 30);
    execFileSync('sh', ['-c', 'cut -c 67- SHA256SUMS | xargs sha256sum > new && mv new SHA256SUMS'], { cwd: to });
    expect(ask(to).code).toBe(1);
  });
});

const goModules = '/usr/share/gocode/src/golang.org/x/mod/sumdb/note';
// Debian's golang-golang-x-mod-dev; there is no network in tests.
describe.skipIf(!hasProgram('go') || !existsSync(goModules))('Go (golang.org/x/mod/sumdb)', () => {
  const program = join(import.meta.dirname, 'second-opinion.go');
  const ask = (to: string) => spawnSync('go', ['run', program, to], { encoding: 'utf8', env: { ...process.env, GO111MODULE: 'off', GOPATH: '/usr/share/gocode', GOFLAGS: '' } });
  test('opens the note, finds the root, every path and the proof from the earlier checkpoint right', { timeout: 120_000 }, () => {
    const { status, stdout } = ask(unpack(whole));
    expect([status, stdout]).toEqual([0, `log of ${world.size} leaves, 1 earlier\n`]);
  });
  test('names one changed byte', { timeout: 120_000 }, () => {
    const to = unpack(whole);
    spoil(join(to, 'leaves.ndjson'), 500);
    expect(ask(to).status).toBe(1);
  });
});
