// What went wrong with the ledger or the place where secrets are kept, in plain words.
import type { Failure, LedgerFailure, SecretFailure } from '../failures.ts';
import type { FailureWords } from './file-failure-words.ts';

export type StoreFailure = LedgerFailure | SecretFailure;

const types = {
  LedgerFromFuture: true, LedgerLocked: true, LedgerBroken: true, LedgerRestored: true, DiskFull: true, HomeUnwritable: true, KeychainUnavailable: true, KeychainLocked: true, VaultLocked: true,
  VaultPassphraseWrong: true, VaultPassphraseShort: true, SigningKeyMissing: true, CredentialMissing: true,
} satisfies Record<StoreFailure['type'], true>;

export const isStoreFailure = (failure: Failure): failure is StoreFailure => Object.hasOwn(types, failure.type);

export const storeFailureWords = (failure: StoreFailure): FailureWords => {
  switch (failure.type) {
    case 'LedgerFromFuture':
      return { title: `This ledger was written by a newer DNC Desk (format ${failure.found}, this one knows ${failure.known})`, advice: 'Install the newer version and open it with that. Nothing was changed.' };
    case 'LedgerLocked':
      return { title: `The ledger is in use by another program (${failure.path})`, advice: 'Close the other copy of DNC Desk, or any tool that has the file open, and try again.' };
    case 'LedgerBroken':
      return { title: `The ledger cannot be read (${failure.path}): ${failure.why}`, advice: 'Do not delete it. Put the last backup in its place, or start with another data folder; the exported sealed logs stay checkable without it.' };
    case 'LedgerRestored':
      return { title: `This ledger is older than the one last used here: its log has ${failure.held} leaves, ${failure.known} were signed (${failure.path})`, advice: 'Nothing is changed until somebody decides. Put the newer ledger back if there is one; if this copy is meant, accept it on the Log screen (dnc-desk log accept-restore) with a reason, which the log keeps.' };
    case 'DiskFull':
      return { title: `There is no room left on the disk (${failure.path})`, advice: 'Free some space and do it again. What was half done has been taken back; what was stored before is whole.' };
    case 'HomeUnwritable':
      return { title: `The data folder cannot be written (${failure.path}, ${failure.code})`, advice: 'Give yourself the right to write there, or name another folder with DNC_DESK_HOME.' };
    case 'KeychainUnavailable':
      return { title: `There is no keychain to keep secrets in: ${failure.why}`, advice: 'Start the system’s keychain (on Linux: gnome-keyring or KWallet), or choose a vault file with a passphrase under Destinations. DNC Desk never writes secrets into a plain file.' };
    case 'VaultLocked':
      return { title: 'The vault of this data folder is locked', advice: 'Give its passphrase: under Destinations in the window, or in DNC_DESK_VAULT_PASSPHRASE on the command line.' };
    case 'KeychainLocked':
      return { title: `The keychain is locked: ${failure.why}`, advice: 'Unlock it with your login password and try again.' };
    case 'VaultPassphraseWrong':
      return { title: 'The passphrase does not open the vault', advice: 'Try again; mind capital letters and the keyboard layout. There is no way around a lost passphrase: the secrets would have to be entered anew.' };
    case 'VaultPassphraseShort':
      return { title: `The passphrase is too short (at least ${failure.least} characters)`, advice: 'Choose a longer one; four or five random words are good.' };
    case 'SigningKeyMissing':
      return { title: `The key that signs this ledger’s log is not in this keychain (${failure.origin})`, advice: 'Open the ledger under the account and on the machine where it was begun, or bring the key here from a backup. Without it nothing can be sealed, so nothing is changed.' };
    case 'CredentialMissing':
      return { title: `Credentials are missing: ${failure.fields.join(', ')}`, advice: 'Open Destinations, enter them and check the connection.' };
    default: return failure satisfies never;
  }
};
