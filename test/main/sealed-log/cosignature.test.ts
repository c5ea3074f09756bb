// A cosigner signs what continues the last checkpoint it saw, and nothing else; its line is the one C2SP describes.
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { bundleChecks } from '../../../src-main/sealed-log/bundle-report.ts';
import { checkpointBody, verifyCheckpoint } from '../../../src-main/sealed-log/checkpoint.ts';
import { addCosignature, cosign, cosignerFrom, cosignRequest, readCosignerVkey, verifyCosignature, type Seen } from '../../../src-main/sealed-log/cosignature.ts';
import { createSigningKey, publicKeyForms, signerFrom } from '../../../src-main/sealed-log/keys.ts';
import { rootOf, leafHash } from '../../../src-main/sealed-log/merkle.ts';
import { membersOf, reSigned, text } from './bundle-forge.ts';
import { certificateBytes, createCertificateWorld } from './certificate-world.ts';
import { bundleBytes, createLogWorld, origin, verdictOf } from './log-world.ts';
import { hasProgram } from './programs.ts';

const world = createLogWorld({ size: 23 });
const name = 'dncdesk.local/supervisor/01';
const supervisor = cosignerFrom(createSigningKey().pkcs8, name);
const trusted = { logVkeys: [world.signer.vkey], seen: null as Seen | null };
const seenAt = (size: number): Seen => ({ size, root: rootOf(world.leaves.slice(0, size).map(leafHash)) });
const proofFrom = (size: number): readonly Uint8Array[] => world.bundleInput(size).earlier!.proof;
const time = 1_795_000_000;

describe('a cosigner', () => {
  test('signs the first checkpoint it sees, and one that continues it', () => {
    const first = cosign(supervisor, cosignRequest(0, [], world.checkpointAt(11)), trusted, time);
    expect(first).toMatchObject({ ok: true, value: { seen: seenAt(11) } });
    const next = cosign(supervisor, cosignRequest(11, proofFrom(11), world.checkpointAt(23)), { ...trusted, seen: first.ok ? first.value.seen : null }, time + 60);
    expect(next.ok && verifyCosignature(next.value.note, supervisor.vkey)).toEqual({ ok: true, value: { name, time: time + 60 } });
    expect(next.ok && next.value.seen).toEqual(seenAt(23));
    // The log's own line still stands.
    expect(next.ok && verifyCheckpoint(next.value.note, world.signer.vkey).ok).toBe(true);
  });
  test('signs the same checkpoint again', () => {
    expect(cosign(supervisor, cosignRequest(23, [], world.checkpointAt(23)), { ...trusted, seen: seenAt(23) }, time).ok).toBe(true);
  });
  const forked = createLogWorld({ size: 23, signer: world.signer, change: (leaf) => (leaf.seq === 4 ? { ...leaf, body: { what: 'another story' } } : leaf) });
  const elsewhere = createLogWorld({ size: 23 });
  test.each<readonly [string, string, Seen | null, string]>([
    ['a log whose history was rewritten, with its own proof', cosignRequest(11, forked.bundleInput(11).earlier!.proof, forked.checkpointAt(23)), seenAt(11), 'rewritten'],
    ['a log whose history was rewritten at the same size', cosignRequest(23, [], forked.checkpointAt(23)), seenAt(23), 'rewritten'],
    ['a continuation without a proof', cosignRequest(11, [], world.checkpointAt(23)), seenAt(11), 'rewritten'],
    ['a log that was shortened', cosignRequest(23, [], world.checkpointAt(11)), seenAt(23), 'shortened'],
    ['a proof from another size than it saw', cosignRequest(12, proofFrom(12), world.checkpointAt(23)), seenAt(11), 'has 11'],
    ['a fresh start when it saw one before', cosignRequest(0, [], world.checkpointAt(23)), seenAt(11), 'has 11'],
    ['a checkpoint by a key it was not given', cosignRequest(0, [], elsewhere.checkpointAt(23)), null, 'not signed by a key'],
    ['an empty log', cosignRequest(0, [], world.checkpointAt(0)), null, 'empty'],
    ['what is no request', 'old 0\n', null, 'cannot be read'],
    ['a request with something behind it', `${cosignRequest(0, [], world.checkpointAt(11))}\n`, null, 'not signed'],
  ])('refuses %s', (_, request, seen, why) => {
    expect(cosign(supervisor, request, { ...trusted, seen }, time)).toMatchObject({ ok: false, failure: { type: 'CosignRefused', why: expect.stringContaining(why) } });
  });
  test('says from which size the request must begin', () => {
    expect(cosign(supervisor, cosignRequest(12, proofFrom(12), world.checkpointAt(23)), { ...trusted, seen: seenAt(11) }, time)).toMatchObject({ failure: { seenSize: 11 } });
  });
});

