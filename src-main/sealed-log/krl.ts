// The key revocation list of OpenSSH (PROTOCOL.krl): the keys this log has withdrawn, for ssh-keygen -Q -f (never with -k, which writes a new list over it) and ssh-keygen -Y verify -r.
import type { KeyHistory } from './key-history.ts';
import { readVkey, sshKeyBlob, sshString } from './keys.ts';

export const krlName = 'keys/revoked.krl';

/**
 * Null while no key was withdrawn. The same history gives the same bytes: the version counts the keys, and the date is left at 0, since the
 * leaves say when each was withdrawn.
 */
export const keyRevocationList = (history: KeyHistory): Buffer | null => {
  const revoked = history.filter(({ end }) => end === 'revoked').map(({ vkey }) => readVkey(vkey)).filter((key) => key !== null);
  const [first] = revoked;
  if (first === undefined) return null;
  return Buffer.concat([
    Buffer.from('SSHKRL\n\0', 'latin1'), uint32(formatVersion), uint64(revoked.length), uint64(0), uint64(0), sshString(''), sshString(first.origin),
    Buffer.of(explicitKeys), sshString(Buffer.concat(revoked.map(({ publicKey }) => sshString(sshKeyBlob(publicKey))))),
  ]);
};

const formatVersion = 1;
/** KRL_SECTION_EXPLICIT_KEY. */
const explicitKeys = 2;

const uint32 = (value: number): Buffer => {
  const bytes = Buffer.alloc(4);
  bytes.writeUInt32BE(value);
  return bytes;
};
const uint64 = (value: number): Buffer => Buffer.concat([uint32(0), uint32(value)]);
