// Destinations and runs as people see them, put together from the ledger at the moment of asking.
import type { CircuitView, DestinationView } from '../../src-shared/contract/destinations.ts';
import type { ReconciliationView, RunView } from '../../src-shared/contract/runs.ts';
import { destinationState } from '../../src-shared/domain/destination-state.ts';
import type { Ledger } from '../ledger/open-ledger.ts';
import type { Destination } from '../ledger/repositories/destinations.ts';
import type { Run } from '../ledger/repositories/runs.ts';
import type { Connector } from '../vendors/connector.ts';

export const viewDestination = (ledger: Ledger, destination: Destination, connector: Pick<Connector, 'readBack'>, now: number): DestinationView => {
  const { id } = destination;
  const run = ledger.runs.unfinished(id);
  const deadLetters = ledger.deadLetters.countOpen(id);
  const latest = ledger.reconciliations.latest(id);
  const { state, attention } = destinationState({
    unfinishedRun: run?.state ?? null, isWorkedOn: run !== null && ledger.leases.holder(`run ${run.id}`, now) !== null, openDeadLetters: deadLetters, lastBatchId: ledger.batches.lastId(id),
    reconciliation: latest === null || latest.state === 'reading' ? null : { state: latest.state, lastBatchId: latest.lastBatchId },
    reads: connector.readBack !== undefined,
  });
  const good = ledger.reconciliations.lastGood(id);
  return {
    destinationId: id, name: destination.name, dialect: destination.dialect, practice: destination.practiceTenant !== null,
    settings: destination.settings, savedSecrets: destination.savedSecrets, countries: destination.countries,
    lateExpiry: destination.lateExpiry, shared: destination.shared, lists: destination.lists,
    state, attention, readyAt: state === 'COOLING' ? (run?.readyAt ?? null) : null,
    checkedAt: destination.checkedAt, activeSince: state === 'ACTIVE' ? (latest?.endedAt ?? null) : null,
    verifies: connector.readBack === undefined ? 'attestation' : 'read-back',
    verifiedBy: state === 'ACTIVE' && latest !== null ? byOf(latest) : null, attestedBy: state === 'ACTIVE' ? (latest?.attestedBy ?? null) : null,
    lastGood: good === null ? null : { at: good.endedAt ?? good.at, by: byOf(good), numbers: good.expected },
    listed: ledger.listed.count(id), deadLetters, latency: ledger.latencies.view(id),
    circuits: (['push', 'read-back'] as const).flatMap((side) => viewCircuit(ledger, id, side) ?? []), runId: ledger.runs.latest(id)?.id ?? null,
  };
};

const byOf = ({ state }: ReconciliationView): 'read-back' | 'attestation' => (state === 'attested' ? 'attestation' : 'read-back');

const viewCircuit = (ledger: Ledger, destinationId: number, side: CircuitView['side']): CircuitView | null => {
  const { failures, openedAt, probeAt, why } = ledger.circuits.find(destinationId, side);
  return openedAt === null || probeAt === null ? null : { side, openedAt, probeAt, failures, why: why ?? '' };
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
    runId: run.id, kind: run.kind, destinationId: run.destinationId, name: destination?.name ?? '', practice: destination?.practiceTenant != null,
    state: run.state, startedAt: run.startedAt, endedAt: run.endedAt, numbers: totals.numbers,
    batches: { total: totals.batches, done: totals.settled, waiting: totals.waiting, inFlight: totals.inFlight },
    accepted: totals.accepted, duplicate: totals.duplicate, refused: totals.refused, unknown: totals.unknown, waiting: totals.waitingNumbers,
    deadLetters: ledger.deadLetters.countOpen(run.destinationId),
    numbersPerSecond: rate === null ? null : Math.round(rate),
    timeLeftMs: run.state === 'running' && rate !== null && rate > 0 ? Math.round((left / rate) * 1000) : null,
    readyAt: run.readyAt, trouble: run.trouble, working: isWorking,
    latency: ledger.latencies.view(run.destinationId), circuit: viewCircuit(ledger, run.destinationId, 'push'),
  };
};
