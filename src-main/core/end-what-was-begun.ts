// What a process left half-way when it was killed is ended by the next: dropped, taken back or proposed before anything new, and at the start of hosts that stay.
import { setTimeout } from 'node:timers/promises';
import { ok } from '../../src-shared/result.ts';
import { leaseMs } from '../ledger/repositories/leases.ts';
import type { CoreContext } from './handlers.ts';
import { createAlone, intakeLease, type Alone } from './intake-lease.ts';
import { runIntake } from './run-intake.ts';
import { proposeGone } from './store-version.ts';
import { createUndoing, type Undoing } from './undo-import.ts';

type EndingContext = CoreContext & { readonly signal: AbortSignal };

export type Intake = {
  readonly alone: Alone;
  readonly undoing: Undoing;
  /** Something was begun that nobody has ended; a living process may be at it. */
  readonly hasBegun: () => boolean;
  /** Drops at once what a process that is gone has left half-stored; null where there is nothing, or where one lives. */
  readonly clear: () => Promise<unknown> | null;
  /** Ends all that was begun, and tries again whenever a lease may have ended, until nothing is left. */
  readonly clearInTime: () => Promise<void>;
};

export const createIntake = (context: EndingContext): Intake => {
  const { ledger, needs, signal } = context;
  const undoing = createUndoing(context);
  const alone = createAlone(context, async () => {
    // Under the lease nobody else stages. Where the ledger cannot be written, the import that follows says so.
    if (ledger.staging.abandoned().length > 0) await runIntake(needs.intakeWorker, { do: 'sweep', ledgerPath: ledger.path }, signal);
    await undoing.endAll();
    if (!signal.aborted) await proposeGone(context);
  });
  const hasBegun = (): boolean => ledger.staging.abandoned().length + ledger.undo.begun().length > 0 || ledger.versions.hasGone();
  const isFree = (): boolean => ledger.leases.holder(intakeLease, needs.clock.now()) === null;
  let ending: Promise<boolean> | null = null;
  const endOnce = async (): Promise<boolean> => !hasBegun() || (isFree() && (await alone(async () => ok(null))).ok);
  const end = (): Promise<boolean> => (ending ??= endOnce().finally(() => { ending = null; }));
  return {
    undoing, hasBegun,
    // What this process ends by itself makes nobody busy: who comes meanwhile comes after it.
    alone: async (work) => {
      // Why it failed was told to whoever began it.
      await ending?.catch(() => false);
      return alone(work);
    },
    clear: () => (ledger.staging.abandoned().length > 0 && isFree() ? end() : null),
    clearInTime: async () => {
      while (!signal.aborted && !await end()) {
        // Called off: there is nothing more to wait for.
        await setTimeout(leaseMs, null, { ref: false, signal }).catch(() => null);
      }
    },
  };
};
