// A keychain that forgets everything with the test.
import { done, ok } from '../../src-shared/result.ts';
import type { Keychain } from '../../src-main/ports/keychain.ts';

export const createMemoryKeychain = (): Keychain & { readonly secrets: ReadonlyMap<string, string> } => {
  const secrets = new Map<string, string>();
  return {
    store: 'memory', secrets,
    get: async (account) => ok(secrets.get(account) ?? null),
    set: async (account, secret) => { secrets.set(account, secret); return done; },
    remove: async (account) => { secrets.delete(account); return done; },
  };
};
