// The keys a file brings agree with each other and with what the log itself says of its keys.
import { fromUtf8, toBase64 } from './bytes.ts';
import { isRecord, readCanonical, type Json } from './canonical.ts';
import { flaw, type Flaw } from './course.ts';
import { pemOf, readVkey, type PublicKey } from './keys.ts';
import type { Leaf } from './leaf.ts';
import type { Members } from './source.ts';
import { readSigner } from './sshsig.ts';

/** A key of the log: brought by leaf `seq`, ended by leaf `endSeq` where it ended. */
export type PastKey = { readonly key: PublicKey; readonly seq: number; readonly how: string; readonly end: string | null; readonly endSeq: number | null };

/** The key that signed the export: the one line of keys/allowed_signers. */
export const readCurrentKey = async (members: Members): Promise<PublicKey | null> => {
  const text = fromUtf8(await members.bytes('keys/allowed_signers') ?? new Uint8Array());
  return text === null || !text.endsWith('\n') ? null : readSigner(text.slice(0, -1));
};

export const keyFilesFlaw = async (members: Members, key: PublicKey): Promise<Flaw | null> => {
  const expected: readonly (readonly [string, string])[] = [
    ['keys/log.vkey', `${key.vkey}\n`], ['keys/log-key.ssh.pub', `ssh-ed25519 ${toBase64(key.sshBlob)} ${key.origin}\n`], ['keys/log-key.pub.pem', pemOf(key)],
  ];
  for (const [name, text] of expected) {
    if (fromUtf8(await members.bytes(name) ?? new Uint8Array()) !== text) return flaw('key-differs', `${name} holds another key than keys/allowed_signers, or none.`);
  }
  const history = await readHistory(members, key.origin);
  if (history === null) return flaw('key-history', 'keys/history.json cannot be read.');
  const last = history.at(-1);
  if (last?.key.vkey !== key.vkey) return flaw('key-history', 'The last key of keys/history.json is not the one that signed this file.');
  return last.end === 'revoked' ? flaw('key-revoked', 'The key that signed this file was withdrawn by the log itself.') : null;
};

/** Null if the file is not as exports write it. */
export const readHistory = async (members: Members, origin: string): Promise<readonly PastKey[] | null> => {
  const text = fromUtf8(await members.bytes('keys/history.json') ?? new Uint8Array());
  const value = text?.endsWith('\n') === true ? readCanonical(text.slice(0, -1)) : undefined;
  if (!Array.isArray(value) || value.length === 0) return null;
  const keys = value.map((each: Json) => readPastKey(each, origin));
  return keys.every((each) => each !== null) && keys.every((each, at) => at === 0 || each.seq > (keys[at - 1]?.seq ?? 0)) ? keys : null;
};

const readPastKey = (value: Json, origin: string): PastKey | null => {
  if (!isRecord(value)) return null;
  const { end = null, endSeq = null, fingerprint, how = 'key.add', seq, vkey } = value;
  const key = typeof vkey === 'string' ? readVkey(vkey) : null;
  if (key === null || key.origin !== origin || key.fingerprint !== fingerprint || typeof seq !== 'number' || typeof how !== 'string') return null;
  if ((end !== null && typeof end !== 'string') || (endSeq !== null && typeof endSeq !== 'number')) return null;
  return { key, seq, how, end, endSeq };
};

/** `leaves`: every entry of the log that founds it or speaks of keys (kinds ledger.genesis and key.*), and entries 0 and 1. */
export const beginningFlaw = (leaves: readonly Leaf[], history: readonly PastKey[]): Flaw | null => {
  const at = new Map(leaves.map((leaf) => [leaf.seq, leaf]));
  if (at.get(0)?.kind !== 'ledger.genesis') return flaw('no-founding', 'Entry 0 does not found the log.');
  if (at.get(1)?.kind !== 'key.add') return flaw('no-first-key', 'Entry 1 names no key.');
  for (const { key, seq } of history) {
    const leaf = at.get(seq);
    if ((leaf?.kind !== 'key.add' && leaf?.kind !== 'key.rotate') || leaf.body['vkey'] !== key.vkey) {
      return flaw('key-unknown', `The log does not name the key ${key.fingerprint} at entry ${seq}, as keys/history.json says.`);
    }
  }
  const brought = leaves.filter(({ kind }) => kind === 'key.add' || kind === 'key.rotate');
  const hidden = brought.find(({ seq }) => !history.some((each) => each.seq === seq));
  if (hidden !== undefined) return flaw('key-hidden', `Entry ${hidden.seq} brings a key that keys/history.json does not name.`);
  const revoked = leaves.find(({ kind, body }) => kind === 'key.revoke' && history.at(-1)?.key.vkey === body['vkey']);
  return revoked === undefined ? null : flaw('key-revoked', `Entry ${revoked.seq} withdraws the key that signed this file.`);
};
