// Watched folders: new files are imported by themselves, and anything doubtful stops the folder until a person has looked.
import { z } from 'zod';
import type { Failure, FileFailure, NotFound, ReasonRequired, SettingInvalid } from '../failures.ts';
import { command } from './command.ts';

export type WatchView = {
  readonly watchId: number;
  readonly folder: string;
  /** The saved layout its files are read under; null: each must look like one that is saved, or be of a known format. */
  readonly layout: { readonly layoutId: number; readonly name: string } | null;
  /** Shares (0 to 1): of the version before that may be gone, and of rows that may be held beyond it. */
  readonly mostGone: number;
  readonly mostHeld: number;
  /** The file that stopped it, and why: nothing more is taken until it is resumed. */
  readonly stopped: { readonly file: string; readonly at: number; readonly failure: Failure } | null;
  readonly lookedAt: number | null;
};

/** What one look at a folder came to. */
export type WatchPass = {
  readonly watchId: number;
  readonly folder: string;
  readonly imported: readonly { readonly file: string; readonly importId: number; readonly accepted: number; readonly duplicate: number; readonly held: number }[];
  /** `seen`: the same bytes were imported before. `skipped`: a person said so. `growing`: taken once it stands still. */
  readonly passedOver: readonly { readonly file: string; readonly why: 'seen' | 'skipped' | 'growing' }[];
  readonly stopped: WatchView['stopped'];
  /** Another process imports just now: the rest is taken at the next look. */
  readonly busy: boolean;
};

export const watchCommands = {
  'watch.set': command<WatchView, FileFailure | NotFound | SettingInvalid>()(
    'Watch a folder: its new files are imported by themselves',
    z.strictObject({ ticket: z.string(), layoutId: z.int().nullable().default(null), mostGone: z.number().min(0).max(1).default(0.05), mostHeld: z.number().min(0).max(1).default(0.05) })),
  'watch.list': command<readonly WatchView[]>()('Watched folders, and what stopped them', z.strictObject({})),
  'watch.remove': command<null, NotFound>()('Watch a folder no longer; what it brought stays', z.strictObject({ watchId: z.int() })),
  'watch.resume': command<WatchView, NotFound | ReasonRequired>()(
    'Let a stopped folder go on: try the file again, or pass it over with a written reason',
    z.strictObject({ watchId: z.int(), skip: z.boolean().default(false), because: z.string().trim().max(500).default('') })),
  'watch.sync': command<readonly WatchPass[]>()('Look at every watched folder once and import what is new', z.strictObject({})),
};
