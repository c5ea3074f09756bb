// Takes runs on: one process at a time under a lease, in the background, until the run rests; an error of ours ends the work and never the program.
import type { RunBusy } from '../../src-shared/failures.ts';
import { done, fail, type Result } from '../../src-shared/result.ts';
import { failureWords } from '../../src-shared/words/failure-words.ts';
import { notSound, sqliteFailure } from '../ledger/sqlite-failure.ts';
import { keepLease } from './keep-lease.ts';
import { stopRun, workOn, type PushRunnerNeeds } from './work-on-run.ts';

export type PushRunner = {
  /** Takes the run's lease and works in the background until it rests; RunBusy when another process has it. */
  readonly work: (runId: number) => Result<null, RunBusy>;
  /** Lets what is under way answer; the run then stands still. */
  readonly stop: (runId: number) => void;
  /** Resolves when this process no longer works on the run. */
  readonly settled: (runId: number) => Promise<void>;
  readonly isWorking: (runId: number) => boolean;
  /** The log takes no more: every run ends what it waits for or reads, and stops by that name. */
  readonly callOff: () => void;
  readonly close: () => Promise<void>;
};

export const createPushRunner = (needs: PushRunnerNeeds): PushRunner => {
  const active = new Map<number, { readonly wake: AbortController; readonly ended: Promise<void> }>();
  let closing = false;
  const leaseOf = (runId: number): string => `run ${runId}`;

  /** Waits and read-backs end; requests under way do not. */
  const callOff = (): void => { for (const { wake } of active.values()) wake.abort(); };
  const isLost = (runId: number): boolean => {
    const { ledger: { leases }, owner, clock } = needs;
    return leases.holder(leaseOf(runId), clock.now()) !== owner && leases.take(leaseOf(runId), owner, clock.now()) !== null;
  };

  /** A full disk is no defect: the person at the desk is told, and what was not written down is found unknown when the run goes on. */
  const report = (runId: number, thrown: unknown): string => {
    const known = sqliteFailure(thrown, needs.ledgerPath);
    if (known === null) return `An error of ours stopped this run (${needs.reportDefect(thrown)}). Nothing was lost: resume it.`;
    needs.onLedgerFailure(runId, known);
    return failureWords(known).title;
  };
  /** A ledger that takes no more writes must not end the process. */
  const attempt = (runId: number, work: () => void): void => {
    try {
      work();
    } catch (thrown) {
      report(runId, thrown);
    }
  };

  const runLoop = async (runId: number, wake: AbortController): Promise<void> => {
    const over = new AbortController();
    const renewing = keepLease({ ...needs, reportDefect: (thrown) => report(runId, thrown) }, leaseOf(runId), over.signal);
    try {
      await workOn(needs, runId, wake.signal, () => closing || needs.ledger.log.lockedFor() !== null || isLost(runId));
      const flaw = needs.ledger.log.lockedFor();
      if (flaw !== null) throw notSound(flaw);
    } catch (thrown) {
      const trouble = report(runId, thrown);
      attempt(runId, () => stopRun(needs, runId, trouble));
    } finally {
      over.abort();
      await renewing;
      attempt(runId, () => needs.ledger.leases.release(leaseOf(runId), needs.owner));
      active.delete(runId);
      attempt(runId, () => {
        const run = needs.ledger.runs.find(runId);
        if (run !== null) needs.hint(run);
      });
    }
  };

  return {
    work: (runId) => {
      if (active.has(runId)) return done;
      const owner = needs.ledger.leases.take(leaseOf(runId), needs.owner, needs.clock.now());
      if (owner !== null) return fail({ type: 'RunBusy', runId, owner });
      const wake = new AbortController();
      // Begins after this call has returned, so that the caller sees the run before its first step.
      const ended = new Promise<void>((resolve) => { setImmediate(resolve); }).then(() => runLoop(runId, wake));
      active.set(runId, { wake, ended });
      return done;
    },
    stop: (runId) => {
      needs.ledger.transact(() => needs.ledger.runs.wantStop(runId, true));
      active.get(runId)?.wake.abort();
    },
    settled: async (runId) => { await active.get(runId)?.ended; },
    isWorking: (runId) => active.has(runId),
    callOff,
    close: async () => {
      closing = true;
      callOff();
      await Promise.all([...active.values()].map(({ ended }) => ended));
    },
  };
};
