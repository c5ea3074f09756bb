// An export is called valid only if every check here ran and held; the file alone is asked, nothing is taken on trust.
import { createHash } from 'node:crypto';
import { open, stat, type FileHandle } from 'node:fs/promises';
import { basename } from 'node:path';
import { crc32 } from 'node:zlib';
import type { BundleInvalid, FileFailure } from '../../src-shared/failures.ts';
import { fail, ok, type Result } from '../../src-shared/result.ts';
import { hasPlace, isLongMember, maxShortBytes, requiredMembers } from './bundle-format.ts';
import { createReport, type BundleCheck, type Report } from './bundle-report.ts';
import { checkLog } from './check-log.ts';
import { checkShownCertificate } from './check-shown-certificate.ts';
import { verifyCheckpoint, type Checkpoint } from './checkpoint.ts';
import { publicKeyForms, verifySignature, type PublicKeyForms } from './keys.ts';
import type { Opened } from './opened-bundle.ts';
import { peekFacts, readFacts, type BundleFacts } from './read-facts.ts';
import { readMember, readZipDirectory, type ZipEntry } from './read-zip.ts';
import { verifySsh } from './sshsig.ts';

/**
 * Checks a bundle from its file alone. `held` is the text of a checkpoint.txt the asker kept from an earlier export: with it
 * even a history rewritten under the true key is found out. The first check that does not hold decides; those after it are
 * shown as not held and not made. Failures: the file cannot be read, or it is no ZIP at all (`BundleInvalid`).
 */
export const checkBundle = async (
  path: string, options: { readonly name?: string; readonly held?: string } = {},
): Promise<Result<BundleCheck, FileFailure | BundleInvalid>> => {
  const name = options.name ?? basename(path);
  let file: FileHandle | null = null;
  try {
    // Before opening: opening a pipe would wait for its other end.
    const facts = await stat(path);
    if (facts.isDirectory()) return fail({ type: 'FileIsFolder', name });
    if (!facts.isFile()) return fail({ type: 'FileUnreadable', name, code: 'ENOTREG' });
    if (facts.size === 0) return fail({ type: 'FileEmpty', name });
    if (facts.size > maxBytes) return fail({ type: 'FileTooLarge', name, bytes: facts.size, limit: maxBytes });
    file = await open(path, 'r');
    return await checkFile(file, facts.size, options.held ?? null);
  } catch (error) {
    const code = codeOf(error);
    if (code === null) throw error;
    return fail(code === 'ENOENT' || code === 'ENOTDIR' ? { type: 'FileMissing', name } : code === 'EISDIR' ? { type: 'FileIsFolder', name } : { type: 'FileUnreadable', name, code });
  } finally {
    await file?.close();
  }
};

const checkFile = async (file: FileHandle, fileSize: number, held: string | null): Promise<Result<BundleCheck, BundleInvalid>> => {
  const report = createReport(held !== null);
  const { settle } = report;
  const directory = await readZipDirectory(file, fileSize);
  if (!directory.ok) {
    if (!directory.failure.isZip) return fail({ type: 'BundleInvalid', why: 'It is no ZIP file.' });
    // A later program may pack its exports otherwise: say that rather than call them damaged.
    const flaw = await peekFacts(file);
    if (flaw === null) settle('zip', `Not so: ${directory.failure.why}.`);
    else settle('version', flaw);
    return ok(report.end());
  }
  settle('zip', null);
  const entries = new Map(directory.value.map((entry) => [entry.name, entry]));
  const names = [...entries.keys()];
  const facts = await readFacts(file, directory.value[0]);
  settle('version', typeof facts === 'string' && entries.has('bundle.json') ? facts : null);
  const level = typeof facts === 'string' ? 'L1' : facts.level;
  report.know({ level });
  settle('complete', listed('Missing', requiredMembers(level).filter((name) => !entries.has(name))));
  settle('closed', listed('Not part of an export', names.filter((name) => !hasPlace(level, name))));
  if (report.hasFailed() || typeof facts === 'string') return ok(report.end());

  const texts = await readTexts(file, directory.value);
  const sums = texts.get('SHA256SUMS');
  const key = readAllowedSigner(texts.get('keys/allowed_signers'));
  const signed = key !== null && sums !== undefined && verifySsh(String(texts.get('SHA256SUMS.sig')), key.publicKey, sums);
  settle('signature', signed ? null : 'SHA256SUMS, SHA256SUMS.sig and keys/allowed_signers do not belong together.');
  if (key === null || !signed) return ok(report.end());
  report.know({ fingerprint: key.fingerprint });
  await checkSums(file, directory.value, String(sums), settle);
  if (report.hasFailed()) return ok(report.end());

  settle('key', keyFlaw(texts, key));
  const note = String(texts.get('checkpoint.txt'));
  const now = verifyCheckpoint(note, key.vkey);
  settle('note', now.ok ? null : `Not so: ${now.failure.why}.`);
  if (!now.ok) return ok(report.end());
  report.know({ origin: now.value.origin });
  settle('raw', rawFlaw(texts, now.value, key));
  settle('facts', factsFlaw(facts, now.value));
  const stream = (name: string): AsyncIterable<Buffer> => {
    const entry = entries.get(name);
    return entry === undefined ? nothing() : readMember(file, entry);
  };
  const opened: Opened = { names, texts, stream, now: now.value, note, key, held, report };
  await (level === 'L0' ? checkShownCertificate(opened) : checkLog(opened, level));
  return ok(report.end());
};

