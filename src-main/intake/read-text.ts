// A delimited text file as a source of rows: decoded without loss, its lines counted from the bytes, by the scan, and not by the parser.
import { createHash } from 'node:crypto';
import type { FileFailure } from '../../src-shared/failures.ts';
import { fail, ok, type Result } from '../../src-shared/result.ts';
import { guessDelimiter, readSepLine } from './csv-delimiter.ts';
import { createCsvRows, type CsvRows } from './csv-rows.ts';
import type { FileBytes } from './file-bytes.ts';
import { createFixedRows } from './fixed-rows.ts';
import type { Cuts, Delimiter, Rows, Source, SourceFacts } from './source-types.ts';
import { takeHead } from './take-head.ts';
import { createTextDecoding } from './text-encoding.ts';
import { scanText } from './text-scan.ts';

/** Read at once. */
const PIECE = 256 * 1024;
/** Parsed at once: some hundred rows of a common list, which are done with before memory is swept. */
const PARSED = 32 * 1024;
const BATCH = 3000;
const GUESS_BYTES = 64 * 1024;

/** Reads the whole file once for hash and encoding; `head` are its first bytes. */
export const openText = async (file: FileBytes, head: Buffer): Promise<Result<Source, FileFailure>> => {
  const scanned = await scanText(file, head);
  if (!scanned.ok) return scanned;
  const { sha256, encoding, bom, lines } = scanned.value;
  const changed = fail({ type: 'FileChanged', name: file.name } as const);

  const start = createTextDecoding(encoding).push(head.subarray(bom, GUESS_BYTES)) ?? '';
  const sepLine = readSepLine(start);
  const guessed = sepLine ?? guessDelimiter(start);
  const facts: SourceFacts = Object.freeze({
    name: file.name, bytes: file.size, sha256, format: 'text', encoding, sheets: [], ...(sepLine === null ? {} : { sepLine: true }),
  });

  async function* rows(options: { readonly delimiter: Delimiter | null; readonly cuts?: Cuts | null }): Rows {
    const hash = createHash('sha256');
    const decoding = createTextDecoding(encoding);
    const cuts = options.cuts ?? null;
    const parser = cuts === null ? createCsvRows(options.delimiter ?? guessed) : createFixedRows(cuts);
    const reading = file.pieces(0, file.size, PIECE);
    let read = 0;
    try {
      for (;;) {
        const step = await reading.next();
        if (step.done === true) {
          if (step.value !== null) return fail(step.value);
          break;
        }
        const bytes = read === 0 ? step.value.subarray(bom) : step.value;
        hash.update(step.value);
        read += step.value.length;
        const text = decoding.push(bytes);
        // The scan proved every letter sound, so these are no longer the same bytes.
        if (text === null) return changed;
        const last = read === file.size;
        if (last && !decoding.whole()) return changed;
        for (let start = 0; start < Math.max(text.length, 1); start += PARSED) {
          const parsed = sepAside(parser.push(text.slice(start, start + PARSED), last && start + PARSED >= text.length));
          if (!parsed.ok) {
            const failure = await file.unchanged();
            return failure === null ? fail({ type: 'StrayQuote', name: file.name, line: parsed.failure.line }) : fail(failure);
          }
          // Short lines make many rows of one piece.
          for (let at = 0; at < parsed.value.length; at += BATCH) yield parsed.value.length <= BATCH ? parsed.value : parsed.value.slice(at, at + BATCH);
        }
      }
    } finally {
      await reading.return(null);
    }
    const failure = await file.unchanged();
    if (failure !== null) return fail(failure);
    return hash.digest('hex') === sha256 ? ok({ lines }) : changed;
  }

  /** The line that names the delimiter is one cell, though the delimiter stands in it. */
  const sepAside = (parsed: ReturnType<CsvRows['push']>): typeof parsed => {
    const first = parsed.ok ? parsed.value[0] : undefined;
    if (!parsed.ok || sepLine === null || first?.line !== 1) return parsed;
    return ok([{ line: 1, span: 1, cells: [`sep=${sepLine}`] }, ...parsed.value.slice(1)]);
  };

  const readHead: Source['head'] = async (options, count) => {
    const cuts = options.cuts ?? null;
    const delimiter = cuts === null ? (options.delimiter ?? guessed) : null;
    const first = await takeHead(rows({ delimiter, cuts }), count);
    return first.ok ? ok({ rows: first.value, delimiter, sheet: null }) : first;
  };

  return ok(Object.freeze({ facts, head: readHead, rows }));
};
