// A history is believed to continue an earlier one only by a proof that holds, or by the entries themselves.
import { areSame, fromBase64, fromUtf8 } from './bytes.ts';
import type { PastKey } from './check-keys.ts';
import { flaw, type Flaw } from './course.ts';
import { numbersIn } from './members.ts';
import { noteSignedBy, readCheckpoint, type Checkpoint } from './note.ts';
import type { Members } from './source.ts';
import { continues } from './tree.ts';

/** The root over the first n entries, from the entries or by a proof that held; null where it is not known. */
export type RootAt = (size: number) => Uint8Array | null;

/** The sizes that entries are to be counted up to: those of all earlier checkpoints in the file. */
export const earlierSizes = ({ names }: Members): readonly number[] => [/^previous\/checkpoint-(\d+)\.txt$/u, /^anchors\/(\d+)\.body$/u, /^keys\/rotation-(\d+)\.txt$/u].flatMap((form) => numbersIn(names, form));

/** Each earlier checkpoint in the file, held to its proof and to the entries; `proved` gets those that hold. */
export const earlierFlaw = async (members: Members, now: Checkpoint, history: readonly PastKey[], rootAt: RootAt, proved: Map<number, Uint8Array>): Promise<Flaw | string> => {
  const sizes = numbersIn(members.names, /^previous\/checkpoint-(\d+)\.txt$/u);
  const lonely = members.names.find((name) => name.startsWith('consistency/') && !sizes.some((size) => name === `consistency/${size}-${now.size}.txt`));
  if (lonely !== undefined) return flaw('earlier-form', `${lonely} proves something about a checkpoint that is not here.`);
  const note = await textOf(members, 'checkpoint.txt');
  for (const size of sizes) {
    const name = `previous/checkpoint-${size}.txt`;
    const checkpoint = readCheckpoint(await textOf(members, name));
    if (checkpoint?.size !== size) return flaw('earlier-form', `${name} is no checkpoint of ${size} entries.`);
    if (checkpoint.origin !== now.origin) return flaw('earlier-foreign', `${name} belongs to another log.`);
    const key = history.findLast(({ seq }) => seq < size)?.key;
    if (key === undefined || noteSignedBy(checkpoint, key) !== 'right') return flaw('earlier-signature', `${name} is not signed by the key the log had then.`);
    if (size > now.size) return flaw('earlier-longer', `The earlier export has ${size} entries and this one ${now.size}: the log was cut.`);
    const text = await textOf(members, `consistency/${size}-${now.size}.txt`);
    const [, lines] = /^old \d+\n((?:[A-Za-z0-9+/]{43}=\n){0,64})\n/u.exec(text) ?? [];
    const proof = (lines ?? '').split('\n').slice(0, -1).map(fromBase64);
    if (lines === undefined || text !== `old ${size}\n${lines}\n${note}` || !proof.every((hash) => hash !== null)) return flaw('earlier-form', `consistency/${size}-${now.size}.txt is missing or cannot be read.`);
    const root = rootAt(size);
    if (!continues(checkpoint, now, proof) || (root !== null && !areSame(root, checkpoint.root))) return flaw('forged-history', `The first ${size} entries are not those of ${name}: the history was rewritten.`);
    proved.set(size, checkpoint.root);
  }
  return sizes.length === 0 ? 'None is named in it.' : `It continues what had ${sizes.map((size) => size.toLocaleString('en')).join(', ')} entries.`;
};

/** The checkpoint the reader kept, which no thief of a key can have changed. A remark, or a flaw where anything is open. */
export const heldFlaw = (text: string, now: Checkpoint, history: readonly PastKey[], rootAt: RootAt): Flaw | string => {
  const held = readCheckpoint(heldText(text));
  if (held === null) return flaw('held-unreadable', 'What you gave as an older checkpoint is none: it must be a checkpoint.txt, whole and unchanged.');
  if (held.origin !== now.origin) return flaw('held-foreign', 'The checkpoint you hold belongs to another log.');
  if (history.some(({ key }) => noteSignedBy(held, key) === 'wrong')) return flaw('held-signature', 'The checkpoint you hold was changed: its signature is wrong.');
  const size = held.size.toLocaleString('en');
  if (held.size > now.size) return flaw('held-newer', `The checkpoint you hold counts ${size} entries, this file ${now.size.toLocaleString('en')}: it is an older export, or the log was cut or restored from an old copy.`);
  const root = held.size === now.size ? now.root : rootAt(held.size);
  if (root === null) return flaw('held-unproved', `Nothing in this file leads from your checkpoint of ${size} entries to it. Ask for one that was made with your checkpoint.`);
  if (!areSame(root, held.root)) return flaw('forged-history', `The first ${size} entries are not those of the checkpoint you hold: the history was rewritten.`);
  return held.size === now.size ? 'It is the checkpoint of this very file.' : `The first ${size} entries are those you hold a checkpoint of.`;
};

/** Mail programs change line ends. */
export const heldText = (text: string): string => text.replaceAll('\r\n', '\n');

const textOf = async (members: Members, name: string): Promise<string> => fromUtf8(await members.bytes(name) ?? new Uint8Array()) ?? '';
