// Import: a file becomes a preview with a proposed layout, then rows in the ledger whose count closes.
import { z } from 'zod';
import { knownLayoutIds } from '../domain/known-layouts/ids.ts';
import type { AcceptNote, RejectReason, SetAside } from '../domain/reject.ts';
import type { AlreadySettled, FileFailure, ImportBusy, NotFound, ReasonRequired } from '../failures.ts';
import { command } from './command.ts';
import type { LayoutLooks } from './layout-looks.ts';

/** What kind of file it is: text in columns, a registry's XML, either of them in a ZIP, or a workbook of one of three kinds. */
export type FileFormat = 'text' | 'xml' | 'zip' | 'xlsx' | 'ods' | 'xls';

export const dateOrders = ['ymd', 'mdy', 'dmy'] as const;

/** Where each meaning stands. Columns are 0-based positions; `headerLine` is the 1-based row of the header, 0 for none. */
export const layoutSchema = z.strictObject({
  headerLine: z.int().min(0).max(1000),
  phoneColumns: z.array(z.int().min(0)).min(1).max(50),
  codeColumn: z.int().min(0).nullable(),
  /** The regulation code of every row, where no column carries one. */
  fixedCode: z.string().trim().max(100).nullable(),
  requestedColumn: z.int().min(0).nullable(),
  expiresColumn: z.int().min(0).nullable(),
  reasonColumn: z.int().min(0).nullable(),
  jurisdictionColumn: z.int().min(0).nullable(),
  sourceColumn: z.int().min(0).nullable(),
  /** How dates written in digits are to be read. */
  dateOrder: z.enum(dateOrders),
  /** ISO 3166-1 alpha-2 of numbers written without a country code. */
  region: z.string().regex(/^[A-Z]{2}$/),
  /** Workbook sheet by name; null in text files. */
  sheet: z.string().nullable(),
  /** Text files: the delimiter; null in workbooks. */
  delimiter: z.enum([',', '\t', ';', '|']).nullable(),
  /** A format with rules of its own, which then hold for its rows; null or absent: a plain table. */
  known: z.enum(knownLayoutIds).nullable().optional(),
  /** A row's own country decides over `region`; a blank cell leaves it to `region`. */
  countryColumn: z.int().min(0).nullable().optional(),
  /** Only rows whose cell here says yes ask not to be called; the others are set aside. */
  flagColumn: z.int().min(0).nullable().optional(),
  /** Fixed-width text: where each column stands in a line, in letters from 0. The delimiter says nothing then. */
  cuts: z.array(z.strictObject({ start: z.int().min(0).max(100_000), length: z.int().min(1).max(100_000) })).min(1).max(200).nullable().optional(),
});
export type Layout = z.infer<typeof layoutSchema>;

export type FileFacts = {
  readonly name: string;
  readonly bytes: number;
  readonly sha256: string;
  readonly format: FileFormat;
  /** Label as in the WHATWG Encoding Standard; null for workbooks. */
  readonly encoding: string | null;
  /** Sheets in order; `hidden` ones are offered and marked. Empty for text. */
  readonly sheets: readonly { readonly name: string; readonly hidden: boolean }[];
  /** The one file in a ZIP, by the name it has there. */
  readonly member?: string | null;
};

/** What one cell with numbers came to. `phone` is E.164. */
export type Reading =
  | { readonly verdict: 'accepted'; readonly raw: string; readonly phone: string; readonly country: string; readonly state: string | null; readonly notes: readonly AcceptNote[]; readonly extension: string | null }
  | { readonly verdict: 'quarantined'; readonly raw: string; readonly reason: RejectReason; readonly suggestion: string | null };

export type PreviewRow = {
  readonly line: number;
  readonly cells: readonly string[];
  readonly kind: 'header' | 'ignored' | 'blank' | 'data';
  readonly readings: readonly Reading[];
  /** Why a line with a number is ignored all the same. */
  readonly setAside?: SetAside;
};

export type Preview = {
  readonly file: FileFacts;
  /** The proposal, or the layout that was asked for. */
  readonly layout: Layout;
  /** Header texts by column, or "Column 1" …; as many as the widest of the first rows. */
  readonly columns: readonly string[];
  readonly rows: readonly PreviewRow[];
  /** The known format it looks like: its name for people, and what gave it away. Null where it is a plain table. */
  readonly known?: { readonly label: string; readonly why: string } | null;
  /** The saved layout that was asked for, or that the file looks like: `layout` is then its own. */
  readonly saved?: { readonly layoutId: number; readonly name: string; readonly why: string } | null;
  /** What files like this one are known by; handed to `layout.save`. */
  readonly looks?: LayoutLooks;
  /** Text only: the first lines as they stand, for choosing the columns of fixed-width text. */
  readonly lines?: readonly string[];
  /** The same bytes were imported before: the import's id and time. */
  readonly seenBefore: { readonly importId: number; readonly at: number } | null;
};

/** header + ignored + blank + accepted + duplicate + quarantined = lines, computed from the bytes. */
export type ImportCount = {
  readonly file: string;
  readonly lines: number;
  readonly header: number;
  readonly ignored: number;
  readonly blank: number;
  readonly accepted: number;
  readonly duplicate: number;
  readonly quarantined: Readonly<Partial<Record<RejectReason, number>>>;
  /** Of the ignored lines, those that hold a number which is no request: part of `ignored`, not of the sum. */
  readonly setAside?: Readonly<Partial<Record<SetAside, number>>>;
  /** Of all lines, those of a workbook that are hidden by hand or by a filter: they count as any other, and this says so. */
  readonly hiddenRows?: number;
};

