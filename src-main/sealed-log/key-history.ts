// Which key spoke for the log when is told by the log itself: by the leaves that add, rotate and revoke keys, and by nothing else.
import { fail, ok, type Result } from '../../src-shared/result.ts';
import { canonicalJson } from './canonical-json.ts';
import { verifyCheckpoint, type Checkpoint, type CheckpointBroken } from './checkpoint.ts';
import { readVkey, type PublicKeyForms } from './keys.ts';
import type { JsonObject, Leaf } from './leaf.ts';

export type KeyPeriod = {
  /** `rotated`: the next key took over and both signed; `replaced`: it was lost; `revoked`: nothing it signed later counts. */
  readonly end: 'rotated' | 'replaced' | 'revoked' | null;
  /** The leaf that ended it. */
  readonly endSeq: number | null;
  readonly fingerprint: string;
  readonly how: 'key.add' | 'key.rotate';
  /** The leaf that brought it. */
  readonly seq: number;
  readonly vkey: string;
};
export type KeyHistory = readonly KeyPeriod[];
export type KeyLoss = 'lost' | 'stolen' | 'retired';

/** Body of `key.add` for a log's first key; `store` says where the private half is kept. */
export const firstKeyBody = (key: PublicKeyForms, store: string): JsonObject => ({ fingerprint: key.fingerprint, store, vkey: key.vkey });

/** Body of `key.add` after a loss: the same log goes on under a new key. */
export const newKeyBody = (key: PublicKeyForms, replaces: PublicKeyForms, reason: KeyLoss, store: string): JsonObject =>
  ({ ...firstKeyBody(key, store), reason, replaces: replaces.fingerprint });

/** Body of `key.rotate`; the next checkpoint is signed `signCheckpoint(next, size, root, [before])`. */
export const rotateKeyBody = (next: PublicKeyForms, before: PublicKeyForms, store: string): JsonObject => ({ ...firstKeyBody(next, store), from: before.fingerprint });

/** Body of `key.revoke`: from this leaf on nothing signed by that key alone counts. */
export const revokeKeyBody = (fingerprint: string, reason: KeyLoss): JsonObject => ({ fingerprint, reason });

/** Far above a key a week for a working life; without a bound a log made for it could keep a reader busy for hours. */
const maxKeys = 2000;

export const isKeyLeaf = ({ kind }: Pick<Leaf, 'kind'>): boolean => kind === 'key.add' || kind === 'key.rotate' || kind === 'key.revoke';

/** The history after one more key leaf, or in plain words why that leaf has no place after what came before. */
export const addKeyLeaf = (history: KeyHistory, leaf: Leaf): KeyHistory | string => {
  const fingerprint = leaf.body['fingerprint'];
  if (leaf.kind === 'key.revoke') {
    if (!history.some((each) => each.fingerprint === fingerprint && each.end !== 'revoked')) return `leaf ${leaf.seq} revokes a key that did not sign this log`;
    return history.map((each) => (each.fingerprint === fingerprint ? { ...each, end: 'revoked', endSeq: leaf.seq } : each));
  }
  const vkey = leaf.body['vkey'];
  const key = typeof vkey === 'string' ? readVkey(vkey) : null;
  if (key === null || key.origin !== leaf.log || key.fingerprint !== fingerprint) return `leaf ${leaf.seq} names a key that is none of this log`;
  if (history.length >= maxKeys) return `leaf ${leaf.seq} names more keys than any log has`;
  if (history.some((each) => each.vkey === key.vkey)) return `leaf ${leaf.seq} names a key a second time`;
  const how = leaf.kind === 'key.rotate' ? 'key.rotate' : 'key.add';
  const last = history.at(-1);
  const made: KeyPeriod = { end: null, endSeq: null, fingerprint: key.fingerprint, how, seq: leaf.seq, vkey: key.vkey };
  if (last === undefined) return how === 'key.add' ? [made] : `leaf ${leaf.seq} rotates a key before there was one`;
  const named = leaf.body[how === 'key.rotate' ? 'from' : 'replaces'];
  if (named !== last.fingerprint) return `leaf ${leaf.seq} brings a key in the place of another than the last`;
  if (how === 'key.rotate' && last.end !== null) return `leaf ${leaf.seq} rotates a key that had ended`;
  const ended: KeyPeriod = last.end === null ? { ...last, end: how === 'key.rotate' ? 'rotated' : 'replaced', endSeq: leaf.seq } : last;
  return [...history.slice(0, -1), ended, made];
};

/** The history over a log's key leaves in order; other leaves are passed over. */
export const readKeyLeaves = (leaves: Iterable<Leaf>): Result<KeyHistory, { readonly type: 'KeyHistoryBroken'; readonly why: string }> => {
  let history: KeyHistory = [];
  for (const leaf of leaves) {
    const next = isKeyLeaf(leaf) ? addKeyLeaf(history, leaf) : history;
    if (typeof next === 'string') return fail({ type: 'KeyHistoryBroken', why: next });
    history = next;
  }
  return ok(history);
};

/** `keys/history.json`: canonical JSON with a line end. */
export const keyHistoryText = (history: KeyHistory): string => `${canonicalJson(history)}\n`;

/** The key whose signature a checkpoint over `size` leaves must bear: the last that any of these leaves brought. */
export const keyAt = (history: KeyHistory, size: number): KeyPeriod | null => history.findLast(({ seq }) => seq < size) ?? null;

/** Holds a note of any time to the key of its time. */
export const verifyByHistory = (text: string, size: number, history: KeyHistory): Result<Checkpoint, CheckpointBroken> => {
  const period = keyAt(history, size);
  return period === null ? fail({ type: 'CheckpointBroken', why: 'no key of this log is that old' }) : verifyCheckpoint(text, period.vkey);
};

/** Why `note` does not show that the key before handed over to the rotated one; null if both signed one checkpoint that has the rotation in it. */
export const rotationFlaw = (note: string, history: KeyHistory, rotated: KeyPeriod): string | null => {
  const before = history[history.indexOf(rotated) - 1];
  const [byNew, byOld] = [verifyCheckpoint(note, rotated.vkey), verifyCheckpoint(note, before?.vkey ?? '')];
  if (!byNew.ok) return `the new key: ${byNew.failure.why}`;
  if (!byOld.ok) return `the key before it: ${byOld.failure.why}`;
  return byNew.value.size > rotated.seq ? null : 'it is older than the rotation';
};
