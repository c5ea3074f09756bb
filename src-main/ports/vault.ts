// Secrets in one file under a passphrase, for machines without a keychain: only ever opened because a person chose it.
import { createCipheriv, createDecipheriv, scrypt, type ScryptOptions } from 'node:crypto';
import { existsSync } from 'node:fs';
import { open, readFile, rename, rm } from 'node:fs/promises';
import { dirname } from 'node:path';
import { z } from 'zod';
import type { SecretFailure } from '../../src-shared/failures.ts';
import { done, fail, ok, type Result } from '../../src-shared/result.ts';
import type { Ids } from './ids.ts';
import type { Keychain } from './keychain.ts';

export type Vault = {
  readonly exists: () => boolean;
  /** Makes the vault when there is none. A passphrase of at least 12 characters makes one; a wrong one opens none. */
  readonly open: (passphrase: string) => Promise<Result<Keychain, SecretFailure>>;
};

export const leastPassphrase = 12;

/** scrypt with N = 2^17, r = 8, p = 1 (OWASP's first choice, 128 MiB) gives the key of AES-256-GCM (NIST SP 800-38D). */
const cost = { n: 2 ** 17, r: 8, p: 1 } as const;

const base64 = z.base64();
const headerSchema = z.strictObject({
  format: z.literal('dnc-desk-vault'), version: z.literal(1),
  // Bounds, so that a file from elsewhere cannot ask for all the memory there is.
  kdf: z.strictObject({ name: z.literal('scrypt'), n: z.int().min(2 ** 14).max(2 ** 20), r: z.int().min(1).max(16), p: z.int().min(1).max(4), salt: base64 }),
});
const fileSchema = headerSchema.extend({ nonce: base64, tag: base64, sealed: base64 });
const secretsSchema = z.record(z.string(), z.string());
type Header = z.infer<typeof headerSchema>;
type VaultFile = z.infer<typeof fileSchema>;
type Secrets = Readonly<Record<string, string>>;

export const createVault = (path: string, ids: Ids): Vault => ({
  exists: () => existsSync(path),
  open: async (passphrase) => {
    if (!existsSync(path)) {
      if (Array.from(passphrase).length < leastPassphrase) return fail({ type: 'VaultPassphraseShort', least: leastPassphrase });
      const made = await underLock(path, () => makeVault(path, passphrase, ids));
      if (!made.ok) return made;
    }
    const found = await readVault(path);
    if (!found.ok) return found;
    const header = headerOf(found.value);
    const key = await deriveKey(passphrase, header);
    return unseal(found.value, key) === null ? fail({ type: 'VaultPassphraseWrong' }) : ok(keychainOver(path, header, key, ids));
  },
});

/** Another host may have made one while we waited for the lock: then that one stays. */
const makeVault = async (path: string, passphrase: string, ids: Ids): Promise<Result<null, SecretFailure>> => {
  if (existsSync(path)) return done;
  const header = newHeader(ids);
  return writeVault(path, seal({}, header, await deriveKey(passphrase, header), ids));
};

/** Reads the file again for every question: another host may have written meanwhile. Changes wait for one another, here and there. */
const keychainOver = (path: string, header: Header, key: Buffer, ids: Ids): Keychain => {
  let last: Promise<unknown> = Promise.resolve();

  const read = async (): Promise<Result<Secrets, SecretFailure>> => {
    const file = await readVault(path);
    if (!file.ok) return file;
    const secrets = unseal(file.value, key);
    return secrets === null ? fail({ type: 'VaultPassphraseWrong' }) : ok(secrets);
  };

  const change = async (edit: (secrets: Secrets) => Secrets): Promise<Result<null, SecretFailure>> => {
    const turn = last.then(() => underLock(path, async () => {
      const secrets = await read();
      return secrets.ok ? writeVault(path, seal(edit(secrets.value), header, key, ids)) : secrets;
    }));
    last = turn;
    return turn;
  };

  return Object.freeze<Keychain>({
    store: 'vault',
    get: async (account) => {
      const secrets = await read();
      if (!secrets.ok) return secrets;
      return ok(Object.hasOwn(secrets.value, account) ? (secrets.value[account] ?? null) : null);
    },
    set: (account, secret) => change((secrets) => ({ ...secrets, [account]: secret })),
    remove: (account) => change((secrets) => Object.fromEntries(Object.entries(secrets).filter(([name]) => name !== account))),
  });
};

const newHeader = (ids: Ids): Header => ({
  format: 'dnc-desk-vault', version: 1, kdf: { name: 'scrypt', ...cost, salt: ids.bytes(32).toString('base64') },
});

