// The sealed log, the keychain and the view of everything at a glance.
import { z } from 'zod';
import type { BundleInvalid, FileFailure } from '../failures.ts';
import { command } from './command.ts';
import type { DestinationView } from './destinations.ts';
import { pageSchema, type Page } from './imports.ts';

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

/** Every one of the checks and the first thing that is wrong. */
export type LogCheck = {
  readonly verdict: 'valid' | 'invalid';
  readonly origin: string | null;
  readonly leaves: number | null;
  readonly fingerprint: string | null;
  readonly checks: readonly { readonly what: string; readonly held: boolean; readonly detail: string }[];
};

export type ExportView = {
  readonly file: string;
  /** Hand this to the host to save or show the file. */
  readonly ticket: string;
  readonly bytes: number;
  readonly sha256: string;
  readonly leaves: number;
  /** The checkpoint's root in base64, as START-HERE.txt names it. */
  readonly checkpoint: string;
};

export type HomeView = {
  readonly destinations: readonly DestinationView[];
  readonly imports: number;
  readonly numbers: number;
  readonly held: number;
  readonly unmapped: number;
  readonly conflictsOpen: number;
  readonly log: LogStatus | null;
  /** The one thing to do next, decided from the ledger. */
  readonly next: 'unlock-secrets' | 'import' | 'map-codes' | 'review' | 'decide-conflicts' | 'add-destination' | 'push' | 'resume' | 'wait' | 'verify' | 'look-at-differences' | 'dead-letters' | 'export-log' | 'nothing';
  readonly nextDestinationId: number | null;
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
  'log.export': command<ExportView, FileFailure>()('Export the redacted log as a signed bundle', z.strictObject({ to: z.string().max(200).default('') })),
  'log.check': command<LogCheck, FileFailure | BundleInvalid>()('Check an exported bundle, from the file alone', z.strictObject({ ticket: z.string() })),
  'secrets.status': command<SecretsStatus>()('Where secrets are kept, and whether that works', z.strictObject({})),
  'secrets.use-vault': command<SecretsStatus>()(
    'Keep secrets in a vault file under a passphrase instead of the keychain', z.strictObject({ passphrase: z.string().max(500) })),
};
