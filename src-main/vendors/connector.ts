// The interface every dialect implements: it translates one request and one answer, and never sleeps, retries, logs, or reads a clock.
import type { CampaignView, WebhookView } from '../../src-shared/contract/destination-acts.ts';
import type { DestinationList, DialectForm, RemoteList } from '../../src-shared/contract/destinations.ts';
import type { DncType } from '../../src-shared/domain/dnc.ts';
import type { VendorFailure } from '../../src-shared/failures.ts';
import type { Http } from '../ports/http.ts';

/** What the dialect promises; the runner obeys. */
export type VendorFacts = DialectForm & {
  readonly writesAtOnce: number;
  /** How long the vendor remembers an idempotency key; null: it has none, so `repeat` decides. */
  readonly keyMemoryMs: number | null;
  /**
   * What to do with a batch that may have been applied: send the same again at any time (an upsert), send it again with its key while the
   * vendor remembers the key (`keyMemoryMs`) and look after that, or look first.
   */
  readonly repeat: 'harmless' | 'same-key' | 'verify-first';
  /** An expiry further ahead than this cannot be sent; null: no limit. */
  readonly expiryLimitMs: number | null;
  /** When the dialect wants its tokens renewed: so long before their end, or after this share of their life; absent: a minute before. */
  readonly renewal?: { readonly aheadMs: number } | { readonly afterShare: number };
  /** How many numbers a list may hold; null or absent: unpublished. */
  readonly listLimit?: number | null;
  /** False: there is no call that removes a number, and a person takes it off in the vendor's own pages. Absent: there is one. */
  readonly removes?: boolean;
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

/** `vendorRef`: the vendor's own id of the entry, as an earlier answer named it; absent or null where none is known. */
export type BatchNumber = { readonly phone: string; readonly jurisdiction: string | null; readonly vendorRef?: string | null };

/** All numbers of a batch share one list, one DNC type and one expiry (ms since 1970, null: permanent), already within the vendor's limit. */
export type Batch = {
  readonly listRef: string;
  readonly dncType: DncType;
  readonly numbers: readonly BatchNumber[];
  readonly expiresAt: number | null;
  readonly idempotencyKey: string;
  readonly correlationId: string;
};

export type EntryResult =
  /** `vendorRef`: the id under which the vendor keeps the entry, where it names one: removing may need it. */
  | { readonly phone: string; readonly result: 'accepted' | 'duplicate'; readonly vendorRef?: string }
  | { readonly phone: string; readonly result: 'unknown' }
  | { readonly phone: string; readonly result: 'refused'; readonly code: string; readonly why: string };

/** `partly`: this was said to a later request of a batch that takes several, after an earlier one was carried out. What holds of the batch then does not hold of each number. */
export type PushOutcome =
  /** One result for EVERY number of the batch; one the answer does not mention is unknown. */
  | { readonly kind: 'answered'; readonly entries: readonly EntryResult[]; readonly receipt: string; readonly vendorDate: string | null; readonly pace: Pace | null }
  /** The batch as a whole, certainly not applied; `failure` tells whether the run can go on at all. */
  | { readonly kind: 'refused'; readonly code: string; readonly why: string; readonly failure: VendorFailure; readonly receipt: string | null; readonly partly?: true }
  | { readonly kind: 'throttled'; readonly retryAfterMs: number | null; readonly partly?: true }
  | { readonly kind: 'too-large'; readonly partly?: true }
  | { readonly kind: 'token-ended'; readonly partly?: true }
  /** Certainly never left: same batch, same key, later. */
  | { readonly kind: 'unsent'; readonly why: string; readonly partly?: true }
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

/** Why there is no answer to read. */
export type Trouble = { readonly kind: 'token-ended' } | { readonly kind: 'failed'; readonly failure: VendorFailure };

export type ListsOutcome = { readonly kind: 'lists'; readonly lists: readonly RemoteList[] } | Trouble;
export type CreateListOutcome = { readonly kind: 'created'; readonly list: RemoteList } | Trouble;
export type LookUpOutcome = { readonly kind: 'looked-up'; readonly listed: Listed | null } | Trouble;

/** What makes a list count: campaigns, rules or skills that use it. A list nobody uses protects nobody. */
export type ListUse = {
  readonly listRef: string;
  /** In words: "campaign Spring offers (on)". */
  readonly by: readonly string[];
  /** What weakens it, in words: a rule that shadows it, a campaign that is off. */
  readonly warnings: readonly string[];
  /** Names of campaigns that came to their end; absent where nobody can wake any. */
  readonly asleep?: readonly string[];
};
export type UsesOutcome = { readonly kind: 'uses'; readonly lists: readonly ListUse[] } | Trouble;

export type CampaignsOutcome = { readonly kind: 'campaigns'; readonly campaigns: readonly CampaignView[] } | Trouble;
/** `changed`: whether this call changed it; false: nothing was to be done any more. */
export type SettleOutcome = { readonly kind: 'settled'; readonly changed: boolean } | Trouble;
export type CampaignCalls = {
  readonly act: 'wake' | 'bind';
  readonly find: (call: Call, lists: readonly DestinationList[]) => Promise<CampaignsOutcome>;
  /** Wakes one campaign, or lets it block the types of these lists. A repeat is harmless. */
  readonly settle: (call: Call, campaignId: string, lists: readonly DestinationList[]) => Promise<SettleOutcome>;
};

/** `token`: the bearer that the receiver asks for; null: none. */
export type WebhookTarget = { readonly name: string; readonly url: string; readonly token: string | null };
export type WebhooksOutcome = { readonly kind: 'webhooks'; readonly webhooks: readonly WebhookView[] } | Trouble;
export type RegisterOutcome = { readonly kind: 'registered'; readonly webhookId: string } | Trouble;
export type UnregisterOutcome = { readonly kind: 'removed' } | Trouble;
export type WebhookCalls = {
  /** What is wrong with a target, without the network; null when nothing is. */
  readonly findFault: (target: WebhookTarget) => { readonly field: 'name' | 'url'; readonly why: string } | null;
  readonly list: (call: Call) => Promise<WebhooksOutcome>;
  readonly register: (call: Call, target: WebhookTarget) => Promise<RegisterOutcome>;
  /** One that is gone already is removed. */
  readonly remove: (call: Call, webhookId: string) => Promise<UnregisterOutcome>;
};

export interface Connector {
  readonly facts: VendorFacts;
  /** Facts about the settings that can be known without the network; null when they are fine. */
  readonly invalidSetting: (settings: Settings) => { readonly field: string; readonly why: string } | null;
  readonly signIn: (call: SignInCall) => Promise<SignIn>;
  readonly lists: (call: Call) => Promise<ListsOutcome>;
  readonly createList: (call: Call, name: string) => Promise<CreateListOutcome>;
  readonly push: (call: Call, batch: Batch) => Promise<PushOutcome>;
  readonly remove: (call: Call, batch: Batch) => Promise<PushOutcome>;
  /**
   * The whole list, streamed. `startedAt` (ms) guards against an older export. Ends after the last entry or after `failed`. Absent exactly
   * where the form says `verifies: 'attestation'`: the vendor's interface has no way to read, and a person must answer for the list.
   */
  readonly readBack?: (call: Call, listRef: string, startedAt: number) => AsyncGenerator<ReadBackStep, void, void>;
  /** One number, where the dialect can. `listed` is null when it is not on that list. */
  readonly lookUp?: (call: Call, listRef: string, phone: string) => Promise<LookUpOutcome>;
  /** What uses these lists, where the dialect can tell. One `ListUse` for every list asked for. */
  readonly uses?: (call: Call, listRefs: readonly string[]) => Promise<UsesOutcome>;
  /** Campaigns about which a person can do something from here. */
  readonly campaigns?: CampaignCalls;
  /** Addresses that hear of new entries. */
  readonly webhooks?: WebhookCalls;
}
