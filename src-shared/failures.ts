// The closed list of failures that may leave the core: each is named by its condition and carries facts, never sentences.
// Words for people are in src-shared/words/failure-words.ts.

export type FileFailure =
  | { readonly type: 'TicketExpired' }
  | { readonly type: 'FileMissing'; readonly name: string }
  | { readonly type: 'FileIsFolder'; readonly name: string }
  | { readonly type: 'FileUnreadable'; readonly name: string; readonly code: string }
  | { readonly type: 'FileEmpty'; readonly name: string }
  | { readonly type: 'FileTooLarge'; readonly name: string; readonly bytes: number; readonly limit: number }
  /** Bytes that are no text and no workbook we read; `looksLike` names what they are, where known ("pdf", "docx", "gzip", "png"). */
  | { readonly type: 'FileNotTabular'; readonly name: string; readonly looksLike: string }
  | { readonly type: 'FileChanged'; readonly name: string }
  | { readonly type: 'WorkbookEncrypted'; readonly name: string }
  | { readonly type: 'WorkbookBroken'; readonly name: string; readonly part: string; readonly why: string }
  /** A part unpacks to more than the limits allow: a decompression bomb or a sheet beyond Excel's own size. */
  | { readonly type: 'WorkbookTooLarge'; readonly name: string; readonly part: string; readonly limit: string }
  /** A ZIP is read where it holds one text file; `members` are the first names of `count`. */
  | { readonly type: 'ArchiveHoldsSeveral'; readonly name: string; readonly count: number; readonly members: readonly string[] }
  /** A ZIP of text that is cut, damaged, under a password, or unpacks to more than the limits allow. */
  | { readonly type: 'ArchiveUnreadable'; readonly name: string; readonly part: string; readonly why: string }
  | { readonly type: 'SheetMissing'; readonly name: string; readonly sheet: string; readonly sheets: readonly string[] }
  | { readonly type: 'NoPhoneColumn'; readonly name: string; readonly columns: readonly string[] }
  /** The header was said to be on a line on which no row begins; the file has `lines`, as far as was looked. */
  | { readonly type: 'HeaderMissing'; readonly name: string; readonly headerLine: number; readonly lines: number }
  | { readonly type: 'LayoutMismatch'; readonly name: string; readonly column: number; readonly columns: number }
  /** Nobody looked on while a watched folder's file was imported, and it strays too far from the version before. Shares are 0 to 1. */
  | { readonly type: 'ImportDoubtful'; readonly name: string; readonly doubt: 'held' | 'shorter' | 'gone'; readonly share: number; readonly limit: number }
  | { readonly type: 'RegistryRefused'; readonly name: string; readonly refusal: RegistryRefusal }
  /** A registry's XML that is cut, damaged, or no full list; a DOCTYPE is refused. */
  | { readonly type: 'XmlBroken'; readonly name: string; readonly why: string }
  /** The layout that was asked for is a known format's, and the file is none of it. */
  | { readonly type: 'LayoutUnfit'; readonly name: string; readonly layout: string }
  /** A quote opened at `line` swallows the lines after it: the count cannot close. */
  | { readonly type: 'StrayQuote'; readonly name: string; readonly line: number }
  | { readonly type: 'CountNotClosed'; readonly name: string; readonly lines: number; readonly sum: number; readonly line: number };

/** Why a registry's file is not taken; each refusal is recorded. Days are yyyy-mm-dd. */
export type RegistryRefusal =
  | { readonly why: 'name-wrong'; readonly name: string }
  | { readonly why: 'area-codes-mixed'; readonly named: string; readonly found: readonly string[] }
  | { readonly why: 'seen-before'; readonly importId: number; readonly date: string }
  | { readonly why: 'older-than-last'; readonly date: string; readonly last: string }
  | { readonly why: 'far-shorter'; readonly numbers: number; readonly last: number; readonly lastDate: string }
  /** Changes between `since` and this list are missing; null: there is no full list that it could change. */
  | { readonly why: 'chain-broken'; readonly since: string | null };

export type LedgerFailure =
  | { readonly type: 'LedgerFromFuture'; readonly found: number; readonly known: number }
  | { readonly type: 'LedgerLocked'; readonly path: string }
  | { readonly type: 'LedgerBroken'; readonly path: string; readonly why: string }
  /** The log ends before what was last signed here: an old copy was put in its place. `known` and `held` are counts of leaves. */
  | { readonly type: 'LedgerRestored'; readonly path: string; readonly known: number; readonly held: number }
  | { readonly type: 'DiskFull'; readonly path: string }
  | { readonly type: 'HomeUnwritable'; readonly path: string; readonly code: string };

export type SecretFailure =
  | { readonly type: 'KeychainUnavailable'; readonly why: string }
  | { readonly type: 'KeychainLocked'; readonly why: string }
  /** Secrets are in the vault of this data folder, and its passphrase has not been given. */
  | { readonly type: 'VaultLocked' }
  | { readonly type: 'VaultPassphraseWrong' }
  | { readonly type: 'VaultPassphraseShort'; readonly least: number }
  /** The ledger exists but the key that signs its log is not in this keychain. */
  | { readonly type: 'SigningKeyMissing'; readonly origin: string }
  | { readonly type: 'CredentialMissing'; readonly destinationId: number; readonly fields: readonly string[] };

