// The interface every dialect implements: it translates one request and one answer, and never sleeps, retries, logs, or reads a clock.
import type { DialectForm, RemoteList } from '../../src-shared/contract/destinations.ts';
import type { VendorFailure } from '../../src-shared/failures.ts';
import type { Http } from '../ports/http.ts';

/** What the dialect promises; the runner obeys. */
export type VendorFacts = DialectForm & {
  readonly writesAtOnce: number;
  /** How long the vendor remembers an idempotency key; null: it has none, so `repeat` decides. */
  readonly keyMemoryMs: number | null;
  /** What to do with a batch that may have been applied: send the same again (an upsert), or look first. */
  readonly repeat: 'harmless' | 'verify-first';
  /** An expiry further ahead than this cannot be sent; null: no limit. */
  readonly expiryLimitMs: number | null;
  /** Known request ceiling; null: unpublished, obey answers only. */
  readonly rate: { readonly requests: number; readonly perMs: number } | null;
  /** What the read-back carries beside the number. */
  readonly readsExpiry: boolean;
  readonly readsJurisdiction: boolean;
  /** Expiries come back rounded down to this; compare at this grain. */
  readonly expiryGrainMs: number;
};

export type Settings = Readonly<Record<string, string>>;

/** Before a token is there. `secrets` holds the form's secret fields, by name. */
export type SignInCall = {
  readonly http: Http;
  readonly settings: Settings;
  readonly secrets: Readonly<Record<string, string>>;
  readonly signal: AbortSignal;
};

export type SignIn =
  | { readonly kind: 'signed-in'; readonly token: string; readonly apiBase: string; readonly expiresInMs: number }
  | { readonly kind: 'failed'; readonly failure: VendorFailure };

/** `token()` is read for every request, since it may be renewed between two. */
export type Call = {
  readonly http: Http;
  readonly settings: Settings;
  readonly apiBase: string;
  readonly token: () => string;
  readonly signal: AbortSignal;
};

export type BatchNumber = { readonly phone: string; readonly jurisdiction: string | null };

/** All numbers of a batch share one list and one expiry (ms since 1970, null: permanent), already within the vendor's limit. */
export type Batch = {
  readonly listRef: string;
  readonly numbers: readonly BatchNumber[];
  readonly expiresAt: number | null;
  readonly idempotencyKey: string;
  readonly correlationId: string;
};

export type EntryResult =
  | { readonly phone: string; readonly result: 'accepted' | 'duplicate' | 'unknown' }
  | { readonly phone: string; readonly result: 'refused'; readonly code: string; readonly why: string };

export type PushOutcome =
  /** One result for EVERY number of the batch; one the answer does not mention is unknown. */
  | { readonly kind: 'answered'; readonly entries: readonly EntryResult[]; readonly receipt: string; readonly vendorDate: string | null; readonly pace: Pace | null }
  /** The batch as a whole, certainly not applied; `failure` tells whether the run can go on at all. */
  | { readonly kind: 'refused'; readonly code: string; readonly why: string; readonly failure: VendorFailure; readonly receipt: string | null }
  | { readonly kind: 'throttled'; readonly retryAfterMs: number | null }
  | { readonly kind: 'too-large' }
  | { readonly kind: 'token-ended' }
  /** Certainly never left: same batch, same key, later. */
  | { readonly kind: 'unsent'; readonly why: string }
  /** May have been applied. */
  | { readonly kind: 'unknown'; readonly why: string };

/** What the answer's rate headers said: how many more requests, and until when. */
export type Pace = { readonly left: number; readonly resetMs: number };

export type Listed = { readonly phone: string; readonly expiresAt: number | null; readonly jurisdiction: string | null };

export type ReadBackStep =
  | { readonly kind: 'listed'; readonly entries: readonly Listed[] }
  /** Nothing yet: the caller waits and takes the next step. */
  | { readonly kind: 'not-ready'; readonly retryAfterMs: number }
  | { readonly kind: 'token-ended' }
  | { readonly kind: 'failed'; readonly failure: VendorFailure };

export type ListsOutcome = { readonly kind: 'lists'; readonly lists: readonly RemoteList[] } | { readonly kind: 'token-ended' } | { readonly kind: 'failed'; readonly failure: VendorFailure };
export type CreateListOutcome = { readonly kind: 'created'; readonly list: RemoteList } | { readonly kind: 'token-ended' } | { readonly kind: 'failed'; readonly failure: VendorFailure };
export type LookUpOutcome = { readonly kind: 'looked-up'; readonly listed: Listed | null } | { readonly kind: 'token-ended' } | { readonly kind: 'failed'; readonly failure: VendorFailure };

export interface Connector {
  readonly facts: VendorFacts;
  /** Facts about the settings that can be known without the network; null when they are fine. */
  readonly invalidSetting: (settings: Settings) => { readonly field: string; readonly why: string } | null;
  readonly signIn: (call: SignInCall) => Promise<SignIn>;
  readonly lists: (call: Call) => Promise<ListsOutcome>;
  readonly createList: (call: Call, name: string) => Promise<CreateListOutcome>;
  readonly push: (call: Call, batch: Batch) => Promise<PushOutcome>;
  readonly remove: (call: Call, batch: Batch) => Promise<PushOutcome>;
  /** The whole list, streamed. `startedAt` (ms) guards against an older export. Ends after the last entry or after `failed`. */
  readonly readBack: (call: Call, listRef: string, startedAt: number) => AsyncGenerator<ReadBackStep, void, void>;
  /** One number, where the dialect can. `listed` is null when it is not on that list. */
  readonly lookUp?: (call: Call, listRef: string, phone: string) => Promise<LookUpOutcome>;
}
