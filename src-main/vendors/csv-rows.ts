// Turns a CSV that arrives in pieces into rows, holding no more than one piece: a cut never falls into a quoted field.
import Papa from 'papaparse';

/** A record longer than this is no record but a quote that was never closed. */
const longestRecord = 1_000_000;

export type CsvRows = { readonly kind: 'rows'; readonly rows: readonly (readonly string[])[] } | { readonly kind: 'unreadable'; readonly why: string };

/** RFC 4180 with commas; UTF-8, with or without a byte order mark. Ends after the first `unreadable`. Errors of `chunks` pass through. */
export const readCsvRows = async function* (chunks: AsyncIterable<Uint8Array>): AsyncGenerator<CsvRows, void, void> {
  const decoder = new TextDecoder('utf-8', { fatal: true });
  let rest = '';
  for await (const chunk of chunks) {
    const text = decode(decoder, chunk);
    if (text === null) {
      yield { kind: 'unreadable', why: 'it is not UTF-8 text' };
      return;
    }
    rest += text;
    const end = findRecordEnd(rest);
    if (end === 0 && rest.length > longestRecord) {
      yield { kind: 'unreadable', why: 'a line has no end' };
      return;
    }
    if (end === 0) continue;
    const read = parse(rest.slice(0, end));
    rest = rest.slice(end);
    yield read;
    if (read.kind === 'unreadable') return;
  }
  const tail = decode(decoder, null);
  if (tail === null) {
    yield { kind: 'unreadable', why: 'it is not UTF-8 text' };
    return;
  }
  if (rest + tail !== '') yield parse(rest + tail);
};

const decode = (decoder: TextDecoder, chunk: Uint8Array | null): string | null => {
  try {
    return chunk === null ? decoder.decode() : decoder.decode(chunk, { stream: true });
  } catch {
    return null;
  }
};

/** After the last line feed that an even number of quotes precedes: a doubled quote inside a field keeps the count even. */
const findRecordEnd = (text: string): number => {
  if (!text.includes('"')) return text.lastIndexOf('\n') + 1;
  let end = 0;
  let quoted = false;
  for (let at = 0; at < text.length; at += 1) {
    const unit = text.charCodeAt(at);
    if (unit === 34) quoted = !quoted;
    else if (unit === 10 && !quoted) end = at + 1;
  }
  return end;
};

const parse = (text: string): CsvRows => {
  const { data, errors } = Papa.parse<string[]>(text, { delimiter: ',', skipEmptyLines: true });
  const [error] = errors;
  return error === undefined ? { kind: 'rows', rows: data } : { kind: 'unreadable', why: `a line breaks the rules of CSV (${error.code})` };
};
