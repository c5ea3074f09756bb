// The signature over the list of files, as OpenSSH writes it (PROTOCOL.sshsig); one that differs in a single character is none.
import { sha512 } from '@noble/hashes/sha2.js';
import { fromBase64, join, toBase64, utf8 } from './bytes.ts';
import { isSignedBy, publicKeyOf, sshString, type PublicKey } from './keys.ts';

const namespace = 'dncdesk-export';

/** The key of an `allowed_signers` line as exports write it: `<origin> namespaces="dncdesk-export" ssh-ed25519 <base64>`. */
export const readSigner = (line: string): PublicKey | null => {
  const [, origin, encoded] = /^([^\s+"]+) namespaces="dncdesk-export" ssh-ed25519 ([A-Za-z0-9+/]{68})$/u.exec(line) ?? [];
  const blob = fromBase64(encoded ?? '');
  if (origin === undefined || blob === null) return null;
  const key = publicKeyOf(blob.subarray(-32), origin);
  return toBase64(key.sshBlob) === encoded ? key : null;
};

export const isSshSigned = (armoured: string, key: PublicKey, message: Uint8Array): boolean => {
  const blob = fromBase64(armoured.split('\n').slice(1, -2).join(''));
  if (blob === null || blob.length < 64) return false;
  const signature = blob.subarray(-64);
  const expected = join(magic, Uint8Array.of(0, 0, 0, 1), sshString(key.sshBlob), purpose, sshString(join(sshString(utf8('ssh-ed25519')), sshString(signature))));
  return armour(expected) === armoured && isSignedBy(key, join(magic, purpose, sshString(sha512(message))), signature);
};

const magic = utf8('SSHSIG');
// Namespace, reserved, hash algorithm: they stand both in the blob and in what is signed.
const purpose = join(sshString(utf8(namespace)), sshString(utf8('')), sshString(utf8('sha512')));

const armour = (blob: Uint8Array): string =>
  `-----BEGIN SSH SIGNATURE-----\n${(toBase64(blob).match(/.{1,70}/gu) ?? []).join('\n')}\n-----END SSH SIGNATURE-----\n`;
