// A checkpoint says "this log, this many leaves, this root" in three lines, and nothing is read from one that is not exactly so.
import { fail, ok, type Result } from '../../src-shared/result.ts';
import { readVkey, verifySignature, type Signer } from './keys.ts';

export type NoteSignature = { readonly name: string; /** Eight hex digits. */ readonly keyId: string; readonly signature: Buffer };
export type Checkpoint = {
  readonly origin: string;
  readonly size: number;
  readonly root: Buffer;
  /** The signed text: three lines, each with its line end. */
  readonly body: string;
  readonly signatures: readonly NoteSignature[];
};
export type CheckpointBroken = { readonly type: 'CheckpointBroken'; readonly why: string };

/** The text that is signed (C2SP tlog-checkpoint): origin, size in decimal, root in base64, each ended by a line feed. */
export const checkpointBody = (origin: string, size: number, root: Uint8Array): string => {
  if (!Number.isSafeInteger(size) || size < 0 || root.length !== 32 || !/^[^\s+]+$/.test(origin)) throw new TypeError('Not a checkpoint');
  return `${origin}\n${size}\n${Buffer.from(root).toString('base64')}\n`;
};

/** The signed note (C2SP signed-note); at a key's rotation `also` signs beside the new key. Same input, same text. */
export const signCheckpoint = (signer: Signer, size: number, root: Uint8Array, also: readonly Signer[] = []): string => {
  const body = checkpointBody(signer.origin, size, root);
  return `${body}\n${[signer, ...also].map((each) => signatureLine(each, body)).join('')}`;
};

/** Reads the note without judging its signatures. Exactly three lines, a blank one, and at least one signature line. */
export const readCheckpoint = (text: string): Result<Checkpoint, CheckpointBroken> => {
  const parts = /^([^\s+]+)\n(0|[1-9]\d{0,15})\n([A-Za-z0-9+/]{43}=)\n\n((?:\u2014 [^\s+]+ [A-Za-z0-9+/]+={0,2}\n){1,16})$/.exec(text);
  const [, origin, digits, root64, lines] = parts ?? [];
  if (origin === undefined || digits === undefined || root64 === undefined || lines === undefined) {
    return fail({ type: 'CheckpointBroken', why: 'it is not three lines, a blank line and signature lines' });
  }
  const root = Buffer.from(root64, 'base64');
  const size = Number(digits);
  if (!Number.isSafeInteger(size)) return fail({ type: 'CheckpointBroken', why: 'its size is not a whole number' });
  if (root.toString('base64') !== root64) return fail({ type: 'CheckpointBroken', why: 'its root is not plain base64' });
  const signatures = lines.split('\n').slice(0, -1).map(readSignatureLine);
  if (!signatures.every((each) => each !== null)) return fail({ type: 'CheckpointBroken', why: 'a signature line is malformed' });
  return ok({ origin, size, root, body: text.slice(0, text.indexOf('\n\n') + 1), signatures });
};

/**
 * Reads the note and holds it to the verifier key: the origin must be the key's name, and one signature line must be by that
 * key and right. Lines by other keys are ignored, a wrong line by this key is not (C2SP signed-note).
 */
export const verifyCheckpoint = (text: string, vkey: string): Result<Checkpoint, CheckpointBroken> => {
  const key = readVkey(vkey);
  if (key === null) return fail({ type: 'CheckpointBroken', why: 'the verifier key is malformed' });
  const read = readCheckpoint(text);
  if (!read.ok) return read;
  if (read.value.origin !== key.origin) return fail({ type: 'CheckpointBroken', why: 'it belongs to another log' });
  const mine = read.value.signatures.filter((each) => each.name === key.origin && each.keyId === key.keyId);
  if (mine.length === 0) return fail({ type: 'CheckpointBroken', why: 'it is not signed by this key' });
  const body = Buffer.from(read.value.body);
  const held = mine.every((each) => verifySignature(key.publicKey, body, each.signature));
  return held ? read : fail({ type: 'CheckpointBroken', why: 'its signature is wrong' });
};

const signatureLine = (signer: Signer, body: string): string => {
  const signature = Buffer.concat([Buffer.from(signer.keyId, 'hex'), signer.sign(Buffer.from(body))]);
  return `\u2014 ${signer.origin} ${signature.toString('base64')}\n`;
};

const readSignatureLine = (line: string): NoteSignature | null => {
  const [, name = '', encoded = ''] = line.split(' ');
  const bytes = Buffer.from(encoded, 'base64');
  if (bytes.length < 5 || bytes.toString('base64') !== encoded) return null;
  return { name, keyId: bytes.toString('hex', 0, 4), signature: bytes.subarray(4) };
};
