// A checkpoint (C2SP tlog-checkpoint in a signed-note) is three lines and signatures; nothing is read out of one that is not exactly so.
import { fromBase64, toHex, utf8 } from './bytes.ts';
import { isSignedBy, type PublicKey } from './keys.ts';

export type Signature = { readonly name: string; /** Eight hex digits. */ readonly keyId: string; readonly bytes: Uint8Array };
/** What is signed: this log, this many entries, this root. */
export type Statement = {
  readonly origin: string;
  readonly size: number;
  readonly root: Uint8Array;
  /** The root as written: base64. */
  readonly root64: string;
  /** The three lines with their line ends. */
  readonly body: string;
};
export type Checkpoint = Statement & { readonly signatures: readonly Signature[] };

/** Null for a text that is no checkpoint. Signatures are read, not judged. */
export const readCheckpoint = (text: string): Checkpoint | null => {
  const gap = text.indexOf('\n\n');
  if (gap === -1 || text.length > 20_000 || !text.endsWith('\n')) return null;
  const statement = readStatement(text.slice(0, gap + 1));
  const lines = text.slice(gap + 2, -1).split('\n');
  const signatures = lines.map(readSignature);
  return statement !== null && lines.length <= 16 && signatures.every((each) => each !== null) ? { ...statement, signatures } : null;
};

/** The three lines alone. */
export const readStatement = (body: string): Statement | null => {
  const [, origin, digits, root64] = /^([^\s+]+)\n(0|[1-9]\d{0,15})\n([A-Za-z0-9+/]{43}=)\n$/u.exec(body) ?? [];
  const root = fromBase64(root64 ?? '');
  const size = Number(digits);
  return origin === undefined || root64 === undefined || root?.length !== 32 || !Number.isSafeInteger(size) ? null : { origin, size, root, root64, body };
};

const readSignature = (line: string): Signature | null => {
  const [, name, encoded] = /^\u2014 ([^\s+]+) ([A-Za-z0-9+/]+={0,2})$/u.exec(line) ?? [];
  const bytes = fromBase64(encoded ?? '');
  return name === undefined || bytes === null || bytes.length < 5 ? null : { name, keyId: toHex(bytes.subarray(0, 4)), bytes: bytes.subarray(4) };
};

/** `absent`: it has no line by this key. One wrong line by the key makes it `wrong` (C2SP signed-note). */
export const noteSignedBy = (note: Checkpoint, key: PublicKey): 'right' | 'wrong' | 'absent' => {
  const mine = note.signatures.filter(({ name, keyId }) => name === key.origin && keyId === key.keyId);
  if (note.origin !== key.origin || mine.length === 0) return 'absent';
  return mine.every(({ bytes }) => isSignedBy(key, utf8(note.body), bytes)) ? 'right' : 'wrong';
};