/** How an import was taken back. `withdrawn`: entries that left, `held` of them from review; `inherited`: numbers that another import wants too, and keeps. */
export type UndoneImport = {
  readonly at: number;
  readonly because: string;
  readonly by: string;
  readonly withdrawn: number;
  readonly held: number;
  readonly inherited: number;
  /** Numbers a vendor may have: proposed for release. */
  readonly proposed: number;
  /** Entries that are still to leave, of `total`; 0 once it is done. `isGoing`: a process works on it. */
  readonly left?: number;
  readonly total?: number;
  readonly isGoing?: boolean;
};

/** Against the version before of the same list. Numbers, each once; `changed`: the same number under another claim. */
export type ListChange = {
  readonly against: number;
  readonly added: number;
  readonly changed: number;
  readonly gone: number;
  /** Of the gone ones, those proposed for release: none where the file is no whole list. */
  readonly proposed: number;
  /** Proposals of earlier versions that fell away, since their numbers stand in this one again. */
  readonly again: number;
};

export type ImportView = ImportCount & {
  readonly importId: number;
  /** `undoing`: it is being taken back, or that was stopped half-way; the next start or import goes on with it. */
  readonly state?: 'stored' | 'undoing' | 'undone';
  readonly undone?: UndoneImport | null;
  /** Whether its file is the whole list; null: it is a version of no list. */
  readonly mode?: 'additions' | 'full' | null;
  /** Null: there was no version before. */
  readonly change?: ListChange | null;
  /** What a registry's file said of itself: when it was obtained, and for which area code. */
  readonly registry?: { readonly kind: 'full' | 'changes'; readonly date: string; readonly areaCode: string | null } | null;
  readonly bytes: number;
  readonly sha256: string;
  readonly format: FileFormat;
  readonly encoding: string | null;
  readonly sheet: string | null;
  readonly region: string;
  readonly layout: Layout;
  readonly at: number;
  readonly millis: number;
  /** Numbers, not rows: a row may carry several. */
  readonly numbers: number;
  /** The saved layout it was read under, unless that was removed since. */
  readonly saved?: { readonly layoutId: number; readonly name: string } | null;
};

/** `withdrawn`: its import was taken back. `released`: the block has ended. */
export type EntryVerdict = 'accepted' | 'duplicate' | 'quarantined' | 'discarded' | 'withdrawn' | 'released';

export type ImportRow = {
  readonly line: number;
  readonly cells: readonly string[];
  readonly outcome: 'header' | 'ignored' | 'blank' | 'accepted' | 'duplicate' | 'quarantined';
  readonly numbers: readonly {
    readonly raw: string;
    readonly phone: string | null;
    readonly verdict: EntryVerdict;
    readonly reason: RejectReason | null;
    readonly notes: readonly string[];
    /** "leads.csv, line 12": where the number already stands. */
    readonly duplicateOf: string | null;
  }[];
};

export const pageSchema = { offset: z.int().min(0), limit: z.int().min(1).max(500) };
export type Page<T> = { readonly total: number; readonly rows: readonly T[] };

/**
 * `layoutId`: a saved layout, over which the fields of `layout` go; null: none. With neither, the saved layout whose files look like this
 * one is taken, if there is one.
 */
const askedSchema = { layout: layoutSchema.partial().optional(), layoutId: z.int().nullable().optional() };

/** What a person answers for where a registry's file would be refused: when it was obtained, or that it is as short as it is. */
const vouchedSchema = z.strictObject({ obtained: z.iso.date().optional(), shorter: z.boolean().optional(), because: z.string().trim().max(500) });

export const importCommands = {
  'import.preview': command<Preview, FileFailure | NotFound>()(
    'Read a file without storing it: proposed layout and first rows with verdicts',
    z.strictObject({ ticket: z.string(), ...askedSchema })),
  'import.store': command<ImportView, FileFailure | ImportBusy | NotFound | ReasonRequired>()(
    'Import a file: every row is accepted, a duplicate, quarantined, blank or ignored',
    z.strictObject({ ticket: z.string(), ...askedSchema, vouched: vouchedSchema.optional() })),
  'import.get': command<ImportView, NotFound>()(
    'One import with its closing count', z.strictObject({ importId: z.int() })),
  'import.undo': command<ImportView, NotFound | AlreadySettled | ReasonRequired | ImportBusy>()(
    'Take an import back, with a written reason: what was not pushed leaves, what was pushed is proposed for release',
    z.strictObject({ importId: z.int(), because: z.string().trim().max(500) })),
  'import.stop-undo': command<ImportView, NotFound>()(
    'Stop taking an import back where it stands; the next start or import goes on with it, and so does taking it back again', z.strictObject({ importId: z.int() })),
  'import.page': command<Page<ImportView>>()(
    'Imports, newest first', z.strictObject(pageSchema)),
  'import.rows': command<Page<ImportRow>, NotFound>()(
    'The rows of an import with their raw cells and verdicts',
    z.strictObject({ importId: z.int(), outcome: z.enum(['all', 'header', 'ignored', 'blank', 'accepted', 'duplicate', 'quarantined']).default('all'), ...pageSchema })),
};
