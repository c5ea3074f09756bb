// Public keys as others write them (C2SP verifier key, OpenSSH, PEM), each held to be exactly what the same 32 bytes give.
import * as ed25519 from '@noble/ed25519';
import { sha512 } from '@noble/hashes/sha2.js';
import { fromBase64, join, toBase64, toHex, utf8 } from './bytes.ts';
import { sha256 } from './sha256.ts';

export type PublicKey = {
  /** The log's name, which is the key's name in its signatures. */
  readonly origin: string;
  readonly raw: Uint8Array;
  /** Eight hex digits: SHA-256(name ‖ 0x0A ‖ 0x01 ‖ key)[:4]. */
  readonly keyId: string;
  readonly vkey: string;
  /** As `ssh-keygen -l` prints it. */
  readonly fingerprint: string;
  /** RFC 8709: string "ssh-ed25519", string key. */
  readonly sshBlob: Uint8Array;
};

export const publicKeyOf = (raw: Uint8Array, origin: string): PublicKey => {
  const typed = join(Uint8Array.of(1), raw);
  const keyId = toHex(sha256(join(utf8(`${origin}\n`), typed)).subarray(0, 4));
  const sshBlob = join(sshString(utf8('ssh-ed25519')), sshString(raw));
  return { origin, raw, keyId, vkey: `${origin}+${keyId}+${toBase64(typed)}`, fingerprint: `SHA256:${toBase64(sha256(sshBlob)).replace(/=+$/u, '')}`, sshBlob };
};

/** C2SP signed-note verifier key of type 0x01; null unless written in the one way it can be. */
export const readVkey = (text: string): PublicKey | null => {
  const [, origin, encoded] = /^([^\s+]+)\+[0-9a-f]{8}\+([A-Za-z0-9+/]+)$/u.exec(text) ?? [];
  const typed = fromBase64(encoded ?? '');
  if (origin === undefined || typed?.length !== 33 || typed[0] !== 1) return null;
  const key = publicKeyOf(typed.subarray(1), origin);
  return key.vkey === text ? key : null;
};

/** RFC 4251 section 5. */
export const sshString = (bytes: Uint8Array): Uint8Array => {
  const length = new Uint8Array(4);
  new DataView(length.buffer).setUint32(0, bytes.length);
  return join(length, bytes);
};

/** RFC 8410 section 4, in PEM. */
export const pemOf = ({ raw }: PublicKey): string =>
  `-----BEGIN PUBLIC KEY-----\n${toBase64(join(Uint8Array.of(0x30, 0x2a, 0x30, 0x05, 0x06, 0x03, 0x2b, 0x65, 0x70, 0x03, 0x21, 0x00), raw))}\n-----END PUBLIC KEY-----\n`;

/** Ed25519 after RFC 8032 (not the laxer ZIP 215): a signature no stock program would accept is none. */
export const isSignedBy = ({ raw }: PublicKey, message: Uint8Array, signature: Uint8Array): boolean => {
  if (signature.length !== 64) return false;
  ed25519.hashes.sha512 = sha512; // WebCrypto is missing on some browsers' file:// pages
  try {
    return ed25519.verify(signature, message, raw, { zip215: false });
  } catch {
    return false; // the 32 bytes are no point of the curve
  }
};
