// What every reader of files promises: rows of raw text with the lines they stand on, and a line count that the parser did not make.
import type { FileFacts, Layout } from '../../src-shared/contract/imports.ts';
import type { FileFailure } from '../../src-shared/failures.ts';
import type { Result } from '../../src-shared/result.ts';

export type Delimiter = NonNullable<Layout['delimiter']>;

/** Fixed-width text: where each column stands. Other formats have no use for them. */
export type Cuts = NonNullable<Layout['cuts']>;

export type CellFlag = 'formula_without_value' | 'cell_error' | 'date';

export type RawRow = {
  /** 1-based: the physical line the row begins on in a text file, the row number in a sheet. */
  readonly line: number;
  /** Physical lines the row covers: more than 1 where quoted cells hold line breaks; always 1 in sheets. */
  readonly span: number;
  /** A blank line is one empty cell. */
  readonly cells: readonly string[];
  readonly flags?: readonly { readonly column: number; readonly flag: CellFlag }[];
};

export type SourceFacts = Omit<FileFacts, 'member'> & {
  /** Rows of the sheet marked hidden (by hand or by a filter); known once `rows` has ended. */
  readonly hiddenRows?: number;
  /** Line 1 is `sep=;` or the like: it tells the delimiter and is no data. It comes out as row 1 with that one cell. */
  readonly sepLine?: boolean;
  /** The one text in a ZIP, by the name it has there: registry downloads say date and area code in it. */
  readonly member?: string;
  /** The size of the text in a ZIP, by which progress is told. */
  readonly unpackedBytes?: number;
  /** A registry's XML: each row is one number with its area code before it, and a line is one `<ph>`. */
  readonly registryXml?: boolean;
};

export interface Source {
  readonly facts: SourceFacts;
  /** At most `count` rows from the start, for proposing a layout; with the delimiter and sheet that were chosen where none was asked for. */
  readonly head: (
    options: { readonly sheet?: string | null; readonly delimiter?: Delimiter | null; readonly cuts?: Cuts | null },
    count: number,
  ) => Promise<Result<{ readonly rows: readonly RawRow[]; readonly delimiter: Delimiter | null; readonly sheet: string | null }, FileFailure>>;
  /**
   * Every row, in batches of about a thousand; spans add up to `lines`, which is counted from the bytes (text) or the sheet's last row.
   * Rows already handed out are worthless when the end is a failure: the file changed, or its count cannot close.
   */
  readonly rows: (options: { readonly sheet: string | null; readonly delimiter: Delimiter | null; readonly cuts?: Cuts | null }) => Rows;
}

export type Rows = AsyncGenerator<RawRow[], Result<{ readonly lines: number }, FileFailure>, void>;
