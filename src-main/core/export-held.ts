// Writes held rows to a spreadsheet for people, page by page: the file is there whole under its name, or not at all.
import { createHash } from 'node:crypto';
import { mkdir, open, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { setImmediate } from 'node:timers/promises';
import type { QuarantineExport } from '../../src-shared/contract/quarantine.ts';
import type { Ledger } from '../ledger/open-ledger.ts';
import type { HeldFilter } from '../ledger/repositories/held-filter.ts';
import { heldCells, heldColumns, quoteCell } from './held-cells.ts';
import { maxSheetRows, writeXlsx, type Sink, type XlsxSheet, type XlsxShape } from './write-xlsx.ts';

export type ExportTask = { readonly folder: string; readonly name: string; readonly format: 'csv' | 'xlsx'; readonly filter: HeldFilter };

/** Read and written at once; small enough that nobody waits for it. */
const pageRows = 500;

/** Null when `signal` called it off. Throws what the file system says. */
export const exportHeld = async (ledger: Pick<Ledger, 'quarantine'>, { folder, name, format, filter }: ExportTask, signal: AbortSignal): Promise<(Omit<QuarantineExport, 'ticket' | 'file'> & { readonly path: string }) | null> => {
  await mkdir(folder, { recursive: true, mode: 0o700 });
  const path = join(folder, name);
  const partial = `${path}.part`;
  const file = await open(partial, 'w', 0o600);
  const whole = createHash('sha256');
  let bytes = 0;
  let rows = 0;
  const to: Sink = async (chunk) => {
    whole.update(chunk);
    bytes += chunk.length;
    await file.writeFile(chunk);
  };
  const pages = readPages(ledger, filter, signal, (count) => { rows += count; });
  try {
    await (format === 'csv' ? writeCsv(pages, to) : writeXlsx(shape, sheetsOf(pages), to));
    if (signal.aborted) return null;
    await file.sync();
    await file.close();
    await rename(partial, path);
    return { path, rows, bytes, sha256: whole.digest('hex') };
  } finally {
    await file.close().catch(() => {}); // closed already when all went well
    await rm(partial, { force: true });
  }
};

type Cells = readonly (readonly string[])[];

const readPages = async function* ({ quarantine }: Pick<Ledger, 'quarantine'>, filter: HeldFilter, signal: AbortSignal, count: (rows: number) => void): AsyncGenerator<Cells> {
  for (let after = 0; !signal.aborted;) {
    const page = quarantine.rowsAfter(filter, after, pageRows);
    if (page === null) return;
    after = page.last;
    count(page.rows.length);
    yield page.rows.map(heldCells);
    await setImmediate();
  }
};

/** With a byte order mark and CRLF, as Excel expects of text in UTF-8 (RFC 4180 otherwise). */
const writeCsv = async (pages: AsyncIterable<Cells>, to: Sink): Promise<void> => {
  await to(Buffer.from(`\uFEFF${csvLine(heldColumns)}`));
  for await (const rows of pages) await to(Buffer.from(rows.map((cells) => csvLine(cells.map(quoteCell))).join('')));
};

const csvLine = (cells: readonly string[]): string => `${cells.map((cell) => (/[",;\t\r\n]|^\s|\s$/.test(cell) ? `"${cell.replaceAll('"', '""')}"` : cell)).join(',')}\r\n`;

const shape: XlsxShape = {
  heads: heldColumns, widths: [10, 24, 9, 34, 22, 17, 22, 12, 36], numbers: new Set([0, 2]), choices: { 7: ['accept', 'discard'] },
};

/** What one sheet cannot hold goes on in the next. */
const sheetsOf = async function* (pages: AsyncGenerator<Cells>): AsyncGenerator<XlsxSheet> {
  let next = await pages.next();
  for (let sheet = 1; sheet === 1 || next.done !== true; sheet += 1) {
    const rows = async function* (): AsyncGenerator<Cells> {
      for (let written = 1; next.done !== true && written + pageRows <= maxSheetRows; next = await pages.next()) {
        written += next.value.length;
        yield next.value;
      }
    };
    yield { name: sheet === 1 ? 'Held' : `Held ${sheet}`, rows: rows() };
  }
};
