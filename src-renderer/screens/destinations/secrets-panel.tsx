// Where secrets are kept; when no keychain works, why, and the vault as a way on.
import { useState, type JSX } from 'react';
import { KeyRound } from 'lucide-react';
import type { SecretsStatus } from '../../../src-shared/contract/log.ts';
import type { Failure } from '../../../src-shared/failures.ts';
import { failureSentence } from '../../../src-shared/words/failure-words.ts';
import { Button } from '../../ui/button.tsx';
import { cx } from '../../ui/cx.ts';
import { Hint } from '../../ui/failure-notice.tsx';
import { SecretField } from '../../ui/fields.tsx';
import { Muted, Panel } from '../../ui/layout.tsx';
import styles from './destinations.module.css';

const storeWords: Readonly<Record<SecretsStatus['store'], string>> = {
  keychain: 'the keychain of this computer', vault: 'the vault file of this desk, open until the program ends', memory: 'memory only: they are gone when the program ends', none: 'nowhere yet',
};

/** Null: it is open. */
export type UseVault = (passphrase: string) => Promise<Failure | null>;

export type SecretsPanelProps = { readonly secrets: SecretsStatus; readonly isActing: boolean; readonly onUseVault: UseVault };

export const SecretsPanel = ({ secrets, isActing, onUseVault }: SecretsPanelProps): JSX.Element =>
  secrets.usable
    ? <p className={cx(styles['kept'])}><KeyRound aria-hidden="true" /><Muted>Secrets are kept in {storeWords[secrets.store]}. They go in and never come back out.</Muted></p>
    : (
      <Panel title={secrets.vaultExists ? 'The vault is locked' : 'There is no place for secrets yet'}>
        <Hint tone="warn">{secrets.why ?? 'No keychain answers.'}</Hint>
        <p>{secrets.vaultExists
          ? 'This desk keeps its secrets and the key of its log in a vault file. Enter its passphrase to go on; it is asked once each time the program starts.'
          : 'Without such a place nothing can be sealed, saved or sent. Start the keychain of this computer and look again, or keep the secrets in a vault: one encrypted file in this desk’s folder, opened by a passphrase each time the program starts. A lost passphrase cannot be recovered.'}</p>
        <VaultForm exists={secrets.vaultExists} isActing={isActing} onUseVault={onUseVault} />
      </Panel>
    );

const VaultForm = ({ exists, isActing, onUseVault }: Pick<SecretsPanelProps, 'isActing' | 'onUseVault'> & { readonly exists: boolean }): JSX.Element => {
  const [passphrase, setPassphrase] = useState('');
  const [again, setAgain] = useState('');
  const [asked, setAsked] = useState(false);
  const [failure, setFailure] = useState<Failure | null>(null);
  const differ = !exists && passphrase !== again;
  return (
    <form className={cx(styles['vault'])} onSubmit={(event) => {
      event.preventDefault();
      setAsked(true);
      if (passphrase === '' || differ) return;
      void onUseVault(passphrase).then((trouble) => {
        setFailure(trouble);
        if (trouble !== null) return;
        setPassphrase('');
        setAgain('');
        setAsked(false);
      });
    }}>
      <SecretField label={exists ? 'Passphrase of the vault' : 'Passphrase'} value={passphrase} onChange={(typed) => { setPassphrase(typed); setFailure(null); }} saved={false} {...(exists ? {} : { help: 'Four or five random words are good.' })} mistake={asked && passphrase === '' ? 'A passphrase is needed.' : failure === null ? null : failureSentence(failure)} />
      {exists ? null : <SecretField label="The same once more" value={again} onChange={setAgain} saved={false} mistake={asked && differ ? 'The two are not the same.' : null} />}
      <div><Button type="submit" kind="primary" isPending={isActing}>{exists ? 'Open the vault' : 'Keep secrets in a vault'}</Button></div>
    </form>
  );
};
