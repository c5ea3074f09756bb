// Makes the log writable: its key comes from the keychain, and a new ledger gets its first leaves and its key at once.
import type { SecretFailure } from '../../src-shared/failures.ts';
import { done, fail, type Result } from '../../src-shared/result.ts';
import type { Ledger } from '../ledger/open-ledger.ts';
import type { Keychain } from '../ports/keychain.ts';
import { createOrigin } from '../sealed-log/origin.ts';
import { createSigningKey, signerFrom, type Signer } from '../sealed-log/keys.ts';
import type { CoreNeeds } from './core.ts';

const accountOf = (origin: string): string => `log-key/${origin}`;

/** Idempotent. A ledger whose key is not in this keychain stays readable and answers SigningKeyMissing to every change. */
export const unlockLog = async (ledger: Ledger, keychain: Keychain, needs: CoreNeeds): Promise<Result<null, SecretFailure>> => {
  if (ledger.log.signer() !== null) return done;
  const origin = ledger.log.origin();
  if (origin === null) return begin(ledger, keychain, needs);
  const key = await keychain.get(accountOf(origin));
  if (!key.ok) return key;
  if (key.value === null) return fail({ type: 'SigningKeyMissing', origin });
  ledger.log.use(signerFrom(key.value, origin), actorOf(ledger, needs));
  ensureActor(ledger, needs);
  return done;
};

/** The key is safe in the keychain before the first leaf names it: a crash in between leaves an unused key, never an unsigned log. */
const begin = async (ledger: Ledger, keychain: Keychain, needs: CoreNeeds): Promise<Result<null, SecretFailure>> => {
  const origin = createOrigin(needs.ids.bytes);
  const { pkcs8 } = createSigningKey();
  const saved = await keychain.set(accountOf(origin), pkcs8);
  if (!saved.ok) return saved;
  // Another process may have begun this ledger while the keychain was asked.
  if (ledger.log.origin() !== null) return unlockLog(ledger, keychain, needs);
  const signer = signerFrom(pkcs8, origin);
  ledger.log.use(signer, actorOf(ledger, needs));
  ledger.transact(() => {
    ledger.log.append({ kind: 'ledger.genesis', body: { format: 1, origin } });
    ledger.log.append({ kind: 'key.add', body: keyBody(signer, keychain), open: {} });
    addActor(ledger, needs);
  });
  return done;
};

const keyBody = (signer: Signer, keychain: Keychain) => ({ fingerprint: signer.fingerprint, store: keychain.store, vkey: signer.vkey });

const actorOf = (ledger: Ledger, needs: CoreNeeds): string => ledger.log.pseudonymOf(needs.userName) ?? `op:${needs.ids.bytes(4).toString('hex')}`;

const ensureActor = (ledger: Ledger, needs: CoreNeeds): void => {
  if (ledger.log.pseudonymOf(needs.userName) !== null) return;
  ledger.transact(() => addActor(ledger, needs));
};

const addActor = (ledger: Ledger, needs: CoreNeeds): void => {
  const pseudonym = ledger.log.actor();
  ledger.log.addActor(pseudonym, needs.userName);
  ledger.log.append({ kind: 'actor.add', body: { actor: pseudonym }, open: { detail: { name: needs.userName } } });
};
