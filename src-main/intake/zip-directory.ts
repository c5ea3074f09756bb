// Lists and unpacks the parts of a ZIP file by its central directory, streamed and within limits that no bomb outruns.
import { Readable, pipeline } from 'node:stream';
import { crc32, createInflateRaw } from 'node:zlib';
import { fail, ok, type Result } from '../../src-shared/result.ts';
import type { FileBytes } from './file-bytes.ts';
import { broken, large, type PartFault } from './part-fault.ts';

// PKWARE APPNOTE 6.3: 4.3.12 central directory header, 4.3.14 to 4.3.16 end records, 4.5.3 ZIP64 extra field.

export type ZipEntry = {
  readonly name: string;
  readonly packed: number;
  readonly unpacked: number;
  readonly crc: number;
  readonly method: number;
  readonly encrypted: boolean;
  /** Where the local header stands in the file. */
  readonly at: number;
};

const MOST_ENTRIES = 10_000;
const LARGEST_DIRECTORY = 16 << 20;
const RATIO = 250;
/** A small part may well be made of one letter; only past this is the ratio a sign of a bomb. */
const RATIO_FROM = 64 << 20;

/** Entries by lower-case name with forward slashes, as OPC compares part names. */
export const readZipDirectory = async (file: FileBytes): Promise<Result<ReadonlyMap<string, ZipEntry>, PartFault>> => {
  const tailAt = Math.max(0, file.size - 22 - 0xffff - 20);
  const tail = await sliceOf(file, tailAt, file.size - tailAt);
  if (!tail.ok) return tail;
  const end = tail.value.lastIndexOf(Buffer.from('PK\u0005\u0006', 'latin1'));
  if (end < 0 || end + 22 > tail.value.length) return fail(broken('no central directory'));

  let where = { count: tail.value.readUInt16LE(end + 10), size: tail.value.readUInt32LE(end + 12), at: tail.value.readUInt32LE(end + 16) };
  if (end >= 20 && tail.value.readUInt32LE(end - 20) === 0x07064b50) {
    const record = await sliceOf(file, Number(tail.value.readBigUInt64LE(end - 12)), 56);
    if (!record.ok) return record;
    if (record.value.length < 56 || record.value.readUInt32LE(0) !== 0x06064b50) return fail(broken('ZIP64 end record missing'));
    where = { count: wide(record.value, 32), size: wide(record.value, 40), at: wide(record.value, 48) };
  }
  if (where.count > MOST_ENTRIES) return fail(large(`${MOST_ENTRIES} parts`));
  if (where.size > LARGEST_DIRECTORY) return fail(large('directory of 16 MB'));
  if (where.at + where.size > file.size) return fail(broken('central directory outside the file'));
  const bytes = await sliceOf(file, where.at, where.size);
  return bytes.ok ? readEntries(bytes.value, where.count) : bytes;
};

const readEntries = (bytes: Buffer, count: number): Result<ReadonlyMap<string, ZipEntry>, PartFault> => {
  const entries = new Map<string, ZipEntry>();
  let at = 0;
  for (let index = 0; index < count; index += 1) {
    if (at + 46 > bytes.length || bytes.readUInt32LE(at) !== 0x02014b50) return fail(broken('central directory cut short'));
    const nameEnd = at + 46 + bytes.readUInt16LE(at + 28);
    const extraEnd = nameEnd + bytes.readUInt16LE(at + 30);
    if (extraEnd > bytes.length) return fail(broken('central directory cut short'));
    const sizes = readSizes(bytes, at, bytes.subarray(nameEnd, extraEnd));
    if (sizes === null) return fail(broken('ZIP64 sizes missing'));
    const name = bytes.toString('utf8', at + 46, nameEnd).replaceAll('\\', '/');
    const key = name.toLowerCase();
    // Two parts of one name are read differently by different programs; a list that depends on the reader proves nothing.
    if (entries.has(key)) return fail(broken(`two parts are named ${name}`));
    entries.set(key, {
      name, ...sizes, crc: bytes.readUInt32LE(at + 16), method: bytes.readUInt16LE(at + 10), encrypted: (bytes.readUInt16LE(at + 8) & 1) === 1,
    });
    at = extraEnd + bytes.readUInt16LE(at + 32);
  }
  return ok(entries);
};

