// What is asked of a timestamp authority is what OpenSSL would ask, and what its reply stamped is read as OpenSSL reads it.
import { execFileSync, spawnSync } from 'node:child_process';
import { createHash, randomBytes } from 'node:crypto';
import { mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { bundleChecks } from '../../../src-main/sealed-log/bundle-report.ts';
import { checkBundle } from '../../../src-main/sealed-log/check-bundle.ts';
import { checkpointBody } from '../../../src-main/sealed-log/checkpoint.ts';
import { readDer } from '../../../src-main/sealed-log/der.ts';
import { leafHash, rootOf } from '../../../src-main/sealed-log/merkle.ts';
import { answersNonce, readTimestampReply, timestampQuery } from '../../../src-main/sealed-log/timestamp.ts';
import { membersOf, reSigned, text } from './bundle-forge.ts';
import { bundleBytes, createLogWorld, origin, verdictOf } from './log-world.ts';
import { hasProgram } from './programs.ts';

test('a query is DER with digest, nonce and the wish for a certificate', () => {
  const query = timestampQuery(Buffer.alloc(32, 0xaa), Buffer.from('8000000000000001', 'hex'));
  expect(query.toString('hex')).toBe(`30440201013031300d060960864801650304020105000420${'aa'.repeat(32)}02090080000000000000010101ff`);
  expect(timestampQuery(Buffer.alloc(32), Buffer.from('0000000000000005', 'hex')).toString('hex')).toContain('020105');
  expect(timestampQuery(Buffer.alloc(32), Buffer.alloc(8)).toString('hex')).toContain('020100');
  expect(() => timestampQuery(Buffer.alloc(31), Buffer.alloc(8))).toThrow(RangeError);
});

test('any bytes are read without harm', () => {
  fc.assert(fc.property(fc.uint8Array({ maxLength: 200 }), (bytes) => {
    readDer(bytes);
    expect(readTimestampReply(bytes).ok).toBe(false);
  }), { numRuns: 500 });
  expect(readDer(Buffer.from('3080', 'hex'))).toBeNull();
  expect(readDer(Buffer.from('0484ffffffff00', 'hex'))).toBeNull();
  expect(readDer(Buffer.from(`${'30'.repeat(1)}00ff`, 'hex'))).toBeNull();
});

const hasOpenssl3 = hasProgram('openssl') && spawnSync('openssl', ['version'], { encoding: 'utf8' }).stdout.startsWith('OpenSSL 3');
describe.skipIf(!hasOpenssl3)('against a small authority made with openssl', () => {
  const to = mkdtempSync(join(tmpdir(), 'dncdesk-tsa-'));
  const openssl = (...words: readonly string[]): string => execFileSync('openssl', words, { cwd: to, encoding: 'utf8', stdio: ['ignore', 'pipe', 'pipe'] });
  const world = createLogWorld({ size: 23 });
  const body = checkpointBody(origin, 23, rootOf(world.leaves.map(leafHash)));
  const digest = createHash('sha256').update(body).digest();
  const nonce = randomBytes(8);
  if (hasOpenssl3) {
    writeFileSync(join(to, 'tsa.cnf'), `[req]
distinguished_name = dn
prompt = no
[dn]
CN = Test Authority
[ext]
extendedKeyUsage = critical,timeStamping
[tsa]
default_tsa = t
[t]
serial = serial
crypto_device = builtin
signer_cert = tsa.pem
signer_key = tsa.key
signer_digest = sha256
default_policy = 1.2.3.4.1
digests = sha256
accuracy = secs:1
ordering = no
tsa_name = no
ess_cert_id_chain = no
`);
    writeFileSync(join(to, 'serial'), '01\n');
    openssl('req', '-x509', '-newkey', 'rsa:2048', '-nodes', '-keyout', 'tsa.key', '-out', 'tsa.pem', '-days', '3650', '-config', 'tsa.cnf', '-extensions', 'ext');
  }
  const stamp = (query: Buffer): Buffer => {
    writeFileSync(join(to, 'q.tsq'), query);
    openssl('ts', '-reply', '-config', 'tsa.cnf', '-queryfile', 'q.tsq', '-out', 'r.tsr');
    return readFileSync(join(to, 'r.tsr'));
  };
  const query = timestampQuery(digest, nonce);
  const reply = hasOpenssl3 ? stamp(query) : Buffer.alloc(0);

  test('openssl reads the query as meant', () => {
    writeFileSync(join(to, 'q.tsq'), query);
    const said = openssl('ts', '-query', '-in', 'q.tsq', '-text');
    expect(said).toContain('Hash Algorithm: sha256');
    expect(said).toContain('Certificate required: yes');
    expect(said.replace(/\s/g, '').toLowerCase()).toContain(digest.toString('hex', 0, 8).replace(/(..)/g, '$1'));
  });
  test('the reply names our digest, its time and our nonce', () => {
    const read = readTimestampReply(reply);
    expect(read).toMatchObject({ ok: true, value: { digest } });
    expect(read.ok && answersNonce(read.value, nonce)).toBe(true);
    expect(read.ok && answersNonce(read.value, randomBytes(8))).toBe(false);
    expect(read.ok && Math.abs(Date.parse(read.value.at) - Date.now())).toBeLessThan(120_000);
  });
  test('a refusal is one', () => {
    // The authority takes SHA-256 only; the query is said to be of SHA-512 with its length.
    openssl('ts', '-query', '-data', 'tsa.cnf', '-sha512', '-out', 'q512.tsq');
    spawnSync('openssl', ['ts', '-reply', '-config', 'tsa.cnf', '-queryfile', 'q512.tsq', '-out', 'r512.tsr'], { cwd: to });
    expect(readTimestampReply(readFileSync(join(to, 'r512.tsr')))).toEqual({ ok: false, failure: { type: 'TimestampBroken', why: 'the authority refused' } });
  });
  const anchors = { stamps: [{ size: 23, body, query, reply }], tsaChain: hasOpenssl3 ? readFileSync(join(to, 'tsa.pem'), 'utf8') : null, cosigned: [], cosigners: [] };
  test('in a bundle it is checked, and START-HERE\'s command verifies it', async () => {
    const bundle = await bundleBytes({ ...world.bundleInput(), anchors });
    writeFileSync(join(to, 'b.zip'), bundle);
    const result = await checkBundle(join(to, 'b.zip'));
    expect(result.ok && result.value.verdict).toBe('valid');
    expect(result.ok && result.value.checks.find(({ what }) => what === bundleChecks.anchors)?.detail).toContain('At 23 leaves it was stamped');
    const members = membersOf(bundle);
    const command = String(members['START-HERE.txt']).split('\n').find((line) => line.includes('openssl ts -verify'))?.trim() ?? '';
    for (const name of ['23.body', '23.tsr', 'tsa-chain.pem']) writeFileSync(join(to, name), members[`anchors/${name}`]!);
    const read = readTimestampReply(reply);
    const epoch = read.ok ? String(Date.parse(read.value.at) / 1000) : '';
    const verify = (): number | null => spawnSync('sh', ['-c', command.replaceAll('anchors/', '').replace('<epoch>', epoch)], { cwd: to }).status;
    expect(verify()).toBe(0);
    writeFileSync(join(to, '23.body'), String(members['anchors/23.body']).replace('23', '24'));
    expect(verify()).not.toBe(0);
  });
  test('a stamp of something else, an answer to another query, or half a pair is found', async () => {
    const members = membersOf(await bundleBytes({ ...world.bundleInput(), anchors }));
    const { 'anchors/23.tsq': _q, ...without } = members;
    const other = timestampQuery(createHash('sha256').update('x').digest(), nonce);
    const again = timestampQuery(digest, randomBytes(8));
    for (const changed of [
      { ...members, 'anchors/23.tsr': stamp(other) }, { ...members, 'anchors/23.tsq': other }, { ...members, 'anchors/23.tsr': stamp(again) }, { ...members, 'anchors/23.tsr': text('x') },
      { ...members, 'anchors/23.tsq': Buffer.concat([query, Buffer.of(0)]) }, without,
    ]) {
      writeFileSync(join(to, 'b.zip'), reSigned(changed, world.signer));
      expect(await verdictOf(join(to, 'b.zip'))).toBe(bundleChecks.anchors);
    }
  });
});
