// An export is called valid only if every check here ran and held; the file alone is asked, nothing is taken on trust.
import { createHash } from 'node:crypto';
import { open, stat, type FileHandle } from 'node:fs/promises';
import { basename } from 'node:path';
import { crc32 } from 'node:zlib';
import type { LogCheck } from '../../src-shared/contract/log.ts';
import type { BundleInvalid, FileFailure } from '../../src-shared/failures.ts';
import { fail, ok, type Result } from '../../src-shared/result.ts';
import { canonicalJson } from './canonical-json.ts';
import { createReport, type Report } from './bundle-report.ts';
import { checkLeaves } from './check-leaves.ts';
import { verifyCheckpoint, type Checkpoint } from './checkpoint.ts';
import { earlierFlaw, prefixFlaw, readEarlier, readHeld } from './earlier-checkpoint.ts';
import { publicKeyForms, verifySignature, type PublicKeyForms } from './keys.ts';
import { readMember, readZipDirectory, type ZipEntry } from './read-zip.ts';
import { verifySsh } from './sshsig.ts';

/**
 * Checks a bundle from its file alone. `held` is the text of a checkpoint.txt the asker kept from an earlier export: with it
 * even a history rewritten under the true key is found out. The first check that does not hold decides; those after it are
 * shown as not held and not made. Failures: the file cannot be read, or it is no ZIP at all (`BundleInvalid`).
 */
export const checkBundle = async (
  path: string, options: { readonly name?: string; readonly held?: string } = {},
): Promise<Result<LogCheck, FileFailure | BundleInvalid>> => {
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

const checkFile = async (file: FileHandle, fileSize: number, held: string | null): Promise<Result<LogCheck, BundleInvalid>> => {
  const report = createReport(held !== null);
  const directory = await readZipDirectory(file, fileSize);
  if (!directory.ok) {
    if (!directory.failure.isZip) return fail({ type: 'BundleInvalid', why: 'It is no ZIP file.' });
    report.settle('zip', `Not so: ${directory.failure.why}.`);
    return ok(report.end());
  }
  report.settle('zip', null);
  const entries = new Map(directory.value.map((entry) => [entry.name, entry]));
  report.settle('complete', listed('Missing', requiredMembers.filter((name) => !entries.has(name))));
  report.settle('closed', listed('Not part of an export', strangersOf([...entries.keys()])));
  if (report.hasFailed()) return ok(report.end());

  const texts = await readTexts(file, entries);
  const sumsText = texts.get('SHA256SUMS');
  const key = readAllowedSigner(texts.get('keys/allowed_signers'));
  const signed = key !== null && sumsText !== undefined && verifySsh(String(texts.get('SHA256SUMS.sig')), key.publicKey, sumsText);
  report.settle('signature', signed ? null : 'SHA256SUMS, SHA256SUMS.sig and keys/allowed_signers do not belong together.');
  if (key === null || !signed) return ok(report.end());
  report.know({ fingerprint: key.fingerprint });

  await checkSums(file, [...entries.values()], String(sumsText), report.settle);
  if (report.hasFailed()) return ok(report.end());
  report.settle('key', keyFlaw(texts, key));
  const now = verifyCheckpoint(String(texts.get('checkpoint.txt')), key.vkey);
  report.settle('note', now.ok ? null : `Not so: ${now.failure.why}.`);
  if (!now.ok) return ok(report.end());
  report.know({ origin: now.value.origin });
  report.settle('raw', rawFlaw(texts, now.value, key));

  const earlier = readEarlier([...entries.keys()], texts, now.value, key);
  const mine = held === null ? null : readHeld(held, now.value, key);
  const sizes = [earlier, mine].flatMap((each) => (each === null || typeof each === 'string' ? [] : [each.checkpoint.size]));
  const leavesEntry = entries.get('leaves.ndjson');
  if (leavesEntry === undefined) return ok(report.end());
  const leaves = await checkLeaves(readMember(file, leavesEntry), { origin: now.value.origin, vkey: key.vkey }, sizes);
  report.know({ leaves: leaves.count });
  for (const each of ['form', 'order', 'log', 'beginning'] as const) report.settle(each, leaves[each]);
  report.settle('size', leaves.count === now.value.size ? null : `The checkpoint says ${now.value.size}, there are ${leaves.count}.`);
  report.settle('root', leaves.root.equals(now.value.root) ? null : 'A leaf was changed, dropped, put in or moved.');
  report.settle('earlier', earlierFlaw(earlier, now.value, leaves), earlier === null ? 'No earlier export is named in it.' : '');
  if (held !== null) report.settle('held', typeof mine === 'string' ? mine : mine === null ? 'It was not read.' : prefixFlaw(mine.checkpoint, leaves));
  return ok(report.end());
};

const maxBytes = 0xffff_ffff;
const maxTextBytes = 64 * 1024;
const requiredMembers = [
  'START-HERE.txt', 'checkpoint.txt', 'checkpoint.body', 'checkpoint.sig', 'keys/allowed_signers', 'keys/log-key.ssh.pub', 'keys/log.vkey',
  'keys/log-key.pub.pem', 'keys/history.json', 'report.csv', 'leaves.ndjson', 'SHA256SUMS', 'SHA256SUMS.sig',
];
const longMembers: ReadonlySet<string> = new Set(['report.csv', 'leaves.ndjson']);
const unlistedMembers: ReadonlySet<string> = new Set(['SHA256SUMS', 'SHA256SUMS.sig']);

/** One earlier checkpoint and one proof, together or not at all, may stand beside the required members. */
const strangersOf = (names: readonly string[]): readonly string[] => {
  const others = names.filter((name) => !requiredMembers.includes(name));
  const previous = others.find((name) => /^previous\/checkpoint-\d{1,16}\.txt$/.test(name));
  const consistency = others.find((name) => /^consistency\/\d{1,16}-\d{1,16}\.txt$/.test(name));
  const isPair = previous !== undefined && consistency !== undefined;
  return others.filter((name) => !isPair || (name !== previous && name !== consistency));
};

const readTexts = async (file: FileHandle, entries: ReadonlyMap<string, ZipEntry>): Promise<ReadonlyMap<string, Buffer>> => {
  const texts = new Map<string, Buffer>();
  for (const [name, entry] of entries) {
    if (longMembers.has(name) || entry.size > maxTextBytes) continue;
    const chunks: Buffer[] = [];
    for await (const chunk of readMember(file, entry)) chunks.push(chunk);
    texts.set(name, Buffer.concat(chunks));
  }
  return texts;
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
    ['keys/history.json', `${canonicalJson([{ fingerprint: key.fingerprint, seq: 1, vkey: key.vkey }])}\n`],
  ];
  return listed('Another key, or none that can be read, in', expected.filter(([name, text]) => String(texts.get(name)) !== text).map(([name]) => name));
};

const rawFlaw = (texts: ReadonlyMap<string, Buffer>, now: Checkpoint, key: PublicKeyForms): string | null => {
  const body = texts.get('checkpoint.body');
  const signature = texts.get('checkpoint.sig');
  if (body === undefined || !body.equals(Buffer.from(now.body))) return 'checkpoint.body does not say what checkpoint.txt says.';
  return signature !== undefined && verifySignature(key.publicKey, body, signature) ? null : 'checkpoint.sig is not a signature of checkpoint.body.';
};

const listed = (words: string, names: readonly string[]): string | null => (names.length === 0 ? null : `${words}: ${names.join(', ')}.`);

const codeOf = (error: unknown): string | null =>
  error instanceof Error && 'code' in error && typeof error.code === 'string' && 'syscall' in error ? error.code : null;
