// The key card says in four forms (fingerprint, words, verifier key, picture) which key is the log's, for comparing on another way.
import { hash } from 'node:crypto';
import { wordlist } from '@scure/bip39/wordlists/english.js';
import { renderSVG } from 'uqr';
import type { KeyCardView } from '../../src-shared/contract/keys.ts';
import { sshKeyBlob, type PublicKeyForms } from './keys.ts';

/** `at`: milliseconds since 1970. */
export const createKeyCard = (key: PublicKeyForms, at: number): KeyCardView => {
  const { origin, fingerprint, vkey } = key;
  const words = fingerprintWords(key.publicKey);
  const day = new Date(at).toISOString();
  return { origin, fingerprint, words, vkey, at: day, qr: qrSvg(vkey), text: cardText({ origin, fingerprint, words, vkey, at: day }) };
};

/** Twelve words of the BIP-39 English list, eleven bits each from the front of the OpenSSH fingerprint's SHA-256. */
export const fingerprintWords = (publicKey: Uint8Array): readonly string[] => {
  const digest = hash('sha256', sshKeyBlob(publicKey), 'buffer');
  const bits = BigInt(`0x${digest.toString('hex', 0, 17)}`) >> 4n; // 136 bits, of which 132 count
  return Array.from({ length: 12 }, (_, i) => wordlist[Number((bits >> BigInt(121 - 11 * i)) & 2047n)] ?? '');
};

/** Any short text as a QR code in SVG; error correction M, so that a fold or a stain does no harm. */
export const qrSvg = (text: string): string => renderSVG(text, { ecc: 'M', border: 4 });

const cardText = ({ origin, fingerprint, words, vkey, at }: Omit<KeyCardView, 'qr' | 'text'>): string => `DNC Desk: key card of a sealed log
=================================

Keep this card apart from any export. An export is the log's own only if it
names the same fingerprint.

  Log           ${origin}
  Fingerprint   ${fingerprint}
  In words      ${words.slice(0, 6).join(' ')}
                ${words.slice(6).join(' ')}
  Verifier key  ${vkey}
  Made          ${at}
`;