/** 32-bit sizes, or the 64-bit ones of extra field 1, which holds only those whose 32-bit place is full of ones. */
const readSizes = (bytes: Buffer, at: number, extra: Buffer): Pick<ZipEntry, 'packed' | 'unpacked' | 'at'> | null => {
  const sizes = { unpacked: bytes.readUInt32LE(at + 24), packed: bytes.readUInt32LE(at + 20), at: bytes.readUInt32LE(at + 42) };
  const missing = (['unpacked', 'packed', 'at'] as const).filter((field) => sizes[field] === 0xffffffff);
  if (missing.length === 0) return sizes;
  for (let from = 0; from + 4 <= extra.length; from += 4 + extra.readUInt16LE(from + 2)) {
    if (extra.readUInt16LE(from) !== 1) continue;
    if (from + 4 + missing.length * 8 > extra.length) return null;
    for (const [index, field] of missing.entries()) sizes[field] = wide(extra, from + 4 + index * 8);
    return sizes;
  }
  return null;
};

/** The bytes of one part in pieces, at most `most` of them; ends with what is wrong, or null where size and CRC-32 are as listed. */
export async function* unpack(file: FileBytes, entry: ZipEntry, most: number): AsyncGenerator<Buffer, PartFault | null, void> {
  const limit = Math.min(most, Math.max(RATIO_FROM, entry.packed * RATIO));
  const tooLarge = large(limit === most ? `${Math.round(most / (1 << 20))} MB unpacked` : `${RATIO} times its packed size`);
  if (entry.encrypted) return { kind: 'encrypted' };
  if (entry.method !== 0 && entry.method !== 8) return broken(`packed by method ${entry.method}`);
  if (entry.unpacked > limit) return tooLarge;
  const header = await sliceOf(file, entry.at, 30);
  if (!header.ok) return header.failure;
  if (header.value.length < 30 || header.value.readUInt32LE(0) !== 0x04034b50) return broken('no local header');
  const start = entry.at + 30 + header.value.readUInt16LE(26) + header.value.readUInt16LE(28);
  if (start + entry.packed > file.size) return broken('part cut short');

  const packed = { fault: null as PartFault | null };
  const pieces = entry.method === 0 ? copies(file, start, entry.packed, packed) : inflate(copies(file, start, entry.packed, packed));
  let size = 0;
  let crc = 0;
  try {
    for await (const piece of pieces) {
      size += piece.length;
      if (size > limit) return tooLarge;
      if (size > entry.unpacked) return broken('larger than listed');
      crc = crc32(piece, crc);
      yield piece;
    }
  } catch (error) {
    const code = (error as NodeJS.ErrnoException).code ?? '';
    if (!code.startsWith('Z_')) throw error;
    return packed.fault ?? broken('damaged (inflate)');
  }
  if (packed.fault !== null) return packed.fault;
  return size === entry.unpacked && crc === entry.crc ? null : broken('damaged (checksum)');
}

/** The pieces as memory of their own: zlib reads them later than the next piece is read. */
async function* copies(file: FileBytes, start: number, length: number, state: { fault: PartFault | null }): AsyncGenerator<Buffer, void, void> {
  const reading = file.pieces(start, start + length, 128 * 1024);
  try {
    for (;;) {
      const step = await reading.next();
      if (step.done === true) {
        if (step.value !== null) state.fault = { kind: 'file', failure: step.value };
        return;
      }
      yield Buffer.from(step.value);
    }
  } finally {
    await reading.return(null);
  }
}

const inflate = (source: AsyncGenerator<Buffer, void, void>): AsyncIterable<Buffer> => {
  const inflating = createInflateRaw({ chunkSize: 256 * 1024 });
  // Errors reach the reader through the iteration; the callback only keeps them from being thrown a second time.
  pipeline(Readable.from(source), inflating, () => undefined);
  return inflating;
};

const sliceOf = async (file: FileBytes, at: number, length: number): Promise<Result<Buffer, PartFault>> => {
  if (at < 0 || at > file.size) return fail(broken('directory points outside the file'));
  const bytes = await file.slice(at, length);
  return bytes.ok ? bytes : fail({ kind: 'file', failure: bytes.failure });
};

const wide = (bytes: Buffer, at: number): number => Number(bytes.readBigUInt64LE(at));