const cosigned = cosign(supervisor, cosignRequest(0, [], world.checkpointAt(23)), trusted, time);
if (!cosigned.ok) throw new Error(cosigned.failure.why);
const { note, line } = cosigned.value;

describe('a cosignature', () => {
  test('is the line of C2SP tlog-cosignature: key id of type 4, time, signature over the time and the three lines', () => {
    const [, spoken, encoded] = line.trimEnd().split(' ');
    const bytes = Buffer.from(encoded!, 'base64');
    expect(spoken).toBe(name);
    expect(bytes.length).toBe(76);
    expect(bytes.subarray(0, 4)).toEqual(createHash('sha256').update(`${name}\n\u0004`).update(supervisor.publicKey).digest().subarray(0, 4));
    expect(bytes.readBigUInt64BE(4)).toBe(BigInt(time));
    expect(readCosignerVkey(supervisor.vkey)).toMatchObject({ name, keyId: supervisor.keyId, vkey: supervisor.vkey, fingerprint: publicKeyForms(supervisor.publicKey, name).fingerprint });
    for (const wrong of ['', world.signer.vkey, supervisor.vkey.replace('/01', '/02'), `${supervisor.vkey}A`]) expect(readCosignerVkey(wrong)).toBeNull();
  });
  test.skipIf(!hasProgram('openssl') || !spawnSync('openssl', ['version'], { encoding: 'utf8' }).stdout.startsWith('OpenSSL 3'))('openssl verifies it over the text of the specification', () => {
    const to = mkdtempSync(join(tmpdir(), 'dncdesk-cosign-'));
    const body = checkpointBody(origin, 23, seenAt(23).root);
    writeFileSync(join(to, 'key.pem'), publicKeyForms(supervisor.publicKey, name).publicKeyPem);
    writeFileSync(join(to, 'text'), `cosignature/v1\ntime ${time}\n${body}`);
    writeFileSync(join(to, 'sig'), Buffer.from(line.trimEnd().split(' ')[2]!, 'base64').subarray(12));
    expect(spawnSync('openssl', ['pkeyutl', '-verify', '-pubin', '-inkey', 'key.pem', '-rawin', '-in', 'text', '-sigfile', 'sig'], { cwd: to }).status).toBe(0);
  });
  test('of another time, another note or another key does not count', () => {
    const bytes = Buffer.from(line.trimEnd().split(' ')[2]!, 'base64');
    bytes.writeBigUInt64BE(BigInt(time - 86_400), 4);
    const backdated = `\u2014 ${name} ${bytes.toString('base64')}\n`;
    const other = cosignerFrom(createSigningKey().pkcs8, name);
    expect(addCosignature(world.checkpointAt(23), line, supervisor.vkey)).toEqual({ ok: true, value: note });
    expect(addCosignature(world.checkpointAt(23), backdated, supervisor.vkey)).toMatchObject({ ok: false, failure: { why: 'its cosignature is wrong' } });
    expect(addCosignature(world.checkpointAt(22), line, supervisor.vkey)).toMatchObject({ ok: false });
    expect(addCosignature(world.checkpointAt(23), line, other.vkey)).toMatchObject({ ok: false, failure: { why: 'it is not cosigned by this key' } });
    expect(verifyCosignature(`${note}${backdated}`, supervisor.vkey).ok).toBe(false);
    bytes.fill(255, 4, 12);
    expect(verifyCosignature(`${world.checkpointAt(23)}\u2014 ${name} ${bytes.toString('base64')}\n`, supervisor.vkey).ok).toBe(false);
  });
  test('a log\'s key is no cosigner\'s, though the bytes are the same', () => {
    const { pkcs8 } = createSigningKey();
    expect(cosignerFrom(pkcs8, origin).keyId).not.toBe(signerFrom(pkcs8, origin).keyId);
    expect(verifyCheckpoint(note, cosignerFrom(pkcs8, origin).vkey).ok).toBe(false);
  });
});

describe('in a bundle', () => {
  const folder = mkdtempSync(join(tmpdir(), 'dncdesk-cosigned-'));
  const verdictOn = (bytes: Uint8Array): Promise<string> => {
    writeFileSync(join(folder, 'b.zip'), bytes);
    return verdictOf(join(folder, 'b.zip'));
  };
  const at11 = cosign(supervisor, cosignRequest(0, [], world.checkpointAt(11)), trusted, time);
  const anchors = { stamps: [], tsaChain: null, cosigned: [{ size: 11, note: at11.ok ? at11.value.note : '' }], cosigners: [supervisor.vkey] };
  test('cosigned checkpoints are checked and named', async () => {
    expect(await verdictOn(await bundleBytes({ ...world.bundleInput(), checkpoint: note, anchors }))).toBe('valid');
    await expect(bundleBytes({ ...world.bundleInput(), anchors: { ...anchors, cosigned: [{ size: 12, note: anchors.cosigned[0]!.note }] } })).rejects.toThrow('not one of this log');
  });
  test('in a certificate too, where a proof ties them to the log', async () => {
    const small = createCertificateWorld();
    const seen = cosign(supervisor, cosignRequest(0, [], small.checkpointAt(4)), { logVkeys: [small.signer.vkey], seen: null }, time);
    const shown = { ...anchors, cosigned: [{ size: 4, note: seen.ok ? seen.value.note : '' }] };
    const bundle = await certificateBytes(small.needs({ further: [small.earlierAt(4)], anchors: shown }));
    expect(await verdictOn(bundle)).toBe('valid');
    const other = createCertificateWorld({ signer: small.signer, change: (leaf) => (leaf.seq === 2 ? { ...leaf, body: { actor: 'op:9' } } : leaf) });
    const forged = cosign(supervisor, cosignRequest(0, [], other.checkpointAt(4)), { logVkeys: [small.signer.vkey], seen: null }, time);
    const note4 = forged.ok ? forged.value.note : '';
    const members = { ...membersOf(bundle), 'anchors/4.note': text(note4), 'anchors/4.body': text(note4.slice(0, note4.indexOf('\n\n') + 1)) };
    expect(await verdictOn(reSigned(members, small.signer))).toBe(bundleChecks.anchors);
  });
  test('one of another history, by nobody, or broken is found', async () => {
    const members = membersOf(await bundleBytes({ ...world.bundleInput(), anchors }));
    const forked = createLogWorld({ size: 23, signer: world.signer, change: (leaf) => (leaf.seq === 4 ? { ...leaf, body: { what: 'x' } } : leaf) });
    const other = cosign(supervisor, cosignRequest(0, [], forked.checkpointAt(11)), trusted, time);
    const forkedNote = other.ok ? other.value.note : '';
    for (const more of [
      { 'anchors/11.note': text(forkedNote), 'anchors/11.body': text(forkedNote.slice(0, forkedNote.indexOf('\n\n') + 1)) }, { 'anchors/11.note': text(forkedNote) },
      { 'anchors/11.note': text(world.checkpointAt(11)) }, { 'keys/cosigners.txt': text('x\n') }, { 'keys/cosigners.txt': text('') }, { 'anchors/11.body': text('x') },
      { 'anchors/99.body': text('x') },
    ]) expect(await verdictOn(reSigned({ ...members, ...more }, world.signer))).toBe(bundleChecks.anchors);
  });
});
