// What a file in a bundle is while the bundle is made: a name, its sums taken beforehand, and its bytes as often as they are asked for.
import { createHash } from 'node:crypto';
import { crc32 } from 'node:zlib';

/** `sha256` in hex. */
export type Sum = { readonly size: number; readonly crc: number; readonly sha256: string };
export type Member = Sum & { readonly name: string; readonly chunks: () => Iterable<Buffer> };

export const textMember = (name: string, text: string | Uint8Array): Member => {
  const content = Buffer.from(text as string); // Buffer.from takes either; its overloads do not take the union.
  const sum = createSummer();
  sum.add(content);
  return { name, ...sum.end(), chunks: () => [content] };
};

/** A long member whose lines can be read again from the start; measuring reads them once, `each` sees every line on the way. */
export const measureLines = async (name: string, lines: () => Iterable<string>, each: (line: string) => void = () => {}): Promise<Member> => {
  const sum = createSummer();
  let count = 0;
  for (const line of lines()) {
    each(line);
    sum.add(Buffer.from(line));
    count += 1;
    // An empty line stands for work that wrote none.
    if (line === '' || count % breath === 0) await rest();
  }
  return longMember(name, sum.end(), lines);
};

/** The same where the sums are known already. */
export const longMember = (name: string, sum: Sum, lines: () => Iterable<string>): Member => ({ name, ...sum, chunks: () => chunksOf(lines()) });

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

/** Lines handled between two pauses: a few milliseconds of work. */
export const breath = 256;
/** Lets timers and input run, so that a long export does not freeze its process. */
export const rest = (): Promise<void> => new Promise((resolve) => {
  setImmediate(resolve);
});

function* chunksOf(lines: Iterable<string>): Generator<Buffer> {
  let text = '';
  for (const line of lines) {
    text += line;
    if (text.length < chunkLength && line !== '') continue;
    yield Buffer.from(text);
    text = '';
  }
  yield Buffer.from(text);
}

const chunkLength = 128 * 1024;
