// Erasing what is known of one number: what goes, what must stay and why, and what was done, told before and after.
import { z } from 'zod';
import type { ErasureWaits, NotFound, NumberNotValid, ReasonRequired } from '../failures.ts';
import { command } from './command.ts';

/**
 * Why the bare number stays in the working tables: somebody's block is in force, a vendor's list has it, its release is under way, a push is
 * under way or was never answered for, or a vendor refused it and nobody has settled that.
 */
const erasureKeeps = ['blocked', 'listed', 'release', 'run', 'dead-letter'] as const;
export type ErasureKeeps = (typeof erasureKeeps)[number];
/** What must be done first: an import under way may hold it; a line held for review may be its owner's wish to be blocked. */
const erasureWaits = ['import', 'held'] as const;
export type ErasureWait = (typeof erasureWaits)[number];

export type ErasureView = {
  readonly phone: string;
  /** Records of it in the log, and how many of them can still be read here. */
  readonly records: number;
  readonly open: number;
  /** Records that can be read in lines or answers that name other numbers too: these are erased whole, the others' part with them. */
  readonly shared: number;
  /** Lines of imported files whose cells go. */
  readonly lines: number;
  /** Empty: the number itself goes too. */
  readonly keeps: readonly ErasureKeeps[];
  /** Vendors' lists that have it: nothing is changed there. */
  readonly lists: readonly { readonly destination: string; readonly listName: string }[];
  readonly waits: readonly ErasureWait[];
  /** Exports made so far, whatever is in them: what was handed out cannot be called back. */
  readonly exports: number;
};

export type ErasedView = {
  readonly phone: string;
  /** The leaf that says what was erased. */
  readonly seq: number;
  readonly openings: number;
  readonly rows: number;
  readonly lines: number;
  readonly keeps: readonly ErasureKeeps[];
  /** Looked for in the ledger's files afterwards and not found. False: another program holds the ledger open; erase once more when it is closed. */
  readonly gone: boolean;
};

const who = {
  /** A telephone number as a person writes it. */
  phone: z.string().max(40),
  /** Country of a number without its code. */
  region: z.string().length(2).default('US'),
};

export const erasureCommands = {
  'log.erasure': command<ErasureView, NotFound | NumberNotValid>()('What erasing a number would take away, and what would stay', z.strictObject(who)),
  'log.erase': command<ErasedView, NotFound | NumberNotValid | ReasonRequired | ErasureWaits>()(
    'Erase for good what is known of a number; its block, where there is one, stays in force', z.strictObject({ ...who, because: z.string().trim().max(500) })),
};
