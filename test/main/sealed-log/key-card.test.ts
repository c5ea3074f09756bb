// The key card says the same key in every form, and its words are those anyone can make from the fingerprint.
import { execFileSync } from 'node:child_process';
import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { wordlist } from '@scure/bip39/wordlists/english.js';
import { describe, expect, test } from 'vitest';
import { createKeyCard, fingerprintWords, qrSvg } from '../../../src-main/sealed-log/key-card.ts';
import { createSigningKey, publicKeyForms, signerFrom } from '../../../src-main/sealed-log/keys.ts';
import { at, origin } from './log-world.ts';
import { hasProgram } from './programs.ts';

const key = publicKeyForms(Buffer.alloc(32, 7), origin);

describe('a key card', () => {
  test('names log, fingerprint, words, verifier key and day, and nothing of the private half', () => {
    const { pkcs8 } = createSigningKey();
    const signer = signerFrom(pkcs8, origin);
    const card = createKeyCard(signer, at);
    expect(card).toMatchObject({ origin, fingerprint: signer.fingerprint, vkey: signer.vkey, at: '2026-11-20T22:56:48.123Z' });
    for (const part of [origin, signer.fingerprint, signer.vkey, ...card.words]) expect(card.text).toContain(part);
    expect(JSON.stringify(card)).not.toContain(pkcs8.slice(-40));
  });
  test('its words are the first 132 bits of the fingerprint, eleven at a time', () => {
    const bits = [...Buffer.from(key.fingerprint.slice('SHA256:'.length), 'base64')].map((byte) => byte.toString(2).padStart(8, '0')).join('');
    expect(fingerprintWords(key.publicKey)).toEqual(Array.from({ length: 12 }, (_, i) => wordlist[Number.parseInt(bits.slice(11 * i, 11 * i + 11), 2)]));
    expect(fingerprintWords(key.publicKey)).not.toEqual(fingerprintWords(Buffer.alloc(32, 8)));
    expect(new Set(wordlist).size).toBe(2048);
  });
  test('its picture is a square of SVG without anything that runs or loads', () => {
    const svg = createKeyCard(key, at).qr;
    expect(svg).toMatch(/^<svg xmlns="http:\/\/www\.w3\.org\/2000\/svg" viewBox="0 0 (\d+) \1"/);
    expect(svg).not.toMatch(/<script|href|on\w+=/);
    expect(qrSvg(key.vkey)).toBe(svg);
    expect(qrSvg('another')).not.toBe(svg);
  });
  test.skipIf(!hasProgram('zbarimg') || !hasProgram('rsvg-convert'))('a reader of QR codes reads the verifier key', () => {
    const to = mkdtempSync(join(tmpdir(), 'dncdesk-qr-'));
    writeFileSync(join(to, 'card.svg'), createKeyCard(key, at).qr);
    execFileSync('rsvg-convert', ['-o', 'card.png', 'card.svg'], { cwd: to });
    expect(execFileSync('zbarimg', ['-q', '--raw', 'card.png'], { cwd: to, encoding: 'utf8' }).trim()).toBe(key.vkey);
  });
});
