// Destinations: where numbers go. Settings are plain, secrets go in and never come out, one DNC type has one list.
import { z } from 'zod';
import { dialects, dncTypes, type DestinationState, type Dialect, type DncType } from '../domain/dnc.ts';
import type { AlreadySettled, NameTaken, NotFound, PracticeUnavailable, SettingInvalid, VendorFailure } from '../failures.ts';
import { command } from './command.ts';
import type { VendorAct } from './destination-acts.ts';

/** Settings and secrets by field name; each dialect's form says which fields it has. */
const destinationDraftSchema = z.strictObject({
  name: z.string().trim().min(1).max(80),
  dialect: z.enum(dialects),
  settings: z.record(z.string().max(60), z.string().max(500)),
  /** Countries whose numbers may go there (ISO 3166-1); empty: all. */
  countries: z.array(z.string().regex(/^[A-Z]{2}$/)).max(60),
  /** An expiry beyond the vendor's limit is sent as permanent, or at the limit. */
  lateExpiry: z.enum(['permanent', 'limit']),
  /** Others write to this list as well: numbers we did not push are shown and are no fault. */
  shared: z.boolean(),
});
export type DestinationDraft = z.infer<typeof destinationDraftSchema>;

export type FormField = {
  readonly name: string;
  readonly label: string;
  readonly help: string;
  readonly kind: 'text' | 'secret' | 'choice' | 'address';
  readonly required: boolean;
  readonly choices: readonly string[];
  readonly initial: string;
};

export type DialectForm = {
  readonly dialect: Dialect;
  readonly label: string;
  /** What the vendor calls a list: "DNC list", "DNC group". */
  readonly listWord: string;
  readonly fields: readonly FormField[];
  readonly cooldownMs: number;
  readonly maxBatch: number;
  /** How it is known what the vendor holds: it is read back, or a person answers for it by name. */
  readonly verifies: 'read-back' | 'attestation';
  /** Countries the interface takes at all (ISO 3166-1), the form's first choice; empty: any. */
  readonly countries: readonly string[];
  /** Every number must carry a jurisdiction: without one the vendor would block it everywhere. */
  readonly needsJurisdiction: boolean;
  /** What else can be done at the vendor from here; absent: nothing. */
  readonly offers?: readonly VendorAct[];
};

export type DestinationList = { readonly dncType: DncType; readonly listRef: string; readonly listName: string };

/** What uses a list, in words, and what weakens that; a list nobody uses protects nobody. */
export type ListUsers = {
  readonly by: readonly string[]; readonly warnings: readonly string[];
  /** Names of campaigns that came to their end and call nobody until they are woken; absent where the dialect wakes none. */
  readonly asleep?: readonly string[];
};

/** A chosen list as the vendor showed it at the last check; null: not known. `unsuitable`: why it takes no numbers. */
export type SeenList = DestinationList & { readonly size: number | null; readonly unsuitable: string | null; readonly uses: ListUsers | null };

/** How long the vendor took to answer a push, over all of them; milliseconds, as the upper end of a bucket 9 % wide. */
export type LatencyView = { readonly requests: number; readonly p50: number; readonly p95: number; readonly p99: number };

/** A side that failed again and again and is left alone until `probeAt` (ms since 1970), when one request tries again. */
export type CircuitView = { readonly side: 'push' | 'read-back'; readonly openedAt: number; readonly probeAt: number; readonly failures: number; readonly why: string };

