// Destinations and runs as people see them, put together from the ledger at the moment of asking.
import type { DestinationView } from '../../src-shared/contract/destinations.ts';
import type { RunView } from '../../src-shared/contract/runs.ts';
import { destinationState } from '../../src-shared/domain/destination-state.ts';
import type { Ledger } from '../ledger/open-ledger.ts';
import type { Destination } from '../ledger/repositories/destinations.ts';
import type { Run } from '../ledger/repositories/runs.ts';

export const viewDestination = (ledger: Ledger, destination: Destination, now: number): DestinationView => {
  const { id } = destination;
  const run = ledger.runs.unfinished(id);
  const deadLetters = ledger.deadLetters.countOpen(id);
  const latest = ledger.reconciliations.latest(id);
  const { state, attention } = destinationState({
    unfinishedRun: run?.state ?? null, isWorkedOn: run !== null && ledger.leases.holder(`run ${run.id}`, now) !== null, openDeadLetters: deadLetters, lastBatchId: ledger.batches.lastId(id),
    reconciliation: latest === null || latest.state === 'reading' ? null : { state: latest.state, lastBatchId: latest.lastBatchId },
  });
  return {
    destinationId: id, name: destination.name, dialect: destination.dialect, practice: destination.practiceTenant !== null,
    settings: destination.settings, savedSecrets: destination.savedSecrets, countries: destination.countries,
    lateExpiry: destination.lateExpiry, shared: destination.shared, lists: destination.lists,
    state, attention, readyAt: state === 'COOLING' ? (run?.readyAt ?? null) : null,
    checkedAt: destination.checkedAt, activeSince: state === 'ACTIVE' ? (latest?.endedAt ?? null) : null,
    listed: ledger.listed.count(id), deadLetters, runId: ledger.runs.latest(id)?.id ?? null,
  };
};

/** Numbers per second are those of the last seconds, so that a change of pace shows. */
const rateWindowMs = 10_000;

export const viewRun = (ledger: Ledger, run: Run, isWorking: boolean, now: number): RunView => {
  const destination = ledger.destinations.find(run.destinationId);
  const totals = ledger.runs.totals(run.id);
  const recent = ledger.runs.recent(run.id, run.state === 'running' ? now - rateWindowMs : 0);
  const spanMs = recent.from === null || recent.to === null ? 0 : recent.to - recent.from;
  const rate = spanMs > 0 ? (recent.numbers * 1000) / spanMs : null;
  const left = totals.waitingNumbers + totals.unknown;
  return {
    runId: run.id, destinationId: run.destinationId, name: destination?.name ?? '', practice: destination?.practiceTenant != null,
    state: run.state, startedAt: run.startedAt, endedAt: run.endedAt, numbers: totals.numbers,
    batches: { total: totals.batches, done: totals.settled, waiting: totals.waiting, inFlight: totals.inFlight },
    accepted: totals.accepted, duplicate: totals.duplicate, refused: totals.refused, unknown: totals.unknown, waiting: totals.waitingNumbers,
    deadLetters: ledger.deadLetters.countOpen(run.destinationId),
    numbersPerSecond: rate === null ? null : Math.round(rate),
    timeLeftMs: run.state === 'running' && rate !== null && rate > 0 ? Math.round((left / rate) * 1000) : null,
    readyAt: run.readyAt, trouble: run.trouble, working: isWorking,
  };
};
