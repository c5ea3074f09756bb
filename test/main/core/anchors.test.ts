// A checkpoint that left this computer is a leaf and a file for the export; whoever is asked to witness refuses a history that does not go on.
import { execFileSync, spawnSync } from 'node:child_process';
import { copyFileSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { unzipSync } from 'fflate';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { readCheckpoint, verifyCheckpoint } from '../../../src-main/sealed-log/checkpoint.ts';
import type { Clock } from '../../../src-main/ports/clock.ts';
import { beginLog, createTestCore, valueOf, type TestCore, type TestCoreOptions } from '../../helpers/create-test-core.ts';
import { hasProgram } from '../sealed-log/programs.ts';

let worlds: TestCore[] = [];
const desk = async (options: TestCoreOptions = {}): Promise<TestCore> => {
  const made = await createTestCore(options);
  worlds.push(made);
  valueOf(await beginLog(made));
  return made;
};
afterEach(async () => {
  for (const each of worlds) await each.close();
  worlds = [];
});
let changes = 0;
const change = async (of: TestCore) => { valueOf(await of.client.call('code-map.save', { lines: [{ code: `TX${changes += 1}`, dncType: 'STATE', jurisdiction: null, reason: 'x' }] })); };
const made = (of: TestCore, file: string): string => join(of.home, 'exports', file);
const cardOf = async (of: TestCore) => valueOf(await of.client.call('key.card', {}))?.vkey ?? '';
const exported = async (of: TestCore) => {
  const { ticket, file } = valueOf(await of.client.call('log.export', { to: '' }));
  return { check: valueOf(await of.client.call('log.check', { ticket })), files: unzipSync(readFileSync(made(of, file))) };
};

describe('handing over', () => {
  it('is recorded with its receiver sealed, and home knows how long ago it was', async () => {
    let now = Date.UTC(2026, 10, 21);
    const clock: Clock = { now: () => now, sleepUntil: async () => {} };
    const world = await desk({ needs: { clock } });
    expect(valueOf(await world.client.call('anchor.status', {}))).toMatchObject({ lastAt: null, isOverdue: false, authority: null });
    now += 8 * 86_400_000;
    expect(valueOf(await world.client.call('anchor.status', {})).isOverdue).toBe(true);
    const { leaves } = valueOf(await world.client.call('log.status', {}));
    const anchor = valueOf(await world.client.call('anchor.hand-over', { to: 'Counsel Quux' }));
    expect(anchor).toMatchObject({ kind: 'hand-over', who: 'Counsel Quux', at: now });
    expect(valueOf(await world.client.call('log.leaf', { seq: anchor.seq })).bytes).not.toContain('Quux');
    expect(valueOf(await world.client.call('anchor.status', {}))).toMatchObject({ lastAt: now, lastKind: 'hand-over', lastLeaves: anchor.leaves, isOverdue: false });
    expect(anchor.leaves).toBeGreaterThanOrEqual(leaves);
    now += 8 * 86_400_000;
    expect(valueOf(await world.client.call('anchor.status', {})).isOverdue).toBe(true);
    expect(await world.client.call('anchor.hand-over', { to: 'x', leaves: 9999 })).toMatchObject({ failure: { type: 'NotFound' } });
    expect(await world.client.call('anchor.hand-over', { to: '' })).toMatchObject({ failure: { type: 'InputInvalid' } });
    expect(valueOf(await world.client.call('anchor.page', { offset: 0, limit: 5 }))).toMatchObject({ total: 1, rows: [{ who: 'Counsel Quux' }] });
  });

  it('by mail and on paper bears the three lines and the whole note', async () => {
    const world = await desk();
    const sheet = valueOf(await world.client.call('anchor.checkpoint', {}));
    expect(verifyCheckpoint(sheet.note, await cardOf(world)).ok).toBe(true);
    expect(sheet.qr).toContain('<svg');
    const mail = valueOf(await world.client.call('anchor.mail-text', {}));
    expect(mail.body).toContain(sheet.body);
    expect(mail.subject).toContain(`${sheet.leaves} leaves`);
    expect(encodeURIComponent(mail.body).length + mail.subject.length).toBeLessThan(1900);
    const { file } = valueOf(await world.client.call('anchor.checkpoint-file', {}));
    expect(readFileSync(made(world, file), 'utf8')).toBe(sheet.note);
    await change(world);
    expect(valueOf(await world.client.call('anchor.hand-over', { to: 'counsel', how: 'mail', leaves: mail.leaves }))).toMatchObject({ kind: 'mail', leaves: mail.leaves });
  });
});

describe('a second person on another computer', () => {
  const meet = async () => {
    const [log, person] = [await desk(), await desk()];
    const self = valueOf(await person.client.call('anchor.cosigner-key', {}));
    valueOf(await log.client.call('anchor.add-cosigner', { vkey: self.vkey }));
    valueOf(await person.client.call('anchor.trust-log', { vkey: await cardOf(log) }));
    return { log, person, self };
  };
  const ask = async (log: TestCore, person: TestCore, from?: number, home = log.home) => {
    const { file } = valueOf(await log.client.call('anchor.request', from === undefined ? {} : { from }));
    return person.client.call('anchor.cosign', { ticket: person.admit(join(home, 'exports', file)) });
  };

  it('cosigns what goes on from what was seen, and the export shows it', async () => {
    const { log, person, self } = await meet();
    for (let round = 0; round < 2; round += 1) {
      await change(log);
      const given = valueOf(await ask(log, person));
      const taken = valueOf(await log.client.call('anchor.add-cosignature', { ticket: log.admit(made(person, given.file)) }));
      expect(taken).toMatchObject({ kind: 'cosign', leaves: given.leaves, who: self.name });
      expect(await log.client.call('anchor.add-cosignature', { ticket: log.admit(made(person, given.file)) })).toMatchObject({ failure: { type: 'AlreadySettled' } });
    }
    expect(valueOf(await person.client.call('anchor.cosigner-key', {}))).toEqual(self);
    expect(valueOf(await log.client.call('anchor.cosigners', {}))).toMatchObject([{ name: self.name, lastLeaves: expect.any(Number) }]);
    expect(valueOf(await person.client.call('anchor.seen', {}))[0]?.leaves).toBeGreaterThan(0);
    const { check, files } = await exported(log);
    expect(check.checks.filter(({ state }) => state !== 'held')).toEqual([]);
    expect(Object.keys(files).filter((name) => name.startsWith('anchors/') && name.endsWith('.note'))).toHaveLength(2);
    expect([...log.defects, ...person.defects]).toEqual([]);
  });

  it('refuses a log that was put back to an older copy and written on', async () => {
    const { log, person } = await meet();
    const copy = mkdtempSync(join(tmpdir(), 'dnc-desk-copy-'));
    await change(log);
    await log.core.close();
    copyFileSync(join(log.home, 'ledger.db'), join(copy, 'ledger.db'));
    const secrets = { keychain: { ...log.keychain, get: async (account: string) => (account.startsWith('log-tail/') ? { ok: true as const, value: null } : log.keychain.get(account)) }, vaultExists: () => false, openVault: async () => ({ ok: false as const, failure: { type: 'VaultPassphraseWrong' as const } }) };
    const honest = await createTestCore({ needs: { home: log.home, secrets } });
    const forked = await createTestCore({ needs: { home: copy, secrets } });
    for (let i = 0; i < 3; i += 1) await change(honest);
    valueOf(await ask(honest, person, undefined, log.home));
    // Shorter than what was seen, then longer, and with the proof's beginning as the person's refusal names it.
    const short = await ask(forked, person, 0, copy);
    expect(short).toMatchObject({ ok: false, failure: { type: 'AnchorRefused', why: expect.stringContaining('shortened'), seenLeaves: expect.any(Number) } });
    for (let i = 0; i < 6; i += 1) await change(forked);
    expect(await ask(forked, person, 0, copy)).toMatchObject({ failure: { why: expect.stringContaining('the proof begins at 0') } });
    const seen = valueOf(await person.client.call('anchor.seen', {}))[0]?.leaves ?? 0;
    expect(await ask(forked, person, seen, copy)).toMatchObject({ failure: { why: expect.stringContaining('rewritten') } });
    await Promise.all([honest.close(), forked.close()]);
    rmSync(copy, { recursive: true, force: true });
  });

  it('refuses what it does not know, and what is no request', async () => {
    const [log, person, stranger] = [await desk(), await desk(), await desk()];
    const self = valueOf(await person.client.call('anchor.cosigner-key', {}));
    expect(await log.client.call('anchor.request', {})).toMatchObject({ failure: { type: 'NotFound' } });
    valueOf(await log.client.call('anchor.add-cosigner', { vkey: self.vkey }));
    expect(await ask(log, person)).toMatchObject({ failure: { why: expect.stringContaining('not known here') } });
    valueOf(await person.client.call('anchor.trust-log', { vkey: (await cardOf(stranger)) }));
    expect(await person.client.call('anchor.cosign', { ticket: person.ticketFor('x.txt', 'old 0\n') })).toMatchObject({ failure: { type: 'AnchorRefused', why: 'the request cannot be read' } });
    expect(await person.client.call('anchor.cosign', { ticket: person.ticketFor('big.txt', 'x'.repeat(70_000)) })).toMatchObject({ failure: { type: 'FileTooLarge' } });
    expect(await log.client.call('anchor.add-cosigner', { vkey: await cardOf(log) })).toMatchObject({ failure: { type: 'AnchorRefused' } });
    expect(await log.client.call('anchor.trust-log', { vkey: await cardOf(log) })).toMatchObject({ failure: { why: expect.stringContaining('own key') } });
    const plain = valueOf(await log.client.call('anchor.checkpoint-file', {}));
    expect(await log.client.call('anchor.add-cosignature', { ticket: plain.ticket })).toMatchObject({ failure: { why: 'none of those whose cosignature counts here signed it' } });
    const foreign = valueOf(await stranger.client.call('anchor.checkpoint-file', {}));
    expect(await log.client.call('anchor.add-cosignature', { ticket: log.admit(made(stranger, foreign.file)) })).toMatchObject({ failure: { why: 'it belongs to another log' } });
  });

  it('still knows a log whose key was rotated, by the checkpoint both keys signed or a new key card', async () => {
    const { log, person } = await meet();
    valueOf(await ask(log, person));
    valueOf(await log.client.call('key.rotate', { because: 'x' }));
    await change(log);
    const seen = valueOf(await person.client.call('anchor.seen', {}))[0]?.leaves ?? 0;
    expect(await ask(log, person, seen)).toMatchObject({ failure: { why: expect.stringContaining('not signed by a key') } });
    valueOf(await person.client.call('anchor.trust-log', { vkey: await cardOf(log) }));
    valueOf(await ask(log, person, seen));
  });
});

it('two workstations seal each other’s checkpoints, and a second history is named', async () => {
  const [here, there] = [await desk(), await desk()];
  valueOf(await here.client.call('anchor.trust-log', { vkey: await cardOf(there) }));
  const { file } = valueOf(await there.client.call('anchor.checkpoint-file', {}));
  const seen = valueOf(await here.client.call('anchor.witness', { ticket: here.admit(made(there, file)) }));
  const leaf = valueOf(await here.client.call('log.search', { kind: 'anchor.mail', offset: 0, limit: 1 })).rows[0];
  const read = readCheckpoint(readFileSync(made(there, file), 'utf8'));
  expect(leaf?.body).toMatchObject({ act: 'witness', log: seen.origin, size: read.ok ? read.value.size : 0 });
  expect(await here.client.call('anchor.witness', { ticket: here.ticketFor('x.txt', 'hello') })).toMatchObject({ failure: { type: 'AnchorRefused' } });
});

const hasOpenssl3 = hasProgram('openssl') && spawnSync('openssl', ['version'], { encoding: 'utf8' }).stdout.startsWith('OpenSSL 3');
describe.skipIf(!hasOpenssl3)('an authority made with openssl, behind a loopback server', () => {
  const to = mkdtempSync(join(tmpdir(), 'dnc-desk-tsa-'));
  const openssl = (...words: readonly string[]): string => execFileSync('openssl', words, { cwd: to, encoding: 'utf8', stdio: ['ignore', 'pipe', 'pipe'] });
  let turn = (_query: Buffer): Buffer | number => 500;
  const types: (string | undefined)[] = [];
  const server = createServer((request, response) => {
    const parts: Buffer[] = [];
    request.on('data', (part: Buffer) => parts.push(part));
    request.on('end', () => {
      types.push(request.headers['content-type']);
      const answer = turn(Buffer.concat(parts));
      if (typeof answer === 'number') response.writeHead(answer).end();
      else response.writeHead(200, { 'content-type': 'application/timestamp-reply' }).end(answer);
    });
  });
  let address = '';
  beforeAll(async () => {
    writeFileSync(join(to, 'tsa.cnf'), `[req]\ndistinguished_name = dn\nprompt = no\n[dn]\nCN = Test Authority\n[ext]\nextendedKeyUsage = critical,timeStamping\n[tsa]\ndefault_tsa = t\n[t]\nserial = serial\ncrypto_device = builtin\nsigner_cert = tsa.pem\nsigner_key = tsa.key\nsigner_digest = sha256\ndefault_policy = 1.2.3.4.1\ndigests = sha256\naccuracy = secs:1\nordering = no\ntsa_name = no\ness_cert_id_chain = no\n`);
    writeFileSync(join(to, 'serial'), '01\n');
    openssl('req', '-x509', '-newkey', 'rsa:2048', '-nodes', '-keyout', 'tsa.key', '-out', 'tsa.pem', '-days', '3650', '-config', 'tsa.cnf', '-extensions', 'ext');
    await new Promise<void>((resolve) => { server.listen(0, '127.0.0.1', resolve); });
    address = `http://127.0.0.1:${(server.address() as AddressInfo).port}/tsa`;
  });
  afterAll(() => {
    server.closeAllConnections();
    server.close();
    rmSync(to, { recursive: true, force: true });
  });
  const stamp = (query: Buffer): Buffer => {
    writeFileSync(join(to, 'q.tsq'), query);
    openssl('ts', '-reply', '-config', 'tsa.cnf', '-queryfile', 'q.tsq', '-out', 'r.tsr');
    return readFileSync(join(to, 'r.tsr'));
  };

  it('stamps the checkpoint, and what is exported satisfies openssl', async () => {
    const world = await desk();
    turn = stamp;
    const anchor = valueOf(await world.client.call('anchor.stamp', { address }));
    expect(anchor).toMatchObject({ kind: 'rfc3161', who: address, witnessedAt: expect.stringMatching(/^20\d\d-/) });
    expect(types).toEqual(['application/timestamp-query']);
    expect(valueOf(await world.client.call('anchor.status', {}))).toMatchObject({ lastKind: 'rfc3161', authority: address });
    await change(world);
    const { check, files } = await exported(world);
    expect(check.checks.filter(({ state }) => state !== 'held')).toEqual([]);
    for (const name of [`${anchor.leaves}.body`, `${anchor.leaves}.tsr`, 'tsa-chain.pem']) writeFileSync(join(to, name), files[`anchors/${name}`] ?? '');
    expect(readFileSync(join(to, 'tsa-chain.pem'), 'utf8')).toBe(readFileSync(join(to, 'tsa.pem'), 'utf8'));
    expect(openssl('ts', '-verify', '-data', `${anchor.leaves}.body`, '-in', `${anchor.leaves}.tsr`, '-CAfile', 'tsa-chain.pem')).toContain('Verification: OK');
  });

  it.each([
    ['an old answer for the same checkpoint', (query: Buffer) => { const other = Buffer.from(query); other.writeUInt8(other.readUInt8(other.length - 4) ^ 1, other.length - 4); return stamp(other); }, 'another question'],
    ['another checkpoint', (query: Buffer) => { const other = Buffer.from(query); other.fill(7, 30, 50); return stamp(other); }, 'something else'],
    ['a page in its place', () => Buffer.from('<html>sign in</html>'), 'no stamp'],
    ['an error', () => 503, 'status 503'],
    ['a redirect', () => 302, 'status 302'],
  ] as const)('%s is no stamp, and nothing is recorded', async (_name, answer, why) => {
    const world = await desk();
    const { leaves } = valueOf(await world.client.call('log.status', {}));
    turn = answer;
    expect(await world.client.call('anchor.stamp', { address })).toMatchObject({ ok: false, failure: { type: 'AnchorRefused', why: expect.stringContaining(why) } });
    expect(valueOf(await world.client.call('log.status', {})).leaves).toBe(leaves);
    expect(world.defects).toEqual([]);
  });

  it('is asked over https or on this machine only, and its silence is named', async () => {
    const world = await desk();
    expect(await world.client.call('anchor.stamp', { address: 'http://tsa.example/' })).toMatchObject({ failure: { type: 'VendorUnreachable', why: expect.stringContaining('plain http') } });
    expect(await world.client.call('anchor.stamp', { address: 'ftp://tsa.example/' })).toMatchObject({ failure: { type: 'InputInvalid' } });
    turn = () => Buffer.alloc(200_000, 1);
    expect(await world.client.call('anchor.stamp', { address })).toMatchObject({ failure: { type: 'VendorNoAnswer', why: expect.stringContaining('longer than') } });
  });
});
