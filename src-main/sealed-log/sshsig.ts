// A signature that stock OpenSSH verifies, over a namespace of its own so that it can never be taken for anything else's.
import { hash } from 'node:crypto';
import { sshKeyBlob, sshString, verifySignature, type Signer } from './keys.ts';

/** The one namespace of this product's file signatures; `ssh-keygen -Y verify -n` must name it. */
export const sshsigNamespace = 'dncdesk-export';

/** An armoured SSHSIG (OpenSSH PROTOCOL.sshsig) with sha512 over `message`. Ed25519 is deterministic: same input, same text. */
export const signSsh = (signer: Signer, message: Uint8Array): string => armour(Buffer.concat([
  preamble, version, sshString(sshKeyBlob(signer.publicKey)), tail, sshString(signatureBlob(signer.sign(signedBytes(message)))),
]));

/** True only for exactly the text that `signSsh` writes with this key for this message: one byte of difference is a no. */
export const verifySsh = (armoured: string, publicKey: Buffer, message: Uint8Array): boolean => {
  const signature = Buffer.from(armoured.split('\n').slice(1, -2).join(''), 'base64').subarray(-64);
  const whole = Buffer.concat([preamble, version, sshString(sshKeyBlob(publicKey)), tail, sshString(signatureBlob(signature))]);
  return armour(whole) === armoured && verifySignature(publicKey, signedBytes(message), signature);
};

const preamble = Buffer.from('SSHSIG');
const version = Buffer.of(0, 0, 0, 1);
// Namespace, reserved, hash algorithm: the same in the blob and in what is signed.
const tail = Buffer.concat([sshString(sshsigNamespace), sshString(''), sshString('sha512')]);

const signedBytes = (message: Uint8Array): Buffer => Buffer.concat([preamble, tail, sshString(hash('sha512', message, 'buffer'))]);

const signatureBlob = (signature: Uint8Array): Buffer => Buffer.concat([sshString('ssh-ed25519'), sshString(signature)]);

const armour = (blob: Buffer): string =>
  `-----BEGIN SSH SIGNATURE-----\n${(blob.toString('base64').match(/.{1,70}/g) ?? []).join('\n')}\n-----END SSH SIGNATURE-----\n`;
