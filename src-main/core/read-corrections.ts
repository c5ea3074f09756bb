// Reads a corrected spreadsheet back: each row is matched with the held row it came from, by id, file, line and raw text, or is refused by name.
import type { CorrectionCount, CorrectionRefusal } from '../../src-shared/contract/quarantine.ts';
import type { AreaCodesOn } from '../../src-shared/domain/area-codes.ts';
import { readTypedPhone } from '../../src-shared/domain/typed-phone.ts';
import type { FileFailure } from '../../src-shared/failures.ts';
import { fail, ok, type Result } from '../../src-shared/result.ts';
import { openSource, type RawRow, type Source } from '../intake/source.ts';
import type { Planned } from '../ledger/repositories/bulk-decisions.ts';
import type { FoundEntry } from '../ledger/repositories/quarantine.ts';
import { heldColumns, isSameCell, neededColumns, unquoted, type HeldColumn } from './held-cells.ts';

export type Correction =
  | { readonly act: 'fixed' | 'accepted' | 'discarded'; readonly planned: Planned }
  | { readonly act: 'unchanged' }
  | { readonly act: 'refused'; readonly refusal: CorrectionRefusal };

export type CorrectionNeeds = {
  readonly find: (entryId: number) => FoundEntry | null;
  /** A decision under way has it. */
  readonly isTaken: (entryId: number) => boolean;
  /** What corrected numbers are read by. */
  readonly areaCodes: AreaCodesOn;
};

export type OpenedCorrections = { readonly sha256: string; readonly batches: () => AsyncGenerator<readonly Correction[], Result<null, FileFailure>, void> };

/** The header may stand in any of the first rows, its columns in any order; others beside them are ignored. */
export const openCorrections = async (path: string, name: string, needs: CorrectionNeeds): Promise<Result<OpenedCorrections, FileFailure>> => {
  const opened = await openSource(path, name);
  if (!opened.ok) return opened;
  const source = opened.value;
  const head = await source.head({}, 50);
  if (!head.ok) return head;
  const { rows, delimiter, sheet } = head.value;
  const header = rows.map((row) => ({ line: row.line, columns: columnsOf(row) })).find(({ columns }) => columns !== null);
  if (header === undefined || header.columns === null) return fail({ type: 'LayoutUnfit', name, layout: 'an exported quarantine' });
  const { line, columns } = header;
  return ok({ sha256: source.facts.sha256, batches: () => judgeAll(source, { delimiter, sheet }, line, columns, needs) });
};

type Columns = Readonly<Record<HeldColumn, number>>;

const columnsOf = ({ cells }: RawRow): Columns | null => {
  const names = cells.map((cell) => cell.trim().toLowerCase());
  const columns = Object.fromEntries(heldColumns.map((column) => [column, names.indexOf(column)])) as Columns;
  return neededColumns.every((column) => columns[column] >= 0) ? columns : null;
};

const judgeAll = async function* (
  source: Source, how: { readonly delimiter: Parameters<Source['rows']>[0]['delimiter']; readonly sheet: string | null }, headerLine: number, columns: Columns, needs: CorrectionNeeds,
): ReturnType<OpenedCorrections['batches']> {
  const judge = createJudge(columns, needs);
  const sheets = source.facts.sheets.filter(({ hidden }) => !hidden).map(({ name }) => name);
  // An export of more rows than a sheet holds goes on in further sheets of the same shape.
  const others = how.sheet === null ? [] : sheets.slice(sheets.indexOf(how.sheet) + 1).filter((sheet) => sheet.startsWith('Held'));
  for (const sheet of [how.sheet, ...others]) {
    const rows = source.rows({ sheet, delimiter: how.delimiter });
    try {
      for (;;) {
        const next = await rows.next();
        if (next.done === true) {
          if (!next.value.ok) return next.value;
          break;
        }
        yield next.value.filter(({ line, cells }) => line > headerLine && cells.some((cell) => cell.trim() !== '')).map(judge);
      }
    } finally {
      await rows.return(ok({ lines: 0 }));
    }
  }
  return ok(null);
};

