// Looks for secrets where none may be: in every file of a folder, raw and in the encodings in which they travel.
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

/** "file: which secret, how written" for each that was found. */
export const findSecrets = (folder: string, secrets: readonly string[]): readonly string[] =>
  readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .flatMap((entry) => {
      const path = join(entry.parentPath, entry.name);
      const bytes = readFileSync(path);
      return secretsIn(bytes, secrets).map((found) => `${path}: ${found}`);
    });

export const secretsIn = (bytes: Buffer, secrets: readonly string[]): readonly string[] =>
  secrets.flatMap((secret) => waysToWrite(secret).filter((text) => bytes.includes(text)).map((text) => `"${secret}" as "${text}"`));

/** Base64 of a text that stands amid others begins at any of three places: the middle of each is looked for. */
const waysToWrite = (secret: string): readonly string[] => {
  const middles = [0, 1, 2].map((shift) => Buffer.from('.'.repeat(shift) + secret).toString('base64').slice(4, -4));
  const wide = Buffer.from(secret, 'utf16le').toString('latin1');
  return [...new Set([secret, encodeURIComponent(secret), JSON.stringify(secret).slice(1, -1), Buffer.from(secret).toString('hex'), wide, ...middles, ...middles.map((text) => text.replaceAll('+', '-').replaceAll('/', '_'))])];
};
