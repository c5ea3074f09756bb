// A ZIP is read only if every byte outside its members' contents has the one value it may have; nothing is unpacked or guessed.
import type { FileHandle } from 'node:fs/promises';
import { fail, ok, type Result } from '../../src-shared/result.ts';
import { maxZipMembers } from './zip-format.ts';

export type ZipEntry = {
  readonly name: string;
  readonly size: number;
  readonly crc: number;
  /** Where its content begins in the file. */
  readonly start: number;
};
export type ZipBroken = {
  readonly type: 'ZipBroken';
  /** In plain words. */
  readonly why: string;
  /** False: the file bears no sign of being a ZIP at all. */
  readonly isZip: boolean;
};

const maxNameLength = 100;
const endLength = 22;
const centralLength = 46;
const localLength = 30;

/**
 * The members in their order. Held to the shape exports are written in: stored, no comment, no extra fields, no gaps between
 * members, the directory saying what the members say, no name twice, no name that leads out of a folder.
 * Contents are not read: compare size, CRC and SHA-256 when reading them. Errors of the file system are thrown.
 */
export const readZipDirectory = async (file: FileHandle, fileSize: number): Promise<Result<readonly ZipEntry[], ZipBroken>> => {
  const head = await readExactly(file, 0, Math.min(4, fileSize));
  const end = await readExactly(file, Math.max(0, fileSize - endLength), Math.min(endLength, fileSize));
  const isZip = isSignature(head, 0, 'PK\u0003\u0004') || isSignature(end, 0, 'PK\u0005\u0006');
  const broken = (why: string): Result<never, ZipBroken> => fail({ type: 'ZipBroken', why, isZip });
  if (end.length < endLength || !isSignature(end, 0, 'PK\u0005\u0006')) return broken('its end is missing or something follows it');
  const count = end.readUInt16LE(10);
  const size = end.readUInt32LE(12);
  const start = end.readUInt32LE(16);
  if (end.readUInt32LE(4) !== 0 || end.readUInt16LE(8) !== count || end.readUInt16LE(20) !== 0) return broken('its end record is not as exports write it');
  if (count > maxZipMembers || size > count * (centralLength + maxNameLength)) return broken('its directory is larger than that of any export');
  if (start + size + endLength !== fileSize) return broken('its directory is not where its end says');
  const directory = await readExactly(file, start, size);
  const entries: ZipEntry[] = [];
  const names = new Set<string>();
  let at = 0;
  let offset = 0;
  for (let i = 0; i < count; i += 1) {
    const header = directory.subarray(at, at + centralLength);
    if (header.length < centralLength || !isSignature(header, 0, 'PK\u0001\u0002')) return broken('its directory is cut or damaged');
    const nameLength = header.readUInt16LE(28);
    const rawName = directory.subarray(at + centralLength, at + centralLength + nameLength);
    const name = rawName.toString('latin1');
    if (rawName.length < nameLength || !isSafeName(name)) return broken('a name in its directory is not one an export may have');
    if (names.has(name)) return broken(`it has ${name} twice`);
    names.add(name);
    if (header.readUInt16LE(10) !== 0) return broken(`${name} is packed, which exports never are: it could unpack to any size`);
    if (!isPlainCentral(header) || header.readUInt32LE(42) !== offset) return broken(`its directory entry for ${name} is not as exports write it`);
    const local = await readExactly(file, offset, localLength + nameLength);
    // From "version needed" to the name's length both headers say the same, byte for byte; then come the empty extra field and the name.
    const agrees = local.length === localLength + nameLength && isSignature(local, 0, 'PK\u0003\u0004') && local.subarray(4, 28).equals(header.subarray(6, 30))
      && local.readUInt16LE(28) === 0 && local.subarray(localLength).equals(rawName);
    if (!agrees) return broken(`its header of ${name} is not what its directory says`);
    const member = { name, size: header.readUInt32LE(24), crc: header.readUInt32LE(16), start: offset + localLength + nameLength };
    offset = member.start + member.size;
    if (offset > start) return broken(`${name} reaches beyond the members`);
    entries.push(member);
    at += centralLength + nameLength;
  }
  if (at !== size || offset !== start) return broken('there are bytes in it that belong to no member');
  return ok(entries);
};

/** A member's content in chunks, straight from the file; ends early only if the file was cut meanwhile. */
export async function* readMember(file: FileHandle, entry: ZipEntry, chunkSize = 256 * 1024): AsyncGenerator<Buffer> {
  for (let done = 0; done < entry.size;) {
    const chunk = await readExactly(file, entry.start + done, Math.min(chunkSize, entry.size - done));
    if (chunk.length === 0) return;
    done += chunk.length;
    yield chunk;
  }
}

/** Fewer bytes than asked for only at the end of the file. */
const readExactly = async (file: FileHandle, position: number, length: number): Promise<Buffer> => {
  const buffer = Buffer.alloc(length);
  let filled = 0;
  while (filled < length) {
    const { bytesRead } = await file.read(buffer, filled, length - filled, position + filled);
    if (bytesRead === 0) break;
    filled += bytesRead;
  }
  return buffer.subarray(0, filled);
};

const isSignature = (bytes: Buffer, at: number, expected: string): boolean => bytes.toString('latin1', at, at + 4) === expected;

// Lower and upper case letters, digits, dot, hyphen, underscore; folders one deep; so no "..", no drive, no backslash, no leading slash.
const isSafeName = (name: string): boolean => name.length <= maxNameLength && /^(?:[a-z]+\/)?[A-Za-z0-9][A-Za-z0-9_-]*(?:\.[A-Za-z0-9_-]+)*$/.test(name);

/** APPNOTE.TXT 4.3.12, field by field: the values exports are written with. */
const isPlainCentral = (header: Buffer): boolean =>
  header.readUInt16LE(4) === 0x0314 // made by
  && header.readUInt16LE(6) === 10 // version needed
  && header.readUInt16LE(8) === 0 // flags: neither encrypted nor with a data descriptor
  && header.readUInt16LE(10) === 0 // stored
  && header.readUInt16LE(12) === 0 && header.readUInt16LE(14) === 0x0021 // 1980-01-01 00:00
  && header.readUInt32LE(20) === header.readUInt32LE(24) // stored: both sizes are one
  && header.readUInt16LE(30) === 0 && header.readUInt16LE(32) === 0 // no extra field, no comment
  && header.readUInt16LE(34) === 0 && header.readUInt16LE(36) === 0 // first disk, no attributes
  && header.readUInt32LE(38) === (0o100644 << 16) >>> 0; // a plain file
