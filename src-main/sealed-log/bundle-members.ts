// What a file in a bundle is while the bundle is made: a name, its sums taken beforehand, and its bytes as often as they are asked for.
import { createHash } from 'node:crypto';
import { crc32 } from 'node:zlib';

/** `sha256` in hex. */
export type Sum = { readonly size: number; readonly crc: number; readonly sha256: string };
export type Member = Sum & { readonly name: string; /** Each is good until the next is asked for: they share their room. */ readonly chunks: () => Iterable<Buffer> };
/** Its lines each with its line end; an empty one stands for work that wrote nothing. */
export type LongMember = Member & { readonly lines: () => Iterable<string> };

export const textMember = (name: string, text: string | Uint8Array): Member => {
  const content = Buffer.from(text as string); // Buffer.from takes either; its overloads do not take the union.
  const sum = createSummer();
  sum.add(content);
  return { name, ...sum.end(), chunks: () => [content] };
};

/** A long member whose lines can be read again from the start; measuring reads them once, `each` sees every line on the way. */
export const measureLines = async (name: string, lines: () => Iterable<string>, each?: (line: string) => void): Promise<LongMember> => {
  const sum = createSummer();
  for (const chunk of chunksOf(each === undefined ? lines() : seen(lines(), each))) {
    sum.add(chunk);
    await rest();
  }
  return longMember(name, sum.end(), lines);
};

/** The same where the sums are known already. */
export const longMember = (name: string, sum: Sum, lines: () => Iterable<string>): LongMember => ({ name, ...sum, lines, chunks: () => chunksOf(lines()) });

export const createSummer = (): { readonly add: (bytes: Buffer) => void; readonly end: () => Sum } => {
  const sha = createHash('sha256');
  let size = 0;
  let crc = 0;
  return {
    add: (bytes) => {
      sha.update(bytes);
      crc = crc32(bytes, crc);
      size += bytes.length;
    },
    end: () => ({ size, crc, sha256: sha.digest('hex') }),
  };
};

/** A summer of lines one by one, in a room that is used again and again. */
export const createLineSummer = (): { readonly add: (line: string) => void; readonly end: () => Sum } => {
  const sum = createSummer();
  const room = createRoom();
  return {
    add: (line) => {
      if (!room.fits(line)) sum.add(room.take());
      room.put(line);
    },
    end: () => {
      sum.add(room.take());
      return sum.end();
    },
  };
};

/** Lines handled between two pauses: a few milliseconds of work. */
export const breath = 256;
/** Lets timers and input run, so that a long export does not freeze its process. */
export const rest = (): Promise<void> => new Promise((resolve) => {
  setImmediate(resolve);
});

/** Whole lines in chunks that share one room: new ones for each would pile up faster than they are collected. An empty line ends a chunk early, since others are to have a turn. */
function* chunksOf(lines: Iterable<string>): Generator<Buffer> {
  const room = createRoom();
  for (const line of lines) {
    if (line === '' || !room.fits(line)) yield room.take();
    room.put(line);
  }
  yield room.take();
}

function* seen(lines: Iterable<string>, each: (line: string) => void): Generator<string> {
  for (const line of lines) {
    each(line);
    yield line;
  }
}

const createRoom = () => {
  let room = Buffer.allocUnsafe(chunkLength);
  let held = 0;
  return {
    // UTF-8 takes at most three bytes for what a string counts as one.
    fits: (line: string): boolean => held === 0 || held + 3 * line.length <= room.length,
    put: (line: string): void => {
      if (held + 3 * line.length > room.length) room = Buffer.allocUnsafe(3 * line.length);
      held += room.write(line, held);
    },
    /** Good until the next `put`. */
    take: (): Buffer => {
      const taken = room.subarray(0, held);
      held = 0;
      return taken;
    },
  };
};

const chunkLength = 128 * 1024;
