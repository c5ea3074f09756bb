// Release: the end of a block is proposed, decided by a person with a reason, carried to the vendors in a run of its own, and done only when a read-back shows it.
import { z } from 'zod';
import type { DncType } from '../domain/dnc.ts';
import type { AlreadyPushed, AlreadySettled, ImportBusy, NotFound, NothingToRelease, NumberNotValid, ReasonRequired, RemovalNotOffered, RunBusy, RunUnfinished } from '../failures.ts';
import { command } from './command.ts';
import { pageSchema, type Page } from './imports.ts';
import type { RunView } from './runs.ts';

/** undo: its import was taken back. gone: a full list no longer has it. request: a person asked. */
export const releaseCauses = ['undo', 'gone', 'request'] as const;
export type ReleaseCause = (typeof releaseCauses)[number];
/** done: approved, and since then no vendor's list holds the number against everybody's wish. */
export const releaseStates = ['proposed', 'approved', 'done', 'declined'] as const;
export type ReleaseState = (typeof releaseStates)[number];

/** Proposals that came together: those of one cause and one import, in one state. */
export type ReleaseGroup = {
  readonly state: ReleaseState;
  readonly cause: ReleaseCause;
  readonly importId: number | null;
  readonly file: string | null;
  readonly releases: number;
  /** When the first of them was proposed. */
  readonly since: number;
};

export type ReleaseView = {
  readonly releaseId: number;
  readonly phone: string;
  readonly cause: ReleaseCause;
  readonly importId: number | null;
  readonly file: string | null;
  readonly state: ReleaseState;
  /** Why it was proposed, in the words of whoever asked; null where a list says it by itself. */
  readonly because: string | null;
  readonly at: number;
  readonly settledAt: number | null;
  readonly settledBecause: string | null;
  readonly settledBy: string | null;
  readonly doneAt: number | null;
  /** Accepted entries that want the number blocked now; while one wants it on a list, no vendor is asked to take it off that list. */
  readonly wanted: number;
  /** Where vendors have it, by the ledger's knowledge. `leaving`: its removal was sent and is not read back yet. */
  readonly listed: readonly { readonly destination: string; readonly listName: string; readonly leaving: boolean }[];
};

export type ReleaseRequested = {
  readonly requested: number;
  /** Proposed before, and not settled yet. */
  readonly already: number;
  /** No number, or one that nobody blocks: nothing was proposed for these. */
  readonly refused: readonly { readonly text: string; readonly why: string }[];
};

export type ReleaseSettled = {
  readonly releases: number;
  readonly numbers: number;
  /** Entries whose block ended, or came back. */
  readonly entries: number;
  /** Of the numbers, those that other entries still want blocked: they stay on those entries' lists. */
  readonly stillWanted: number;
  /** Not touched, since their removal has been sent already. */
  readonly sent: number;
};

/** Why numbers stay on a list although their release is approved. */
export type ReleaseKept = {
  /** wanted: accepted entries want them there. newer-request: a later import wanted them, so the approval no longer covers it. leaving: sent, not read back yet. */
  readonly why: 'wanted' | 'newer-request' | 'leaving';
  readonly numbers: number;
};

export type ReleasePlanView = {
  readonly destinationId: number;
  readonly name: string;
  readonly numbers: number;
  readonly batches: number;
  readonly lists: readonly { readonly dncType: DncType; readonly listName: string; readonly numbers: number; readonly batches: number }[];
  readonly kept: readonly ReleaseKept[];
  /** False: this interface has no call that removes a number; a person takes them off in the vendor's own pages. */
  readonly canRemove: boolean;
  readonly verifies: 'read-back' | 'attestation';
  /** Milliseconds, from the vendor's known limits; null where none is known. */
  readonly estimateMs: number | null;
};

/** Single releases, or all of a cause and import (null: of no import). Leaving everything out never means all. */
const which = { releaseIds: z.array(z.int()).min(1).max(10_000).optional(), cause: z.enum(releaseCauses).optional(), importId: z.int().nullable().optional() };
const because = z.string().trim().max(500);

export const releaseCommands = {
  'release.summary': command<{ readonly groups: readonly ReleaseGroup[] }>()('Proposed, approved, done and declined releases, by cause and import', z.strictObject({})),
  'release.page': command<Page<ReleaseView>>()(
    'Releases with their reason, and where vendors have the number',
    z.strictObject({ state: z.enum(releaseStates).default('proposed'), cause: z.enum(releaseCauses).optional(), importId: z.int().nullable().optional(), search: z.string().max(100).optional(), ...pageSchema })),
  'release.request': command<ReleaseRequested, ReasonRequired | NumberNotValid | NotFound>()(
    'Propose the release of one or several numbers (one a line, or with commas), with a written reason',
    z.strictObject({ phone: z.string().min(1).max(50_000), because, region: z.string().regex(/^[A-Z]{2}$/).default('US') })),
  'release.approve': command<ReleaseSettled, NotFound | AlreadySettled | ReasonRequired | ImportBusy>()(
    'End the block of proposed numbers, with a written reason; vendors are told by “release start”', z.strictObject({ ...which, because })),
  'release.decline': command<ReleaseSettled, NotFound | AlreadySettled | ReasonRequired>()('Keep proposed numbers blocked, with a written reason', z.strictObject({ ...which, because })),
  'release.take-back': command<ReleaseSettled, NotFound | AlreadySettled | AlreadyPushed | ImportBusy>()(
    'Take an approval back that no vendor has been told of; its numbers are blocked again', z.strictObject({ ...which, because: because.default('') })),
  'release.plan': command<ReleasePlanView, NotFound>()('Dry run: what would be taken off this destination’s lists', z.strictObject({ destinationId: z.int() })),
  'release.start': command<RunView, NotFound | NothingToRelease | RemovalNotOffered | RunBusy | RunUnfinished>()('Take off what the dry run shows, in a run of its own', z.strictObject({ destinationId: z.int() })),
};
