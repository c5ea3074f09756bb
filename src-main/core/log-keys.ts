// Where a log's private keys lie in the keychain, and which of them speaks for the log: the one its leaves name, and no other.
import type { SecretFailure } from '../../src-shared/failures.ts';
import { ok, type Result } from '../../src-shared/result.ts';
import type { Keychain } from '../ports/keychain.ts';
import type { KeyPeriod } from '../sealed-log/key-history.ts';
import { readVkey, signerFrom, type Signer } from '../sealed-log/keys.ts';

/** The log's first key. */
export const accountOf = (origin: string): string => `log-key/${origin}`;
/** Later ones have a place of their own: a key that is being put in the other's place never overwrites it. */
export const laterAccountOf = (origin: string, keyId: string): string => `log-key/${origin}/${keyId}`;

/** Null where this keychain does not hold the log's present key. */
export const findLogKey = async (keychain: Keychain, origin: string, current: KeyPeriod | null): Promise<Result<Signer | null, SecretFailure>> => {
  const key = readVkey(current?.vkey ?? '');
  for (const account of [accountOf(origin), ...(key === null ? [] : [laterAccountOf(origin, key.keyId)])]) {
    const kept = await keychain.get(account);
    if (!kept.ok) return kept;
    const signer = kept.value === null ? null : readSigner(kept.value, origin);
    if (signer !== null && signer.vkey === current?.vkey) return ok(signer);
  }
  return ok(null);
};

/** Null where the keychain holds something else under the key's name. */
export const readSigner = (pkcs8: string, origin: string): Signer | null => {
  try {
    return signerFrom(pkcs8, origin);
  } catch {
    return null;
  }
};
