// HTTP with the one distinction a ledger needs: a reply, a request that certainly never left, or one that may have been carried out.

export type HttpRequest = {
  readonly method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: string;
  /** A body that is no text, in place of `body`. */
  readonly bytes?: Uint8Array<ArrayBuffer>;
  readonly timeoutMs: number;
  readonly signal?: AbortSignal;
  /** The reply's body may be at most this long; a longer one is `unanswered`. */
  readonly maxBytes: number;
};

export type HttpReply =
  | { readonly kind: 'reply'; readonly status: number; readonly headers: Readonly<Record<string, string>>; readonly body: string; readonly millis: number }
  | { readonly kind: 'unsent'; readonly why: string; readonly cause?: UnsentCause }
  | { readonly kind: 'unanswered'; readonly why: string };

/** Why nothing left: an unknown host name is a different advice from a refused connection. */
export type UnsentCause = 'dns' | 'refused' | 'tls' | 'unreachable' | 'address' | 'called-off' | 'proxy';

export type HttpStream =
  | { readonly kind: 'stream'; readonly status: number; readonly headers: Readonly<Record<string, string>>; readonly chunks: AsyncIterable<Uint8Array> }
  | Exclude<HttpReply, { readonly kind: 'reply' }>;

/** Redirects are never followed: a secret must not go where an answer points. Plain http only to loopback. */
export interface Http {
  readonly send: (request: HttpRequest) => Promise<HttpReply>;
  /** For bodies too large to hold; a body cut short throws BodyCut from `chunks`. */
  readonly stream: (request: HttpRequest) => Promise<HttpStream>;
}
