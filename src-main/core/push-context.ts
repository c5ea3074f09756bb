// What the commands that speak to vendors are given beside the ledger.
import type { Dialect } from '../../src-shared/domain/dnc.ts';
import type { SecretFailure } from '../../src-shared/failures.ts';
import type { Result } from '../../src-shared/result.ts';
import type { Destination } from '../ledger/repositories/destinations.ts';
import type { Keychain } from '../ports/keychain.ts';
import type { Breaker } from '../runner/circuit.ts';
import type { PushRunner } from '../runner/push-runner.ts';
import type { VendorDesk } from '../runner/vendor-desk.ts';
import type { Connector } from '../vendors/connector.ts';
import type { CoreContext } from './handlers.ts';

export type PushContext = CoreContext & {
  readonly connectors: Readonly<Record<Dialect, Connector>>;
  readonly desk: VendorDesk;
  readonly runner: PushRunner;
  readonly keychain: () => Promise<Result<Keychain, SecretFailure>>;
  readonly breakerOf: (destination: Destination) => Breaker;
  /** Logs what must not happen and returns its id. */
  readonly reportDefect: (thrown: unknown) => string;
  /** Called off only when the core closes. */
  readonly signal: AbortSignal;
};
