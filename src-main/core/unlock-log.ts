// Makes the log writable: only with its own key, only while it is what was last signed; a new ledger gets its key and first leaves at once.
import type { AlreadySettled, LedgerFailure, SecretFailure } from '../../src-shared/failures.ts';
import { done, fail, type Result } from '../../src-shared/result.ts';
import type { Ledger } from '../ledger/open-ledger.ts';
import type { Keychain } from '../ports/keychain.ts';
import { readCheckpoint, verifyCheckpoint } from '../sealed-log/checkpoint.ts';
import { createOrigin } from '../sealed-log/origin.ts';
import { createSigningKey, signerFrom, type Signer } from '../sealed-log/keys.ts';
import type { CoreNeeds } from './core.ts';
import { accountOf, findLogKey } from './log-keys.ts';
import { readTail, tailTrouble, writeTail } from './log-tail.ts';
import { createPepper, pepperAccountOf } from './subject-pepper.ts';

type UnlockFailure = SecretFailure | LedgerFailure;
type FindFlaw = () => string | null | Promise<string | null>;

/**
 * Idempotent. A ledger whose key is not in this keychain stays readable and answers SigningKeyMissing to every change; one whose
 * leaves are not what was last signed answers LedgerBroken, and one that is older than that LedgerRestored, since a new signature
 * would hide it.
 */
export const unlockLog = async (ledger: Ledger, keychain: Keychain, needs: CoreNeeds, findFlaw: FindFlaw = ledger.log.flaw): Promise<Result<null, UnlockFailure>> => {
  if (isOpen(ledger)) return done;
  const flaw = await findFlaw();
  if (flaw !== null) return fail({ type: 'LedgerBroken', path: ledger.path, why: flaw });
  const origin = ledger.log.origin();
  if (origin === null) return begin(ledger, keychain, needs);
  const key = await findLogKey(keychain, origin, ledger.keys.current());
  if (!key.ok) return key;
  const tail = await readTail(keychain, origin);
  if (!tail.ok) return tail;
  // Another command may have come first while the keychain was asked.
  if (isOpen(ledger)) return done;
  const signer = key.value;
  if (signer === null) return fail({ type: 'SigningKeyMissing', origin });
  const failure = disowned(ledger, signer) ?? tailTrouble(ledger, tail.value);
  if (failure !== null) return fail(failure);
  signIn(ledger, needs, signer, () => {});
  return done;
};

/** What keeps this log from being written, as far as it can be told without its key; null where nothing does. */
export const findTrouble = async (ledger: Ledger, keychain: Keychain | null, findFlaw: FindFlaw = ledger.log.flaw): Promise<LedgerFailure | null> => {
  const origin = ledger.log.origin();
  if (ledger.log.signer() !== null) return null;
  const flaw = await findFlaw();
  if (flaw !== null) return { type: 'LedgerBroken', path: ledger.path, why: flaw };
  const tail = keychain === null || origin === null ? null : await readTail(keychain, origin);
  return tail?.ok === true ? tailTrouble(ledger, tail.value) : null;
};

/**
 * A person goes on with an older copy and says why: the log tells how much is gone. AlreadySettled where the ledger is no older copy. What
 * was exported from the lost part will name this as a cut log, and rightly.
 */
export const acceptRestore = async (ledger: Ledger, keychain: Keychain, needs: CoreNeeds, because: string): Promise<Result<null, UnlockFailure | AlreadySettled>> => {
  const opened = await unlockLog(ledger, keychain, needs);
  if (opened.ok) return fail({ type: 'AlreadySettled', state: 'this ledger is the one that was last used here' });
  if (opened.failure.type !== 'LedgerRestored') return opened;
  const origin = ledger.log.origin() ?? '';
  const key = await findLogKey(keychain, origin, ledger.keys.current());
  if (!key.ok) return key;
  const tail = await readTail(keychain, origin);
  if (!tail.ok) return tail;
  const [signer, lost] = [key.value, tail.value];
  if (signer === null) return fail({ type: 'SigningKeyMissing', origin });
  const failure = disowned(ledger, signer);
  if (failure !== null) return fail(failure);
  signIn(ledger, needs, signer, () => {
    if (lost === null || ledger.log.size() >= lost.size) return 'stop';
    ledger.log.append({ kind: 'restore', body: { held: ledger.log.size(), known: { root: lost.root, size: lost.size } }, open: { detail: { because: because.toWellFormed() } } });
    return undefined;
  });
  // At once: a crash before this only asks the same question again.
  const kept = await writeTail(ledger, keychain);
  if (kept.ok) return done;
  ledger.log.lock();
  return kept;
};

