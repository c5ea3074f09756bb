// Looks at a file without storing it: a proposed layout, its columns, and the first rows as they would be read.
import type { Layout, Preview, PreviewRow } from '../../src-shared/contract/imports.ts';
import { guessLayout, isFooter } from '../../src-shared/domain/guess-layout.ts';
import { readAreaCodes } from '../../src-shared/domain/area-code-report.ts';
import { guessCuts } from '../../src-shared/domain/guess-cuts.ts';
import { createFileRowReader, type FileRow } from '../../src-shared/domain/known-layouts/file-row-reader.ts';
import { findKnownLayout, recogniseLayout, type Recognised } from '../../src-shared/domain/known-layouts/known-layouts.ts';
import { looksOf } from '../../src-shared/domain/layout-looks.ts';
import type { RowCells } from '../../src-shared/domain/read-row.ts';
import type { FileFailure } from '../../src-shared/failures.ts';
import { fail, ok, type Result } from '../../src-shared/result.ts';
import { openSource, type Cuts, type RawRow, type Source } from '../intake/source.ts';
import type { LayoutCandidate } from '../ledger/repositories/layouts.ts';
import { findSavedLayout, firstLines, fitSavedLayout, widthOf } from './find-saved-layout.ts';

/** Rows looked at to propose a layout; the first 40 are shown. */
const headRows = 200;
const shownRows = 40;

export type LaidOutSource = { readonly source: Source; readonly layout: Layout; readonly head: readonly RawRow[]; readonly known: Recognised | null };

/** Opens the file and settles its layout: what was asked for, else the proposal. Refuses a layout that points past the columns or the rows. */
export const layOut = async (path: string, name: string, asked: Partial<Layout>): Promise<Result<LaidOutSource, FileFailure>> => {
  const opened = await openSource(path, name);
  return opened.ok ? layOutSource(opened.value, asked) : opened;
};

const layOutSource = async (source: Source, asked: Partial<Layout>): Promise<Result<LaidOutSource, FileFailure>> => {
  const { name } = source.facts;
  const cuts = asked.cuts ?? null;
  const head = await source.head({ sheet: asked.sheet ?? null, delimiter: asked.delimiter ?? null, cuts }, Math.max(headRows, (asked.headerLine ?? 0) + shownRows));
  if (!head.ok) return head;
  const { rows, delimiter, sheet } = head.value;
  const known = recognise(source, rows, asked);
  if (known === null && asked.known !== undefined && asked.known !== null) return fail({ type: 'LayoutUnfit', name, layout: findKnownLayout(asked.known).label });
  const settled = known === null ? { known: null } : { ...known.layout, known: known.id };
  const guess = guessLayout(rows, { delimiter, sheet, ...(asked.region === undefined ? {} : { region: asked.region }) });
  const width = Math.max(0, ...rows.map((row) => row.cells.length));
  if ('noPhoneColumn' in guess) {
    const phoneColumns = asked.phoneColumns ?? known?.layout.phoneColumns;
    if (phoneColumns !== undefined) return check({ ...blankLayout, ...settled, ...asked, delimiter, sheet, phoneColumns }, source, rows, width, known);
    const fixed = asked.cuts === undefined && width <= 1 ? await findFixedColumns(source, asked) : null;
    if (fixed !== null) return layOutSource(source, { ...asked, cuts: fixed });
    return (await findOtherSheet(source, sheet, asked)) ?? fail({ type: 'NoPhoneColumn', name, columns: guess.noPhoneColumn });
  }
  return check({ ...guess, ...settled, ...asked, delimiter, sheet }, source, rows, width, known);
};

/** A summary often stands before the list: where no sheet was asked for, the first visible one with phone numbers is taken. */
const findOtherSheet = async (source: Source, tried: string | null, asked: Partial<Layout>): Promise<Result<LaidOutSource, FileFailure> | null> => {
  if ((asked.sheet ?? null) !== null || asked.headerLine !== undefined) return null;
  for (const { name } of source.facts.sheets.filter(({ name, hidden }) => !hidden && name !== tried).slice(0, mostSheetsTried)) {
    const laidOut = await layOutSource(source, { ...asked, sheet: name });
    if (laidOut.ok) return laidOut;
  }
  return null;
};
const mostSheetsTried = 20;

/** Lines without any delimiter may be columns by place; they are where one of them then reads as phone numbers. */
const findFixedColumns = async (source: Source, asked: Partial<Layout>): Promise<Cuts | null> => {
  const cuts = guessCuts(await firstLines(source, headRows));
  if (cuts.length < 2) return null;
  const head = await source.head({ cuts }, headRows);
  if (!head.ok) return null;
  const guess = guessLayout(head.value.rows, { delimiter: null, sheet: null, ...(asked.region === undefined ? {} : { region: asked.region }) });
  return 'noPhoneColumn' in guess ? null : cuts;
};

