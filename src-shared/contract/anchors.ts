// Anchors: how the log's checkpoint leaves this computer, so that nobody can rewrite what came before without being found out.
import { z } from 'zod';
import type { AlreadySettled, AnchorRefused, FileFailure, NotFound, VendorFailure } from '../failures.ts';
import { command } from './command.ts';
import { pageSchema, type Page } from './imports.ts';
import type { MadeFile } from './keys.ts';

export type AnchorKind = 'hand-over' | 'mail' | 'paper' | 'cosign' | 'rfc3161';

export type AnchorView = {
  readonly kind: AnchorKind;
  /** Leaves of the checkpoint that left. */
  readonly leaves: number;
  readonly at: number;
  /** The leaf that says so. */
  readonly seq: number;
  /** To whom, by whom, or at which address; '' where that was erased. */
  readonly who: string;
  /** Time by the clock of who signed it: a cosigner or an authority. */
  readonly witnessedAt: string | null;
};

export type AnchorStatus = {
  /** When a checkpoint last left this computer; null: never. */
  readonly lastAt: number | null;
  readonly lastKind: AnchorKind | null;
  readonly lastLeaves: number | null;
  readonly leaves: number;
  /** A week has passed since, or since the log began. */
  readonly isOverdue: boolean;
  /** The authority that was last asked; null: none, time stamps are off. */
  readonly authority: string | null;
};

/** The last checkpoint in the forms in which it leaves without a file. */
export type CheckpointSheet = {
  readonly leaves: number;
  readonly at: number;
  /** The three lines. */
  readonly body: string;
  /** The signed note: what an auditor keeps as checkpoint.txt. */
  readonly note: string;
  readonly fingerprint: string;
  readonly words: readonly string[];
  /** SVG of a QR code of the note. */
  readonly qr: string;
};

export type MailText = { readonly leaves: number; readonly subject: string; readonly body: string };

export type CosignerView = { readonly name: string; readonly vkey: string; readonly fingerprint: string; readonly lastLeaves: number | null };
/** This person's own key for cosigning other logs. */
export type CosignerSelf = { readonly name: string; readonly vkey: string; readonly fingerprint: string; readonly words: readonly string[] };
export type SeenLogView = { readonly origin: string; readonly fingerprints: readonly string[]; readonly leaves: number; readonly at: number | null };
export type CosignedFile = MadeFile & { readonly origin: string; readonly leaves: number };

const leaves = z.int().min(1).optional();

export const anchorCommands = {
  'anchor.status': command<AnchorStatus>()('When a checkpoint last left this computer', z.strictObject({})),
  'anchor.page': command<Page<AnchorView>>()('What left this computer as witness, newest first', z.strictObject(pageSchema)),
  'anchor.checkpoint': command<CheckpointSheet>()('The last checkpoint, to print or copy', z.strictObject({})),
  'anchor.checkpoint-file': command<MadeFile & { readonly leaves: number }>()('The last checkpoint as a file, for an auditor or another workstation', z.strictObject({})),
  'anchor.mail-text': command<MailText>()('A mail with the last checkpoint, ready to send', z.strictObject({})),
  'anchor.hand-over': command<AnchorView, NotFound>()(
    'Record that a checkpoint has left: handed over with an export, mailed, or on paper', z.strictObject({
      to: z.string().trim().min(1).max(200), how: z.enum(['hand-over', 'mail', 'paper']).default('hand-over'),
      /** Which checkpoint; the last one where it is left out. */
      leaves,
    })),
  'anchor.stamp': command<AnchorView, VendorFailure | AnchorRefused>()(
    'Have the last checkpoint stamped by a time stamp authority (RFC 3161); only its hash is sent', z.strictObject({ address: z.url({ protocol: /^https?$/ }).max(500) })),
  'anchor.cosigners': command<readonly CosignerView[]>()('Whose cosignature counts for this log', z.strictObject({})),
  'anchor.add-cosigner': command<CosignerView, AnchorRefused | AlreadySettled>()('Let a second person’s cosignature count, by the verifier key they gave you', z.strictObject({ vkey: z.string().trim().max(300) })),
  'anchor.request': command<MadeFile & { readonly leaves: number }, NotFound | AnchorRefused>()(
    'A file asking a second person to cosign the last checkpoint', z.strictObject({
      /** Whose; may be left out where there is one. */
      vkey: z.string().max(300).optional(),
      /** The size they saw last, where their refusal names another than this log remembers. */
      from: z.int().min(0).optional(),
    })),
  'anchor.add-cosignature': command<AnchorView, FileFailure | AnchorRefused | AlreadySettled>()('Take in the checkpoint a second person cosigned', z.strictObject({ ticket: z.string() })),
  'anchor.cosigner-key': command<CosignerSelf>()('Your own key for cosigning the logs of others; made at the first asking', z.strictObject({})),
  'anchor.trust-log': command<SeenLogView, AnchorRefused | AlreadySettled>()('Trust another computer’s log by the verifier key on its key card', z.strictObject({ vkey: z.string().trim().max(300) })),
  'anchor.seen': command<readonly SeenLogView[]>()('Other computers’ logs that were seen here', z.strictObject({})),
  'anchor.cosign': command<CosignedFile, FileFailure | AnchorRefused>()('Cosign another log’s checkpoint, if it continues the last one seen here', z.strictObject({ ticket: z.string() })),
  'anchor.witness': command<SeenLogView, FileFailure | AnchorRefused>()('Seal another workstation’s checkpoint into this log', z.strictObject({ ticket: z.string() })),
};