/** Another process may have put another key in the place of the one this process signs with. */
const isOpen = ({ log, keys }: Ledger): boolean => log.signer() !== null && log.signer()?.vkey === keys.current()?.vkey;

/** The key is safe in the keychain before the first leaf names it: a crash in between leaves an unused key, never an unsigned log. */
const begin = async (ledger: Ledger, keychain: Keychain, needs: CoreNeeds): Promise<Result<null, UnlockFailure>> => {
  const origin = createOrigin(needs.ids.bytes);
  const { pkcs8 } = createSigningKey();
  for (const [account, secret] of [[accountOf(origin), pkcs8], [pepperAccountOf(origin), createPepper(needs.ids)]] as const) {
    const saved = await keychain.set(account, secret);
    if (!saved.ok) return saved;
  }
  const signer = signerFrom(pkcs8, origin);
  let isFirst = false;
  signIn(ledger, needs, signer, () => {
    // Looked at inside the write lock: another command or process may have begun this ledger while the keychain was asked.
    isFirst = ledger.log.origin() === null;
    if (!isFirst) return 'stop';
    ledger.log.append({ kind: 'ledger.genesis', body: { format: 1, origin } });
    ledger.log.append({ kind: 'key.add', body: { fingerprint: signer.fingerprint, store: keychain.store, vkey: signer.vkey }, open: {} });
    return undefined;
  });
  if (isFirst) return done;
  // A key that signs nothing, and a pepper that labels nothing; if they cannot be removed they do no harm.
  await keychain.remove(accountOf(origin));
  await keychain.remove(pepperAccountOf(origin));
  return unlockLog(ledger, keychain, needs);
};

/** All of it or nothing: a signer that stayed after a failed commit would let the next command write a log without a beginning. */
export const signIn = (ledger: Ledger, needs: CoreNeeds, signer: Signer, first: () => 'stop' | undefined | void): void => {
  const { log } = ledger;
  const before = log.signer() === null ? null : { signer: log.signer(), actor: log.actor() };
  const signOut = (): void => {
    if (before?.signer == null) log.lock();
    else log.use(before.signer, before.actor);
  };
  try {
    ledger.transact(() => {
      const known = log.pseudonymOf(needs.userName);
      const pseudonym = known ?? `op:${needs.ids.bytes(4).toString('hex')}`;
      const before = log.newest();
      log.use(signer, pseudonym);
      if (first() === 'stop') {
        signOut();
        return;
      }
      if (before !== null && before.app !== needs.appVersion) log.append({ kind: 'app.update', body: { from: before.app, to: needs.appVersion } });
      if (known !== null) return;
      log.addActor(pseudonym, needs.userName);
      log.append({ kind: 'actor.add', body: { actor: pseudonym }, open: { detail: { name: needs.userName } } });
    });
  } catch (thrown) {
    signOut();
    throw thrown;
  }
};

/** Why this key may not go on with this log; null if it signed the last checkpoint. */
const disowned = (ledger: Ledger, signer: Signer): UnlockFailure | null => {
  const latest = ledger.log.latest();
  const note = latest?.note ?? '';
  const broken = (why: string): UnlockFailure => ({ type: 'LedgerBroken', path: ledger.path, why });
  const read = readCheckpoint(note);
  if (!read.ok || read.value.origin !== signer.origin) return broken('the last checkpoint cannot be read');
  const { size, root, signatures } = read.value;
  if (size !== latest?.size || !root.equals(latest.root)) return broken('the last checkpoint was signed for other leaves');
  if (!signatures.some(({ keyId }) => keyId === signer.keyId)) return { type: 'SigningKeyMissing', origin: signer.origin };
  return verifyCheckpoint(note, signer.vkey).ok ? null : broken("the last checkpoint's signature is wrong");
};
