// A history is believed to continue an earlier one only by proof, and by the leaves themselves where they are there.
import { readCheckpoint, verifyCheckpoint, type Checkpoint } from './checkpoint.ts';
import { verifyByHistory, type KeyHistory } from './key-history.ts';
import { verifyConsistency } from './merkle.ts';
import { readConsistency } from './proof-files.ts';

export type Earlier = { readonly checkpoint: Checkpoint; readonly note: string; readonly proof: readonly Buffer[] };

/** The root over the first n leaves where it is known for certain: recomputed from the leaves, or null. */
export type RootAt = (size: number) => Buffer | null;

/** `names`: every file in the bundle; `texts`: those short enough to be held. Words if what it has cannot be used. */
export const readEarlier = (names: readonly string[], texts: ReadonlyMap<string, Buffer>, now: Checkpoint): readonly Earlier[] | string => {
  const previous = names.filter((name) => name.startsWith('previous/'));
  const proofs = new Set(names.filter((name) => name.startsWith('consistency/')));
  const earlier: Earlier[] = [];
  for (const name of previous) {
    const note = String(texts.get(name));
    const read = readCheckpoint(note);
    if (!read.ok) return `The earlier checkpoint is not good: ${read.failure.why}.`;
    const { size } = read.value;
    const proofName = `consistency/${size}-${now.size}.txt`;
    if (name !== `previous/checkpoint-${size}.txt` || !proofs.delete(proofName)) return 'The names of the earlier checkpoint and its proof do not fit what they hold.';
    const proof = readConsistency(String(texts.get(proofName)));
    if (proof === null || proof.oldSize !== size || proof.checkpoint !== String(texts.get('checkpoint.txt'))) return `${proofName} cannot be read.`;
    earlier.push({ checkpoint: read.value, note, proof: proof.proof });
  }
  return proofs.size === 0 ? earlier : 'An earlier checkpoint and its proof belong together.';
};

/** The first flaw of any; `rootAt` is null where the leaves are not there, and the proof alone must do. */
export const earlierFlaw = (all: readonly Earlier[] | string, now: Checkpoint, history: KeyHistory, rootAt: RootAt | null): string | null => {
  if (typeof all === 'string') return all;
  for (const { checkpoint, note, proof } of all) {
    const { size, root } = checkpoint;
    const signed = verifyByHistory(note, size, history);
    if (!signed.ok) return `The earlier checkpoint is not good: ${signed.failure.why}.`;
    if (!verifyConsistency(size, now.size, root, now.root, proof)) return `The proof from ${size} to ${now.size} leaves does not hold: the history was rewritten.`;
    const flaw = rootAt === null ? null : prefixFlaw(checkpoint, rootAt);
    if (flaw !== null) return flaw;
  }
  return null;
};

/** All leaves are here, so no proof need be believed: the first leaves must give the old root themselves. */
export const prefixFlaw = ({ size, root }: Checkpoint, rootAt: RootAt): string | null => {
  const found = rootAt(size);
  if (found === null) return `The earlier checkpoint counts ${size} leaves, here are fewer: the log was cut, or restored from an old copy.`;
  return found.equals(root) ? null : `The first ${size} leaves are not those of the earlier checkpoint: the history was rewritten.`;
};

/** The asker's own checkpoint: of this log; its signature is checked where a key of this log made one, but it is the asker's word that counts. */
export const readHeld = (text: string, now: Checkpoint): Checkpoint | string => {
  const read = readCheckpoint(text.replaceAll('\r\n', '\n'));
  if (!read.ok) return `The checkpoint you gave cannot be read: ${read.failure.why}.`;
  return read.value.origin === now.origin ? read.value : 'The checkpoint you gave belongs to another log.';
};

export const heldSignatureFlaw = (text: string, held: Checkpoint, history: KeyHistory): string | null => {
  const note = text.replaceAll('\r\n', '\n');
  const wrong = history.some(({ vkey }) => held.signatures.some(({ keyId }) => vkey.includes(`+${keyId}+`)) && !verifyCheckpoint(note, vkey).ok);
  return wrong ? 'The signature of the checkpoint you gave is wrong.' : null;
};

/** Without the leaves, a held checkpoint can be judged by a proof from exactly its size, and not at all without one. */
export const heldFlawByProof = (held: Checkpoint, now: Checkpoint, proved: ReadonlyMap<number, Buffer>): string | null => {
  if (held.size > now.size) return `The checkpoint you gave counts ${held.size} leaves, the log here ${now.size}: it was cut, or restored from an old copy, or this is an older certificate.`;
  const root = proved.get(held.size);
  if (root === undefined) return `There is no proof in it from your checkpoint of ${held.size} leaves: ask for a certificate made for that checkpoint.`;
  return root.equals(held.root) ? null : `At ${held.size} leaves this log had another root than your checkpoint: the history was rewritten.`;
};
