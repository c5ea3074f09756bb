// Secrets in the operating system's own keychain (Secret Service, Keychain, Credential Manager): loaded when first needed, every trouble named, nothing kept elsewhere.
import type { SecretFailure } from '../../src-shared/failures.ts';
import { done, fail, ok, type Result } from '../../src-shared/result.ts';
import type { Keychain } from './keychain.ts';

/** The three calls of the keytar library that are used. */
export type KeychainLibrary = {
  readonly getPassword: (service: string, account: string) => Promise<string | null>;
  readonly setPassword: (service: string, account: string, password: string) => Promise<void>;
  readonly deletePassword: (service: string, account: string) => Promise<boolean>;
};

const patienceMs = 10_000;
const probeAccount = 'probe';

/** `load` and `patience` (ms a silent keychain daemon is waited for) are given by tests only. */
export const createOsKeychain = (service: string, load: () => Promise<KeychainLibrary> = loadKeytar, patience = patienceMs): Keychain => {
  let library: Promise<KeychainLibrary> | undefined;

  const ask = async <T>(question: (library: KeychainLibrary) => Promise<T>): Promise<Result<T, SecretFailure>> => {
    try {
      library ??= load();
      const loaded = await library;
      return ok(await withPatience(question(loaded), patience));
    } catch (thrown) {
      return fail(nameTrouble(thrown));
    }
  };

  // A locked Secret Service without a screen to prompt on answers "nothing there" to a read, as if the item did not
  // exist; only a write tells the two apart. So "nothing" is believed after a write has succeeded.
  const isWritable = async (): Promise<Result<null, SecretFailure>> => {
    const written = await ask((lib) => lib.setPassword(service, probeAccount, 'probe'));
    if (!written.ok) return written;
    await ask((lib) => lib.deletePassword(service, probeAccount));
    return done;
  };

  return Object.freeze<Keychain>({
    store: 'keychain',
    get: async (account) => {
      const found = await ask((lib) => lib.getPassword(service, account));
      if (!found.ok || found.value !== null) return found;
      const writable = await isWritable();
      return writable.ok ? found : writable;
    },
    set: async (account, secret) => {
      const written = await ask((lib) => lib.setPassword(service, account, secret));
      return written.ok ? done : written;
    },
    remove: async (account) => {
      const removed = await ask((lib) => lib.deletePassword(service, account));
      return removed.ok ? done : removed;
    },
  });
};

const loadKeytar = async (): Promise<KeychainLibrary> => {
  const loaded = await import('keytar');
  // A CommonJS module: its functions stand on `default` in Node, on the namespace itself in a bundle.
  return 'default' in loaded ? loaded.default : loaded;
};

const withPatience = async <T>(answer: Promise<T>, patience: number): Promise<T> => {
  let timer: NodeJS.Timeout | undefined;
  const silence = new Promise<never>((_resolve, reject) => {
    timer = setTimeout(() => reject(new Error(`the keychain did not answer within ${Math.round(patience / 1000)} s`)), patience);
  });
  try {
    return await Promise.race([answer, silence]);
  } finally {
    clearTimeout(timer);
  }
};

// The library gives messages only, no codes: libsecret's (no collection, prompt dismissed), macOS's and Windows' own.
const lockedMessages = [
  /secrets\/(collection|aliases)/i, /locked/i, /prompt.*dismissed/i, /dismissed/i, /user interaction is not allowed/i, /user cancell?ed/i,
  /passphrase you entered is not correct/i,
];

const nameTrouble = (thrown: unknown): SecretFailure => {
  const message = thrown instanceof Error ? thrown.message : String(thrown);
  const why = (message.split('\n')[0] ?? '').slice(0, 200);
  return lockedMessages.some((pattern) => pattern.test(message)) ? { type: 'KeychainLocked', why } : { type: 'KeychainUnavailable', why };
};
