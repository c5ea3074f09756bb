// Which form a bundle has is read first of all: one made by a later program is named as that, and nothing else is judged.
import type { FileHandle } from 'node:fs/promises';
import { bundleFactsName, bundleFormat, bundleVersion, type BundleLevel } from './bundle-format.ts';
import { readCanonical } from './check-openings.ts';
import { readMember, type ZipEntry } from './read-zip.ts';

export type BundleFacts = { readonly level: BundleLevel; readonly log: string; readonly size: number };

/** Reads the first member; words where it is not `bundle.json` in a form this program knows. */
export const readFacts = async (file: FileHandle, first: ZipEntry | undefined): Promise<BundleFacts | string> => {
  if (first?.name !== bundleFactsName) return 'Its first file is not bundle.json.';
  if (first.size > maxFactsBytes) return 'bundle.json is too long.';
  const chunks: Buffer[] = [];
  for await (const chunk of readMember(file, first)) chunks.push(chunk);
  return understand(Buffer.concat(chunks));
};

/** In a file that is no ZIP of ours: words if its first member says that a later program made it, else null. */
export const peekFacts = async (file: FileHandle): Promise<string | null> => {
  const start = Buffer.alloc(30 + bundleFactsName.length + maxFactsBytes);
  const { bytesRead } = await file.read(start, 0, start.length, 0);
  const head = start.subarray(0, bytesRead);
  if (head.length < 30 || head.readUInt32LE(0) !== 0x0403_4b50 || head.readUInt16LE(8) !== 0) return null;
  const from = 30 + head.readUInt16LE(26) + head.readUInt16LE(28);
  if (head.toString('latin1', 30, 30 + head.readUInt16LE(26)) !== bundleFactsName) return null;
  const facts = understand(head.subarray(from, from + head.readUInt32LE(18)));
  return typeof facts === 'string' && facts.startsWith(newer) ? facts : null;
};

const maxFactsBytes = 4096;
const newer = 'It was made by a newer version of DNC Desk';
const levels: readonly BundleLevel[] = ['L0', 'L1', 'L2'];

const understand = (bytes: Buffer): BundleFacts | string => {
  const value = bytes.at(-1) === 0x0a ? readCanonical(bytes.subarray(0, -1)) : null;
  if (value === null || value['format'] !== bundleFormat || !Number.isSafeInteger(value['v']) || Number(value['v']) < 1) return 'bundle.json cannot be read.';
  if (Number(value['v']) > bundleVersion) {
    const app = typeof value['app'] === 'string' && /^[\w.+-]{1,40}$/.test(value['app']) ? value['app'] : 'unknown';
    return `${newer} (${app}, form ${Number(value['v'])}); this one knows form ${bundleVersion}. Check it with that version or a later one.`;
  }
  const level = levels.find((each) => each === value['level']);
  const hasOnlyKnown = Object.keys(value).join() === 'app,at,format,level,log,size,v';
  if (level === undefined || !hasOnlyKnown || typeof value['log'] !== 'string' || typeof value['size'] !== 'number') return 'bundle.json cannot be read.';
  return { level, log: value['log'], size: value['size'] };
};
