// Lines come out of pieces as the bytes they are, without their line feeds, and none may be longer than a line of its file can be.
import { fromUtf8, join } from './bytes.ts';

export type Line = {
  readonly bytes: Uint8Array;
  /** The same as text; null if it is no UTF-8. */
  readonly text: string | null;
  /** False: too long, or the file ends without a line feed. */
  readonly whole: boolean;
};

export const lineLimit = 70_000;

/** All lines that end in a piece come together; a line that is not whole is the last. */
export async function* linesOf(pieces: AsyncIterable<Uint8Array>): AsyncGenerator<readonly Line[]> {
  let rest = new Uint8Array();
  for await (const piece of pieces) {
    const block = rest.length === 0 ? piece : join(rest, piece);
    const lines: Line[] = [];
    // One reading for all lines where each byte is a letter, which nearly always is so; line by line would take many times as long.
    const all = fromUtf8(block);
    const inOne = all?.length === block.length ? all : null;
    let from = 0;
    for (let to = block.indexOf(10); to !== -1; to = block.indexOf(10, from)) {
      const bytes = block.subarray(from, to);
      const whole = to - from <= lineLimit;
      lines.push({ bytes, whole, text: inOne?.slice(from, to) ?? (whole ? fromUtf8(bytes) : null) });
      from = to + 1;
    }
    rest = block.slice(from);
    const tooLong = rest.length > lineLimit || lines.some(({ whole }) => !whole);
    yield tooLong ? [...lines.filter(({ whole }) => whole), { bytes: rest.subarray(0, 0), text: null, whole: false }] : lines;
    if (tooLong) return;
  }
  if (rest.length > 0) yield [{ bytes: rest, text: null, whole: false }];
}
