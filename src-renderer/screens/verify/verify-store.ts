// A destination's readings back, newest first, and the acts on them; hints of any kind about it make it look again.
import { createStore } from 'zustand/vanilla';
import type { Client, CoreEvent } from '../../../src-shared/contract/contract.ts';
import type { DestinationView } from '../../../src-shared/contract/destinations.ts';
import type { ReconciliationView } from '../../../src-shared/contract/runs.ts';
import type { Failure } from '../../../src-shared/failures.ts';
import type { Result } from '../../../src-shared/result.ts';
import { createLatest } from '../../wizard/latest.ts';
import { createReading } from '../../wizard/read-again.ts';
import type { ScreenStore } from '../../wizard/screen-store.ts';

export type VerifyState = {
  readonly status: 'loading' | 'showing';
  readonly destination: DestinationView | null;
  /** The newest ones, newest first. */
  readonly readings: readonly ReconciliationView[];
  readonly total: number;
  readonly failure: Failure | null;
  /** Why the last attempt to read back did not begin or end; null while all is well. */
  readonly actFailure: Failure | null;
  readonly acting: 'read' | 'push-missing' | 'attest' | null;
  /** Rises when differences must be read again. */
  readonly version: number;
};

export type VerifyStore = ScreenStore<VerifyState> & {
  readonly refresh: () => Promise<void>;
  readonly readNow: () => Promise<void>;
  /** The person at the desk answers for lists nobody can read. */
  readonly attest: (because: string) => Promise<void>;
  /** Null when another act is still under way. */
  readonly pushMissing: () => Promise<Result<unknown, Failure> | null>;
};

const SHOWN_READINGS = 30;

export const createVerifyStore = (client: Client, destinationId: number): VerifyStore => {
  const store = createStore<VerifyState>(() => ({ status: 'loading', destination: null, readings: [], total: 0, failure: null, actFailure: null, acting: null, version: 0 }));
  const latest = createLatest();

  const refresh = async (): Promise<void> => {
    await latest(
      async () => await Promise.all([client.call('destination.get', { destinationId }), client.call('verify.page', { destinationId, offset: 0, limit: SHOWN_READINGS })]),
      ([destination, page]) => {
        store.setState({
          status: 'showing', version: store.getState().version + 1,
          ...(destination.ok ? { destination: destination.value } : {}),
          ...(page.ok ? { readings: page.value.rows, total: page.value.total } : {}),
          failure: destination.ok ? (page.ok ? null : page.failure) : destination.failure,
        });
      },
    );
  };

  const act = async <T>(acting: NonNullable<VerifyState['acting']>, ask: () => Promise<Result<T, Failure>>): Promise<Result<T, Failure> | null> => {
    if (store.getState().acting !== null) return null;
    store.setState({ acting, actFailure: null });
    const reply = await ask();
    store.setState({ acting: null, actFailure: reply.ok ? null : reply.failure });
    await refresh();
    return reply;
  };

  const concerns = (event: CoreEvent): boolean => event.type === 'ledger.changed' || (event.type !== 'import.progress' && event.destinationId === destinationId);

  return {
    store,
    refresh,
    readNow: async () => { await act('read', async () => await client.call('verify.start', { destinationId })); },
    attest: async (because) => { await act('attest', async () => await client.call('verify.attest', { destinationId, because })); },
    pushMissing: async () => await act('push-missing', async () => await client.call('verify.push-missing', { destinationId })),
    ...createReading(client, refresh, { restMs: 250, concerns }),
  };
};
