// The shared strings of a workbook in a few blocks of memory outside the heap: a million of them cost their bytes and eight more each.
import { broken, large, type PartFault } from './part-fault.ts';
import { decodeEscapes } from './xlsx-cells.ts';
import type { XmlSink } from './xml-tokens.ts';

export interface SharedStrings {
  readonly get: (index: number) => string | null;
}

const BLOCK = 4 << 20;
const MOST_BYTES = 1024 << 20;
const MOST_STRINGS = 20_000_000;
export const LONGEST_STRING = 1 << 20;

/** Reads `<sst>` (ECMA-376 part 1, 18.4): `<si>` with one text or several runs; what is said phonetically (`<rPh>`) is no part of it. */
export const createSharedStrings = (): { readonly sink: XmlSink; readonly fault: () => PartFault | null; readonly strings: SharedStrings } => {
  const blocks: Buffer[] = [];
  let used = BLOCK;
  let starts = new Float64Array(1024);
  let lengths = new Uint32Array(1024);
  let count = 0;
  let fault: PartFault | null = null;
  let text = '';
  let inText = false;
  let phonetic = 0;

  const add = (value: string): void => {
    const bytes = value.length * 3;
    if (used + bytes > BLOCK) {
      if ((blocks.length + 1) * BLOCK > MOST_BYTES) fault = large('1024 MB of shared strings');
      else blocks.push(Buffer.allocUnsafeSlow(BLOCK));
      used = 0;
    }
    const block = blocks.at(-1);
    if (fault !== null || block === undefined) return;
    if (count === starts.length) {
      if (count >= MOST_STRINGS) fault = large(`${MOST_STRINGS} shared strings`);
      starts = grown(starts, new Float64Array(count * 2));
      lengths = grown(lengths, new Uint32Array(count * 2));
    }
    const length = block.write(value, used, 'utf8');
    starts[count] = (blocks.length - 1) * BLOCK + used;
    lengths[count] = length;
    used += length;
    count += 1;
  };

  const sink: XmlSink = {
    open: (name, _attributes, depth) => {
      if (depth === 1 && name !== 'sst') fault ??= broken('no shared strings');
      if (name === 'si' && depth === 2) text = '';
      else if (name === 'rPh') phonetic += 1;
      else if (name === 't' && phonetic === 0) inText = true;
    },
    close: (name, depth) => {
      if (name === 't') inText = false;
      else if (name === 'rPh') phonetic -= 1;
      else if (name === 'si' && depth === 2) add(decodeEscapes(text));
    },
    text: (piece) => {
      if (!inText) return;
      text += piece;
      if (text.length > LONGEST_STRING) fault ??= large('1 MB in one text');
    },
  };

  const get: SharedStrings['get'] = (index) => {
    if (!Number.isInteger(index) || index < 0 || index >= count) return null;
    const start = starts[index] as number;
    const from = start % BLOCK;
    return blocks[Math.floor(start / BLOCK)]?.toString('utf8', from, from + (lengths[index] as number)) ?? null;
  };

  return { sink, fault: () => fault, strings: Object.freeze({ get }) };
};

const grown = <A extends Float64Array | Uint32Array>(old: A, larger: A): A => {
  larger.set(old);
  return larger;
};
