// Key commands: a log's key is shown, changed, withdrawn and replaced; what is private about it goes into the keychain and comes out of no command.
import type { KeyCardView, KeyView } from '../../src-shared/contract/keys.ts';
import { fail, ok, type Result } from '../../src-shared/result.ts';
import { verifyByHistory, newKeyBody, revokeKeyBody, rotateKeyBody, type KeyPeriod } from '../sealed-log/key-history.ts';
import { createKeyCard } from '../sealed-log/key-card.ts';
import { createSigningKey, readVkey, signerFrom, type PublicKeyForms, type Signer } from '../sealed-log/keys.ts';
import { readLeaf } from '../sealed-log/leaf.ts';
import type { Keychain } from '../ports/keychain.ts';
import type { SecretFailure } from '../../src-shared/failures.ts';
import type { Handlers } from './handlers.ts';
import { accountOf, findLogKey, laterAccountOf, readSigner } from './log-keys.ts';
import { readTail, tailTrouble } from './log-tail.ts';
import type { PushContext } from './push-context.ts';
import { signIn } from './unlock-log.ts';

type KeyHandlers = Handlers<'key.card' | 'key.page' | 'key.rotate' | 'key.revoke' | 'key.replace'>;

export const keyCommands = ({ ledger, needs, hint, keychain }: Pick<PushContext, 'ledger' | 'needs' | 'hint' | 'keychain'>): KeyHandlers => {
  const { log, keys } = ledger;

  const formsOf = ({ vkey }: Pick<KeyPeriod, 'vkey'>): PublicKeyForms => {
    const forms = readVkey(vkey);
    if (forms === null) throw new Error('a leaf names a key that cannot be read');
    return forms;
  };
  const card = (): KeyCardView | null => {
    const key = keys.history().at(-1);
    return key === undefined ? null : createKeyCard(formsOf(key), needs.clock.now());
  };
  const newCard = (): Result<KeyCardView, never> => {
    const made = card();
    if (made === null) throw new Error('a key was just named');
    hint({ type: 'ledger.changed' });
    return ok(made);
  };

  /** In the keychain under a name of its own before any leaf names it: a crash in between leaves an unused key, never an unsigned log. */
  const makeKey = async (store: Keychain, origin: string): Promise<Result<Signer, SecretFailure>> => {
    const { pkcs8 } = createSigningKey();
    const next = signerFrom(pkcs8, origin);
    const saved = await store.set(laterAccountOf(origin, next.keyId), pkcs8);
    return saved.ok ? ok(next) : saved;
  };
  const forget = async (store: Keychain, { origin, keyId }: PublicKeyForms): Promise<void> => {
    // A key that signs nothing any more; if the keychain does not let go of it now, no leaf names it all the same.
    await store.remove(laterAccountOf(origin, keyId));
    const first = await store.get(accountOf(origin));
    if (first.ok && first.value !== null && readSigner(first.value, origin)?.keyId === keyId) await store.remove(accountOf(origin));
  };

  /** Puts `next` in the place of the present key; `append` writes the leaves. False if another process was first. */
  const handOver = async (store: Keychain, before: Signer, next: Signer, append: (before: PublicKeyForms) => void, bothSign: boolean): Promise<boolean> => {
    const actor = log.actor();
    let isOurs = false;
    try {
      ledger.transact(() => {
        isOurs = keys.current()?.vkey === before.vkey;
        if (!isOurs) return;
        append(before);
        log.use(next, actor, bothSign ? [before] : []);
      });
    } catch (thrown) {
      log.use(before, actor);
      throw thrown;
    }
    if (isOurs) log.use(next, actor);
    await forget(store, isOurs ? before : next);
    return isOurs;
  };
  const present = (): Signer => {
    const signer = log.signer();
    if (signer === null) throw new Error('the log is unlocked before its key is changed');
    return signer;
  };
  const detailOf = (because: string) => ({ detail: { because: because.toWellFormed() } });

  return {
    'key.card': () => ok(card()),
    'key.page': () => ok([...keys.history()].reverse().map((period) => viewKey(period, (seq) => ledger.logSearch.leaf(seq)?.bytes ?? ''))),

    'key.rotate': async ({ because }) => {
      if (because === '') return fail({ type: 'ReasonRequired' });
      const store = await keychain();
      if (!store.ok) return store;
      const before = present();
      const next = await makeKey(store.value, before.origin);
      if (!next.ok) return next;
      await handOver(store.value, before, next.value, () => {
        log.append({ kind: 'key.rotate', body: rotateKeyBody(next.value, before, store.value.store), open: detailOf(because) });
      }, true);
      return newCard();
    },

    'key.revoke': async ({ fingerprint, reason, because }) => {
      if (because === '') return fail({ type: 'ReasonRequired' });
      const period = keys.history().find((each) => each.fingerprint === fingerprint);
      if (period === undefined) return fail({ type: 'NotFound', what: 'key', id: fingerprint });
      if (period.end === 'revoked') return fail({ type: 'AlreadySettled', state: 'revoked' });
      const revoke = (): void => { log.append({ kind: 'key.revoke', body: revokeKeyBody(fingerprint, reason), open: detailOf(because) }); };
      if (period.end !== null) {
        ledger.transact(revoke);
        return newCard();
      }
      const store = await keychain();
      if (!store.ok) return store;
      const before = present();
      const next = await makeKey(store.value, before.origin);
      if (!next.ok) return next;
      // The withdrawn key signs nothing more, not even its own end.
      const isDone = await handOver(store.value, before, next.value, () => {
        revoke();
        log.append({ kind: 'key.add', body: newKeyBody(next.value, before, reason, store.value.store) });
      }, false);
      return isDone ? newCard() : fail({ type: 'AlreadySettled', state: 'another key by now' });
    },

    'key.replace': async ({ reason, because }) => {
      if (because === '') return fail({ type: 'ReasonRequired' });
      const origin = log.origin();
      const lost = keys.history().at(-1);
      if (origin === null || lost === undefined) return fail({ type: 'NotFound', what: 'log', id: 'in this ledger' });
      const store = await keychain();
      if (!store.ok) return store;
      const own = await findLogKey(store.value, origin, keys.current());
      if (!own.ok) return own;
      if (own.value !== null) return fail({ type: 'AlreadySettled', state: 'its key is in the keychain' });
      const broken = (why: string) => fail({ type: 'LedgerBroken', path: ledger.path, why } as const);
      // A later key of this log says that the ledger is an older copy: a new key would make a second history.
      const other = await store.value.get(accountOf(origin));
      if (!other.ok) return other;
      const stranger = other.value === null ? null : readSigner(other.value, origin);
      if (stranger !== null && !keys.history().some(({ vkey }) => vkey === stranger.vkey)) return broken('the keychain has another key of this log, which no leaf names; the ledger may be an older copy');
      const flaw = log.flaw();
      if (flaw !== null) return broken(flaw);
      const tail = await readTail(store.value, origin);
      if (!tail.ok) return tail;
      const trouble = tailTrouble(ledger, tail.value);
      if (trouble !== null) return fail(trouble);
      const latest = log.latest();
      if (latest === null || !verifyByHistory(latest.note, latest.size, keys.history()).ok) return broken('the last checkpoint is not signed by the key the log names');
      const next = await makeKey(store.value, origin);
      if (!next.ok) return next;
      let isOurs = false;
      signIn(ledger, needs, next.value, () => {
        isOurs = keys.history().at(-1)?.vkey === lost.vkey;
        if (!isOurs) return 'stop';
        log.append({ kind: 'key.add', body: newKeyBody(next.value, formsOf(lost), reason, store.value.store), open: detailOf(because) });
        return undefined;
      });
      if (isOurs) return newCard();
      await store.value.remove(laterAccountOf(origin, next.value.keyId));
      return fail({ type: 'AlreadySettled', state: 'another key by now' });
    },
  };
};

const viewKey = ({ fingerprint, vkey, how, seq, end, endSeq }: KeyPeriod, bytesOf: (seq: number) => string): KeyView => {
  const [brought, ended] = [readLeaf(bytesOf(seq)), endSeq === null ? null : readLeaf(bytesOf(endSeq))];
  return {
    fingerprint, vkey, how, seq, end, endSeq,
    since: brought.ok ? brought.value.t : '', store: brought.ok && typeof brought.value.body['store'] === 'string' ? brought.value.body['store'] : '',
    endedAt: ended?.ok === true ? ended.value.t : null,
  };
};
