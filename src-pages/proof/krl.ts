// The list of withdrawn keys as OpenSSH reads it (PROTOCOL.krl), made anew from what the log says of its keys.
import { join, utf8 } from './bytes.ts';
import type { PublicKey } from './keys.ts';

/** Null where no key was withdrawn. Version: their count; date: 0, since entries say when; comment: the log. */
export const krlOf = (revoked: readonly PublicKey[]): Uint8Array | null => {
  const [first] = revoked;
  if (first === undefined) return null;
  const keys = join(...revoked.map(({ sshBlob }) => text(sshBlob)));
  return join(utf8('SSHKRL\n\0'), number(1, 4), number(revoked.length, 8), number(0, 8), number(0, 8), text(utf8('')), text(utf8(first.origin)), Uint8Array.of(2), text(keys));
};

const number = (value: number, bytes: number): Uint8Array => {
  const made = new Uint8Array(bytes);
  new DataView(made.buffer).setUint32(bytes - 4, value);
  return made;
};
const text = (bytes: Uint8Array): Uint8Array => join(number(bytes.length, 4), bytes);
