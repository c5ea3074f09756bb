// The bytes of one file, as they were when it was opened: read in order with bounded memory, and a change is noticed.
import { createHash } from 'node:crypto';
import { open, stat } from 'node:fs/promises';
import type { FileFailure } from '../../src-shared/failures.ts';
import { fail, ok, type Result } from '../../src-shared/result.ts';

export interface FileBytes {
  readonly path: string;
  readonly name: string;
  readonly size: number;
  /** Consecutive pieces of [start, end). A piece is valid until the next is asked for: the memory is used again. */
  readonly pieces: (start: number, end: number, pieceSize: number) => AsyncGenerator<Buffer, FileFailure | null, void>;
  /** `length` bytes at `start`, fewer only at the end of the file. */
  readonly slice: (start: number, length: number) => Promise<Result<Buffer, FileFailure>>;
  /** FileChanged unless size and time of change are those seen at opening. */
  readonly unchanged: () => Promise<FileFailure | null>;
  /** SHA-256 of all bytes in lower-case hex, each piece shown to `look` on its way. */
  readonly digest: (look?: (piece: Buffer) => void) => Promise<Result<string, FileFailure>>;
}

const DIGEST_PIECE = 1 << 20;

/** Fails with FileMissing, FileIsFolder, FileUnreadable (an errno code, or NOT_A_FILE for pipes and devices) or FileEmpty. */
export const openFileBytes = async (path: string, name: string): Promise<Result<FileBytes, FileFailure>> => {
  const look = () => stat(path, { bigint: true });
  const failureOf = (error: unknown): FileFailure => {
    const code = (error as NodeJS.ErrnoException).code;
    if (code === undefined) throw error;
    if (code === 'ENOENT' || code === 'ENOTDIR') return { type: 'FileMissing', name };
    if (code === 'EISDIR') return { type: 'FileIsFolder', name };
    return { type: 'FileUnreadable', name, code };
  };

  let first: Awaited<ReturnType<typeof look>>;
  try {
    first = await look();
    if (first.isDirectory()) return fail({ type: 'FileIsFolder', name });
    if (!first.isFile()) return fail({ type: 'FileUnreadable', name, code: 'NOT_A_FILE' });
    await (await open(path)).close();
  } catch (error) {
    return fail(failureOf(error));
  }
  if (first.size === 0n) return fail({ type: 'FileEmpty', name });
  const size = Number(first.size);

  async function* pieces(start: number, end: number, pieceSize: number): AsyncGenerator<Buffer, FileFailure | null, void> {
    let handle: Awaited<ReturnType<typeof open>> | undefined;
    try {
      handle = await open(path);
      const memory = Buffer.allocUnsafe(Math.min(pieceSize, Math.max(end - start, 1)));
      for (let at = start; at < end; ) {
        const { bytesRead } = await handle.read(memory, 0, Math.min(memory.length, end - at), at);
        if (bytesRead === 0) return { type: 'FileChanged', name };
        at += bytesRead;
        yield memory.subarray(0, bytesRead);
      }
      return null;
    } catch (error) {
      return failureOf(error);
    } finally {
      await handle?.close();
    }
  }

  const slice: FileBytes['slice'] = async (start, length) => {
    const parts: Buffer[] = [];
    const reading = pieces(start, Math.min(start + length, size), DIGEST_PIECE);
    for (;;) {
      const step = await reading.next();
      if (step.done === true) return step.value === null ? ok(Buffer.concat(parts)) : fail(step.value);
      parts.push(Buffer.from(step.value));
    }
  };

  const unchanged: FileBytes['unchanged'] = async () => {
    try {
      const now = await look();
      return now.size === first.size && now.mtimeNs === first.mtimeNs ? null : { type: 'FileChanged', name };
    } catch (error) {
      return failureOf(error);
    }
  };

  const digest: FileBytes['digest'] = async (see) => {
    const hash = createHash('sha256');
    const reading = pieces(0, size, DIGEST_PIECE);
    for (;;) {
      const step = await reading.next();
      if (step.done === true) {
        const failure = step.value ?? (await unchanged());
        return failure === null ? ok(hash.digest('hex')) : fail(failure);
      }
      hash.update(step.value);
      see?.(step.value);
    }
  };

  return ok(Object.freeze({ path, name, size, pieces, slice, unchanged, digest }));
};