/** What a connection check or a vendor call can say about the far side. */
export type VendorFailure = FarSide & {
  /** The vendor's own id of the request, by which its support finds it; absent where no answer named one. */
  readonly receipt?: string;
};
type FarSide =
  | { readonly type: 'VendorUnreachable'; readonly address: string; readonly why: string }
  /** `onlyLooked`: the request asked for nothing to be changed, so no answer leaves nothing in doubt. */
  | { readonly type: 'VendorNoAnswer'; readonly address: string; readonly why: string; readonly onlyLooked?: boolean }
  /** An answer that is not what the vendor's documents describe: HTML, half a body, another shape. */
  | { readonly type: 'VendorAnswerUnreadable'; readonly address: string; readonly status: number; readonly why: string }
  | { readonly type: 'CredentialRefused'; readonly address: string; readonly why: string }
  | { readonly type: 'PermissionMissing'; readonly permissions: readonly string[] }
  | { readonly type: 'RegionWrong'; readonly region: string; readonly why: string }
  | { readonly type: 'ListMissing'; readonly list: string }
  | { readonly type: 'ListUnsuitable'; readonly list: string; readonly why: string }
  | { readonly type: 'VendorBusy'; readonly retryAfterMs: number | null }
  | { readonly type: 'VendorRefused'; readonly status: number; readonly code: string; readonly why: string };

export type NotFound = { readonly type: 'NotFound'; readonly what: string; readonly id: number | string };
export type RunBusy = { readonly type: 'RunBusy'; readonly runId: number; readonly owner: string };
/** An earlier run to this destination has not ended: it is resumed or waited for before another begins. */
export type RunUnfinished = { readonly type: 'RunUnfinished'; readonly runId: number; readonly state: string };
export type ImportBusy = { readonly type: 'ImportBusy' };
export type NothingToPush = { readonly type: 'NothingToPush' };
export type NothingToRelease = { readonly type: 'NothingToRelease' };
/** The vendor's interface has no call that removes a number: a person takes it off in the vendor's own pages. */
export type RemovalNotOffered = { readonly type: 'RemovalNotOffered'; readonly destinationId: number };
export type NothingMissing = { readonly type: 'NothingMissing' };
export type NotReady = { readonly type: 'NotReady'; readonly readyAt: number };
/** The vendor's interface of this destination has no such call. */
export type ActNotOffered = { readonly type: 'ActNotOffered'; readonly destinationId: number; readonly act: 'wake-campaigns' | 'bind-campaigns' | 'webhooks' };
/** The vendor's interface has no way to read a list: a person must answer for it. */
export type NotReadable = { readonly type: 'NotReadable'; readonly destinationId: number };
/** The list can be read back, so nobody's word stands in for that. */
export type ReadBackPossible = { readonly type: 'ReadBackPossible'; readonly destinationId: number };
/** The far side failed again and again and is left alone until `until` (ms since 1970). */
export type CircuitOpen = { readonly type: 'CircuitOpen'; readonly side: 'push' | 'read-back'; readonly until: number; readonly why: string };
/** What must be settled before a number can be erased: its owner's wish may be in it. */
export type ErasureWaits = { readonly type: 'ErasureWaits'; readonly waits: readonly ('import' | 'held')[] };
export type ReasonRequired = { readonly type: 'ReasonRequired' };
export type NumberNotValid = { readonly type: 'NumberNotValid'; readonly reason: string };
export type AlreadySettled = { readonly type: 'AlreadySettled'; readonly state: string };
export type AlreadyPushed = { readonly type: 'AlreadyPushed'; readonly phones: number };
export type NothingSuggested = { readonly type: 'NothingSuggested' };
export type ListNotChosen = { readonly type: 'ListNotChosen'; readonly dncTypes: readonly string[] };
export type SettingInvalid = { readonly type: 'SettingInvalid'; readonly field: string; readonly why: string };
export type NameTaken = { readonly type: 'NameTaken'; readonly name: string };
export type PracticeUnavailable = { readonly type: 'PracticeUnavailable'; readonly why: string };
/** A checkpoint that somebody kept and that this log does not continue, or that is none of it. */
export type CheckpointUnfit = { readonly type: 'CheckpointUnfit'; readonly why: string };
/** What should bear witness does not: `why` in plain words. `seenLeaves`: where the proof must begin, if that is what is wrong. */
export type AnchorRefused = { readonly type: 'AnchorRefused'; readonly why: string; readonly seenLeaves: number | null };
/** A backup that was not made or does not open: `why` in plain words. */
export type BackupRefused = { readonly type: 'BackupRefused'; readonly why: string };
export type BundleInvalid = { readonly type: 'BundleInvalid'; readonly why: string };

/** The input did not fit the command's schema; `issues` are paths and reasons, never the values themselves. */
export type InputInvalid = { readonly type: 'InputInvalid'; readonly issues: readonly string[] };
export type CommandUnknown = { readonly type: 'CommandUnknown'; readonly name: string };
/** The window's own finding: the process that holds the core does not answer any more. */
export type HostGone = { readonly type: 'HostGone'; readonly why: string };
/** Our own bug: logged in full under `id`, shown as that id alone. */
export type Defect = { readonly type: 'Defect'; readonly id: string };

export type Failure =
  | FileFailure | LedgerFailure | SecretFailure | VendorFailure
  | NotFound | RunBusy | RunUnfinished | ImportBusy | NothingToPush | NothingToRelease | RemovalNotOffered | ActNotOffered | NothingMissing | NotReady | NotReadable | ReadBackPossible | CircuitOpen | ReasonRequired | NumberNotValid
  | AlreadySettled | ErasureWaits | AlreadyPushed | NothingSuggested | ListNotChosen | SettingInvalid | NameTaken
  | PracticeUnavailable | CheckpointUnfit | BundleInvalid | AnchorRefused | BackupRefused | InputInvalid | CommandUnknown | HostGone | Defect;
