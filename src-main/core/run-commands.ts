// Push commands: the dry run decides nothing, a run is written down before it begins, and refused numbers wait for a person.
import type { PlanView, PlanWarning, RunView } from '../../src-shared/contract/runs.ts';
import type { ListNotChosen, NotFound, NothingToPush, RunBusy, RunUnfinished } from '../../src-shared/failures.ts';
import { fail, ok, type Result } from '../../src-shared/result.ts';
import type { Ledger } from '../ledger/open-ledger.ts';
import type { Destination } from '../ledger/repositories/destinations.ts';
import type { Plan } from '../ledger/repositories/planned.ts';
import type { Run, Scope } from '../ledger/repositories/runs.ts';
import { batchRules, planQuestion } from '../runner/cut-run.ts';
import { takePlan } from '../runner/read-plan.ts';
import type { VendorFacts } from '../vendors/connector.ts';
import type { Handlers } from './handlers.ts';
import type { PushContext } from './push-context.ts';
import { viewRun } from './views.ts';

type RunHandlers = Handlers<'run.plan' | 'run.start' | 'run.stop' | 'run.resume' | 'run.get' | 'run.page' | 'run.batches'>;

export const runCommands = (context: PushContext): RunHandlers => {
  const { ledger, needs, runner, connectors, hint } = context;
  const { clock } = needs;
  const view = (run: Run): RunView => viewRun(ledger, run, isWorkedOn(context, run.id), clock.now());
  const findRun = (runId: number): Result<Run, NotFound> => {
    const run = ledger.runs.find(runId);
    return run === null ? fail({ type: 'NotFound', what: 'run', id: runId }) : ok(run);
  };

  return {
    'run.plan': async ({ destinationId }) => {
      const destination = ledger.destinations.find(destinationId);
      if (destination === null) return fail({ type: 'NotFound', what: 'destination', id: destinationId });
      return ok(viewPlan(ledger, destination, connectors[destination.dialect].facts, await dryRun(context, destination, null)));
    },
    'run.start': ({ destinationId }) => startRun(context, destinationId, null),
    'run.stop': async ({ runId }) => {
      const run = findRun(runId);
      if (!run.ok) return run;
      if (run.value.state === 'ended' || run.value.state === 'stopped') return fail({ type: 'AlreadySettled', state: run.value.state });
      runner.stop(runId);
      await runner.settled(runId);
      // Nobody works on it: a process that died left it running.
      const after = ledger.runs.find(runId);
      if (after?.state === 'running' && !isWorkedOn(context, runId)) {
        ledger.transact(() => ledger.runs.setState(runId, 'stopped'));
      }
      hint({ type: 'run.changed', runId, destinationId: run.value.destinationId });
      return ok(view(ledger.runs.find(runId) ?? run.value));
    },
    'run.resume': ({ runId }) => {
      const run = findRun(runId);
      if (!run.ok) return run;
      if (run.value.state === 'ended') return fail({ type: 'AlreadySettled', state: 'ended' });
      return resumeRun(context, run.value);
    },
    'run.get': ({ runId }) => {
      const run = findRun(runId);
      return run.ok ? ok(view(run.value)) : run;
    },
    'run.page': ({ destinationId, offset, limit }) => {
      const { total, ids } = ledger.runs.page(destinationId ?? null, offset, limit);
      return ok({ total, rows: ids.flatMap((id) => ledger.runs.find(id) ?? []).map(view) });
    },
    'run.batches': ({ runId, offset, limit }) => {
      const run = findRun(runId);
      if (!run.ok) return run;
      const { total, rows } = ledger.batches.page(runId, offset, limit);
      return ok({
        total,
        rows: rows.map(({ id, ordinal, dncType, listName, expiresAt, state, numbers, attempts, correlationId, idempotencyKey, keyExpiresAt, sentAt, answeredAt, receipt, why, replaces }) => ({
          batchId: id, ordinal, dncType, listName, expiresAt, state, numbers, attempts, correlationId, idempotencyKey, keyExpiresAt, sentAt, answeredAt, receipt, why,
          replaces: replaces === null ? null : (ledger.batches.find(replaces)?.ordinal ?? null),
        })),
      });
    },
  };
};

const dryRun = ({ ledger, needs, connectors, signal }: PushContext, destination: Destination, only: Scope): Promise<Plan> =>
  takePlan(ledger.plans.open(planQuestion(ledger, destination, connectors[destination.dialect].facts, needs.clock.now(), only), 'counts'), signal);

const countNumbers = (plan: Plan): number => plan.groups.reduce((sum, { numbers }) => sum + numbers, 0);

/** A lease of our own that nobody works under could not be given back: the disk was full. */
const isWorkedOn = ({ ledger, needs, owner, runner }: PushContext, runId: number): boolean => {
  const holder = ledger.leases.holder(`run ${runId}`, needs.clock.now());
  return holder !== null && (holder !== owner || runner.isWorking(runId));
};

type StartFailure = NotFound | NothingToPush | RunBusy | RunUnfinished | ListNotChosen;

