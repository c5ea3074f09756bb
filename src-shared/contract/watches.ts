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
  /** A person let it rest: nothing is taken until it is resumed. */
  readonly pausedAt?: number | null;
  readonly lookedAt: number | null;
  /** The file dealt with last; null: none yet. `imported` is null where it was imported before, or passed over. */
  readonly last?: {
    readonly file: string; readonly at: number; readonly outcome: 'imported' | 'seen' | 'skipped';
    readonly imported: { readonly importId: number; readonly accepted: number; readonly duplicate: number; readonly held: number } | null;
  } | null;
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
  /** Absent: it is not paused. */
  readonly paused?: boolean;
};

/** Lines by which the system's own scheduler runs `dnc-desk sync`. */
export type ScheduleView = {
  /** Watches one more folder, from a terminal: its path takes FOLDER's place. */
  readonly watchFolder: string;
  readonly taskScheduler: string; readonly launchd: { readonly file: string; readonly plist: string }; readonly cron: string };

export const watchCommands = {
  'watch.set': command<WatchView, FileFailure | NotFound | SettingInvalid>()(
    'Watch a folder: its new files are imported by themselves',
    z.strictObject({ ticket: z.string(), layoutId: z.int().nullable().default(null), mostGone: z.number().min(0).max(1).default(0.05), mostHeld: z.number().min(0).max(1).default(0.05) })),
  'watch.list': command<readonly WatchView[]>()('Watched folders, and what stopped them', z.strictObject({})),
  'watch.remove': command<null, NotFound>()('Watch a folder no longer; what it brought stays', z.strictObject({ watchId: z.int() })),
  'watch.resume': command<WatchView, NotFound | ReasonRequired>()(
    'Let a stopped folder go on: try the file again, or pass it over with a written reason',
    z.strictObject({ watchId: z.int(), skip: z.boolean().default(false), because: z.string().trim().max(500).default('') })),
  'watch.pause': command<WatchView, NotFound>()('Let a watched folder rest until it is resumed', z.strictObject({ watchId: z.int() })),
  'watch.file': command<{ readonly ticket: string; readonly name: string }, NotFound>()('The file that stopped a watched folder, to be looked at', z.strictObject({ watchId: z.int() })),
  'watch.schedule': command<ScheduleView>()(
    'The lines by which Task Scheduler, launchd or cron look at the watched folders while no window is open', z.strictObject({ everyMinutes: z.int().min(1).max(10_080).default(15) })),
  'watch.sync': command<readonly WatchPass[]>()('Look at every watched folder once and import what is new', z.strictObject({})),
};
