// A second person signs a checkpoint only if it continues the last one that person saw: a forked or shortened log finds no cosigner.
import { createPrivateKey, createPublicKey, hash, sign } from 'node:crypto';
import { fail, ok, type Result } from '../../src-shared/result.ts';
import { readCheckpoint, verifyCheckpoint, type CheckpointBroken } from './checkpoint.ts';
import { publicKeyForms, verifySignature } from './keys.ts';
import { emptyRoot, verifyConsistency } from './merkle.ts';
import { consistencyText, readConsistency } from './proof-files.ts';

export type CosignerKey = {
  readonly name: string;
  /** The raw 32 bytes. */
  readonly publicKey: Buffer;
  /** Eight hex digits: SHA-256(name ‖ 0x0A ‖ 0x04 ‖ key)[:4] (C2SP tlog-cosignature). */
  readonly keyId: string;
  /** `<name>+<key id>+<base64(0x04 ‖ key)>`: another type byte than a log's key, so that neither passes for the other. */
  readonly vkey: string;
  /** What `ssh-keygen -l` prints. */
  readonly fingerprint: string;
};
export type Cosigner = CosignerKey & { readonly sign: (bytes: Uint8Array) => Buffer };

/** `name` is a schema-less address without spaces and plus signs (`dncdesk.local/supervisor/<hex>`). Throws if `pkcs8` (DER, base64) is no Ed25519 key. */
export const cosignerFrom = (pkcs8: string, name: string): Cosigner => {
  const key = createPrivateKey({ key: Buffer.from(pkcs8, 'base64'), format: 'der', type: 'pkcs8' });
  if (key.asymmetricKeyType !== 'ed25519' || !/^[^\s+]+$/.test(name)) throw new TypeError('Not a cosigner\'s key and name');
  const raw = createPublicKey(key).export({ format: 'der', type: 'spki' }).subarray(-32);
  return Object.freeze({ ...cosignerKey(raw, name), sign: (bytes: Uint8Array) => sign(null, bytes, key) });
};

const cosignerKey = (publicKey: Uint8Array, name: string): CosignerKey => {
  const tagged = Buffer.concat([Buffer.of(4), publicKey]);
  const keyId = hash('sha256', Buffer.concat([Buffer.from(`${name}\n`), tagged]), 'buffer').toString('hex', 0, 4);
  const { fingerprint } = publicKeyForms(Buffer.from(publicKey), name);
  return { name, publicKey: Buffer.from(publicKey), keyId, vkey: `${name}+${keyId}+${tagged.toString('base64')}`, fingerprint };
};

/** Null unless it is exactly a cosigner's verifier key. */
export const readCosignerVkey = (vkey: string): CosignerKey | null => {
  const [, name, encoded] = /^([^\s+]+)\+[0-9a-f]{8}\+([A-Za-z0-9+/]{44})$/.exec(vkey) ?? [];
  const tagged = Buffer.from(encoded ?? '', 'base64');
  if (name === undefined || tagged.length !== 33 || tagged[0] !== 4) return null;
  const key = cosignerKey(tagged.subarray(1), name);
  return key.vkey === vkey ? key : null;
};

/** What the log asks a cosigner: the body of tlog-witness add-checkpoint. `oldSize` is the size the cosigner last signed, 0 for none. */
export const cosignRequest = consistencyText;

export type Seen = { readonly size: number; readonly root: Buffer };
export type CosignRefused = {
  readonly type: 'CosignRefused';
  /** In plain words. */
  readonly why: string;
  /** The size the request must begin from, if that is what is wrong. */
  readonly seenSize: number | null;
};
/** `line` goes behind the note's other lines; `seen` must be stored before the line leaves the machine. */
export type Cosigned = { readonly line: string; readonly note: string; readonly seen: Seen };

/**
 * Signs, or says why not (C2SP tlog-witness: unknown key 403, wrong old size 409, no proof 422). `seen` is the last checkpoint
 * of this log that was cosigned here, `logVkeys` the log's keys this person was given on another way, `time` seconds since 1970.
 */
export const cosign = (
  cosigner: Cosigner, request: string, trusted: { readonly logVkeys: readonly string[]; readonly seen: Seen | null }, time: number,
): Result<Cosigned, CosignRefused> => {
  const refuse = (why: string, seenSize: number | null = null): Result<never, CosignRefused> => fail({ type: 'CosignRefused', why, seenSize });
  const asked = readConsistency(request);
  if (asked === null) return refuse('the request cannot be read');
  const verified = trusted.logVkeys.map((vkey) => verifyCheckpoint(asked.checkpoint, vkey)).find((each) => each.ok);
  if (verified?.ok !== true) return refuse('the checkpoint is not signed by a key of the log that is trusted here');
  const { size, root, body } = verified.value;
  const seen = trusted.seen ?? { size: 0, root: emptyRoot };
  if (size < seen.size) return refuse(`the log was shortened: ${seen.size} leaves were cosigned before, here are ${size}`, seen.size);
  if (asked.oldSize !== seen.size) return refuse(`the proof begins at ${asked.oldSize} leaves, the last checkpoint seen here has ${seen.size}`, seen.size);
  if (size === 0) return refuse('the log is empty');
  if (!verifyConsistency(seen.size, size, seen.root, root, asked.proof)) return refuse('the log does not continue the last checkpoint seen here: its history was rewritten');
  const line = cosignatureLine(cosigner, body, time);
  return ok({ line, note: `${asked.checkpoint}${line}`, seen: { size, root } });
};

/** The note with the cosigner's line, or why that line does not belong to it. */
export const addCosignature = (note: string, line: string, vkey: string): Result<string, CheckpointBroken> => {
  const verified = verifyCosignature(`${note}${line}`, vkey);
  return verified.ok ? ok(`${note}${line}`) : verified;
};

/** When (seconds since 1970) the holder of `vkey` signed this note; every line by that key must be right. */
export const verifyCosignature = (note: string, vkey: string): Result<{ readonly name: string; readonly time: number }, CheckpointBroken> => {
  const key = readCosignerVkey(vkey);
  if (key === null) return fail({ type: 'CheckpointBroken', why: 'the cosigner\'s key is malformed' });
  const read = readCheckpoint(note);
  if (!read.ok) return read;
  const mine = read.value.signatures.filter((each) => each.name === key.name && each.keyId === key.keyId);
  const times = mine.map(({ signature }) => {
    if (signature.length !== 72) return null;
    const time = Number(signature.readBigUInt64BE(0));
    return time > 0 && time <= lastSecond && verifySignature(key.publicKey, signedText(read.value.body, time), signature.subarray(8)) ? time : null;
  });
  const [time] = times;
  if (time === undefined) return fail({ type: 'CheckpointBroken', why: 'it is not cosigned by this key' });
  if (time === null || times.includes(null)) return fail({ type: 'CheckpointBroken', why: 'its cosignature is wrong' });
  return ok({ name: key.name, time });
};

const cosignatureLine = (cosigner: Cosigner, body: string, time: number): string => {
  if (!Number.isSafeInteger(time) || time <= 0 || time > lastSecond) throw new RangeError('A cosignature bears a time in whole seconds');
  const head = Buffer.alloc(12);
  head.write(cosigner.keyId, 'hex');
  head.writeBigUInt64BE(BigInt(time), 4);
  return `\u2014 ${cosigner.name} ${Buffer.concat([head, cosigner.sign(signedText(body, time))]).toString('base64')}\n`;
};

/** The last second a Date can show. */
const lastSecond = 8_640_000_000_000;

const signedText = (body: string, time: number): Buffer => Buffer.from(`cosignature/v1\ntime ${time}\n${body}`);
