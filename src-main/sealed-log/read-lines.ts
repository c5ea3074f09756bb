// Lines of a long member as bytes, handed over by the block, so that a million of them cost no promise each.

export type Line = { readonly bytes: Buffer; /** False: longer than `limit`, or the member ends without a line end. Nothing follows it. */ readonly whole: boolean };

/** Blocks of lines without their line feeds; a block lives until the next one is asked for. */
export async function* readLines(chunks: AsyncIterable<Buffer>, limit: number): AsyncGenerator<readonly Line[]> {
  let rest: Buffer = Buffer.alloc(0);
  for await (const chunk of chunks) {
    const block = rest.length === 0 ? chunk : Buffer.concat([rest, chunk]);
    const lines: Line[] = [];
    let from = 0;
    for (let to = block.indexOf(lineFeed, from); to !== -1; to = block.indexOf(lineFeed, from)) {
      lines.push({ bytes: block.subarray(from, to), whole: to - from <= limit });
      from = to + 1;
    }
    rest = block.subarray(from);
    const tooLong = lines.findIndex((line) => !line.whole);
    if (tooLong !== -1) {
      yield lines.slice(0, tooLong + 1);
      return;
    }
    if (rest.length > limit) {
      yield [...lines, { bytes: rest, whole: false }];
      return;
    }
    yield lines;
  }
  if (rest.length > 0) yield [{ bytes: rest, whole: false }];
}

const lineFeed = 0x0a;

/** The text of bytes, or null where they are not UTF-8: or two different byte sequences would read as the same text. A byte order mark is content. */
export const readUtf8 = (bytes: Uint8Array): string | null => {
  try {
    return utf8.decode(bytes);
  } catch {
    return null;
  }
};

const utf8 = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });
