// The one plain shape of ZIP this product writes (APPNOTE.TXT 4.3): stored members with sizes known beforehand, fixed times, no extras.

/**
 * Nothing is compressed on purpose: deflated bytes can be changed without changing what they unpack to, stored ones cannot,
 * so every byte of the file is either content under a signed sum or a field with one allowed value. No data descriptors
 * either, since readers that stream cannot skip a stored member that ends in one.
 */
export type ZipMember = { readonly name: string; readonly size: number; readonly crc: number };

/** Sizes and offsets are 32-bit without ZIP64. */
export const maxZipBytes = 0xffff_ffff;
/** The count is 16-bit, and all ones means ZIP64. */
export const maxZipMembers = 0xfffe;

export const localHeader = ({ name, size, crc }: ZipMember): Buffer => {
  const fixed = Buffer.alloc(30);
  fixed.writeUInt32LE(0x0403_4b50, 0);
  writeCommon(fixed, 4, { name, size, crc });
  return Buffer.concat([fixed, Buffer.from(name, 'latin1')]);
};

export const centralHeader = ({ name, size, crc }: ZipMember, offset: number): Buffer => {
  const fixed = Buffer.alloc(46);
  fixed.writeUInt32LE(0x0201_4b50, 0);
  fixed.writeUInt16LE(0x0314, 4); // made by version 2.0 on Unix, so that the mode below counts
  writeCommon(fixed, 6, { name, size, crc });
  fixed.writeUInt32LE((0o100644 << 16) >>> 0, 38); // a plain file, readable
  fixed.writeUInt32LE(offset, 42);
  return Buffer.concat([fixed, Buffer.from(name, 'latin1')]);
};

export const endRecord = (members: number, directorySize: number, directoryOffset: number): Buffer => {
  const record = Buffer.alloc(22);
  record.writeUInt32LE(0x0605_4b50, 0);
  record.writeUInt16LE(members, 8);
  record.writeUInt16LE(members, 10);
  record.writeUInt32LE(directorySize, 12);
  record.writeUInt32LE(directoryOffset, 16);
  return record;
};

const writeCommon = (header: Buffer, at: number, { name, size, crc }: ZipMember): void => {
  header.writeUInt16LE(10, at); // version needed: 1.0, stored
  // Flags, method and time of day stay 0.
  header.writeUInt16LE(0x0021, at + 8); // 1980-01-01, the first day ZIP knows
  header.writeUInt32LE(crc, at + 10);
  header.writeUInt32LE(size, at + 14);
  header.writeUInt32LE(size, at + 18);
  header.writeUInt16LE(name.length, at + 22);
};
