// Which store secrets are in: the OS keychain unless a person chose the vault; asked once, and said plainly when neither works.
import type { SecretsStatus } from '../../src-shared/contract/log.ts';
import type { SecretFailure } from '../../src-shared/failures.ts';
import { failureWords } from '../../src-shared/words/failure-words.ts';
import { fail, ok, type Result } from '../../src-shared/result.ts';
import type { Keychain } from '../ports/keychain.ts';
import type { SecretStores } from './core.ts';

export type SecretsDoor = {
  readonly keychain: () => Promise<Result<Keychain, SecretFailure>>;
  readonly status: () => Promise<SecretsStatus>;
  readonly useVault: (passphrase: string) => Promise<Result<SecretsStatus, SecretFailure>>;
};

export const createSecretsDoor = (stores: SecretStores): SecretsDoor => {
  let vault: Keychain | null = null;
  /** A read of an account that never exists tells whether the keychain answers at all. */
  const probe = async (): Promise<SecretFailure | null> => {
    const answer = await stores.keychain.get('probe');
    return answer.ok ? null : answer.failure;
  };
  const status = async (): Promise<SecretsStatus> => {
    const vaultExists = stores.vaultExists();
    if (vault !== null) return { store: 'vault', usable: true, why: null, vaultExists };
    if (vaultExists) return { store: 'none', usable: false, why: 'Secrets are in the vault of this folder, and its passphrase has not been given.', vaultExists };
    const failure = await probe();
    return { store: failure === null ? stores.keychain.store : 'none', usable: failure === null, why: failure === null ? null : failureWords(failure).title, vaultExists };
  };
  return {
    // A folder with a vault has its secrets there: the keychain alone would miss them.
    keychain: async () => {
      if (vault !== null) return ok(vault);
      return stores.vaultExists() ? fail({ type: 'VaultLocked' }) : ok(stores.keychain);
    },
    status,
    useVault: async (passphrase) => {
      const opened = await stores.openVault(passphrase);
      if (!opened.ok) return opened;
      vault = overKeychain(opened.value, stores.keychain);
      return ok(await status());
    },
  };
};

/**
 * What was in the keychain before a person chose the vault moves into it when it is first asked for; without this the log's own key
 * would stay behind. A keychain that does not answer has nothing to give.
 */
const overKeychain = (vault: Keychain, keychain: Keychain): Keychain => ({
  ...vault,
  get: async (account) => {
    const kept = await vault.get(account);
    if (!kept.ok || kept.value !== null) return kept;
    const before = await keychain.get(account);
    if (!before.ok || before.value === null) return ok(null);
    const moved = await vault.set(account, before.value);
    return moved.ok ? before : moved;
  },
  remove: async (account) => {
    const removed = await vault.remove(account);
    if (removed.ok) await keychain.remove(account);
    return removed;
  },
});
