// The keys a file brings agree with each other and with what the log itself says of its keys.
import { areSame, fromUtf8, toBase64 } from './bytes.ts';
import { flaw, type Flaw } from './course.ts';
import { pemOf, readVkey, type PublicKey } from './keys.ts';
import { krlOf } from './krl.ts';
import type { Leaf } from './leaf.ts';
import { numbersIn } from './members.ts';
import { noteSignedBy, readCheckpoint } from './note.ts';
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
  return null;
};

/** The log's keys as its own entries bring and end them; a flaw where they do not follow each other. `leaves`: those of kinds key.*, in order. */
export const historyOf = (leaves: readonly Leaf[], origin: string): readonly PastKey[] | Flaw => {
  let history: readonly PastKey[] = [];
  for (const leaf of leaves) {
    const next = leaf.kind === 'key.revoke' ? withoutKey(history, leaf) : withKey(history, leaf, origin);
    if (next === null) return flaw('key-history', `Entry ${leaf.seq} speaks of a key that has no place there.`);
    history = next;
  }
  return history;
};

const withoutKey = (history: readonly PastKey[], { body, seq }: Leaf): readonly PastKey[] | null =>
  history.some(({ key, end }) => key.fingerprint === body['fingerprint'] && end !== 'revoked')
    ? history.map((past) => (past.key.fingerprint === body['fingerprint'] ? { ...past, end: 'revoked', endSeq: seq } : past)) : null;

const withKey = (history: readonly PastKey[], { body, kind, seq }: Leaf, origin: string): readonly PastKey[] | null => {
  const key = typeof body['vkey'] === 'string' ? readVkey(body['vkey']) : null;
  const isNew = key !== null && key.origin === origin && key.fingerprint === body['fingerprint'] && !history.some((past) => past.key.vkey === key.vkey);
  if (!isNew) return null;
  const made: PastKey = { key, seq, how: kind, end: null, endSeq: null };
  const last = history.at(-1);
  if (last === undefined) return kind === 'key.add' ? [made] : null;
  const isRotation = kind === 'key.rotate';
  if (body[isRotation ? 'from' : 'replaces'] !== last.key.fingerprint || (isRotation && last.end !== null)) return null;
  return [...history.slice(0, -1), last.end === null ? { ...last, end: isRotation ? 'rotated' : 'replaced', endSeq: seq } : last, made];
};

/** `rootAt`: the root over the first n entries, where it is known. */
export const historyFlaw = async (members: Members, history: readonly PastKey[], current: PublicKey, rootAt: (size: number) => Uint8Array | null): Promise<Flaw | string> => {
  const last = history.at(-1);
  if (last?.key.vkey !== current.vkey) return flaw('key-not-last', 'The key that signed this file is not the last the log names as its own.');
  if (last.end !== null) return flaw('key-revoked', 'The key that signed this file was withdrawn by the log itself.');
  const text = fromUtf8(await members.bytes('keys/history.json') ?? new Uint8Array());
  const said = `${JSON.stringify(history.map(({ end, endSeq, key, how, seq }) => ({ end, endSeq, fingerprint: key.fingerprint, how, seq, vkey: key.vkey })))}\n`;
  if (text !== said) return flaw('key-history', 'keys/history.json does not say what the log’s entries say of its keys.');
  const [listed, revoked] = [await members.bytes('keys/revoked.krl'), krlOf(history.filter(({ end }) => end === 'revoked').map(({ key }) => key))];
  if (revoked === null ? listed !== null : listed === null || !areSame(listed, revoked)) return flaw('key-history', 'keys/revoked.krl does not list the keys that the log’s entries withdraw.');
  const rotated = history.filter(({ how }) => how === 'key.rotate');
  const sizes = numbersIn(members.names, /^keys\/rotation-(\d+)\.txt$/u);
  if (sizes.length !== rotated.length) return flaw('key-handover', `The log’s key was changed ${rotated.length} times, and ${sizes.length} checkpoints signed by both keys are here.`);
  for (const [at, size] of sizes.entries()) {
    const note = readCheckpoint(fromUtf8(await members.bytes(`keys/rotation-${size}.txt`) ?? new Uint8Array()) ?? '');
    const next = rotated[at];
    const before = next === undefined ? undefined : history[history.indexOf(next) - 1];
    if (note === null || next === undefined || before === undefined || note.size !== size || size <= next.seq) return flaw('key-handover', `keys/rotation-${size}.txt is not the checkpoint of a change of keys.`);
    if (noteSignedBy(note, next.key) !== 'right' || noteSignedBy(note, before.key) !== 'right') return flaw('key-handover', `keys/rotation-${size}.txt is not signed by both keys.`);
    const root = rootAt(size);
    if (root !== null && !areSame(root, note.root)) return flaw('forged-history', `The first ${size} entries are not those both keys signed: the history was rewritten.`);
  }
  return history.length === 1 ? '' : `${history.length} keys so far.`;
};

/** Entries 0 and 1 found the log. */
export const foundingFlaw = (leaves: readonly Leaf[]): Flaw | null => {
  if (leaves.find(({ seq }) => seq === 0)?.kind !== 'ledger.genesis') return flaw('no-founding', 'Entry 0 does not found the log.');
  return leaves.find(({ seq }) => seq === 1)?.kind === 'key.add' ? null : flaw('no-first-key', 'Entry 1 names no key.');
};
