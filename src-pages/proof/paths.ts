// Proofs are read in the one form they are written in: a head, numbers, hashes, and what they lead to.
import { fromBase64 } from './bytes.ts';

export type TlogProof = { readonly index: number; readonly hashes: readonly Uint8Array[]; /** The note it leads to, as text. */ readonly note: string };

/** C2SP tlog-proof, without an extra line. */
export const readTlogProof = (text: string): TlogProof | null => {
  const [, index, lines, note] = /^c2sp\.org\/tlog-proof@v1\nindex (0|[1-9]\d{0,15})\n((?:[A-Za-z0-9+/]{43}=\n){0,64})\n([^]+)$/u.exec(text) ?? [];
  const hashes = hashesOf(lines);
  return index === undefined || note === undefined || hashes === null ? null : { index: Number(index), hashes, note };
};

export type Path = { readonly leaf: number; readonly index: number; readonly size: number; readonly hashes: readonly Uint8Array[]; readonly root: Uint8Array };

/** `head`: "dncdesk row-proof v1" or "dncdesk index-proof v1". */
export const readPath = (head: string, text: string): Path | null => {
  if (!text.startsWith(`${head}\n`)) return null;
  const [, leaf, index, size, lines, root64] = /^leaf (0|[1-9]\d{0,15})\nindex (0|[1-9]\d{0,15})\nsize (0|[1-9]\d{0,15})\n((?:[A-Za-z0-9+/]{43}=\n){0,64})\nroot ([A-Za-z0-9+/]{43}=)\n$/u
    .exec(text.slice(head.length + 1)) ?? [];
  const hashes = hashesOf(lines);
  const root = fromBase64(root64 ?? '');
  return hashes === null || root?.length !== 32 ? null : { leaf: Number(leaf), index: Number(index), size: Number(size), hashes, root };
};

const hashesOf = (lines: string | undefined): readonly Uint8Array[] | null => {
  const hashes = (lines ?? '').split('\n').slice(0, -1).map(fromBase64);
  return lines !== undefined && hashes.every((hash) => hash !== null) ? hashes : null;
};
