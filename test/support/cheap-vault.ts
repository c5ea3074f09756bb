// A desk's vault under the lowest cost its format allows, for tests that open it again and again; what the usual cost is good for is tested elsewhere.
import { createCipheriv, createDecipheriv, randomBytes, scryptSync } from 'node:crypto';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

type Header = { readonly format: 'dnc-desk-vault'; readonly version: 1; readonly kdf: { readonly name: 'scrypt'; readonly n: number; readonly r: number; readonly p: number; readonly salt: string } };
type VaultFile = Header & { readonly nonce: string; readonly tag: string; readonly sealed: string };

/** Makes the vault in `home`, or seals the one that is there anew with the secrets it has; a desk must not have it open. */
export const cheapenVault = (home: string, passphrase: string): void => {
  const path = join(home, 'vault.json');
  // Written by the product, in its own format.
  const old = existsSync(path) ? JSON.parse(readFileSync(path, 'utf8')) as VaultFile : null;
  if (old?.kdf.n === leastCost) return;
  const secrets = old === null ? '{}' : open(old, passphrase);
  const header: Header = { format: 'dnc-desk-vault', version: 1, kdf: { name: 'scrypt', n: leastCost, r: 8, p: 1, salt: randomBytes(32).toString('base64') } };
  const nonce = randomBytes(12);
  const cipher = createCipheriv('aes-256-gcm', keyOf(passphrase, header), nonce).setAAD(Buffer.from(JSON.stringify(header)));
  const sealed = Buffer.concat([cipher.update(secrets, 'utf8'), cipher.final()]);
  writeFileSync(path, `${JSON.stringify({ ...header, nonce: nonce.toString('base64'), tag: cipher.getAuthTag().toString('base64'), sealed: sealed.toString('base64') })}\n`, { mode: 0o600 });
};

const leastCost = 2 ** 14;

const keyOf = (passphrase: string, { kdf }: Header): Buffer => scryptSync(passphrase.normalize('NFC'), Buffer.from(kdf.salt, 'base64'), 32, { N: kdf.n, r: kdf.r, p: kdf.p, maxmem: 256 * kdf.n * kdf.r });

const open = ({ nonce, tag, sealed, format, version, kdf }: VaultFile, passphrase: string): string => {
  const header: Header = { format, version, kdf };
  const decipher = createDecipheriv('aes-256-gcm', keyOf(passphrase, header), Buffer.from(nonce, 'base64'), { authTagLength: 16 });
  decipher.setAAD(Buffer.from(JSON.stringify(header))).setAuthTag(Buffer.from(tag, 'base64'));
  return Buffer.concat([decipher.update(Buffer.from(sealed, 'base64')), decipher.final()]).toString('utf8');
};
