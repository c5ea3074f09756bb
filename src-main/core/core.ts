// What every host gets: one door in, hints out. And what a host must bring: the real things behind the ports.
import type { Transport } from '../../src-shared/contract/contract.ts';
import type { Dialect } from '../../src-shared/domain/dnc.ts';
import type { PracticeUnavailable, SecretFailure } from '../../src-shared/failures.ts';
import type { Result } from '../../src-shared/result.ts';
import type { Clock } from '../ports/clock.ts';
import type { Files } from '../ports/files.ts';
import type { Http } from '../ports/http.ts';
import type { Ids } from '../ports/ids.ts';
import type { Keychain } from '../ports/keychain.ts';
import type { Logger } from '../ports/logger.ts';
import type { ProcessLife } from '../ports/process-life.ts';
import type { Connector } from '../vendors/connector.ts';

/** `call` never rejects: its value is always a Result. */
export interface Core extends Transport {
  /** For hosts that stay: waits out the cooldowns that an earlier process began, and reads back. Pushes are resumed by people only. */
  readonly continueCooling: () => Promise<void>;
  /** Lets requests under way answer, stops the runs, closes the ledger. */
  readonly close: () => Promise<void>;
}

/** A practice tenant as the core sees it: an address and what to sign in with. Started on demand, kept while the process lives. */
export type PracticeDoor = {
  readonly open: (dialect: Dialect, tenant: string) => Promise<Result<{ readonly baseUrl: string; readonly credentials: Readonly<Record<string, string>> }, PracticeUnavailable>>;
};

/** Secrets: the OS keychain first; `openVault` makes or opens the vault file and is called only when a person chose it. */
export type SecretStores = {
  readonly keychain: Keychain;
  readonly vaultExists: () => boolean;
  readonly openVault: (passphrase: string) => Promise<Result<Keychain, SecretFailure>>;
};

export type CoreNeeds = {
  /** The data folder: ledger.db, exports/, vault.json, practice/. Exists and is writable. */
  readonly home: string;
  readonly appVersion: string;
  readonly clock: Clock;
  readonly ids: Ids;
  readonly logger: Logger;
  readonly files: Files;
  /** What starts the command line, as absolute paths: for the system's scheduler. Absent: `dnc-desk`, wherever the system finds it. */
  readonly program?: readonly string[];
  readonly http: Http;
  readonly secrets: SecretStores;
  readonly practice: PracticeDoor;
  /** The intake worker's module: beside the built command line, or the TypeScript source when running unbuilt. */
  readonly intakeWorker: URL;
  /** The folder of the built pages report.html and verify.html; a program that was not built has none. */
  readonly pages?: string;
  /** Tells what a killed process held; without it a lease ends only by its time. */
  readonly life?: ProcessLife;
  /** The operating system's name of the person at the desk; sealed once, as an opening. */
  readonly userName: string;
  /** Other connectors than the product's own, where a host or test brings some. */
  readonly connectors?: Readonly<Record<Dialect, Connector>>;
  /** Milliseconds a practice destination cools down; a real one never less than its dialect says. */
  readonly practiceCooldownMs: number;
};
