// The secret of number labels leaves the keychain in one way only: sealed under a passphrase, in a file the same vault code opens again.
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { fail, ok, done } from '../../src-shared/result.ts';
import type { Failure } from '../../src-shared/failures.ts';
import { createVault, leastPassphrase } from '../ports/vault.ts';
import { originTail } from '../sealed-log/origin.ts';
import type { Handlers } from './handlers.ts';
import { openExports } from './keep-file.ts';
import type { PushContext } from './push-context.ts';
import { findPepper, pepperAccountOf } from './subject-pepper.ts';

type PepperHandlers = Handlers<'key.backup-pepper' | 'key.restore-pepper'>;

export const pepperCommands = ({ ledger, needs, hint, keychain }: Pick<PushContext, 'ledger' | 'needs' | 'hint' | 'keychain'>): PepperHandlers => {
  const { log } = ledger;
  const refuse = (why: string) => fail({ type: 'BackupRefused', why } as const);
  const wordsOf = (failure: Failure): string => (failure.type === 'VaultPassphraseWrong' ? 'the passphrase does not open it' : 'why' in failure && typeof failure.why === 'string' ? failure.why : 'it cannot be read');

  return {
    'key.backup-pepper': async ({ passphrase }) => {
      if (Array.from(passphrase).length < leastPassphrase) return fail({ type: 'VaultPassphraseShort', least: leastPassphrase });
      const store = await keychain();
      if (!store.ok) return store;
      const origin = log.origin() ?? '';
      const pepper = await findPepper(store.value, origin, needs.ids);
      if (!pepper.ok) return pepper;
      const folder = await openExports(needs.home);
      if (!folder.ok) return folder;
      // A name of its own each time: a file that is there was made under another passphrase.
      const name = `dncdesk-label-secret-${originTail(origin)}-${new Date(needs.clock.now()).toISOString().replaceAll(/\D/g, '').slice(0, 14)}-${needs.ids.bytes(2).toString('hex')}.json`;
      const path = join(folder.value, name);
      const backup = await createVault(path, needs.ids).open(passphrase);
      if (!backup.ok) return backup;
      const kept = await backup.value.set(pepperAccountOf(origin), pepper.value.toString('base64'));
      if (!kept.ok) return kept;
      ledger.transact(() => { log.append({ kind: 'decision', body: { act: 'pepper.backup' } }); });
      hint({ type: 'ledger.changed' });
      return ok({ file: name, ticket: needs.files.admit(path, name) });
    },

    'key.restore-pepper': async ({ ticket, passphrase }) => {
      const found = needs.files.find(ticket);
      if (!found.ok) return found;
      // The vault would be made anew where there is none.
      if (!existsSync(found.value.path)) return fail({ type: 'FileMissing', name: found.value.name });
      const store = await keychain();
      if (!store.ok) return store;
      const origin = log.origin() ?? '';
      const backup = await createVault(found.value.path, needs.ids).open(passphrase);
      if (!backup.ok) return refuse(wordsOf(backup.failure));
      const account = pepperAccountOf(origin);
      const pepper = await backup.value.get(account);
      if (!pepper.ok) return refuse(wordsOf(pepper.failure));
      if (pepper.value === null || Buffer.from(pepper.value, 'base64').length !== 32) return refuse('it holds no secret of this log');
      const present = await store.value.get(account);
      if (!present.ok) return present;
      if (present.value === pepper.value) return fail({ type: 'AlreadySettled', state: 'the keychain holds this secret' });
      const kept = await store.value.set(account, pepper.value);
      if (!kept.ok) return kept;
      ledger.transact(() => { log.append({ kind: 'decision', body: { act: 'pepper.restore' } }); });
      hint({ type: 'ledger.changed' });
      return done;
    },
  };
};
