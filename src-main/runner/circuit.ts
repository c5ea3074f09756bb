// Leaves a far side alone that failed again and again: open after failures in a row, one probe when its time has come, closed by the first success.
import type { Ledger } from '../ledger/open-ledger.ts';
import type { Circuit, Side } from '../ledger/repositories/circuits.ts';
import type { Clock } from '../ports/clock.ts';

/** So many failures in a row, and it opens; a read-back is one long question, so fewer tell as much. */
export const openAfter: Readonly<Record<Side, number>> = { push: 5, 'read-back': 3 };
/** Each failed probe doubles the wait, up to this many times the first. */
const longestWait = 20;

export const afterFailure = (circuit: Circuit, why: string, now: number, probeMs: number): Circuit => {
  const failures = circuit.failures + 1;
  const beyond = failures - openAfter[circuit.side];
  if (beyond < 0) return { ...circuit, failures, why };
  return { ...circuit, failures, why, openedAt: circuit.openedAt ?? now, probeAt: now + probeMs * Math.min(2 ** beyond, longestWait) };
};

export type Breaker = {
  readonly failed: (side: Side, why: string) => void;
  readonly succeeded: (side: Side) => void;
  /** When this side may be asked again (ms since 1970); 0 while it is closed. */
  readonly askAt: (side: Side) => number;
  readonly isOpen: (side: Side) => boolean;
  /** A person wants it tried: the probe may leave at once. */
  readonly probeNow: (side: Side) => void;
};

export type BreakerNeeds = {
  readonly ledger: Pick<Ledger, 'circuits' | 'transact'>; readonly clock: Clock;
  /** The wait before the first probe. */
  readonly probeMs: number;
  readonly onOpen?: (side: Side, circuit: Circuit) => void;
};

export const createBreaker = ({ ledger, clock, probeMs, onOpen }: BreakerNeeds, destinationId: number): Breaker => {
  const find = (side: Side): Circuit => ledger.circuits.find(destinationId, side);
  const put = (circuit: Circuit): void => ledger.transact(() => ledger.circuits.put(destinationId, circuit));
  return {
    failed: (side, why) => {
      const before = find(side);
      const after = afterFailure(before, why, clock.now(), probeMs);
      put(after);
      if (before.openedAt === null && after.openedAt !== null) onOpen?.(side, after);
    },
    succeeded: (side) => {
      if (find(side).failures > 0) put({ side, failures: 0, openedAt: null, probeAt: null, why: null });
    },
    askAt: (side) => find(side).probeAt ?? 0,
    isOpen: (side) => find(side).openedAt !== null,
    probeNow: (side) => {
      const circuit = find(side);
      if (circuit.openedAt !== null) put({ ...circuit, failures: openAfter[side], probeAt: clock.now() });
    },
  };
};

/** Before the first probe: half a minute, and for a practice tenant no longer than its cooldown. */
export const probeAfter = (cooldownMs: number): number => Math.min(30_000, cooldownMs);
