// What a legacy workbook (BIFF8, or BIFF5 of Excel 5 and 95) says before its rows: sheets, shared strings, which styles are dates.
import { fail, ok, type Result } from '../../src-shared/result.ts';
import { broken, type PartFault } from './part-fault.ts';
import { isDateFormat } from './xlsx-cells.ts';
import { createTextReader, record, recordAt, withContinues, type TextReader } from './xls-records.ts';

export type XlsWorkbook = {
  readonly sheets: readonly { readonly name: string; readonly hidden: boolean; readonly at: number }[];
  readonly strings: readonly string[];
  readonly date1904: boolean;
  readonly isDateStyle: (style: number) => boolean;
  /** A text of a cell record: its count of letters first, the letters as this version of the format has them; null where they are cut short. */
  readonly textOf: (segments: readonly Buffer[], from: number) => Result<string, PartFault>;
};

export const BIFF8 = 0x0600;
const BIFF5 = 0x0500;
const GLOBALS = 0x0005;
const WORKSHEET = 0;

export const readXlsWorkbook = (stream: Buffer): Result<XlsWorkbook, PartFault> => {
  const first = recordAt(stream, 0);
  if (first?.type !== record.bof || first.data.length < 4) return fail(broken('no workbook of Excel 5 or later'));
  const version = first.data.readUInt16LE(0);
  if ((version !== BIFF8 && version !== BIFF5) || first.data.readUInt16LE(2) !== GLOBALS) return fail(broken('no workbook of Excel 5 or later'));

  const sheets: { name: string; hidden: boolean; at: number }[] = [];
  const formats = new Map<number, string>();
  const styles: number[] = [];
  let strings: readonly string[] = [];
  let date1904 = false;
  let codePage = 1252;
  const read = (data: Buffer, from: number, wideCount: boolean): Result<string, PartFault> =>
    version === BIFF8 ? unicodeText(createTextReader([data], from), wideCount) : codePageText([data], from, wideCount, codePage);

  for (let at = first.next; ; ) {
    const found = recordAt(stream, at);
    if (found === null) return fail(broken('cut short'));
    const { type, data, next } = found;
    at = next;
    if (type === record.eof) break;
    const least = leastLength[type];
    if (least !== undefined && data.length < least) return fail(broken('a record cut short'));
    switch (type) {
      case record.filePass: return fail({ kind: 'encrypted' });
      case record.codePage:
        codePage = data.readUInt16LE(0);
        break;
      case record.date1904:
        date1904 = data.readUInt16LE(0) === 1;
        break;
      case record.xf:
        styles.push(data.readUInt16LE(2));
        break;
      case record.format: {
        const code = read(data, 2, version === BIFF8);
        if (!code.ok) return code;
        formats.set(data.readUInt16LE(0), code.value);
        break;
      }
      case record.boundSheet: {
        const name = read(data, 6, false);
        if (!name.ok) return name;
        if (data[5] === WORKSHEET) sheets.push({ name: name.value, hidden: ((data[4] ?? 0) & 3) !== 0, at: data.readUInt32LE(0) });
        break;
      }
      case record.sst: {
        const shared = readSharedStrings(withContinues(stream, data, next));
        if (!shared.ok) return shared;
        strings = shared.value;
        break;
      }
      default:
    }
  }
  if (sheets.length === 0) return fail(broken('no worksheet'));

  const isDate = styles.map((id) => isDateFormat(id, formats.get(id)));
  return ok({
    sheets, strings, date1904,
    isDateStyle: (style) => isDate[style] === true,
    textOf: (segments, from) => (version === BIFF8 ? unicodeText(createTextReader(segments, from), true) : codePageText(segments, from, true, codePage)),
  });
};

const leastLength: Readonly<Record<number, number>> = { [record.codePage]: 2, [record.date1904]: 2, [record.xf]: 4, [record.format]: 3, [record.boundSheet]: 7, [record.sst]: 8 };

/** XLUnicodeString and ShortXLUnicodeString (2.5.294, 2.5.240), and with runs and phonetics behind it XLUnicodeRichExtendedString (2.5.293). */
const unicodeText = (reader: TextReader, wideCount: boolean): Result<string, PartFault> => {
  const count = wideCount ? reader.u16() : reader.byte();
  const flags = reader.byte();
  const runs = (flags & 8) === 0 ? 0 : reader.u16();
  const phonetics = (flags & 4) === 0 ? 0 : reader.u32();
  const text = reader.letters(count, (flags & 1) === 1);
  reader.skip(runs * 4 + phonetics);
  const fault = reader.fault();
  if (fault !== null) return fail(fault);
  return text.isWellFormed() ? ok(text) : fail(broken('half a letter in a text'));
};

const readSharedStrings = (segments: readonly Buffer[]): Result<readonly string[], PartFault> => {
  const count = segments[0]?.readUInt32LE(4) ?? 0;
  const reader = createTextReader(segments, 8);
  const strings: string[] = [];
  // The count is a promise of the file; its bytes are what there is.
  while (strings.length < count && !reader.ended()) {
    const text = unicodeText(reader, true);
    if (!text.ok) return text;
    strings.push(text.value);
  }
  return ok(strings);
};

/** Windows numbers of code pages to labels of the Encoding Standard; digits are the same in all of them. */
const labels: Readonly<Record<number, string>> = {
  874: 'windows-874', 932: 'shift_jis', 936: 'gbk', 949: 'euc-kr', 950: 'big5', 1250: 'windows-1250', 1251: 'windows-1251', 1252: 'windows-1252', 1253: 'windows-1253',
  1254: 'windows-1254', 1255: 'windows-1255', 1256: 'windows-1256', 1257: 'windows-1257', 1258: 'windows-1258', 10_000: 'macintosh', 32_768: 'macintosh', 32_769: 'windows-1252',
};

const codePageText = (segments: readonly Buffer[], from: number, wideCount: boolean, codePage: number): Result<string, PartFault> => {
  const data = segments.length === 1 ? (segments[0] as Buffer) : Buffer.concat(segments);
  const start = from + (wideCount ? 2 : 1);
  if (start > data.length) return fail(broken('a text cut short'));
  const end = start + (wideCount ? data.readUInt16LE(from) : (data[from] ?? 0));
  if (end > data.length) return fail(broken('a text cut short'));
  const bytes = data.subarray(start, end);
  if (bytes.every((byte) => byte < 128)) return ok(bytes.toString('latin1'));
  const label = labels[codePage];
  if (label === undefined) return fail(broken(`letters of code page ${codePage}`));
  try {
    return ok(new TextDecoder(label, { fatal: true }).decode(bytes));
  } catch {
    return fail(broken(`letters that are not of code page ${codePage}`));
  }
};
