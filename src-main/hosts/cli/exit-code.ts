// A failure's exit code, so that scripts can tell what kind of trouble it was without reading words.
import type { Failure } from '../../../src-shared/failures.ts';

/** 0 ok · 1 something is wrong with the data or at the vendor · 2 not asked properly · 3 secrets · 4 ledger · 5 busy · 70 our own defect (EX_SOFTWARE of sysexits.h) · 130 interrupted. */
export type ExitCode = 0 | 1 | 2 | 3 | 4 | 5 | 70 | 130;

export const exitCodeOf = (failure: Failure): ExitCode => {
  switch (failure.type) {
    case 'TicketExpired': case 'FileMissing': case 'FileIsFolder': case 'FileUnreadable': case 'FileEmpty': case 'FileTooLarge':
    case 'FileNotTabular': case 'FileChanged': case 'WorkbookEncrypted': case 'WorkbookBroken': case 'WorkbookTooLarge':
    case 'ArchiveHoldsSeveral': case 'ArchiveUnreadable': case 'SheetMissing': case 'NoPhoneColumn': case 'HeaderMissing': case 'LayoutMismatch': case 'LayoutUnfit': case 'XmlBroken': case 'RegistryRefused': case 'ImportDoubtful': case 'StrayQuote': case 'CountNotClosed':
    case 'VendorUnreachable': case 'VendorNoAnswer': case 'VendorAnswerUnreadable': case 'CredentialRefused': case 'PermissionMissing':
    case 'RegionWrong': case 'ListMissing': case 'ListUnsuitable': case 'VendorBusy': case 'VendorRefused':
    case 'NotFound': case 'NothingToPush': case 'NothingToRelease': case 'RemovalNotOffered': case 'ActNotOffered': case 'NothingMissing': case 'NotReady': case 'NotReadable': case 'ReadBackPossible': case 'CircuitOpen': case 'ReasonRequired': case 'NumberNotValid':
    case 'AlreadySettled': case 'ErasureWaits': case 'AlreadyPushed': case 'NothingSuggested': case 'ListNotChosen': case 'SettingInvalid': case 'NameTaken':
    case 'PracticeUnavailable': case 'CheckpointUnfit': case 'BundleInvalid': case 'AnchorRefused':
      return 1;
    case 'InputInvalid': case 'CommandUnknown':
      return 2;
    case 'KeychainUnavailable': case 'KeychainLocked': case 'VaultLocked': case 'VaultPassphraseWrong': case 'VaultPassphraseShort':
    case 'SigningKeyMissing': case 'CredentialMissing': case 'BackupRefused':
      return 3;
    case 'LedgerFromFuture': case 'LedgerLocked': case 'LedgerBroken': case 'LedgerRestored': case 'DiskFull': case 'HomeUnwritable':
      return 4;
    case 'RunBusy': case 'RunUnfinished': case 'ImportBusy':
      return 5;
    case 'Defect': case 'HostGone':
      return 70;
    default:
      return failure satisfies never;
  }
};
