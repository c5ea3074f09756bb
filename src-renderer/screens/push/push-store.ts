// The dry run, the newest run and the acts on it; a burst of hints becomes at most four looks a second.
import { createStore } from 'zustand/vanilla';
import type { Client, CoreEvent } from '../../../src-shared/contract/contract.ts';
import type { DestinationView } from '../../../src-shared/contract/destinations.ts';
import type { PlanView, RunView } from '../../../src-shared/contract/runs.ts';
import type { Failure } from '../../../src-shared/failures.ts';
import type { Result } from '../../../src-shared/result.ts';
import { createLatest } from '../../wizard/latest.ts';
import { createReading } from '../../wizard/read-again.ts';
import type { ScreenStore } from '../../wizard/screen-store.ts';

export type PushState = {
  readonly destination: DestinationView | null;
  /** The newest run of the destination; null: none yet. */
  readonly run: RunView | null;
  /** Null while a run is under way, since what is left is then the run's own figure. */
  readonly plan: PlanView | null;
  readonly planFailure: Failure | null;
  readonly failure: Failure | null;
  readonly status: 'loading' | 'showing';
  /** What is being done, for the button that shows it; null: nothing. */
  readonly acting: PushAct['act'] | null;
  /** Rises when batches and dead letters must be read again. */
  readonly version: number;
};

export type PushAct =
  | { readonly act: 'start' }
  | { readonly act: 'stop'; readonly runId: number }
  | { readonly act: 'resume'; readonly runId: number }
  /** Ids absent: all open ones. */
  | { readonly act: 'retry'; readonly deadLetterIds?: readonly number[] }
  | { readonly act: 'correct'; readonly deadLetterId: number; readonly phone: string; readonly because: string }
  | { readonly act: 'discard'; readonly deadLetterIds?: readonly number[]; readonly because: string };

export type PushStore = ScreenStore<PushState> & {
  readonly refresh: () => Promise<void>;
  /** Null when another act is still under way; the value is the run, or null where the act makes none. */
  readonly perform: (act: PushAct) => Promise<Result<RunView | null, Failure> | null>;
};

export const isUnderWay = (run: RunView | null): run is RunView => run !== null && run.state !== 'ended';

const QUARTER_SECOND = 250;

export const createPushStore = (client: Client, destinationId: number, restMs = QUARTER_SECOND): PushStore => {
  const store = createStore<PushState>(() => ({ destination: null, run: null, plan: null, planFailure: null, failure: null, status: 'loading', acting: null, version: 0 }));
  const latest = createLatest();

  const ask = async () => {
    const [destination, runs] = await Promise.all([client.call('destination.get', { destinationId }), client.call('run.page', { destinationId, offset: 0, limit: 1 })]);
    const newest = runs.ok ? runs.value.rows[0] ?? null : null;
    const plan = isUnderWay(newest) || !destination.ok ? null : await client.call('run.plan', { destinationId });
    return { destination, runs, newest, plan };
  };

  const refresh = async (): Promise<void> => {
    await latest(ask, ({ destination, runs, newest, plan }) => {
      store.setState({
        status: 'showing',
        version: store.getState().version + 1,
        ...(destination.ok ? { destination: destination.value } : {}),
        ...(runs.ok ? { run: newest } : {}),
        plan: plan?.ok === true ? plan.value : null,
        planFailure: plan?.ok === false ? plan.failure : null,
        failure: destination.ok ? (runs.ok ? null : runs.failure) : destination.failure,
      });
    });
  };

  const send = async (act: PushAct): Promise<Result<RunView | null, Failure>> => {
    switch (act.act) {
      case 'start': return await client.call('run.start', { destinationId });
      case 'stop': return await client.call('run.stop', { runId: act.runId });
      case 'resume': return await client.call('run.resume', { runId: act.runId });
      case 'retry': return await client.call('dead-letter.retry', { destinationId, ...idsOf(act.deadLetterIds) });
      case 'correct': return await client.call('dead-letter.correct', { deadLetterId: act.deadLetterId, phone: act.phone, because: act.because });
      case 'discard': return await client.call('dead-letter.discard', { destinationId, because: act.because, ...idsOf(act.deadLetterIds) });
      default: return act satisfies never;
    }
  };

  const concerns = (event: CoreEvent): boolean => {
    switch (event.type) {
      case 'import.progress': return false;
      case 'attention':
      case 'run.changed':
      case 'verify.changed': return event.destinationId === destinationId;
      case 'ledger.changed': return true;
      default: return event satisfies never;
    }
  };

  return {
    store,
    refresh,
    perform: async (act) => {
      if (store.getState().acting !== null) return null;
      store.setState({ acting: act.act });
      const reply = await send(act);
      store.setState({ acting: null });
      await refresh();
      return reply;
    },
    ...createReading(client, refresh, { restMs, concerns }),
  };
};

const idsOf = (ids: readonly number[] | undefined): { readonly deadLetterIds?: number[] } => (ids === undefined ? {} : { deadLetterIds: [...ids] });
