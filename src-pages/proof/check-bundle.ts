// An export is called good only if every check was made and held; the file alone is asked, and the first thing wrong is named.
import { fromUtf8 } from './bytes.ts';
import { readCurrentKey } from './check-keys.ts';
import { checkContents, contentChecks, readCover, type Contents, type Cover } from './check-contents.ts';
import { createCourse, flaw, type Check, type CheckName, type Flaw } from './course.ts';
import type { PublicKey } from './keys.ts';
import { basicMembers, isLong, maxShortBytes, missingMembers, strangeMembers, type Level } from './members.ts';
import { piecesOf, type Members, type Source } from './source.ts';
import { isSshSigned } from './sshsig.ts';
import type { Summer } from './sums.ts';
import { readZip, type Entry } from './zip.ts';

export type Verdict = {
  /** `good` only if every check of `checks` was made and held. */
  readonly good: boolean;
  readonly flaw: Flaw | null;
  readonly checks: readonly Check[];
  readonly cover: Cover | null;
  readonly fingerprint: string | null;
  readonly contents: Contents | null;
};

export type BundleNeeds = {
  readonly source: Source;
  /** The text of an older checkpoint.txt, if the reader has one. */
  readonly held: string | null;
  /** The fingerprint on the reader's key card, if given. */
  readonly card: string | null;
  readonly summer: Summer;
  readonly breathe: (entries: number) => Promise<void>;
  readonly hear?: (check: Check | { readonly name: CheckName; readonly state: 'being-made' }) => void;
};

const first: readonly CheckName[] = ['zip', 'version', 'signature', 'complete', 'closed', 'sums', 'crc'];

export const checkBundle = async ({ source, held, card, summer, breathe, hear }: BundleNeeds): Promise<Verdict> => {
  // Which checks there are depends on the level, and the level on the file: until it is known the longest list counts.
  let level: Level = 'L1';
  const names = (): readonly CheckName[] => [...first, ...(card === null ? [] : ['card'] as const), ...contentChecks(level, held !== null)];
  const opened = await readZip(source);
  const entries: readonly Entry[] = 'code' in opened ? [] : opened;
  const members = membersOf(source, entries);
  const cover = 'code' in opened ? null : await readCover(members);
  if (cover !== null && !('code' in cover)) level = cover.level;
  const course = createCourse(names(), hear);
  await course.take('zip', () => ('code' in opened ? opened : null));
  await course.take('version', () => (cover !== null && 'code' in cover ? cover : null));

  const known = cover === null || 'code' in cover ? null : cover;
  const key = await readCurrentKey(members);
  const sums = await members.bytes('SHA256SUMS');
  await course.take('signature', () => signatureFlaw(members, key, sums));
  const list = fromUtf8(sums ?? new Uint8Array()) ?? '';
  if (known !== null) {
    await course.take('complete', () => listed('missing', 'Missing', [...new Set([...missingMembers(known.level, members.names), ...namesIn(list).filter((name) => !members.names.includes(name))])]));
    await course.take('closed', () => {
      const signed = new Set([...namesIn(list), ...basicMembers]);
      return listed('added', 'Put in by somebody', members.names.filter((name) => !signed.has(name))) ?? listed('newer', 'Signed, but unknown to this page, so made by a newer DNC Desk', strangeMembers(known.level, members.names));
    });
  }
  if (!course.isBroken()) await checkSums(source, entries, list, summer, course.take);
  if (card !== null) await course.take('card', () => cardFlaw(card, key));
  const contents = course.isBroken() || known === null || key === null ? null : await checkContents(course, { members, cover: known, key, held, breathe, hear: () => {}, hearOpening: () => {} });
  const checks = course.checks();
  return { good: checks.every(({ state }) => state === 'held'), flaw: course.flaw(), checks, cover: known, fingerprint: key?.fingerprint ?? null, contents };
};

const membersOf = (source: Source, entries: readonly Entry[]): Members => {
  const byName = new Map(entries.map((entry) => [entry.name, entry]));
  return {
    names: entries.map(({ name }) => name),
    bytes: async (name) => {
      const entry = byName.get(name);
      return entry === undefined || entry.size > (name === 'SHA256SUMS' ? 8 * 1024 * 1024 : maxShortBytes) ? null : source.read(entry.start, entry.start + entry.size);
    },
    pieces: (name) => {
      const entry = byName.get(name);
      return piecesOf(source, entry?.start ?? 0, entry === undefined ? 0 : entry.start + entry.size);
    },
  };
};

const signatureFlaw = async (members: Members, key: PublicKey | null, sums: Uint8Array | null): Promise<Flaw | null> => {
  const missing = listed('missing', 'Missing', basicMembers.filter((name) => !members.names.includes(name)));
  if (missing !== null) return missing;
  const signature = fromUtf8(await members.bytes('SHA256SUMS.sig') ?? new Uint8Array());
  if (key === null || sums === null || signature === null) return flaw('signature', 'SHA256SUMS, its signature or keys/allowed_signers cannot be read.');
  return isSshSigned(signature, key, sums) ? null : flaw('signature', 'The signature does not fit: SHA256SUMS, SHA256SUMS.sig or keys/allowed_signers was changed.');
};

const checkSums = async (source: Source, entries: readonly Entry[], list: string, summer: Summer, take: ReturnType<typeof createCourse>['take']): Promise<void> => {
  const sums = new Map(list.split('\n').slice(0, -1).map((line) => [line.slice(66), line.slice(0, 64)]));
  const named = entries.filter(({ name }) => name !== 'SHA256SUMS' && name !== 'SHA256SUMS.sig');
  let crcFlaw: Flaw | null = null;
  await take('sums', async () => {
    if (list !== named.map(({ name }) => `${sums.get(name) ?? ''}  ${name}\n`).join('')) return flaw('list-form', 'SHA256SUMS does not list the files in the order they are in.');
    const long = entries.find(({ name, size }) => size > maxShortBytes && !isLong(name) && name !== 'SHA256SUMS');
    if (long !== undefined) return flaw('too-long', `${long.name} is far longer than such a file can be.`);
    for (const { name, size, start, crc } of entries) {
      const made = await summer(source, start, start + size);
      if (sums.has(name) && made.sha256 !== sums.get(name)) return flaw('changed', `${name} was changed after it was signed.`);
      if (made.crc !== crc) crcFlaw ??= flaw('crc', `The ZIP’s checksum of ${name} was changed.`);
    }
    return `${named.length} files.`;
  });
  await take('crc', () => crcFlaw);
};

const cardFlaw = (card: string, key: PublicKey | null): Flaw | null =>
  key !== null && /SHA256:[A-Za-z0-9+/]{43}(?![A-Za-z0-9+/])/u.exec(card)?.[0] === key.fingerprint ? null
    : flaw('other-key', 'The fingerprint on your key card is not that of the key in this file. Whoever made this file is not who gave you the card, or the key was changed since: ask, on another way.');

const namesIn = (list: string): readonly string[] => list.split('\n').slice(0, -1).map((line) => line.slice(66));

const listed = (code: string, words: string, names: readonly string[]): Flaw | null =>
  names.length === 0 ? null : flaw(code, `${words}: ${names.slice(0, 5).join(', ')}${names.length > 5 ? ` and ${names.length - 5} more` : ''}.`);