export type DestinationView = {
  readonly destinationId: number;
  readonly name: string;
  readonly dialect: Dialect;
  readonly practice: boolean;
  readonly settings: Readonly<Record<string, string>>;
  /** Names of the secret fields that are saved in the keychain; never the secrets. */
  readonly savedSecrets: readonly string[];
  readonly countries: readonly string[];
  readonly lateExpiry: 'permanent' | 'limit';
  readonly shared: boolean;
  readonly lists: readonly SeenList[];
  readonly state: DestinationState;
  /** Why it is in ATTENTION, the most pressing first; null in every other state. */
  readonly attention: 'interrupted' | 'dead-letters' | 'differences' | 'read-back-failed' | 'not-verified' | 'not-attested' | null;
  /** How it is known what the vendor holds: by reading it back, or, where its interface cannot, by a person's word. */
  readonly verifies: 'read-back' | 'attestation';
  /** While ACTIVE: what says so. `attestation`: nobody read the list back, the person named in `attestedBy` answers for it. */
  readonly verifiedBy: 'read-back' | 'attestation' | null;
  readonly attestedBy: string | null;
  /** The last time the lists were found whole, or answered for, whatever has happened since; null: never. */
  readonly lastGood: { readonly at: number; readonly by: 'read-back' | 'attestation'; readonly numbers: number } | null;
  /** When the cooldown ends (ms since 1970), while COOLING. */
  readonly readyAt: number | null;
  readonly checkedAt: number | null;
  readonly activeSince: number | null;
  /** Numbers the ledger knows to be on the vendor's lists. */
  readonly listed: number;
  readonly deadLetters: number;
  /** Null: nothing was pushed yet. */
  readonly latency: LatencyView | null;
  /** Those that are open. */
  readonly circuits: readonly CircuitView[];
  readonly runId: number | null;
};

export type RemoteList = {
  readonly listRef: string;
  readonly name: string;
  readonly size: number | null;
  /** Null: numbers can be pushed there; else why not ("dnc.com source", "inactive"). */
  readonly unsuitable: string | null;
  /** The one DNC type it takes, where the vendor keeps types apart; absent: any. */
  readonly dncType?: DncType;
};

/** `uses`: of the chosen lists, by their id; null where the vendor does not say. */
export type CheckView = { readonly checkedAt: number; readonly millis: number; readonly lists: readonly RemoteList[]; readonly uses: readonly (ListUsers & { readonly listRef: string; readonly listName: string })[] | null };

export const destinationCommands = {
  'destination.forms': command<readonly DialectForm[]>()('The dialects and the fields of their forms', z.strictObject({})),
  'destination.page': command<readonly DestinationView[]>()('All destinations with their state', z.strictObject({})),
  'destination.get': command<DestinationView, NotFound>()('One destination', z.strictObject({ destinationId: z.int() })),
  'destination.create': command<DestinationView, SettingInvalid | NameTaken>()('Add a destination', destinationDraftSchema),
  'destination.update': command<DestinationView, NotFound | SettingInvalid | NameTaken>()(
    'Change a destination', z.strictObject({ destinationId: z.int(), ...destinationDraftSchema.omit({ dialect: true }).shape })),
  'destination.remove': command<null, NotFound | AlreadySettled>()(
    'Remove a destination that has never been pushed to', z.strictObject({ destinationId: z.int() })),
  'destination.save-secret': command<DestinationView, NotFound | SettingInvalid>()(
    'Put a secret into the keychain; it never comes back out',
    z.strictObject({ destinationId: z.int(), field: z.string().max(60), secret: z.string().min(1).max(2000) })),
  'destination.check': command<CheckView, NotFound | PracticeUnavailable | VendorFailure>()(
    'Check connection, credentials, permissions and lists', z.strictObject({ destinationId: z.int() })),
  'destination.set-list': command<DestinationView, NotFound | SettingInvalid | PracticeUnavailable | VendorFailure>()(
    'Choose the list for one DNC type', z.strictObject({ destinationId: z.int(), dncType: z.enum(dncTypes), listRef: z.string().min(1).max(200) })),
  'destination.create-list': command<DestinationView, NotFound | SettingInvalid | PracticeUnavailable | VendorFailure>()(
    'Create a list at the vendor for one DNC type', z.strictObject({ destinationId: z.int(), dncType: z.enum(dncTypes), name: z.string().trim().min(1).max(80) })),
  'practice.create': command<DestinationView, NameTaken | PracticeUnavailable | VendorFailure>()(
    'Start a practice tenant and add a destination for it, with a list for every DNC type',
    z.strictObject({ dialect: z.enum(dialects), name: z.string().trim().min(1).max(80).optional() })),
};
