// What it takes to be a known format: to recognise a file by its first rows, and, where its rows follow rules of their own, to say how each is read.
import type { Layout } from '../../contract/imports.ts';
import type { SampleRow } from '../guess-layout.ts';
import type { RowCells, RowFacts } from '../read-row.ts';
import type { RejectReason, SetAside } from '../reject.ts';
import type { KnownLayoutId } from './ids.ts';

export type FileHead = {
  readonly fileName: string;
  /** The one file in a ZIP, by the name it has there. */
  readonly member: string | null;
  /** The first rows, some hundred at most. */
  readonly rows: readonly SampleRow[];
  /** Rows of a registry's XML: area code and number, one row for each number. */
  readonly isRegistryXml: boolean;
};

export type Likeness = {
  /** 0 to 1; of several formats the likeliest is proposed. */
  readonly confidence: number;
  /** What gave it away, for people. */
  readonly why: string;
  /** What the format settles; all else stays as guessed. */
  readonly layout: Partial<Layout>;
};

/** How a row is read: set aside as no request, or with cells in a plainer form, facts of the format, and a reason to hold it. */
export type RowView =
  | { readonly setAside: SetAside }
  | { readonly setAside?: never; readonly cells?: readonly string[]; readonly facts?: Partial<RowFacts>; readonly hold?: RejectReason };

export type KnownLayout = {
  readonly id: KnownLayoutId;
  readonly label: string;
  readonly looksLike: (head: FileHead) => Likeness | null;
  /** `on`: the day of the import, yyyy-mm-dd, from which relative dates count. Absent: rows of a plain table. */
  readonly view?: (layout: Layout, on: string) => (row: RowCells) => RowView;
};

/** Nothing but phone columns and a region: what a format without a header starts from. */
export const bareColumns = {
  headerLine: 0, codeColumn: null, fixedCode: null, requestedColumn: null, expiresColumn: null, reasonColumn: null,
  jurisdictionColumn: null, sourceColumn: null, countryColumn: null, flagColumn: null,
} as const satisfies Partial<Layout>;
