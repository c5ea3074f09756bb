// The log's keys: which they are and were, and what is done when one is changed, lost or stolen. No command returns a private key.
import { z } from 'zod';
import type { AlreadySettled, BackupRefused, FileFailure, NotFound, ReasonRequired } from '../failures.ts';
import { command } from './command.ts';

/** For paper and for comparing on another way than the export's. */
export type KeyCardView = {
  readonly origin: string;
  /** OpenSSH form, "SHA256:…". */
  readonly fingerprint: string;
  /** Twelve English words: the first 132 bits of the same SHA-256, for reading out on the telephone. */
  readonly words: readonly string[];
  readonly vkey: string;
  /** ISO 8601. */
  readonly at: string;
  /** SVG of a QR code of the verifier key. */
  readonly qr: string;
  /** All of it but the picture, for paper and mail. */
  readonly text: string;
};

/** One key of the log, as its leaves tell it. `store`: where the leaf says its private half lies. */
export type KeyView = {
  readonly fingerprint: string;
  readonly vkey: string;
  readonly how: 'key.add' | 'key.rotate';
  readonly seq: number;
  readonly since: string;
  readonly end: 'rotated' | 'replaced' | 'revoked' | null;
  readonly endSeq: number | null;
  readonly endedAt: string | null;
  readonly store: string;
};

export const keyLosses = ['lost', 'stolen', 'retired'] as const;

/** A file the host saves or shows by its ticket. */
export type MadeFile = { readonly file: string; readonly ticket: string };

const because = z.string().trim().max(500);
const passphrase = z.string().max(500);

export const keyCommands = {
  'key.card': command<KeyCardView | null>()('The key card: fingerprint, words and QR of the log’s key; nothing while the log has not begun', z.strictObject({})),
  'key.page': command<readonly KeyView[]>()('All keys the log has had, newest first', z.strictObject({})),
  'key.rotate': command<KeyCardView, ReasonRequired>()('Change the log’s key; the next checkpoint is signed by both', z.strictObject({ because })),
  'key.revoke': command<KeyCardView, ReasonRequired | NotFound | AlreadySettled>()(
    'Withdraw a key: nothing it signs from now on counts. The present key is replaced at once', z.strictObject({ fingerprint: z.string().max(60), reason: z.enum(keyLosses).default('stolen'), because })),
  'key.replace': command<KeyCardView, ReasonRequired | NotFound | AlreadySettled>()(
    'Go on with a new key where the keychain has lost the log’s own', z.strictObject({ reason: z.enum(keyLosses).default('lost'), because })),
  'key.backup-pepper': command<MadeFile, BackupRefused | NotFound>()('Write the secret that number labels are made with into a file under a passphrase', z.strictObject({ passphrase })),
  'key.restore-pepper': command<null, FileFailure | BackupRefused | AlreadySettled>()('Bring the secret of the number labels back from its file', z.strictObject({ ticket: z.string(), passphrase })),
};
