// Quarantine: rows held for review are fixed, accepted as suggested, or discarded with a reason; each act can be undone until pushed.
import { z } from 'zod';
import { rejectReasons, type RejectReason } from '../domain/reject.ts';
import type { AlreadyPushed, AlreadySettled, FileFailure, ImportBusy, LedgerFailure, NotFound, NothingSuggested, NumberNotValid, ReasonRequired } from '../failures.ts';
import { command } from './command.ts';
import { pageSchema, type Page } from './imports.ts';

const reason = z.enum(rejectReasons);

export type QuarantineGroup = {
  readonly reason: RejectReason;
  readonly held: number;
  /** Of these, how many have a suggestion that one click accepts. */
  readonly suggested: number;
};

export type QuarantineEntry = {
  readonly entryId: number;
  readonly importId: number;
  readonly file: string;
  readonly line: number;
  readonly raw: string;
  readonly reason: RejectReason;
  readonly suggestion: string | null;
  readonly code: string | null;
  readonly cells: readonly string[];
};

/** `capped`: there are more than `total` hits; nobody counted on. */
export type QuarantinePage = Page<QuarantineEntry> & { readonly capped?: boolean };

/** A decision on very many rows takes its time: how far it is. */
export type DecisionProgress = {
  readonly doing: 'reading' | 'taking' | 'deciding' | 'undoing';
  readonly done: number;
  /** 0 while it is not known yet. */
  readonly total: number;
  readonly timeLeftMs: number | null;
  /** `idle`: no process works on it; quarantine.resume goes on with it. `import`: it waits for a file that is being stored. */
  readonly stands: 'idle' | 'import' | null;
};

export type DecisionView = {
  readonly decisionId: number;
  readonly act: 'fix' | 'accept-suggestions' | 'discard' | 'correct';
  readonly reason: RejectReason | null;
  /** The written reason; of a file of corrections, its name. */
  readonly because: string | null;
  readonly entries: number;
  /** Of these, the numbers that turned out to be on our list already. */
  readonly duplicates: number;
  readonly at: number;
  readonly actor: string;
  readonly undone: boolean;
  /** False once a number of it has been pushed. */
  readonly canUndo: boolean;
  /** Absent once it is finished and sealed. */
  readonly progress?: DecisionProgress;
  /** Of an undo: entries that were pushed while it was under way, and so stay accepted. */
  readonly kept?: number;
};

export type QuarantineExport = {
  readonly file: string;
  /** Hand this to the host to save the file. */
  readonly ticket: string;
  readonly rows: number;
  readonly bytes: number;
  readonly sha256: string;
};

/** Why a row of a corrections file changes nothing. `detail` is what was expected, or what the number lacks. */
const correctionRefusals = [
  'id-unreadable', 'entry-unknown', 'file-differs', 'line-differs', 'raw-differs', 'suggestion-differs', 'decided-already', 'twice-in-file',
  'decision-unknown', 'number-and-discard', 'nothing-suggested', 'number-invalid', 'reason-missing',
] as const;
export type CorrectionRefusal = { readonly line: number; readonly entryId: number | null; readonly why: (typeof correctionRefusals)[number]; readonly detail: string };

/** What a file of corrections would do, or has done. */
export type CorrectionCount = {
  readonly file: string;
  readonly sha256: string;
  readonly rows: number;
  readonly fixed: number;
  readonly accepted: number;
  readonly discarded: number;
  readonly unchanged: number;
  readonly refused: number;
  /** The first of the refused rows. */
  readonly refusals: readonly CorrectionRefusal[];
};

const group = { reason: reason.optional(), reasons: z.array(reason).min(1).optional(), importId: z.int().optional(), search: z.string().max(200).optional() };
const filter = { ...group, suggested: z.boolean().optional() };

export const quarantineCommands = {
  'quarantine.summary': command<{ readonly held: number; readonly groups: readonly QuarantineGroup[]; readonly underWay: readonly DecisionView[] }>()(
    'How many numbers are held, by reason, and which decisions are under way', z.strictObject({ importId: z.int().optional() })),
  'quarantine.page': command<QuarantinePage>()(
    'Held numbers with their reason, raw text and suggestion', z.strictObject({ ...filter, ...pageSchema })),
  'quarantine.fix': command<DecisionView, NotFound | AlreadySettled | NumberNotValid | ImportBusy>()(
    'Replace one held number by a corrected one',
    z.strictObject({
      entryId: z.int(), phone: z.string().min(1).max(100),
      /** It is somebody's number although it looks like a filler (2147483647). */
      sure: z.boolean().optional(),
    })),
  'quarantine.accept': command<DecisionView, NotFound | NothingSuggested | AlreadySettled | ImportBusy>()(
    'Accept the suggestion for every held number of a group; answers when all of it is sealed',
    z.strictObject({ ...group, entryId: z.int().optional() })),
  'quarantine.discard': command<DecisionView, NotFound | ReasonRequired | AlreadySettled>()(
    'Discard held numbers, with a written reason; answers when all of it is sealed',
    z.strictObject({ ...filter, entryId: z.int().optional(), because: z.string().trim().max(500) })),
  'quarantine.undo': command<DecisionView, NotFound | AlreadySettled | AlreadyPushed | ImportBusy>()(
    'Take a decision back; its numbers are held again', z.strictObject({ decisionId: z.int() })),
  'quarantine.decisions': command<Page<DecisionView>>()(
    'Decisions taken, newest first', z.strictObject(pageSchema)),
  'quarantine.resume': command<null>()(
    'Go on with decisions that were cut off half-way', z.strictObject({})),
  'quarantine.export': command<QuarantineExport, FileFailure | LedgerFailure>()(
    'Write held rows to a spreadsheet, to be corrected there', z.strictObject({ ...filter, format: z.enum(['xlsx', 'csv']).default('xlsx') })),
  'quarantine.corrections': command<CorrectionCount, FileFailure>()(
    'What a corrected spreadsheet would do, row by row; changes nothing', z.strictObject({ ticket: z.string() })),
  'quarantine.correct': command<CorrectionCount & { readonly decision: DecisionView | null }, FileFailure | AlreadySettled>()(
    'Decide held rows as a corrected spreadsheet says: one decision, undone as one',
    z.strictObject({ ticket: z.string(), sha256: z.string().max(64).optional() })),
};
