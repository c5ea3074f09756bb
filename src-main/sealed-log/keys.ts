// One Ed25519 key signs one log, and every form in which others know that key is made from the same 32 bytes.
import { createPrivateKey, createPublicKey, generateKeyPairSync, hash, sign, verify, type KeyObject } from 'node:crypto';

export type PublicKeyForms = {
  readonly origin: string;
  /** The raw 32 bytes. */
  readonly publicKey: Buffer;
  /** Eight hex digits: SHA-256(name ‖ 0x0A ‖ 0x01 ‖ key)[:4] (C2SP signed-note). */
  readonly keyId: string;
  /** The verifier key of C2SP signed-note: `<origin>+<key id>+<base64(0x01 ‖ key)>`. */
  readonly vkey: string;
  /** What `ssh-keygen -l` prints: `SHA256:…`. */
  readonly fingerprint: string;
  /** One line `ssh-ed25519 <base64> <origin>`, without a line end. */
  readonly sshPublicKey: string;
  /** SubjectPublicKeyInfo in PEM, with its line end. */
  readonly publicKeyPem: string;
};

/** `sign` is for checkpoint bodies and SSHSIG blobs only: nothing else may ever be signed with this key. */
export type Signer = PublicKeyForms & { readonly sign: (bytes: Uint8Array) => Buffer };

/** A new key; `pkcs8` (DER in base64) belongs in the keychain and nowhere else. */
export const createSigningKey = (): { readonly pkcs8: string; readonly publicKey: Buffer } => {
  const { privateKey, publicKey } = generateKeyPairSync('ed25519');
  return { pkcs8: privateKey.export({ format: 'der', type: 'pkcs8' }).toString('base64'), publicKey: rawOf(publicKey) };
};

/** Throws if `pkcs8` is no Ed25519 key in PKCS#8 DER base64. */
export const signerFrom = (pkcs8: string, origin: string): Signer => {
  const key = createPrivateKey({ key: Buffer.from(pkcs8, 'base64'), format: 'der', type: 'pkcs8' });
  if (key.asymmetricKeyType !== 'ed25519') throw new TypeError('The signing key is no Ed25519 key');
  return Object.freeze({ ...publicKeyForms(rawOf(createPublicKey(key)), origin), sign: (bytes: Uint8Array) => sign(null, bytes, key) });
};

export const publicKeyForms = (publicKey: Buffer, origin: string): PublicKeyForms => {
  const tagged = Buffer.concat([Buffer.of(1), publicKey]);
  const keyId = hash('sha256', Buffer.concat([Buffer.from(`${origin}\n`), tagged]), 'buffer').toString('hex', 0, 4);
  const blob = sshKeyBlob(publicKey);
  return Object.freeze({
    origin, publicKey, keyId,
    vkey: `${origin}+${keyId}+${tagged.toString('base64')}`,
    fingerprint: `SHA256:${hash('sha256', blob, 'base64').replace(/=+$/, '')}`,
    sshPublicKey: `ssh-ed25519 ${blob.toString('base64')} ${origin}`,
    publicKeyPem: publicKeyObject(publicKey).export({ format: 'pem', type: 'spki' }).toString(),
  });
};

/** Reads a verifier key; null unless it is exactly what `publicKeyForms` would write for the key in it. */
export const readVkey = (vkey: string): PublicKeyForms | null => {
  const [origin, , encoded] = vkey.split('+', 3);
  const tagged = Buffer.from(vkey.slice((origin ?? '').length + 10), 'base64');
  if (origin === undefined || origin === '' || encoded === undefined || tagged.length !== 33 || tagged[0] !== 1) return null;
  const forms = publicKeyForms(tagged.subarray(1), origin);
  return forms.vkey === vkey ? forms : null;
};

export const verifySignature = (publicKey: Uint8Array, bytes: Uint8Array, signature: Uint8Array): boolean =>
  signature.length === 64 && verify(null, bytes, publicKeyObject(publicKey), signature);

/** The key as OpenSSH's wire format has it: string "ssh-ed25519", string key. */
export const sshKeyBlob = (publicKey: Uint8Array): Buffer => Buffer.concat([sshString('ssh-ed25519'), sshString(publicKey)]);

/** RFC 4251 section 5: a 32-bit big-endian length, then the bytes. */
export const sshString = (bytes: Uint8Array | string): Buffer => {
  const content = Buffer.from(bytes as Uint8Array); // Buffer.from takes either; its overloads do not take the union.
  const length = Buffer.alloc(4);
  length.writeUInt32BE(content.length);
  return Buffer.concat([length, content]);
};

// RFC 8410: SubjectPublicKeyInfo of Ed25519 is these twelve bytes and the key.
const spkiPrefix = '302a300506032b6570032100';

const publicKeyObject = (raw: Uint8Array): KeyObject => {
  if (raw.length !== 32) throw new RangeError('An Ed25519 public key has 32 bytes');
  return createPublicKey({ key: Buffer.concat([Buffer.from(spkiPrefix, 'hex'), raw]), format: 'der', type: 'spki' });
};

const rawOf = (key: KeyObject): Buffer => Buffer.from(key.export({ format: 'der', type: 'spki' }).subarray(-32));
