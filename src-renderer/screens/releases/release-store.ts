// Releases by cause, what would be taken off each destination, and the runs that do it; after each act, and on every hint, all is read again.
import { createStore } from 'zustand/vanilla';
import type { Client } from '../../../src-shared/contract/contract.ts';
import type { DestinationView } from '../../../src-shared/contract/destinations.ts';
import type { ReleaseCause, ReleaseGroup, ReleasePlanView, ReleaseRequested, ReleaseSettled } from '../../../src-shared/contract/releases.ts';
import type { RunView } from '../../../src-shared/contract/runs.ts';
import type { Failure } from '../../../src-shared/failures.ts';
import type { Result } from '../../../src-shared/result.ts';
import { createLatest } from '../../wizard/latest.ts';
import { createReading, isAnyChange } from '../../wizard/read-again.ts';
import type { ScreenStore } from '../../wizard/screen-store.ts';

/** Single releases, or all of a cause and import. */
export type Which = { readonly releaseIds: readonly number[] } | { readonly cause: ReleaseCause; readonly importId: number | null };
export type ReleaseAct = { readonly act: 'approve' | 'decline' | 'take-back'; readonly which: Which; readonly because: string };

/** `plan` null: it could not be made, and `failure` says why. `run`: the newest of the destination, where it is a release. */
export type Place = { readonly destination: DestinationView; readonly plan: ReleasePlanView | null; readonly run: RunView | null; readonly isBusy: boolean; readonly failure: Failure | null };

export type ReleaseState = {
  readonly status: 'loading' | 'showing';
  readonly groups: readonly ReleaseGroup[];
  readonly places: readonly Place[];
  readonly failure: Failure | null;
  /** What is being done: an act, a request, or the destination whose run is being begun. */
  readonly acting: ReleaseAct['act'] | 'request' | number | null;
  /** Rises when rows must be read again. */
  readonly version: number;
};

export type ReleaseStore = ScreenStore<ReleaseState> & {
  readonly refresh: () => Promise<void>;
  /** All three: null when another act is still under way. */
  readonly perform: (act: ReleaseAct) => Promise<Result<ReleaseSettled, Failure> | null>;
  readonly request: (phone: string, because: string) => Promise<Result<ReleaseRequested, Failure> | null>;
  readonly takeOff: (destinationId: number) => Promise<Result<RunView, Failure> | null>;
  readonly resume: (place: Place) => Promise<Result<RunView, Failure> | null>;
};

const QUARTER_SECOND = 250;

export const createReleaseStore = (client: Client, restMs = QUARTER_SECOND): ReleaseStore => {
  const store = createStore<ReleaseState>(() => ({ status: 'loading', groups: [], places: [], failure: null, acting: null, version: 0 }));
  const latest = createLatest();

  const askPlace = async (destination: DestinationView): Promise<Place> => {
    const { destinationId, runId } = destination;
    const [plan, newest] = await Promise.all([client.call('release.plan', { destinationId }), runId === null ? null : client.call('run.get', { runId })]);
    const run = newest?.ok === true ? newest.value : null;
    return { destination, plan: plan.ok ? plan.value : null, run: run?.kind === 'release' ? run : null, isBusy: run !== null && run.state !== 'ended', failure: plan.ok ? null : plan.failure };
  };
  const ask = async () => {
    const [summary, destinations] = await Promise.all([client.call('release.summary', {}), client.call('destination.page', {})]);
    const places = destinations.ok ? await Promise.all(destinations.value.filter(({ runId }) => runId !== null).map(askPlace)) : [];
    return { summary, destinations, places };
  };
  const refresh = async (): Promise<void> => {
    await latest(ask, ({ summary, destinations, places }) => {
      store.setState({
        status: 'showing', version: store.getState().version + 1,
        ...(summary.ok ? { groups: summary.value.groups } : {}), ...(destinations.ok ? { places } : {}),
        failure: summary.ok ? (destinations.ok ? null : destinations.failure) : summary.failure,
      });
    });
  };
  const alone = async <T>(acting: NonNullable<ReleaseState['acting']>, work: () => Promise<T>): Promise<T | null> => {
    if (store.getState().acting !== null) return null;
    store.setState({ acting });
    const reply = await work();
    store.setState({ acting: null });
    await refresh();
    return reply;
  };

  return {
    store,
    refresh,
    perform: async ({ act, which, because }) => await alone(act, async () => await client.call(`release.${act}`, { ...toInput(which), because })),
    request: async (phone, because) => await alone('request', async () => await client.call('release.request', { phone, because })),
    takeOff: async (destinationId) => await alone(destinationId, async () => await client.call('release.start', { destinationId })),
    resume: async ({ destination, run }) => (run === null ? null : await alone(destination.destinationId, async () => await client.call('run.resume', { runId: run.runId }))),
    ...createReading(client, refresh, { restMs, concerns: isAnyChange }),
  };
};

const toInput = (which: Which): { readonly releaseIds?: number[]; readonly cause?: ReleaseCause; readonly importId?: number | null } =>
  'releaseIds' in which ? { releaseIds: [...which.releaseIds] } : which;

export const groupsIn = ({ groups }: Pick<ReleaseState, 'groups'>, ...states: readonly ReleaseGroup['state'][]): readonly ReleaseGroup[] => groups.filter(({ state }) => states.includes(state));
export const countIn = (groups: readonly ReleaseGroup[]): number => groups.reduce((sum, { releases }) => sum + releases, 0);
export const countToTakeOff = ({ places }: Pick<ReleaseState, 'places'>): number => places.reduce((sum, { plan }) => sum + (plan?.numbers ?? 0), 0);
