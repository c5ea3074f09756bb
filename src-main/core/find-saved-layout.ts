// Which saved layout a file looks like, read as each of them would read it; a sheet or title rows that moved are found again.
import type { Layout } from '../../src-shared/contract/imports.ts';
import { compareLooks, isSameHeader, looksOf } from '../../src-shared/domain/layout-looks.ts';
import type { RawRow, Source } from '../intake/source.ts';
import type { LayoutCandidate } from '../ledger/repositories/layouts.ts';

export type FittedLayout = { readonly layoutId: number; readonly name: string; readonly why: string; readonly layout: Layout };

const headRows = 60;
const wholeLine = [{ start: 0, length: 100_000 }];

/** The likeliest; of equals the one used last. Null: none is like it. */
export const findSavedLayout = async (source: Source, candidates: readonly LayoutCandidate[]): Promise<FittedLayout | null> => {
  const lines = await firstLines(source);
  const heads = new Map<string, readonly RawRow[]>();
  let best: { readonly confidence: number; readonly fitted: FittedLayout } | null = null;
  for (const candidate of candidates) {
    const way = readingWay(source, candidate.layout);
    const key = JSON.stringify(way);
    const rows = heads.get(key) ?? (await headOf(source, way));
    heads.set(key, rows);
    const { layoutId, name, looks } = candidate;
    const header = rows.find(({ cells }) => isSameHeader(looks.header, cells));
    const found = looksOf({ format: source.facts.format, fileName: source.facts.name, header: header?.cells ?? [], columns: widthOf(rows), lines });
    const likeness = compareLooks(looks, found);
    if (likeness === null || (best !== null && best.confidence >= likeness.confidence)) continue;
    best = { confidence: likeness.confidence, fitted: { layoutId, name, why: likeness.why, layout: { ...candidate.layout, sheet: way.sheet, headerLine: header?.line ?? candidate.layout.headerLine } } };
  }
  return best?.fitted ?? null;
};

/** A layout that was asked for by name: it holds as it is, but for a sheet and title rows that moved. */
export const fitSavedLayout = async (source: Source, { layout, looks }: { readonly layout: Layout; readonly looks: LayoutCandidate['looks'] | null }): Promise<Layout> => {
  const way = readingWay(source, layout);
  const rows = looks === null || layout.headerLine === 0 ? [] : await headOf(source, way);
  const header = rows.find(({ cells }) => isSameHeader(looks?.header ?? [], cells));
  return { ...layout, sheet: way.sheet, headerLine: header?.line ?? layout.headerLine };
};

/** The first lines of a text as they stand; none of workbooks and XML. */
export const firstLines = async ({ facts, head }: Source, count = 40): Promise<readonly string[]> => {
  if ((facts.format !== 'text' && facts.format !== 'zip') || facts.registryXml === true) return [];
  const read = await head({ cuts: wholeLine }, count);
  return read.ok ? read.value.rows.map(({ cells }) => cells[0] ?? '') : [];
};

/** Cells of most rows that are not blank. */
export const widthOf = (rows: readonly RawRow[]): number => {
  const widths = rows.filter(({ cells }) => cells.some((cell) => cell.trim() !== '')).map(({ cells }) => cells.length);
  const [most] = [...Map.groupBy(widths, (width) => width)].sort(([, one], [, other]) => other.length - one.length);
  return most?.[0] ?? 0;
};

type ReadingWay = Pick<Layout, 'sheet' | 'delimiter'> & { readonly cuts: NonNullable<Layout['cuts']> | null };

/** A workbook's sheet that is not there any more ("November") is the one that is proposed now. */
const readingWay = ({ facts }: Source, { sheet, delimiter, cuts }: Layout): ReadingWay =>
  ({ sheet: facts.sheets.some(({ name }) => name === sheet) ? sheet : null, delimiter, cuts: cuts ?? null });

const headOf = async (source: Source, way: ReadingWay): Promise<readonly RawRow[]> => {
  const read = await source.head(way, headRows);
  return read.ok ? read.value.rows : [];
};
