// A ZIP is taken only in the plain form exports have (APPNOTE.TXT 4.3): nothing compressed, nothing hidden between or behind its files.
import { areSame, fromUtf8 } from './bytes.ts';
import { flaw, type Flaw } from './course.ts';
import type { Source } from './source.ts';

export type Entry = { readonly name: string; readonly size: number; readonly crc: number; /** Where its bytes begin. */ readonly start: number };

/** More than any certificate has: each of its records brings up to four files. */
const maxEntries = 60_000;
const maxDirectory = 8 * 1024 * 1024;

/** The files in their order, or what is wrong. Reads the end, the directory and each file's header; contents are not touched. */
export const readZip = async (source: Source): Promise<readonly Entry[] | Flaw> => {
  if (source.size === 0) return flaw('empty', 'The file is empty.');
  if (source.size > 0xffff_ffff) return flaw('too-large', 'The file is larger than 4 GB, and no export is.');
  const head = await source.read(0, Math.min(4, source.size));
  const end = await source.read(Math.max(0, source.size - 22), source.size);
  const endView = viewOf(end);
  const endsWell = end.length === 22 && endView.getUint32(0, true) === 0x0605_4b50;
  if (!endsWell && (head.length < 4 || viewOf(head).getUint32(0, true) !== 0x0403_4b50)) return flaw('not-a-zip', 'This is no ZIP file.');
  if (!endsWell) return flaw('zip-cut', 'The ZIP’s end is missing, or something was added behind it.');
  const count = endView.getUint16(10, true);
  const length = endView.getUint32(12, true);
  const start = endView.getUint32(16, true);
  if (endView.getUint32(4, true) !== 0 || endView.getUint16(8, true) !== count || endView.getUint16(20, true) !== 0) return odd('end');
  if (count > maxEntries || length > maxDirectory) return flaw('zip-bomb', 'The ZIP lists more files than any export has. Nothing in it was opened.');
  if (start + length + 22 !== source.size) return flaw('zip-gap', 'The ZIP’s directory is not where its end says: bytes are missing or were put in.');
  return readDirectory(source, await source.read(start, start + length), count, start);
};

const readDirectory = async (source: Source, directory: Uint8Array, count: number, end: number): Promise<readonly Entry[] | Flaw> => {
  const entries: Entry[] = [];
  const names = new Set<string>();
  let at = 0;
  let offset = 0;
  for (let i = 0; i < count; i += 1) {
    if (at + 46 > directory.length) return odd('directory');
    const view = viewOf(directory.subarray(at, at + 46));
    const nameLength = view.getUint16(28, true);
    const rawName = directory.subarray(at + 46, at + 46 + nameLength);
    const name = fromUtf8(rawName) ?? '';
    if (view.getUint32(0, true) !== 0x0201_4b50 || rawName.length !== nameLength) return odd('directory');
    if (nameLength > 100 || !safeName.test(name)) return flaw('zip-name', 'A file in the ZIP has a name no file of an export has.');
    if (names.has(name)) return flaw('zip-twice', `The ZIP has ${name} twice.`);
    const [packed, size] = [view.getUint32(20, true), view.getUint32(24, true)];
    if (view.getUint16(10, true) !== 0 || packed !== size) {
      return size / Math.max(1, packed) > 100
        ? flaw('zip-bomb', `${name} would grow from ${packed.toLocaleString('en')} to ${size.toLocaleString('en')} bytes when unpacked (a “ZIP bomb”). Nothing in it was opened.`)
        : flaw('zip-compressed', `${name} is compressed, and exports are not: this ZIP was packed anew. Ask for the file as it was exported.`);
    }
    const local = await source.read(offset, offset + 30 + nameLength);
    if (!isPlain(view) || view.getUint32(42, true) !== offset || !isSameHeader(local, directory.subarray(at, at + 46), rawName)) return odd(name);
    const entry = { name, size, crc: view.getUint32(16, true), start: offset + 30 + nameLength };
    offset = entry.start + size;
    if (offset > end) return flaw('zip-gap', `${name} reaches beyond the part of the ZIP that holds files.`);
    entries.push(entry);
    names.add(name);
    at += 46 + nameLength;
  }
  return at === directory.length && offset === end ? entries : flaw('zip-gap', 'There are bytes in the ZIP that belong to no file.');
};

const odd = (where: string): Flaw => flaw('zip-header', `The ZIP was changed or packed anew: its record of ${where} is not as exports write it.`);
const viewOf = (bytes: Uint8Array): DataView => new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);

// At most one folder deep; no "..", no drive, no backslash.
const safeName = /^(?:[a-z]+\/)?[A-Za-z0-9][A-Za-z0-9_-]*(?:\.[A-Za-z0-9_-]+)*$/u;

/** The fields that have one value in every export: version, flags, time, extras, disk and attributes. */
const isPlain = (central: DataView): boolean =>
  central.getUint16(4, true) === 0x0314 && central.getUint16(6, true) === 10 && central.getUint16(8, true) === 0 && central.getUint16(12, true) === 0
  && central.getUint16(14, true) === 0x0021 && central.getUint32(30, true) === 0 && central.getUint32(34, true) === 0 && central.getUint32(38, true) === 0x81a4_0000;

/** From "version needed" to the name's length both headers are the same bytes; then an empty extra field and the name. */
const isSameHeader = (local: Uint8Array, central: Uint8Array, name: Uint8Array): boolean =>
  local.length === 30 + name.length && viewOf(local).getUint32(0, true) === 0x0403_4b50 && areSame(local.subarray(4, 28), central.subarray(6, 30))
  && viewOf(local).getUint16(28, true) === 0 && areSame(local.subarray(30), name);
