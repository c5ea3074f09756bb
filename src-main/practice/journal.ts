// The journal is the truth: what is not a whole line in it did not happen, and what others appended is read before each request.
import { fstatSync, readSync } from 'node:fs';
import { mkdir, open } from 'node:fs/promises';
import { join } from 'node:path';
import { setImmediate } from 'node:timers/promises';

export type Journal<E> = {
  /** Written whole and synced before it resolves; applied by then, in file order. */
  readonly append: (event: E) => Promise<void>;
  /** Applies what other processes appended; one `stat` when there is nothing. */
  readonly refresh: () => void;
  readonly close: () => Promise<void>;
};

/** Nothing outlives the process. */
export const createMemoryJournal = <E>(apply: (event: E) => void): Journal<E> => ({
  append: (event) => Promise.resolve(apply(event)),
  refresh: () => {},
  close: () => Promise.resolve(),
});

/** Opens or makes `folder/name` and applies every whole line. Throws the system's error where the folder cannot be used. */
export const openFileJournal = async <E>(folder: string, name: string, apply: (event: E) => void): Promise<Journal<E>> => {
  await mkdir(folder, { recursive: true });
  const file = await open(join(folder, name), 'a+');
  const reader = createLineReader(file.fd, (line) => {
    const event = parseLine(line);
    // The file is written here alone, so a whole line has the shape that was appended.
    if (event !== undefined) apply(event as E);
  });
  while (reader.readChunk()) await setImmediate();
  let isOpen = true;
  return {
    append: async (event) => {
      // The line break in front ends whatever a killed process left cut, so that it cannot swallow this line.
      const bytes = Buffer.from(`\n${JSON.stringify(event)}\n`);
      const { bytesWritten } = await file.write(bytes);
      if (bytesWritten !== bytes.length) throw new Error('the journal could not be written whole');
      await file.datasync();
      if (isOpen) reader.readAll();
    },
    refresh: () => { if (isOpen) reader.readAll(); },
    close: async () => {
      if (!isOpen) return;
      isOpen = false;
      await file.close();
    },
  };
};

const chunkBytes = 1 << 20;

/** Reads on from where it stopped; an unfinished last line waits for its end. */
const createLineReader = (fd: number, take: (line: string) => void) => {
  const chunk = Buffer.allocUnsafe(chunkBytes);
  let offset = 0;
  let unfinished: Buffer[] = [];
  const readChunk = (): boolean => {
    const read = readSync(fd, chunk, 0, chunkBytes, offset);
    if (read === 0) return false;
    offset += read;
    let from = 0;
    for (let end = chunk.indexOf(10, from); end !== -1 && end < read; end = chunk.indexOf(10, from)) {
      const piece = chunk.subarray(from, end);
      const line = unfinished.length === 0 ? piece.toString() : Buffer.concat([...unfinished, piece]).toString();
      unfinished = [];
      from = end + 1;
      if (line !== '') take(line);
    }
    if (from < read) unfinished.push(Buffer.from(chunk.subarray(from, read)));
    return true;
  };
  const readAll = (): void => {
    const { size } = fstatSync(fd);
    if (offset >= size) return;
    while (readChunk());
  };
  return { readChunk, readAll };
};

/** A line cut by a kill is no JSON object: it is passed over. */
const parseLine = (line: string): unknown => {
  try {
    return JSON.parse(line) as unknown;
  } catch {
    return undefined;
  }
};
