// Keeps one token for all workers of a destination: renewed ahead of its end, one refresh at a time, and never by a timer.
import type { VendorFailure } from '../../src-shared/failures.ts';
import { fail, ok, type Result } from '../../src-shared/result.ts';
import type { Http } from '../ports/http.ts';
import type { Call, Connector, Settings, VendorFacts } from './connector.ts';
import { watchReceipt, withReceipt } from './receipt.ts';

export type Session = {
  /** A call with a token that is good for the next request; signs in when there is none or it is close to its end. */
  readonly call: () => Promise<Result<Call, VendorFailure>>;
  /** After a `token-ended`: signs in again unless another worker already did since `failedToken` was read. */
  readonly renew: (failedToken: string) => Promise<Result<Call, VendorFailure>>;
};

export type SessionNeeds = {
  readonly connector: Pick<Connector, 'signIn'> & { readonly facts?: Pick<VendorFacts, 'renewal'> };
  readonly http: Http;
  readonly settings: Settings;
  /** The form's secret fields, by name; the session hands them to `signIn` and to nothing else. */
  readonly secrets: Readonly<Record<string, string>>;
  readonly now: () => number;
  readonly signal: AbortSignal;
};

type Held = { readonly token: string; readonly apiBase: string; readonly renewAt: number; readonly endsAt: number };

export const createSession = ({ connector, http, settings, secrets, now, signal }: SessionNeeds): Session => {
  let held: Held | null = null;
  let refresh: Promise<Result<Held, VendorFailure>> | null = null;

  const signIn = async (): Promise<Result<Held, VendorFailure>> => {
    const askedAt = now();
    const watched = watchReceipt(http);
    const answer = await connector.signIn({ http: watched.http, settings, secrets, signal });
    if (answer.kind === 'failed') return fail(withReceipt(answer.failure, watched.receipt(), Object.values(secrets)));
    held = { token: answer.token, apiBase: answer.apiBase, renewAt: askedAt + usableMs(answer.expiresInMs, connector.facts?.renewal), endsAt: askedAt + answer.expiresInMs };
    return ok(held);
  };

  const signInOnce = (): Promise<Result<Held, VendorFailure>> => {
    refresh ??= signIn().finally(() => {
      refresh = null;
    });
    return refresh;
  };

  /** Reads the token anew for every request, so that a worker amid its call goes on with a renewed one. */
  const toCall = (first: Held): Call => ({ http, settings, apiBase: first.apiBase, token: () => (held ?? first).token, signal });

  const toReply = (result: Result<Held, VendorFailure>): Result<Call, VendorFailure> => (result.ok ? ok(toCall(result.value)) : result);

  return {
    call: async () => {
      const current = held;
      if (current !== null && now() < current.renewAt) return ok(toCall(current));
      const renewed = await signInOnce();
      // Renewal ahead of time that fails is no failure yet: the old token still holds.
      if (!renewed.ok && current !== null && held === current && now() < current.endsAt) return ok(toCall(current));
      return toReply(renewed);
    },
    renew: async (failedToken) => {
      if (held !== null && held.token !== failedToken && refresh === null) return ok(toCall(held));
      if (held?.token === failedToken) held = null;
      return toReply(await signInOnce());
    },
  };
};

/** As the dialect says, but never before half the life; otherwise a minute before the end, and of lives under five minutes four fifths. */
const usableMs = (lifeMs: number, renewal: VendorFacts['renewal']): number => {
  if (renewal === undefined) return lifeMs < 300_000 ? lifeMs * 0.8 : lifeMs - 60_000;
  return 'aheadMs' in renewal ? Math.max(lifeMs - renewal.aheadMs, lifeMs / 2) : lifeMs * renewal.afterShare;
};
