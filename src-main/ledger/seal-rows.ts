// Rows that a leaf reports without naming them: their salted root for its body, and the seed of the salts for its `rows` opening.
import type { JsonObject } from '../sealed-log/leaf.ts';
import { createRowsTree } from '../sealed-log/rows-tree.ts';

export type SealedRows = { readonly root: string; readonly open: { readonly rows: JsonObject } };

/** `log` is the origin, `seed` 32 random bytes; the root is base64url. */
export const sealRows = (log: string, seed: Uint8Array, rows: Iterable<JsonObject>): SealedRows => {
  const tree = createRowsTree(seed, log);
  for (const row of rows) tree.add(row);
  return { root: tree.end().root.toString('base64url'), open: { rows: { seed: Buffer.from(seed).toString('base64url') } } };
};