export type PreviewTask = {
  readonly path: string; readonly name: string; readonly asked: Partial<Layout>;
  /** The day, ms since 1970. */
  readonly at: number;
  /** The user's own area codes, a line a code; null: the product's. */
  readonly areaCodes?: string | null;
  /** Saved layouts the file may look like; asked only where nothing else was asked for. */
  readonly candidates: readonly LayoutCandidate[];
  /** The saved layout that was asked for. */
  readonly chosen: (Omit<LayoutCandidate, 'looks'> & { readonly looks: LayoutCandidate['looks'] | null }) | null;
};

export const previewFile = async ({ path, name, asked, at, areaCodes = null, candidates, chosen }: PreviewTask): Promise<Result<Omit<Preview, 'seenBefore'>, FileFailure>> => {
  const opened = await openSource(path, name);
  if (!opened.ok) return opened;
  const source = opened.value;
  const day = { at, areaCodes };
  if (chosen !== null) {
    const laidOut = await layOutSource(source, { ...(await fitSavedLayout(source, chosen)), ...asked });
    return laidOut.ok ? ok(await show(laidOut.value, day, { layoutId: chosen.layoutId, name: chosen.name, why: 'chosen by you' })) : laidOut;
  }
  const fitted = Object.keys(asked).length === 0 && candidates.length > 0 ? await findSavedLayout(source, candidates) : null;
  if (fitted !== null) {
    const laidOut = await layOutSource(source, fitted.layout);
    // A file that only looks like those of the layout is read as any other.
    if (laidOut.ok) return ok(await show(laidOut.value, day, { layoutId: fitted.layoutId, name: fitted.name, why: fitted.why }));
  }
  const laidOut = await layOutSource(source, asked);
  return laidOut.ok ? ok(await show(laidOut.value, day, null)) : laidOut;
};

const show = async ({ source, layout, head, known }: LaidOutSource, { at, areaCodes }: Required<Pick<PreviewTask, 'at' | 'areaCodes'>>, saved: NonNullable<Preview['saved']> | null): Promise<Omit<Preview, 'seenBefore'>> => {
  const read = createFileRowReader(layout, new Date(at).toISOString().slice(0, 10), areaCodes === null ? null : readAreaCodes(areaCodes));
  const { name, bytes, sha256, format, encoding, sheets, member = null } = source.facts;
  const shown = head.slice(0, Math.max(shownRows, layout.headerLine + 10));
  const headerCells = layout.headerLine === 0 ? [] : (head.find((row) => row.line === layout.headerLine)?.cells ?? []);
  const width = Math.max(1, ...head.map((row) => row.cells.length));
  const lines = await firstLines(source);
  return {
    file: { name, bytes, sha256, format, encoding, sheets, member },
    layout, saved,
    columns: Array.from({ length: width }, (_, column) => headerCells[column]?.trim() || `Column ${column + 1}`),
    rows: shown.map((row) => previewRow(row, read, kindOfRow(row, layout, source.facts.sepLine === true && row.line === 1))),
    known: known === null ? null : { label: known.label, why: known.why },
    looks: looksOf({ format, fileName: name, header: headerCells, columns: widthOf(head), lines }),
    lines: lines.map((line) => line.slice(0, longestLine)),
  };
};

/** Of a line as it stands so much is shown. */
const longestLine = 2000;

/** Which of the closing count's classes a row belongs to before its numbers are read. */
export const kindOfRow = (row: RowCells, layout: Layout, isSepLine: boolean): PreviewRow['kind'] => {
  if (isSepLine || row.line < layout.headerLine) return 'ignored';
  if (row.line === layout.headerLine) return 'header';
  // Nearly every row begins with two cells that are written: that is told before anything is looked for.
  if (isWritten(row.cells[0]) && isWritten(row.cells[1])) return 'data';
  if (!row.cells.some(isWritten)) return 'blank';
  return isFooter(row.cells) ? 'ignored' : 'data';
};

const isWritten = (cell: string | undefined): boolean => cell !== undefined && (cell.charCodeAt(0) > 32 || cell.trim() !== '');

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
  const { headerLine } = layout;
  const last = head.at(-1);
  if (headerLine > 0 && !head.some(({ line }) => line === headerLine)) {
    return fail({ type: 'HeaderMissing', name: source.facts.name, headerLine, lines: last === undefined ? 0 : last.line + last.span - 1 });
  }
  return ok({ source, layout, head, known });
};

const blankLayout = {
  headerLine: 0, codeColumn: null, fixedCode: null, requestedColumn: null, expiresColumn: null, reasonColumn: null,
  jurisdictionColumn: null, sourceColumn: null, dateOrder: 'mdy', region: 'US',
} as const;
