// A ZIP that holds one text file is read as that text, straight from the package; one that holds several is refused with their names.
import { createHash } from 'node:crypto';
import type { FileFailure } from '../../src-shared/failures.ts';
import { fail, ok, type Result } from '../../src-shared/result.ts';
import type { FileBytes } from './file-bytes.ts';
import type { PartFault } from './part-fault.ts';
import { openText } from './read-text.ts';
import { looksLikeRegistryXml, openRegistryXml } from './registry-xml.ts';
import { sniff } from './sniff.ts';
import type { Source } from './source-types.ts';
import { unpack, type ZipEntry } from './zip-directory.ts';

/** The whole US registry is 3.1 GB; four times that is no list any more. */
const MOST_BYTES = 16 * 1024 ** 3;
const HEAD = 64 * 1024;
const MOST_NAMES = 20;

/** What archivers of some systems add by themselves, and folders: nothing that anybody put in. */
const isAside = ({ name }: ZipEntry): boolean => name.endsWith('/') || /(?:^|\/)(?:__MACOSX\/.*|\.DS_Store|Thumbs\.db|desktop\.ini)$/i.test(name);

export const openZippedText = async (file: FileBytes, entries: readonly ZipEntry[]): Promise<Result<Source, FileFailure>> => {
  const held = entries.filter((entry) => !isAside(entry));
  const [only] = held;
  if (only === undefined) return fail({ type: 'FileNotTabular', name: file.name, looksLike: 'empty zip' });
  if (held.length > 1) {
    return fail({ type: 'ArchiveHoldsSeveral', name: file.name, count: held.length, members: held.slice(0, MOST_NAMES).map(({ name }) => name) });
  }
  const member = memberBytes(file, only);
  const head = await member.slice(0, HEAD);
  if (!head.ok) return head;
  if (only.unpacked === 0) return fail({ type: 'FileEmpty', name: file.name });
  const isRegistryXml = looksLikeRegistryXml(head.value);
  const sniffed = sniff(head.value);
  if (!isRegistryXml && sniffed.kind !== 'text') return fail({ type: 'FileNotTabular', name: file.name, looksLike: `zip of ${sniffed.kind === 'other' ? sniffed.looksLike : 'another workbook or archive'}` });

  const digest = await file.digest();
  if (!digest.ok) return digest;
  const opened = await (isRegistryXml ? openRegistryXml : openText)(member, head.value);
  if (!opened.ok) return opened;
  const text = opened.value;
  // Size and hash are those of the file that people have.
  const facts = Object.freeze({ ...text.facts, bytes: file.size, sha256: digest.value, format: 'zip', member: only.name, unpackedBytes: only.unpacked } as const);
  return ok(Object.freeze({ facts, head: text.head, rows: text.rows }));
};

export const archiveFailure = (fault: PartFault, name: string, part: string): FileFailure => {
  switch (fault.kind) {
    case 'broken': return { type: 'ArchiveUnreadable', name, part, why: fault.why };
    case 'large': return { type: 'ArchiveUnreadable', name, part, why: `more than ${fault.limit}` };
    case 'encrypted': return { type: 'ArchiveUnreadable', name, part, why: 'protected by a password' };
    default: return fault.failure;
  }
};

/** The member as if it were a file of its own; its pieces come in order only, and each reading checks its checksum. */
const memberBytes = (file: FileBytes, entry: ZipEntry): FileBytes => {
  async function* pieces(start: number, end: number, pieceSize: number): AsyncGenerator<Buffer, FileFailure | null, void> {
    const reading = unpack(file, entry, MOST_BYTES);
    let at = 0;
    try {
      for (;;) {
        const step = await reading.next();
        if (step.done === true) return step.value === null ? null : archiveFailure(step.value, file.name, entry.name);
        const from = Math.max(start - at, 0);
        const to = Math.min(end - at, step.value.length);
        for (let cut = from; cut < to; cut += pieceSize) yield step.value.subarray(cut, Math.min(cut + pieceSize, to));
        at += step.value.length;
        // The rest, and with it the checksum, is read only by those who ask for the end.
        if (at >= end && end < entry.unpacked) return null;
      }
    } finally {
      await reading.return(null);
    }
  }

  const whole = async (end: number, see: (piece: Buffer) => void): Promise<FileFailure | null> => {
    const reading = pieces(0, end, HEAD * 16);
    for (;;) {
      const step = await reading.next();
      if (step.done === true) return step.value;
      see(step.value);
    }
  };

  const slice: FileBytes['slice'] = async (start, length) => {
    const parts: Buffer[] = [];
    const failure = await whole(Math.min(start + length, entry.unpacked), (piece) => parts.push(Buffer.from(piece)));
    return failure === null ? ok(Buffer.concat(parts).subarray(start)) : fail(failure);
  };

  const digest: FileBytes['digest'] = async (look) => {
    const hash = createHash('sha256');
    const failure = await whole(entry.unpacked, (piece) => {
      hash.update(piece);
      look?.(piece);
    }) ?? (await file.unchanged());
    return failure === null ? ok(hash.digest('hex')) : fail(failure);
  };

  return Object.freeze({ path: file.path, name: file.name, size: entry.unpacked, pieces, slice, unchanged: file.unchanged, digest });
};
