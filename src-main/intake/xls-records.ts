// The records of a legacy workbook stream (MS-XLS 2.1.4), and text that runs over several of them.
import type { PartFault } from './part-fault.ts';
import { broken } from './part-fault.ts';

export type XlsRecord = { readonly type: number; readonly data: Buffer; readonly next: number };

/** Numbers of the records that are read, by the names of MS-XLS 2.3. */
export const record = {
  formula: 0x0006, eof: 0x000a, date1904: 0x0022, filePass: 0x002f, continue: 0x003c, codePage: 0x0042, boundSheet: 0x0085, mulRk: 0x00bd, rString: 0x00d6,
  xf: 0x00e0, sst: 0x00fc, labelSst: 0x00fd, number: 0x0203, label: 0x0204, boolErr: 0x0205, string: 0x0207, row: 0x0208, rk: 0x027e, format: 0x041e, bof: 0x0809,
} as const;

/** Null where the stream ends before the record does. */
export const recordAt = (stream: Buffer, at: number): XlsRecord | null => {
  if (at + 4 > stream.length) return null;
  const next = at + 4 + stream.readUInt16LE(at + 2);
  return next > stream.length ? null : { type: stream.readUInt16LE(at), data: stream.subarray(at + 4, next), next };
};

/** `data` and that of the CONTINUE records from `next` on. */
export const withContinues = (stream: Buffer, data: Buffer, next: number): readonly Buffer[] => {
  const segments = [data];
  for (let more = recordAt(stream, next); more?.type === record.continue; more = recordAt(stream, more.next)) segments.push(more.data);
  return segments;
};

/** Faults of a stream inside functions that return letters; caught by whoever opened the stream. */
export type TextReader = {
  /** True where no byte is left. */
  readonly ended: () => boolean;
  readonly byte: () => number;
  readonly u16: () => number;
  readonly u32: () => number;
  readonly skip: (bytes: number) => void;
  /** `count` letters of two bytes, or of one (their upper halves being zero); a new segment says again which (2.5.293). */
  readonly letters: (count: number, wide: boolean) => string;
  /** What went wrong, where anything did: all later reads then give zeros. */
  readonly fault: () => PartFault | null;
};

export const createTextReader = (segments: readonly Buffer[], from: number): TextReader => {
  let segment = 0;
  let at = from;
  let fault: PartFault | null = null;

  /** True where the segment at hand has a byte; goes on to the next one where it has none. */
  const here = (): Buffer | null => {
    while (segment < segments.length && at >= (segments[segment] as Buffer).length) {
      at = 0;
      segment += 1;
    }
    return segments[segment] ?? null;
  };
  const byte = (): number => {
    const data = here();
    if (data === null) {
      fault ??= broken('a text cut short');
      return 0;
    }
    at += 1;
    return data[at - 1] as number;
  };
  const u16 = (): number => byte() + byte() * 256;
  const u32 = (): number => u16() + u16() * 65_536;

  const skip = (bytes: number): void => {
    for (let left = bytes; left > 0; ) {
      const data = here();
      if (data === null) {
        fault ??= broken('a text cut short');
        return;
      }
      const step = Math.min(left, data.length - at);
      at += step;
      left -= step;
    }
  };

  const letters = (count: number, wide: boolean): string => {
    let text = '';
    let unit = wide ? 2 : 1;
    for (let left = count; left > 0; ) {
      const data = segments[segment];
      if (data === undefined) {
        fault ??= broken('a text cut short');
        return text;
      }
      const fits = Math.min(left, Math.floor((data.length - at) / unit));
      text += data.toString(unit === 2 ? 'utf16le' : 'latin1', at, at + fits * unit);
      at += fits * unit;
      left -= fits;
      if (left === 0) break;
      segment += 1;
      at = 1;
      unit = ((segments[segment]?.[0] ?? 0) & 1) === 1 ? 2 : 1;
    }
    return text;
  };

  return { ended: () => here() === null, byte, u16, u32, skip, letters, fault: () => fault };
};