/** Writes the run down and begins it; `scope` keeps it to some numbers of the plan. */
export const startRun = async (context: PushContext, destinationId: number, scope: Scope): Promise<Result<RunView, StartFailure>> => {
  const { ledger, needs, runner, hint } = context;
  const destination = ledger.destinations.find(destinationId);
  if (destination === null) return fail({ type: 'NotFound', what: 'destination', id: destinationId });
  const unfinished = ledger.runs.unfinished(destinationId);
  if (unfinished !== null) return fail({ type: 'RunUnfinished', runId: unfinished.id, state: unfinished.state });
  const codeMap = ledger.codeMaps.currentVersion();
  const plan = await dryRun(context, destination, scope);
  const numbers = countNumbers(plan);
  if (numbers === 0) {
    const unlisted = plan.held.filter(({ why }) => why === 'list_not_chosen').map(({ detail }) => detail ?? '');
    return unlisted.length > 0 && destination.lists.length === 0 ? fail({ type: 'ListNotChosen', dncTypes: unlisted }) : fail({ type: 'NothingToPush' });
  }
  const runId = ledger.transact(() => {
    if (ledger.destinations.find(destinationId) === null || ledger.codeMaps.currentVersion() !== codeMap) return null;
    const id = ledger.runs.create(destinationId, codeMap, needs.clock.now(), scope);
    if (id === null) return null;
    ledger.log.append({ kind: 'decision', body: { act: 'run.start', alreadyThere: plan.alreadyThere, codeMap, destination: destinationId, numbers, run: id } });
    return id;
  });
  // Somebody was faster while this one planned, or has changed what it planned by.
  if (runId === null) return startRun(context, destinationId, scope);
  const begun = runner.work(runId);
  if (!begun.ok) return begun;
  hint({ type: 'run.changed', runId, destinationId });
  return viewOf(context, runId);
};

export const resumeRun = (context: PushContext, run: Run): Result<RunView, RunBusy> => {
  const { ledger, needs, runner } = context;
  const owner = ledger.leases.holder(`run ${run.id}`, needs.clock.now());
  if (owner !== null && owner !== context.owner && !runner.isWorking(run.id)) return fail({ type: 'RunBusy', runId: run.id, owner });
  if (!runner.isWorking(run.id)) {
    ledger.transact(() => {
      ledger.runs.wantStop(run.id, false);
      const destination = ledger.destinations.find(run.destinationId);
      if (destination !== null && run.state !== 'cooling' && run.state !== 'verifying') context.breakerOf(destination).probeNow('push');
      if (run.state === 'stopped') ledger.runs.setState(run.id, 'running', { trouble: null });
      ledger.log.append({ kind: 'decision', body: { act: 'run.resume', run: run.id, state: run.state } });
    });
    const begun = runner.work(run.id);
    if (!begun.ok) return begun;
  }
  return viewOf(context, run.id);
};

export const viewOf = (context: PushContext, runId: number): Result<RunView, never> => {
  const run = context.ledger.runs.find(runId);
  if (run === null) throw new Error(`run ${runId} was there a moment ago`);
  return ok(viewRun(context.ledger, run, isWorkedOn(context, runId), context.needs.clock.now()));
};

const viewPlan = (ledger: Ledger, destination: Destination, facts: VendorFacts, plan: Plan): PlanView => {
  const { maxBatch } = batchRules(destination, facts);
  const byList = Map.groupBy(plan.groups, ({ listRef }) => listRef);
  const lists = [...byList.values()].flatMap((groups) => {
    const first = groups[0];
    if (first === undefined) return [];
    const sum = (of: (group: (typeof groups)[number]) => number): number => groups.reduce((total, group) => total + of(group), 0);
    return [{
      dncType: first.dncType, listName: first.listName, numbers: sum(({ numbers }) => numbers), batches: sum(({ numbers }) => Math.ceil(numbers / maxBatch)),
      permanent: sum(({ expiresAt, numbers }) => (expiresAt === null ? numbers : 0)), expiring: sum(({ expiresAt, numbers }) => (expiresAt === null ? 0 : numbers)),
      beyondLimit: sum(({ beyondLimit }) => beyondLimit),
    }];
  });
  const batches = lists.reduce((sum, list) => sum + list.batches, 0);
  return {
    destinationId: destination.id, name: destination.name, lists, batches, numbers: lists.reduce((sum, list) => sum + list.numbers, 0),
    alreadyThere: plan.alreadyThere, saved: Math.ceil(plan.alreadyThere / maxBatch), held: plan.held, warnings: findWarnings(ledger, destination, facts, plan), estimateMs: facts.rate === null ? null : Math.ceil((batches / facts.rate.requests) * facts.rate.perMs),
  };
};

/** From what the last check saw; a list may have grown since by what we pushed ourselves. */
const findWarnings = (ledger: Ledger, { id, lists }: Destination, { listLimit }: VendorFacts, plan: Plan): readonly PlanWarning[] =>
  lists.flatMap(({ listRef, listName, size, unsuitable, uses }): readonly PlanWarning[] => {
    const numbers = plan.groups.reduce((sum, group) => sum + (group.listRef === listRef ? group.numbers : 0), 0);
    if (numbers === 0) return [];
    const room = listLimit == null ? null : Math.max(0, listLimit - Math.max(size ?? 0, ledger.listed.countOn(id, listRef)));
    return [
      ...(unsuitable === null ? [] : [{ kind: 'list_unsuitable', listName, why: unsuitable } as const]),
      ...(room === null || listLimit == null || numbers <= room ? [] : [{ kind: 'list_full', listName, numbers, room, limit: listLimit } as const]),
      ...(uses === null || uses.by.length > 0 ? [] : [{ kind: 'list_unused', listName } as const]),
    ];
  });
