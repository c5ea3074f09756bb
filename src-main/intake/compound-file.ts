// The streams at the top of a compound file (MS-CFB), each whole or not at all: chains that circle, leave the file or end early are faults.
import { fail, ok, type Result } from '../../src-shared/result.ts';
import { broken, type PartFault } from './part-fault.ts';

export interface CompoundFile {
  /** Names as written, of every entry anywhere in it. */
  readonly names: readonly string[];
  /** A stream at the top, its name without regard to case (2.6.4); null where there is none. */
  readonly stream: (name: string) => Result<Buffer, PartFault> | null;
}

type Entry = { readonly name: string; readonly type: number; readonly left: number; readonly right: number; readonly child: number; readonly start: number; readonly size: number };

const LAST_SECTOR = 0xfffffffa;
const NO_ENTRY = 0xffffffff;
const STREAM = 2;
const ROOT = 5;
const ENTRY = 128;

export const readCompoundFile = (file: Buffer): Result<CompoundFile, PartFault> => {
  // 2.2: sizes as powers of two; version 3 has sectors of 512 bytes, version 4 of 4096, small ones are always 64.
  const shift = file.length < 512 ? 0 : file.readUInt16LE(30);
  if ((shift !== 9 && shift !== 12) || file.readUInt16LE(32) !== 6) return fail(broken('no compound file header'));
  const size = 1 << shift;
  const sectors = Math.max(0, Math.ceil(file.length / size) - 1);
  const sector = (index: number): Buffer | null => (index < sectors ? file.subarray((index + 1) << shift, (index + 2) << shift) : null);

  const fat = readFat(file, sector, sectors, size);
  if (!fat.ok) return fat;
  const follow = (start: number): Result<Buffer, PartFault> => chain(start, fat.value, sector, sectors);

  const directory = follow(file.readUInt32LE(48));
  if (!directory.ok) return directory;
  const entries = readEntries(directory.value, shift === 9);
  const root = entries[0];
  if (root?.type !== ROOT) return fail(broken('no root entry'));

  const smallest = file.readUInt32LE(56);
  const stream = (entry: Entry): Result<Buffer, PartFault> => {
    const read = entry.size >= smallest ? follow(entry.start) : small(entry.start);
    if (!read.ok) return read;
    return read.value.length < entry.size ? fail(broken('cut short')) : ok(read.value.subarray(0, entry.size));
  };
  const small = (start: number): Result<Buffer, PartFault> => {
    const whole = root.size === 0 ? ok(Buffer.alloc(0)) : follow(root.start);
    const table = whole.ok ? follow(file.readUInt32LE(60)) : whole;
    if (!whole.ok || !table.ok) return whole.ok ? table : whole;
    const count = Math.floor(whole.value.length / 64);
    return chain(start, numbersOf(table.value), (index) => (index < count ? whole.value.subarray(index * 64, index * 64 + 64) : null), count);
  };

  const top = siblings(entries, root.child);
  return ok(Object.freeze({
    names: entries.filter(({ type }) => type !== 0).map(({ name }) => name),
    stream: (name: string) => {
      const entry = top.find((one) => one.type === STREAM && one.name.toLowerCase() === name.toLowerCase());
      return entry === undefined ? null : stream(entry);
    },
  }));
};

/** 2.3 and 2.5: the first 109 sectors of the table stand in the header, further ones in a chain of their own. */
const readFat = (file: Buffer, sector: (index: number) => Buffer | null, sectors: number, size: number): Result<Uint32Array, PartFault> => {
  const places: number[] = [];
  for (let at = 76; at < 512; at += 4) places.push(file.readUInt32LE(at));
  let next = file.readUInt32LE(68);
  for (let seen = 0; next < LAST_SECTOR; seen += 1) {
    const more = sector(next);
    if (more === null || more.length < size || seen > sectors) return fail(broken('sector table outside the file'));
    for (let at = 0; at < size - 4; at += 4) places.push(more.readUInt32LE(at));
    next = more.readUInt32LE(size - 4);
  }
  const tables: Buffer[] = [];
  for (const place of places) {
    if (place >= LAST_SECTOR) continue;
    const table = sector(place);
    if (table === null || tables.length > sectors) return fail(broken('sector table outside the file'));
    tables.push(table);
  }
  return ok(numbersOf(Buffer.concat(tables)));
};

const numbersOf = (bytes: Buffer): Uint32Array => Uint32Array.from({ length: Math.floor(bytes.length / 4) }, (_x, index) => bytes.readUInt32LE(index * 4));

const chain = (start: number, table: Uint32Array, sector: (index: number) => Buffer | null, most: number): Result<Buffer, PartFault> => {
  const pieces: Buffer[] = [];
  for (let at = start; at < LAST_SECTOR; at = table[at] ?? NO_ENTRY) {
    const piece = sector(at);
    if (piece === null) return fail(broken('cut short'));
    if (pieces.length >= most) return fail(broken('sectors in a circle'));
    pieces.push(piece);
  }
  return ok(Buffer.concat(pieces));
};

/** 2.6.1; the upper half of a size means something in version 4 only. */
const readEntries = (directory: Buffer, narrow: boolean): readonly Entry[] => {
  const entries: Entry[] = [];
  for (let at = 0; at + ENTRY <= directory.length; at += ENTRY) {
    const letters = Math.min(Math.max(directory.readUInt16LE(at + 64) - 2, 0), 62);
    entries.push({
      name: directory.toString('utf16le', at, at + letters), type: directory[at + 66] ?? 0,
      left: directory.readUInt32LE(at + 68), right: directory.readUInt32LE(at + 72), child: directory.readUInt32LE(at + 76),
      start: directory.readUInt32LE(at + 116), size: directory.readUInt32LE(at + 120) + (narrow ? 0 : directory.readUInt32LE(at + 124) * 2 ** 32),
    });
  }
  return entries;
};

/** Every entry of the tree (2.6.4) that `from` belongs to, each once. */
const siblings = (entries: readonly Entry[], from: number): readonly Entry[] => {
  const found = new Set<Entry>();
  const left = [from];
  for (let next = left.pop(); next !== undefined; next = left.pop()) {
    const entry = entries[next];
    if (entry === undefined || found.has(entry)) continue;
    found.add(entry);
    left.push(entry.left, entry.right);
  }
  return [...found];
};
