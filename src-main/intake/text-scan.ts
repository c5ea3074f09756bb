// One pass over all bytes of a text before any row is read: its hash, its encoding, and proof that it is text with lines.
import type { FileFailure } from '../../src-shared/failures.ts';
import { fail, ok, type Result } from '../../src-shared/result.ts';
import type { FileBytes } from './file-bytes.ts';
import { createLineCounter, type LineCounter } from './physical-lines.ts';
import { createTextDecoding, guessUtf16, readBom, type TextEncoding } from './text-encoding.ts';

export type TextScan = {
  readonly sha256: string;
  readonly encoding: TextEncoding;
  /** Bytes of the byte order mark, which belong to no line. */
  readonly bom: number;
  /** Physical lines. */
  readonly lines: number;
};

/** No list of numbers has such a line; what has one is a program's data, or a file whose line ends were lost. */
export const LONGEST_LINE = 1 << 20;

/** Fails with FileNotTabular, FileEmpty (nothing but a byte order mark) and whatever reading the bytes may fail with. */
export const scanText = async (file: FileBytes, head: Buffer, longestLine = LONGEST_LINE): Promise<Result<TextScan, FileFailure>> => {
  const notTabular = (looksLike: string) => fail({ type: 'FileNotTabular', name: file.name, looksLike } as const);
  const mark = readBom(head);
  const bom = mark?.length ?? 0;
  if (bom === file.size) return fail({ type: 'FileEmpty', name: file.name });
  // UTF-32 begins with the mark of UTF-16 and two zero bytes.
  if (mark?.encoding === 'utf-16le' && head[2] === 0 && head[3] === 0) return notTabular('utf-32 text');
  const wide = mark === null ? guessUtf16(head) : mark.encoding === 'utf-8' ? null : mark.encoding;

  const lines = createTextLineCounter(wide ?? 'utf-8');
  const decoding = createTextDecoding(wide ?? 'utf-8');
  let valid = true;
  let skip = bom;
  const digest = await file.digest((piece) => {
    const bytes = skip === 0 ? piece : piece.subarray(skip);
    skip = 0;
    lines.push(bytes);
    if (valid) valid = decoding.check(bytes);
  });
  if (!digest.ok) return digest;

  valid &&= decoding.whole();
  if (wide !== null && !valid) return notTabular('damaged utf-16 text');
  if (lines.controls() * 500 > file.size) return notTabular('binary data');
  if (lines.longest() > longestLine) return notTabular('one endless line');
  return ok({ sha256: digest.value, encoding: wide ?? (valid ? 'utf-8' : 'windows-1252'), bom, lines: lines.lines() });
};

const createTextLineCounter = (encoding: TextEncoding): LineCounter =>
  createLineCounter(encoding === 'utf-16le' || encoding === 'utf-16be' ? 2 : 1, encoding === 'utf-16be');
