// Where secrets live: the OS keychain, or a vault file under a passphrase chosen explicitly. Never a plain file, never a silent fallback.
import type { SecretFailure } from '../../src-shared/failures.ts';
import type { Result } from '../../src-shared/result.ts';

/** Accounts are "log-key/<origin>", "destination/<id>/<field>"; values are text of at most 2,500 bytes (Windows' limit is 2,560). */
export interface Keychain {
  readonly store: 'keychain' | 'vault' | 'memory';
  readonly get: (account: string) => Promise<Result<string | null, SecretFailure>>;
  readonly set: (account: string, secret: string) => Promise<Result<null, SecretFailure>>;
  readonly remove: (account: string) => Promise<Result<null, SecretFailure>>;
}
