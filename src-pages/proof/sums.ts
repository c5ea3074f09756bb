// The sums of a file's bytes: SHA-256 as the signed list has it, CRC-32 as the ZIP has it.
import { toHex } from './bytes.ts';
import { createSha256 } from './sha256.ts';
import { piecesOf, type Source } from './source.ts';

export type Sums = { readonly sha256: string; readonly crc: number };
export type Summer = (source: Source, from: number, to: number) => Promise<Sums>;

/** The browser's own digest, where it has one on this page (it takes only whole files, so long ones go the other way). */
type Digest = ((bytes: Uint8Array<ArrayBuffer>) => Promise<ArrayBuffer>) | null;

export const createSummer = (digest: Digest): Summer => {
  const tables = crcTables();
  return async (source, from, to) => {
    if (digest !== null && to - from <= maxWhole) {
      const bytes = await source.read(from, to);
      const sum = digest(bytes);
      return { sha256: toHex(new Uint8Array(await sum)), crc: addCrc(tables, 0, bytes) };
    }
    const hash = createSha256();
    let crc = 0;
    for await (const piece of piecesOf(source, from, to)) {
      hash.update(piece);
      crc = addCrc(tables, crc, piece);
    }
    return { sha256: toHex(hash.digest()), crc };
  };
};

const maxWhole = 128 * 1024 * 1024;

/** Eight tables, so that eight bytes are taken at a time ("slicing by 8"); the polynomial is that of ISO 3309. */
const crcTables = (): Uint32Array => {
  const tables = new Uint32Array(8 * 256);
  for (let n = 0; n < 256; n += 1) {
    let c = n;
    for (let bit = 0; bit < 8; bit += 1) c = (c & 1) === 1 ? (c >>> 1) ^ 0xedb8_8320 : c >>> 1;
    tables[n] = c;
  }
  for (let n = 256; n < tables.length; n += 1) {
    const before = tables[n - 256] ?? 0;
    tables[n] = (before >>> 8) ^ (tables[before & 255] ?? 0);
  }
  return tables;
};

const addCrc = (t: Uint32Array, before: number, bytes: Uint8Array): number => {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const whole = bytes.length - (bytes.length % 8);
  let c = ~before;
  let at = 0;
  for (; at < whole; at += 8) {
    const low = view.getUint32(at, true) ^ c;
    const high = view.getUint32(at + 4, true);
    c = t[1792 + (low & 255)]! ^ t[1536 + ((low >>> 8) & 255)]! ^ t[1280 + ((low >>> 16) & 255)]! ^ t[1024 + (low >>> 24)]!
      ^ t[768 + (high & 255)]! ^ t[512 + ((high >>> 8) & 255)]! ^ t[256 + ((high >>> 16) & 255)]! ^ t[high >>> 24]!;
  }
  for (; at < bytes.length; at += 1) c = (c >>> 8) ^ t[(c ^ bytes[at]!) & 255]!;
  return ~c >>> 0;
};
