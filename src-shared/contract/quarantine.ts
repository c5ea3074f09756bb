// Quarantine: rows held for review are fixed, accepted as suggested, or discarded with a reason; each act can be undone until pushed.
import { z } from 'zod';
import { rejectReasons, type RejectReason } from '../domain/reject.ts';
import type { AlreadyPushed, AlreadySettled, NotFound, NothingSuggested, NumberNotValid, ReasonRequired } from '../failures.ts';
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

export type DecisionView = {
  readonly decisionId: number;
  readonly act: 'fix' | 'accept-suggestions' | 'discard';
  readonly reason: RejectReason | null;
  readonly because: string | null;
  readonly entries: number;
  /** Of these, the numbers that turned out to be on our list already. */
  readonly duplicates: number;
  readonly at: number;
  readonly actor: string;
  readonly undone: boolean;
  /** False once a number of it has been pushed. */
  readonly canUndo: boolean;
};

export const quarantineCommands = {
  'quarantine.summary': command<{ readonly held: number; readonly groups: readonly QuarantineGroup[] }>()(
    'How many numbers are held, by reason', z.strictObject({ importId: z.int().optional() })),
  'quarantine.page': command<Page<QuarantineEntry>>()(
    'Held numbers with their reason, raw text and suggestion',
    z.strictObject({ reason: reason.optional(), importId: z.int().optional(), search: z.string().max(200).optional(), ...pageSchema })),
  'quarantine.fix': command<DecisionView, NotFound | AlreadySettled | NumberNotValid>()(
    'Replace one held number by a corrected one',
    z.strictObject({ entryId: z.int(), phone: z.string().min(1).max(100) })),
  'quarantine.accept': command<DecisionView, NothingSuggested>()(
    'Accept the suggestion for every held number with the same reason',
    z.strictObject({ reason, importId: z.int().optional(), entryId: z.int().optional() })),
  'quarantine.discard': command<DecisionView, NotFound | ReasonRequired | AlreadySettled>()(
    'Discard held numbers, with a written reason',
    z.strictObject({ entryId: z.int().optional(), reason: reason.optional(), importId: z.int().optional(), because: z.string().trim().max(500) })),
  'quarantine.undo': command<DecisionView, NotFound | AlreadySettled | AlreadyPushed>()(
    'Take a decision back; its numbers are held again', z.strictObject({ decisionId: z.int() })),
  'quarantine.decisions': command<Page<DecisionView>>()(
    'Decisions taken, newest first', z.strictObject(pageSchema)),
};