const maxBytes = 0xffff_ffff;
const maxListBytes = 16 * 1024 * 1024;
/** All short members together; a genuine certificate of thousands of records takes a few megabytes. */
const maxTextBytes = 128 * 1024 * 1024;
const unlistedMembers: ReadonlySet<string> = new Set(['SHA256SUMS', 'SHA256SUMS.sig']);

/** A member too long for what it should be is left out, and is named by the check that needs it. */
const readTexts = async (file: FileHandle, entries: readonly ZipEntry[]): Promise<ReadonlyMap<string, Buffer>> => {
  const texts = new Map<string, Buffer>();
  let room = maxTextBytes;
  for (const entry of entries) {
    const { name, size } = entry;
    if (isLongMember(name) || size > (name === 'SHA256SUMS' ? maxListBytes : maxShortBytes) || size > room) continue;
    room -= size;
    texts.set(name, await readWhole(file, entry));
  }
  return texts;
};

const readWhole = async (file: FileHandle, entry: ZipEntry): Promise<Buffer> => {
  const chunks: Buffer[] = [];
  for await (const chunk of readMember(file, entry)) chunks.push(chunk);
  return Buffer.concat(chunks);
};

/** The key as ssh-keygen would take it; null unless the line is exactly as exports write it. */
const readAllowedSigner = (text: Buffer | undefined): PublicKeyForms | null => {
  const [, origin, blob] = /^([^\s+"]+) namespaces="dncdesk-export" ssh-ed25519 ([A-Za-z0-9+/]{68})\n$/.exec(String(text)) ?? [];
  if (origin === undefined || blob === undefined) return null;
  const forms = publicKeyForms(Buffer.from(blob, 'base64').subarray(-32), origin);
  return forms.sshPublicKey === `ssh-ed25519 ${blob} ${origin}` ? forms : null;
};

const checkSums = async (file: FileHandle, entries: readonly ZipEntry[], list: string, settle: Report['settle']): Promise<void> => {
  const named = entries.filter((entry) => !unlistedMembers.has(entry.name));
  const lines = new Map(list.split('\n').slice(0, -1).map((line) => [line.slice(66), line.slice(0, 64)]));
  let sumFlaw = list === named.map((entry) => `${lines.get(entry.name) ?? ''}  ${entry.name}\n`).join('') ? null : 'SHA256SUMS does not list exactly the files in the ZIP.';
  let crcFlaw: string | null = null;
  for (const entry of entries) {
    const sha = createHash('sha256');
    let crc = 0;
    let size = 0;
    for await (const chunk of readMember(file, entry)) {
      sha.update(chunk);
      crc = crc32(chunk, crc);
      size += chunk.length;
    }
    if (!unlistedMembers.has(entry.name) && sha.digest('hex') !== lines.get(entry.name)) sumFlaw ??= `${entry.name} is not what was signed.`;
    if (crc !== entry.crc || size !== entry.size) crcFlaw ??= `${entry.name} does not fit its checksum.`;
  }
  settle('sums', sumFlaw);
  settle('crc', crcFlaw);
};

const keyFlaw = (texts: ReadonlyMap<string, Buffer>, key: PublicKeyForms): string | null => {
  const expected: readonly (readonly [string, string])[] = [
    ['keys/log-key.ssh.pub', `${key.sshPublicKey}\n`], ['keys/log.vkey', `${key.vkey}\n`], ['keys/log-key.pub.pem', key.publicKeyPem],
  ];
  return listed('Another key, or none that can be read, in', expected.filter(([name, text]) => String(texts.get(name)) !== text).map(([name]) => name));
};

const rawFlaw = (texts: ReadonlyMap<string, Buffer>, now: Checkpoint, key: PublicKeyForms): string | null => {
  const body = texts.get('checkpoint.body');
  const signature = texts.get('checkpoint.sig');
  if (body === undefined || !body.equals(Buffer.from(now.body))) return 'checkpoint.body does not say what checkpoint.txt says.';
  return signature !== undefined && verifySignature(key.publicKey, body, signature) ? null : 'checkpoint.sig is not a signature of checkpoint.body.';
};

const factsFlaw = (facts: BundleFacts, now: Checkpoint): string | null =>
  facts.log === now.origin && facts.size === now.size ? null : 'bundle.json names another log or size than checkpoint.txt.';

const listed = (words: string, names: readonly string[]): string | null =>
  (names.length === 0 ? null : `${words}: ${names.slice(0, 20).join(', ')}${names.length > 20 ? ` and ${names.length - 20} more` : ''}.`);

async function* nothing(): AsyncGenerator<Buffer> {} // a member that is not there has no bytes

const codeOf = (error: unknown): string | null =>
  error instanceof Error && 'code' in error && typeof error.code === 'string' && 'syscall' in error ? error.code : null;
