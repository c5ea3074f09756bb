// Rows that a leaf reports without naming them: their salted root for its body, the seed of the salts for its `rows` opening, and the rows themselves to be kept.
import { deflateRawSync, inflateRawSync } from 'node:zlib';
import { canonicalJson } from '../sealed-log/canonical-json.ts';
import type { JsonObject } from '../sealed-log/leaf.ts';
import { createRowsTree } from '../sealed-log/rows-tree.ts';

/** Rows `first` and following in canonical JSON, one a line, packed. */
export type RowChunk = { readonly first: number; readonly rows: number; readonly bytes: Buffer };
/** The clear values of a `rows` opening; `packed` is kept beside the opening, not in it. An import has its rows in its entries. */
export type RowsOpening = { readonly seed: string; readonly packed?: readonly RowChunk[] };
export type SealedRows = { readonly root: string; readonly rows: number; readonly open: { readonly rows: RowsOpening } };

export type RowSealer = { readonly add: (row: JsonObject) => void; readonly end: () => SealedRows };

/** `log` is the origin, `seed` 32 random bytes; the root is base64url. */
export const sealRows = (log: string, seed: Uint8Array, rows: Iterable<JsonObject>): SealedRows => {
  const sealer = createRowSealer(log, seed);
  for (const row of rows) sealer.add(row);
  return sealer.end();
};

/** The same for rows that come over time. */
export const createRowSealer = (log: string, seed: Uint8Array): RowSealer => {
  const tree = createRowsTree(seed, log);
  const packed: RowChunk[] = [];
  let lines: string[] = [];
  let first = 0;
  const pack = (): void => {
    if (lines.length === 0) return;
    packed.push({ first, rows: lines.length, bytes: deflateRawSync(lines.join('\n'), { level: 1 }) });
    first += lines.length;
    lines = [];
  };
  return {
    add: (row) => {
      const text = canonicalJson(row);
      tree.addText(text);
      if (lines.push(text) === rowsAtOnce) pack();
    },
    end: () => {
      pack();
      const { root, rows } = tree.end();
      return { root: root.toString('base64url'), rows, open: { rows: { seed: Buffer.from(seed).toString('base64url'), packed } } };
    },
  };
};

export const unpackRows = (bytes: Uint8Array): readonly string[] => inflateRawSync(bytes).toString().split('\n');

const rowsAtOnce = 500;