const createJudge = (columns: Columns, { find, isTaken, areaCodes }: CorrectionNeeds): ((row: RawRow) => Correction) => {
  const seen = new Set<number>();
  return ({ line, cells }) => {
    const cell = (column: HeldColumn): string => cells[columns[column]] ?? '';
    const typed = unquoted(cell('corrected number'));
    const wish = unquoted(cell('decision')).toLowerCase();
    const because = unquoted(cell('because'));
    if (typed === '' && wish === '') return { act: 'unchanged' };
    const idText = unquoted(cell('entry id'));
    // LibreOffice writes whole numbers of some sheets as 12.0.
    const entryId = /^\d{1,15}(?:\.0+)?$/.test(idText) ? Math.trunc(Number(idText)) : null;
    const refuse = (why: CorrectionRefusal['why'], detail = ''): Correction => ({ act: 'refused', refusal: { line, entryId, why, detail: detail.slice(0, 200) } });
    if (entryId === null) return refuse('id-unreadable', idText);
    const entry = find(entryId);
    if (entry === null) return refuse('entry-unknown', idText);
    if (!isSameCell(entry.file, cell('file'))) return refuse('file-differs', entry.file);
    if (!isSameCell(String(entry.line), cell('line').trim().replace(/\.0+$/, ''))) return refuse('line-differs', String(entry.line));
    if (!isSameCell(entry.raw, cell('raw text'))) return refuse('raw-differs', entry.raw);
    if (entry.verdict !== 'quarantined') return refuse('decided-already', entry.verdict);
    if (isTaken(entryId)) return refuse('decided-already', 'being decided');
    if (seen.has(entryId)) return refuse('twice-in-file');
    const wanted = wishes[wish];
    if (wanted === undefined) return refuse('decision-unknown', wish);
    if (typed !== '') {
      if (wanted === 'discard') return refuse('number-and-discard', typed);
      const read = readTypedPhone(typed, entry.region, false, areaCodes);
      if (!read.ok) return refuse('number-invalid', read.failure.reason);
      seen.add(entryId);
      return { act: 'fixed', planned: { entryId, phone: read.value.phone, notes: read.value.notes } };
    }
    if (wanted === 'discard') {
      if (because === '') return refuse('reason-missing');
      seen.add(entryId);
      return { act: 'discarded', planned: { entryId, phone: null, notes: [because.slice(0, 500).toWellFormed()] } };
    }
    if (entry.suggestion === null) return refuse('nothing-suggested');
    if (!isSameSuggestion(entry.suggestion, cell('suggestion'))) return refuse('suggestion-differs', entry.suggestion);
    seen.add(entryId);
    return { act: 'accepted', planned: { entryId, phone: entry.suggestion, notes: [] } };
  };
};

/** As people write them; an empty wish beside a number means that number. */
const wishes: Readonly<Record<string, 'accept' | 'discard'>> = { '': 'accept', accept: 'accept', accepted: 'accept', fix: 'accept', discard: 'discard', discarded: 'discard' };

/** Spreadsheets drop the plus. */
const isSameSuggestion = (suggestion: string, cell: string): boolean => cell.replaceAll(/\D/g, '') === suggestion.slice(1);

const shownRefusals = 500;

/** Adds up what a file comes to; only the first refusals are kept. */
export const createCorrectionTally = (file: string, sha256: string) => {
  const counts = { fixed: 0, accepted: 0, discarded: 0, unchanged: 0, refused: 0 };
  const refusals: CorrectionRefusal[] = [];
  return {
    add: (correction: Correction): void => {
      counts[correction.act] += 1;
      if (correction.act === 'refused' && refusals.length < shownRefusals) refusals.push(correction.refusal);
    },
    end: (): CorrectionCount => ({ file, sha256, rows: Object.values(counts).reduce((sum, many) => sum + many, 0), ...counts, refusals }),
  };
};
