// A history is believed to continue an earlier one only by a proof that holds, or by the entries themselves.
import { areSame, fromBase64, fromUtf8 } from './bytes.ts';
import type { PastKey } from './check-keys.ts';
import { flaw, type Flaw } from './course.ts';
import type { PublicKey } from './keys.ts';
import { numbersIn } from './members.ts';
import { noteSignedBy, readCheckpoint, type Checkpoint } from './note.ts';
import type { Members } from './source.ts';
import { continues } from './tree.ts';

export type Earlier = { readonly checkpoint: Checkpoint; readonly proof: readonly Uint8Array[] };
/** Roots over the first n entries, where all entries are there; null where only some are. */
export type RootsAt = ReadonlyMap<number, Uint8Array> | null;

/** The sizes that entries are to be counted up to: those of all earlier checkpoints in the file. */
export const earlierSizes = (members: Members): readonly number[] =>
  [...numbersIn(members.names, /^previous\/checkpoint-(\d+)\.txt$/u), ...numbersIn(members.names, /^anchors\/(\d+)\.(?:body|note)$/u)];

/** The earlier checkpoint the file names, with its proof; null if it names none. */
export const readEarlier = async (members: Members, now: Checkpoint, history: readonly PastKey[]): Promise<Earlier | Flaw | null> => {
  const previous = members.names.filter((name) => name.startsWith('previous/'));
  const proofs = members.names.filter((name) => name.startsWith('consistency/'));
  if (previous.length === 0 && proofs.length === 0) return null;
  const [name = ''] = previous;
  const [proofName = ''] = proofs;
  if (previous.length !== 1 || proofs.length !== 1) return flaw('earlier-form', 'One earlier checkpoint and one proof belong together.');
  const checkpoint = readCheckpoint(fromUtf8(await members.bytes(name) ?? new Uint8Array()) ?? '');
  if (checkpoint === null) return flaw('earlier-form', `${name} is no checkpoint.`);
  if (checkpoint.origin !== now.origin) return flaw('earlier-foreign', `${name} belongs to another log.`);
  if (!history.some(({ key }) => noteSignedBy(checkpoint, key) === 'right')) return flaw('earlier-signature', `${name} is signed by no key of this log.`);
  const { size } = checkpoint;
  if (name !== `previous/checkpoint-${size}.txt` || proofName !== `consistency/${size}-${now.size}.txt`) return flaw('earlier-form', 'The names of the earlier checkpoint and its proof do not fit what they hold.');
  const text = fromUtf8(await members.bytes(proofName) ?? new Uint8Array()) ?? '';
  const note = fromUtf8(await members.bytes('checkpoint.txt') ?? new Uint8Array()) ?? '';
  const [, lines] = /^old \d+\n((?:[A-Za-z0-9+/]{43}=\n){0,64})\n/u.exec(text) ?? [];
  const proof = (lines ?? '').split('\n').slice(0, -1).map(fromBase64);
  if (lines === undefined || text !== `old ${size}\n${lines}\n${note}` || !proof.every((hash) => hash !== null)) return flaw('earlier-form', `${proofName} cannot be read.`);
  return { checkpoint, proof };
};

export const earlierFlaw = (earlier: Earlier, now: Checkpoint, rootsAt: RootsAt): Flaw | string => {
  const { size } = earlier.checkpoint;
  if (size > now.size) return flaw('earlier-longer', `The earlier export has ${size} entries and this one ${now.size}: the log was cut.`);
  if (!continues(earlier.checkpoint, now, earlier.proof)) return flaw('forged-history', `The proof from ${size} to ${now.size} entries does not hold: the history was rewritten.`);
  return prefixFlaw(earlier.checkpoint, rootsAt, 'of the earlier export') ?? `It continues the export of ${size} entries.`;
};

/** The checkpoint the reader kept, which no thief of a key can have changed. A text, or a flaw where anything is open. */
export const heldFlaw = (text: string, now: Checkpoint, current: PublicKey, earlier: Earlier | null, rootsAt: RootsAt): Flaw | string => {
  const held = readCheckpoint(heldText(text));
  if (held === null) return flaw('held-unreadable', 'What you gave as an older checkpoint is none: it must be a checkpoint.txt, whole and unchanged.');
  if (held.origin !== now.origin) return flaw('held-foreign', 'The checkpoint you hold belongs to another log.');
  if (noteSignedBy(held, current) === 'wrong') return flaw('held-signature', 'The checkpoint you hold was changed: its signature is wrong.');
  if (held.size > now.size) return flaw('held-newer', `The checkpoint you hold counts ${held.size} entries, this file ${now.size}: it is an older export, or the log was cut.`);
  if (held.size === now.size) return areSame(held.root, now.root) ? 'It is the checkpoint of this very file.' : rewritten(held.size);
  if (rootsAt !== null) return prefixFlaw(held, rootsAt, 'of the checkpoint you hold') ?? `The first ${held.size} entries are those you hold a checkpoint of.`;
  if (earlier === null || earlier.checkpoint.size !== held.size) {
    return flaw('held-unproved', `Nothing in this file leads from your checkpoint of ${held.size} entries to it. Ask for one that was made with your checkpoint.`);
  }
  return continues(held, now, earlier.proof) ? `It continues your checkpoint of ${held.size} entries.` : rewritten(held.size);
};

/** Mail programs change line ends; the size asked of the entries must be known before they are read. */
export const heldText = (text: string): string => text.replaceAll('\r\n', '\n');

const rewritten = (size: number): Flaw => flaw('forged-history', `The first ${size} entries are not those of the checkpoint you hold: the history was rewritten.`);

const prefixFlaw = ({ size, root }: Checkpoint, rootsAt: RootsAt, whose: string): Flaw | null => {
  if (rootsAt === null) return null;
  const found = rootsAt.get(size);
  return found !== undefined && areSame(found, root) ? null : flaw('forged-history', `The first ${size} entries are not those ${whose}: the history was rewritten.`);
};
