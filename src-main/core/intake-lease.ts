// One at a time changes which imports there are: the lease keeps other processes out, and whoever has it first ends what was left half-way.
import type { ImportBusy } from '../../src-shared/failures.ts';
import { fail } from '../../src-shared/result.ts';
import { sqliteFailure } from '../ledger/sqlite-failure.ts';
import type { CoreContext } from './handlers.ts';

/** Does the work alone, or answers ImportBusy at once. */
export type Alone = <T>(work: () => Promise<T>) => Promise<T | { readonly ok: false; readonly failure: ImportBusy }>;

export const intakeLease = 'intake';
/** Well within the lease, also while a large file is hashed or what a dead process left is dropped and no rows come. */
const renewEveryMs = 3000;

/** `signal` is called off when the core closes: the ledger is there while its listeners run, and not after. */
export const createAlone = ({ ledger, needs, owner, signal }: CoreContext & { readonly signal: AbortSignal }, endWhatWasBegun: () => Promise<void>): Alone => {
  const { clock } = needs;
  let isTaken = false;
  const renew = (): void => {
    try {
      ledger.leases.take(intakeLease, owner, clock.now());
    } catch (thrown) {
      // Locked just now: it is tried again long before the lease ends.
      if (sqliteFailure(thrown, ledger.path) === null) throw thrown;
    }
  };
  return async (work) => {
    // A second import of this process would renew the lease and must be kept out by hand.
    if (isTaken || ledger.leases.take(intakeLease, owner, clock.now()) !== null) return fail({ type: 'ImportBusy' });
    isTaken = true;
    const renewal = setInterval(renew, renewEveryMs);
    const release = (): void => { ledger.leases.release(intakeLease, owner); };
    signal.addEventListener('abort', release, { once: true });
    try {
      await endWhatWasBegun();
      return await work();
    } finally {
      isTaken = false;
      clearInterval(renewal);
      signal.removeEventListener('abort', release);
      if (!signal.aborted) release();
    }
  };
};
