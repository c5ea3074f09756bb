// What a practice tenant offers: the far side of a dialect on a loopback port, with a fault plan, for newcomers, demos and tests.
import type { Dialect } from '../../src-shared/domain/dnc.ts';

/** What a request is for. `wipe` is the call that empties a list; `other` is everything a client may do besides. */
export type RequestKind = 'token' | 'lists' | 'push' | 'remove' | 'read' | 'wipe' | 'other';

export type Fault =
  /** Answered instead of the request being carried out. Without `body`: the dialect's own error body. */
  | { readonly kind: 'status'; readonly status: number; readonly retryAfterSeconds?: number | null; readonly body?: string; readonly contentType?: string }
  /** A 200 with a web page, as a proxy or a login wall gives; nothing is carried out. */
  | { readonly kind: 'html' }
  /** Carried out, then a whole HTTP answer whose JSON is cut in two. */
  | { readonly kind: 'half-json' }
  /** The connection is reset: before, after carrying out, or (carried out) in the middle of the answer's body. */
  | { readonly kind: 'reset-before' | 'reset-after-applying' | 'reset-mid-body' }
  /** Carried out and answered after this long. */
  | { readonly kind: 'slow'; readonly ms: number }
  /** Not carried out and never answered. */
  | { readonly kind: 'hang' }
  /** Every n-th number of a batch fails inside an otherwise good answer. Genesys answers nothing, so there it just is not kept. */
  | { readonly kind: 'refuse-some'; readonly every: number }
  /** Where numbers have results of their own, or are counted: every n-th is kept but left out of the answer. */
  | { readonly kind: 'omit-some'; readonly every: number }
  /** Where numbers have results of their own: every n-th is kept and answered twice, the second time with other words. */
  | { readonly kind: 'duplicate-some'; readonly every: number }
  /** The bearer token stops being valid at this request; nothing is carried out. */
  | { readonly kind: 'token-ended' }
  /** Genesys: the poll of an export answers with an older one. */
  | { readonly kind: 'older-export' }
  /** Every n-th number is answered as accepted but never listed. */
  | { readonly kind: 'forget-some'; readonly every: number };

export type FaultRule = {
  readonly on: 'token' | 'lists' | 'push' | 'remove' | 'read' | 'any';
  /** 1-based request of that kind since the rules were set; absent: every one. */
  readonly nth?: number;
  /** How many requests in a row; absent: one where `nth` is given, else all. */
  readonly times?: number;
  readonly fault: Fault;
};

export type Rate = { readonly requests: number; readonly perMs: number };

export type PracticeOptions = {
  /** 0 (any free port) by default. */
  readonly port?: number;
  /** A folder: the tenant's lists live there in an append-only NDJSON journal and survive restarts; absent: memory only. */
  readonly store?: string;
  /** How long an accepted number stays invisible to read-back, milliseconds; 1,500 by default. */
  readonly propagationMs?: number;
  /** `expires_in` of a token; 3,600 by default. */
  readonly tokenSeconds?: number;
  /** Requests per token; by default 300 a minute for Genesys and unlimited (null) for CXone. */
  readonly rate?: Rate | null;
  /** Numbers a list (Genesys) or all groups together (CXone) may hold; 1,000,000 by default. */
  readonly listLimit?: number;
  readonly faults?: readonly FaultRule[];
  readonly now?: () => number;
};

/** `status` 0: no whole answer was sent. `correlationId`: the client's header, else the one answered, else null. */
export type RequestNote = {
  readonly at: number;
  readonly method: string;
  readonly path: string;
  /** With its question mark, or ''. */
  readonly query: string;
  readonly kind: RequestKind;
  readonly status: number;
  readonly correlationId: string | null;
  /** Null where the request had no body. */
  readonly bodySha256: string | null;
};

export type PracticeEntry = { readonly phone: string; readonly expiresAt: number | null; readonly addedAt: number };

export type PracticeTenant = {
  readonly dialect: Dialect;
  /** http://127.0.0.1:PORT: every base address of the vendor at once. */
  readonly baseUrl: string;
  /** What a client must send, by field: the same at every start. They guard nothing real. */
  readonly credentials: Readonly<Record<string, string>>;
  /** Replaces the fault plan and starts its counting anew. */
  readonly setFaults: (rules: readonly FaultRule[]) => void;
  /** Everything accepted, visible yet or not; [] for an unknown list. Phones in E.164, times in ms since 1970. */
  readonly contents: (listRef: string) => readonly PracticeEntry[];
  /** The last 10,000 requests in order of arrival. */
  readonly requests: () => readonly RequestNote[];
  readonly close: () => Promise<void>;
};
