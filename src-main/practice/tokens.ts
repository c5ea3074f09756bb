// Bearer tokens of a tenant: given out, ended by time or by a fault, and unknown after a restart.
import { randomBytes } from 'node:crypto';

export type Scope = 'full' | 'read-only';

export type Tokens = {
  /** A new token and the seconds it holds. */
  readonly issue: (scope: Scope) => { readonly token: string; readonly seconds: number };
  /** Null for a missing, unknown or ended token. */
  readonly check: (authorization: string | undefined) => { readonly token: string; readonly scope: Scope } | null;
  readonly end: (authorization: string | undefined) => void;
};

export const createTokens = (seconds: number, now: () => number): Tokens => {
  const given = new Map<string, { readonly endsAt: number; readonly scope: Scope }>();
  return {
    issue: (scope) => {
      for (const [token, { endsAt }] of given) if (endsAt <= now()) given.delete(token);
      const token = randomBytes(24).toString('base64url');
      given.set(token, { endsAt: now() + seconds * 1000, scope });
      return { token, seconds };
    },
    check: (authorization) => {
      const token = bearerOf(authorization);
      const found = given.get(token);
      return found === undefined || found.endsAt <= now() ? null : { token, scope: found.scope };
    },
    end: (authorization) => { given.delete(bearerOf(authorization)); },
  };
};

/** The two halves of HTTP Basic (RFC 7617); null where there are none. */
export const readBasic = (authorization: string | undefined): { readonly user: string; readonly password: string } | null => {
  const encoded = /^Basic ([A-Za-z0-9+/=]+)$/i.exec(authorization ?? '')?.[1];
  if (encoded === undefined) return null;
  const text = Buffer.from(encoded, 'base64').toString();
  const colon = text.indexOf(':');
  return colon === -1 ? null : { user: text.slice(0, colon), password: text.slice(colon + 1) };
};

const bearerOf = (authorization: string | undefined): string => /^Bearer (\S+)$/i.exec(authorization ?? '')?.[1] ?? '';
