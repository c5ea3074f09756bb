// Every failure that may leave the core has words: a title with its facts and an advice that says what to do.
import { expect, test } from 'vitest';
import type { Failure } from '../../src-shared/failures.ts';
import { failureSentence, failureWords } from '../../src-shared/words/failure-words.ts';

/** One of each; a type that is added to the list and not here does not compile. */
const examples: { readonly [T in Failure['type']]: Extract<Failure, { readonly type: T }> } = {
  TicketExpired: { type: 'TicketExpired' },
  FileMissing: { type: 'FileMissing', name: 'a.csv' },
  FileIsFolder: { type: 'FileIsFolder', name: 'a' },
  FileUnreadable: { type: 'FileUnreadable', name: 'a.csv', code: 'EACCES' },
  FileEmpty: { type: 'FileEmpty', name: 'a.csv' },
  FileTooLarge: { type: 'FileTooLarge', name: 'a.csv', bytes: 9_000_000_000, limit: 4_000_000_000 },
  FileNotTabular: { type: 'FileNotTabular', name: 'a.pdf', looksLike: 'pdf' },
  FileChanged: { type: 'FileChanged', name: 'a.csv' },
  WorkbookEncrypted: { type: 'WorkbookEncrypted', name: 'a.xlsx' },
  WorkbookBroken: { type: 'WorkbookBroken', name: 'a.xlsx', part: 'sheet1.xml', why: 'cut short' },
  WorkbookTooLarge: { type: 'WorkbookTooLarge', name: 'a.xlsx', part: 'sheet1.xml', limit: '2 GB' },
  ArchiveHoldsSeveral: { type: 'ArchiveHoldsSeveral', name: 'a.zip', count: 23, members: ['one.txt', 'two.txt'] },
  ArchiveUnreadable: { type: 'ArchiveUnreadable', name: 'a.zip', part: 'one.txt', why: 'damaged (checksum)' },
  SheetMissing: { type: 'SheetMissing', name: 'a.xlsx', sheet: 'Old', sheets: ['New'] },
  NoPhoneColumn: { type: 'NoPhoneColumn', name: 'a.csv', columns: ['Name'] },
  HeaderMissing: { type: 'HeaderMissing', name: 'a.csv', headerLine: 9, lines: 3 },
  LayoutMismatch: { type: 'LayoutMismatch', name: 'a.csv', column: 7, columns: 3 },
  ImportDoubtful: { type: 'ImportDoubtful', name: 'a.csv', doubt: 'gone', share: 0.4, limit: 0.05 },
  RegistryRefused: { type: 'RegistryRefused', name: 'a.zip', refusal: { why: 'chain-broken', since: '2026-08-09' } },
  XmlBroken: { type: 'XmlBroken', name: 'a.xml', why: 'cut short' },
  LayoutUnfit: { type: 'LayoutUnfit', name: 'a.csv', layout: 'DNC.com scrub results' },
  StrayQuote: { type: 'StrayQuote', name: 'a.csv', line: 1204 },
  CountNotClosed: { type: 'CountNotClosed', name: 'a.csv', lines: 10, sum: 9, line: 4 },
  LedgerFromFuture: { type: 'LedgerFromFuture', found: 9, known: 1 },
  LedgerLocked: { type: 'LedgerLocked', path: 'desk.db' },
  LedgerBroken: { type: 'LedgerBroken', path: 'desk.db', why: 'malformed' },
  LedgerRestored: { type: 'LedgerRestored', path: 'desk.db', known: 40, held: 31 },
  DiskFull: { type: 'DiskFull', path: 'desk.db' },
  HomeUnwritable: { type: 'HomeUnwritable', path: 'home', code: 'EROFS' },
  KeychainUnavailable: { type: 'KeychainUnavailable', why: 'no D-Bus' },
  VaultLocked: { type: 'VaultLocked' },
  KeychainLocked: { type: 'KeychainLocked', why: 'no collection' },
  VaultPassphraseWrong: { type: 'VaultPassphraseWrong' },
  VaultPassphraseShort: { type: 'VaultPassphraseShort', least: 12 },
  SigningKeyMissing: { type: 'SigningKeyMissing', origin: 'dnc-desk/1' },
  CredentialMissing: { type: 'CredentialMissing', destinationId: 1, fields: ['clientSecret'] },
  VendorUnreachable: { type: 'VendorUnreachable', address: 'api.example', why: 'refused' },
  VendorNoAnswer: { type: 'VendorNoAnswer', address: 'api.example', why: 'timeout' },
  VendorAnswerUnreadable: { type: 'VendorAnswerUnreadable', address: 'api.example', status: 200, why: 'HTML' },
  CredentialRefused: { type: 'CredentialRefused', address: 'api.example', why: 'invalid_client' },
  PermissionMissing: { type: 'PermissionMissing', permissions: ['outbound:dncList:edit'] },
  RegionWrong: { type: 'RegionWrong', region: 'mypurecloud.ie', why: 'unknown client' },
  ListMissing: { type: 'ListMissing', list: 'Federal' },
  ListUnsuitable: { type: 'ListUnsuitable', list: 'Federal', why: 'dnc.com source' },
  VendorBusy: { type: 'VendorBusy', retryAfterMs: 30_000 },
  VendorRefused: { type: 'VendorRefused', status: 400, code: 'bad.request', why: 'name too long' },
  NotFound: { type: 'NotFound', what: 'run', id: 7 },
  RunUnfinished: { type: 'RunUnfinished', runId: 7, state: 'stopped' },
  RunBusy: { type: 'RunBusy', runId: 7, owner: 'terminal' },
  ImportBusy: { type: 'ImportBusy' },
  NothingToPush: { type: 'NothingToPush' },
  NothingToRelease: { type: 'NothingToRelease' },
  ActNotOffered: { type: 'ActNotOffered', destinationId: 1, act: 'webhooks' },
  RemovalNotOffered: { type: 'RemovalNotOffered', destinationId: 3 },
  NothingMissing: { type: 'NothingMissing' },
  NotReady: { type: 'NotReady', readyAt: 1_795_000_000_000 },
  NotReadable: { type: 'NotReadable', destinationId: 1 },
  ReadBackPossible: { type: 'ReadBackPossible', destinationId: 1 },
  CircuitOpen: { type: 'CircuitOpen', side: 'read-back', until: 1_795_000_000_000, why: 'answered 503' },
  ReasonRequired: { type: 'ReasonRequired' },
  NumberNotValid: { type: 'NumberNotValid', reason: 'too_short' },
  AlreadySettled: { type: 'AlreadySettled', state: 'discarded' },
  ErasureWaits: { type: 'ErasureWaits', waits: ['held'] },
  AlreadyPushed: { type: 'AlreadyPushed', phones: 3 },
  NothingSuggested: { type: 'NothingSuggested' },
  ListNotChosen: { type: 'ListNotChosen', dncTypes: ['STATE'] },
  SettingInvalid: { type: 'SettingInvalid', field: 'region', why: 'unknown' },
  NameTaken: { type: 'NameTaken', name: 'Genesys' },
  PracticeUnavailable: { type: 'PracticeUnavailable', why: 'no port' },
  CheckpointUnfit: { type: 'CheckpointUnfit', why: 'it belongs to another log' },
  BundleInvalid: { type: 'BundleInvalid', why: 'no SHA256SUMS' },
  AnchorRefused: { type: 'AnchorRefused', why: 'it belongs to another log', seenLeaves: null },
  BackupRefused: { type: 'BackupRefused', why: 'the passphrase does not open it' },
  InputInvalid: { type: 'InputInvalid', issues: ['name: too short'] },
  CommandUnknown: { type: 'CommandUnknown', name: 'run.begin' },
  HostGone: { type: 'HostGone', why: 'no connection' },
  Defect: { type: 'Defect', id: 'd-1234' },
};

