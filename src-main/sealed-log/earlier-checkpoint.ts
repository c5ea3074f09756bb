// A history is believed to continue an earlier one only by proof and by the leaves themselves.
import type { LeafFlaws } from './check-leaves.ts';
import { readCheckpoint, verifyCheckpoint, type Checkpoint } from './checkpoint.ts';
import type { PublicKeyForms } from './keys.ts';
import { verifyConsistency } from './merkle.ts';

export type Earlier = { readonly checkpoint: Checkpoint; readonly proof: readonly Buffer[] };

/** `names`: every file in the bundle; `texts`: those short enough to be held. Null if the bundle names no earlier export; words if what it has cannot be used. */
export const readEarlier = (
  names: readonly string[], texts: ReadonlyMap<string, Buffer>, now: Checkpoint, key: PublicKeyForms,
): Earlier | string | null => {
  const previous = names.find((name) => name.startsWith('previous/'));
  const consistency = names.find((name) => name.startsWith('consistency/'));
  if (previous === undefined && consistency === undefined) return null;
  if (previous === undefined || consistency === undefined) return 'An earlier checkpoint and its proof belong together.';
  const checkpoint = verifyCheckpoint(String(texts.get(previous)), key.vkey);
  if (!checkpoint.ok) return `The earlier checkpoint is not good: ${checkpoint.failure.why}.`;
  const { size } = checkpoint.value;
  if (previous !== `previous/checkpoint-${size}.txt` || consistency !== `consistency/${size}-${now.size}.txt`) return 'The names of the earlier checkpoint and its proof do not fit what they hold.';
  const text = String(texts.get(consistency));
  const [, hashes] = /^old \d+\n((?:[A-Za-z0-9+/]{43}=\n){0,64})\n/.exec(text) ?? [];
  if (hashes === undefined || text !== `old ${size}\n${hashes}\n${String(texts.get('checkpoint.txt'))}`) return `${consistency} cannot be read.`;
  return { checkpoint: checkpoint.value, proof: hashes.split('\n').slice(0, -1).map((each) => Buffer.from(each, 'base64')) };
};

export const earlierFlaw = (earlier: Earlier | string | null, now: Checkpoint, leaves: LeafFlaws): string | null => {
  if (earlier === null || typeof earlier === 'string') return earlier;
  const { size, root } = earlier.checkpoint;
  if (!verifyConsistency(size, now.size, root, now.root, earlier.proof)) return `The proof from ${size} to ${now.size} leaves does not hold: the history was rewritten.`;
  return prefixFlaw(earlier.checkpoint, leaves);
};

/** All leaves are here, so no proof need be believed: the first leaves must give the old root themselves. */
export const prefixFlaw = ({ size, root }: Checkpoint, leaves: LeafFlaws): string | null => {
  const found = leaves.rootsAt.get(size);
  if (found === undefined) return `The earlier checkpoint counts ${size} leaves, here are fewer: the log was cut.`;
  return found.equals(root) ? null : `The first ${size} leaves are not those of the earlier checkpoint: the history was rewritten.`;
};

/** The asker's own checkpoint: of this log; its signature is checked where this key made one, but it is the asker's word that counts. */
export const readHeld = (text: string, now: Checkpoint, key: PublicKeyForms): { readonly checkpoint: Checkpoint } | string => {
  const read = readCheckpoint(text.replaceAll('\r\n', '\n'));
  if (!read.ok) return `The checkpoint you gave cannot be read: ${read.failure.why}.`;
  if (read.value.origin !== now.origin) return 'The checkpoint you gave belongs to another log.';
  const signedHere = read.value.signatures.some((each) => each.keyId === key.keyId);
  if (signedHere && !verifyCheckpoint(text.replaceAll('\r\n', '\n'), key.vkey).ok) return 'The signature of the checkpoint you gave is wrong.';
  return { checkpoint: read.value };
};
