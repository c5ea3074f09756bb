// What a forger with the true key can do to a bundle: take it apart, change it, list and sign its sums anew.
import { createHash } from 'node:crypto';
import { crc32 } from 'node:zlib';
import { unzipSync } from 'fflate';
import type { Signer } from '../../../src-main/sealed-log/keys.ts';
import { signSsh } from '../../../src-main/sealed-log/sshsig.ts';
import { centralHeader, endRecord, localHeader } from '../../../src-main/sealed-log/zip-format.ts';

export type Members = Readonly<Record<string, Buffer>>;
export const membersOf = (zip: Uint8Array): Members => Object.fromEntries(Object.entries(unzipSync(zip)).map(([name, bytes]) => [name, Buffer.from(bytes)]));

/** The members as a ZIP of the plain shape, their sums listed and signed anew. */
export const reSigned = (members: Members, signer: Signer): Buffer => {
  const { SHA256SUMS: _sums, 'SHA256SUMS.sig': _sig, ...listed } = members;
  const sums = Buffer.from(Object.entries(listed).map(([name, bytes]) => `${createHash('sha256').update(bytes).digest('hex')}  ${name}\n`).join(''));
  return zipOf({ ...listed, SHA256SUMS: sums, 'SHA256SUMS.sig': Buffer.from(signSsh(signer, sums)) });
};

export const zipOf = (members: Members): Buffer => {
  const parts: Buffer[] = [];
  const directory: Buffer[] = [];
  let offset = 0;
  for (const [name, bytes] of Object.entries(members)) {
    const member = { name, size: bytes.length, crc: crc32(bytes) };
    directory.push(centralHeader(member, offset));
    parts.push(localHeader(member), bytes);
    offset += 30 + name.length + bytes.length;
  }
  const central = Buffer.concat(directory);
  return Buffer.concat([...parts, central, endRecord(directory.length, central.length, offset)]);
};

export const text = (content: string): Buffer => Buffer.from(content);
export const ndjson = (leaves: readonly string[]): Buffer => text(leaves.map((leaf) => `${leaf}\n`).join(''));
