// A file is read in pieces, so that its size costs time and no memory, and others get their turn between two pieces.

export type Source = { readonly size: number; /** Bytes [from, to); fewer only if the file was cut meanwhile. */ readonly read: (from: number, to: number) => Promise<Uint8Array<ArrayBuffer>> };

export const sourceOf = (file: Blob): Source => ({
  size: file.size,
  read: async (from, to) => new Uint8Array(await file.slice(from, to).arrayBuffer()),
});

export const pieceSize = 1024 * 1024;

/** The bytes of [from, to) in pieces. */
export async function* piecesOf(source: Source, from: number, to: number): AsyncGenerator<Uint8Array<ArrayBuffer>> {
  for (let at = from; at < to; at += pieceSize) yield await source.read(at, Math.min(to, at + pieceSize));
}

/** What the checks see of an export, wherever it lies: its files by name. */
export type Members = {
  readonly names: readonly string[];
  /** The whole of a short file; null if there is none of that name. */
  readonly bytes: (name: string) => Promise<Uint8Array | null>;
  readonly pieces: (name: string) => AsyncIterable<Uint8Array>;
};
