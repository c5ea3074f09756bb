// The secret that number labels are made with: 32 random bytes per log, in the keychain, and nowhere else but in a backup under a passphrase.
import type { SecretFailure } from '../../src-shared/failures.ts';
import { ok, type Result } from '../../src-shared/result.ts';
import type { Ids } from '../ports/ids.ts';
import type { Keychain } from '../ports/keychain.ts';

export const pepperAccount = (origin: string): string => `subject-pepper/${origin}`;

/** Null where this keychain has none for the log, or holds something else under its name. */
export const findPepper = async (keychain: Keychain, origin: string): Promise<Result<Buffer | null, SecretFailure>> => {
  const kept = await keychain.get(pepperAccount(origin));
  if (!kept.ok) return kept;
  const pepper = Buffer.from(kept.value ?? '', 'base64');
  return ok(pepper.length === 32 ? pepper : null);
};

export const keepPepper = (keychain: Keychain, origin: string, pepper: Uint8Array): Promise<Result<null, SecretFailure>> =>
  keychain.set(pepperAccount(origin), Buffer.from(pepper).toString('base64'));

/** Made at the first asking. */
export const openPepper = async (keychain: Keychain, origin: string, ids: Pick<Ids, 'bytes'>): Promise<Result<Buffer, SecretFailure>> => {
  const found = await findPepper(keychain, origin);
  if (!found.ok || found.value !== null) return found as Result<Buffer, SecretFailure>; // not null here
  const made = ids.bytes(32);
  const kept = await keepPepper(keychain, origin, made);
  return kept.ok ? ok(made) : kept;
};
