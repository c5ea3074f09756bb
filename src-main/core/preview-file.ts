// Looks at a file without storing it: a proposed layout, its columns, and the first rows as they would be read.
import type { Layout, Preview, PreviewRow } from '../../src-shared/contract/imports.ts';
import { guessLayout, isFooter } from '../../src-shared/domain/guess-layout.ts';
import { createFileRowReader, type FileRow } from '../../src-shared/domain/known-layouts/file-row-reader.ts';
import { findKnownLayout, recogniseLayout, type Recognised } from '../../src-shared/domain/known-layouts/known-layouts.ts';
import type { RowCells } from '../../src-shared/domain/read-row.ts';
import type { FileFailure } from '../../src-shared/failures.ts';
import { fail, ok, type Result } from '../../src-shared/result.ts';
import { openSource, type RawRow, type Source } from '../intake/source.ts';

/** Rows looked at to propose a layout; the first 40 are shown. */
const headRows = 200;
const shownRows = 40;

export type LaidOutSource = { readonly source: Source; readonly layout: Layout; readonly head: readonly RawRow[]; readonly known: Recognised | null };

/** Opens the file and settles its layout: what was asked for, else the proposal. Refuses a layout that points past the columns. */
export const layOut = async (path: string, name: string, asked: Partial<Layout>): Promise<Result<LaidOutSource, FileFailure>> => {
  const opened = await openSource(path, name);
  if (!opened.ok) return opened;
  const source = opened.value;
  const cuts = asked.cuts ?? null;
  const head = await source.head({ sheet: asked.sheet ?? null, delimiter: asked.delimiter ?? null, cuts }, headRows);
  if (!head.ok) return head;
  const { rows, delimiter, sheet } = head.value;
  const known = recognise(source, rows, asked);
  if (known === null && asked.known !== undefined && asked.known !== null) return fail({ type: 'LayoutUnfit', name, layout: findKnownLayout(asked.known).label });
  const settled = known === null ? { known: null } : { ...known.layout, known: known.id };
  const guess = guessLayout(rows, { delimiter, sheet, ...(asked.region === undefined ? {} : { region: asked.region }) });
  const width = Math.max(0, ...rows.map((row) => row.cells.length));
  if ('noPhoneColumn' in guess) {
    const phoneColumns = asked.phoneColumns ?? known?.layout.phoneColumns;
    if (phoneColumns === undefined) return fail({ type: 'NoPhoneColumn', name, columns: guess.noPhoneColumn });
    return check({ ...blankLayout, ...settled, ...asked, delimiter, sheet, phoneColumns }, source, rows, width, known);
  }
  return check({ ...guess, ...settled, ...asked, delimiter, sheet }, source, rows, width, known);
};

export const previewFile = async (path: string, name: string, asked: Partial<Layout>): Promise<Result<Omit<Preview, 'seenBefore'>, FileFailure>> => {
  const laidOut = await layOut(path, name, asked);
  if (!laidOut.ok) return laidOut;
  const { source, layout, head, known } = laidOut.value;
  // No number is read by the day on which it is.
  const read = createFileRowReader(layout, '2000-01-01');
  const { name: fileName, bytes, sha256, format, encoding, sheets } = source.facts;
  const shown = head.slice(0, Math.max(shownRows, layout.headerLine + 10));
  const headerCells = layout.headerLine === 0 ? [] : (head.find((row) => row.line === layout.headerLine)?.cells ?? []);
  const width = Math.max(1, ...head.map((row) => row.cells.length));
  return ok({
    file: { name: fileName, bytes, sha256, format, encoding, sheets },
    layout,
    columns: Array.from({ length: width }, (_, column) => headerCells[column]?.trim() || `Column ${column + 1}`),
    rows: shown.map((row) => previewRow(row, read, kindOfRow(row, layout, source.facts.sepLine === true && row.line === 1))),
    known: known === null ? null : { label: known.label, why: known.why },
  });
};

/** Which of the closing count's classes a row belongs to before its numbers are read. */
export const kindOfRow = (row: RowCells, layout: Layout, isSepLine: boolean): PreviewRow['kind'] => {
  if (isSepLine || row.line < layout.headerLine) return 'ignored';
  if (row.line === layout.headerLine) return 'header';
  if (row.cells.every((cell) => cell.trim() === '')) return 'blank';
  return isFooter(row.cells) ? 'ignored' : 'data';
};

const previewRow = (row: RawRow, readRow: (row: RowCells) => FileRow, kind: PreviewRow['kind']): PreviewRow => {
  const { line, cells } = row;
  if (kind !== 'data') return { line, cells, kind, readings: [] };
  const { readings, setAside } = readRow(row);
  return setAside === undefined ? { line, cells, kind, readings } : { line, cells, kind: 'ignored', readings, setAside };
};

/** Null asked for: a plain table, whatever it looks like. Cuts are the analyst's own columns. */
const recognise = (source: Source, rows: readonly RawRow[], asked: Partial<Layout>): Recognised | null => {
  if (asked.known === null || (asked.cuts ?? null) !== null) return null;
  const { name, member, registryXml } = source.facts;
  return recogniseLayout({ fileName: name, member: member ?? null, rows, isRegistryXml: registryXml === true }, asked.known);
};

const check = (layout: Layout, source: Source, head: readonly RawRow[], columns: number, known: Recognised | null): Result<LaidOutSource, FileFailure> => {
  const { phoneColumns, codeColumn, requestedColumn, expiresColumn, reasonColumn, jurisdictionColumn, sourceColumn, countryColumn = null, flagColumn = null } = layout;
  const used = [...phoneColumns, codeColumn, requestedColumn, expiresColumn, reasonColumn, jurisdictionColumn, sourceColumn, countryColumn, flagColumn];
  const outside = used.find((column) => column !== null && column >= columns);
  if (outside !== undefined && outside !== null) return fail({ type: 'LayoutMismatch', name: source.facts.name, column: outside + 1, columns });
  return ok({ source, layout, head, known });
};

const blankLayout = {
  headerLine: 0, codeColumn: null, fixedCode: null, requestedColumn: null, expiresColumn: null, reasonColumn: null,
  jurisdictionColumn: null, sourceColumn: null, dateOrder: 'mdy', region: 'US',
} as const;
