// The sealed log, the keychain and the view of everything at a glance.
import { z } from 'zod';
import type { AlreadySettled, BundleInvalid, CheckpointUnfit, FileFailure, LedgerFailure, NotFound, NumberNotValid, ReasonRequired } from '../failures.ts';
import { command } from './command.ts';
import type { DestinationView } from './destinations.ts';
import { pageSchema, type Page } from './imports.ts';
import type { WatchView } from './watches.ts';

/** Of a log that has not begun: no leaves, and '' for its names. */
export type LogStatus = {
  readonly origin: string;
  readonly leaves: number;
  /** Base64 of the tree's root. */
  readonly root: string;
  readonly checkpointAt: number | null;
  /** OpenSSH form, "SHA256:…". */
  readonly fingerprint: string;
  readonly lastExportAt: number | null;
  readonly lastExportLeaves: number | null;
};

export type LeafView = {
  readonly seq: number;
  readonly at: string;
  readonly kind: string;
  readonly actor: string;
  /** The leaf's body as stored: never a phone number, name or file name. */
  readonly body: Readonly<Record<string, unknown>>;
  readonly hash: string;
};

/** not-checked: one before it did not hold, so it was not made; it counts as one that does not hold. */
export type CheckState = 'held' | 'wrong' | 'not-checked';

/** Every one of the checks and the first thing that is wrong. */
export type LogCheck = {
  readonly verdict: 'valid' | 'invalid';
  readonly origin: string | null;
  readonly leaves: number | null;
  readonly fingerprint: string | null;
  readonly checks: readonly { readonly what: string; readonly state: CheckState; readonly detail: string }[];
};

/** A check of an export of any level: whose certificate it is, where it is one. */
export type BundleCheck = LogCheck & {
  readonly level: 'L0' | 'L1' | 'L2' | null;
  readonly subject: { readonly phone: string; readonly records: number } | null;
};

/** certificate: one number's records with their proofs (L0); redacted: every leaf and no personal data (L1); full: with the openings (L2). */
const exportLevels = ['redacted', 'full', 'certificate'] as const;
export type ExportLevel = (typeof exportLevels)[number];

/** One step of a number's history. What a person answered for is told by a leaf about whole lists, and is no record of the number alone. */
export type HistoryStep = {
  readonly what: 'requested' | 'decided' | 'pushed' | 'answered' | 'confirmed' | 'release-asked' | 'released' | 'erasure-asked' | 'erased' | 'exported' | 'other';
  /** ISO 8601, by the clock of this computer. */
  readonly at: string;
  readonly seq: number;
  /** What the leaf says of it: "accepted", "read-back", the act of a decision; '' for nothing more. */
  readonly detail: string;
  /** Proved by the certificate itself. */
  readonly proved: boolean;
};

export type CertificateView = { readonly phone: string; readonly records: number; readonly history: readonly HistoryStep[] };

export type ExportView = {
  readonly file: string;
  /** Hand this to the host to save or show the file. */
  readonly ticket: string;
  readonly bytes: number;
  readonly sha256: string;
  readonly leaves: number;
  /** The checkpoint's root in base64, as START-HERE.txt names it. */
  readonly checkpoint: string;
  readonly level: ExportLevel;
  readonly certificate: CertificateView | null;
};

export type HomeView = {
  readonly destinations: readonly DestinationView[];
  readonly imports: number;
  readonly numbers: number;
  readonly held: number;
  /** Numbers with a code that has no meaning yet, and how many such codes there are. */
  readonly unmapped: number;
  readonly unmappedCodes?: number;
  /** Kinds of conflict, not numbers. */
  readonly conflictsOpen: number;
  /** Ends of blocks that were proposed and wait for a decision. */
  readonly releasesProposed?: number;
  readonly log: LogStatus | null;
  /** Why nothing may be changed: the log is not what was last signed here, or is older. Null where it is. */
  readonly readOnly?: LedgerFailure | null;
  /** The one thing to do next, decided from the ledger. */
  readonly next: 'unlock-secrets' | 'import' | 'map-codes' | 'review' | 'decide-conflicts' | 'add-destination' | 'push' | 'resume' | 'wait' | 'verify' | 'look-at-differences' | 'dead-letters' | 'decide-releases' | 'export-log' | 'nothing';
  readonly nextDestinationId: number | null;
  /** Watched folders that stopped at something doubtful. */
  readonly stoppedWatches?: readonly WatchView[];
};

export type SecretsStatus = {
  readonly store: 'keychain' | 'vault' | 'memory' | 'none';
  readonly usable: boolean;
  readonly why: string | null;
  readonly vaultExists: boolean;
};

export const logCommands = {
  'home.get': command<HomeView>()('Everything at a glance and what to do next', z.strictObject({})),
  'log.status': command<LogStatus>()('Size, root and key of the sealed log', z.strictObject({})),
  'log.page': command<Page<LeafView>>()('Leaves of the sealed log, newest first', z.strictObject({ kind: z.string().max(40).optional(), search: z.string().max(100).optional(), ...pageSchema })),
  'log.kinds': command<readonly { readonly kind: string; readonly leaves: number }[]>()('Leaf kinds with their counts', z.strictObject({})),
  'log.export': command<ExportView, FileFailure | NumberNotValid | NotFound | CheckpointUnfit>()('Export the log, or the certificate of one number, as a signed bundle', z.strictObject({
    to: z.string().max(200).default(''),
    level: z.enum(exportLevels).default('redacted'),
    /** For a certificate: whose. */
    phone: z.string().max(40).optional(),
    /** The text of the checkpoint.txt that the receiver kept; the last export's where it is left out. */
    previousCheckpoint: z.string().max(10_000).optional(),
  })),
  'log.check': command<BundleCheck, FileFailure | BundleInvalid>()(
    'Check an exported bundle, from the file alone; `held` is the text of a checkpoint.txt kept from an earlier one', z.strictObject({ ticket: z.string(), held: z.string().max(100_000).optional() })),
  'log.verify-page': command<{ readonly file: string; readonly ticket: string }, FileFailure>()('The page that checks any bundle in a browser, as a file', z.strictObject({})),
  'log.accept-restore': command<LogStatus, ReasonRequired | AlreadySettled>()(
    'Go on with a ledger that is older than the one last used here, and say so in the log', z.strictObject({ because: z.string().trim().max(500) })),
  'secrets.status': command<SecretsStatus>()('Where secrets are kept, and whether that works', z.strictObject({})),
  'secrets.use-vault': command<SecretsStatus>()(
    'Keep secrets in a vault file under a passphrase instead of the keychain', z.strictObject({ passphrase: z.string().max(500) })),
};
