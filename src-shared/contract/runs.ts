// Push: a dry run says what would happen, a run does it batch by batch, and every number keeps its own result.
import { z } from 'zod';
import type { DncType } from '../domain/dnc.ts';
import type { BatchState, RunState } from '../domain/run.ts';
import type { AlreadySettled, CircuitOpen, ListNotChosen, NotFound, NothingMissing, NothingToPush, NotReadable, NotReady, NumberNotValid, PracticeUnavailable, ReadBackPossible, ReasonRequired, RunBusy, RunUnfinished, VendorFailure } from '../failures.ts';
import { command } from './command.ts';
import type { CircuitView, LatencyView } from './destinations.ts';
import { pageSchema, type Page } from './imports.ts';

/** Why numbers stay behind: each is shown with its count, none is dropped silently. */
export type HeldBack = {
  readonly why: 'quarantined' | 'code_unmapped' | 'conflict_undecided' | 'conflict_held' | 'country_not_allowed' | 'expired' | 'list_not_chosen' | 'jurisdiction_missing' | 'dead_letter' | 'on_the_way';
  /** A conflict kind, DNC type, country or code. */
  readonly detail: string | null;
  readonly numbers: number;
};

/** What the push will meet, known beforehand from the last check; none of them stops it. */
export type PlanWarning =
  | { readonly kind: 'list_full'; readonly listName: string; readonly numbers: number; readonly room: number; readonly limit: number }
  | { readonly kind: 'list_unsuitable'; readonly listName: string; readonly why: string }
  | { readonly kind: 'list_unused'; readonly listName: string };

export type PlanView = {
  readonly destinationId: number;
  readonly name: string;
  readonly numbers: number;
  readonly batches: number;
  readonly lists: readonly { readonly dncType: DncType; readonly listName: string; readonly numbers: number; readonly batches: number; readonly permanent: number; readonly expiring: number; readonly beyondLimit: number }[];
  /** On the vendor's list already, by the ledger's knowledge. */
  readonly alreadyThere: number;
  /** Requests that are not sent because of that: at the least, as if those numbers filled batches to the brim. */
  readonly saved?: number;
  readonly held: readonly HeldBack[];
  readonly warnings: readonly PlanWarning[];
  /** Milliseconds, from the vendor's known limits; null where none is known. */
  readonly estimateMs: number | null;
};

/** push: numbers are put on lists. release: numbers whose block has ended are taken off. */
export type RunKind = 'push' | 'release';

export type RunView = {
  readonly runId: number;
  readonly kind: RunKind;
  readonly destinationId: number;
  readonly name: string;
  readonly practice: boolean;
  readonly state: RunState;
  readonly startedAt: number;
  readonly endedAt: number | null;
  readonly numbers: number;
  readonly batches: { readonly total: number; readonly done: number; readonly waiting: number; readonly inFlight: number };
  readonly accepted: number;
  readonly duplicate: number;
  readonly refused: number;
  readonly unknown: number;
  readonly waiting: number;
  readonly deadLetters: number;
  readonly numbersPerSecond: number | null;
  readonly timeLeftMs: number | null;
  /** End of the cooldown, once the last batch was accepted. */
  readonly readyAt: number | null;
  /** Why it stands still, in the words of the last answer; null while all is well. */
  readonly trouble: string | null;
  /** A process is working on it now. */
  readonly working: boolean;
  /** The destination's, over all its pushes; null: no answer yet. */
  readonly latency: LatencyView | null;
  /** Pushing is left alone for a while after failures in a row; null: it is not. */
  readonly circuit: CircuitView | null;
};

export type BatchView = {
  readonly batchId: number;
  readonly ordinal: number;
  readonly dncType: DncType;
  readonly listName: string;
  readonly expiresAt: number | null;
  readonly state: BatchState;
  readonly numbers: number;
  readonly attempts: number;
  readonly correlationId: string;
  readonly idempotencyKey: string;
  readonly keyExpiresAt: number;
  readonly sentAt: number | null;
  readonly answeredAt: number | null;
  readonly receipt: string | null;
  readonly why: string | null;
  /** The batch whose numbers this one sends again. */
  readonly replaces: number | null;
};

export type DeadLetterView = {
  readonly deadLetterId: number;
  readonly destinationId: number;
  readonly destination: string;
  readonly phone: string;
  readonly listName: string;
  readonly code: string;
  readonly why: string;
  readonly at: number;
  readonly state: 'open' | 'retried' | 'corrected' | 'discarded';
  readonly because: string | null;
  /** The vendor's own id of the request that it refused; null where its answer named none. */
  readonly receipt?: string | null;
};

