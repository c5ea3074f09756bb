// As much of DER (X.690) as reading a timestamp takes: nested tags with definite lengths, bounded in depth, never past the bytes given.

export type DerNode = { readonly tag: number; readonly content: Uint8Array; /** Those of a constructed value; none of a plain one. */ readonly children: readonly DerNode[] };

/** Null unless the bytes are exactly one value; what is nested deeper than 12 levels, or malformed within, has no children. */
export const readDer = (bytes: Uint8Array): DerNode | null => {
  const node = readNode(bytes, 0, 0);
  return node?.end === bytes.length ? node : null;
};

type Placed = DerNode & { readonly end: number };

const readNode = (bytes: Uint8Array, at: number, depth: number): Placed | null => {
  const [tag, first] = [bytes[at], bytes[at + 1]];
  if (tag === undefined || first === undefined || tag % 32 === 31) return null; // tags of many bytes are not needed
  const extra = first < 128 ? 0 : first - 128;
  if (first === 128 || extra > 4 || at + 2 + extra > bytes.length) return null; // indefinite lengths are not DER
  let length = first < 128 ? first : 0;
  for (let i = 0; i < extra; i += 1) length = length * 256 + (bytes[at + 2 + i] ?? 0);
  const [start, end] = [at + 2 + extra, at + 2 + extra + length];
  if (end > bytes.length) return null;
  const content = bytes.subarray(start, end);
  return { tag, content, children: (tag & 0x20) === 0 || depth >= 12 ? [] : readAll(content, depth + 1), end };
};

const readAll = (bytes: Uint8Array, depth: number): readonly DerNode[] => {
  const nodes: DerNode[] = [];
  for (let at = 0; at < bytes.length;) {
    const node = readNode(bytes, at, depth);
    if (node === null) return [];
    nodes.push(node);
    at = node.end;
  }
  return nodes;
};