test.each(Object.values(examples))('$type says what happened and what to do', (failure) => {
  const { title, advice } = failureWords(failure);
  expect(title.length).toBeGreaterThan(10);
  expect(title).not.toMatch(/\.$/);
  expect(advice.length).toBeGreaterThan(15);
  expect(advice).toMatch(/\.$/);
  expect(failureSentence(failure)).not.toMatch(/undefined|null|\[object|NaN/);
});

test.each(Object.values(examples))('$type names every text it carries as a fact', (failure) => {
  const said = failureSentence(failure).replaceAll('_', ' ');
  const facts = Object.entries(failure).filter(([key]) => key !== 'type');
  for (const [, fact] of facts) if (typeof fact === 'string') expect(said).toContain(fact.replaceAll('_', ' '));
});

test('words still hold when a failure has no particulars', () => {
  const bare: readonly Failure[] = [
    { type: 'VendorBusy', retryAfterMs: null }, { type: 'SheetMissing', name: 'a.xlsx', sheet: 'x', sheets: [] },
    { type: 'NoPhoneColumn', name: 'a.csv', columns: [] }, { type: 'InputInvalid', issues: [] }, { type: 'FileNotTabular', name: 'a', looksLike: '' },
  ];
  for (const failure of bare) expect(failureSentence(failure)).not.toMatch(/undefined|null|\(\)|: \./);
});

test('no answer to a look leaves nothing in doubt, and no answer to a change is found out by reading back', () => {
  const silent = { type: 'VendorNoAnswer', address: 'api.example', why: 'no answer within 30000 ms' } as const;
  expect(failureSentence({ ...silent, onlyLooked: true })).not.toMatch(/may or may not|reading back/);
  expect(failureSentence({ ...silent, onlyLooked: true })).toMatch(/nothing was to be changed there/);
  expect(failureSentence(silent)).toMatch(/reading back/);
});
