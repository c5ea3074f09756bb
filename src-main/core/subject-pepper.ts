// The pepper: 32 secret bytes beside the log's key, without which nobody can tell whom a label of the subject index means.
import type { SecretFailure } from '../../src-shared/failures.ts';
import { ok, type Result } from '../../src-shared/result.ts';
import type { Ids } from '../ports/ids.ts';
import type { Keychain } from '../ports/keychain.ts';

export const pepperAccountOf = (origin: string): string => `subject-pepper/${origin}`;

/** Base64. */
export const createPepper = (ids: Ids): string => ids.bytes(32).toString('base64');

/**
 * Made here where there is none: the labels are then made anew under it, and each index commits to those of its day. One that is brought
 * back from a backup is used again from the next export on.
 */
export const findPepper = async (keychain: Keychain, origin: string, ids: Ids): Promise<Result<Buffer, SecretFailure>> => {
  const kept = await keychain.get(pepperAccountOf(origin));
  if (!kept.ok) return kept;
  const pepper = Buffer.from(kept.value ?? '', 'base64');
  if (pepper.length === 32) return ok(pepper);
  const made = createPepper(ids);
  const saved = await keychain.set(pepperAccountOf(origin), made);
  return saved.ok ? ok(Buffer.from(made, 'base64')) : saved;
};
