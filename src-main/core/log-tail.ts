// How far the log was signed, kept where the ledger's file is not: whoever puts an old copy of the ledger in its place is found out.
import type { LedgerFailure, SecretFailure } from '../../src-shared/failures.ts';
import { ok, type Result } from '../../src-shared/result.ts';
import type { Ledger } from '../ledger/open-ledger.ts';
import type { Keychain } from '../ports/keychain.ts';

/** What is kept may be older than the ledger (a crash, a keychain that was locked), never newer: it is written after the commit it tells of. */
export type Tail = { readonly size: number; readonly root: string };

const tailAccountOf = (origin: string): string => `log-tail/${origin}`;

/** Null where nothing was kept, or nothing that can be read. */
export const readTail = async (keychain: Keychain, origin: string): Promise<Result<Tail | null, SecretFailure>> => {
  const kept = await keychain.get(tailAccountOf(origin));
  if (!kept.ok) return kept;
  const [, size, root] = /^(\d{1,15}) ([A-Za-z0-9+/]{43}=)$/.exec(kept.value ?? '') ?? [];
  return ok(size === undefined || root === undefined ? null : { size: Number(size), root });
};

export const writeTail = async (ledger: Ledger, keychain: Keychain): Promise<Result<Tail | null, SecretFailure>> => {
  const latest = ledger.log.latest();
  if (latest === null) return ok(null);
  const tail = { size: latest.size, root: latest.root.toString('base64') };
  const saved = await keychain.set(tailAccountOf(ledger.log.origin() ?? ''), `${tail.size} ${tail.root}`);
  return saved.ok ? ok(tail) : saved;
};

/** Why this ledger is not the one that was signed here last; null if it goes on from there. Its leaves are sound in themselves. */
export const tailTrouble = (ledger: Ledger, tail: Tail | null): LedgerFailure | null => {
  if (tail === null) return null;
  const held = ledger.log.size();
  if (held < tail.size) return { type: 'LedgerRestored', path: ledger.path, known: tail.size, held };
  if (ledger.log.rootAt(tail.size).toString('base64') === tail.root) return null;
  return { type: 'LedgerBroken', path: ledger.path, why: `its first ${tail.size} leaves are not those that were signed here: the history was rewritten, or another ledger was put in its place` };
};

export type TailKeeper = {
  /** Keeps the tail now, if it has moved. What the keychain does not take is kept the next time. */
  readonly keep: () => Promise<void>;
  readonly stop: () => void;
};

/** Looks once a second and writes when the log rests, at the latest every five seconds: a leaf costs nothing. Only for a log that was unlocked, and so was held to its tail. */
export const createTailKeeper = (ledger: Ledger, keychain: () => Promise<Result<Keychain, SecretFailure>>, everyMs = 1000): TailKeeper => {
  let kept = -1;
  let seen = -1;
  let ticksSince = 0;
  let writing: Promise<void> = Promise.resolve();
  const write = async (): Promise<void> => {
    const store = await keychain();
    const saved = store.ok ? await writeTail(ledger, store.value) : store;
    if (saved.ok) kept = saved.value?.size ?? kept;
  };
  const hasMoved = (): boolean => ledger.log.signer() !== null && (ledger.log.latest()?.size ?? -1) !== kept;
  const keep = (): Promise<void> => {
    writing = writing.then(() => (hasMoved() ? write() : undefined));
    return writing;
  };
  const look = (): void => {
    try {
      const size = ledger.log.latest()?.size ?? -1;
      const rests = size === seen;
      seen = size;
      ticksSince += 1;
      if (!hasMoved() || (!rests && ticksSince < mostTicks)) return;
      ticksSince = 0;
      keep().catch(() => { writing = Promise.resolve(); });
    } catch {
      // The ledger is locked just now: the next look comes in a second.
    }
  };
  const timer = setInterval(look, everyMs);
  timer.unref();
  return { keep: () => keep().catch(() => { writing = Promise.resolve(); }), stop: () => { clearInterval(timer); } };
};

const mostTicks = 5;
