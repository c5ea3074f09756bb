// Settles a group of releases part by part: each part is a whole act with its own leaf, so that others are answered in between and nothing is ever half settled.
import { setImmediate, setTimeout } from 'node:timers/promises';
import type { ReleaseSettled } from '../../src-shared/contract/releases.ts';
import type { AlreadySettled, ImportBusy } from '../../src-shared/failures.ts';
import { fail, ok, type Result } from '../../src-shared/result.ts';
import type { ReleaseChoice } from '../ledger/repositories/releases.ts';
import type { PushContext } from './push-context.ts';

/** What one part came to: its entries, those left alone since their removal was sent, and its leaf (null where it changed nothing). */
export type Part = {
  readonly entries: number; readonly sent: number; readonly leaf: number | null;
  /** Once it is counted: what follows may lay out less. */
  readonly after?: () => void;
};

export type Settlement = {
  readonly choice: ReleaseChoice;
  readonly state: 'proposed' | 'approved';
  /** It changes entries, and what is being staged has been judged against those: it begins and goes on only while no file is imported. */
  readonly touchesEntries: boolean;
  /** Settles what is laid out, inside one transaction. `first`: the leaf of the first part, for those after it. */
  readonly settle: (first: number | null) => Part;
};

export type SettleReleases = (settlement: Settlement) => Promise<Result<ReleaseSettled, ImportBusy | AlreadySettled>>;

const sliceMs = 20;
const [fewest, most] = [50, 2000];
/** Looked for again this often while a file is being stored. */
const importMs = 500;
const hintMs = 1000;

export const createSettleReleases = ({ ledger, needs: { clock }, hint, signal }: PushContext): SettleReleases => {
  const { releases } = ledger;
  let tail: Promise<unknown> = Promise.resolve();

  const settleAll = async ({ choice, state, touchesEntries, settle }: Settlement): Promise<Result<ReleaseSettled, ImportBusy | AlreadySettled>> => {
    const total = { releases: 0, numbers: 0, entries: 0, stillWanted: 0, sent: 0 };
    let [after, limit, hintedAt] = [0, 500, clock.now()];
    let first: number | null = null;
    releases.countAnew();
    for (;;) {
      if (signal.aborted) return fail(cutOff(total.releases));
      const startedAt = clock.now();
      const came = ledger.transact(() => {
        if (touchesEntries && ledger.leases.holder('intake', clock.now()) !== null) return 'import';
        const last = releases.pick(choice, state, after, limit);
        if (last === null) return 'end';
        const { entries, sent, leaf, after: follow } = settle(first);
        const counted = leaf === null ? nothing : releases.countPicked();
        follow?.();
        return { last, entries, sent, leaf, ...counted };
      });
      if (came === 'end') return ok(total);
      if (came === 'import') {
        if (after === 0) return fail({ type: 'ImportBusy' });
        await setTimeout(importMs);
        continue;
      }
      first ??= came.leaf;
      after = came.last;
      for (const count of ['releases', 'numbers', 'entries', 'stillWanted', 'sent'] as const) total[count] += came[count];
      // Parts grow and shrink with what the machine can do in the time.
      const took = clock.now() - startedAt;
      limit = Math.max(fewest, Math.min(most, Math.round(limit * Math.min(2, Math.max(0.5, sliceMs / Math.max(1, took))))));
      if (clock.now() - hintedAt > hintMs) {
        hintedAt = clock.now();
        hint({ type: 'ledger.changed' });
      }
      // Two turns: what came in while this part was settled is answered before the next one.
      await setImmediate();
      await setImmediate();
    }
  };

  // One after the other: what is counted belongs to one act.
  return (settlement) => {
    const turn = tail.then(() => settleAll(settlement));
    tail = turn.catch(() => null);
    return turn;
  };
};

const nothing = { releases: 0, numbers: 0, stillWanted: 0 };

const cutOff = (settled: number): AlreadySettled =>
  ({ type: 'AlreadySettled', state: `cut off when DNC Desk was closed; ${settled} of them were settled and sealed, the rest is as it was` });
