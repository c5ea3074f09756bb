// The code map as it is being edited: what is saved, what is proposed and what was changed, side by side for every code.
import type { CodeMapLine, CodeMapView } from '../../../src-shared/contract/code-map.ts';
import type { DncType } from '../../../src-shared/domain/dnc.ts';

/** A line under work; without a type it is not mapped yet and is not saved. */
export type DraftLine = Omit<CodeMapLine, 'dncType'> & { readonly dncType: DncType | null };

/** Changed codes only; null: the line is taken out of the map. */
export type Draft = Readonly<Record<string, DraftLine | null>>;

export type CodeRow = {
  readonly code: string;
  /** Accepted numbers that carry it; 0 for a code that was added or is no longer seen. */
  readonly numbers: number;
  readonly saved: CodeMapLine | null;
  readonly proposal: CodeMapLine | null;
  /** As it will be saved; null: not mapped. */
  readonly line: DraftLine | null;
  readonly isChanged: boolean;
};

/** Codes of the numbers first, most frequent first; then those that only the map or the draft knows. */
export const codeRows = (view: Pick<CodeMapView, 'lines' | 'codes'>, draft: Draft): readonly CodeRow[] => {
  const saved = new Map(view.lines.map((line) => [line.code, line]));
  const seen = new Set(view.codes.map(({ code }) => code));
  const others = [...view.lines.map(({ code }) => code), ...Object.keys(draft)].filter((code, index, all) => !seen.has(code) && all.indexOf(code) === index);
  const codes = [...view.codes, ...others.map((code) => ({ code, numbers: 0, proposal: null }))];
  return codes.map(({ code, numbers, proposal }) => {
    const before = saved.get(code) ?? null;
    const edit = Object.hasOwn(draft, code) ? draft[code] ?? null : before;
    return { code, numbers, saved: before, proposal: before === null ? proposal : null, line: edit, isChanged: !isSameLine(before, edit) };
  });
};

export const isMapped = (row: CodeRow): boolean => row.line !== null && row.line.dncType !== null;

/** The lines that a new version would have. */
export const linesToSave = (rows: readonly CodeRow[]): readonly CodeMapLine[] =>
  rows.flatMap(({ line }) => (line === null || line.dncType === null ? [] : [{ ...line, dncType: line.dncType }]));

/** Numbers whose code has no meaning yet, counted as the draft stands. */
export const unmappedCount = (rows: readonly CodeRow[]): number => rows.reduce((sum, row) => (isMapped(row) ? sum : sum + row.numbers), 0);

const isSameLine = (one: DraftLine | null, other: DraftLine | null): boolean => {
  // a line without a type is not in the map, so it is no change either
  const left = one?.dncType == null ? null : one;
  const right = other?.dncType == null ? null : other;
  if (left === null || right === null) return left === right;
  return left.dncType === right.dncType && left.jurisdiction === right.jurisdiction && left.reason === right.reason;
};
