// Who may come in: a start code opens once and soon, and leaves behind a session that is worth nothing elsewhere.
import { createHash, timingSafeEqual } from 'node:crypto';

export type Sessions = {
  /** For one link; good once, for five minutes. */
  readonly newCode: () => string;
  /** The session for a good code; null for a used, late or invented one. */
  readonly redeem: (code: string) => string | null;
  readonly holds: (session: string) => boolean;
};

const codeLivesMs = 5 * 60_000;

/** `secret` makes 256 bits of randomness as text safe in addresses and cookies. */
export const createSessions = (needs: { readonly now: () => number; readonly secret: () => string }): Sessions => {
  const endByCode = new Map<string, number>();
  const sessions: string[] = [];
  return {
    newCode: () => {
      const code = needs.secret();
      endByCode.set(code, needs.now() + codeLivesMs);
      return code;
    },
    redeem: (asked) => {
      const found = [...endByCode].find(([code]) => isSame(code, asked));
      if (found === undefined) return null;
      endByCode.delete(found[0]);
      if (needs.now() > found[1]) return null;
      const session = needs.secret();
      sessions.push(session);
      return session;
    },
    holds: (asked) => sessions.some((session) => isSame(session, asked)),
  };
};

/** Compares digests, so that neither length nor the first wrong letter shows in the time taken. */
const isSame = (left: string, right: string): boolean => timingSafeEqual(digest(left), digest(right));

const digest = (text: string): Buffer => createHash('sha256').update(text).digest();
