// Reads a call's JSON with a limit, and an uploaded file to the disk; whatever is wrong comes back named, nothing half-received stays.
import { createWriteStream } from 'node:fs';
import { rm, statfs } from 'node:fs/promises';
import { dirname } from 'node:path';
import { Readable, Transform } from 'node:stream';
import type { ReadableStream as NodeStream } from 'node:stream/web';
import { pipeline } from 'node:stream/promises';
import type { FileFailure, InputInvalid } from '../../../src-shared/failures.ts';
import { done, fail, ok, type Result } from '../../../src-shared/result.ts';

export const callLimit = 1024 * 1024;
/** Left free for the ledger, which is to take in what arrives. */
const spareBytes = 64 * 1024 * 1024;

export const readJsonBody = async (request: Request): Promise<Result<unknown, InputInvalid>> => {
  const invalid = (issue: string): Result<never, InputInvalid> => fail({ type: 'InputInvalid', issues: [issue] });
  if (!/^application\/json(?:\s*;|$)/i.test(request.headers.get('content-type') ?? '')) return invalid('the content type must be application/json');
  if (Number(request.headers.get('content-length') ?? 0) > callLimit) return invalid(`the body is larger than ${callLimit} bytes`);
  const parts: Uint8Array[] = [];
  let bytes = 0;
  try {
    for await (const part of request.body ?? []) {
      bytes += part.byteLength;
      if (bytes > callLimit) return invalid(`the body is larger than ${callLimit} bytes`);
      parts.push(part);
    }
    return ok(JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(Buffer.concat(parts))));
  } catch {
    return invalid('the body is not JSON');
  }
};

/** The disk is the limit: what cannot fit is refused before it is written. */
export const receiveFile = async (request: Request, path: string, name: string): Promise<Result<null, FileFailure>> => {
  const limit = await roomFor(dirname(path));
  const declared = Number(request.headers.get('content-length') ?? 0);
  if (declared > limit) return fail({ type: 'FileTooLarge', name, bytes: declared, limit });
  let bytes = 0;
  const count = new Transform({
    transform(chunk: Buffer, _encoding, next) {
      bytes += chunk.length;
      if (bytes > limit) next(Object.assign(new Error('too large'), { code: 'EFBIG' }));
      else next(null, chunk);
    },
  });
  try {
    await pipeline(request.body === null ? Readable.from([]) : Readable.fromWeb(request.body as NodeStream), count, createWriteStream(path, { mode: 0o600 }));
    return done;
  } catch (thrown) {
    await rm(path, { force: true });
    const code = thrown instanceof Error && 'code' in thrown ? String(thrown.code) : 'unknown';
    if (code === 'EFBIG' || code === 'ENOSPC') return fail({ type: 'FileTooLarge', name, bytes: Math.max(bytes, declared), limit });
    return fail({ type: 'FileUnreadable', name, code });
  }
};

const roomFor = async (folder: string): Promise<number> => {
  const disk = await statfs(folder);
  return Math.max(0, disk.bavail * disk.bsize - spareBytes);
};