export const runCommands = {
  'run.plan': command<PlanView, NotFound | ListNotChosen>()('Dry run: what would be pushed, what is held back and why', z.strictObject({ destinationId: z.int() })),
  'run.start': command<RunView, NotFound | NothingToPush | RunBusy | RunUnfinished | ListNotChosen>()('Push what the dry run shows', z.strictObject({ destinationId: z.int() })),
  'run.stop': command<RunView, NotFound | AlreadySettled>()('Stop after the requests that are under way', z.strictObject({ runId: z.int() })),
  'run.resume': command<RunView, NotFound | RunBusy | AlreadySettled>()('Go on where the run stopped', z.strictObject({ runId: z.int() })),
  'run.get': command<RunView, NotFound>()('One run', z.strictObject({ runId: z.int() })),
  'run.page': command<Page<RunView>>()('Runs, newest first', z.strictObject({ destinationId: z.int().optional(), ...pageSchema })),
  'run.batches': command<Page<BatchView>, NotFound>()('The batches of a run', z.strictObject({ runId: z.int(), ...pageSchema })),
  'dead-letter.page': command<Page<DeadLetterView>>()('Numbers a vendor refused', z.strictObject({ destinationId: z.int().optional(), state: z.enum(['open', 'all']).default('open'), ...pageSchema })),
  'dead-letter.retry': command<RunView, NotFound | AlreadySettled | RunBusy | RunUnfinished | NothingToPush | ListNotChosen>()('Send refused numbers again, in a new batch', z.strictObject({ destinationId: z.int(), deadLetterIds: z.array(z.int()).min(1).max(10_000).optional() })),
  'dead-letter.correct': command<RunView, NotFound | AlreadySettled | NumberNotValid | RunBusy | RunUnfinished | NothingToPush | ListNotChosen>()('Replace a refused number and send it', z.strictObject({ deadLetterId: z.int(), phone: z.string().min(1).max(100), because: z.string().trim().max(500).default('') })),
  'dead-letter.discard': command<null, NotFound | AlreadySettled | ReasonRequired>()('Give refused numbers up, with a written reason', z.strictObject({ destinationId: z.int(), deadLetterIds: z.array(z.int()).min(1).max(10_000).optional(), because: z.string().trim().max(500) })),
};

export type Difference = {
  readonly kind: 'missing' | 'extra' | 'different';
  readonly phone: string;
  readonly listName: string;
  /** "expires 2027-01-01" against "permanent". */
  readonly expected: string | null;
  readonly found: string | null;
};

export type ReconciliationView = {
  readonly reconciliationId: number;
  readonly destinationId: number;
  readonly at: number;
  readonly endedAt: number | null;
  /** attested: nothing was read; the person in `attestedBy` answers for `expected` numbers, for the reason in `because`. */
  readonly state: 'reading' | 'clean' | 'differences' | 'failed' | 'attested';
  readonly expected: number;
  readonly found: number;
  readonly missing: number;
  readonly extra: number;
  readonly different: number;
  /** Numbers that must be blocked and one that must not, and what the vendor said. */
  readonly probe: readonly { readonly listName: string; readonly phone: string; readonly mustBeListed: boolean; readonly listed: boolean }[];
  readonly failure: VendorFailure | null;
  readonly attestedBy: string | null;
  readonly because: string | null;
};

export const verifyCommands = {
  'verify.start': command<ReconciliationView, NotFound | NothingToPush | NotReady | NotReadable | CircuitOpen | RunBusy | RunUnfinished | PracticeUnavailable | VendorFailure>()('Read the lists back and compare number by number, now or when the cooldown is over', z.strictObject({ destinationId: z.int() })),
  'verify.attest': command<ReconciliationView, NotFound | NothingToPush | NotReady | ReadBackPossible | ReasonRequired | RunUnfinished>()('Answer by name for lists that the vendor’s interface cannot read back, with a written reason', z.strictObject({ destinationId: z.int(), because: z.string().trim().max(500) })),
  'verify.page': command<Page<ReconciliationView>>()('Reconciliations of a destination, newest first', z.strictObject({ destinationId: z.int(), ...pageSchema })),
  'verify.differences': command<Page<Difference>, NotFound>()('What a reconciliation found: missing, extra, different', z.strictObject({ reconciliationId: z.int(), kind: z.enum(['all', 'missing', 'extra', 'different']).default('all'), ...pageSchema })),
  'verify.push-missing': command<RunView, NotFound | NothingMissing | NothingToPush | RunBusy | RunUnfinished | ListNotChosen>()('Push what the last reconciliation found missing or different, as new batches', z.strictObject({ destinationId: z.int() })),
};
