// The keys a bundle names are those its leaves name, each handed over by the one before it, and the one that signed it is the last.
import { readCheckpoint } from './checkpoint.ts';
import { keyHistoryText, rotationFlaw, type KeyHistory } from './key-history.ts';
import { keyRevocationList, krlName } from './krl.ts';
import type { Opened } from './opened-bundle.ts';

/** The sizes of the notes that both keys signed at a rotation. */
export const rotationSizes = (names: readonly string[]): readonly number[] => names.flatMap((name) => /^keys\/rotation-(\d+)\.txt$/.exec(name)?.[1] ?? []).map(Number);

/** `rootAt`: the log's root at a size; where it answers null, the signatures alone must do (`withRoots` false) or the note is of another log. */
export const historyFlaw = ({ names, texts, now, key }: Opened, history: KeyHistory | string, rootAt: ((size: number) => Buffer | null) | null): string | null => {
  if (typeof history === 'string') return `Not so: ${history}.`;
  const last = history.at(-1);
  if (last === undefined || last.vkey !== key.vkey) return 'The leaves name another key as the log\'s last.';
  if (last.end !== null) return 'The key was revoked, and no other was named.';
  if (String(texts.get('keys/history.json')) !== keyHistoryText(history)) return 'keys/history.json does not say what the leaves say.';
  const [listed, revoked] = [texts.get(krlName), keyRevocationList(history)];
  if (revoked === null ? listed !== undefined : listed?.equals(revoked) !== true) return `${krlName} does not list the keys that the leaves revoke.`;
  const sizes = [...rotationSizes(names)].sort((a, b) => a - b);
  const rotated = history.filter(({ how }) => how === 'key.rotate');
  if (sizes.length !== rotated.length) return `The log's key was rotated ${rotated.length} times, here are ${sizes.length} checkpoints signed by both keys.`;
  for (const [i, size] of sizes.entries()) {
    const note = String(texts.get(`keys/rotation-${size}.txt`));
    const read = readCheckpoint(note);
    if (!read.ok || read.value.size !== size || read.value.origin !== now.origin) return `keys/rotation-${size}.txt is no checkpoint of this log at ${size} leaves.`;
    const period = rotated[i];
    const flaw = period === undefined ? 'there is no such rotation' : rotationFlaw(note, history, period);
    if (flaw !== null) return `keys/rotation-${size}.txt is not good: ${flaw}.`;
    if (rootAt !== null && rootAt(size)?.equals(read.value.root) !== true) return `keys/rotation-${size}.txt is not this log at ${size} leaves: the history was rewritten.`;
  }
  return null;
};
