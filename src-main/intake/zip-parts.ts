// The XML parts of one package, each read as tokens straight from the file.
import type { FileBytes } from './file-bytes.ts';
import { broken, type PartFault } from './part-fault.ts';
import { createTextDecoding, readBom, type TextEncoding } from './text-encoding.ts';
import { createXmlTokens, type XmlSink } from './xml-tokens.ts';
import { unpack, type ZipEntry } from './zip-directory.ts';

/** Yields after each piece that `sink` has seen; ends with what is wrong, or null. */
export type PartReading = AsyncGenerator<void, PartFault | null, void>;

export interface ZipParts {
  /** Part names are compared without regard to case (OPC, ECMA-376 part 2, 6.2.2.3). */
  readonly has: (part: string) => boolean;
  readonly read: (part: string, sink: XmlSink, mostBytes: number) => PartReading;
  /** The whole part at once, for small ones. */
  readonly readAll: (part: string, sink: XmlSink) => Promise<PartFault | null>;
}

/** What `sink` sees between two yields: some hundred rows at most, which may be thousands of cells wide. */
const STEP = 16 * 1024;
const SMALL_PART = 64 << 20;

export const createZipParts = (file: FileBytes, entries: ReadonlyMap<string, ZipEntry>): ZipParts => {
  async function* read(part: string, sink: XmlSink, mostBytes: number): PartReading {
    const entry = entries.get(part.toLowerCase());
    if (entry === undefined) return broken('part missing');
    const tokens = createXmlTokens(sink);
    const unpacking = unpack(file, entry, mostBytes);
    let decoding: ReturnType<typeof createTextDecoding> | null = null;
    try {
      for (;;) {
        const step = await unpacking.next();
        if (step.done === true) {
          if (step.value !== null) return step.value;
          return decoding?.whole() === false ? broken('cut short') : tokens.push('', true);
        }
        decoding ??= createTextDecoding(encodingOf(step.value));
        for (let at = 0; at < step.value.length; at += STEP) {
          const text = decoding.push(step.value.subarray(at, at + STEP));
          if (text === null) return broken('letters of another encoding');
          const fault = tokens.push(text, false);
          if (fault !== null) return fault;
          yield;
        }
      }
    } finally {
      await unpacking.return(null);
    }
  }

  const readAll: ZipParts['readAll'] = async (part, sink) => {
    const reading = read(part, sink, SMALL_PART);
    for (;;) {
      const step = await reading.next();
      if (step.done === true) return step.value;
    }
  };

  return Object.freeze({ has: (part: string) => entries.has(part.toLowerCase()), read, readAll });
};

/** OPC allows UTF-8 and UTF-16 only; UTF-16 has to carry its mark, which the tokens skip. */
const encodingOf = (start: Buffer): TextEncoding => readBom(start)?.encoding ?? 'utf-8';
