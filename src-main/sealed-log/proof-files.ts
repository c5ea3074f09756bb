// Proofs as text files with one form each: what is read is exactly what would be written, or it is not a proof.
import { indexProofHead, rowProofHead, tlogProofHead } from './bundle-format.ts';

export type TlogProof = { readonly index: number; readonly path: readonly Buffer[]; /** The signed note, as it is. */ readonly checkpoint: string };

/** C2SP tlog-proof: the leaf's place, its path lowest first, and the checkpoint it leads to. */
export const tlogProofText = ({ index, path, checkpoint }: { readonly index: number; readonly path: readonly Uint8Array[]; readonly checkpoint: string }): string =>
  `${tlogProofHead}\nindex ${index}\n${hashLines(path)}\n${checkpoint}`;

/** Null unless the text is what `tlogProofText` writes (an `extra` line is never written, so none is read). */
export const readTlogProof = (text: string): TlogProof | null => {
  const [, digits, hashes, checkpoint] = /^[^\n]*\nindex (\d{1,16})\n((?:[A-Za-z0-9+/]{43}=\n){0,64})\n([^]*)$/.exec(text) ?? [];
  if (digits === undefined || hashes === undefined || checkpoint === undefined) return null;
  const proof = { index: Number(digits), path: readHashLines(hashes), checkpoint };
  return tlogProofText(proof) === text ? proof : null;
};

/** A path in a tree whose root stands in a leaf of the log. */
export type PathFile = { readonly leaf: number; readonly index: number; readonly size: number; readonly path: readonly Uint8Array[]; readonly root: Uint8Array };

export const rowProofText = (file: PathFile): string => pathText(rowProofHead, file);
export const indexProofText = (file: PathFile): string => pathText(indexProofHead, file);
/** Null unless the text is what the writer of the same name writes. */
export const readRowProof = (text: string): PathFile | null => readPath(rowProofHead, text);
export const readIndexProof = (text: string): PathFile | null => readPath(indexProofHead, text);

const pathText = (head: string, { leaf, index, size, path, root }: PathFile): string =>
  `${head}\nleaf ${leaf}\nindex ${index}\nsize ${size}\n${hashLines(path)}\nroot ${base64(root)}\n`;

const readPath = (head: string, text: string): PathFile | null => {
  const [, leaf, index, size, hashes, root] = /^[^\n]*\nleaf (\d{1,16})\nindex (\d{1,16})\nsize (\d{1,16})\n((?:[A-Za-z0-9+/]{43}=\n){0,64})\nroot ([A-Za-z0-9+/]{43}=)\n$/.exec(text) ?? [];
  if (leaf === undefined || index === undefined || size === undefined || hashes === undefined || root === undefined) return null;
  const file = { leaf: Number(leaf), index: Number(index), size: Number(size), path: readHashLines(hashes), root: Buffer.from(root, 'base64') };
  return pathText(head, file) === text ? file : null;
};

/** The body of tlog-witness add-checkpoint, and the file of a consistency proof: `old N`, the hashes, a blank line, the new note. */
export const consistencyText = (oldSize: number, proof: readonly Uint8Array[], checkpoint: string): string => `old ${oldSize}\n${hashLines(proof)}\n${checkpoint}`;

export const readConsistency = (text: string): { readonly oldSize: number; readonly proof: readonly Buffer[]; readonly checkpoint: string } | null => {
  const [, digits, hashes, checkpoint] = /^old (\d{1,16})\n((?:[A-Za-z0-9+/]{43}=\n){0,64})\n([^]*)$/.exec(text) ?? [];
  if (digits === undefined || hashes === undefined || checkpoint === undefined) return null;
  const read = { oldSize: Number(digits), proof: readHashLines(hashes), checkpoint };
  return consistencyText(read.oldSize, read.proof, checkpoint) === text ? read : null;
};

const hashLines = (hashes: readonly Uint8Array[]): string => hashes.map((each) => `${base64(each)}\n`).join('');
const readHashLines = (lines: string): Buffer[] => lines.split('\n').slice(0, -1).map((line) => Buffer.from(line, 'base64'));
const base64 = (bytes: Uint8Array): string => Buffer.from(bytes).toString('base64');
