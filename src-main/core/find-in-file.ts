// Whether any of some texts stands anywhere in a file, read piece by piece: what was said to be gone is looked for.
import { open } from 'node:fs/promises';

const pieceBytes = 1 << 20;

/** False for a file that is not there. A text that lies across two pieces is found. */
export const findInFile = async (path: string, texts: readonly string[]): Promise<boolean> => {
  const wanted = texts.filter((text) => text !== '').map((text) => Buffer.from(text));
  const overlap = Math.max(0, ...wanted.map(({ length }) => length)) - 1;
  if (overlap < 0) return false;
  const file = await open(path, 'r').catch(() => null);
  if (file === null) return false;
  try {
    const buffer = Buffer.alloc(overlap + pieceBytes);
    let kept = 0;
    for (;;) {
      const { bytesRead } = await file.read(buffer, kept, pieceBytes);
      if (bytesRead === 0) return false;
      const filled = buffer.subarray(0, kept + bytesRead);
      if (wanted.some((each) => filled.includes(each))) return true;
      kept = Math.min(overlap, filled.length);
      buffer.copyWithin(0, filled.length - kept, filled.length);
    }
  } finally {
    await file.close();
  }
};
