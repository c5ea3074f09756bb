// One key, and every form in which others know it: each as its own standard and its own programs have it.
import { execFileSync } from 'node:child_process';
import { createPublicKey, randomBytes, verify } from 'node:crypto';
import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { checkpointBody, readCheckpoint, signCheckpoint, verifyCheckpoint } from '../../../src-main/sealed-log/checkpoint.ts';
import { createSigningKey, publicKeyForms, readVkey, signerFrom, verifySignature } from '../../../src-main/sealed-log/keys.ts';
import { createOrigin, isOrigin, originTail } from '../../../src-main/sealed-log/origin.ts';
import { hasProgram } from './programs.ts';

const origin = 'dncdesk.local/ledger/7f3c0000000000a1';
const { pkcs8, publicKey } = createSigningKey();
const signer = signerFrom(pkcs8, origin);
const root = Buffer.alloc(32, 9);

describe('keys', () => {
  test('the example key of C2SP signed-note has its published verifier key', () => {
    // golang.org/x/mod/sumdb/note, package example: "PeterNeumann".
    const vkey = 'PeterNeumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW';
    const forms = readVkey(vkey);
    expect(forms).toMatchObject({ origin: 'PeterNeumann', keyId: 'c74f20a3', vkey });
    expect(publicKeyForms(forms!.publicKey, 'PeterNeumann').vkey).toBe(vkey);
  });
  test('a verifier key with another name, id, kind or length is not read', () => {
    for (const wrong of ['', 'a', 'a+b+c', signer.vkey.replace('7f3c', '7f3d'), `${signer.vkey}AAAA`, signer.vkey.slice(0, -4), ` ${signer.vkey}`,
      'PeterNeumann+c74f20a3+AhpC2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW']) expect(readVkey(wrong)).toBeNull();
  });
  test('the signer comes back from its PKCS#8 with the same public key, and its signatures verify under the PEM', () => {
    expect(signer.publicKey).toEqual(publicKey);
    const signature = signer.sign(Buffer.from('three lines'));
    expect(verify(null, Buffer.from('three lines'), createPublicKey(signer.publicKeyPem), signature)).toBe(true);
    expect(verifySignature(publicKey, Buffer.from('three lines'), signature)).toBe(true);
    expect(verifySignature(publicKey, Buffer.from('three line'), signature)).toBe(false);
    expect(verifySignature(publicKey, Buffer.from('three lines'), signature.subarray(1))).toBe(false);
  });
  test('nothing of the private key is in the signer', () => {
    const seed = Buffer.from(pkcs8, 'base64').subarray(-32);
    const text = JSON.stringify(signer);
    for (const form of [pkcs8, seed.toString('hex'), seed.toString('base64').slice(0, 40)]) expect(text).not.toContain(form);
  });
  test('a key of another kind is refused', () => {
    expect(() => signerFrom('AAAA', origin)).toThrow();
  });
  test.skipIf(!hasProgram('ssh-keygen'))('ssh-keygen reads the OpenSSH line and prints the same fingerprint', () => {
    const file = join(mkdtempSync(join(tmpdir(), 'dncdesk-')), 'log-key.ssh.pub');
    writeFileSync(file, `${signer.sshPublicKey}\n`);
    expect(execFileSync('ssh-keygen', ['-lf', file], { encoding: 'utf8' })).toBe(`256 ${signer.fingerprint} ${origin} (ED25519)\n`);
  });
});

describe('origins', () => {
  test('each is new, well-formed, and has a tail for file names', () => {
    const made = Array.from({ length: 100 }, () => createOrigin(randomBytes));
    expect(new Set(made).size).toBe(100);
    expect(made.every(isOrigin)).toBe(true);
    expect(originTail(origin)).toBe('7f3c0000000000a1');
    expect(isOrigin('dncdesk.local/ledger/7f3c 000000000a1')).toBe(false);
  });
});

describe('checkpoints', () => {
  const note = signCheckpoint(signer, 100_000, root);
  test('the note is three lines, a blank one and the signature line', () => {
    const signature = Buffer.concat([Buffer.from(signer.keyId, 'hex'), signer.sign(Buffer.from(checkpointBody(origin, 100_000, root)))]).toString('base64');
    expect(note).toBe(`${origin}\n100000\nCQkJCQkJCQkJCQkJCQkJCQkJCQkJCQkJCQkJCQkJCQk=\n\n\u2014 ${origin} ${signature}\n`);
  });
  test('what was signed is read and verified', () => {
    expect(verifyCheckpoint(note, signer.vkey)).toMatchObject({ ok: true, value: { origin, size: 100_000, root, body: checkpointBody(origin, 100_000, root) } });
  });
  test('no note with one character changed, dropped or added verifies', () => {
    for (let at = 0; at < note.length; at += 1) {
      const other = note[at] === 'A' ? 'B' : 'A';
      for (const forged of [note.slice(0, at) + other + note.slice(at + 1), note.slice(0, at) + note.slice(at + 1), `${note.slice(0, at)}\n${note.slice(at)}`]) {
        expect(verifyCheckpoint(forged, signer.vkey).ok).toBe(false);
      }
    }
  });
  test('a further signature by another key is ignored, one by another key alone is not enough', () => {
    const second = signerFrom(createSigningKey().pkcs8, origin);
    const both = signCheckpoint(signer, 7, root, [second]);
    expect(verifyCheckpoint(both, signer.vkey).ok).toBe(true);
    expect(verifyCheckpoint(both, second.vkey).ok).toBe(true);
    expect(verifyCheckpoint(note, second.vkey)).toMatchObject({ ok: false, failure: { why: 'it is not signed by this key' } });
  });
  test('a note over another log\'s tree is refused, even signed by this key under its own name', () => {
    const body = checkpointBody(origin.replace('a1', 'b2'), 7, root);
    const line = Buffer.concat([Buffer.from(signer.keyId, 'hex'), signer.sign(Buffer.from(body))]).toString('base64');
    expect(verifyCheckpoint(`${body}\n\u2014 ${origin} ${line}\n`, signer.vkey)).toMatchObject({ ok: false, failure: { why: 'it belongs to another log' } });
  });
  test.each([
    ['an extension line', note.replace('=\n\n', '=\nextra\n\n')], ['a size with a leading zero', note.replace('100000', '0100000')],
    ['a size beyond the safe integers', note.replace('100000', '9999999999999999')], ['no signature', note.slice(0, note.indexOf('\u2014'))],
    ['CRLF', note.replaceAll('\n', '\r\n')], ['a root in sloppy base64', note.replace('CQk=\n', 'CQl=\n')],
  ])('%s is not read', (_, text) => {
    expect(text).not.toBe(note);
    expect(readCheckpoint(text).ok).toBe(false);
  });
  test('what is no checkpoint cannot be written', () => {
    expect(() => checkpointBody('a b', 1, root)).toThrow(TypeError);
    expect(() => checkpointBody(origin, -1, root)).toThrow(TypeError);
    expect(() => checkpointBody(origin, 1, root.subarray(1))).toThrow(TypeError);
  });
});