const headerOf = ({ format, version, kdf }: VaultFile): Header => ({ format, version, kdf });

const deriveKey = (passphrase: string, { kdf }: Header): Promise<Buffer> =>
  new Promise((resolve, reject) => {
    const options: ScryptOptions = { N: kdf.n, r: kdf.r, p: kdf.p, maxmem: 256 * kdf.n * kdf.r };
    // The same passphrase typed on macOS and on Linux may be composed differently.
    scrypt(passphrase.normalize('NFC'), Buffer.from(kdf.salt, 'base64'), 32, options, (error, key) => {
      if (error === null) resolve(key);
      else reject(error);
    });
  });

/** The header is authenticated too, so its cost cannot be turned down unnoticed. */
const seal = (secrets: Secrets, header: Header, key: Buffer, ids: Ids): VaultFile => {
  const nonce = ids.bytes(12);
  const cipher = createCipheriv('aes-256-gcm', key, nonce).setAAD(Buffer.from(JSON.stringify(header)));
  const sealed = Buffer.concat([cipher.update(JSON.stringify(secrets), 'utf8'), cipher.final()]);
  return { ...header, nonce: nonce.toString('base64'), tag: cipher.getAuthTag().toString('base64'), sealed: sealed.toString('base64') };
};

const unseal = (file: VaultFile, key: Buffer): Secrets | null => {
  try {
    const decipher = createDecipheriv('aes-256-gcm', key, Buffer.from(file.nonce, 'base64'), { authTagLength: 16 });
    decipher.setAAD(Buffer.from(JSON.stringify(headerOf(file)))).setAuthTag(Buffer.from(file.tag, 'base64'));
    const plain = Buffer.concat([decipher.update(Buffer.from(file.sealed, 'base64')), decipher.final()]);
    return secretsSchema.parse(JSON.parse(plain.toString('utf8')));
  } catch {
    return null; // GCM says only that key and content do not belong together.
  }
};

const readVault = async (path: string): Promise<Result<VaultFile, SecretFailure>> => {
  let text: string;
  try {
    text = await readFile(path, 'utf8');
  } catch (thrown) {
    return fail({ type: 'KeychainUnavailable', why: `the vault file cannot be read (${codeOf(thrown)})` });
  }
  try {
    const parsed = fileSchema.safeParse(JSON.parse(text));
    if (parsed.success) return ok(parsed.data);
  } catch {
    // Not JSON: the same as any other file that is no vault.
  }
  return fail({ type: 'KeychainUnavailable', why: 'the vault file is damaged or not a vault of this version' });
};

const lockEveryMs = 25;
const lockLivesMs = 10_000;

/** One change at a time among all processes. A lock older than ten seconds was left by a process that died: a change takes milliseconds. */
const underLock = async <T>(path: string, work: () => Promise<Result<T, SecretFailure>>): Promise<Result<T, SecretFailure>> => {
  const lock = `${path}.lock`;
  for (let waited = 0; ; waited += lockEveryMs) {
    try {
      await (await open(lock, 'wx', 0o600)).close();
      break;
    } catch (thrown) {
      if (codeOf(thrown) !== 'EEXIST') return fail({ type: 'KeychainUnavailable', why: `the vault file cannot be written (${codeOf(thrown)})` });
      if (waited >= lockLivesMs) await rm(lock, { force: true });
      else await new Promise((resolve) => { setTimeout(resolve, lockEveryMs); });
    }
  }
  try {
    return await work();
  } finally {
    await rm(lock, { force: true });
  }
};

/** Whole or not at all: a temporary file beside it, flushed, then renamed over. */
const writeVault = async (path: string, file: VaultFile): Promise<Result<null, SecretFailure>> => {
  const beside = `${path}.${process.pid}.tmp`;
  try {
    const handle = await open(beside, 'w', 0o600);
    try {
      await handle.writeFile(`${JSON.stringify(file)}\n`);
      await handle.sync();
    } finally {
      await handle.close();
    }
    await rename(beside, path);
    await syncFolder(dirname(path));
    return done;
  } catch (thrown) {
    await rm(beside, { force: true });
    return fail({ type: 'KeychainUnavailable', why: `the vault file cannot be written (${codeOf(thrown)})` });
  }
};

/** Makes the rename itself durable; Windows cannot open a folder and needs no such thing. */
const syncFolder = async (path: string): Promise<void> => {
  if (process.platform === 'win32') return;
  const folder = await open(path, 'r');
  try {
    await folder.sync();
  } finally {
    await folder.close();
  }
};

const codeOf = (thrown: unknown): string => (thrown instanceof Error && 'code' in thrown ? String(thrown.code) : 'unknown');
